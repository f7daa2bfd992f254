"""Choices among the options."""

from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .adjustable import Adjustable, AdjustableEntity, adjustables
from .configuration.fields import Choice
from .controller import ThermostatConfigEntry

PARALLEL_UPDATES = 1


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the choices that mean something for this machine."""
    async_add_entities(
        AdjustableChoice(entry, option, field)
        for option, field in adjustables(entry, Choice)
    )


class AdjustableChoice(AdjustableEntity, SelectEntity):
    """A choice among the options."""

    def __init__(
        self, entry: ThermostatConfigEntry, option: Adjustable, field: Choice
    ) -> None:
        """Stand for a choice among the options."""
        super().__init__(entry, option, SelectEntityDescription)
        self._attr_options = [each.value for each in field.options]

    @property
    @override
    def current_option(self) -> str:
        """What is chosen."""
        return str(self.kept)

    @override
    async def async_select_option(self, option: str) -> None:
        """Choose another."""
        self.keep(option)
