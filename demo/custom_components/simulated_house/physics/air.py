"""Moist air, and how a temperature settles."""

from math import exp

AIR_HEAT: float = 1006.0
"""Specific heat of air, J/(kg K)."""
EVAPORATION_HEAT: float = 2.5e6
"""Heat of evaporation of water, J/kg."""
FUSION_HEAT: float = 334e3
"""Heat that melts ice, J/kg."""


def saturation(temperature: float) -> float:
    """Return the humidity ratio (kg/kg) of saturated air at sea level.

    Magnus formula, over ice below 0 °C and over water above; valid -40 … 60 °C.
    """
    factor, offset = (22.587, 273.86) if temperature < 0 else (17.502, 240.97)
    pressure = 611.21 * exp(factor * temperature / (temperature + offset))
    return 0.62198 * pressure / (101_325.0 - pressure)


def approach(value: float, goal: float, seconds: float, lag: float) -> float:
    """Return `value` after it has moved towards `goal` with a time constant."""
    return goal + (value - goal) * exp(-seconds / lag)
