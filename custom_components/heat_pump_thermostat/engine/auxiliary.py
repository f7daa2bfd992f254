"""When auxiliary heat joins a compressor that heats, and when it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from .board import ELECTRIC, Board, Terminal
from .clock import Clock
from .model import Progress
from .settings import Auxiliary, Comfort, Strategy
from .units import Celsius, Delta, at_least, difference

FIRST_MINUTES: Final = timedelta(minutes=10)
"""The compressor is given this long before anything is concluded."""
NOTICEABLE: Final = Delta(0.1)
"""A rise that counts as progress: the step of a common room sensor."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How far the room may droop, and how long it may fail to warm."""

    droop: Delta
    run_time: timedelta


PATIENCE: Mapping[Strategy, Patience] = {
    Strategy.ECONOMY: Patience(Delta(1.1), timedelta(minutes=60)),
    Strategy.BALANCED: Patience(Delta(0.5), timedelta(minutes=20)),
    Strategy.COMFORT: Patience(Delta(0.4), timedelta(minutes=10)),
}


def progress(
    before: Progress | None, room: Celsius, board: Board, clock: Clock
) -> Progress | None:
    """Return the warmest that the room got in this run; None while nothing runs."""
    if not board.is_on(Terminal.Y1):
        return None
    if before is None:
        return Progress(room, clock.now)
    if at_least(difference(room, before.warmest), NOTICEABLE):
        return Progress(room, clock.now)
    return before


def wants_aux(
    is_aux: bool,  # noqa: FBT001 - the state that is advanced
    droop: Delta,
    run: Progress | None,
    auxiliary: Auxiliary,
    comfort: Comfort,
    clock: Clock,
) -> bool:
    """Return whether the compressor needs help.

    Help joins when the room has drooped too far, or stays out of its differential for
    too long, and in either case only where the compressor makes no progress: one that
    warms the room can meet the load (ASHRAE 90.1, 6.4.3.5). It leaves within the
    differential, so that the compressor finishes the cycle alone.
    """
    patience = PATIENCE[auxiliary.strategy]
    enough = min(comfort.heat_differential, Delta(patience.droop - NOTICEABLE))
    if is_aux:
        return not at_least(enough, droop)
    if run is None or not at_least(droop, comfort.heat_differential):
        return False
    if at_least(droop, patience.droop):
        return clock.passed(run.at, FIRST_MINUTES)
    return clock.passed(run.at, max(patience.run_time, FIRST_MINUTES))


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
