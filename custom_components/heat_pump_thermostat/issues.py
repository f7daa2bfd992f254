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
                _tell_problem(self._hass, self._entry, problem, decision, seen)
            else:
                _withdraw(self._hass, self._entry, problem)


def clear(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw all issues of a thermostat that is unloaded."""
    _withdraw(hass, entry, *Problem, REMOVED, ROLE_TAKEN, IGNORED)


def tell_removed(hass: HomeAssistant, entry: ConfigEntry[Any], entity: str) -> None:
    """Raise an issue for a wired entity that was removed."""
    _tell(hass, entry, REMOVED, entities=_listed([entity]))


def forget_removed(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw that issue: the entity is back, or another one was chosen."""
    _withdraw(hass, entry, REMOVED)


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
    if entities:
        _tell(hass, entry, ROLE_TAKEN, entities=_listed(entities))
    else:
        _withdraw(hass, entry, ROLE_TAKEN)


OF_ROLES = frozenset(Refused) - {Refused.NO_SUCH_ENTITY, Refused.UNKNOWN_UNIT}


def tell_ignored(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue for what of the config entry is not understood."""
    if not (paths := ignored_paths(entry)):
        _withdraw(hass, entry, IGNORED)
        return
    parts = _listed(paths)
    _LOGGER.warning(
        "%s: of its settings, this is not understood: %s", entry.title, parts
    )
    _tell(hass, entry, IGNORED, is_severe=False, parts=parts)


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
            _tell(
                hass,
                entry,
                key,
                is_severe=False,
                is_fixable=True,
                is_persistent=True,
            )


def tell_saved(hass: HomeAssistant, entry: ConfigEntry[Any], *, is_saved: bool) -> None:
    """Raise an issue while the state cannot be stored, and withdraw it once it can."""
    if is_saved:
        _withdraw(hass, entry, NOT_SAVED)
    else:
        _tell(hass, entry, NOT_SAVED)


def forget_store(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw the issues about the store of a thermostat that is removed."""
    _withdraw(hass, entry, NOT_SAVED, *LOSSES_TOLD)


SEVERE = frozenset(
    {
        Problem.RELAY_LOST,
        Problem.RELAY_STUCK,
        Problem.WRONG_VALVE,
        Problem.OWN_FAULT,
    }
)
OF_RELAYS = frozenset({Problem.RELAY_LOST, Problem.RELAY_STUCK, Problem.RELAY_DISPUTED})
FIXABLE = OF_RELAYS | {Problem.ROOM_SENSOR_LOST, Problem.NO_ANSWER}


def _tell_problem(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    problem: Problem,
    decision: Decision,
    seen: Observation,
) -> None:
    has_backup = machine_of(entry).has_backup()
    no_help = problem is Problem.NO_ANSWER and not has_backup
    _tell(
        hass,
        entry,
        problem,
        text=NO_BACKUP if no_help else problem,
        is_severe=problem in SEVERE,
        is_fixable=problem in FIXABLE and not no_help,
        entities=_entities(entry, problem, decision, seen),
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


def _tell(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    key: str,
    *,
    text: str | None = None,
    is_severe: bool = True,
    is_fixable: bool = False,
    is_persistent: bool = False,
    **facts: str,
) -> None:
    """Raise an issue of a thermostat.

    `text` is what it is called in the translations, its key unless told; `facts` are
    what that tells beside the thermostat's name.
    """
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, key),
        data={"entry_id": entry.entry_id, "problem": str(key)},
        is_fixable=is_fixable,
        is_persistent=is_persistent,
        severity=ir.IssueSeverity.ERROR if is_severe else ir.IssueSeverity.WARNING,
        translation_key=text or key,
        translation_placeholders={"name": entry.title, **facts},
    )


def _withdraw(hass: HomeAssistant, entry: ConfigEntry[Any], *keys: str) -> None:
    for key in keys:
        ir.async_delete_issue(hass, DOMAIN, _id(entry, key))


def _id(entry: ConfigEntry[Any], problem: str) -> str:
    return f"{entry.entry_id}_{problem}"
