"""Cooling output over outdoor temperature, from the rating at 35 °C."""

from bisect import bisect_right
from typing import Final

from ..units import Celsius
from .label import better_at_cooling
from .presets import cooling_size
from .ratings import EER_TO_COP, Basis, Output, Ratings, Source

HIGHEST_COP: Final = 8.0
"""A cooling COP above this is not believed."""

TYPICAL_EER: Final = 11.0
"""EER at 35 °C of common ducted machines (SEER2 14 … 15), Btu/Wh."""

DATASHEET_ERROR: Final = 0.10
"""Relative error of the COP: slopes of one family of machines serve all."""

PRESET_ERROR: Final = 0.20

type CoolingCurve = tuple[tuple[Celsius, float, float], ...]

TO_OUTDOOR_AIR: Final[CoolingCurve] = (
    (Celsius(-25), 1.152, 0.739),
    (Celsius(18.33), 1.152, 0.739),
    (Celsius(27.8), 1.068, 0.860),
    (Celsius(35), 1.0, 1.0),
    (Celsius(46.1), 0.886, 1.260),
    (Celsius(51.7), 0.825, 1.394),
)
"""Capacity and power as shares of those at 35 °C, over outdoor temperature.

Single-speed curves of Cutler et al. (NREL/TP-5500-56354), indoor wet bulb 19.4 °C.
Below 18.3 °C nothing was measured: fans slow down there to keep the pressure up, and
what the machine gives and takes stays as it is. What cools in frost has a kit for that.
"""

TO_WATER_LOOP: Final[CoolingCurve] = (
    (Celsius(5), 1.10, 0.70),
    (Celsius(15), 1.05, 0.82),
    (Celsius(25), 1.0, 1.0),
    (Celsius(35), 0.93, 1.25),
    (Celsius(45), 0.85, 1.55),
)
"""The same over the temperature of the loop that takes the heat, beside 25 °C.

ISO 13256-1 rates ground loops at 25 °C. Typical of water-to-air machines, whose COP
falls by 2 % per K of the loop.
"""


def cooling_output(
    ratings: Ratings, outdoor: Celsius, loop: Celsius | None = None
) -> Output | None:
    """Return what the machine delivers and takes at full load, cooling.

    `loop` is the temperature of ground, water or exhaust air that takes the heat; a
    machine that rejects to such does not feel the outdoor air, and is taken to be as
    rated where nobody measures it. None where nobody cools: outside −25 … 51.7 °C
    outdoors, or 5 … 45 °C of the loop.
    """
    factors: tuple[float, float] | None = (1.0, 1.0)
    if ratings.source is Source.AIR:
        factors = shares_of_rating(TO_OUTDOOR_AIR, outdoor)
    elif loop is not None:
        factors = shares_of_rating(TO_WATER_LOOP, loop)
    if factors is None:
        return None
    size = cooling_size(ratings)
    is_rated = ratings.cooling_eer is not None
    eer = ratings.cooling_eer or TYPICAL_EER * better_at_cooling(ratings)
    capacity = size.capacity * factors[0]
    power = size.capacity / (eer * EER_TO_COP) * factors[1]
    return Output(
        capacity=capacity,
        power=max(power, capacity / HIGHEST_COP),
        basis=Basis.DATASHEET if is_rated else Basis.PRESET,
        uncertainty=DATASHEET_ERROR if is_rated else PRESET_ERROR,
        ceiling=HIGHEST_COP,
        is_sized=size.is_known,
    )


def shares_of_rating(curve: CoolingCurve, at: Celsius) -> tuple[float, float] | None:
    """Return the shares of capacity and power; None outside the table."""
    if not curve[0][0] <= at <= curve[-1][0]:
        return None
    place = min(bisect_right([row[0] for row in curve], at), len(curve) - 1)
    (cold, *low), (warm, *high) = curve[place - 1], curve[place]
    share = (at - cold) / (warm - cold)
    capacity, power = (a + share * (b - a) for a, b in zip(low, high, strict=True))
    return capacity, power
