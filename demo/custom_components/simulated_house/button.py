"""What happens to the house at the press of a button."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import HOUSE, SimulatedEntity
from .simulation import SimulationConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the button."""
    async_add_entities([DefrostButton(entry.runtime_data, HOUSE, "defrost_now")])


class DefrostButton(SimulatedEntity, ButtonEntity):
    """Freezing rain on the outdoor coil."""

    @override
    async def async_press(self) -> None:
        """Let the outdoor unit defrost as soon as it heats."""
        self.simulation.async_ice_up()
