"""How hard an inverter runs, and what it gains by running less hard."""

from collections.abc import Mapping
from math import exp, hypot
from typing import Final

from ..records import replace
from ..units import clamp
from .ratings import IndoorUnit, Output, Ratings, Sink

GAIN: Mapping[IndoorUnit, float] = {
    IndoorUnit.DUCTED: 0.3,
    IndoorUnit.DUCTLESS: 0.6,
    IndoorUnit.UNKNOWN: 0.45,
}
"""By what ln(COP) grows towards no load, per share of full capacity that is not asked
for: fitted to minimum, rated and maximum speed of the NEEP cold-climate list. Tests of
air to water are made at part load, and hold it already."""
SLOWEST_LOAD: Final = 0.25
"""The share of full capacity below which machines of this kind switch off and on."""
LOAD_ERROR: Final = 0.10
"""What is not known of the COP where only the load is."""
HALVINGS_OF_LOAD: Final = 20


def gain_of(ratings: Ratings) -> float:
    """Return what a machine gains by running less hard."""
    return 0.0 if ratings.into is Sink.WATER else GAIN[ratings.indoor_unit]


def at_load(full: Output, load: float, gain: float, most: float = 1.0) -> Output:
    """Return what a machine gives and takes at a share of its capacity.

    ln(COP / COP at full load) = gain · (1 − load); load within 0.25 … `most`, which is
    above 1 where it can run harder than its datasheet tells of.
    """
    share = clamp(load, SLOWEST_LOAD, most)
    capacity = share * full.capacity
    power = share * full.power * exp(-gain * (1 - share))
    return replace(
        full,
        capacity=capacity,
        power=max(power, capacity / full.ceiling),
        uncertainty=hypot(full.uncertainty, LOAD_ERROR * abs(1 - share)),
    )


def load_by_power(full: Output, power: float, gain: float, most: float = 1.0) -> float:
    """Return the share of full capacity at which it draws so much, 0.25 … `most`."""
    low, high = SLOWEST_LOAD, most
    for _ in range(HALVINGS_OF_LOAD):
        middle = (low + high) / 2
        is_less = middle * exp(-gain * (1 - middle)) * full.power < power
        low, high = (middle, high) if is_less else (low, middle)
    return high
