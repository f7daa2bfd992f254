"""Between which temperatures a machine may be estimated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..tables import Some
from ..units import Celsius
from .ratings import MachineType, Point, Ratings, Sink, Source


@dataclass(frozen=True, slots=True)
class Range:
    """Source temperatures between which a machine may be estimated, °C.

    Beyond `clamped_at` it delivers what it delivers there.
    """

    low: Celsius
    high: Celsius
    clamped_at: Celsius

    def covering(self, points: tuple[Point, ...]) -> Range:
        """Return the range that also covers what the datasheet itself covers."""
        if not points:
            return self
        warmest = points[-1].outdoor
        return Range(
            low=min(self.low, points[0].outdoor),
            high=max(self.high, warmest),
            clamped_at=max(self.clamped_at, warmest),
        )


FIXED_SPEED: Final = Range(Celsius(-25), Celsius(20), clamped_at=Celsius(20))

RANGE_BY_TYPE: Mapping[MachineType, Range] = {
    MachineType.SINGLE_SPEED: FIXED_SPEED,
    MachineType.TWO_STAGE: FIXED_SPEED,
    # An inverter slows down in mild weather; its end slope leads nowhere.
    MachineType.VARIABLE_SPEED: Range(Celsius(-25), Celsius(25), Celsius(12)),
    MachineType.COLD_CLIMATE: Range(Celsius(-30), Celsius(25), Celsius(12)),
}

AIR_TO_WATER: Final = Range(Celsius(-28), Celsius(35), Celsius(20))

RANGE_BY_SOURCE: Some[Source, Range] = {
    Source.GROUND: Range(Celsius(-10), Celsius(25), Celsius(25)),
    Source.WATER: Range(Celsius(0), Celsius(25), Celsius(25)),
    Source.EXHAUST_AIR: Range(Celsius(5), Celsius(30), Celsius(30)),
}


def range_of(ratings: Ratings) -> Range:
    """Return where a machine of this kind may be estimated."""
    if ratings.source is not Source.AIR:
        return RANGE_BY_SOURCE[ratings.source]
    if ratings.into is Sink.WATER:
        return AIR_TO_WATER
    return RANGE_BY_TYPE[ratings.machine_type]
