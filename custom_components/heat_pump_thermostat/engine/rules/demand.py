"""What the room asks for: which side, and whether it calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..board import Side
from ..clock import Clock, since
from ..settings import Comfort, Targets
from ..state import Demand, Steady
from ..units import Celsius, Delta, at_least, difference

WIDEST: Final = Delta(0.5)
"""How far from the setpoint the differential widens by itself."""
STEP: Final = Delta(0.1)
"""The step of a common room sensor."""
AMPLE: Final = 1.15
"""Full load as a multiple of what holds the room, from which on it cannot fall behind
in the first minutes of a cycle."""
NEAR: Final = Delta(1.0)
STEADY_AFTER: Final = timedelta(hours=1)
"""For so long the room is to have been so near to a setpoint that stood."""


DWELL: Final = timedelta(minutes=1)
"""For so long a calm room is to be at the edge: what a sensor of steps shows comes true
half a step later, and a flicker starts no compressor."""


@dataclass(frozen=True, slots=True)
class Edges:
    """How far before the setpoint a call begins, and how far past it it ends."""

    begin: Delta
    end: Delta
    dwell: timedelta = timedelta()
    """For how long the room is to be there."""


def shortfall(side: Side, room: Celsius, targets: Targets) -> Delta:
    """Return how much heat or cold the room lacks; negative where it has too much."""
    if side is Side.HEAT:
        return difference(targets.heat, room)
    return difference(room, targets.cool)


def calls(side: Side, room: Celsius, targets: Targets, comfort: Comfort) -> bool:
    """Return whether the room is past the differential of a side."""
    return at_least(shortfall(side, room, targets), comfort.differential(side))


def steady(
    before: Steady | None, room: Celsius, targets: Targets, now: datetime
) -> Steady | None:
    """Return since when the room has been near the heating setpoint, if it is."""
    if abs(shortfall(Side.HEAT, room, targets)) > NEAR:
        return None
    is_same = before is not None and before.target == targets.heat
    return before if is_same else Steady(targets.heat, now)


def edges(
    side: Side,
    comfort: Comfort,
    calm: Steady | None,
    strength: float | None,
    droop: Delta,
    clock: Clock,
) -> Edges:
    """Return the edges of a side: wide while the house is steadily heated.

    Starts go with one over the swing (Henderson, Parker & Huang 2000), and each costs
    what the machine loses until it runs at full output. A wide swing lies a step lower
    where `strength`, full load as a multiple of the load, is ample. Where it is not, or
    not known, the compressor begins a step above the `droop` at which auxiliary heat
    joins, and ends as warm as it may: the colder hours that follow draw on that heat.
    """
    plain = comfort.differential(side)
    is_calm = calm is not None and clock.expired(calm.since, STEADY_AFTER)
    if side is not Side.HEAT or not comfort.widens or not is_calm:
        return Edges(plain, plain)
    is_ample = strength is not None and strength >= AMPLE
    begin = min(WIDEST, droop if is_ample else Delta(droop - STEP))
    end = Delta(WIDEST - STEP) if is_ample else WIDEST
    dwell = DWELL if is_ample else timedelta()
    return Edges(max(plain, begin), max(plain, end), dwell)


def low_since(
    before: datetime | None,
    side: Side,
    room: Celsius,
    targets: Targets,
    edges: Edges,
    now: datetime,
) -> datetime | None:
    """Return since when the room is so far from the setpoint that a call begins."""
    is_low = at_least(shortfall(side, room, targets), edges.begin)
    return since(before, now, holds=is_low)


def advance(
    demand: Demand | None,
    side: Side,
    room: Celsius,
    targets: Targets,
    edges: Edges,
    low: datetime | None,
    clock: Clock,
) -> Demand | None:
    """Return the demand, from one edge before the setpoint to the other past it.

    `low` is since when the room has been at the first.
    """
    if demand is None or demand.side is not side:
        begins = low is not None and clock.passed(low, edges.dwell)
        return Demand(side, clock.now) if begins else None
    lacks = shortfall(side, room, targets)
    return None if at_least(-lacks, edges.end) else demand


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
