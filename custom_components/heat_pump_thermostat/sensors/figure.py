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
from .existence import Exists

type Attributes = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Figure(SensorEntityDescription):
    """A sensor, what it shows, what it tells beside, and where it exists."""

    value: Callable[[Decision], float | str | datetime | None]
    beside: Callable[[Decision], Attributes] | None = None
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
MEASUREMENT = SensorStateClass.MEASUREMENT


def percent(key: str, value: Callable[[Decision], float | None], **more: Any) -> Figure:
    """Return a share in whole percent."""
    return Figure(
        key=key,
        native_unit_of_measurement=PERCENTAGE,
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=value,
        **more,
    )


def kilowatts(
    key: str, value: Callable[[Decision], float | None], **more: Any
) -> Figure:
    """Return a power, to the watt."""
    return Figure(
        key=key,
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: rounded(value(decision)),
        **more,
    )


def rounded(value: float | None) -> float | None:
    """Return a power to the watt: what is less is no news."""
    return None if value is None else round(value, 3)


def temperature(
    key: str, value: Callable[[Decision], float | None], **more: Any
) -> Figure:
    """Return a temperature, told in °C."""
    return Figure(
        key=key,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=value,
        **more,
    )
