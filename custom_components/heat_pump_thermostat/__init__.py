"""Heat Pump Thermostat: turns relays into the thermostat of a 24 V heat pump."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from . import issues
from .const import DOMAIN, PLATFORMS
from .controller import Controller, ThermostatConfigEntry
from .storage import Storage


async def async_setup_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> bool:
    """Set up a thermostat, in whatever state its relays and sensors are."""
    storage = Storage(hass, entry.entry_id)
    controller = Controller(hass, entry, storage, await storage.async_load())
    entry.runtime_data = controller
    controller.async_start()
    entry.async_on_unload(entry.add_update_listener(_async_options_changed))
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _forget_former_views(hass, entry)
    _tell_roles(hass)
    return True


def _tell_roles(hass: HomeAssistant) -> None:
    """Tell which entities have two roles, of whatever thermostats."""
    for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        issues.tell_roles(hass, entry)


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
    _tell_roles(hass)


async def _async_options_changed(
    hass: HomeAssistant, entry: ThermostatConfigEntry
) -> None:
    """Take over options live; changed wiring needs a new start."""
    controller = entry.runtime_data
    if controller.is_rewired:
        hass.config_entries.async_schedule_reload(entry.entry_id)
    else:
        issues.forget_removed(hass, entry)
        controller.async_reconfigure()
        _tell_roles(hass)
