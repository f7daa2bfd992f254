"""What the meters of a machine can tell: beyond that it is a fault of the meter."""

from collections.abc import Iterable
from typing import Final

from .heat_pump.ratings import EER_TO_COP
from .observation import Observation
from .records import replace
from .settings import WATER_FLOWS, Machine

MARGIN: Final = 3.0
"""How often its rating an inverter at full speed may reach, and a sheet's mistake."""
LEAST: Final = 5.0
"""Up to so many kW every meter is believed, however small the rating."""
LARGEST_UNIT: Final = 20.0
LARGEST_BACKUP: Final = 60.0
"""In kW: what no outdoor unit of a house draws, and no backup heat gives."""


def plausible(machine: Machine, seen: Observation) -> Observation:
    """Return the observation without what this machine cannot draw, give or pump."""
    told = (seen.power, seen.aux_power, seen.heat, seen.water_flow)
    if all(each is None for each in told):
        return seen
    ratings = machine.ratings
    capacities = [point.capacity for point in ratings.heating]
    powers = [point.power for point in ratings.heating]
    if ratings.cooling_capacity:
        capacities.append(ratings.cooling_capacity)
    if ratings.cooling_capacity and ratings.cooling_eer:
        powers.append(ratings.cooling_capacity / (ratings.cooling_eer * EER_TO_COP))
    backup = [ratings.aux_power] if ratings.aux_power else []
    power = _within(seen.power, powers, LARGEST_UNIT)
    aux_power = _within(seen.aux_power, backup, LARGEST_BACKUP)
    heat = _within(seen.heat, capacities, LARGEST_BACKUP)
    flow = _flow_within(seen.water_flow)
    if (power, aux_power, heat, flow) == told:
        return seen
    return replace(seen, power=power, aux_power=aux_power, heat=heat, water_flow=flow)


def _flow_within(told: float | None) -> float | None:
    """Return a flow that a house's pump makes: without any no machine heats water."""
    return told if told is not None and WATER_FLOWS.holds(told) else None


def _within(
    told: float | None, rated: Iterable[float], otherwise: float
) -> float | None:
    """Return a power of either sign that can be by what is rated, if anything is."""
    largest = max(rated, default=None)
    most = otherwise if largest is None else max(LEAST, MARGIN * largest)
    return told if told is not None and abs(told) <= most else None
