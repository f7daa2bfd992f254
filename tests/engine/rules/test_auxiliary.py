"""Auxiliary heat joins where full output would not lift the room; it leaves early."""

from dataclasses import replace
from math import exp

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.house.intake import Ledger
from custom_components.heat_pump_thermostat.engine.house.response import (
    Phase,
    Response,
)
from custom_components.heat_pump_thermostat.engine.observer.observer import RoomView
from custom_components.heat_pump_thermostat.engine.rules.auxiliary import (
    advance,
    far_climb,
    had_its_minimum_time,
)
from custom_components.heat_pump_thermostat.engine.settings import Strategy
from custom_components.heat_pump_thermostat.engine.state import (
    Climb,
    Course,
    Progress,
    Rise,
)
from custom_components.heat_pump_thermostat.engine.units import Delta
from custom_components.heat_pump_thermostat.engine.vocabulary import AuxReason, Purpose

from ..invariants import W2, Y1, Y2
from ..rig import NOON, celsius, minutes, seconds, settings_for, targets
from ..situations import HEATING, situation, with_view

ECONOMY, BALANCED, COMFORT = Strategy
DROOP, RECOVERY = AuxReason
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


def _view(room: float, lifted: float) -> RoomView:
    """Return a room that full output would lift by so much in a quarter of an hour."""
    idle = room + lifted / (1 - exp(-0.25))
    return RoomView(room, idle, 0.0, doubt=0.0, joint=0.0, idle_doubt=0.0)


def _wanted(
    droop: float,
    strategy: Strategy = BALANCED,
    *,
    chosen: Delta | None = None,
    lifted: float = 0.0,
    before: AuxReason | None = None,
    board: Board | None = None,
    full_for: float = 600,
    way: Climb | None = None,
    rise: Rise | None = None,
) -> AuxReason | None:
    """Return why auxiliary heat is to run in a room so far below its 20 °C."""
    settings = settings_for()
    auxiliary = replace(settings.auxiliary, strategy=strategy, droop=chosen)
    moment = situation(
        replace(settings, auxiliary=auxiliary),
        shows=(20 - droop,),
        board=board or _board(),
        need=HEATING,
        rise=rise,
    )
    course = Course(full_since=NOON - minutes(full_for), climb=way, aux=before)
    return advance(course, with_view(moment, _view(20 - droop, lifted)))


@pytest.mark.parametrize(
    ("strategy", "droop", "lifted", "reason"),
    [
        pytest.param(ECONOMY, 0.8, 0.0, DROOP, id="economy: droop 0.8 K"),
        pytest.param(ECONOMY, 0.78, 0.0, None, id="economy: less, never"),
        pytest.param(BALANCED, 0.5, 0.0, DROOP, id="balanced: droop 0.5 K"),
        pytest.param(BALANCED, 0.5, 0.02, DROOP, id="balanced: hardly lifted"),
        pytest.param(BALANCED, 0.5, 0.04, None, id="balanced: it lifts the room"),
        pytest.param(BALANCED, 0.48, -0.5, None, id="balanced: less, never"),
        pytest.param(COMFORT, 0.4, 0.0, DROOP, id="comfort: droop 0.4 K"),
        pytest.param(COMFORT, 0.38, -0.5, None, id="comfort: less, never"),
    ],
)
def test_a_low_room_that_full_output_would_not_lift_joins_it(
    strategy: Strategy, droop: float, lifted: float, reason: AuxReason | None
) -> None:
    assert _wanted(droop, strategy, lifted=lifted) is reason


@pytest.mark.parametrize(
    ("low", "reason"),
    [(1.2, DROOP), (1.18, None)],
)
def test_a_droop_that_is_chosen_as_a_number_is_the_one(
    low: float, reason: AuxReason | None
) -> None:
    assert _wanted(low, ECONOMY, chosen=Delta(1.2)) is reason


def test_of_a_room_that_nobody_observes_nothing_is_concluded() -> None:
    moment = situation(shows=(15.0,), board=_board(), need=HEATING)
    assert advance(Course(full_since=NOON - minutes(60)), moment) is None


@pytest.mark.parametrize(
    ("board", "full_for", "helps"),
    [
        pytest.param(_board(y1=9.9), 600, False, id="not in the first 10 min"),
        pytest.param(_board(y1=10), 600, True, id="after them"),
        pytest.param(_board(y2=9.9), 600, False, id="nor in the second stage's first"),
        pytest.param(_board(y2=10), 600, True, id="after those"),
        pytest.param(_board(y2=0), 9.9, False, id="nor while it is only called"),
        pytest.param(_board(y2=0), 10, True, id="one that does not come"),
    ],
)
def test_the_compressor_is_tried_in_full_first(
    board: Board, full_for: float, *, helps: bool
) -> None:
    wanted = _wanted(5, COMFORT, board=board, full_for=full_for)
    assert (wanted is not None) is helps


def test_a_second_stage_that_is_not_called_comes_first() -> None:
    moment = situation(shows=(15.0,), board=_board(y2=0), need=HEATING)
    assert advance(Course(), with_view(moment, _view(15.0, 0.0))) is None


FAR = Climb(celsius(17), NOON - minutes(30))
RUN = Progress(celsius(19.9), NOON)


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
    assert _wanted(droop, strategy, lifted=0.1, way=FAR) is reason


@pytest.mark.parametrize(
    ("strategy", "purpose", "rest", "helps"),
    [
        pytest.param(BALANCED, Purpose.BLOCK, 4, False, id="late by less than 20 min"),
        pytest.param(BALANCED, Purpose.BLOCK, 3, True, id="late by more"),
        pytest.param(BALANCED, Purpose.BLOCK, -1, True, id="the block has begun"),
        pytest.param(COMFORT, Purpose.BLOCK, 29, False, id="comfort: in time"),
        pytest.param(COMFORT, Purpose.BLOCK, 28, True, id="comfort: not late at all"),
        pytest.param(ECONOMY, Purpose.BLOCK, -1, False, id="economy: however late"),
        pytest.param(BALANCED, Purpose.STORE, 1, False, id="nobody waits for a store"),
    ],
)
def test_a_block_is_reached_in_time(
    strategy: Strategy, purpose: Purpose, rest: float, *, helps: bool
) -> None:
    """It lacks 1 K; as far as the room is known, help could leave in 24 or 28 min."""
    rise = Rise(
        targets(20, 26), NOON + minutes(rest), NOON, NOON, purpose=purpose, is_on=True
    )
    wanted = _wanted(1.0, strategy, lifted=2 * (1 - exp(-0.25)), rise=rise)
    assert (wanted is not None) is helps


def test_no_pace_is_judged_in_the_first_ten_minutes_of_the_way() -> None:
    early = Climb(celsius(17), NOON - minutes(9))
    assert _wanted(2.8, lifted=0.1, way=early) is None


@pytest.mark.parametrize(
    ("strategy", "leaves_at"),
    [
        pytest.param(ECONOMY, 0.65, id="economy"),
        pytest.param(BALANCED, 0.35, id="balanced"),
        pytest.param(COMFORT, 0.25, id="comfort"),
    ],
)
@pytest.mark.parametrize("reason", AuxReason)
def test_it_leaves_a_room_that_is_still_low(
    strategy: Strategy, leaves_at: float, reason: AuxReason
) -> None:
    after = [
        _wanted(droop, strategy, before=reason)
        for droop in (leaves_at + 0.02, leaves_at)
    ]
    assert after == [reason, None]


def test_without_a_running_compressor_there_is_nothing_to_help() -> None:
    resting = Board(
        {Y1: Contact(Relay.OFF, LONG_AGO), W2: Contact(Relay.OFF, LONG_AGO)}
    )
    assert _wanted(3, board=resting) is None


@pytest.mark.parametrize(
    ("before", "droop", "run", "after"),
    [
        pytest.param(None, 1.2, RUN, Climb(celsius(18.8), NOON), id="begins far"),
        pytest.param(None, 1.1, RUN, None, id="not near"),
        pytest.param(FAR, 0.37, RUN, FAR, id="goes on"),
        pytest.param(FAR, 0.35, RUN, None, id="until the compressor can finish"),
        pytest.param(FAR, 1.2, None, None, id="only while one runs"),
    ],
)
def test_the_way_to_a_far_setpoint(
    before: Climb | None,
    droop: float,
    run: Progress | None,
    after: Climb | None,
) -> None:
    moment = situation(shows=(20 - droop,), need=HEATING)
    assert far_climb(before, run, moment) == after


@pytest.mark.parametrize(
    ("phase", "droop", "says", "reason"),
    [
        pytest.param(
            Phase.TRYING, 0.5, Relay.ON, DROOP, id="it stays on in a low room"
        ),
        pytest.param(Phase.TRYING, 0.48, Relay.ON, None, id="but not in a warm one"),
        pytest.param(Phase.TRYING, 0.5, Relay.OFF, None, id="nor does it join at once"),
        pytest.param(Phase.WATCHING, 0.5, Relay.ON, None, id="nobody compares"),
    ],
)
def test_what_held_a_low_room_helps_the_compressor_that_is_tried(
    phase: Phase, droop: float, says: Relay, reason: AuxReason | None
) -> None:
    board = Board(
        {
            Y1: Contact(Relay.OFF, NOON - minutes(40)),
            W2: Contact(says, NOON - minutes(40)),
        }
    )
    moment = situation(
        shows=(20 - droop,),
        board=board,
        need=HEATING,
        response=Response(phase=phase, resting=Ledger(hours=0.5)),
    )
    assert advance(Course(), moment) is reason


@pytest.mark.parametrize(
    ("is_aux", "says", "since", "may"),
    [
        pytest.param(True, Relay.ON, 299, False, id="on for less than 300 s"),
        pytest.param(True, Relay.ON, 300, True, id="on for its minimum"),
        pytest.param(True, Relay.OFF, 0, True, id="wanted, but not on yet"),
        pytest.param(False, Relay.OFF, 179, False, id="off for less than 180 s"),
        pytest.param(False, Relay.OFF, 180, True, id="off for its minimum"),
        pytest.param(False, Relay.ON, 0, True, id="on in the compressor's place"),
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
