"""Relays that only the thermostat switches are no business of dashboards and voice."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    KNOWN_ASSISTANTS,
    async_expose_entity,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..configuration.entry import data_of
from ..const import CONF_FINISH, CONF_HIDE_RELAYS, CONF_TERMINALS, DOMAIN

HIDDEN_FOR: Final = "hidden_for"
"""Under our domain in a relay's registry entry: the thermostat that hid it."""
WAS_HIDDEN: Final = "was_hidden"
"""Whether somebody else had hidden it before."""
EXPOSED_TO: Final = "exposed_to"
"""The voice assistants that knew it until then."""


@callback
def hide_relays(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Hide the relays of a thermostat, each once, where that was chosen.

    Those that are no longer its own come back; what a person brings back stays.
    """
    data = data_of(entry)
    is_chosen = data[CONF_FINISH].get(CONF_HIDE_RELAYS, False)
    _hide_only(hass, entry, data[CONF_TERMINALS].values() if is_chosen else ())


@callback
def show_relays(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Bring back every relay that a thermostat has hidden."""
    _hide_only(hass, entry, ())


def _hide_only(
    hass: HomeAssistant, entry: ConfigEntry[Any], relays: Collection[str]
) -> None:
    for relay in tuple(er.async_get(hass).entities.values()):
        before: Mapping[str, Any] = relay.options.get(DOMAIN, {})
        is_hidden = before.get(HIDDEN_FOR) == entry.entry_id
        is_relay = relay.entity_id in relays
        if is_relay and not is_hidden:
            _hide(hass, relay, entry)
        elif is_hidden and not is_relay:
            _show(hass, relay)


def _hide(
    hass: HomeAssistant, relay: er.RegistryEntry, entry: ConfigEntry[Any]
) -> None:
    registry, relay_id = er.async_get(hass), relay.entity_id
    exposed_to = [
        assistant
        for assistant in KNOWN_ASSISTANTS
        if async_should_expose(hass, assistant, relay_id)
    ]
    was_hidden = relay.hidden_by is not None
    before = {WAS_HIDDEN: was_hidden, EXPOSED_TO: exposed_to}
    registry.async_update_entity_options(
        relay_id, DOMAIN, {HIDDEN_FOR: entry.entry_id, **before}
    )
    if not was_hidden:
        hidden_by = er.RegistryEntryHider.INTEGRATION
        registry.async_update_entity(relay_id, hidden_by=hidden_by)
    # What is hidden stays exposed where it was.
    for assistant in exposed_to:
        async_expose_entity(hass, assistant, relay_id, should_expose=False)


def _show(hass: HomeAssistant, relay: er.RegistryEntry) -> None:
    registry, relay_id = er.async_get(hass), relay.entity_id
    before = relay.options[DOMAIN]
    registry.async_update_entity_options(relay_id, DOMAIN, None)
    is_ours = relay.hidden_by is er.RegistryEntryHider.INTEGRATION
    if is_ours and not before[WAS_HIDDEN]:
        registry.async_update_entity(relay_id, hidden_by=None)
    for assistant in before[EXPOSED_TO]:
        async_expose_entity(hass, assistant, relay_id, should_expose=True)
