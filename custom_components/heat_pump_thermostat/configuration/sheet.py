"""What a datasheet tells of a machine: points, or no more than its size."""

from collections.abc import Mapping
from typing import Any, Final

from ..engine.units import Celsius
from .forms import DATASHEET, EN_14511, OF_SOURCE

POINTS: Final[Mapping[str, Celsius]] = {
    **DATASHEET,
    **EN_14511,
    **{name: at for name, (_, at) in OF_SOURCE.items()},
}
"""The temperatures of the source at all points, by the names of their fields."""
CAPACITY: Final = "heating_capacity"
COP: Final = "heating_cop"
"""What is told of each: a field's key is one of these and the point's name."""


def whole_points(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the points that are told with capacity and COP."""
    return tuple(
        point
        for point in POINTS
        if f"{CAPACITY}_{point}" in sheet and f"{COP}_{point}" in sheet
    )


def sizes_alone(sheet: Mapping[str, Any]) -> dict[Celsius, float]:
    """Return the capacities that tell the size of a machine without any whole point."""
    return {
        outdoor: sheet[f"{CAPACITY}_{point}"]
        for point, outdoor in POINTS.items()
        if f"{CAPACITY}_{point}" in sheet
    }


def half_points(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that tell nothing without the other one of their point.

    A capacity alone is a size, as long as nothing else is.
    """
    whole = whole_points(sheet)
    figures = (CAPACITY, COP) if whole else (COP,)
    return tuple(
        f"{figure}_{point}"
        for point in POINTS
        for figure in figures
        if point not in whole and f"{figure}_{point}" in sheet
    )
