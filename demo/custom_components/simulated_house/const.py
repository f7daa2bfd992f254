"""Names that several modules share."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "simulated_house"


class Season(StrEnum):
    """A recorded week of weather: a file in the config folder's `weather`."""

    WINTER = "winter_week"
    SUMMER = "summer_week"


class Fault(StrEnum):
    """Something that goes wrong for as long as somebody wants it to."""

    ROOM_SENSOR_LOST = "room_sensor_lost"
    RELAY_LOST = "relay_lost"


LOST_RELAY: Final = "y1"
"""The wire whose relay can be lost: the compressor's."""
