"""Whether the machine does what its relays say."""

from datetime import timedelta
from typing import Final, assert_never

from ..board import Side
from ..observation import Observation
from ..situation import Situation
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


def steady_lift(situation: Situation, side: Side) -> Delta | None:
    """Return the lift once the compressor has run for long enough to tell its side."""
    runs = _has_run_for(VALVE_TELLS_AFTER, situation)
    return lift(situation.seen, side) if runs else None


def has_wrong_valve(situation: Situation) -> bool:
    """Return whether the air comes out cold while heating, or warm while cooling."""
    measured = steady_lift(situation, situation.running_side)
    return measured is not None and measured < -WRONG_BY


def does_not_answer(situation: Situation) -> bool:
    """Return whether a machine that is called neither warms, cools nor draws power.

    What is not measured tells nothing, nor does power without a datasheet.
    """
    if not may_answer(situation):
        return False
    measured = lift(situation.seen, situation.running_side)
    if measured is not None and -TOO_LITTLE < measured < TOO_LITTLE:
        return True
    power, least = situation.seen.power, situation.settings.machine.least_power
    return power is not None and least is not None and power < least / 10


def may_answer(situation: Situation) -> bool:
    """Return whether the compressor has run for long enough to show what it does."""
    return _has_run_for(ANSWERS_WITHIN, situation)


def _has_run_for(duration: timedelta, situation: Situation) -> bool:
    since = situation.board.running_since
    return since is not None and situation.clock.expired(since, duration)
