"""What the thermostat does and has done, as sensors."""

from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.const import UnitOfPower, UnitOfTemperature
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

from .controller import Controller, ThermostatConfigEntry, Watched
from .entity import ThermostatEntity, unique_id
from .quantity import household
from .sensors.existence import clues_of
from .sensors.house import HOUSE
from .sensors.kinds import ThermostatSensorDescription, steadied
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
        clues = clues_of(entry)
        async_add_entities(
            kind(entry, description, description.place)
            for kind, descriptions in TABLES
            for description in descriptions
            if description.is_there(entry, clues)
            and unique_id(entry, description.key) not in entry.runtime_data.views
        )

    await add(hass, entry)
    entry.async_on_unload(entry.add_update_listener(add))


class ThermostatSensor(ThermostatEntity, SensorEntity):
    """One thing that the last decision tells."""

    entity_description: ThermostatSensorDescription
    _figure: object = None
    """What it showed last."""

    @property
    @override
    def view(self) -> object:
        """Its value, and what is told beside it; no number there is news by itself."""
        beside = self.extra_state_attributes.items()
        words = {key: told for key, told in beside if not isinstance(told, float)}
        return self.native_value, words

    @property
    @override
    def native_value(self) -> float | str | datetime | None:
        """Its value now, a number as finely as it is told."""
        told = self.entity_description
        value = told.value(self.decision)
        if isinstance(value, int | float) and told.step is not None:
            return steadied(value, told.step, self._figure)
        return value

    @callback
    @override
    def _async_write_ha_state(self) -> None:
        """Show it, and remember what was shown."""
        super()._async_write_ha_state()
        self._figure = self.native_value

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """What is told beside it, temperatures in the household's unit."""
        told = self.entity_description
        beside = dict(told.beside(self.decision)) if told.beside else {}
        if told.degrees_beside:
            unit = self.hass.config.units.temperature_unit
            for key, value in told.degrees_beside(self.decision).items():
                beside[key] = round(household(value, unit), 1)
        return beside

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
        """The unit to show it in: differences and heat, too, in the household's."""
        told = self.entity_description
        if self.hass.config.units is US_CUSTOMARY_SYSTEM:
            if told.device_class is SensorDeviceClass.TEMPERATURE_DELTA:
                return UnitOfTemperature.FAHRENHEIT
            if told.is_heat:
                return UnitOfPower.BTU_PER_HOUR
        return told.suggested_unit_of_measurement


def _sums_shown_at(controller: Controller) -> datetime | None:
    """Return when the sums were last to be shown."""
    return controller.decision.state.meter.published_at


class SumSensor(ThermostatSensor):
    """Something that adds up: written every few minutes while it grows."""

    @property
    @override
    def view(self) -> object:
        """When the sums were last to be shown."""
        return _sums_shown_at(self._controller)

    @property
    @override
    def watched(self) -> Watched:
        """The same."""
        return _sums_shown_at

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
