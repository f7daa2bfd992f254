"""When auxiliary heat joins a compressor that heats, and when it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ..board import COMPRESSOR, ELECTRIC, Board, Terminal
from ..clock import Clock
from ..settings import Auxiliary, Strategy
from ..state import Climb, Progress
from ..units import Celsius, Delta, at_least, difference
from ..vocabulary import AuxReason

FIRST_MINUTES: Final = timedelta(minutes=10)
"""The compressor is given this long before anything is concluded."""
NOTICEABLE: Final = Delta(0.1)
"""A rise that counts as progress: the step of a common room sensor."""
FAR: Final = Delta(1.2)
"""A droop that no steady house shows: the setpoint was raised, or the house aired."""
LONGEST_LAG: Final = timedelta(minutes=10)
"""How much longer than it shows a slow room may take to be as cold as it shows."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What a strategy lets the compressor do alone."""

    droop: Delta
    """How far the room may fall."""
    enough: Delta
    """From which droop on the compressor is left alone again: still low, so that it
    is the compressor that warms the room to its stop."""
    run_time: timedelta
    """How long the room may fail to warm where nothing is known of the machine."""
    recovery: timedelta
    """How long the way to a far setpoint may take."""


NEVER: Final = timedelta(days=365)
PATIENCE: Mapping[Strategy, Patience] = {
    Strategy.ECONOMY: Patience(
        Delta(1.1), Delta(0.95), timedelta(minutes=60), recovery=NEVER
    ),
    Strategy.BALANCED: Patience(
        Delta(0.5), Delta(0.35), timedelta(minutes=20), timedelta(minutes=180)
    ),
    Strategy.COMFORT: Patience(
        Delta(0.4), Delta(0.25), timedelta(minutes=10), timedelta(minutes=70)
    ),
}


def progress(
    before: Progress | None, room: Celsius, board: Board, clock: Clock
) -> Progress | None:
    """Return what this run made of the room; None while nothing runs."""
    if not board.is_on(Terminal.Y1):
        return None
    if before is None:
        return Progress(room, clock.now, room, False, room, clock.now)  # noqa: FBT003
    run = _turned(before, room)
    if at_least(difference(room, run.warmest), NOTICEABLE):
        run = replace(run, warmest=room, at=clock.now)
    if room == run.shown:
        return run
    step = max(Delta(0.0), difference(run.shown, room))
    took = clock.now - run.changed
    return replace(run, shown=room, changed=clock.now, step=step, took=took)


def _turned(run: Progress, room: Celsius) -> Progress:
    """Return the run with the way that the room goes now."""
    beyond = difference(run.turn, room) if run.falls else difference(room, run.turn)
    if beyond > 0:
        return replace(run, turn=room)
    if at_least(-beyond, NOTICEABLE):
        return replace(run, turn=room, falls=not run.falls)
    return run


def climb(
    before: Climb | None,
    droop: Delta,
    room: Celsius,
    run: Progress | None,
    auxiliary: Auxiliary,
    clock: Clock,
) -> Climb | None:
    """Return the way to a setpoint that was far, until the compressor can finish."""
    if run is None or at_least(PATIENCE[auxiliary.strategy].enough, droop):
        return None
    if before is None and at_least(droop, FAR):
        return Climb(room, clock.now)
    return before


@dataclass(frozen=True, slots=True)
class Trial:
    """What the compressor makes of a room that is too cold."""

    droop: Delta
    edge: Delta
    """The droop at which it starts."""
    run: Progress | None
    climb: Climb | None
    room: Celsius
    board: Board
    is_stage_2: bool
    """Whether the second stage was called."""
    is_learned: bool
    """Whether it is known what the machine gives and what the house takes."""

    @property
    def full_since(self) -> datetime | None:
        """Since when the compressor has given all it can; None while it does not.

        A second stage that is called and does not come has nothing to give.
        """
        stages = [stage for stage in COMPRESSOR if self.board.is_on(stage)]
        is_full = Terminal.Y2 in stages or not self.board.is_wired(Terminal.Y2)
        if Terminal.Y1 not in stages or not (is_full or self.is_stage_2):
            return None
        return max(self.board.contacts[stage].since for stage in stages)


def advance(
    before: AuxReason | None,
    trial: Trial,
    auxiliary: Auxiliary,
    clock: Clock,
) -> AuxReason | None:
    """Return why the compressor needs help; None where it does not.

    One that warms the room can meet the load, and is left alone (ASHRAE 90.1,
    6.4.3.5), unless the way to a far setpoint would take it longer than the strategy
    allows. Help leaves while the room is still low: the compressor finishes alone.
    """
    patience = PATIENCE[auxiliary.strategy]
    if before is not None:
        return None if at_least(patience.enough, trial.droop) else before
    run, since = trial.run, trial.full_since
    if run is None or since is None or not clock.passed(since, FIRST_MINUTES):
        return None
    if at_least(trial.droop, patience.droop):
        if _is_lost(trial, run, patience, clock):
            return AuxReason.DROOP
        if trial.climb and _takes(trial, trial.climb, clock) > patience.recovery:
            return AuxReason.RECOVERY
    is_out = not trial.is_learned and at_least(trial.droop, trial.edge)
    if is_out and clock.passed(run.at, max(patience.run_time, FIRST_MINUTES)):
        return AuxReason.RUN_TIME
    return None


def _is_lost(trial: Trial, run: Progress, patience: Patience, clock: Clock) -> bool:
    """Return whether the room does not warm, or falls and is as cold as it shows.

    A sensor that moves in steps rounds: it shows a falling room half a step too cold
    when it moves, and what it shows comes true half of its last step's time later.
    """
    if not run.falls:
        return clock.passed(run.at, FIRST_MINUTES)
    if not run.step:
        return True
    part = (patience.droop - trial.droop) / run.step + 0.5
    lag = min(LONGEST_LAG, max(0.0, part) * run.took)
    return clock.passed(run.changed, lag)


def _takes(trial: Trial, climb: Climb, clock: Clock) -> timedelta:
    """Return how long the rest of the way takes at the pace so far."""
    if not clock.passed(climb.at, FIRST_MINUTES):
        return timedelta()
    risen = difference(trial.room, climb.room)
    if risen < NOTICEABLE:
        return timedelta() if risen > -NOTICEABLE else NEVER
    return min(NEVER, (clock.now - climb.at) * (trial.droop / risen))


def may_change(
    is_aux: bool,  # noqa: FBT001 - the state that may change
    board: Board,
    auxiliary: Auxiliary,
    clock: Clock,
) -> bool:
    """Return whether auxiliary heat has been on, or off, for its minimum time."""
    if not is_aux:
        rested_since = board.off_since(ELECTRIC)
        return rested_since is not None and clock.passed(
            rested_since, auxiliary.minimum_off
        )
    if not board.is_on(Terminal.W2):
        return True
    return clock.passed(board.contacts[Terminal.W2].since, auxiliary.minimum_on)
