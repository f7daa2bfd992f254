"""What a room sensor is judged by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..house.tendency import NOTHING_MOVED, Tendency
from ..units import Celsius
from .outdoor import Lately


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a room sensor is judged by."""

    lately: Lately | None = None
    """How cold and warm the outdoor air was of late; None where nobody knows."""
    outdoor: Celsius | None = None
    warmest: Celsius | None = None
    """How warm it may be outdoors; None where nobody has told for days."""
    can_cool: bool = False
    witnesses: tuple[Celsius, ...] = ()
    """What other rooms say that are believed, and the air that comes back from them."""
    moved: Tendency = NOTHING_MOVED
    """By how much the room went since the last step; nothing where that is not sure."""
    going: Tendency = NOTHING_MOVED
    """The same, if all is well with the machine."""
    rested: timedelta = timedelta()
    """For how long of that nothing heated or cooled it."""
    unmoved_since: datetime | None = None
    """When the machine was last seen to do nothing to what the sensor says."""
    is_heedless: bool = False
    """Whether what the sensor says was found not to follow the heat."""
    is_blown: bool = False
    """Whether the machine heats or cools, or did a moment ago."""
