"""Times of the day among the options."""

from datetime import time
from typing import override

from homeassistant.components.time import TimeEntity, TimeEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .adjustable import AdjustableEntity, adjustables
from .configuration.fields import Time
from .controller import ThermostatConfigEntry

PARALLEL_UPDATES = 1


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the times that mean something for this machine."""
    async_add_entities(
        AdjustableTime(entry, option, TimeEntityDescription)
        for option, _ in adjustables(entry, Time)
    )


class AdjustableTime(AdjustableEntity, TimeEntity):
    """A time of the day among the options."""

    @property
    @override
    def native_value(self) -> time | None:
        """The time in force, if there is one."""
        return time.fromisoformat(self.kept) if self.kept else None

    @override
    async def async_set_value(self, value: time) -> None:
        """Choose another."""
        self.keep(value.isoformat())
