"""In which order relays move, and what becomes of those that do not answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Relays
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Problem,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from ..invariants import W1, W2, Y1, Y2, E, G, O
from ..rig import (
    BOTH_VALVES,
    DUAL_FUEL,
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


def _with_aux() -> Bench:
    return Bench(room=19).run(minutes(11))


def _in_emergency() -> Bench:
    return Bench(room=19).emergency(on=True).run(minutes(6))


def _of(bench: Bench, terminal: Terminal) -> list[tuple[float, bool]]:
    """Return the orders that a relay was given: seconds after noon, and which."""
    return [
        ((d.state.at - NOON) / seconds(1), order.on)
        for d in bench.decisions
        for order in d.orders
        if order.terminal is terminal and d.state.at
    ]


@pytest.mark.parametrize(
    ("start", "change", "order"),
    [
        pytest.param(
            Bench,
            lambda b: b.sense(room=19),
            ["G on", "Y1 on", "Y2 on"],
            id="heat: G, Y1, Y2",
        ),
        pytest.param(
            _with_aux,
            lambda b: b.sense(room=21),
            ["W2 off", "Y2 off", "Y1 off", "G off"],
            id="no more heat: W2, Y2, Y1, G",
        ),
        pytest.param(
            _with_aux,
            lambda b: b.emergency(on=True),
            ["Y2 off", "Y1 off", "E on"],
            id="emergency: Y off, and W2 stays",
        ),
        pytest.param(
            _in_emergency,
            lambda b: b.emergency(on=False),
            ["E off", "W2 off", "Y1 on", "Y2 on"],
            id="no more emergency: E and W2 off before Y",
        ),
        pytest.param(
            _in_emergency,
            lambda b: b.choose(Mode.OFF),
            ["E off", "W2 off", "G off"],
            id="off: backup before G",
        ),
    ],
)
def test_each_waits_for_those_before_it(
    start: Callable[[], Bench], change: Callable[[Bench], Bench], order: list[str]
) -> None:
    bench = change(start().forget().slow(LATE)).run(minutes(2))
    moves = [move for move in bench.moves if move in order]
    assert moves == order
    assert bench.trace == sorted(bench.trace, key=lambda move: move[0])


def test_each_call_waits_for_the_confirmation_before() -> None:
    bench = Bench(room=20).slow(LATE).sense(room=19).run(minutes(1))
    assert bench.trace == [
        (NOON + LATE, "G on"),
        (NOON + 2 * LATE, "Y1 on"),
        (NOON + 3 * LATE, "Y2 on"),
    ]


def test_a_release_waits_five_seconds_for_the_one_before() -> None:
    bench = _with_aux().forget()
    bench.relays[W2].is_silent = bench.relays[Y2].is_silent = True
    bench.sense(room=21).run(minutes(1))
    assert bench.times("Y1 off") == [660 + 5 + 5]


def test_a_call_answered_just_as_it_ends_is_released_first_all_the_same() -> None:
    bench = Bench(room=19).slow(seconds(8), W2).run(minutes(10) + seconds(7)).forget()
    bench.state = replace(bench.state, wishes=bench.state.wishes.with_mode(Mode.OFF))
    bench.run(minutes(1))
    assert bench.times("W2 on") == [600 + 8]
    assert bench.times("Y2 off") == [600 + 8 + 5]


def test_the_fan_stays_for_what_does_not_let_go() -> None:
    bench = _with_aux()
    bench.relays[W2].is_silent = True
    bench.choose(Mode.OFF).run(minutes(60))
    assert bench.on == {G, W2}


def test_an_order_is_repeated_ever_more_seldom() -> None:
    bench = Bench(PLAIN)
    bench.relays[G].is_silent = True
    bench.sense(room=19.5).run(minutes(5))
    assert _of(bench, G) == [(t, True) for t in (0, 5, 15, 35, 75, 135, 195, 255)]


def test_a_relay_that_speaks_again_is_told_at_once() -> None:
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).lose(Y1).choose(Mode.OFF)
    bench.run(minutes(9)).forget().find(Y1)
    assert bench.times("Y1 off") == [15 * 60]


def test_an_unknown_relay_is_told_to_go_off_before_anything_else() -> None:
    bench = Bench(PLAIN).lose(Y1).sense(room=19.5)
    assert _of(bench, Y1) == [(0, False)]
    bench.find(Y1).run(minutes(6))
    assert bench.times("Y1 on") == [301]


def test_a_lost_valve_is_told_where_to_go() -> None:
    bench = Bench(PLAIN).lose(O).choose(Mode.COOL).sense(room=24.5).run(seconds(1))
    assert _of(bench, O) == [(0, False), (0, True)]


@pytest.mark.parametrize(
    ("delay", "reason", "silent"),
    [
        pytest.param(29, Reason.HEATING, set(), id="late"),
        pytest.param(30, Reason.RELAY_LOST, {Y1}, id="silent"),
    ],
)
def test_who_does_not_obey_for_half_a_minute_is_silent(
    delay: float, reason: Reason, silent: set[Terminal]
) -> None:
    bench = Bench(PLAIN)
    bench.relays[Y1].is_silent = True
    bench.sense(room=19.5).run(seconds(delay))
    assert bench.reason is reason
    assert bench.decision.afflicted[Problem.RELAY_LOST] == silent


def test_who_says_nothing_for_half_a_minute_is_silent() -> None:
    bench = Bench(PLAIN).lose(Y1).run(seconds(29))
    assert not any(bench.decision.afflicted.values())
    bench.run(seconds(1))
    assert bench.decision.afflicted[Problem.RELAY_LOST] == {Y1}
    assert bench.decision.problems == {Problem.RELAY_LOST: NOON + seconds(30)}


def test_after_two_more_minutes_somebody_should_look() -> None:
    bench = Bench(PLAIN).lose(Y1).run(seconds(149))
    assert bench.decision.repairs == set()
    assert bench.run(seconds(1)).decision.repairs == {Problem.RELAY_LOST}
    assert bench.find(Y1).decision.repairs == set()


def test_a_lost_fan_stops_everything_within_a_minute() -> None:
    bench = _with_aux().forget().lose(G).run(minutes(1))
    assert bench.times("W2 off") == bench.times("Y1 off") == [660 + 30]
    assert bench.run(minutes(30)).on == {G}
    assert Problem.RELAY_LOST in bench.decision.repairs


def test_a_lost_fan_stops_electric_heat() -> None:
    bench = _in_emergency().forget().lose(G).run(minutes(1))
    assert bench.times("E off") == bench.times("W2 off") == [360 + 30]


def test_a_fan_that_returns_in_time_is_forgiven() -> None:
    bench = _with_aux().forget().lose(G).run(seconds(29)).find(G).run(minutes(2))
    assert bench.moves == []


def test_a_fan_switched_off_by_hand_is_switched_on_again() -> None:
    bench = _with_aux().forget().press(G, on=False)
    assert bench.moves == ["G off", "G on"]


def test_a_fan_about_to_stop_is_no_fan() -> None:
    bench = Bench(PLAIN).wish(lambda w: w.with_fan(FanMode.ON)).slow(seconds(4), G)
    bench.run(seconds(5)).wish(lambda w: w.with_fan(FanMode.AUTO)).run(seconds(1))
    bench.sense(room=19.5).run(minutes(1))
    assert bench.times("G off") == [9]
    assert bench.times("Y1 on") == [13]


def test_heat_that_nobody_called_for_gets_its_fan() -> None:
    bench = Bench()
    bench.relays[W2].is_silent = True
    bench.press(W2, on=True).run(minutes(1))
    assert bench.on == {W2, G}


@pytest.mark.parametrize(
    ("terminal", "runs"),
    [
        pytest.param(W2, {G, Y1}, id="W2 may help it"),
        pytest.param(E, {G}, id="E excludes it"),
    ],
)
def test_backup_that_was_on_when_it_was_lost(
    terminal: Terminal, runs: set[Terminal]
) -> None:
    bench = _in_emergency().lose(terminal).emergency(on=False).run(minutes(6))
    assert bench.on - {terminal, Y2} <= runs
    assert bench.find(terminal, on=False).run(minutes(1)).on >= {G, Y1}


def test_backup_that_was_off_when_it_was_lost_prevents_nothing() -> None:
    bench = Bench(room=20).lose(W2, E).sense(room=19.5)
    assert bench.on == {G, Y1}


def test_backup_that_was_told_to_close_before_it_was_lost_prevents_a_start() -> None:
    bench = Bench(room=20).slow(LATE, E).emergency(on=True).sense(room=19.5)
    bench.lose(E).emergency(on=False).run(minutes(10))
    assert E in bench.on
    assert Y1 not in bench.on
    bench.find(E).run(minutes(1))
    assert bench.on == {G, Y1}


@pytest.mark.parametrize(
    ("after", "heats"),
    [
        pytest.param(119, False, id="not yet"),
        pytest.param(120, True, id="unreachable for two minutes"),
    ],
)
def test_electric_heat_runs_beside_an_unreachable_compressor(
    after: float, *, heats: bool
) -> None:
    bench = Bench(room=19.5).lose(Y1).emergency(on=True).run(seconds(after))
    assert ({W2, E} <= bench.on) is heats


def test_a_furnace_never_does() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=0).lose(Y1)
    assert W1 not in bench.emergency(on=True).run(minutes(60)).on


def test_a_compressor_started_by_hand_and_stuck_ends_emergency_heat() -> None:
    bench = _in_emergency().forget()
    bench.relays[Y1].is_silent = True
    bench.press(Y1, on=True).run(minutes(5))
    assert bench.times("E off") == [360 + 5]
    assert bench.reason is Reason.RELAY_LOST


def test_a_compressor_started_by_hand_and_stuck_ends_the_furnace() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=-6).run(minutes(6))
    bench.relays[Y1].is_silent = True
    bench.forget().press(Y1, on=True).run(minutes(5))
    assert bench.times("W1 off") == [360 + 5]


def test_backup_switched_on_by_hand_and_stuck_ends_cooling() -> None:
    bench = Bench(mode=Mode.COOL, room=24.5).run(minutes(1)).forget()
    bench.relays[W2].is_silent = True
    bench.press(W2, on=True).run(minutes(1))
    assert bench.times("Y1 off") == [60 + 5]
    assert bench.run(minutes(20)).on == {G, O, W2}


def test_a_second_stage_without_a_first_is_released() -> None:
    bench = Bench(room=19).run(minutes(1)).forget().press(Y1, on=False)
    assert bench.moves == ["Y1 off", "Y2 off"]
    assert Bench().press(Y2, on=True).moves[:2] == ["Y2 on", "Y2 off"]


def test_aux_heat_waits_for_its_compressor() -> None:
    bench = _with_aux().forget().press(Y1, on=False)
    assert W2 not in bench.on


def test_a_relay_that_lies_is_not_hammered() -> None:
    bench = Bench(PLAIN)
    bench.relays[Y1].lies_for = LATE
    bench.sense(room=19.5).run(minutes(50))
    assert len(_of(bench, Y1)) == 4
    assert bench.reason is Reason.STARTS_PER_HOUR


def test_emergency_heat_waits_for_a_start_on_its_way() -> None:
    bench = Bench(settings_for(E_ONLY)).slow(seconds(8), Y1).sense(room=19.5)
    bench.run(seconds(1)).emergency(on=True).run(minutes(1))
    assert bench.moves == ["G on", "Y1 on", "Y1 off", "E on"]


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


def test_a_compressor_relay_that_blinks_goes_on() -> None:
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).forget().lose(Y1)
    bench.run(seconds(3)).find(Y1).run(minutes(6))
    assert bench.moves == []


def test_o_and_b_never_meet_on_the_way() -> None:
    bench = Bench(settings_for(BOTH_VALVES)).slow(seconds(8)).sense(room=19.5)
    bench.run(seconds(1)).choose(Mode.COOL).sense(room=24.5).run(minutes(9))
    assert bench.on == {G, O, Y1}
    assert bench.call is Call.COOL_1


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


@pytest.mark.parametrize(
    ("after", "call"),
    [pytest.param(119, Call.IDLE, id="wait"), pytest.param(120, None, id="act")],
)
def test_backup_heats_for_a_compressor_that_cannot_be_reached(
    after: float, call: Call | None
) -> None:
    bench = Bench().lose(Y1).sense(room=19).run(seconds(after))
    assert bench.call is (call or Call.LOCKED_OUT)
    assert (W2 in bench.on) is (call is None)
    bench.find(Y1).run(minutes(6))
    assert Y1 in bench.on


def test_without_a_backup_there_is_only_waiting() -> None:
    bench = Bench(PLAIN).lose(Y1).sense(room=19).run(minutes(5))
    assert bench.reason is Reason.RELAY_LOST
    assert bench.on <= {G}
