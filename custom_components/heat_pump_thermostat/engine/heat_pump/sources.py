"""What a heat pump draws from: how warm it is, and which of two sources is better."""

from enum import StrEnum
from typing import Final

from ..tables import Some
from ..units import Celsius, Delta, clamp, difference
from .ratings import Source

USUAL_TEMPERATURE: Some[Source, Celsius] = {
    Source.GROUND: Celsius(5),
    Source.WATER: Celsius(10),
    Source.EXHAUST_AIR: Celsius(20),
}
"""What a source that has no sensor usually gives, °C; outdoor air has no usual."""


def entering_temperature(
    source: Source, outdoor: Celsius | None, sensed: Celsius | None
) -> Celsius | None:
    """Return the temperature at which heat enters the machine; None if unknown.

    `sensed` is a sensor's in ground, water or exhaust air. Beside a machine that draws
    from outdoor air it tells of another source, and nothing of this one.
    """
    if source is Source.AIR:
        return outdoor
    return USUAL_TEMPERATURE[source] if sensed is None else sensed


class Twin(StrEnum):
    """The sources between which a twin-source heat pump can choose."""

    AIR = "air"
    GROUND = "ground"


AIR_ABOVE: Final = (Celsius(4), Celsius(8))
TWIN_HYSTERESIS: Final = Delta(1.0)


def better_source(
    now: Twin,
    air: Celsius | None,
    ground: Celsius | None,
    hysteresis: Delta = TWIN_HYSTERESIS,
) -> Twin:
    """Return which source to draw from: air in mild weather, the ground below it.

    The change lies where air is as warm as the ground, within 4 … 8 °C: below that air
    frosts the coil, above it the ground is better left to recover. It takes a degree
    more to change back. What is not known changes nothing.
    """
    if air is None or ground is None:
        return now
    excess = difference(air, clamp(ground, *AIR_ABOVE))
    if abs(excess) < hysteresis:
        return now
    return Twin.AIR if excess > 0 else Twin.GROUND
