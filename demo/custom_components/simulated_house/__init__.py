"""A house to try a thermostat on: relays, sensors, and weather to choose."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .const import DOMAIN
from .lived import async_live_through
from .simulation import Simulation, SimulationConfigEntry

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
]
CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Offer what the demo asks for once."""
    hass.services.async_register(DOMAIN, "live_through_days", async_live_through)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: SimulationConfigEntry) -> bool:
    """Let the house live."""
    entry.runtime_data = await Simulation.async_create(hass)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.runtime_data.async_start())
    return True


async def async_unload_entry(hass: HomeAssistant, entry: SimulationConfigEntry) -> bool:
    """Stop the house's time."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
