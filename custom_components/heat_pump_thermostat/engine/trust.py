"""Which readings are believed, and for how long."""

from datetime import datetime, timedelta
from statistics import median
from typing import Final

from .clock import Clock
from .model import Reading, Room
from .settings import Sensors
from .units import Celsius

LOST: Final = timedelta(minutes=15)
"""How long the last room reading serves after its sensor became unavailable."""
OUTDOOR_WINDOW: Final = timedelta(minutes=10)
OUTDOOR_SAMPLE: Final = timedelta(minutes=1)
OUTDOOR_STALE: Final = timedelta(hours=3)


def watched(room: Room, seen: Reading | None, now: datetime) -> Room:
    """Return what is known of the room after its sensor said `seen`."""
    if seen is None:
        return Room(room.reading, room.lost_since or now, room.repeats)
    before = room.reading
    repeated = before is not None and before.value == seen.value and before.at < seen.at
    return Room(seen, None, room.repeats or repeated)


def believed(room: Room, sensors: Sensors, clock: Clock) -> Celsius | None:
    """Return the room temperature while it can be believed.

    A sensor that was seen to repeat its value is missed sooner than one that reports
    only changes, which may rightly be silent for hours.
    """
    if room.reading is None:
        return None
    if room.lost_since and clock.expired(room.lost_since, LOST):
        return None
    patience = sensors.stale if room.repeats else sensors.stale * 2
    return None if clock.expired(room.reading.at, patience) else room.reading.value


def sampled(
    samples: tuple[Reading, ...], seen: Reading | None, now: datetime
) -> tuple[Reading, ...]:
    """Return the outdoor samples of the last minutes, and the newest however old."""
    if seen is not None and (not samples or seen.at > samples[-1].at):
        crowded = len(samples) > 1 and seen.at - samples[-2].at < OUTDOOR_SAMPLE
        samples = (*(samples[:-1] if crowded else samples), seen)
    recent = tuple(s for s in samples if now - s.at <= OUTDOOR_WINDOW)
    return recent or samples[-1:]


def outdoor_median(samples: tuple[Reading, ...], clock: Clock) -> Celsius | None:
    """Return the outdoor temperature, calm enough for lockouts; None once stale."""
    if not samples or clock.expired(samples[-1].at, OUTDOOR_STALE):
        return None
    return Celsius(median(sample.value for sample in samples))
