"""Numbers with a unit: what a household sees, and what the integration keeps."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from homeassistant.const import (
    UnitOfPower,
    UnitOfTemperature,
    UnitOfTime,
    UnitOfVolumeFlowRate,
)
from homeassistant.util.unit_conversion import (
    TemperatureConverter,
    TemperatureDeltaConverter,
)
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM, UnitSystem

from .engine.units import Celsius

KBTU_PER_HOUR: Final = "kBtu/h"
KBTU_PER_KWH: Final = 3.412142
"""One kilowatt in thousands of Btu per hour."""
CFM_PER_CUBIC_METRE: Final = 2118.88
"""One cubic metre per second in cubic feet per minute."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that a household reads, and the way between it and the kept one."""

    symbol: str | None
    step: float
    shown: Callable[[float], float] = float
    kept: Callable[[float], float] = float


def _temperature(unit: UnitOfTemperature, step: float) -> Unit:
    celsius = UnitOfTemperature.CELSIUS
    return Unit(
        unit,
        step,
        TemperatureConverter.converter_factory(celsius, unit),
        TemperatureConverter.converter_factory(unit, celsius),
    )


def _difference(unit: UnitOfTemperature, step: float) -> Unit:
    kelvin = UnitOfTemperature.KELVIN
    return Unit(
        unit if unit is UnitOfTemperature.FAHRENHEIT else kelvin,
        step,
        TemperatureDeltaConverter.converter_factory(kelvin, unit),
        TemperatureDeltaConverter.converter_factory(unit, kelvin),
    )


def _scaled(symbol: str, step: float, factor: float) -> Unit:
    return Unit(symbol, step, lambda v: v * factor, lambda v: v / factor)


class Quantity(Enum):
    """What a number measures: its metric unit, and its US customary one."""

    TEMPERATURE = (
        _temperature(UnitOfTemperature.CELSIUS, 0.1),
        _temperature(UnitOfTemperature.FAHRENHEIT, 0.1),
    )
    DIFFERENCE = (
        _difference(UnitOfTemperature.CELSIUS, 0.01),
        _difference(UnitOfTemperature.FAHRENHEIT, 0.01),
    )
    POWER = (
        Unit(UnitOfPower.KILO_WATT, 0.01),
        _scaled(KBTU_PER_HOUR, 0.1, KBTU_PER_KWH),
    )
    SECONDS = (Unit(UnitOfTime.SECONDS, 1), Unit(UnitOfTime.SECONDS, 1))
    MINUTES = (
        _scaled(UnitOfTime.MINUTES, 1, 1 / 60),
        _scaled(UnitOfTime.MINUTES, 1, 1 / 60),
    )
    HOURS = (
        _scaled(UnitOfTime.HOURS, 0.5, 1 / 3600),
        _scaled(UnitOfTime.HOURS, 0.5, 1 / 3600),
    )
    DAYS = (
        _scaled(UnitOfTime.DAYS, 1, 1 / 86400),
        _scaled(UnitOfTime.DAYS, 1, 1 / 86400),
    )
    AIRFLOW = (
        _scaled(UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR, 1, 3600),
        _scaled(UnitOfVolumeFlowRate.CUBIC_FEET_PER_MINUTE, 1, CFM_PER_CUBIC_METRE),
    )
    PRICE = (Unit(None, 0.001), Unit(None, 0.001))
    COUNT = (Unit(None, 1), Unit(None, 1))
    RATIO = (Unit(None, 0.01), Unit(None, 0.01))

    def unit(self, system: UnitSystem) -> Unit:
        """Return the unit that a household with this unit system reads."""
        metric, customary = self.value
        return customary if system is US_CUSTOMARY_SYSTEM else metric


def celsius(value: float, unit: str) -> Celsius:
    """Return a temperature given in `unit` (°C, °F or K)."""
    return Celsius(TemperatureConverter.convert(value, unit, UnitOfTemperature.CELSIUS))


def household(value: Celsius, unit: str) -> float:
    """Return a temperature in the household's `unit`."""
    return TemperatureConverter.convert(value, UnitOfTemperature.CELSIUS, unit)
