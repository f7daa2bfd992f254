"""The household's day, and the hours to come as weather and prices are forecast."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import takewhile
from statistics import fmean

from homeassistant.util import dt as dt_util

from ..engine.clock import HOUR
from ..engine.house.cheap_hours import HOURS_AHEAD, Hour
from ..engine.meter import season_of
from ..engine.units import Celsius


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the household's clocks."""

    midnight: datetime
    next_midnight: datetime
    season: date
    """The day on which its heating season began."""


@lru_cache(maxsize=8)
def day_of(today: date, zone: tzinfo, latitude: float) -> Day:
    """Return the day at a place: asked for with every look, and seldom another."""
    tomorrow = today + timedelta(days=1)
    begin, end = (datetime.combine(each, time(), zone) for each in (today, tomorrow))
    season = season_of(today, latitude)
    return Day(dt_util.as_utc(begin), dt_util.as_utc(end), season)


def hour_of(moment: datetime) -> datetime:
    """Return when the hour began on the household's clocks, which may go by halves."""
    local = dt_util.as_local(moment)
    return dt_util.as_utc(local.replace(minute=0, second=0, microsecond=0))


def hourly_means(figures: Iterable[tuple[datetime, float]]) -> dict[datetime, float]:
    """Return by hours what was told, maybe for quarters of them."""
    hours: defaultdict[datetime, list[float]] = defaultdict(list)
    for at, value in figures:
        hours[hour_of(at)].append(value)
    return {at: fmean(values) for at, values in hours.items()}


def hours_ahead(
    now: datetime,
    weather: Mapping[datetime, float],
    prices: Mapping[datetime, float],
) -> tuple[Hour, ...]:
    """Return the hours from the one that runs on, as far as all is known of them.

    A forecast that does not tell of this hour is not of today, and says nothing.
    """
    first = hour_of(now)
    weather, prices = (each if first in each else {} for each in (weather, prices))
    known = [each for each in (weather, prices) if each]
    hours = takewhile(
        lambda at: known and all(at in each for each in known),
        (first + i * HOUR for i in range(HOURS_AHEAD)),
    )
    return tuple(
        Hour(at, Celsius(weather[at]) if weather else None, prices.get(at))
        for at in hours
    )
