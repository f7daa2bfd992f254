"""How fast frost grows on an outdoor coil, from the physics of humid air."""

from datetime import timedelta
from typing import Final

from ..units import Celsius
from .air import moisture, moisture_at_coil

USUAL_HUMIDITY: Final = 80.0
"""The relative humidity of winter air (%) where no sensor tells it."""
FULL_EXPOSURE: Final = 3.5
"""The exposure (s) at which a demand defrost is due while nothing is learned.

The on-demand model's time constant of 0.01446 times its defrosts of four minutes.
"""
ON_DEMAND_EXCESS: Final = 0.01446
"""Excess humidity at which the on-demand model spends half of its time defrosting."""
MELTING_RATE: Final = 0.01
"""What a coil above freezing loses of a full layer in a minute and kelvin."""
LEAST_EXCESS: Final = 1e-6
"""The smallest excess that the on-demand model knows."""


def usual_coil_temperature(outdoor: Celsius) -> Celsius:
    """Return the usual temperature of an outdoor coil that heats.

    EnergyPlus's defrost model; fixed speed, −20 … 10 °C outdoors.
    """
    return Celsius(0.82 * outdoor - 8.589)


def excess_moisture(
    outdoor: Celsius, humidity: float | None, coil: Celsius | None
) -> float:
    """Return how much more water the air holds than it can keep at the coil, in kg/kg.

    Negative where the air is drier: nothing deposits. Without a hygrometer winter's
    usual humidity counts, without a coil sensor the usual coil temperature.
    """
    if humidity is None:
        humidity = USUAL_HUMIDITY
    if coil is None:
        coil = usual_coil_temperature(outdoor)
    return moisture(outdoor, humidity) - moisture_at_coil(coil)


def on_demand_share(excess_ratio: float) -> float:
    """Return the share of running time that a demand defrost takes, 0 … 1.

    EnergyPlus's on-demand defrost (after EPRI), for an excess in kg/kg.
    """
    return 1 / (1 + ON_DEMAND_EXCESS / max(excess_ratio, LEAST_EXCESS))


def exposure_after_heating(
    exposure: float,
    outdoor: Celsius,
    humidity: float | None,
    coil: Celsius | None,
    time: timedelta,
) -> float:
    """Return the exposure (s, as `FULL_EXPOSURE`) after heating for a while.

    Frost needs a coil below freezing that is colder than the air's dew point.
    """
    surface = usual_coil_temperature(outdoor) if coil is None else coil
    if surface >= 0:
        return exposure_after_melting(exposure, surface, time)
    rate = max(0.0, excess_moisture(outdoor, humidity, surface))
    return exposure + rate * time.total_seconds()


def exposure_after_melting(exposure: float, surface: Celsius, time: timedelta) -> float:
    """Return the exposure after a coil has been at that temperature for a while."""
    warmth = max(0.0, surface) * time.total_seconds() / 60
    return max(0.0, exposure - FULL_EXPOSURE * MELTING_RATE * warmth)
