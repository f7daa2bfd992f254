"""The relays of the thermostat wires, and what can go wrong."""

from dataclasses import fields
from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import HOUSE, RELAY_BOARD, SimulatedEntity
from .faults import Fault
from .physics import Relays
from .simulation import Simulation, SimulationConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a relay for every wire, and a switch for every fault."""
    simulation = entry.runtime_data
    async_add_entities(SimulatedRelay(simulation, wire.name) for wire in fields(Relays))
    async_add_entities(FaultSwitch(simulation, fault) for fault in Fault)


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


class FaultSwitch(SimulatedEntity, SwitchEntity):
    """Something that is out of order for as long as the switch is on."""

    def __init__(self, simulation: Simulation, fault: Fault) -> None:
        super().__init__(simulation, HOUSE, fault)
        self._fault = fault

    @property
    @override
    def is_on(self) -> bool:
        """Whether it is out of order."""
        return self._fault in self.simulation.faults

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Put it out of order."""
        self.simulation.async_set_fault(self._fault, on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Put it right."""
        self.simulation.async_set_fault(self._fault, on=False)
