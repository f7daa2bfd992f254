"""A weather entity that forecasts what a test tells it."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, override

from homeassistant.components.weather import (
    Forecast,
    WeatherEntity,
    WeatherEntityFeature,
)
from homeassistant.const import UnitOfTemperature
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import setup_test_component_platform

from .house import House

WEATHER: Final = "weather.home"


class Weather(WeatherEntity):
    """The weather at home, told in °C."""

    _attr_name = "Home"
    _attr_unique_id = "weather"
    _attr_should_poll = False
    _attr_condition = "snowy"
    _attr_native_temperature_unit = UnitOfTemperature.CELSIUS

    def __init__(self, house: House, *features: WeatherEntityFeature) -> None:
        self._house = house
        self._attr_supported_features = WeatherEntityFeature(sum(features))
        self._attr_native_temperature = 0.0
        self.forecast: list[Forecast] = []
        self.is_broken = False
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.asked = 0
        """How often it was asked for hours."""

    def expect(
        self, degrees: Iterable[float | None], *, begin: float = 0, each: float = 1
    ) -> None:
        """Forecast these from so many hours after now on, each so many hours."""
        self.forecast = [
            Forecast(
                datetime=(
                    self._house.now + timedelta(hours=begin + each * i)
                ).isoformat(),
                native_temperature=value,
            )
            for i, value in enumerate(degrees)
        ]

    async def speak(self, **attributes: Any) -> None:
        """Say something new."""
        for key, value in attributes.items():
            setattr(self, f"_attr_{key}", value)
        self.async_write_ha_state()
        await self._house.settle()

    @override
    async def async_forecast_hourly(self) -> list[Forecast]:
        self.asked += 1
        await self.may_answer.wait()
        if self.is_broken:
            message = "The weather service is down"
            raise HomeAssistantError(message)
        return self.forecast

    @override
    async def async_forecast_daily(self) -> list[Forecast]:
        return self.forecast


async def watch(
    house: House,
    *degrees: float | None,
    features: Iterable[WeatherEntityFeature] = (WeatherEntityFeature.FORECAST_HOURLY,),
    **form: float,
) -> Weather:
    """Put up a weather entity that expects this, and let the thermostat look at it."""
    weather = Weather(house, *features)
    weather.expect(degrees, **form)
    setup_test_component_platform(house.hass, "weather", [weather])
    platform = {"weather": {"platform": "test"}}
    assert await async_setup_component(house.hass, "weather", platform)
    await house.hass.async_block_till_done()
    await house.tune(foresight={"weather": WEATHER})
    return weather
