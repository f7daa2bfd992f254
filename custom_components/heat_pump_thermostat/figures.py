"""The sensors of what is so now, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTemperature

from .const import CONF_OUTDOOR_TEMPERATURE
from .controller import ThermostatConfigEntry
from .engine.model import Decision, Reason


@dataclass(frozen=True, kw_only=True)
class Figure(SensorEntityDescription):
    """A sensor, what it shows, and where it exists."""

    value: Callable[[Decision], float | str | datetime | None]
    exists: Callable[[ThermostatConfigEntry], bool] = lambda _: True


FIGURES: tuple[Figure, ...] = (
    Figure(
        key="status",
        device_class=SensorDeviceClass.ENUM,
        options=list(Reason),
        value=lambda decision: decision.reason,
    ),
    Figure(
        key="next_change",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: decision.next_change,
    ),
    Figure(
        key="outdoor_temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
        value=lambda decision: decision.outdoor,
        exists=lambda entry: CONF_OUTDOOR_TEMPERATURE in entry.data,
    ),
)
