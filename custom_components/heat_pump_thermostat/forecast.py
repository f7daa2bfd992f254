"""The weather of the next hours, as a weather entity forecasts it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import Final

from homeassistant.components.weather import (
    ATTR_FORECAST_TEMP,
    ATTR_FORECAST_TIME,
    ATTR_WEATHER_TEMPERATURE_UNIT,
    DOMAIN,
    SERVICE_GET_FORECASTS,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.util.unit_conversion import TemperatureConverter

from .enquiry import Enquiry, Question
from .foresight import HOUR, averaged, hour_of
from .quantity import celsius
from .readings import number, temperature
from .reports import moment

COLDEST: Final = -60
"""No weather is colder."""
WIDEST: Final = 6
"""Hours between two temperatures that may be filled in: some tell each third only."""
FORECAST: Final = "forecast"
"""Under which the action answers."""
HOURLY: Final = Question(DOMAIN, SERVICE_GET_FORECASTS, {"type": "hourly"})


class Forecast:
    """The hourly forecast of one weather entity; none where it has only days."""

    def __init__(self, hass: HomeAssistant, tell: Callable[[], None]) -> None:
        """Tell when the weather is to be another."""
        self.enquiry = Enquiry(hass, HOURLY, tell)
        self._unit: str | None = None

    def hours(self, now: datetime, state: State | None) -> Mapping[datetime, float]:
        """Return the temperatures in °C, by hours.

        `state` is the weather now: it counts for the hour that runs, where the forecast
        begins with the next one. What was forecast holds while the entity is away.
        """
        unit = state.attributes.get(ATTR_WEATHER_TEMPERATURE_UNIT) if state else None
        if unit in TemperatureConverter.VALID_UNITS:
            self._unit = str(unit)
        if self._unit is None:
            return {}
        hours = averaged(self._told(self._unit))
        current = temperature(state, self._unit, COLDEST)
        if current is not None and any(at > now for at in hours):
            hours.setdefault(hour_of(now), current)
        return _filled(hours)

    def _told(self, unit: str) -> Iterator[tuple[datetime, float]]:
        answer = self.enquiry.answer or {}
        for each in answer.get(FORECAST) or ():
            at = moment(each.get(ATTR_FORECAST_TIME))
            told = number(each.get(ATTR_FORECAST_TEMP))
            if at is not None and told is not None:
                yield at, celsius(told, unit)


def _filled(told: Mapping[datetime, float]) -> Mapping[datetime, float]:
    """Return the hours between as well, on a straight line."""
    filled = dict(told)
    for begin, end in pairwise(sorted(told)):
        hours = ceil((end - begin) / HOUR)
        step = (told[end] - told[begin]) / hours
        for i in range(1, hours if hours <= WIDEST else 1):
            filled[begin + i * HOUR] = told[begin] + i * step
    return filled
