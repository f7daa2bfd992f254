"""Whether the machine does what its relays say."""

from datetime import timedelta
from typing import Final, assert_never

from ..board import Board, Side
from ..clock import Clock
from ..observation import Observation
from ..units import Delta, difference

VALVE_TELLS_AFTER: Final = timedelta(minutes=5)
WRONG_BY: Final = Delta(2.0)
"""Supply this far on the wrong side of return means that the valve is."""
ANSWERS_WITHIN: Final = timedelta(minutes=60)
TOO_LITTLE: Final = Delta(3.0)
"""A machine that runs for an hour and changes the air by less does not work."""


def lift(seen: Observation, side: Side) -> Delta | None:
    """Return how much the machine warms the air, or cools it; None where unmeasured."""
    if seen.supply is None or seen.back is None:
        return None
    match side:
        case Side.HEAT:
            return difference(seen.supply, seen.back)
        case Side.COOL:
            return difference(seen.back, seen.supply)
        case _ as never:
            assert_never(never)


def steady_lift(
    board: Board, seen: Observation, side: Side, clock: Clock
) -> Delta | None:
    """Return the lift once the compressor has run for long enough to tell its side."""
    return lift(seen, side) if _runs_for(board, VALVE_TELLS_AFTER, clock) else None


def has_wrong_valve(board: Board, seen: Observation, side: Side, clock: Clock) -> bool:
    """Return whether the air comes out cold while heating, or warm while cooling."""
    measured = steady_lift(board, seen, side, clock)
    return measured is not None and measured < -WRONG_BY


def does_not_answer(
    board: Board,
    seen: Observation,
    side: Side,
    rated_power: float | None,
    clock: Clock,
) -> bool:
    """Return whether a machine that is called neither warms, cools nor draws power.

    `rated_power` is the least that it draws by its datasheet, in kW. What is not
    measured tells nothing.
    """
    if not _runs_for(board, ANSWERS_WITHIN, clock):
        return False
    measured = lift(seen, side)
    if measured is not None and -TOO_LITTLE < measured < TOO_LITTLE:
        return True
    if seen.power is None or rated_power is None:
        return False
    return seen.power < rated_power / 10


def _runs_for(board: Board, duration: timedelta, clock: Clock) -> bool:
    since = board.running_since
    return since is not None and clock.expired(since, duration)
