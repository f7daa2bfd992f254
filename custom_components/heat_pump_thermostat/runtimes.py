"""How long what ran, hour by hour, in the layout that EPA's software reads.

The US EPA rates connected thermostats by its own software (`thermostat` 1.7 on PyPI).
It reads one line for each day of fixed 24 hours, temperatures in °F, run times in
minutes: of cooling and heating by the compressor for the day, of auxiliary heat (beside
the compressor) and of emergency heat (while it does not run) for each hour.
"""

from collections.abc import Iterable, Mapping, Sequence
import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from io import StringIO
from typing import Final

from homeassistant.const import UnitOfTemperature
from homeassistant.util.unit_conversion import TemperatureConverter

HOURS_OF_DAY: Final = range(24)
HOUR_OF_DAY: Final = timedelta(hours=1)
ONE_MINUTE: Final = timedelta(minutes=1)
ZERO: Final = timedelta()


class Runtime(StrEnum):
    """What runs; the names of the columns."""

    COOL = "cool_runtime"
    HEAT = "heat_runtime"
    AUXILIARY = "auxiliary_heat_runtime"
    EMERGENCY = "emergency_heat_runtime"


class Level(StrEnum):
    """What is measured, or set; the names of the columns."""

    ROOM = "temp_in"
    HEATING = "heating_setpoint"
    COOLING = "cooling_setpoint"


DAILY: Final = (Runtime.COOL, Runtime.HEAT)
HOURLY: Final = (Runtime.AUXILIARY, Runtime.EMERGENCY)
COLUMNS: Final = (
    "date",
    *DAILY,
    *(f"{name}_{hour:02}" for name in (*Level, *HOURLY) for hour in HOURS_OF_DAY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is so from a moment on, until the next sample."""

    at: datetime
    runs: frozenset[Runtime] | None = None
    """None where nobody knows."""
    levels: Mapping[Level, float] = field(default_factory=dict)
    """In °F, as far as they are known."""


@dataclass(slots=True)
class _Hour:
    """What adds up within an hour."""

    known: timedelta = ZERO
    runs: dict[Runtime, timedelta] = field(default_factory=dict)
    sums: dict[Level, float] = field(default_factory=dict)
    weights: dict[Level, timedelta] = field(default_factory=dict)

    def add(self, sample: Sample, lasted: timedelta) -> None:
        """Add what was so for a while."""
        if sample.runs is None:
            return
        self.known += lasted
        for run in sample.runs:
            self.runs[run] = self.runs.get(run, ZERO) + lasted
        for level, value in sample.levels.items():
            seconds = lasted.total_seconds()
            self.sums[level] = self.sums.get(level, 0.0) + value * seconds
            self.weights[level] = self.weights.get(level, ZERO) + lasted

    def minutes(self, run: Runtime) -> float | None:
        """Return how long something ran; None where most of the hour is unknown."""
        if self.known < HOUR_OF_DAY / 2:
            return None
        return round(self.runs.get(run, ZERO) / ONE_MINUTE, 2)

    def mean(self, level: Level) -> float | None:
        """Return the mean of a temperature, as far as it is known."""
        seconds = self.weights.get(level, ZERO).total_seconds()
        return round(self.sums[level] / seconds, 2) if seconds else None


type Row = Mapping[str, str | float | None]


def rows(samples: Iterable[Sample], until: datetime, offset: timedelta) -> list[Row]:
    """Return a line for each whole day, in order and without a gap.

    Days are those of a fixed offset from UTC, and have 24 hours each.
    """
    zone = timezone(offset)
    hours = _hours_of(samples, until, zone)
    if not hours:
        return []
    first, end = min(hours), until.astimezone(zone).date()
    day = first.date() + timedelta(days=first.hour > 0)
    days: list[date] = []
    while day < end:
        days.append(day)
        day += timedelta(days=1)
    return [_row(each, hours, zone) for each in days]


def _hours_of(
    samples: Iterable[Sample], until: datetime, zone: timezone
) -> dict[datetime, _Hour]:
    """Return the hours that samples fill, by their beginnings."""
    hours: dict[datetime, _Hour] = {}
    last: Sample | None = None
    for sample in (*samples, Sample(at=until)):
        if last is not None:
            _fill(hours, last, sample.at, zone)
        last = sample
    return hours


def _fill(
    hours: dict[datetime, _Hour], sample: Sample, until: datetime, zone: timezone
) -> None:
    at = sample.at.astimezone(zone)
    end = until.astimezone(zone)
    while at < end:
        begin = at.replace(minute=0, second=0, microsecond=0)
        part = min(end, begin + HOUR_OF_DAY)
        hours.setdefault(begin, _Hour()).add(sample, part - at)
        at = part


def _row(day: date, hours: Mapping[datetime, _Hour], zone: timezone) -> Row:
    of_day = [
        hours.get(datetime(day.year, day.month, day.day, hour, tzinfo=zone), _Hour())
        for hour in HOURS_OF_DAY
    ]
    return {
        "date": day.isoformat(),
        **{run: _sum_of_day([hour.minutes(run) for hour in of_day]) for run in DAILY},
        **{
            f"{level}_{hour:02}": of_day[hour].mean(level)
            for level in Level
            for hour in HOURS_OF_DAY
        },
        **{
            f"{run}_{hour:02}": of_day[hour].minutes(run)
            for run in HOURLY
            for hour in HOURS_OF_DAY
        },
    }


def _sum_of_day(minutes: Sequence[float | None]) -> float | None:
    """Return the sum of a day; None where nothing of it is known."""
    known = [each for each in minutes if each is not None]
    return round(sum(known), 2) if known else None


def written(columns: Sequence[str], lines: Iterable[Row]) -> str:
    """Return lines as a file of comma-separated values, what is not known empty."""
    file = StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue()


def fahrenheit_of(value: float, unit: str) -> float:
    """Return a temperature in °F."""
    return TemperatureConverter.convert(value, unit, UnitOfTemperature.FAHRENHEIT)
