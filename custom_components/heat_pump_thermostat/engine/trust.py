"""Which readings are believed, and for how long."""

from datetime import datetime, timedelta
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
    stood = _stood_for(samples, clock.now)
    for sample in samples[1:]:
        clock.expired(sample.at, OUTDOOR_WINDOW / 2)
    half = sum(stood.values(), timedelta()) / 2
    passed = timedelta()
    for value in sorted(stood):
        passed += stood[value]
        if half and passed >= half:
            return value
    return samples[-1].value


def _stood_for(samples: tuple[Reading, ...], now: datetime) -> dict[Celsius, timedelta]:
    """Return for how long of the last minutes each temperature stood."""
    begun = now - OUTDOOR_WINDOW
    ends = (*(sample.at for sample in samples[1:]), now)
    stood: dict[Celsius, timedelta] = {}
    for sample, end in zip(samples, ends, strict=True):
        time = max(end, begun) - max(sample.at, begun)
        stood[sample.value] = stood.get(sample.value, timedelta()) + time
    return stood
