"""Whether a room sensor is believed.

A room moves slowly, and weather and machine bound where it can go. A broken sensor
leaps, stands, or tells what no room can be. What is doubted is lost, not cold: until it
goes on from where it was believed, until something else says the same, or until it has
moved as only a room does.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..clock import Clock
from ..observation import Reading
from ..units import Celsius, Delta, difference, shifted

SLACK: Final = Delta(4.0)
"""What two reports of one room may differ by, however soon they follow: somebody
carries the sensor to another room, or the sun finds it."""
AIRING: Final = Delta(0.25)
"""K a minute that a door open to winter moves a sensor by, beyond that …"""
AIRED: Final = timedelta(minutes=20)
"""… for so long; a house that is left alone then goes on by …"""
DRIFT: Final = Delta(2.0)
"""… K an hour."""
HABITABLE: Final = (Celsius(10.0), Celsius(32.0))
"""A room between these is believed for less than one beyond them."""
STANDS_FOR: Final = timedelta(minutes=30)
"""A habitable temperature that leapt is believed once it has stood for so long."""
SETTLED_BY: Final = Delta(1.0)
"""By how much what leapt has to move, step by step, to be taken for a room."""
TWINS: Final = Delta(6.0)
"""Rooms of one house differ by no more, unless one was seen to go its own way."""
WITNESSED: Final = Delta(4.0)
"""What is so near to another believed reading is believed with it."""
COOLER: Final = Delta(2.0)
"""No room gets colder than the day's coldest weather by more."""
COOLED: Final = Celsius(13.0)
"""No heat pump cools a room to this: it stops before."""
SUNNY: Final = Delta(12.0)
"""A room behind glass gets warmer than the day's warmest weather by no more …"""
HEATED: Final = Celsius(40.0)
"""… or by a machine than this."""
USUAL_STEP: Final = Delta(0.5)
"""The step of a sensor of which nothing was seen yet."""
UNSEEN: Final = Delta(1.0)
"""How far a room may go, beyond two steps of its sensor, before it must have shown."""


class Doubt(StrEnum):
    """Why a room's reading is not believed."""

    IMPOSSIBLE = "impossible"
    """The weather cannot have made the room so cold, nor the machine so warm."""
    LEAP = "leap"
    """It came there faster than a house can, and nothing else says so."""
    DISAGREES = "disagrees"
    """It came there in a leap, and another room of the house says otherwise."""
    STANDS = "stands"
    """It stands to the last digit, although the room must have moved."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What is known of one room sensor."""

    reading: Reading | None = None
    """The last report that was believed."""
    lost_since: datetime | None = None
    """Since when it has reported nothing usable."""
    repeats: bool = False
    """Whether it was seen to report an unchanged value."""
    step: Delta | None = None
    """The smallest change that it was seen to make."""
    doubt: Doubt | None = None
    doubted_since: datetime | None = None
    suspect: Reading | None = None
    """The last report that is not believed."""
    apart: Reading | None = None
    """The report with which it left, if it leapt: what follows it step by step."""
    anchor: Celsius | None = None
    former: Celsius | None = None
    """Where it has stood, and where it came from: to and fro between them is a flicker,
    and no way that a room goes."""
    strain: Delta = Delta(0.0)
    """How far the room must have moved meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a room sensor is judged by."""

    coldest: Celsius | None = None
    warmest: Celsius | None = None
    """Between what the outdoor air was in the last day; None where nobody knows."""
    can_cool: bool = False
    witnesses: tuple[Celsius, ...] = ()
    """What other rooms say that are believed, and the air that comes back from them."""
    drift: Delta = Delta(0.0)
    """By how much the room has moved at the least since the last step, by what the
    machine gave and the weather took."""


def advance(
    sense: Sense, seen: Reading | None, around: Surroundings, clock: Clock
) -> Sense:
    """Return what is known of a sensor after it said this; None says nothing usable."""
    if seen is None:
        return replace(sense, lost_since=sense.lost_since or clock.now)
    sense = _strained(sense, seen, around.drift)
    sense = replace(sense, lost_since=None, apart=_left_from(sense, seen))
    doubt = _doubt(sense, seen, around, clock)
    if doubt is None:
        return _believed(sense, seen)
    since = sense.doubted_since or clock.now
    return replace(sense, doubt=doubt, doubted_since=since, suspect=seen)


def _believed(sense: Sense, seen: Reading) -> Sense:
    """Return the sensor with a report that is believed."""
    before = sense.reading
    is_new = before is not None and before.at < seen.at
    repeated = before is not None and is_new and before.value == seen.value
    return Sense(
        reading=seen,
        repeats=sense.repeats or repeated,
        step=_smallest_step(sense, seen),
        anchor=sense.anchor,
        former=sense.former,
        strain=sense.strain,
    )


def _smallest_step(sense: Sense, seen: Reading) -> Delta | None:
    """Return the smallest change that the sensor was seen to make."""
    if sense.reading is None or sense.reading.value == seen.value:
        return sense.step
    change = Delta(abs(difference(seen.value, sense.reading.value)))
    return change if sense.step is None else min(sense.step, change)


def _doubt(
    sense: Sense, seen: Reading, around: Surroundings, clock: Clock
) -> Doubt | None:
    """Return why a report is not believed; None where it is."""
    if is_impossible(seen.value, around):
        return Doubt.IMPOSSIBLE
    if _must_have_moved(sense):
        return Doubt.STANDS
    if _has_witness(seen.value, around) or _continues(sense, seen):
        return None
    if any(_are_apart(seen.value, other, TWINS) for other in around.witnesses):
        return None if _moved_like_a_room(sense, seen) else Doubt.DISAGREES
    return None if _is_settled(sense, seen, clock) else Doubt.LEAP


def is_impossible(room: Celsius, around: Surroundings) -> bool:
    """Return whether neither the last day's weather nor the machine explains it."""
    coldest, warmest = around.coldest, around.warmest
    if coldest is None or warmest is None:
        return False
    lowest = shifted(coldest, Delta(-COOLER))
    if around.can_cool:
        lowest = min(lowest, COOLED)
    return room < lowest or room > max(shifted(warmest, SUNNY), HEATED)


def _continues(sense: Sense, seen: Reading) -> bool:
    """Return whether a report goes on from the last one that was believed.

    The first one of all does where it is habitable. Time that a doubted sensor talks
    away makes nothing more likely.
    """
    before = sense.reading
    if before is None:
        return HABITABLE[0] <= seen.value <= HABITABLE[1]
    return _follows(before, seen, (sense.doubted_since or seen.at) - before.at)


def _follows(before: Reading, after: Reading, within: timedelta) -> bool:
    """Return whether a room may have gone from one to the other within a time."""
    time = max(within, timedelta())
    aired = AIRING * (min(time, AIRED) / timedelta(minutes=1))
    drifted = DRIFT * (time / timedelta(hours=1))
    return not _are_apart(after.value, before.value, Delta(SLACK + aired + drifted))


def _left_from(sense: Sense, seen: Reading) -> Reading:
    """Return the first of the reports that have followed each other up to this one."""
    before = sense.suspect
    if sense.apart and before and _follows(before, seen, seen.at - before.at):
        return sense.apart
    return seen


def _is_settled(sense: Sense, seen: Reading, clock: Clock) -> bool:
    """Return whether what leapt is a room after all."""
    if _moved_like_a_room(sense, seen):
        return True
    is_habitable = HABITABLE[0] <= seen.value <= HABITABLE[1]
    return (
        is_habitable
        and sense.apart is not None
        and clock.expired(sense.apart.at, STANDS_FOR)
    )


def _moved_like_a_room(sense: Sense, seen: Reading) -> bool:
    """Return whether what leapt has gone a way since, step by step."""
    return sense.apart is not None and _are_apart(
        seen.value, sense.apart.value, SETTLED_BY
    )


def _strained(sense: Sense, seen: Reading, drift: Delta) -> Sense:
    """Return the sensor with how far the room must have moved while it stood."""
    if sense.anchor is None:
        return replace(sense, anchor=seen.value)
    moved = difference(seen.value, sense.anchor)
    is_flicker = seen.value == sense.former and moved * sense.strain <= 0
    if not moved or is_flicker:
        return replace(sense, strain=Delta(sense.strain + drift))
    return replace(sense, anchor=seen.value, former=sense.anchor, strain=Delta(0.0))


def _must_have_moved(sense: Sense) -> bool:
    """Return whether the room must by now have moved the sensor, had it been well."""
    step = USUAL_STEP if sense.step is None else sense.step
    return abs(sense.strain) > 2 * step + UNSEEN


def _has_witness(room: Celsius, around: Surroundings) -> bool:
    return any(not _are_apart(room, other, WITNESSED) for other in around.witnesses)


def _are_apart(one: Celsius, other: Celsius, by: Delta) -> bool:
    return abs(difference(one, other)) > by
