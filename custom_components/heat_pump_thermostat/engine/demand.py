"""What the room asks for: which side, and whether it calls."""

from datetime import datetime

from .board import Side
from .clock import Clock
from .model import Demand
from .settings import Comfort, Targets
from .units import Celsius, Delta, at_least, difference


def shortfall(side: Side, room: Celsius, targets: Targets) -> Delta:
    """Return how much heat or cold the room lacks; negative where it has too much."""
    if side is Side.HEAT:
        return difference(targets.heat, room)
    return difference(room, targets.cool)


def calls(side: Side, room: Celsius, targets: Targets, comfort: Comfort) -> bool:
    """Return whether the room is past the differential of a side."""
    return at_least(shortfall(side, room, targets), comfort.differential(side))


def advance(
    demand: Demand | None,
    side: Side,
    room: Celsius,
    targets: Targets,
    comfort: Comfort,
    now: datetime,
) -> Demand | None:
    """Return the demand, from one differential before the setpoint to one past it."""
    if demand is None or demand.side is not side:
        return Demand(side, now) if calls(side, room, targets, comfort) else None
    overshoot = -shortfall(side, room, targets)
    return None if at_least(overshoot, comfort.differential(side)) else demand


def changeover(
    side: Side | None,
    contender_since: datetime | None,
    room: Celsius | None,
    targets: Targets,
    comfort: Comfort,
    clock: Clock,
) -> tuple[Side | None, datetime | None]:
    """Return the side that mode heat/cool is on, and since when the other one contends.

    The first side follows the room at once; later the other side's differential must be
    exceeded for the changeover delay.
    """
    if room is None:
        return side, None
    if side is None:
        first = Side.COOL if calls(Side.COOL, room, targets, comfort) else Side.HEAT
        return first, None
    other = Side.COOL if side is Side.HEAT else Side.HEAT
    if not calls(other, room, targets, comfort):
        return side, None
    since = contender_since or clock.now
    if clock.passed(since, comfort.changeover_delay):
        return other, None
    return side, since
