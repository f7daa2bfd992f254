"""What the outdoor unit's board tells."""

from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import HOUSE, SimulatedEntity
from .physics import Operation
from .simulation import Simulation, SimulationConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class SimulatedSignalDescription(BinarySensorEntityDescription):
    """A signal, and the operation that it tells of."""

    operation: Operation


SIGNALS: tuple[SimulatedSignalDescription, ...] = (
    SimulatedSignalDescription(
        key="defrost_signal",
        device_class=BinarySensorDeviceClass.RUNNING,
        operation=Operation.DEFROSTING,
    ),
    SimulatedSignalDescription(
        key="pressure_switch",
        device_class=BinarySensorDeviceClass.PROBLEM,
        operation=Operation.TRIPPED,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the signals."""
    async_add_entities(
        SimulatedSignal(entry.runtime_data, description) for description in SIGNALS
    )


class SimulatedSignal(SimulatedEntity, BinarySensorEntity):
    """A contact on the board of the outdoor unit."""

    entity_description: SimulatedSignalDescription

    def __init__(
        self, simulation: Simulation, description: SimulatedSignalDescription
    ) -> None:
        super().__init__(simulation, HOUSE, description.key)
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool:
        """Whether the outdoor unit does what the contact tells of."""
        operation = self.simulation.house.unit.operation
        return operation is self.entity_description.operation
