"""How fast frost grows on an outdoor coil, from the physics of humid air."""

from datetime import timedelta
from typing import Final

from ..units import Celsius, clamp
from .air import moisture, moisture_at_coil

USUAL_HUMIDITY: Final = 80.0
"""The relative humidity of winter air (%) where no sensor tells it."""
FULL_EXPOSURE: Final = 3.5
"""The exposure (s) at which a demand defrost is due while nothing is learned.

The time constant of EnergyPlus's on-demand defrost, 0.01446, times four minutes.
"""
FROST_FROM, FROST_BELOW = Celsius(1.67), Celsius(7.22)
"""Above the second no coil frosts, up to the first every coil does in damp air, °C.

Coils frost over between 4 and 7 °C depending on load; AHRI 210/240 lets the loss end at
45 °F. Between the two it sets in gradually.
"""
MELTING_RATE: Final = 0.01
"""What a coil above freezing loses of a full layer in a minute and kelvin."""


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


def frosting_rate(outdoor: Celsius, humidity: float | None) -> float:
    """Return how fast frost grows on a usual coil, as excess moisture in kg/kg."""
    onset = clamp((FROST_BELOW - outdoor) / (FROST_BELOW - FROST_FROM), 0.0, 1.0)
    return onset * max(0.0, excess_moisture(outdoor, humidity, None))


def exposure_after_heating(
    exposure: float,
    outdoor: Celsius,
    humidity: float | None,
    coil: Celsius | None,
    time: timedelta,
) -> float:
    """Return the exposure (s, as `FULL_EXPOSURE`) after heating for a while.

    Frost needs a coil below freezing that is colder than the air's dew point. Where no
    sensor tells of it, coils in mild air are taken to frost the less, the milder it is.
    """
    if coil is None:
        surface, rate = outdoor, frosting_rate(outdoor, humidity)
        is_melting = outdoor >= FROST_BELOW
    else:
        surface, rate = coil, max(0.0, excess_moisture(outdoor, humidity, coil))
        is_melting = coil >= 0
    if is_melting:
        return exposure_after_melting(exposure, surface, time)
    return exposure + rate * time.total_seconds()


def exposure_after_melting(exposure: float, surface: Celsius, time: timedelta) -> float:
    """Return the exposure after a coil has been at that temperature for a while."""
    warmth = max(0.0, surface) * time.total_seconds() / 60
    return max(0.0, exposure - FULL_EXPOSURE * MELTING_RATE * warmth)
