"""What the thermostat does and has done, as sensors."""

from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .controller import ThermostatConfigEntry
from .entity import ThermostatEntity
from .figures import FIGURES, Figure
from .sums import SUMS

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors that this machine has."""
    async_add_entities(
        kind(entry, description)
        for kind, descriptions in ((ThermostatSensor, FIGURES), (SumSensor, SUMS))
        for description in descriptions
        if description.exists(entry)
    )


class ThermostatSensor(ThermostatEntity, SensorEntity):
    """One figure of the last decision."""

    entity_description: Figure

    def __init__(self, entry: ThermostatConfigEntry, description: Figure) -> None:
        """View the thermostat of a config entry."""
        super().__init__(entry, description.key)
        self.entity_description = description

    @property
    @override
    def view(self) -> object:
        """The figure now, and what is told beside it."""
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> float | str | datetime | None:
        """The figure now."""
        return self.entity_description.value(self.decision)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """What is told beside the figure."""
        beside = self.entity_description.beside
        return None if beside is None else dict(beside(self.decision))

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
        household = self.hass.config.units.temperature_unit
        is_delta = self.device_class is SensorDeviceClass.TEMPERATURE_DELTA
        if is_delta and household == UnitOfTemperature.FAHRENHEIT:
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
