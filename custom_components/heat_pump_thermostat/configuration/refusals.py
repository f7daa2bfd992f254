"""Why some wiring cannot be accepted."""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import CONF_TERMINALS, DOMAIN
from ..engine.board import BACKUP, ELECTRIC, Terminal
from ..engine.settings import Backup
from .entry import data_of


def backup_refusals(backup: Backup, terminals: Mapping[str, str]) -> dict[str, str]:
    """Return why these terminals do not fit this kind of backup heat."""
    wired = {Terminal(key) for key in terminals}
    match backup:
        case Backup.ELECTRIC:
            if not wired & set(ELECTRIC):
                return {Terminal.W2: "electric_needs_w2_or_e"}
            refused, error = {Terminal.W1}, "electric_without_w1"
        case Backup.FUEL:
            if Terminal.W1 not in wired:
                return {Terminal.W1: "fuel_needs_w1"}
            refused, error = set(ELECTRIC), "fuel_without_w2_or_e"
        case Backup.NONE:
            refused, error = set(BACKUP), "none_without_backup"
    return dict.fromkeys(sorted(wired & refused), error)


def relay_refusals(
    hass: HomeAssistant, terminals: Mapping[str, str], own_entry_id: str | None
) -> tuple[dict[str, str], str]:
    """Return which terminals cannot have their relay, and which thermostat has it."""
    taken = {
        relay: entry.title
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.entry_id != own_entry_id
        for relay in data_of(entry)[CONF_TERMINALS].values()
    }
    relays = list(terminals.values())
    errors, owner = {}, ""
    for terminal, relay in terminals.items():
        if relays.count(relay) > 1:
            errors[terminal] = "relay_twice"
        elif relay in taken:
            errors[terminal], owner = "relay_taken", taken[relay]
        elif not exists(hass, relay):
            errors[terminal] = "no_such_entity"
    return errors, owner


def exists(hass: HomeAssistant, entity: str) -> bool:
    """Return whether the entity has a state, or is registered and may get one."""
    return bool(hass.states.get(entity) or er.async_get(hass).async_get(entity))
