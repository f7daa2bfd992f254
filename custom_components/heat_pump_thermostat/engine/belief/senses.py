"""All sensors together: what each of them is judged by is what the others say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from ..clock import Clock, since
from ..house.tendency import NOTHING_MOVED, Tendency
from ..observation import Observation, Reading
from ..records import replace
from ..units import Celsius, difference
from . import outdoor, room
from .outdoor import Lately, OutdoorSensor
from .room import RoomSensor
from .surroundings import Surroundings

ROOM: Final = "room"
FALLBACK: Final = "fallback"
"""What the first two room sensors are called; the others go by their names."""
RETURN_AIR: Final = "return_air"
"""What stands in for them: the air that comes back from the rooms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """What the sensors said of late, and how far they are believed."""

    room: RoomSensor = field(default_factory=RoomSensor)
    fallback: RoomSensor = field(default_factory=RoomSensor)
    further: Mapping[str, RoomSensor] = field(default_factory=dict)
    beside: RoomSensor = field(default_factory=RoomSensor)
    """What the humidity sensor says beside: a witness."""
    air: RoomSensor = field(default_factory=RoomSensor)
    """The air that comes back from the rooms, while no other sensor is believed."""
    outdoor: tuple[Reading, ...] = ()
    outdoor_sensor: OutdoorSensor = field(default_factory=OutdoorSensor)
    lately: Lately | None = None
    window_since: datetime | None = None

    @property
    def rooms(self) -> Mapping[str, RoomSensor]:
        """The room sensors, in the order in which they serve."""
        return {ROOM: self.room, FALLBACK: self.fallback, **self.further}

    @property
    def doubted(self) -> frozenset[str]:
        """The room sensors that say what is not believed, now or every other minute."""
        return frozenset(
            name for name, sensor in self.rooms.items() if sensor.lasting_doubt
        )


@dataclass(frozen=True, slots=True)
class Air:
    """What works on the air of the rooms: the machine, and the weather."""

    is_moving: bool
    """Whether the fan draws on it."""
    is_treated: bool
    """Whether it is heated or cooled, or was a moment ago."""
    going: Tendency = NOTHING_MOVED
    """By how much the room went since the last step, if the machine is well."""
    rested: timedelta = timedelta()
    """For how long it has been neither since the last step, for sure."""
    unmoved_since: datetime | None = None
    """When the first sensor was found to show nothing of it."""
    is_heedless: bool = False
    """Whether the first sensor was found not to follow it."""
    warmest: Celsius | None = None
    """How warm it may be outdoors; None where nobody has told for days."""


def with_weather(
    senses: Senses,
    seen: Observation,
    seconds: float,
    clock: Clock,
    *,
    is_refuted: bool = False,
) -> tuple[Senses, Celsius | None]:
    """Return the senses after outdoor sensor and weather had their say, and what it is.

    The outdoor temperature is the median of ten minutes; None where nobody is believed.
    """
    sensor = outdoor.advance(
        senses.outdoor_sensor, seen.outdoor, seen.weather, clock, is_refuted=is_refuted
    )
    counts = outdoor.spoken_for(sensor, seen.outdoor, seen.weather, clock.now)
    is_turned = sensor.doubt is not senses.outdoor_sensor.doubt
    samples = () if is_turned or (sensor.doubt and not counts) else senses.outdoor
    samples = outdoor.recent_samples(samples, counts, clock.now)
    median = outdoor.outdoor_median(samples, clock)
    lately = senses.lately
    if median is not None:
        lately = outdoor.lately_after(lately, median, seconds)
    if median is not None and counts is seen.outdoor:
        sensor = replace(sensor, known_at=clock.now)
    after = Senses(
        room=senses.room,
        fallback=senses.fallback,
        further=senses.further,
        beside=senses.beside,
        air=senses.air,
        outdoor=samples,
        outdoor_sensor=sensor,
        lately=lately,
        window_since=since(senses.window_since, clock.now, holds=seen.is_window_open),
    )
    return after, median


def with_rooms(
    senses: Senses,
    seen: Observation,
    outdoors: Celsius | None,
    moved: Tendency,
    clock: Clock,
    *,
    can_cool: bool,
    air: Air,
) -> Senses:
    """Return the senses after the room sensors had their say.

    Of two that contradict each other the one that leapt is the liar: each is held
    against what the others were last believed to say, and the air that comes back from
    the rooms while the fan moves it.
    """
    reports = _reports_of(seen)
    known = senses.rooms
    before = {name: known.get(name) or RoomSensor() for name in reports}
    back = [seen.back] if air.is_moving and seen.back is not None else []
    around = Surroundings(
        lately=senses.lately,
        outdoor=outdoors,
        warmest=air.warmest,
        can_cool=can_cool,
        moved=moved,
        going=air.going,
        rested=air.rested,
        is_blown=air.is_treated,
    )
    beside = senses.beside
    if seen.beside is not None or beside.reading is not None:
        beside = room.advance(beside, seen.beside, around, clock)

    def around_of(name: str, report: Reading) -> Surroundings:
        return replace(
            around,
            witnesses=(
                *_believed_values(before, besides=name),
                *back,
                *_humidity_confirming(beside, report),
            ),
            unmoved_since=air.unmoved_since if name == ROOM else None,
            is_heedless=air.is_heedless and name == ROOM,
        )

    after = {
        name: room.advance(
            sensor, report, around_of(name, report) if report else around, clock
        )
        for (name, sensor), report in zip(before.items(), reports.values(), strict=True)
    }
    own, fallback = after.pop(ROOM), after.pop(FALLBACK, RoomSensor())
    return replace(senses, room=own, fallback=fallback, further=after, beside=beside)


def _reports_of(seen: Observation) -> Mapping[str, Reading | None]:
    """Return what the room sensors say that there are, by name, the first first."""
    is_there = seen.is_fallback_expected or seen.fallback is not None
    fallback = {FALLBACK: seen.fallback} if is_there else {}
    return {ROOM: seen.room, **fallback, **seen.further}


def with_returning_air(
    senses: Senses, seen: Observation, moved: Tendency, clock: Clock, *, is_mixed: bool
) -> tuple[Senses, Celsius | None]:
    """Return the senses after the air from the rooms had its say, and what it is.

    For a house in which no room sensor is believed. None while nothing moves the air
    through it, or while it is not believed either.
    """
    if not is_mixed or seen.back is None:
        return senses, None
    around = Surroundings(
        lately=senses.lately, outdoor=None, can_cool=True, moved=moved
    )
    air = room.advance(senses.air, Reading(seen.back, seen.now), around, clock)
    believed = None if air.doubt else seen.back
    return replace(senses, air=air), believed


def _believed_values(
    sensors: Mapping[str, RoomSensor], *, besides: str
) -> Iterable[Celsius]:
    """Return what the other sensors say that are believed."""
    for name, sensor in sensors.items():
        if name != besides and sensor.reading is not None and sensor.is_trusted:
            yield sensor.reading.value


def _humidity_confirming(beside: RoomSensor, report: Reading) -> Iterable[Celsius]:
    """Return what the humidity sensor says beside, where it says the same.

    Nobody has said that it hangs in the room: it speaks for it, and never against it.
    """
    said = beside.reading
    if said is None or not beside.is_trusted:
        return
    if abs(difference(said.value, report.value)) <= room.WITNESSED:
        yield said.value


def believed_rooms(
    senses: Senses, stale: timedelta, clock: Clock
) -> Mapping[str, Celsius]:
    """Return what the room sensors say that are believed, by name, the first first."""
    told = {
        name: room.believed_temperature(sensor, stale, clock)
        for name, sensor in senses.rooms.items()
    }
    return {name: value for name, value in told.items() if value is not None}


def disputed_rooms(
    senses: Senses, stale: timedelta, clock: Clock
) -> tuple[Celsius, ...]:
    """Return what room sensors say that only others speak against."""
    told = (
        room.disputed_temperature(sensor, stale, clock)
        for sensor in senses.rooms.values()
    )
    return tuple(value for value in told if value is not None)


def may_room_sensor_start(senses: Senses, clock: Clock) -> bool:
    """Return whether a room sensor that never spoke may still be starting up."""
    sensor = senses.room
    return (
        sensor.reading is None
        and sensor.lost_since is not None
        and not clock.expired(sensor.lost_since, room.SERVES_FOR)
    )
