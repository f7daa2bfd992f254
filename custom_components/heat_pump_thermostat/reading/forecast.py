"""The weather of the next hours, as a weather entity forecasts it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import Any, Final

from homeassistant.components.weather import (
    ATTR_FORECAST_TEMP,
    ATTR_FORECAST_TIME,
    ATTR_WEATHER_TEMPERATURE_UNIT,
    DOMAIN,
    SERVICE_GET_FORECASTS,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

from ..engine.clock import HOUR
from ..quantity import celsius
from .enquiry import Enquiry, Question
from .hours import hour_of, hourly_means
from .lists import numbers_by_time
from .readings import HOTTEST, temperature, within
from .units import degree

COLDEST_OUTDOORS: Final = -60
"""No weather is colder."""
WIDEST_GAP: Final = 6
"""Hours between two temperatures that may be filled in: some tell each third only."""
FORECAST: Final = "forecast"
"""Under which the action answers."""


def forecast_around_now(answer: Any) -> tuple[tuple[datetime, float], ...]:
    """Return what an answer tells of the time around now, in its own unit."""
    listed = answer.get(FORECAST) if isinstance(answer, Mapping) else None
    now = dt_util.utcnow()
    return tuple(numbers_by_time(listed, ATTR_FORECAST_TIME, ATTR_FORECAST_TEMP, now))


HOURLY_QUESTION: Final = Question(
    DOMAIN, SERVICE_GET_FORECASTS, {"type": "hourly"}, kept=forecast_around_now
)


class Forecast:
    """The hourly forecast of one weather entity; none where it has only days."""

    def __init__(self, hass: HomeAssistant, tell: Callable[[], None]) -> None:
        """Tell when the weather is to be another."""
        self.enquiry = Enquiry(hass, HOURLY_QUESTION, tell)
        self._unit: str | None = None

    def hours(self, now: datetime, state: State | None) -> Mapping[datetime, float]:
        """Return the temperatures in °C, by hours.

        `state` is the weather now: it counts for the hour that runs, where the forecast
        begins with the next one. What was forecast holds while the entity is away.
        """
        unit = state.attributes.get(ATTR_WEATHER_TEMPERATURE_UNIT) if state else None
        if unit is not None:
            self._unit = degree(unit, "")
        if not self._unit:
            return {}
        hours = hourly_means(self._possible_degrees(self._unit))
        current = temperature(state, self._unit, COLDEST_OUTDOORS)
        if current is not None and any(at > now for at in hours):
            hours.setdefault(hour_of(now), current)
        return _with_gaps_filled(hours)

    def _possible_degrees(self, unit: str) -> Iterator[tuple[datetime, float]]:
        for at, degrees in self.enquiry.answer or ():
            hour = within(COLDEST_OUTDOORS, celsius(degrees, unit), HOTTEST)
            if hour is not None:
                yield at, hour


def _with_gaps_filled(known: Mapping[datetime, float]) -> Mapping[datetime, float]:
    """Return the hours between as well, on a straight line."""
    filled = dict(known)
    for begin, end in pairwise(sorted(known)):
        hours = ceil((end - begin) / HOUR)
        step = (known[end] - known[begin]) / hours
        for i in range(1, hours if hours <= WIDEST_GAP else 1):
            filled[begin + i * HOUR] = known[begin] + i * step
    return filled
