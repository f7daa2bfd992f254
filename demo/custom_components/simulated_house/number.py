"""How fast time passes in the house."""

from typing import override

from homeassistant.components.number import NumberEntity, NumberMode
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
    """Add the choice of speed."""
    async_add_entities([SpeedNumber(entry.runtime_data, HOUSE, "speed")])


class SpeedNumber(SimulatedEntity, NumberEntity):
    """How many hours pass in the house while one passes outside."""

    _attr_mode = NumberMode.SLIDER
    _attr_native_min_value = 1
    _attr_native_max_value = 10
    _attr_native_step = 1
    _attr_native_unit_of_measurement = "x"

    @property
    @override
    def native_value(self) -> float:
        """The current pace."""
        return self.simulation.speed

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Go faster or slower."""
        self.simulation.async_choose_speed(int(value))
