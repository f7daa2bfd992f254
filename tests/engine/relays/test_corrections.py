"""Relays that somebody else moves: put right a few times, then not fought over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.relays import corrections
from custom_components.heat_pump_thermostat.engine.state import Pending, Slips
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, Y2, B, E, G, O
from ..rig import (
    BOTH_VALVES,
    COOLING_ONLY,
    DUAL_FUEL,
    NO_BACKUP,
    NOON,
    SINGLE_STAGE_B,
    TWO_STAGE,
    Bench,
    minutes,
    seconds,
    settings_for,
)

ON, OFF, UNKNOWN = Relay.ON, Relay.OFF, Relay.UNKNOWN


def _board(relay: Relay) -> Board:
    return Board({G: Contact(relay, NOON)})


def _counted(
    known: corrections.Corrections,
    before: Board,
    after: Board,
    goal: Mapping[Terminal, bool],
    pending: Mapping[Terminal, Pending] | None = None,
) -> Mapping[Terminal, tuple[datetime, ...]]:
    """Return the moves by others that count at noon, of relays that stood so."""
    moved = corrections.moved_by_others(before, after, goal, pending or {})
    return corrections.recent_corrections(known, moved, NOON)


@pytest.mark.parametrize(
    ("before", "after", "goal", "is_counted"),
    [
        pytest.param(OFF, ON, False, True, id="switched on"),
        pytest.param(ON, OFF, True, True, id="switched off"),
        pytest.param(OFF, OFF, False, False, id="untouched"),
        pytest.param(OFF, ON, True, False, id="where it shall be"),
        pytest.param(OFF, ON, None, False, id="nobody minds"),
        pytest.param(OFF, UNKNOWN, False, False, id="lost"),
        pytest.param(UNKNOWN, ON, False, False, id="found"),
    ],
)
def test_what_counts_as_moved_by_others(
    before: Relay, after: Relay, goal: bool | None, *, is_counted: bool
) -> None:
    goals = {} if goal is None else {G: goal}
    counts = _counted({}, _board(before), _board(after), goals)
    assert counts == ({G: (NOON,)} if is_counted else {})


def test_a_new_relay_was_not_moved() -> None:
    counts = _counted({}, Board({}), _board(ON), {G: False})
    assert counts == {}


def test_what_was_ordered_is_not_a_move_by_others() -> None:
    pending = {G: Pending(on=True, first=NOON, last=NOON, tries=1)}
    counts = _counted({}, _board(OFF), _board(ON), {G: False}, pending)
    assert counts == {}


def test_old_moves_are_forgotten() -> None:
    before = {G: (NOON - minutes(10), NOON - minutes(9))}
    counts = _counted(before, _board(OFF), _board(OFF), {})
    assert counts == {G: (NOON - minutes(9),)}


def _moments(number: int) -> dict[Terminal, tuple[datetime, ...]]:
    return {G: tuple(NOON + minutes(i) for i in range(number))}


@pytest.mark.parametrize(
    ("number", "after", "given_up"),
    [
        pytest.param(3, minutes(3), set(), id="three corrections"),
        pytest.param(4, minutes(3), {G}, id="and no more"),
        pytest.param(4, minutes(10), set(), id="until they are old"),
    ],
)
def test_when_a_relay_is_disputed(
    number: int, after: timedelta, given_up: set[Terminal]
) -> None:
    clock = Clock(NOON + after)
    assert corrections.disputed_relays(_moments(number), clock) == given_up


def test_it_wakes_to_try_again() -> None:
    clock = Clock(NOON + minutes(3))
    corrections.disputed_relays(_moments(4), clock)
    assert clock.wake_at == NOON + minutes(10)


def _disputed(bench: Bench, terminal: Terminal, times: int) -> Bench:
    for _ in range(times):
        bench.press(terminal, on=True).run(seconds(10))
    return bench


def test_a_disputed_relay_is_put_right_three_times() -> None:
    bench = _disputed(Bench(), G, 3)
    assert bench.moves == ["G on", "G off"] * 3
    assert bench.decision.problems == {}


def test_the_fourth_time_it_is_left_alone_and_somebody_is_told() -> None:
    bench = _disputed(Bench(), G, 4).run(minutes(1))
    assert G in bench.on
    assert bench.decision.afflicted[Problem.RELAY_DISPUTED] == {G}
    assert bench.decision.repairs == {Problem.RELAY_DISPUTED}


def test_after_ten_minutes_it_is_put_right_again_and_told_until_it_holds() -> None:
    bench = _disputed(Bench(), G, 4).run(minutes(10))
    assert G not in bench.on
    assert bench.decision.repairs == {Problem.RELAY_DISPUTED}
    assert bench.run(minutes(6)).decision.repairs == set()


@pytest.mark.parametrize(
    ("terminal", "after"),
    [
        pytest.param(Y1, seconds(301), id="Y1: as long as a compressor rests"),
        pytest.param(Y2, seconds(301), id="Y2: as long as a compressor rests"),
        pytest.param(W2, seconds(60), id="W2: a minute"),
        pytest.param(E, seconds(60), id="E: a minute"),
        pytest.param(G, minutes(10), id="G: until it is put right"),
        pytest.param(O, minutes(10), id="O: until it is put right"),
    ],
)
def test_off_is_still_carried_out(terminal: Terminal, after: timedelta) -> None:
    bench = Bench(mode=Mode.OFF)
    for _ in range(4):
        bench.press(terminal, on=True).settle()
    disputed_for = bench.run_until(lambda b: terminal not in b.on, minutes(11))
    assert disputed_for == after


def test_a_disputed_compressor_is_not_cycled_faster_than_it_rests() -> None:
    bench = _disputed(Bench(mode=Mode.OFF), Y1, 4).forget()
    for _ in range(30):
        bench.run(seconds(10))
        if Y1 not in bench.on:
            bench.press(Y1, on=True)
    assert bench.moves == ["Y1 off", "Y1 on"]


def test_a_disputed_relay_is_not_closed() -> None:
    bench = Bench(room=19).run(minutes(2))
    for _ in range(4):
        bench.press(G, on=False).run(seconds(5))
    assert bench.run(minutes(2)).on == set()
    assert {G, Y1} <= bench.run(minutes(10)).on


@pytest.mark.parametrize(
    ("bench", "disputed", "yields"),
    [
        pytest.param(
            Bench(settings_for(TWO_STAGE), room=19).emergency(on=True),
            Y1,
            E,
            id="E to Y1",
        ),
        pytest.param(
            Bench(settings_for(DUAL_FUEL), room=19).emergency(on=True),
            Y1,
            W1,
            id="W1 to Y1",
        ),
        pytest.param(
            Bench(settings_for(SINGLE_STAGE_B), Mode.OFF, 19).emergency(on=True),
            Y1,
            W2,
            id="W2 to a Y1 that cools, as no B is energised",
        ),
        pytest.param(
            Bench(settings_for(COOLING_ONLY), room=19),
            Y1,
            W2,
            id="W2 to a Y1 that can only cool",
        ),
        pytest.param(Bench(mode=Mode.COOL, room=26), W2, Y1, id="a cooling Y1 to W2"),
        pytest.param(Bench(room=19), E, Y1, id="Y1 to E"),
    ],
)
def test_the_others_give_way(
    bench: Bench, disputed: Terminal, yields: Terminal
) -> None:
    bench.run(minutes(8))
    assert yields in bench.on
    _disputed(bench, disputed, 4).run(seconds(15))
    assert disputed in bench.on
    assert yields not in bench.on


def test_auxiliary_heat_stays_beside_a_compressor_that_heats() -> None:
    bench = Bench(room=19).emergency(on=True).run(minutes(6))
    _disputed(bench, Y1, 4).run(seconds(15))
    assert {Y1, W2} <= bench.on


@pytest.mark.parametrize(
    ("mode", "room", "stands", "disputed"),
    [(Mode.COOL, 26, O, B), (Mode.HEAT, 19, B, O)],
)
def test_one_valve_gives_way_to_the_other(
    mode: Mode, room: float, stands: Terminal, disputed: Terminal
) -> None:
    bench = Bench(settings_for(BOTH_VALVES), mode=mode, room=room).run(minutes(8))
    bench.sense(room=23 if mode is Mode.COOL else 21.5).run(minutes(8))
    assert bench.on == {stands}
    assert _disputed(bench, disputed, 4).on == {disputed}


# --- Relays that let go by themselves ------------------------------------------------


def _slipped(*stood: float, position: bool = True) -> Slips:
    """Return what is known of a relay that stood for so many minutes each time."""
    return Slips(position, tuple(minutes(each) for each in stood))


def _stood(
    relay: Relay, length: float, then: Relay | None = None
) -> tuple[Board, Board]:
    """Return two boards: after standing for so many minutes, and a moment later."""
    before = Contact(relay, NOON - minutes(length))
    after = Contact(then, NOON) if then else before
    return Board({Y1: before}), Board({Y1: after})


@pytest.mark.parametrize(
    ("known", "boards", "goal", "left"),
    [
        pytest.param(None, _stood(ON, 2, OFF), True, _slipped(2), id="lets go"),
        pytest.param(
            _slipped(2), _stood(ON, 3, OFF), True, _slipped(2, 3), id="once more"
        ),
        pytest.param(
            _slipped(1, 2, 3),
            _stood(ON, 4, OFF),
            True,
            _slipped(2, 3, 4),
            id="the last",
        ),
        pytest.param(None, _stood(ON, 120, OFF), True, None, id="it held long"),
        pytest.param(None, _stood(ON, 2, OFF), False, None, id="as it was told"),
        pytest.param(
            _slipped(2, 3), _stood(ON, 7), True, _slipped(2, 3), id="hardly longer"
        ),
        pytest.param(_slipped(2, 3), _stood(ON, 8), True, None, id="it holds"),
        pytest.param(
            _slipped(2, 3), _stood(OFF, 90), False, _slipped(2, 3), id="not called"
        ),
        pytest.param(
            None, _stood(OFF, 9, ON), False, _slipped(9, position=False), id="is closed"
        ),
        pytest.param(None, _stood(OFF, 10, ON), False, None, id="by somebody, once"),
        pytest.param(
            _slipped(2),
            _stood(OFF, 9, ON),
            False,
            _slipped(9, position=False),
            id="now the other way",
        ),
    ],
)
def test_which_relays_do_not_hold(
    known: Slips | None, boards: tuple[Board, Board], goal: bool, left: Slips | None
) -> None:
    slips = {Y1: known} if known else {}
    moved = corrections.moved_by_others(*boards, {Y1: goal}, {})
    after = corrections.recent_slips(slips, moved, *boards, {Y1: goal}, Clock(NOON))
    assert after.get(Y1) == left


@pytest.mark.parametrize(
    ("slips", "is_told"),
    [
        pytest.param(_slipped(1, 1), False, id="twice may be chance"),
        pytest.param(_slipped(1, 1, 1), True, id="let go three times in a row"),
        pytest.param(_slipped(1, 1, 1, position=False), True, id="or closed"),
    ],
)
def test_who_does_not_hold_is_told(slips: Slips, *, is_told: bool) -> None:
    assert corrections.unsteady_relays({Y1: slips}) == ({Y1} if is_told else set())


def _letting_go(
    terminal: Terminal, after: timedelta, hours: float, **home: Any
) -> tuple[Bench, set[Terminal]]:
    """Return a house whose relay lets go each time, and what heated lately."""
    bench = Bench(room=18, outdoor=0, **home)
    end, heated = bench.now + minutes(60 * hours), set[Terminal]()
    while bench.now < end:
        contact = bench.state.wires.board.contacts[terminal]
        if contact.relay is ON and bench.now - contact.since >= after:
            bench.press(terminal, on=False)
        bench.run(minutes(1) if after > minutes(1) else seconds(8))
        if bench.now > end - minutes(60):
            heated |= bench.on
    return bench, heated


@pytest.mark.slow
@pytest.mark.parametrize("after", [seconds(8), minutes(2), minutes(15)])
def test_a_compressor_relay_that_lets_go_is_told_and_backup_heats(
    after: timedelta,
) -> None:
    bench, heated = _letting_go(Y1, after, 4)
    assert W2 in heated
    assert bench.decision.afflicted[Problem.RELAY_DISPUTED] == {Y1}
    assert Problem.RELAY_DISPUTED in bench.decision.repairs
    starts = bench.times("Y1 on")
    assert 4 <= len(starts) <= (12 if after > minutes(10) else 7)


def test_it_is_over_once_the_relay_holds() -> None:
    bench, _ = _letting_go(Y1, seconds(100), 1)
    assert bench.decision.problems
    bench.run(minutes(80))
    assert bench.decision.problems == {}
    assert Y1 in bench.on


@pytest.mark.slow
def test_without_a_backup_it_is_tried_again_and_again() -> None:
    bench, heated = _letting_go(Y1, minutes(2), 2, settings=settings_for(NO_BACKUP))
    assert Y1 in heated
    assert Problem.RELAY_DISPUTED in bench.decision.problems


@pytest.mark.slow
def test_a_fan_that_lets_go_each_time_stays_told() -> None:
    bench, _ = _letting_go(G, seconds(8), 0.1)
    told = []
    for _ in range(60):
        contact = bench.state.wires.board.contacts[G]
        if contact.relay is ON:
            bench.run(seconds(8)).press(G, on=False)
        bench.run(minutes(1))
        told.append(Problem.RELAY_DISPUTED in bench.decision.problems)
    assert all(told)
