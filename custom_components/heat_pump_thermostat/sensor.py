"""What the thermostat does and has done, as sensors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTemperature, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import CONF_OUTDOOR_TEMPERATURE
from .controller import ThermostatConfigEntry
from .engine.model import Decision, Reason
from .engine.runtime import is_counting
from .engine.step import COUNT_EVERY
from .entity import ThermostatEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class ThermostatSensorDescription(SensorEntityDescription):
    """A sensor, what it shows, and where it exists."""

    value: Callable[[Decision], float | str | datetime | None]
    exists: Callable[[ThermostatConfigEntry], bool] = lambda _: True


def _has_backup(entry: ThermostatConfigEntry) -> bool:
    return entry.runtime_data.settings.machine.has_backup


SENSORS: tuple[ThermostatSensorDescription, ...] = (
    ThermostatSensorDescription(
        key="status",
        translation_key="status",
        device_class=SensorDeviceClass.ENUM,
        options=list(Reason),
        value=lambda decision: decision.reason,
    ),
    ThermostatSensorDescription(
        key="next_change",
        translation_key="next_change",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: decision.next_change,
    ),
    ThermostatSensorDescription(
        key="outdoor_temperature",
        translation_key="outdoor_temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
        value=lambda decision: decision.outdoor,
        exists=lambda entry: CONF_OUTDOOR_TEMPERATURE in entry.data,
    ),
    ThermostatSensorDescription(
        key="aux_heat_runtime",
        translation_key="aux_heat_runtime",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=1,
        value=lambda decision: decision.state.counters.aux_heat.total_seconds(),
        exists=_has_backup,
    ),
    ThermostatSensorDescription(
        key="aux_heat_runtime_today",
        translation_key="aux_heat_runtime_today",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        value=lambda decision: decision.state.counters.aux_heat_today.total_seconds(),
        exists=_has_backup,
    ),
    ThermostatSensorDescription(
        key="compressor_runtime",
        translation_key="compressor_runtime",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=1,
        value=lambda decision: decision.state.counters.compressor.total_seconds(),
    ),
    ThermostatSensorDescription(
        key="compressor_starts_today",
        translation_key="compressor_starts_today",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value=lambda decision: decision.state.counters.starts_today,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors that this machine has."""
    async_add_entities(
        RuntimeSensor(entry, description)
        if description.device_class is SensorDeviceClass.DURATION
        else ThermostatSensor(entry, description)
        for description in SENSORS
        if description.exists(entry)
    )


class ThermostatSensor(ThermostatEntity, SensorEntity):
    """One figure of the last decision."""

    entity_description: ThermostatSensorDescription

    def __init__(
        self, entry: ThermostatConfigEntry, description: ThermostatSensorDescription
    ) -> None:
        """View the thermostat of a config entry."""
        super().__init__(entry, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> float | str | datetime | None:
        """The figure now."""
        return self.entity_description.value(self.decision)


class RuntimeSensor(ThermostatSensor):
    """A run time: written once a minute while it grows, and exactly once it stands."""

    _shown = 0.0

    @property
    @override
    def native_value(self) -> float:
        """The run time, in seconds."""
        value = cast(float, super().native_value)
        is_fresh = 0 <= value - self._shown < COUNT_EVERY.total_seconds()
        if not (is_fresh and is_counting(self.decision.state.board)):
            self._shown = value
        return self._shown
