"""What a datasheet tells of a machine: points, or no more than its size."""

from collections.abc import Mapping
from typing import Any, Final

from ..engine.units import Celsius
from .forms import DATASHEET, EN_14511, HOT, HOT_FLOW, OF_SOURCE

_TESTED: Final = {**EN_14511, **{name: at for name, (_, at) in OF_SOURCE.items()}}
SIZING: Final[Mapping[str, Celsius]] = {**DATASHEET, **_TESTED}
"""The points whose capacity alone is a size."""
POINTS: Final[Mapping[str, Celsius]] = {
    **SIZING,
    **{f"{name}_{HOT}": at for name, at in _TESTED.items()},
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
        for point, outdoor in SIZING.items()
        if f"{CAPACITY}_{point}" in sheet
    }


def flow_at_point(sheet: Mapping[str, Any], point: str) -> Celsius | None:
    """Return how warm the water was at a point, where that is told."""
    told: Celsius | None = sheet.get("rated_flow")
    return HOT_FLOW if point.endswith(HOT) else told


def half_points(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that tell nothing without the other one of their point.

    A capacity alone is a size, as long as nothing else is.
    """
    whole = whole_points(sheet)
    sizing = () if whole else SIZING
    return tuple(
        f"{figure}_{point}"
        for point in POINTS
        for figure in (CAPACITY, COP)
        if point not in whole and f"{figure}_{point}" in sheet
        if figure is COP or point not in sizing
    )
