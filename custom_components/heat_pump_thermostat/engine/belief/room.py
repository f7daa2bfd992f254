"""Whether a room sensor is believed, and for how long.

A room moves slowly, and weather and machine bound where it can go. A broken sensor
leaps, stands, or tells what no room can be. What is doubted is lost, not cold: until it
goes on from where it was believed, until something else says the same, or until it has
moved as only a room does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..clock import Clock
from ..house.tendency import NOTHING_MOVED, Tendency
from ..observation import Reading
from ..records import replace
from ..units import Celsius, Delta, difference, shifted
from .outdoor import finest_step
from .spell import Spell, lasting_doubt, spell_after
from .standing import (
    RESTED,
    STANDS_AT_LEAST,
    STILL,
    Stand,
    has_weather_moved,
    is_fine,
    is_winter,
    must_have_moved,
    stand_after,
)
from .surroundings import Surroundings

SENSOR_STEP: Final = Delta(0.1)
"""The step of a common room sensor: the least that it shows of a change."""
SERVES_FOR: Final = timedelta(minutes=15)
"""How long the last believed reading serves after its sensor fell silent or leapt."""
ALONE: Final = 3
"""So many times its patience a sensor is believed whose device lives without it."""

SLACK: Final = Delta(4.0)
"""What two reports of one room may differ by, however soon they follow: somebody
carries the sensor to another room, or the sun finds it."""
AIRING: Final = Delta(0.25)
"""K a minute that a door open to winter moves a sensor by, beyond that …"""
AIRED: Final = timedelta(minutes=20)
"""… for so long; a house that is left alone then goes on by …"""
DRIFT: Final = Delta(2.0)
"""… K an hour."""
PACE: Final = timedelta(minutes=30)
"""Reports are also held against the one that went before by so long: a ramp is a leap
that was cut into slices."""
STROLL: Final = Delta(1.0)
"""The slack of a step that any room may take, wherever it has come from."""
LIVED_IN: Final = (Celsius(5.0), Celsius(32.0))
"""The first report of all is believed between these, …"""
HABITABLE: Final = (Celsius(12.0), Celsius(30.0))
"""… and one that leapt between these, unless it follows the weather: colder or warmer
are refrigerator, attic and garden, which move step by step too."""
WELL_COOLED: Final = Celsius(18.0)
"""Few machines cool a room below this."""
STOOD_FOR: Final = timedelta(minutes=30)
"""So much after its leap a habitable temperature is believed, if it has changed at all:
a probe that broke says the same for ever."""
OUTDOORS: Final = Delta(1.5)
"""What leapt so near to the outdoor temperature is taken to hang there."""
SETTLED_BY: Final = Delta(1.0)
"""By how much what leapt has to move, step by step, to be taken for a room."""

TWINS: Final = Delta(6.0)
"""Rooms of one house differ by no more, unless one was seen to go its own way."""
WITNESSED: Final = Delta(4.0)
"""What is so near to another believed reading is believed with it."""
UNLIVABLE: Final = Celsius(15.0)
"""Where one of two rooms is as cold as this, the other one has to explain …"""
SURPLUS: Final = Delta(1.0)
"""… why it is so much warmer than what heated it since they were alike."""

COOLER: Final = Delta(2.0)
"""No room gets colder than the day's coldest weather by more."""
COOLED: Final = Celsius(13.0)
"""No heat pump cools a room to this: it stops before."""
SUNNY: Final = Delta(12.0)
"""A room behind glass gets warmer than the day's warmest weather by no more …"""
HEATED: Final = Celsius(40.0)
"""… or by a machine than this."""

TREMBLES: Final = Delta(1.0)
"""A room that fell by so much more than it must has really got colder."""

GUSTS: Final = 2
"""So many leaps while the machine blows, within a day, tell where a sensor hangs."""
REMEMBERED_FOR: Final = timedelta(days=1)


class Doubt(StrEnum):
    """Why a room's reading is not believed."""

    IMPOSSIBLE = "impossible"
    """The weather cannot have made the room so cold, nor the machine so warm."""
    LEAP = "leap"
    """It came there faster than a house can, and nothing else says so."""
    DISAGREES = "disagrees"
    """It came there in a leap, or by no heat that is known, and another room of the
    house says otherwise."""
    SUPPLY_AIR = "supply_air"
    """It leaps whenever the machine blows: it hangs in what comes out of it."""
    STANDS = "stands"
    """It stands to the last digit, although the room must have moved."""
    UNMOVED = "unmoved"
    """It stands, whether anything heats or not."""
    HEEDLESS = "heedless"
    """It goes its own way, whether anything heats or not."""


LEAPS: Final = frozenset({Doubt.LEAP, Doubt.DISAGREES, Doubt.SUPPLY_AIR})
SERVES: Mapping[Doubt, bool] = {
    Doubt.IMPOSSIBLE: True,
    Doubt.LEAP: True,
    Doubt.DISAGREES: True,
    Doubt.SUPPLY_AIR: True,
    Doubt.STANDS: False,
    Doubt.UNMOVED: False,
    Doubt.HEEDLESS: False,
}
"""Whether what was believed before serves for a while: what stood was wrong already, as
was what went its own way."""
STANDING: Final = frozenset({Doubt.STANDS, Doubt.UNMOVED})


@dataclass(frozen=True, slots=True)
class Alike:
    """What a sensor said when another one last said much the same."""

    value: Celsius
    moved: Tendency = NOTHING_MOVED
    """K: the least and the most by which its room got warmer since."""
    is_left: bool = False
    """Whether it is not believed for that, until they are alike again."""


@dataclass(frozen=True, slots=True)
class Warmth:
    """A time in which a room fell less than it must: nobody told what warms it."""

    warmest: Celsius
    falls: Delta = Delta(0.0)
    """The least by which it got colder since, by all that is known."""

    def lacks(self, room: Celsius) -> Delta:
        """Return by how much it fell less than it must have."""
        return Delta(self.falls - difference(self.warmest, room))


@dataclass(frozen=True, slots=True)
class RoomSensor:
    """What is known of a room sensor: its last report, and how it behaves."""

    reading: Reading | None = None
    """The last report that was believed."""
    lost_since: datetime | None = None
    """Since when it has reported nothing usable."""
    repeats: bool = False
    """Whether it was seen to report an unchanged value."""
    suspect: Reading | None = None
    """The last report, where it is not believed."""
    doubt: Doubt | None = None
    doubted_since: datetime | None = None
    apart: Reading | None = None
    """The report with which it left, if it leapt: what follows it step by step."""
    pace: Reading | None = None
    """A believed report of a while ago, that later ones are held against."""
    paced: Tendency = NOTHING_MOVED
    """K: the least and the most by which the room got warmer since then, if all is well
    with the machine."""
    step: Delta | None = None
    """The smallest change that it was seen to make."""
    stand: Stand | None = None
    gusts: tuple[datetime, ...] = ()
    """When it last leapt while the machine blew."""
    alike: Alike | None = None
    spell: Spell | None = None
    warmth: Warmth | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether it is there and says what is believed."""
        return self.doubt is None and self.lost_since is None

    @property
    def unfallen(self) -> Delta:
        """By how much the room fell less than it must have."""
        warmth, said = self.warmth, self.reading
        return warmth.lacks(said.value) if warmth and said else Delta(0.0)

    @property
    def has_left(self) -> bool:
        """Whether it went its own way, step by step, and nothing explains that."""
        return self.alike is not None and self.alike.is_left

    @property
    def lasting_doubt(self) -> str | None:
        """Why it is doubted, or was so often that it soon will be again."""
        return lasting_doubt(self.spell)


def advance(
    sensor: RoomSensor, seen: Reading | None, around: Surroundings, clock: Clock
) -> RoomSensor:
    """Return what is known of a sensor after it said this; None says nothing usable.

    A restored state is what was remembered over a restart, not a report: until the
    first report the last one counts, with its own time.
    """
    if seen is None or (seen.is_restored and sensor.reading is None):
        is_lost = sensor.lost_since is not None
        return sensor if is_lost else replace(sensor, lost_since=clock.now)
    if seen.is_restored:
        return replace(sensor, lost_since=None)
    before = sensor.stand
    stand = stand_after(before, seen.value, around, clock.now)
    apart = _left_from(sensor, seen)
    alike = _alike_after(sensor.alike, seen.value, around)
    sensor = replace(sensor, lost_since=None, stand=stand, apart=apart, alike=alike)
    doubt = _doubt(sensor, seen, around, clock)
    if doubt in LEAPS and before is not None and not sensor.has_left:
        # What it said before may be the lie: it stands, though something else is said.
        stand = stand_after(before, before.value, around, clock.now)
        sensor = replace(sensor, stand=stand)
    spell = spell_after(sensor.spell, doubt, clock)
    if doubt is None:
        return _sensor_believing(sensor, seen, around.going, spell)
    since, gusts = sensor.doubted_since or clock.now, sensor.gusts
    if doubt in LEAPS and sensor.doubt is None and around.is_blown:
        gusts = (*gusts, clock.now)[-GUSTS:]
    return replace(
        sensor,
        doubt=doubt,
        doubted_since=since,
        suspect=seen,
        gusts=gusts,
        spell=spell,
    )


def believed_temperature(
    sensor: RoomSensor, stale: timedelta, clock: Clock
) -> Celsius | None:
    """Return the room temperature while it can be believed.

    A sensor that was seen to repeat its value is missed sooner than one that reports
    only changes, which may rightly be silent for hours: as long as the rest of its
    device lives, but not for ever, as that cannot tell that the sensor does.
    """
    reading, gone = sensor.reading, sensor.lost_since or sensor.doubted_since
    if reading is None or (sensor.doubt and not SERVES[sensor.doubt]):
        return None
    if gone and clock.expired(gone, SERVES_FOR):
        return None
    patience = stale if sensor.repeats else stale * 2
    alive_at = max(reading.at, reading.alive_at or reading.at)
    if clock.expired(alive_at, patience) or clock.expired(reading.at, ALONE * patience):
        return None
    return reading.value


def disputed_temperature(
    sensor: RoomSensor, stale: timedelta, clock: Clock
) -> Celsius | None:
    """Return what a sensor says that only another one speaks against.

    It came there step by step, and may be right: by a stove that nobody told of.
    """
    said, before, began = sensor.suspect, sensor.reading, sensor.apart
    is_disputed = sensor.has_left and sensor.doubt is Doubt.DISAGREES
    if not is_disputed or said is None or before is None or began is None:
        return None
    if sensor.lost_since is not None or clock.expired(said.at, stale * 2):
        return None
    time = (sensor.doubted_since or began.at) - before.at
    has_leapt = not _may_have_gone(before.value, began.value, time, SLACK)
    return None if has_leapt else said.value


def _sensor_believing(
    sensor: RoomSensor, seen: Reading, going: Tendency, spell: Spell | None
) -> RoomSensor:
    """Return the sensor with a report that is believed."""
    before, pace = sensor.reading, sensor.pace
    repeated = before is not None and before.value == seen.value and before.at < seen.at
    is_paced = pace is not None and seen.at - pace.at <= PACE
    return RoomSensor(
        reading=seen,
        repeats=sensor.repeats or repeated,
        pace=pace if is_paced else seen,
        paced=sensor.paced.plus(going) if is_paced else NOTHING_MOVED,
        step=finest_step(sensor.step, before, seen),
        stand=sensor.stand,
        gusts=sensor.gusts,
        alike=sensor.alike,
        spell=spell,
        warmth=_warmth_after(sensor.warmth, seen.value, going),
    )


def _warmth_after(warmth: Warmth | None, room: Celsius, going: Tendency) -> Warmth:
    """Return how the room keeps warm; anew where it falls as it must, and further."""
    if warmth is None:
        return Warmth(room)
    falls = Delta(max(0.0, warmth.falls - going.most))
    after = Warmth(max(warmth.warmest, room), falls)
    return after if after.lacks(room) > -TREMBLES else Warmth(room)


def _alike_after(
    alike: Alike | None, room: Celsius, around: Surroundings
) -> Alike | None:
    """Return what it said when it last had company; None where there is no other."""
    if _has_witness(room, around):
        return Alike(room)
    if alike is None or not around.witnesses:
        return None
    alike = replace(alike, moved=alike.moved.plus(around.moved))
    is_left = alike.is_left or _has_drifted_off(alike, room, around)
    return replace(alike, is_left=is_left)


def _doubt(
    sensor: RoomSensor, seen: Reading, around: Surroundings, clock: Clock
) -> Doubt | None:
    """Return why a report is not believed; None where it is."""
    if is_impossible(seen.value, around):
        return Doubt.IMPOSSIBLE
    if standing := _doubt_standing(sensor, seen, around, clock):
        return standing
    if around.is_heedless:
        return Doubt.HEEDLESS
    if sensor.has_left:
        return Doubt.DISAGREES
    if _has_witness(seen.value, around) or _continues_indoors(sensor, seen, around):
        return None
    if around.is_blown and _hangs_in_supply_air(sensor, seen.at):
        return Doubt.SUPPLY_AIR
    is_habitable = _is_habitable(seen.value, around)
    has_moved = _moved_like_a_room(sensor, seen)
    if any(_are_apart(seen.value, other, TWINS) for other in around.witnesses):
        return None if is_habitable and has_moved else Doubt.DISAGREES
    is_settled = has_moved or _has_trembled(sensor, seen)
    is_new = sensor.reading is None
    is_room = (is_habitable and is_settled) or (is_new and has_moved)
    return None if is_room else Doubt.LEAP


def is_impossible(room: Celsius, around: Surroundings) -> bool:
    """Return whether neither the weather of late nor the machine explains it."""
    if around.lately is None:
        return False
    lowest = shifted(around.lately.coldest, Delta(-COOLER))
    if around.can_cool:
        lowest = min(lowest, COOLED)
    highest = max(shifted(around.lately.warmest, SUNNY), HEATED)
    return not lowest <= room <= highest


def _continues_indoors(sensor: RoomSensor, seen: Reading, around: Surroundings) -> bool:
    """Return whether a report goes on, and not because the weather has come so near."""
    has_gone_out = sensor.doubt in LEAPS and _is_outdoors(seen.value, around)
    return not has_gone_out and _continues(sensor, seen)


def _continues(sensor: RoomSensor, seen: Reading) -> bool:
    """Return whether a report goes on from those that were believed.

    The first one of all does where a house may be so. Time that a doubted sensor talks
    away makes nothing more likely.
    """
    before = sensor.reading
    if before is None:
        return _is_between(seen.value, LIVED_IN)
    at = sensor.doubted_since or seen.at
    pace = sensor.pace or before
    if _may_have_gone(before.value, seen.value, at - before.at, STROLL):
        return True
    return all(
        _may_have_gone(each.value, seen.value, at - each.at, SLACK)
        for each in (before, pace)
    )


def _may_have_gone(
    start: Celsius, end: Celsius, within: timedelta, slack: Delta
) -> bool:
    """Return whether a room may go from one temperature to the other in a time."""
    time = max(within, timedelta())
    aired = AIRING * (min(time, AIRED) / timedelta(minutes=1))
    drifted = DRIFT * (time / timedelta(hours=1))
    return not _are_apart(end, start, Delta(slack + aired + drifted))


def _left_from(sensor: RoomSensor, seen: Reading) -> Reading:
    """Return the first of the reports that have followed each other up to this one."""
    before = sensor.suspect
    if sensor.apart is None or before is None:
        return seen
    strolled = _may_have_gone(before.value, seen.value, seen.at - before.at, STROLL)
    return sensor.apart if strolled else seen


def _hangs_in_supply_air(sensor: RoomSensor, at: datetime) -> bool:
    """Return whether it has leapt often enough with the machine to be told so."""
    recent = [gust for gust in sensor.gusts if at - gust < REMEMBERED_FOR]
    return len(recent) >= GUSTS


def _is_habitable(room: Celsius, around: Surroundings) -> bool:
    """Return whether what leapt there may be a room at all.

    In summer none is as cold as no weather made it, but by a machine that cools it.
    """
    lowest, highest = HABITABLE
    if around.lately is not None:
        lowest = max(lowest, min(around.lately.coldest, WELL_COOLED))
    return _is_between(room, (lowest, highest)) and not _is_outdoors(room, around)


def _is_outdoors(room: Celsius, around: Surroundings) -> bool:
    """Return whether a sensor that leapt shows what it is outdoors."""
    outdoor = around.outdoor
    return outdoor is not None and not _are_apart(room, outdoor, OUTDOORS)


def _has_trembled(sensor: RoomSensor, seen: Reading) -> bool:
    """Return whether what leapt has changed since, as the air of any room does."""
    apart = sensor.apart
    if apart is None or seen.at - apart.at < STOOD_FOR:
        return False
    return seen.value != apart.value


def _moved_like_a_room(sensor: RoomSensor, seen: Reading) -> bool:
    """Return whether what leapt has gone a way since, step by step."""
    return sensor.apart is not None and _are_apart(
        seen.value, sensor.apart.value, SETTLED_BY
    )


def _doubt_standing(
    sensor: RoomSensor, seen: Reading, around: Surroundings, clock: Clock
) -> Doubt | None:
    """Return why a reading that stands is not believed; None where it may be a room.

    A sensor that only tells of changes may be silent; what it said last is not told
    again.
    """
    stand, since = sensor.stand, sensor.doubted_since
    if stand is None or seen.at - stand.since < STANDS_AT_LEAST:
        return None
    if sensor.doubt in STANDING and since is not None and stand.since <= since:
        return sensor.doubt
    if around.unmoved_since is not None and stand.since <= around.unmoved_since:
        return Doubt.UNMOVED
    if must_have_moved(stand, sensor.step):
        return Doubt.STANDS
    if not is_fine(sensor.step) or seen.at - stand.since < STILL:
        return None
    if has_weather_moved(stand):
        return Doubt.STANDS
    rested = stand.rested - (clock.now - seen.at)
    return Doubt.UNMOVED if rested >= RESTED else None


def needs_rest(sensor: RoomSensor, warmest: Celsius | None) -> bool:
    """Return whether only a rest of the machine tells a reading from one that is stuck.

    It has stood for so long that a room in balance is hardly likelier. Of a room that
    is one it does not take long: the reading moves, and the rest is over.
    """
    stand, said = sensor.stand, sensor.reading
    if stand is None or said is None or sensor.doubt or sensor.lost_since:
        return False
    due = stand.since + STILL - (RESTED - stand.rested)
    is_due = stand.rested < RESTED and said.at >= due
    return is_due and is_fine(sensor.step) and is_winter(stand.value, warmest)


def _has_drifted_off(alike: Alike, room: Celsius, around: Surroundings) -> bool:
    """Return whether it says warm what another calls cold, and nothing made it so.

    Neither has leapt: it is the one that no heat explains.
    """
    is_other_cold = any(other <= UNLIVABLE < room for other in around.witnesses)
    most = Delta(alike.moved.most + SURPLUS)
    return is_other_cold and difference(room, alike.value) > most


def _has_witness(room: Celsius, around: Surroundings) -> bool:
    return any(not _are_apart(room, other, WITNESSED) for other in around.witnesses)


def _is_between(room: Celsius, bounds: tuple[Celsius, Celsius]) -> bool:
    return bounds[0] <= room <= bounds[1]


def _are_apart(one: Celsius, other: Celsius, by: Delta) -> bool:
    return abs(difference(one, other)) > by
