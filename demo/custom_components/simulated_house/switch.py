"""The relays of the thermostat wires."""

from dataclasses import fields
from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import RELAY_BOARD, SimulatedEntity
from .physics import Relays
from .simulation import Simulation, SimulationConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a relay for every wire."""
    async_add_entities(
        SimulatedRelay(entry.runtime_data, wire.name) for wire in fields(Relays)
    )


class SimulatedRelay(SimulatedEntity, SwitchEntity):
    """A relay that puts 24 V on one wire."""

    def __init__(self, simulation: Simulation, wire: str) -> None:
        super().__init__(simulation, RELAY_BOARD, f"relay_{wire}")
        self._wire = wire

    @property
    @override
    def is_on(self) -> bool:
        """Whether the wire has 24 V."""
        return bool(getattr(self.simulation.relays, self._wire))

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Close the contact."""
        self.simulation.async_switch(self._wire, on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Open the contact."""
        self.simulation.async_switch(self._wire, on=False)
