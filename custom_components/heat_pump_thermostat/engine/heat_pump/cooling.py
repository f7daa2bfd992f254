"""Cooling output over outdoor temperature, from the rating at 35 °C."""

from bisect import bisect_right
from typing import Final

from ..units import Celsius
from .presets import cooling_size
from .ratings import EER_TO_COP, Basis, Output, Ratings, Source

HIGHEST_COP: Final = 8.0
"""A cooling COP above this is not believed."""

TYPICAL_EER: Final = 11.0
"""EER at 35 °C of common ducted machines (SEER2 14 … 15), Btu/Wh."""

DATASHEET_ERROR: Final = 0.10
"""Relative error of the COP: slopes of one family of machines serve all."""

PRESET_ERROR: Final = 0.20

COOLING_CURVE: tuple[tuple[Celsius, float, float], ...] = (
    (Celsius(18.33), 1.152, 0.739),
    (Celsius(27.8), 1.068, 0.860),
    (Celsius(35), 1.0, 1.0),
    (Celsius(46.1), 0.886, 1.260),
    (Celsius(51.7), 0.825, 1.394),
)
"""Capacity and power as shares of those at 35 °C, over outdoor temperature.

Single-speed curves of Cutler et al. (NREL/TP-5500-56354), indoor wet bulb 19.4 °C.
"""


def cooling_output(ratings: Ratings, outdoor: Celsius) -> Output | None:
    """Return what the machine delivers and takes at full load, cooling.

    None outside 18.3 … 51.7 °C outdoors, where nothing was measured. A machine that
    rejects heat to ground, water or exhaust air does not feel the outdoor air.
    """
    rejects_to_air = ratings.source is Source.AIR
    factors = shares_of_rating(outdoor) if rejects_to_air else (1.0, 1.0)
    if factors is None:
        return None
    size = cooling_size(ratings)
    is_rated = ratings.cooling_eer is not None
    eer = TYPICAL_EER if ratings.cooling_eer is None else ratings.cooling_eer
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


def shares_of_rating(outdoor: Celsius) -> tuple[float, float] | None:
    """Return the shares of capacity and power; None outside the table."""
    if not COOLING_CURVE[0][0] <= outdoor <= COOLING_CURVE[-1][0]:
        return None
    place = min(
        bisect_right([row[0] for row in COOLING_CURVE], outdoor), len(COOLING_CURVE) - 1
    )
    (cold, *low), (warm, *high) = COOLING_CURVE[place - 1], COOLING_CURVE[place]
    share = (outdoor - cold) / (warm - cold)
    capacity, power = (a + share * (b - a) for a, b in zip(low, high, strict=True))
    return capacity, power
