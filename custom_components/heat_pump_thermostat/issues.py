"""What a person has to put right, as repair issues."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .configuration.settings import machine_of
from .const import (
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_TEMPERATURE,
    CONF_TERMINALS,
    DOMAIN,
)
from .engine.decision import Decision
from .engine.vocabulary import Problem

REMOVED: Final = "entity_removed"
NO_BACKUP: Final = "no_answer_without_backup"
"""What a machine that does not answer is called where nothing else heats."""


class Repairs:
    """The issues of one thermostat's problems."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Raise issues for a config entry."""
        self._hass = hass
        self._entry = entry
        self._told: object = None

    def publish(self, decision: Decision) -> None:
        """Raise an issue for each problem that lasts, and withdraw what is over."""
        told = (decision.repairs, decision.afflicted)
        if told == self._told:
            return
        self._told = told
        for problem in Problem:
            if problem in decision.repairs:
                entities = _entities(self._entry, problem, decision)
                _raise(self._hass, self._entry, problem, entities)
            else:
                ir.async_delete_issue(self._hass, DOMAIN, _id(self._entry, problem))


def clear(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw all issues of a thermostat that is unloaded."""
    for problem in (*Problem, REMOVED):
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


def _entities(entry: ConfigEntry[Any], problem: Problem, decision: Decision) -> str:
    sources = {
        Problem.ROOM_SENSOR_LOST: entry.data[CONF_ROOM_TEMPERATURE],
        Problem.OUTDOOR_SENSOR_LOST: entry.data.get(CONF_OUTDOOR_TEMPERATURE),
    }
    if problem in sources:
        return f"`{sources[problem]}`"
    relays = entry.data[CONF_TERMINALS]
    return ", ".join(
        f"`{relays[terminal]}`"
        for terminal in sorted(decision.afflicted.get(problem, ()))
    )


def _id(entry: ConfigEntry[Any], problem: str) -> str:
    return f"{entry.entry_id}_{problem}"
