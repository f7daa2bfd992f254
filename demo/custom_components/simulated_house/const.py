"""Names that several modules share."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "simulated_house"


class Season(StrEnum):
    """A recorded week of weather: a file in the config folder's `weather`."""

    WINTER = "winter_week"
    SUMMER = "summer_week"
