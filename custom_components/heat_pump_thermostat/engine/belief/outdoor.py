"""Whether the outdoor sensor is believed, and what the outdoor temperature is.

Outdoor air always moves, and other people measure it too. A sensor that contradicts one
of them is doubted; what is doubted is lost, and the weather service speaks for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import inf
from typing import Final

from ..clock import HOUR, Clock, since
from ..observation import Reading
from ..records import replace
from ..units import Celsius, Delta, at_least, difference, shifted
from .spell import Spell, lasting_doubt, spell_after

MEDIAN_OF: Final = timedelta(minutes=10)
HALF: Final = MEDIAN_OF / 2
"""What stands for so long of these minutes is the median."""
SAMPLE: Final = timedelta(minutes=1)
STALE: Final = timedelta(hours=3)
WEATHER_SERVES: Final = timedelta(hours=48)
"""For so long what was last known of the weather counts once its sensor is lost."""
DAYS_SWING: Final = Delta(4.0)
WEATHER_CHANGES: Final = Delta(0.5)
"""By how much the weather may differ from its last day that was known: by the day's
swing, and by so much more each hour."""

STANDS: Final = (
    (Delta(0.6), timedelta(hours=18)),
    (Delta(inf), timedelta(hours=36)),
)
"""For so long a sensor of such steps may show the same: in fog and in melting snow, or
where a service tells in fine steps what a station rounds to whole °F."""
NEVER_MOVED: Final = timedelta(days=7)
"""… or one that was never seen to move."""
FAR_OFF: Final = Delta(15.0)
FAR_FOR: Final = timedelta(minutes=30)
"""So far from what the weather service says there is no sun, no wall and no hill."""
OFF: Final = Delta(8.0)
OFF_FOR: Final = timedelta(hours=6)
"""So far they may lie apart for an afternoon in the sun."""
LEAP: Final = Delta(15.0)
LEAP_LASTS: Final = timedelta(hours=6)
MOVED_ON_BY: Final = Delta(1.0)
"""No weather moves a sensor so far so soon. One that leapt is not believed until it
comes back, or has moved on like weather after so long."""
REFUTED_FOR: Final = timedelta(hours=12)
"""How long a sensor is not believed that the house has refuted."""
FORGOTTEN_HOURLY: Final = Delta(0.5)
"""K an hour by which the coldest and the warmest of late are forgotten."""
FIRST_NIGHT: Final = Delta(15.0)
"""How much colder it may have been in the night before the first look."""


class OutdoorDoubt(StrEnum):
    """Why the outdoor sensor is not believed."""

    STANDS = "stands"
    """It stands to the last digit, as no weather does."""
    LEAP = "leap"
    """It came there faster than weather does, and nobody else says so."""
    CONTRADICTED = "contradicted"
    """The weather service says something else altogether."""
    COLDER = "colder"
    """The house loses heat as in far colder weather."""


@dataclass(frozen=True, slots=True)
class OutdoorSensor:
    """What is known of the outdoor sensor."""

    stood: Reading | None = None
    """What it shows, and since when."""
    step: Delta | None = None
    """The smallest change that it was seen to make."""
    off_since: datetime | None = None
    far_since: datetime | None = None
    """Since when the weather service has said something else, or something far else."""
    believed: Reading | None = None
    """The last report that went on from those before."""
    apart: Reading | None = None
    """The report with which it left those."""
    refuted_at: datetime | None = None
    """When the house last lost more heat than in such weather."""
    doubt: OutdoorDoubt | None = None
    known_at: datetime | None = None
    """When the outdoor temperature was last what this sensor says."""
    spell: Spell | None = None

    @property
    def lasting_doubt(self) -> str | None:
        """Why it is doubted, or was so often that it soon will be again."""
        return lasting_doubt(self.spell)


@dataclass(frozen=True, slots=True)
class Lately:
    """How cold and how warm the outdoor air was in the last day or two."""

    coldest: Celsius
    warmest: Celsius


def advance(
    sensor: OutdoorSensor,
    seen: Reading | None,
    weather: Reading | None,
    clock: Clock,
    *,
    is_refuted: bool = False,
) -> OutdoorSensor:
    """Return what is known of the sensor after it said this, and the weather that.

    `is_refuted` says that the house loses more heat than it does in such weather.
    """
    if seen is None:
        return replace(sensor, off_since=None, far_since=None)
    sensor = _seen_to_stand(sensor, seen)
    has_left = _leaps(sensor, seen, weather)
    off = 0.0 if weather is None else abs(difference(seen.value, weather.value))
    after = OutdoorSensor(
        stood=sensor.stood,
        step=sensor.step,
        off_since=since(sensor.off_since, clock.now, holds=off > OFF),
        far_since=since(sensor.far_since, clock.now, holds=off > FAR_OFF),
        believed=sensor.believed if has_left else seen,
        apart=(sensor.apart or seen) if has_left else None,
        refuted_at=clock.now if is_refuted else sensor.refuted_at,
        known_at=sensor.known_at,
    )
    doubt = _contradiction(after, clock)
    spell = spell_after(sensor.spell, doubt, clock)
    is_calm = doubt is None and spell is None
    return after if is_calm else replace(after, doubt=doubt, spell=spell)


def _leaps(sensor: OutdoorSensor, seen: Reading, weather: Reading | None) -> bool:
    """Return whether a report is too far from the last one that was believed."""
    before, apart = sensor.believed, sensor.apart
    if before is None or abs(difference(seen.value, before.value)) <= LEAP:
        return False
    if weather is not None and abs(difference(seen.value, weather.value)) <= OFF:
        return False
    if apart is None:
        return seen.at - before.at < LEAP_LASTS
    has_moved = abs(difference(seen.value, apart.value)) >= MOVED_ON_BY
    return not has_moved or seen.at - apart.at < LEAP_LASTS


def _seen_to_stand(sensor: OutdoorSensor, seen: Reading) -> OutdoorSensor:
    """Return the sensor with what it shows, since when, and by which steps it moves."""
    if sensor.stood is None:
        return replace(sensor, stood=seen)
    if seen.value == sensor.stood.value:
        return sensor
    step = finest_step(sensor.step, sensor.stood, seen)
    return replace(sensor, stood=seen, step=step)


def finest_step(
    step: Delta | None, before: Reading | None, seen: Reading
) -> Delta | None:
    """Return the smallest change that a sensor was seen to make; None before any."""
    if before is None or before.value == seen.value:
        return step
    change = Delta(abs(difference(seen.value, before.value)))
    return change if step is None else min(step, change)


def _contradiction(sensor: OutdoorSensor, clock: Clock) -> OutdoorDoubt | None:
    """Return why the sensor is not believed; None where it is."""
    if sensor.apart is not None:
        return OutdoorDoubt.LEAP
    if sensor.far_since and clock.expired(sensor.far_since, FAR_FOR):
        return OutdoorDoubt.CONTRADICTED
    if sensor.off_since and clock.expired(sensor.off_since, OFF_FOR):
        return OutdoorDoubt.CONTRADICTED
    if sensor.stood and clock.expired(sensor.stood.at, _longest(sensor.step)):
        return OutdoorDoubt.STANDS
    if sensor.refuted_at and not clock.expired(sensor.refuted_at, REFUTED_FOR):
        return OutdoorDoubt.COLDER
    return None


def _longest(step: Delta | None) -> timedelta:
    """Return for how long a sensor of such steps may show the same."""
    if step is None:
        return NEVER_MOVED
    return next(longest for widest, longest in STANDS if at_least(widest, step))


def spoken_for(
    sensor: OutdoorSensor, seen: Reading | None, weather: Reading | None, now: datetime
) -> Reading | None:
    """Return the reading that counts: the sensor's, or the weather's where it fails."""
    is_stale = seen is None or now - seen.at >= STALE
    if sensor.doubt is not None:
        return weather
    return weather or seen if is_stale else seen


def taken_to_be(
    sensor: OutdoorSensor, outdoor: Celsius | None, mean: Celsius | None, now: datetime
) -> tuple[Celsius | None, Delta]:
    """Return the outdoor temperature, and by how much it may be otherwise.

    While nobody tells it: the mean of the last day that was known, unless that was long
    ago.
    """
    known_at = sensor.known_at
    if outdoor is not None or known_at is None or now - known_at >= WEATHER_SERVES:
        return outdoor, Delta(0.0)
    gone = max(now - known_at, timedelta()) / HOUR
    return mean, Delta(DAYS_SWING + WEATHER_CHANGES * gone)


def warmest(
    sensor: OutdoorSensor, outdoor: Celsius | None, mean: Celsius | None, now: datetime
) -> Celsius | None:
    """Return how warm it may be outdoors; None where nobody has told for days."""
    weather, unsure = taken_to_be(sensor, outdoor, mean, now)
    return None if weather is None else shifted(weather, unsure)


def lately_after(before: Lately | None, outdoor: Celsius, seconds: float) -> Lately:
    """Return how cold and warm it was of late, with how it is now."""
    if before is None:
        return Lately(shifted(outdoor, Delta(-FIRST_NIGHT)), outdoor)
    forgotten = Delta(FORGOTTEN_HOURLY * (seconds / HOUR.total_seconds()))
    left = Lately(
        shifted(before.coldest, forgotten), shifted(before.warmest, Delta(-forgotten))
    )
    return lately_with(left, outdoor)


def lately_with(before: Lately | None, outdoor: Celsius) -> Lately:
    """Return what reaches to this weather too."""
    if before is None:
        return Lately(outdoor, outdoor)
    return Lately(min(outdoor, before.coldest), max(outdoor, before.warmest))


def recent_samples(
    samples: tuple[Reading, ...], seen: Reading | None, now: datetime
) -> tuple[Reading, ...]:
    """Return the outdoor readings of the last minutes, and the one that went before."""
    if seen is not None and (not samples or seen.at > samples[-1].at):
        crowded = len(samples) > 1 and seen.at - samples[-2].at < SAMPLE
        samples = (*(samples[:-1] if crowded else samples), seen)
    past = [sample for sample in samples if now - sample.at > MEDIAN_OF]
    return samples[max(0, len(past) - 1) :]


def outdoor_median(samples: tuple[Reading, ...], clock: Clock) -> Celsius | None:
    """Return the outdoor temperature, calm enough for lockouts; None once stale.

    It is the median over time, not over readings: a sensor that reports only changes
    says nothing for as long as nothing changes.
    """
    if not samples or clock.expired(samples[-1].at, STALE):
        return None
    stood = _time_of_each_temperature(samples, clock.now)
    for sample in samples[1:]:
        clock.wake(sample.at + HALF)
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
    begun = now - MEDIAN_OF
    ends = (*(sample.at for sample in samples[1:]), now)
    stood: dict[Celsius, timedelta] = {}
    for sample, end in zip(samples, ends, strict=True):
        time = max(end, begun) - max(sample.at, begun)
        stood[sample.value] = stood.get(sample.value, timedelta()) + time
    return stood
