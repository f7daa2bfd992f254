"""Heat Pump Thermostat: turns relays into the thermostat of a 24 V heat pump."""

from dataclasses import replace
import logging

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from . import actions, devices, issues
from .configuration.options import first_setpoints, options_of
from .configuration.settings import machine_of, settings_of
from .const import DOMAIN, PLATFORMS
from .controller import Controller, ThermostatConfigEntry
from .engine.resume import resumed_state
from .engine.state import State
from .frontend import outlook, registration
from .layouts import ENTRY, ENTRY_VERSION, migrated
from .remembered import Regained, async_card, may_be_card, regained_wishes
from .storage import Storage
from .voice.assist import async_listen
from .voice.relays import hide_relays, show_relays

_LOGGER = logging.getLogger(__name__)

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Offer the actions, and serve what browsers load before any asks for it."""
    await registration.async_serve(hass)
    outlook.async_answer(hass)
    actions.async_register(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> bool:
    """Set up a thermostat, in whatever state its relays and sensors are."""
    issues.tell_ignored(hass, entry)
    storage = Storage(hass, entry)
    state = await _async_state(hass, entry, storage)
    controller = Controller(hass, entry, storage, state)
    entry.runtime_data = controller
    controller.async_start()
    entry.async_on_unload(entry.add_update_listener(_async_options_changed))
    with controller.caught("naming its devices"):
        await devices.async_register_devices(hass, entry)
    try:
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    except Exception:
        # Nobody could turn it off, nor see what it does.
        await controller.async_give_up()
        raise
    with controller.caught("forgetting what it showed formerly"):
        _forget_former_views(hass, entry)
    with controller.caught("following its card"):
        _follow_card(hass, entry)
    with controller.caught("looking at what others use"):
        issues.tell_roles(hass, entry)
    with controller.caught("hiding its relays from assistants"):
        hide_relays(hass, entry)
    with controller.caught("learning to listen"):
        await async_listen(hass, entry)
    with controller.caught("offering its card"):
        await registration.async_load(hass)
    return True


async def async_migrate_entry(
    hass: HomeAssistant, entry: ThermostatConfigEntry
) -> bool:
    """Bring what an older version kept to where it is kept now.

    What a newer one kept stays as it is, and is read as far as it is understood; where
    its major version is newer, Home Assistant does not even ask.
    """
    if entry.minor_version < ENTRY_VERSION:
        kept = {"data": dict(entry.data), "options": dict(entry.options)}
        now = migrated(kept, entry.minor_version, ENTRY)
        hass.config_entries.async_update_entry(
            entry, **now, minor_version=ENTRY_VERSION
        )
    return True


async def _async_state(
    hass: HomeAssistant, entry: ThermostatConfigEntry, storage: Storage
) -> State:
    """Return the state to take up: as it was stored, or else as the card showed it."""
    recalled = await storage.async_load()
    state, lost = recalled.state, recalled.lost
    if recalled.is_new:
        base = first_setpoints(hass.config.units)
        state = replace(state, wishes=replace(state.wishes, base=base))
    found = Regained(state.wishes)
    if lost and (card := await async_card(hass, entry)):
        machine = machine_of(entry)
        found = regained_wishes(
            state.wishes,
            lost,
            card,
            settings_of(machine, entry.options),
            hass.config.units.temperature_unit,
            is_scheduled="schedule" in options_of(machine, entry.options)["schedule"],
        )
    if found.paths:
        _LOGGER.info(
            "%s: as its card showed it last: %s", entry.title, ", ".join(found.paths)
        )
    issues.tell_lost(hass, entry, recalled.damaged, found.paths)
    return resumed_state(replace(state, wishes=found.wishes), dt_util.utcnow(), lost)


def _forget_former_views(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Remove the entities that a machine had before it was wired differently."""
    registry = er.async_get(hass)
    for view in er.async_entries_for_config_entry(registry, entry.entry_id):
        if view.unique_id not in entry.runtime_data.views:
            registry.async_remove(view.entity_id)


def _follow_card(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Tell of a card that is disabled while its thermostat runs, and of its return."""

    @callback
    def look(*_: object) -> None:
        issues.tell_disabled(hass, entry)

    @callback
    def may_matter(change: er.EventEntityRegistryUpdatedData) -> bool:
        return change["action"] != "create" and may_be_card(change)

    entry.async_on_unload(
        hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED, look, event_filter=may_matter
        )
    )
    look()


async def async_unload_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> bool:
    """Release the relays, then unload."""
    await entry.runtime_data.async_unload()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Forget what was stored, and bring the relays back."""
    show_relays(hass, entry)
    await Storage(hass, entry).async_remove()
    issues.tell_roles(hass, entry)
    if not hass.config_entries.async_entries(DOMAIN):
        await registration.async_withdraw(hass)


async def _async_options_changed(
    hass: HomeAssistant, entry: ThermostatConfigEntry
) -> None:
    """Take over options live; changed wiring needs a new start."""
    issues.tell_ignored(hass, entry)
    controller = entry.runtime_data
    if controller.is_rewired:
        hass.config_entries.async_schedule_reload(entry.entry_id)
    else:
        issues.forget_removed(hass, entry)
        controller.async_reconfigure()
        issues.tell_roles(hass, entry)
