"""Typical machines, for those whose datasheet is not at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..tables import Some
from ..units import Celsius
from .ratings import MachineType, Point, Ratings, Source

TYPICAL_SIZE: Final = 10.55
"""Three tons, the commonest ducted machine, kW."""

RATED_AT: Final = Celsius(8.33)
"""Where an air source machine's heating capacity is rated (AHRI H1), °C."""


def _points(*rows: tuple[float, float, float]) -> tuple[Point, ...]:
    return tuple(Point(Celsius(at), capacity, cop) for at, capacity, cop in rows)


POINTS_BY_TYPE: Some[MachineType, tuple[Point, ...]] = {
    MachineType.SINGLE_SPEED: _points(
        (-23.3, 0.381, 1.90),
        (-15, 0.512, 2.29),
        (-8.33, 0.633, 2.65),
        (1.67, 0.842, 3.24),
        (8.33, 1.0, 3.60),
    ),
    MachineType.TWO_STAGE: _points(
        (-23.3, 0.381, 2.01),
        (-15, 0.512, 2.42),
        (-8.33, 0.633, 2.80),
        (1.67, 0.842, 3.42),
        (8.33, 1.0, 3.80),
    ),
}
"""Heating over outdoor temperature, capacity as a share of that at 8.3 °C, steady.

The single-speed curves of Cutler et al. (NREL/TP-5500-56354) from a COP of 3.6, or 3.8
with two stages (0.3225 HSPF + 0.91 at HSPF 8.3 and 9). Machines that choose their speed
are told in `typical`.
"""

POINTS_BY_SOURCE: Some[Source, tuple[Point, ...]] = {
    Source.GROUND: _points(
        (-5, 0.86, 4.07), (0, 1.0, 4.62), (5, 1.11, 5.23), (10, 1.22, 5.91)
    ),
    Source.WATER: _points((5, 0.86, 4.97), (10, 1.0, 5.65), (15, 1.14, 6.39)),
    Source.EXHAUST_AIR: _points((15, 0.92, 3.2), (20, 1.0, 3.5), (25, 1.08, 3.8)),
}
"""Heating over the source's temperature, to water of 35 °C.

COP of ground and water: When2Heat (Ruhnau et al. 2019); capacity: the slope of a
published brine machine. Exhaust air: typical values of Nordic units.
"""

COOLING_TO_HEATING: Mapping[bool, tuple[float, float]] = {
    False: (0.98, 0.053),
    True: (1.022, 0.178),
}
"""Heating capacity at 8.3 °C from cooling capacity at 35 °C: slope, and kW more.

By whether it is an inverter. Regressions of the AHRI directory: 0.98 Q + 180 Btu/h for
fixed speed (Title 24), 1.022 Q + 607 Btu/h for variable speed.
"""


@dataclass(frozen=True, slots=True)
class Size:
    """A rated capacity, kW, and whether it is this machine's."""

    capacity: float
    is_known: bool


def typical_points(ratings: Ratings) -> tuple[Point, ...]:
    """Return the typical points of such a machine, for a rated capacity of 1 kW."""
    if ratings.source is Source.AIR:
        return POINTS_BY_TYPE[ratings.machine_type]
    return POINTS_BY_SOURCE[ratings.source]


def heating_size(ratings: Ratings) -> Size:
    """Return the heating capacity of a machine without any heating point."""
    if ratings.rated_capacity is not None:
        return Size(ratings.rated_capacity, is_known=True)
    if ratings.cooling_capacity is None:
        return Size(TYPICAL_SIZE, is_known=False)
    slope, more = COOLING_TO_HEATING[ratings.is_inverter]
    return Size(slope * ratings.cooling_capacity + more, is_known=True)


def cooling_size(ratings: Ratings) -> Size:
    """Return the cooling capacity, from the warmest heating point if need be."""
    if ratings.cooling_capacity is not None:
        return Size(ratings.cooling_capacity, is_known=True)
    warmest = [point.capacity for point in ratings.points[-1:]]
    heating = warmest[0] if warmest else ratings.rated_capacity
    if heating is None:
        return Size(TYPICAL_SIZE, is_known=False)
    slope, more = COOLING_TO_HEATING[ratings.is_inverter]
    return Size((heating - more) / slope, is_known=True)


def preset_points(ratings: Ratings) -> tuple[Point, ...]:
    """Return a typical machine's points, in place of one without any."""
    size = heating_size(ratings).capacity
    return tuple(
        Point(p.outdoor, p.capacity * size, p.cop) for p in typical_points(ratings)
    )


class Valve(StrEnum):
    """Which terminal a reversing valve takes: energised to cool (O), or to heat (B)."""

    O = "o"  # noqa: E741 - the terminal's own name
    B = "b"


COLD_LATITUDE: Final = 35.0


def likely_valve(latitude: float | None) -> Valve | None:
    """Return which valve is the likelier one to be built in at a latitude, in degrees.

    A valve fails to the side that it takes without power: makers let that be heating
    where winters are cold (type O) and cooling where summers rule (type B). Latitude
    is a coarse stand-in for climate, and brands follow habits of their own: this is a
    hint beside the terminals. The machine's wiring diagram decides.
    """
    if latitude is None:
        return None
    return Valve.O if abs(latitude) >= COLD_LATITUDE else Valve.B
