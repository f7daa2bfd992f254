"""What the room asks for, from one edge before the setpoint to the other past it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Final

from ..belief.room import SENSOR_STEP
from ..board import Side
from ..clock import HOUR, since
from ..house.heeding import Stage
from ..situation import Situation
from ..state import Demand, Need, Steady
from ..units import Delta, at_least, clamp, difference
from ..wishes import HEATING_MODES, SIDE_OF
from .patience import patience

WIDEST: Final = Delta(0.5)
"""How far from the setpoint the differential widens by itself."""
DOUBTFUL: Final = (Delta(0.05), Delta(0.25))
"""The sigma from which on a room is less well known than by a good sensor, and the one
beyond which no more is made of it, K."""
DOUBTED: Final = (0.75, 2.0)
"""By how much of that doubt a wide swing begins lower, and ends higher. What is taken
for the room trembles about it, and comes to an edge too soon; more of that is owed
above, where no strips join."""
STORED: Final = Delta(0.8)
"""How far above the setpoint a machine that is short stores heat while it still can."""
WARMED: Final = Delta(1.0)
"""How far above the setpoint a room is heated beside a furnace to compare its
compressor: it falls for long enough then, before the furnace has to help."""
FORESEEN: Final = (1 / 60, 1 / 6)
"""Hours after which, at least and at most, a room is looked at that says nothing."""
NEAR: Final = Delta(1.0)
CALM_AFTER: Final = HOUR
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


def advance(need: Need, situation: Situation) -> Need:
    """Return what the room asks for, and since when it has been as cold as that."""
    steady = _steadily_heated(need.steady, situation)
    low_since, demand = _low_since_and_demand(need, steady, situation)
    after = Need(
        side=need.side,
        contender_since=need.contender_since,
        demand=demand,
        steady=steady,
        low_since=low_since,
    )
    return need if after == need else after


def _low_since_and_demand(
    need: Need, steady: Steady | None, situation: Situation
) -> tuple[datetime | None, Demand | None]:
    """Return since when the room is at the edge, and what it asks for.

    Nothing where the mode allows no side at all. Against frost it is heat, whatever the
    differential.
    """
    before, clock, room = need.demand, situation.clock, situation.room
    if situation.state.guards.is_freezing:
        is_other = before is None or before.side is not Side.HEAT
        return None, Demand(Side.HEAT, clock.now) if is_other else before
    side = need.side or SIDE_OF.get(situation.wishes.mode)
    if side is None or room is None:
        return None, None
    if situation.state.heeding.stage is Stage.HEATING:
        return None, before or Demand(Side.HEAT, clock.now)
    edge = edges(side, steady, situation)
    lacks = situation.setpoints.aim.shortfall(side, room)
    low = since(need.low_since, clock.now, holds=at_least(lacks, edge.begin))
    if before and before.side is side:
        return low, None if at_least(-lacks, edge.end) else before
    begins = low is not None and clock.passed(low, edge.dwell)
    if not begins:
        _wake_at_edge(side, edge, situation)
    return low, Demand(side, clock.now) if begins else None


def _wake_at_edge(side: Side, edge: Edges, situation: Situation) -> None:
    """Be woken when a room that is left alone is to come to the edge.

    Its sensor may be silent then. What is foreseen is not believed for long.
    """
    view, clock = situation.view, situation.clock
    target = situation.setpoints.aim.of(side)
    begins_at = target - edge.begin if side is Side.HEAT else target + edge.begin
    if view and (hours := view.until(begins_at, heat=0.0)) < inf:
        clock.wake(clock.now + clamp(hours, *FORESEEN) * HOUR)


def edges(side: Side, steady: Steady | None, situation: Situation) -> Edges:
    """Return the edges of a side: wide while the house is steadily heated.

    Starts go with one over the swing (Henderson, Parker & Huang 2000), and each costs
    what the machine loses until it runs at full output. A wide swing lies a step lower
    where full load is ample. Where it is not, or not known, the compressor begins
    earlier and ends as warm as it may: the colder hours that follow draw on that heat.
    What a coarse sensor hides swings wider, and as often, unless the machine is short.

    A wide swing reaches no lower than to the droop at which the strategy lets auxiliary
    heat join, and a machine that is not ample begins a step above that.
    """
    comfort = situation.settings.comfort
    plain = comfort.differential(side)
    if side is Side.HEAT and _does_furnace_compare(situation):
        return Edges(plain, max(plain, WARMED))
    is_calm = steady is not None and situation.clock.expired(steady.since, CALM_AFTER)
    if side is not Side.HEAT or not comfort.widens or not is_calm:
        return Edges(plain, plain)
    if situation.is_short:
        return Edges(Delta(0.0), max(plain, STORED))
    joins_at, is_ample = patience(situation).droop, situation.strength is not None
    begin = min(WIDEST, joins_at if is_ample else Delta(joins_at - SENSOR_STEP))
    end = Delta(WIDEST - SENSOR_STEP) if is_ample else WIDEST
    dwell = DWELL if is_ample else timedelta()
    lower, higher = (sigmas * _unsure_by(situation) for sigmas in DOUBTED)
    return Edges(
        Delta(max(plain, begin) + lower), Delta(max(plain, end) + higher), dwell
    )


def _does_furnace_compare(situation: Situation) -> bool:
    """Return whether a compressor is on trial beside a furnace."""
    is_on_trial = situation.state.response.is_on_trial
    return is_on_trial and situation.settings.machine.has_furnace()


def _unsure_by(situation: Situation) -> Delta:
    """Return by how much less well a coarse sensor tells the room than a good one, K.

    What is yet to be learned of a house puts any sensor's room in doubt, and passes.
    A wider swing saves a compressor's starts; where another machine heats are none.
    """
    known, unknown = DOUBTFUL
    if not (situation.is_heat_pump_heating and situation.state.rooms.are_coarse):
        return Delta(0.0)
    sigma = situation.view.sigma if situation.view else known
    return Delta(clamp(sigma, known, unknown) - known)


def _steadily_heated(before: Steady | None, situation: Situation) -> Steady | None:
    """Return since when the room has been near the heating setpoint, if it is."""
    room, target = situation.room, situation.setpoints.aim.heat
    if room is None or situation.wishes.mode not in HEATING_MODES:
        return None
    if abs(difference(room, target)) > NEAR:
        return None
    is_same = before is not None and before.target == target
    return before if is_same else Steady(target, situation.clock.now)
