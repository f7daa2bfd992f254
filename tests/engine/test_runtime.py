"""What adds up: run times and starts, in total and since midnight."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine import runtime
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.model import Counters

from .invariants import W1, W2, Y1, E, G
from .rig import NO_BACKUP, NOON, Bench, minutes, settings_for

MIDNIGHT = NOON - minutes(12 * 60)
TODAY = NOON.date()


def board(*closed: Terminal) -> Board:
    """Return a board on which only these relays are on."""
    contacts = dict.fromkeys(Terminal, Contact(Relay.OFF, NOON))
    return Board(contacts | dict.fromkeys(closed, Contact(Relay.ON, NOON)))


def count(
    before: Board, after: Board, elapsed: timedelta, counters: Counters | None = None
) -> Counters:
    """Count a stretch that begins at noon."""
    return runtime.counted(
        counters or Counters(day=TODAY),
        before,
        after,
        since=NOON,
        now=NOON + elapsed,
        midnight=MIDNIGHT,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("closed", "compressor", "aux"),
    [
        pytest.param(set(), 0, 0, id="nothing"),
        pytest.param({G}, 0, 0, id="the fan is not counted"),
        pytest.param({Y1}, 5, 0, id="compressor"),
        pytest.param({Y1, W2}, 5, 5, id="and aux"),
        pytest.param({W2, E}, 0, 5, id="W2 and E once"),
        pytest.param({W1}, 0, 5, id="furnace"),
    ],
)
def test_what_runs_is_counted(
    closed: set[Terminal], compressor: float, aux: float
) -> None:
    now = count(board(*closed), board(), minutes(5))
    assert now.compressor == minutes(compressor)
    assert now.aux_heat == now.aux_heat_today == minutes(aux)
    assert runtime.is_counting(board(*closed)) is bool(compressor + aux)


@pytest.mark.parametrize(
    ("before", "after", "starts"),
    [
        pytest.param(board(), board(Y1), 1, id="a start"),
        pytest.param(board(Y1), board(Y1), 0, id="it runs on"),
        pytest.param(board(Y1), board(), 0, id="a stop"),
        pytest.param(board(), board(), 0, id="rest"),
    ],
)
def test_starts_are_counted(before: Board, after: Board, starts: int) -> None:
    assert count(before, after, minutes(1)).starts_today == starts


def test_a_stretch_over_midnight_is_split() -> None:
    counters = Counters(day=TODAY, aux_heat_today=minutes(90), starts_today=7)
    midnight = NOON + minutes(12 * 60)
    now = runtime.counted(
        counters,
        board(Y1, W2),
        board(Y1, W2),
        since=midnight - minutes(20),
        now=midnight + minutes(10),
        midnight=midnight,
        today=midnight.date(),
    )
    assert now.aux_heat == now.compressor == minutes(30)
    assert now.aux_heat_today == minutes(10)
    assert now.starts_today == 0


def test_a_start_after_midnight_is_the_first_of_its_day() -> None:
    counters = Counters(day=TODAY - timedelta(days=1), starts_today=7)
    assert count(board(), board(Y1), minutes(1), counters).starts_today == 1


@pytest.mark.parametrize(
    "since",
    [
        pytest.param(None, id="a restart: nobody knows"),
        pytest.param(NOON + minutes(60), id="the clock was set back"),
    ],
)
def test_unseen_time_is_not_counted(since: object) -> None:
    now = runtime.counted(
        Counters(day=TODAY),
        board(Y1, W2),
        board(Y1, W2),
        since=since,  # type: ignore[arg-type]
        now=NOON,
        midnight=MIDNIGHT,
        today=TODAY,
    )
    assert now == Counters(day=TODAY)


def test_a_day_of_steps_adds_up() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=19.5).run(minutes(12 * 60 + 30))
    assert bench.state.counters.compressor == minutes(12 * 60 + 30)
    assert bench.state.counters.starts_today == 0
    assert bench.state.counters.day == TODAY + timedelta(days=1)


def test_a_restart_does_not_count_the_gap() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=19.5).run(minutes(10))
    bench.restart(minutes(60)).run(minutes(10))
    assert bench.state.counters.compressor == minutes(20)
