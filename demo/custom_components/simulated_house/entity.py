"""What all entities of the house have in common."""

from typing import override

from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity

from .const import DOMAIN
from .simulation import Simulation

HOUSE = DeviceInfo(
    identifiers={(DOMAIN, "house")},
    manufacturer="Demo",
    model="House with a two-stage heat pump",
    name="Simulated house",
)
RELAY_BOARD = DeviceInfo(
    identifiers={(DOMAIN, "relay_board")},
    manufacturer="Demo",
    model="24 V relay board",
    name="Relay board",
)


class SimulatedEntity(Entity):
    """A part of the house that speaks up when time has passed."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, simulation: Simulation, device: DeviceInfo, key: str) -> None:
        self.simulation = simulation
        self._attr_device_info = device
        self._attr_translation_key = key
        self._attr_unique_id = key
        self._key = key

    @property
    @override
    def available(self) -> bool:
        """Whether it can be reached."""
        return not any(self._key in effect.loses for effect in self.simulation.effects)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the simulation."""
        self.async_on_remove(
            self.simulation.async_add_listener(self.async_write_ha_state)
        )
