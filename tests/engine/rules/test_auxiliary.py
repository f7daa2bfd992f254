"""Auxiliary heat joins where the compressor does not turn the room; it leaves early."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.rules.auxiliary import (
    Trial,
    advance,
    climb,
    may_change,
    progress,
)
from custom_components.heat_pump_thermostat.engine.settings import Auxiliary, Strategy
from custom_components.heat_pump_thermostat.engine.state import Climb, Progress
from custom_components.heat_pump_thermostat.engine.vocabulary import AuxReason

from ..invariants import W2, Y1, Y2
from ..rig import NOON, celsius, kelvin, minutes, seconds

ECONOMY, BALANCED, COMFORT = Strategy
DROOP, RUN_TIME, RECOVERY = AuxReason
LONG_AGO = NOON - minutes(600)


def _board(*, y1: float = 600, y2: float | None = None) -> Board:
    """Return a board whose stages have run for some minutes."""
    stages: dict[Terminal, float | None] = {Y1: y1}
    if y2 is not None:
        stages[Y2] = y2 or None
    return Board(
        {
            stage: Contact(Relay.ON, NOON - minutes(ran))
            if ran
            else Contact(Relay.OFF, LONG_AGO)
            for stage, ran in stages.items()
        }
    )


def _run(
    *,
    risen: float = 0,
    falls: bool = False,
    step: float = 0.1,
    took: float = 4,
    changed: float = 0,
) -> Progress:
    """Return a run that last warmed the room some minutes ago, or lets it fall."""
    return Progress(
        warmest=celsius(19.9),
        at=NOON - minutes(risen),
        turn=celsius(19.5),
        falls=falls,
        shown=celsius(19.5),
        changed=NOON - minutes(changed),
        step=kelvin(step),
        took=minutes(took),
    )


def _trial(
    droop: float,
    run: Progress | None,
    *,
    board: Board | None = None,
    way: Climb | None = None,
    is_stage_2: bool = False,
    is_learned: bool = True,
) -> Trial:
    return Trial(
        droop=kelvin(droop),
        edge=kelvin(0.28),
        run=run,
        climb=way,
        room=celsius(20 - droop),
        board=board or _board(),
        is_stage_2=is_stage_2,
        is_learned=is_learned,
    )


def _wanted(trial: Trial, strategy: Strategy = BALANCED) -> AuxReason | None:
    return advance(None, trial, Auxiliary(strategy=strategy), Clock(NOON))


@pytest.mark.parametrize(
    ("strategy", "droop", "risen", "reason"),
    [
        pytest.param(ECONOMY, 1.1, 10, DROOP, id="economy: droop 1.1 K"),
        pytest.param(ECONOMY, 1.08, 600, None, id="economy: less, never"),
        pytest.param(BALANCED, 0.5, 10, DROOP, id="balanced: droop 0.5 K"),
        pytest.param(BALANCED, 0.5, 9, None, id="balanced: it still warms"),
        pytest.param(BALANCED, 0.48, 600, None, id="balanced: less, never"),
        pytest.param(COMFORT, 0.4, 10, DROOP, id="comfort: droop 0.4 K"),
        pytest.param(COMFORT, 0.38, 600, None, id="comfort: less, never"),
    ],
)
def test_a_room_that_does_not_warm_joins_it_by_droop(
    strategy: Strategy, droop: float, risen: float, reason: AuxReason | None
) -> None:
    assert _wanted(_trial(droop, _run(risen=risen)), strategy) is reason


@pytest.mark.parametrize(
    ("strategy", "droop", "risen", "reason"),
    [
        pytest.param(ECONOMY, 0.28, 59, None, id="economy: not yet"),
        pytest.param(ECONOMY, 0.28, 60, RUN_TIME, id="economy: 60 min"),
        pytest.param(BALANCED, 0.28, 19, None, id="balanced: not yet"),
        pytest.param(BALANCED, 0.27, 20, RUN_TIME, id="balanced: 20 min"),
        pytest.param(BALANCED, 0.26, 600, None, id="within the differential: none"),
        pytest.param(COMFORT, 0.28, 9, None, id="comfort: not yet"),
        pytest.param(COMFORT, 0.28, 10, RUN_TIME, id="comfort: 10 min"),
    ],
)
def test_beside_a_machine_of_unknown_strength_it_joins_by_run_time_too(
    strategy: Strategy, droop: float, risen: float, reason: AuxReason | None
) -> None:
    trial = _trial(droop, _run(risen=risen), is_learned=False)
    assert _wanted(trial, strategy) is reason


@pytest.mark.parametrize(
    ("board", "helps"),
    [
        pytest.param(_board(y1=9.9), False, id="not in the first 10 min"),
        pytest.param(_board(y1=10), True, id="after them"),
        pytest.param(_board(y1=600, y2=0), False, id="not before the second stage"),
        pytest.param(_board(y1=600, y2=9.9), False, id="nor in its first 10 min"),
        pytest.param(_board(y1=600, y2=10), True, id="after those"),
    ],
)
def test_the_compressor_is_tried_in_full_first(board: Board, *, helps: bool) -> None:
    wanted = _wanted(_trial(5, _run(risen=300, falls=True), board=board), COMFORT)
    assert (wanted is not None) is helps


def test_a_second_stage_that_does_not_come_is_not_waited_for() -> None:
    trial = _trial(0.6, _run(risen=600), board=_board(y1=10, y2=0), is_stage_2=True)
    assert _wanted(trial) is AuxReason.DROOP


@pytest.mark.parametrize(
    ("droop", "run", "helps"),
    [
        pytest.param(0.5, _run(changed=1.9), False, id="still rounding"),
        pytest.param(0.5, _run(changed=2), True, id="half of the last step's time"),
        pytest.param(0.54, _run(changed=0.4), True, id="a setpoint between its steps"),
        pytest.param(0.6, _run(), True, id="beyond doubt"),
        pytest.param(0.5, _run(took=600, changed=9.9), False, id="a slow one"),
        pytest.param(0.5, _run(took=600, changed=10), True, id="for so long at most"),
        pytest.param(0.5, _run(step=0), True, id="no step known"),
    ],
)
def test_a_sensor_in_steps_shows_a_falling_room_early(
    droop: float, run: Progress, *, helps: bool
) -> None:
    falling = replace(run, falls=True)
    assert (_wanted(_trial(droop, falling)) is DROOP) is helps


FAR = Climb(celsius(17), NOON - minutes(30))


@pytest.mark.parametrize(
    ("strategy", "droop", "reason"),
    [
        pytest.param(ECONOMY, 2.5, None, id="economy: however long"),
        pytest.param(BALANCED, 2.5, None, id="0.5 K in 30 min: 150 min to go"),
        pytest.param(BALANCED, 2.6, RECOVERY, id="0.4 K in 30 min: 195 min"),
        pytest.param(COMFORT, 2.05, None, id="comfort: 65 min to go"),
        pytest.param(COMFORT, 2.2, RECOVERY, id="comfort: 82 min"),
        pytest.param(BALANCED, 2.95, None, id="no pace yet"),
        pytest.param(BALANCED, 3.2, RECOVERY, id="the wrong way"),
    ],
)
def test_a_far_setpoint_is_recovered_to_at_the_strategys_pace(
    strategy: Strategy, droop: float, reason: AuxReason | None
) -> None:
    assert _wanted(_trial(droop, _run(), way=FAR), strategy) is reason


def test_no_pace_is_judged_in_the_first_ten_minutes_of_the_way() -> None:
    early = Climb(celsius(17), NOON - minutes(9))
    assert _wanted(_trial(2.8, _run(), way=early)) is None


@pytest.mark.parametrize(
    ("strategy", "leaves_at"),
    [
        pytest.param(ECONOMY, 0.95, id="economy"),
        pytest.param(BALANCED, 0.35, id="balanced"),
        pytest.param(COMFORT, 0.25, id="comfort"),
    ],
)
@pytest.mark.parametrize("reason", AuxReason)
def test_it_leaves_a_room_that_is_still_low(
    strategy: Strategy, leaves_at: float, reason: AuxReason
) -> None:
    after = [
        advance(
            reason, _trial(droop, _run()), Auxiliary(strategy=strategy), Clock(NOON)
        )
        for droop in (leaves_at + 0.02, leaves_at)
    ]
    assert after == [reason, None]


def test_without_a_running_compressor_there_is_nothing_to_help() -> None:
    assert _wanted(_trial(3, None)) is None


def _after(*rooms: float, apart: float = 2) -> Progress:
    """Return what a run made of a room that is read every so many minutes."""
    run: Progress | None = None
    for number, room in enumerate(rooms):
        clock = Clock(NOON + number * minutes(apart))
        run = progress(run, celsius(room), _board(), clock)
    assert run is not None
    return run


@pytest.mark.parametrize(
    ("rooms", "falls"),
    [
        pytest.param([19.5], False, id="unknown"),
        pytest.param([19.5, 19.45], False, id="less than a sensor flickers"),
        pytest.param([19.5, 19.4], True, id="down"),
        pytest.param([19.5, 19.9, 19.8], True, id="down from the top"),
        pytest.param([19.5, 19.4, 19.45], True, id="still down"),
        pytest.param([19.5, 19.4, 19.3, 19.4], False, id="up from the bottom"),
    ],
)
def test_which_way_the_room_goes(rooms: list[float], *, falls: bool) -> None:
    assert _after(*rooms).falls is falls


def test_the_last_step_down_and_how_long_the_one_above_stood() -> None:
    run = _after(19.6, 19.6, 19.5, 19.5)
    assert run.changed == NOON + minutes(4)
    assert run.step == pytest.approx(0.1)
    assert run.took == minutes(4)
    assert not _after(19.5, 19.6).step


@pytest.mark.parametrize(
    ("before", "droop", "run", "after"),
    [
        pytest.param(None, 1.2, _run(), Climb(celsius(18.8), NOON), id="begins far"),
        pytest.param(None, 1.1, _run(), None, id="not near"),
        pytest.param(FAR, 0.37, _run(), FAR, id="goes on"),
        pytest.param(FAR, 0.35, _run(), None, id="until the compressor can finish"),
        pytest.param(FAR, 1.2, None, None, id="only while one runs"),
    ],
)
def test_the_way_to_a_far_setpoint(
    before: Climb | None,
    droop: float,
    run: Progress | None,
    after: Climb | None,
) -> None:
    room = celsius(20 - droop)
    on_the_way = climb(before, kelvin(droop), room, run, Auxiliary(), Clock(NOON))
    assert on_the_way == after


@pytest.mark.parametrize(
    ("is_aux", "says", "since", "may"),
    [
        pytest.param(True, Relay.ON, 299, False, id="on for less than 300 s"),
        pytest.param(True, Relay.ON, 300, True, id="on for its minimum"),
        pytest.param(True, Relay.OFF, 0, True, id="wanted, but not on yet"),
        pytest.param(False, Relay.OFF, 179, False, id="off for less than 180 s"),
        pytest.param(False, Relay.OFF, 180, True, id="off for its minimum"),
        pytest.param(False, Relay.UNKNOWN, 999, False, id="lost"),
    ],
)
def test_its_minimum_times(
    is_aux: bool, says: Relay, since: float, *, may: bool
) -> None:
    board = Board({W2: Contact(says, NOON - seconds(since))})
    assert may_change(is_aux, board, Auxiliary(), Clock(NOON)) is may


def test_help_that_never_came_may_be_withdrawn_at_once() -> None:
    board = Board({W2: Contact(Relay.OFF, NOON)})
    assert may_change(True, board, Auxiliary(), Clock(NOON))
