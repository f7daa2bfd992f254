"""What an energy label says of a machine whose datasheet is not at hand."""

from collections.abc import Mapping
from typing import Final

from .ratings import MachineType, Ratings, Sink

TYPICAL_HSPF2: Mapping[MachineType, float] = {
    MachineType.SINGLE_SPEED: 7.5,
    MachineType.TWO_STAGE: 8.0,
    MachineType.VARIABLE_SPEED: 9.5,
    MachineType.COLD_CLIMATE: 9.5,
}
"""In Btu/Wh, region IV: what the typical machines of this package are labelled."""
TYPICAL_SCOP: Mapping[Sink, float] = {Sink.AIR: 4.2, Sink.WATER: 4.6}
"""EN 14825, average climate; to water at 35 °C."""
LABEL_SHARE: Final = 0.5
"""The power of the label that a COP at one temperature follows: seasons are better by
running less hard, too (field study of mini-splits in Alaska, A. Mitchell)."""


def better_than_typical(ratings: Ratings) -> float:
    """Return the COP beside a typical machine's, by the label; 1 without any."""
    if ratings.hspf2 is not None and ratings.into is Sink.AIR:
        share = ratings.hspf2 / TYPICAL_HSPF2[ratings.machine_type]
    elif ratings.scop is not None:
        share = ratings.scop / TYPICAL_SCOP[ratings.into]
    else:
        return 1.0
    return float(share**LABEL_SHARE)
