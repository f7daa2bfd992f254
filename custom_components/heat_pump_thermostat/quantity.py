"""Numbers and moments: what a household sees, and what the integration keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from homeassistant.const import (
    UnitOfPower,
    UnitOfTemperature,
    UnitOfTime,
    UnitOfVolumeFlowRate,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import (
    TemperatureConverter,
    TemperatureDeltaConverter,
)
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM, UnitSystem

from .engine.curtailment import Curtailment
from .engine.units import Celsius

KBTU_PER_HOUR: Final = "kBtu/h"
KBTU_PER_KWH: Final = 3.412142
"""One kilowatt in thousands of Btu per hour."""
CFM_PER_CUBIC_METRE: Final = 2118.88
"""One cubic metre per second in cubic feet per minute."""

GALLONS_PER_CUBIC_METRE: Final = 264.1721


@dataclass(frozen=True, slots=True)
class DisplayUnit:
    """A unit that a household reads, and the way between it and the kept one."""

    symbol: str | None
    step: float
    shown: Callable[[float], float] = float
    kept: Callable[[float], float] = float


def _temperature_unit(unit: UnitOfTemperature, step: float) -> DisplayUnit:
    celsius = UnitOfTemperature.CELSIUS
    return DisplayUnit(
        unit,
        step,
        TemperatureConverter.converter_factory(celsius, unit),
        TemperatureConverter.converter_factory(unit, celsius),
    )


def _difference_unit(unit: UnitOfTemperature, step: float) -> DisplayUnit:
    kelvin = UnitOfTemperature.KELVIN
    return DisplayUnit(
        unit if unit is UnitOfTemperature.FAHRENHEIT else kelvin,
        step,
        TemperatureDeltaConverter.converter_factory(kelvin, unit),
        TemperatureDeltaConverter.converter_factory(unit, kelvin),
    )


def _scaled_unit(symbol: str, step: float, factor: float) -> DisplayUnit:
    return DisplayUnit(symbol, step, lambda v: v * factor, lambda v: v / factor)


class Quantity(Enum):
    """What a number measures: its metric unit, and a US customary one of its own."""

    TEMPERATURE = (
        _temperature_unit(UnitOfTemperature.CELSIUS, 0.1),
        _temperature_unit(UnitOfTemperature.FAHRENHEIT, 0.1),
    )
    DIFFERENCE = (
        _difference_unit(UnitOfTemperature.CELSIUS, 0.01),
        _difference_unit(UnitOfTemperature.FAHRENHEIT, 0.01),
    )
    POWER = (
        DisplayUnit(UnitOfPower.KILO_WATT, 0.01),
        _scaled_unit(KBTU_PER_HOUR, 0.1, KBTU_PER_KWH),
    )
    HOURS = _scaled_unit(UnitOfTime.HOURS, 0.5, 1 / 3600)
    DAYS = _scaled_unit(UnitOfTime.DAYS, 1, 1 / 86400)
    AIRFLOW = (
        _scaled_unit(UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR, 1, 3600),
        _scaled_unit(
            UnitOfVolumeFlowRate.CUBIC_FEET_PER_MINUTE, 1, CFM_PER_CUBIC_METRE
        ),
    )
    WATER_FLOW = (
        _scaled_unit(UnitOfVolumeFlowRate.LITERS_PER_MINUTE, 0.1, 60_000),
        _scaled_unit(
            UnitOfVolumeFlowRate.GALLONS_PER_MINUTE, 0.1, GALLONS_PER_CUBIC_METRE * 60
        ),
    )
    PRICE = DisplayUnit(None, 0.001)
    COUNT = DisplayUnit(None, 1)
    RATIO = DisplayUnit(None, 0.01)

    def __init__(
        self, metric: DisplayUnit, customary: DisplayUnit | None = None
    ) -> None:
        """Tell the metric unit, and the customary one where that is another."""
        self.metric = metric
        self.customary = customary or metric

    def unit(self, system: UnitSystem) -> DisplayUnit:
        """Return the unit that a household with this unit system reads."""
        return self.customary if system is US_CUSTOMARY_SYSTEM else self.metric


def celsius(value: float, unit: str) -> Celsius:
    """Return a temperature given in `unit` (°C, °F or K)."""
    return Celsius(TemperatureConverter.convert(value, unit, UnitOfTemperature.CELSIUS))


def household(value: Celsius, unit: str) -> float:
    """Return a temperature in the household's `unit`."""
    return TemperatureConverter.convert(value, UnitOfTemperature.CELSIUS, unit)


def clock_text(moment: datetime, unit: str) -> str:
    """Return a time of the day as a household of this unit reads it from a clock."""
    local = dt_util.as_local(moment)
    if unit == UnitOfTemperature.FAHRENHEIT:
        return f"{local:%I:%M %p}".removeprefix("0")
    return f"{local:%H:%M}"


def local_text(moment: datetime | None) -> str | None:
    """Return a moment as others read it, by the clocks of the household."""
    return None if moment is None else dt_util.as_local(moment).isoformat()


def limits_told(
    curtailments: Mapping[str, Curtailment], system: UnitSystem
) -> list[dict[str, Any]]:
    """Return what others ask a household to go without, as it reads it."""
    unit = Quantity.DIFFERENCE.unit(system)
    return [
        {
            "source": source,
            "until": local_text(asked.until),
            "offset": round(unit.shown(asked.offset), 2),
            "backup_power": asked.backup,
        }
        for source, asked in curtailments.items()
    ]
