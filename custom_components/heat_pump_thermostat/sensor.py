"""What the thermostat does and has done, as sensors."""

from datetime import datetime
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

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
        """The figure now."""
        return self.native_value

    @property
    @override
    def native_value(self) -> float | str | datetime | None:
        """The figure now."""
        return self.entity_description.value(self.decision)


class SumSensor(ThermostatSensor):
    """Something that adds up: written once a minute while it grows."""

    @property
    @override
    def view(self) -> object:
        """When the sums were last to be shown."""
        return self.decision.state.meter.published_at
