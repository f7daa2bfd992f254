"""What a reading shows that stands, and what has worked on the room meanwhile.

A room sensor that stands to the last digit is stuck, or the room is in balance: with
the weather, the heat that it is given, and whatever nobody told. Weather that moves
breaks a balance; so does a rest of the machine.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..house.tendency import NOTHING_MOVED, Tendency
from ..records import replace
from ..units import Celsius, Delta, at_least, difference
from .outdoor import Lately, lately_with
from .surroundings import Surroundings

USUAL_STEP: Final = Delta(0.5)
"""The step of a sensor of which nothing was seen yet."""
UNSEEN: Final = Delta(0.6)
"""How far a room may go, beyond two steps of its sensor, before it must have shown."""
STANDS_AT_LEAST: Final = timedelta(hours=2)
"""However fast the house, for so long a sensor may rest."""
FINE_STEP: Final = Delta(0.2)
STILL: Final = timedelta(hours=6)
WEATHER: Final = Delta(3.0)
APART: Final = Delta(15.0)
"""No room in a winter like this stands to the last digit of a sensor of such steps for
so long, while the weather goes so far: it would have to be in balance all the while."""
RESTED: Final = timedelta(minutes=90)
"""Nor without any heat for so long of that: what held the balance is gone. In weather
that stands, or that nobody tells, a reading that stands gets such a rest."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A temperature that a sensor shows, and how far the room has gone meanwhile."""

    value: Celsius
    since: datetime
    former: Celsius | None = None
    """What it showed before: back and forth between two values is a flicker, and no way
    that a room goes."""
    moved: Tendency = NOTHING_MOVED
    """K: the least and the most by which the room is warmer than then."""
    weather: Lately | None = None
    """How cold and how warm the outdoor air was meanwhile."""
    rested: timedelta = timedelta()
    """For how long nothing heated or cooled the room, in winter."""


def stand_after(
    stand: Stand | None, value: Celsius, around: Surroundings, now: datetime
) -> Stand:
    """Return what the sensor shows, and how far the room has gone meanwhile."""
    if stand is None:
        return Stand(value, now)
    change = difference(value, stand.value)
    moved = stand.moved.plus(around.moved)
    is_flicker = value == stand.former and moved.excludes(change)
    if not change or is_flicker:
        weather = stand.weather
        if around.outdoor is not None:
            weather = lately_with(weather, around.outdoor)
        rested = stand.rested
        if is_winter(stand.value, around.warmest):
            rested += around.rested
        return replace(stand, moved=moved, weather=weather, rested=rested)
    return Stand(value, now, former=stand.value)


def is_fine(step: Delta | None) -> bool:
    """Return whether a sensor of such steps shows what hours do to any room."""
    return step is not None and at_least(FINE_STEP, step)


def must_have_moved(stand: Stand, step: Delta | None) -> bool:
    """Return whether the room must have moved the sensor, had it been well."""
    shows = Delta(2 * (USUAL_STEP if step is None else step) + UNSEEN)
    return stand.moved.least > shows or stand.moved.most < -shows


def has_weather_moved(stand: Stand) -> bool:
    """Return whether a winter's weather has moved meanwhile, as the reading did not."""
    weather = stand.weather
    if weather is None or not is_winter(stand.value, weather.warmest):
        return False
    return difference(weather.warmest, weather.coldest) >= WEATHER


def is_winter(room: Celsius, warmest: Celsius | None) -> bool:
    """Return whether a room without heat gets colder, however warm it is outdoors."""
    return warmest is not None and difference(room, warmest) >= APART
