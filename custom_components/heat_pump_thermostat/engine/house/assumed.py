"""What is assumed of machines that nobody has rated.

All of it follows from the house: a machine is chosen for the house that it heats. Where
house and machine are wrong by the same factor, runs and their lengths are still right.
"""

from typing import Final

from ..units import Celsius, difference
from .envelope import USUAL_BALANCE, Prior

SLOPE: Final = 0.022
"""What a kelvin outdoors adds to an air source machine's heat, as a share of it at
−3 °C: the mean of common datasheets."""
LEAST_CAPACITY: Final = 0.4
"""The share that is left however cold it is."""
BACKUP_LOADS: Final = 1.3
FURNACE_LOADS: Final = 2.0
"""The heat of electric backup and of furnaces, in loads of a design day."""


def capacity(prior: Prior, outdoor: Celsius) -> float:
    """Return the heat of the compressor at full load, kW."""
    warmer = difference(outdoor, USUAL_BALANCE)
    return prior.design * max(LEAST_CAPACITY, 1 + SLOPE * warmer)


def backup(prior: Prior, *, is_fuel: bool) -> float:
    """Return the heat of the backup, kW."""
    return prior.design * (FURNACE_LOADS if is_fuel else BACKUP_LOADS)
