"""What a person has to put right, as repair issues."""

from collections.abc import Collection, Iterable, Mapping
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .configuration.entry import data_of, ignored_paths
from .configuration.roles import EVERYWHERE, Refused, refusals, sharing_entries
from .configuration.settings import machine_of
from .const import (
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_TEMPERATURE,
    CONF_TERMINALS,
    DOMAIN,
)
from .engine.decision import Decision
from .engine.observation import Observation
from .engine.resume import is_lost
from .engine.vocabulary import Problem

_LOGGER = logging.getLogger(__name__)

REMOVED: Final = "entity_removed"
ROLE_TAKEN: Final = "role_taken"
NOT_SAVED: Final = "not_saved"
IGNORED: Final = "entry_not_understood"
LOSSES_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "mode_lost": ("wishes.mode", "wishes.emergency"),
    "setpoints_lost": ("wishes.base", "wishes.hold.targets", "wishes.preset"),
    "house_lost": ("learned.envelope.sums", "learned.warming.sums"),
}
"""What a person has to know of that was lost from the store, and where it stood."""
NO_BACKUP: Final = "no_answer_without_backup"
"""What a machine that does not answer is called where nothing else heats."""


class Repairs:
    """The issues of one thermostat's problems."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Raise issues for a config entry."""
        self._hass = hass
        self._entry = entry
        self._told: object = None

    def publish(self, decision: Decision, seen: Observation) -> None:
        """Raise an issue for each problem that lasts, and withdraw what is over."""
        told = (decision.repairs, decision.afflicted, seen.unknown_units)
        if told == self._told:
            return
        self._told = told
        for problem in Problem:
            if problem in decision.repairs:
                entities = _entities(self._entry, problem, decision, seen)
                _raise(self._hass, self._entry, problem, entities)
            else:
                ir.async_delete_issue(self._hass, DOMAIN, _id(self._entry, problem))


def clear(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw all issues of a thermostat that is unloaded."""
    for problem in (*Problem, REMOVED, ROLE_TAKEN, IGNORED):
        ir.async_delete_issue(hass, DOMAIN, _id(entry, problem))


def tell_removed(hass: HomeAssistant, entry: ConfigEntry[Any], entity: str) -> None:
    """Raise an issue for a wired entity that was removed."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, REMOVED),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=REMOVED,
        translation_placeholders={"name": entry.title, "entities": f"`{entity}`"},
    )


def forget_removed(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw that issue: the entity is back, or another one was chosen."""
    ir.async_delete_issue(hass, DOMAIN, _id(entry, REMOVED))


def tell_roles(hass: HomeAssistant, changed: ConfigEntry[Any]) -> None:
    """Raise an issue for entities that cannot be what they were chosen for, or not.

    For a thermostat that changed, those that name what it names, and those that were
    told of already: it may have been its fault.
    """
    concerned = {entry.entry_id for entry in sharing_entries(hass, changed)}
    for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        is_told = ir.async_get(hass).async_get_issue(DOMAIN, _id(entry, ROLE_TAKEN))
        if is_told or entry.entry_id in concerned:
            _tell_roles(hass, entry)


def _tell_roles(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    refused = refusals(hass, EVERYWHERE, data_of(entry), entry.options, entry)
    entities = sorted({each.role.entity for each in refused if each.why in OF_ROLES})
    if not entities:
        ir.async_delete_issue(hass, DOMAIN, _id(entry, ROLE_TAKEN))
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, ROLE_TAKEN),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=ROLE_TAKEN,
        translation_placeholders={"name": entry.title, "entities": _listed(entities)},
    )


OF_ROLES = frozenset(Refused) - {Refused.NO_SUCH_ENTITY, Refused.UNKNOWN_UNIT}


def tell_ignored(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue for what of the config entry is not understood."""
    if not (paths := ignored_paths(entry)):
        ir.async_delete_issue(hass, DOMAIN, _id(entry, IGNORED))
        return
    parts = ", ".join(f"`{path}`" for path in paths)
    _LOGGER.warning(
        "%s: of its settings, this is not understood: %s", entry.title, parts
    )
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, IGNORED),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=IGNORED,
        translation_placeholders={"name": entry.title, "parts": parts},
    )


def tell_lost(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    lost: Collection[str],
    regained: Collection[str],
) -> None:
    """Raise an issue for what is lost from the store, until somebody confirms it.

    Not for what was regained elsewhere. It stays over a restart: the store is whole
    again by then, and nobody may have seen it.
    """
    for key, paths in LOSSES_TOLD.items():
        if any(is_lost(path, lost) and path not in regained for path in paths):
            ir.async_create_issue(
                hass,
                DOMAIN,
                _id(entry, key),
                data={"entry_id": entry.entry_id, "problem": key},
                is_fixable=True,
                is_persistent=True,
                severity=ir.IssueSeverity.WARNING,
                translation_key=key,
                translation_placeholders={"name": entry.title},
            )


def tell_saved(hass: HomeAssistant, entry: ConfigEntry[Any], *, is_saved: bool) -> None:
    """Raise an issue while the state cannot be stored, and withdraw it once it can."""
    if is_saved:
        ir.async_delete_issue(hass, DOMAIN, _id(entry, NOT_SAVED))
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, NOT_SAVED),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=NOT_SAVED,
        translation_placeholders={"name": entry.title},
    )


def forget_store(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw the issues about the store of a thermostat that is removed."""
    for key in (NOT_SAVED, *LOSSES_TOLD):
        ir.async_delete_issue(hass, DOMAIN, _id(entry, key))


SEVERE = frozenset({Problem.RELAY_LOST, Problem.RELAY_STUCK, Problem.WRONG_VALVE})
OF_RELAYS = frozenset({Problem.RELAY_LOST, Problem.RELAY_STUCK, Problem.RELAY_DISPUTED})
FIXABLE = OF_RELAYS | {Problem.ROOM_SENSOR_LOST, Problem.NO_ANSWER}


def _raise(
    hass: HomeAssistant, entry: ConfigEntry[Any], problem: Problem, entities: str
) -> None:
    has_backup = machine_of(entry).has_backup()
    no_help = problem is Problem.NO_ANSWER and not has_backup
    severity = ir.IssueSeverity.ERROR if problem in SEVERE else ir.IssueSeverity.WARNING
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, problem),
        data={"entry_id": entry.entry_id, "problem": problem.value},
        is_fixable=problem in FIXABLE and not no_help,
        severity=severity,
        translation_key=NO_BACKUP if no_help else problem,
        translation_placeholders={"name": entry.title, "entities": entities},
    )


def _entities(
    entry: ConfigEntry[Any], problem: Problem, decision: Decision, seen: Observation
) -> str:
    """Return whom a problem is about."""
    data = data_of(entry)
    relays = data[CONF_TERMINALS]
    sources = {
        Problem.ROOM_SENSOR_LOST: [data[CONF_ROOM_TEMPERATURE]],
        Problem.OUTDOOR_SENSOR_LOST: [data.get(CONF_OUTDOOR_TEMPERATURE)],
        Problem.UNKNOWN_UNIT: sorted(seen.unknown_units),
    }
    afflicted = sorted(decision.afflicted.get(problem, ()))
    return _listed(sources.get(problem, [relays[terminal] for terminal in afflicted]))


def _listed(entities: Iterable[object]) -> str:
    return ", ".join(f"`{entity}`" for entity in entities)


def _id(entry: ConfigEntry[Any], problem: str) -> str:
    return f"{entry.entry_id}_{problem}"
