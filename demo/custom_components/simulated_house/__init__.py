"""A house to try a thermostat on: relays, sensors, and weather to choose."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .simulation import Simulation, SimulationConfigEntry

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup_entry(hass: HomeAssistant, entry: SimulationConfigEntry) -> bool:
    """Let the house live."""
    entry.runtime_data = await Simulation.async_create(hass)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.runtime_data.async_start())
    return True


async def async_unload_entry(hass: HomeAssistant, entry: SimulationConfigEntry) -> bool:
    """Stop the house's time."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
