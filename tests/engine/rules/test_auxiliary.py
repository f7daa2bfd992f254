"""Auxiliary heat joins where the compressor does not turn the room; it leaves early."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.rules.auxiliary import (
    advance,
    far_climb,
    had_its_minimum_time,
)
from custom_components.heat_pump_thermostat.engine.settings import Strategy
from custom_components.heat_pump_thermostat.engine.state import Climb, Course, Progress
from custom_components.heat_pump_thermostat.engine.vocabulary import AuxReason

from ..invariants import W2, Y1, Y2
from ..rig import NOON, celsius, kelvin, minutes, seconds, settings_for
from ..situations import HEATING, situation, with_strength

ECONOMY, BALANCED, COMFORT = Strategy
DROOP, RUN_TIME, RECOVERY = AuxReason
LONG_AGO = NOON - minutes(600)


def _board(*, y1: float = 600, y2: float | None = None) -> Board:
    """Return a board whose stages have run for some minutes."""
    stages: dict[Terminal, float | None] = {Y1: y1, W2: None}
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


def _wanted(
    droop: float,
    run: Progress | None,
    strategy: Strategy = BALANCED,
    *,
    before: AuxReason | None = None,
    board: Board | None = None,
    way: Climb | None = None,
    is_stage_2: bool = False,
    is_learned: bool = True,
) -> AuxReason | None:
    """Return why auxiliary heat is to run in a room so far below its 20 °C."""
    settings = settings_for()
    auxiliary = replace(settings.auxiliary, strategy=strategy)
    moment = situation(
        replace(settings, auxiliary=auxiliary),
        rooms=(20 - droop,),
        board=board or _board(),
        need=HEATING,
    )
    course = Course(progress=run, climb=way, is_stage_2=is_stage_2, aux=before)
    return advance(course, with_strength(moment, 1.0 if is_learned else None))


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
    assert _wanted(droop, _run(risen=risen), strategy) is reason


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
    wanted = _wanted(droop, _run(risen=risen), strategy, is_learned=False)
    assert wanted is reason


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
    wanted = _wanted(5, _run(risen=300, falls=True), COMFORT, board=board)
    assert (wanted is not None) is helps


def test_a_second_stage_that_does_not_come_is_not_waited_for() -> None:
    board, run = _board(y1=10, y2=0), _run(risen=600)
    assert _wanted(0.6, run, board=board, is_stage_2=True) is AuxReason.DROOP


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
    assert (_wanted(droop, falling) is DROOP) is helps


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
    assert _wanted(droop, _run(), strategy, way=FAR) is reason


def test_no_pace_is_judged_in_the_first_ten_minutes_of_the_way() -> None:
    early = Climb(celsius(17), NOON - minutes(9))
    assert _wanted(2.8, _run(), way=early) is None


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
        _wanted(droop, _run(), strategy, before=reason)
        for droop in (leaves_at + 0.02, leaves_at)
    ]
    assert after == [reason, None]


def test_without_a_running_compressor_there_is_nothing_to_help() -> None:
    assert _wanted(3, None) is None


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
    moment = situation(rooms=(20 - droop,), need=HEATING)
    assert far_climb(before, run, moment) == after


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
    moment = situation(board=Board({W2: Contact(says, NOON - seconds(since))}))
    assert had_its_minimum_time(DROOP if is_aux else None, moment) is may


def test_help_that_never_came_may_be_withdrawn_at_once() -> None:
    board = Board({W2: Contact(Relay.OFF, NOON)})
    assert had_its_minimum_time(DROOP, situation(board=board))
