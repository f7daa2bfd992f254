"""Heat Pump Thermostat: turns relays into the thermostat of a 24 V heat pump."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import PLATFORMS
from .controller import Controller, ThermostatConfigEntry
from .storage import Storage


async def async_setup_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> bool:
    """Set up a thermostat, in whatever state its relays and sensors are."""
    storage = Storage(hass, entry.entry_id)
    controller = Controller(hass, entry, storage, await storage.async_load())
    entry.runtime_data = controller
    controller.async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _forget_former_views(hass, entry)
    return True


def _forget_former_views(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Remove the entities that a machine had before it was wired differently."""
    registry = er.async_get(hass)
    for view in er.async_entries_for_config_entry(registry, entry.entry_id):
        if view.unique_id not in entry.runtime_data.views:
            registry.async_remove(view.entity_id)


async def async_unload_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> bool:
    """Release the relays, then unload."""
    await entry.runtime_data.async_unload()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Forget what was stored."""
    await Storage(hass, entry.entry_id).async_remove()
