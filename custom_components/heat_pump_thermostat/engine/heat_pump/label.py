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
TYPICAL_SEER2: Final = 14.5
"""In Btu/Wh: the label of the ducted machines whose EER at 35 °C `cooling` holds for
typical."""
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


def better_at_cooling(ratings: Ratings) -> float:
    """Return the EER at 35 °C beside a typical machine's, by the label; 1 without any.

    Hot weather gains less than the season, which runs less hard, as with heating.
    """
    if ratings.seer2 is None:
        return 1.0
    return float((ratings.seer2 / TYPICAL_SEER2) ** LABEL_SHARE)
