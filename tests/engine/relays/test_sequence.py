"""In which order relays move, and what becomes of those that do not answer."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Relays
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W2, Y1, G, O
from ..rig import (
    E_ONLY,
    NO_BACKUP,
    NOON,
    Bench,
    minutes,
    seconds,
    settings_for,
)

LATE = seconds(3)
PLAIN = settings_for(NO_BACKUP)


def _of(bench: Bench, terminal: Terminal) -> list[tuple[float, bool]]:
    """Return the orders that a relay was given: seconds after noon, and which."""
    return [
        ((d.state.at - NOON) / seconds(1), order.on)
        for d in bench.decisions
        for order in d.orders
        if order.terminal is terminal and d.state.at
    ]


def test_a_call_answered_just_as_it_ends_is_released_first_all_the_same() -> None:
    bench = Bench(room=19).slow(seconds(8), W2)
    bench.run_until(lambda b: b.call is Call.HEAT_AUX, within=minutes(40))
    called = (bench.now - NOON) / seconds(1)
    bench.run(seconds(7)).forget()
    bench.state = replace(bench.state, wishes=bench.state.wishes.with_mode(Mode.OFF))
    bench.run(minutes(1))
    assert bench.times("W2 on") == [called + 8]
    assert bench.times("Y2 off") == [called + 8 + 5]


def test_an_order_is_repeated_ever_more_seldom() -> None:
    bench = Bench(PLAIN)
    bench.relays[G].is_silent = True
    bench.sense(room=19.5).run(minutes(5))
    assert _of(bench, G) == [(t, True) for t in (0, 5, 15, 35, 75, 135, 195, 255)]


def test_who_lets_go_for_good_repeats_an_order_at_once_and_every_five_seconds() -> None:
    bench = Bench(PLAIN).choose(Mode.FAN_ONLY).run(minutes(1))
    bench.relays[G].is_silent = True
    bench.choose(Mode.OFF).run(seconds(50)).close(seconds(12)).run(seconds(16))
    told = [at - 60 for at, on in _of(bench, G) if not on]
    assert told == [0, 5, 15, 35, 50, 55, 60, 65]


def test_an_unknown_relay_is_told_to_go_off_before_anything_else() -> None:
    bench = Bench(PLAIN).lose(Y1).sense(room=19.5)
    assert _of(bench, Y1) == [(0, False)]
    bench.find(Y1).run(minutes(6))
    assert bench.times("Y1 on") == [301]


def test_a_lost_valve_is_told_where_to_go() -> None:
    bench = Bench(PLAIN).lose(O).choose(Mode.COOL).sense(room=24.5).run(seconds(1))
    assert _of(bench, O) == [(0, False), (0, True)]


def test_a_relay_that_lies_is_not_hammered_and_not_hidden() -> None:
    bench = Bench(PLAIN)
    bench.relays[Y1].lies_for = LATE
    bench.sense(room=19.5).run(minutes(50))
    assert len(_of(bench, Y1)) == 4
    assert bench.reason is Reason.RELAY_LOST


def test_a_start_called_back_before_it_reached_the_relay_costs_half_a_minute() -> None:
    bench = Bench(settings_for(E_ONLY))
    bench.relays[Y1].is_silent = True
    bench.sense(room=19.5).run(seconds(1)).emergency(on=True)
    assert bench.state.wires.board.contacts[Y1].relay is Relay.UNKNOWN
    bench.run(minutes(1))
    assert bench.times("E on") == [1 + 30]


def test_shutting_down_calls_a_fan_back_as_well() -> None:
    bench = Bench(PLAIN).slow(seconds(8), G).sense(room=19.5).run(seconds(1)).close()
    assert _of(bench, G) == [(0, True), (1, False)]
    assert bench.run(seconds(10)).on == set()


def test_a_fan_on_its_way_is_not_called_back_otherwise() -> None:
    bench = Bench(PLAIN).slow(seconds(8), G).sense(room=19.5).run(seconds(1))
    bench.choose(Mode.OFF).run(seconds(7))
    assert _of(bench, G) == [(0, True), (8, False)]


def test_what_was_told_to_close_is_told_to_open_though_it_says_off() -> None:
    bench = Bench(PLAIN).slow(seconds(8), Y1).sense(room=19.5).run(seconds(1))
    bench.choose(Mode.OFF)
    assert _of(bench, Y1) == [(0, True), (1, False)]


def _reminding(every: float, room: float = 19.6) -> Bench:
    settings = replace(PLAIN, relays=Relays(keep_alive=minutes(every)))
    return Bench(settings, room=room)


def test_relays_that_are_on_are_told_so_again() -> None:
    bench = _reminding(5).run(minutes(20) + seconds(1))
    assert _of(bench, Y1) == [(0, True), *((300 * i, True) for i in range(1, 5))]
    assert _of(bench, O) == []


@pytest.mark.slow
def test_nobody_is_reminded_unless_it_is_chosen() -> None:
    bench = Bench(PLAIN, room=19.6).run(minutes(60))
    assert _of(bench, Y1) == [(0, True)]


def test_a_relay_that_is_left_alone_is_not_reminded() -> None:
    bench = _reminding(5).run(minutes(4) + seconds(50))
    for _ in range(4):
        bench.press(G, on=False).run(seconds(1))
    bench.press(G, on=True).run(seconds(1))
    told = len(_of(bench, G))
    assert len(_of(bench.run(minutes(2)), G)) == told


def test_what_cannot_be_told_is_not_told() -> None:
    bench = Bench(PLAIN)
    bench.absent = frozenset({G})
    assert _of(bench.sense(room=19.5).run(seconds(9)), G) == []
    bench.absent = frozenset()
    assert Y1 in bench.run(minutes(6)).on


def test_a_reminder_that_arrives_after_off_is_put_right() -> None:
    bench = _reminding(1, room=19).run(minutes(6) - seconds(1))
    bench.slow(seconds(8)).run(seconds(2)).slow(seconds(0)).forget()
    assert bench.choose(Mode.OFF).run(minutes(2)).on <= {O}
    assert bench.moves.count("Y1 on") == 1
