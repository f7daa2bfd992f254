"""Which weather the house stands in."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import Season
from .entity import HOUSE, SimulatedEntity
from .simulation import SimulationConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the choice of weather."""
    async_add_entities([SeasonSelect(entry.runtime_data, HOUSE, "season")])


class SeasonSelect(SimulatedEntity, SelectEntity):
    """The week whose weather is played."""

    _attr_options = list(Season)

    @property
    @override
    def current_option(self) -> str:
        """The week that is played."""
        return self.simulation.season

    @override
    async def async_select_option(self, option: str) -> None:
        """Play another week."""
        self.simulation.async_choose_season(Season(option))
