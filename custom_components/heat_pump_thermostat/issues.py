"""What a person has to put right, as repair issues."""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .configuration.roles import EVERYWHERE, Refused, refusals
from .configuration.settings import machine_of
from .const import (
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_TEMPERATURE,
    CONF_TERMINALS,
    DOMAIN,
)
from .engine.decision import Decision
from .engine.observation import Observation
from .engine.vocabulary import Problem

REMOVED: Final = "entity_removed"
ROLE_TAKEN: Final = "role_taken"
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
    for problem in (*Problem, REMOVED, ROLE_TAKEN):
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


def tell_roles(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue for entities that cannot be what they were chosen for, or not."""
    refused = refusals(hass, EVERYWHERE, entry.data, entry.options, entry)
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
    relays = entry.data[CONF_TERMINALS]
    sources = {
        Problem.ROOM_SENSOR_LOST: [entry.data[CONF_ROOM_TEMPERATURE]],
        Problem.OUTDOOR_SENSOR_LOST: [entry.data.get(CONF_OUTDOOR_TEMPERATURE)],
        Problem.UNKNOWN_UNIT: sorted(seen.unknown_units),
    }
    afflicted = sorted(decision.afflicted.get(problem, ()))
    return _listed(sources.get(problem, [relays[terminal] for terminal in afflicted]))


def _listed(entities: Iterable[object]) -> str:
    return ", ".join(f"`{entity}`" for entity in entities)


def _id(entry: ConfigEntry[Any], problem: str) -> str:
    return f"{entry.entry_id}_{problem}"
