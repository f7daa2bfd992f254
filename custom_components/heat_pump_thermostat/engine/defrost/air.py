"""How much water air holds."""

from math import exp
from typing import Final

from ..units import Celsius

SEA_LEVEL: Final = 101_325.0
"""Standard pressure, Pa; a site at 1700 m is off by a fifth, as its frost is."""


def saturation_over_water(temperature: Celsius) -> float:
    """Return the saturation vapour pressure over water, Pa.

    Magnus form with the constants of WMO-No. 8 (annex 4.B), within 0.5 % for
    −45 … 60 °C. Hygrometers and weather services give relative humidity against it
    below freezing too.
    """
    return 611.2 * exp(17.62 * temperature / (243.12 + temperature))


def saturation_over_ice(temperature: Celsius) -> float:
    """Return the saturation vapour pressure over ice, Pa; same source, −65 … 0 °C."""
    return 611.2 * exp(22.46 * temperature / (272.62 + temperature))


def saturation(temperature: Celsius) -> float:
    """Return the saturation vapour pressure over ice, or over water from 0 °C, Pa."""
    over = saturation_over_ice if temperature < 0 else saturation_over_water
    return over(temperature)


def humidity_ratio(vapour: float, pressure: float = SEA_LEVEL) -> float:
    """Return kg of water per kg of dry air, from vapour pressure and pressure (Pa)."""
    return 0.62198 * vapour / (pressure - vapour)


def moisture(temperature: Celsius, humidity: float) -> float:
    """Return the humidity ratio (kg/kg) of air of a relative humidity of 0 … 100 %.

    A hygrometer beyond its range is taken at its end.
    """
    share = min(max(humidity, 0.0), 100.0) / 100
    return humidity_ratio(share * saturation_over_water(temperature))


def moisture_at_coil(coil: Celsius) -> float:
    """Return the humidity ratio (kg/kg) that air keeps at a coil, frosted or wet."""
    return humidity_ratio(saturation(coil))
