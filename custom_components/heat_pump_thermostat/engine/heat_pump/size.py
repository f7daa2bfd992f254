"""How large a machine is of which no point is known with its COP."""

from collections.abc import Mapping
from dataclasses import replace
from statistics import geometric_mean
from typing import Final

from ..units import Celsius
from .performance import heating_output
from .ratings import Ratings, Source, Speed

LABELLED_AT: Mapping[Source, Celsius] = {
    Source.AIR: Celsius(-7),
    Source.GROUND: Celsius(0),
    Source.WATER: Celsius(10),
    Source.EXHAUST_AIR: Celsius(20),
}
"""Where a machine carries the load of its label by itself (EN 14825): outdoors, or the
source's temperature in that test."""
CARRIED: Final = (16 + 7) / (16 + 10)
"""The share of the design load that is left at −7 °C: it falls on a straight line from
−10 °C, the average climate's design temperature, to 16 °C."""


def sized_by_label(ratings: Ratings, design_load: float) -> Ratings:
    """Return the ratings with a size by the label's design load, in kW.

    Makers declare a load that the machine just carries at −7 °C: at its most, where it
    chooses its speed.
    """
    told = {LABELLED_AT[ratings.source]: CARRIED * design_load}
    return sized_by(ratings, told, speed=Speed.MAXIMUM)


def sized_by(
    ratings: Ratings,
    capacities: Mapping[Celsius, float],
    *,
    flow: Celsius | None = None,
    speed: Speed | None = None,
) -> Ratings:
    """Return the ratings with a size by what the machine gives here and there, in kW.

    `capacities` are by the temperature of the source; that, `flow` and `speed` are as
    in a `Rating`. Where a machine of this kind is not estimated nothing tells its size.
    """
    unit = replace(ratings, heating=(), rated_capacity=1.0)
    sizes = [
        capacity / usual.capacity
        for at, capacity in capacities.items()
        if (usual := heating_output(unit, at, sink=flow, speed=speed))
    ]
    if not sizes:
        return ratings
    sized_at = Speed.UNKNOWN if speed is None else speed
    return replace(ratings, rated_capacity=geometric_mean(sizes), sized_at=sized_at)
