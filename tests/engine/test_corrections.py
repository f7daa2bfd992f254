"""Relays that somebody else moves: put right a few times, then left alone."""

from datetime import datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine import corrections
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.model import Pending, Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import Y1, E, G
from .rig import NOON, Bench, minutes, seconds

ON, OFF, UNKNOWN = Relay.ON, Relay.OFF, Relay.UNKNOWN


def _board(relay: Relay) -> Board:
    return Board({G: Contact(relay, NOON)})


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
    counts = corrections.counted({}, _board(before), _board(after), goals, {}, NOON)
    assert counts == ({G: (NOON,)} if is_counted else {})


def test_a_new_relay_was_not_moved() -> None:
    counts = corrections.counted({}, Board({}), _board(ON), {G: False}, {}, NOON)
    assert counts == {}


def test_what_was_ordered_is_not_a_move_by_others() -> None:
    pending = {G: Pending(on=True, first=NOON, last=NOON, tries=1)}
    counts = corrections.counted({}, _board(OFF), _board(ON), {G: False}, pending, NOON)
    assert counts == {}


def test_old_moves_are_forgotten() -> None:
    before = {G: (NOON - minutes(10), NOON - minutes(9))}
    counts = corrections.counted(before, _board(OFF), _board(OFF), {}, {}, NOON)
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
def test_when_a_relay_is_left_alone(
    number: int, after: timedelta, given_up: set[Terminal]
) -> None:
    clock = Clock(NOON + after)
    assert corrections.given_up(_moments(number), clock) == given_up


def test_it_wakes_to_try_again() -> None:
    clock = Clock(NOON + minutes(3))
    corrections.given_up(_moments(4), clock)
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


def test_after_ten_minutes_it_is_put_right_again() -> None:
    bench = _disputed(Bench(), G, 4).run(minutes(10))
    assert G not in bench.on
    assert bench.decision.repairs == set()


def test_emergency_heat_gives_way_to_a_compressor_that_is_left_alone() -> None:
    bench = Bench(mode=Mode.HEAT, room=19).emergency(on=True).run(minutes(6))
    assert E in bench.on
    _disputed(bench, Y1, 4).run(minutes(2))
    assert Y1 in bench.on
    assert E not in bench.on
