"""Which readings are believed, and for how long."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..clock import Clock, since
from ..observation import Observation, Reading
from ..settings import Sensors
from ..situation import Situation
from ..state import Room, Senses
from ..units import Celsius, Delta, difference

SENSOR_STEP: Final = Delta(0.1)
"""The step of a common room sensor: the least that it shows of a change."""
SERVES_FOR: Final = timedelta(minutes=15)
"""How long the last room reading serves after its sensor became unavailable."""
ALONE: Final = 3
"""So many times its patience a sensor is believed whose device lives without it."""
JUMP: Final = Delta(5)
JUMP_WITHIN: Final = timedelta(minutes=30)
JUMP_STANDS: Final = timedelta(minutes=5)
"""A larger change so soon takes a second reading, or has to stand for a while."""
OUTDOOR_WINDOW: Final = timedelta(minutes=10)
OUTDOOR_HALF: Final = OUTDOOR_WINDOW / 2
"""What stands for so long of these minutes is the median."""
OUTDOOR_SAMPLE: Final = timedelta(minutes=1)
OUTDOOR_STALE: Final = timedelta(hours=3)


def advance(senses: Senses, seen: Observation, clock: Clock) -> Senses:
    """Return what the sensors said of late, with what they say now."""
    return Senses(
        room=room_after_report(
            senses.room, seen.room, clock, is_restored=seen.is_room_restored
        ),
        fallback=room_after_report(
            senses.fallback,
            seen.fallback,
            clock,
            is_restored=seen.is_fallback_restored,
        ),
        outdoor=recent_samples(senses.outdoor, seen.outdoor, clock.now),
        window_since=since(senses.window_since, clock.now, holds=seen.is_window_open),
    )


def room_after_report(
    room: Room, seen: Reading | None, clock: Clock, *, is_restored: bool = False
) -> Room:
    """Return what is known of a room after its sensor said `seen`.

    A restored state is what was remembered over a restart, not a report: until the
    first report the last one counts, with its own time.
    """
    if seen is None or (is_restored and room.reading is None):
        lost_since = room.lost_since or clock.now
        return replace(room, lost_since=lost_since, suspect=None)
    if is_restored:
        return replace(room, lost_since=None)
    if _is_jump(room, seen) and not _is_confirmed(room.suspect, seen, clock):
        is_same = room.suspect is not None and _are_close(room.suspect, seen)
        return replace(room, lost_since=None, suspect=room.suspect if is_same else seen)
    before = room.reading
    repeated = before is not None and before.value == seen.value and before.at < seen.at
    return Room(seen, None, room.repeats or repeated)


def _is_jump(room: Room, seen: Reading) -> bool:
    before = room.reading
    return (
        before is not None
        and seen.at - before.at < JUMP_WITHIN
        and not _are_close(before, seen)
    )


def _are_close(one: Reading, other: Reading) -> bool:
    return abs(difference(one.value, other.value)) <= JUMP


def _is_confirmed(suspect: Reading | None, seen: Reading, clock: Clock) -> bool:
    """Return whether a jump is a second reading, or has stood for long enough."""
    if suspect is None:
        clock.wake(seen.at + JUMP_STANDS)
        return False
    is_second = seen.at > suspect.at and _are_close(suspect, seen)
    return is_second or clock.expired(suspect.at, JUMP_STANDS)


def believed_temperature(room: Room, sensors: Sensors, clock: Clock) -> Celsius | None:
    """Return the room temperature while it can be believed.

    A sensor that was seen to repeat its value is missed sooner than one that reports
    only changes, which may rightly be silent for hours: as long as the rest of its
    device lives, but not for ever, as that cannot tell that the sensor does.
    """
    if room.reading is None:
        return None
    if room.lost_since and clock.expired(room.lost_since, SERVES_FOR):
        return None
    patience = sensors.stale if room.repeats else sensors.stale * 2
    report = room.reading.at
    alive_at = max(report, room.reading.alive_at or report)
    if clock.expired(alive_at, patience) or clock.expired(report, ALONE * patience):
        return None
    return room.reading.value


def may_room_sensor_start(situation: Situation) -> bool:
    """Return whether a room sensor that never spoke may still be starting up."""
    room = situation.state.senses.room
    return (
        room.reading is None
        and room.lost_since is not None
        and not situation.clock.expired(room.lost_since, SERVES_FOR)
    )


def recent_samples(
    samples: tuple[Reading, ...], seen: Reading | None, now: datetime
) -> tuple[Reading, ...]:
    """Return the outdoor readings of the last minutes, and the one that went before."""
    if seen is not None and (not samples or seen.at > samples[-1].at):
        crowded = len(samples) > 1 and seen.at - samples[-2].at < OUTDOOR_SAMPLE
        samples = (*(samples[:-1] if crowded else samples), seen)
    past = [sample for sample in samples if now - sample.at > OUTDOOR_WINDOW]
    return samples[max(0, len(past) - 1) :]


def outdoor_median(samples: tuple[Reading, ...], clock: Clock) -> Celsius | None:
    """Return the outdoor temperature, calm enough for lockouts; None once stale.

    It is the median over time, not over readings: a sensor that reports only changes
    says nothing for as long as nothing changes.
    """
    if not samples or clock.expired(samples[-1].at, OUTDOOR_STALE):
        return None
    stood = _time_of_each_temperature(samples, clock.now)
    for sample in samples[1:]:
        clock.wake(sample.at + OUTDOOR_HALF)
    half = sum(stood.values(), timedelta()) / 2
    passed = timedelta()
    for value in sorted(stood):
        passed += stood[value]
        if half and passed >= half:
            return value
    return samples[-1].value


def _time_of_each_temperature(
    samples: tuple[Reading, ...], now: datetime
) -> dict[Celsius, timedelta]:
    """Return for how long of the last minutes each temperature stood."""
    begun = now - OUTDOOR_WINDOW
    ends = (*(sample.at for sample in samples[1:]), now)
    stood: dict[Celsius, timedelta] = {}
    for sample, end in zip(samples, ends, strict=True):
        time = max(end, begun) - max(sample.at, begun)
        stood[sample.value] = stood.get(sample.value, timedelta()) + time
    return stood
