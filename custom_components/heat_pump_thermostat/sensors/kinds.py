"""What a sensor shows, and the kinds of sensors there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfPower,
    UnitOfTemperature,
)

from ..engine.decision import Decision
from ..engine.units import Celsius
from .existence import Exists

type Attributes = Mapping[str, Any]
type Shown = Callable[[Decision], float | None]


@dataclass(frozen=True, kw_only=True)
class ThermostatSensorDescription(SensorEntityDescription):
    """A sensor, what it shows, what it tells beside, and where it exists."""

    value: Callable[[Decision], float | str | datetime | None]
    beside: Callable[[Decision], Attributes] = lambda _: {}
    degrees_beside: Callable[[Decision], Mapping[str, Celsius]] = lambda _: {}
    """Temperatures that are told beside, in the household's unit."""
    exists: Exists = lambda _: True
    money: str | None = None
    """The unit of money, or of a price: it holds the household's `{currency}`."""
    is_of_today: bool = False
    """Whether it begins with nothing at midnight without ever having to grow."""


HIDDEN: Final[Mapping[str, Any]] = {"entity_registry_enabled_default": False}
DIAGNOSTIC: Final[Mapping[str, Any]] = {
    "entity_category": EntityCategory.DIAGNOSTIC,
    **HIDDEN,
}
MEASUREMENT: Final = SensorStateClass.MEASUREMENT


def to_digits(value: float | None, digits: int) -> float | None:
    """Return a number to so many digits: what is less is no news."""
    return None if value is None else round(value, digits)


def share_sensor(key: str, share: Shown, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of a share, 0 … 1, in whole percent."""

    def percent(decision: Decision) -> float | None:
        value = share(decision)
        return None if value is None else round(100 * value)

    return ThermostatSensorDescription(
        key=key,
        native_unit_of_measurement=PERCENTAGE,
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=percent,
        **more,
    )


def power_sensor(
    key: str, kilowatts: Shown, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a power, to the watt."""
    return ThermostatSensorDescription(
        key=key,
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: to_digits(kilowatts(decision), 3),
        **more,
    )


def temperature_sensor(
    key: str, celsius: Shown, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a temperature, told in °C."""
    return ThermostatSensorDescription(
        key=key,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=celsius,
        **more,
    )
