"""What the thermostat does and has done, as sensors."""

from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .controller import ThermostatConfigEntry
from .entity import ThermostatEntity, unique_id
from .quantity import household
from .sensors.house import HOUSE
from .sensors.kinds import ThermostatSensorDescription
from .sensors.machine import CONTROL, MACHINE
from .sensors.sums import SUMS

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors that there are now, and others once the options call for them."""

    async def add(_hass: HomeAssistant, _entry: ThermostatConfigEntry) -> None:
        async_add_entities(
            kind(entry, description)
            for kind, descriptions in TABLES
            for description in descriptions
            if description.exists(entry)
            and unique_id(entry, description.key) not in entry.runtime_data.views
        )

    await add(hass, entry)
    entry.async_on_unload(entry.add_update_listener(add))


class ThermostatSensor(ThermostatEntity, SensorEntity):
    """One thing that the last decision tells."""

    entity_description: ThermostatSensorDescription

    @property
    @override
    def view(self) -> object:
        """Its value, and what is told beside it."""
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> float | str | datetime | None:
        """Its value now."""
        return self.entity_description.value(self.decision)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """What is told beside it, temperatures in the household's unit."""
        told = self.entity_description
        unit = self.hass.config.units.temperature_unit
        degrees = told.degrees_beside(self.decision).items()
        return {
            **told.beside(self.decision),
            **{key: round(household(value, unit), 1) for key, value in degrees},
        }

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """The unit; of money, in the household's currency."""
        money = self.entity_description.money
        if money is not None:
            return money.format(currency=self.hass.config.currency)
        return self.entity_description.native_unit_of_measurement

    @property
    @override
    def suggested_unit_of_measurement(self) -> str | None:
        """The unit to show it in: a difference, too, in the household's degrees."""
        unit = self.hass.config.units.temperature_unit
        is_delta = self.device_class is SensorDeviceClass.TEMPERATURE_DELTA
        if is_delta and unit == UnitOfTemperature.FAHRENHEIT:
            return UnitOfTemperature.FAHRENHEIT
        return self.entity_description.suggested_unit_of_measurement


class SumSensor(ThermostatSensor):
    """Something that adds up: written once a minute while it grows."""

    @property
    @override
    def view(self) -> object:
        """When the sums were last to be shown."""
        return self.decision.state.meter.published_at

    @property
    @override
    def last_reset(self) -> datetime | None:
        """The midnight at which the day's began, where falling would be no reset."""
        day = self.decision.state.meter.day
        is_of_today = self.entity_description.is_of_today
        return dt_util.start_of_local_day(day) if is_of_today and day else None


TABLES: Final = (
    (ThermostatSensor, (*CONTROL, *MACHINE, *HOUSE)),
    (SumSensor, SUMS),
)
"""Which sensors are shown how."""
