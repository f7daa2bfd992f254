"""What a person has to put right, as repair issues."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import CONF_ROOM_TEMPERATURE, CONF_TERMINALS, DOMAIN
from .engine.model import Decision, Problem


def publish(hass: HomeAssistant, entry: ConfigEntry[Any], decision: Decision) -> None:
    """Raise an issue for each problem that lasts, and withdraw those that are over."""
    for problem in Problem:
        if problem in decision.repairs:
            _raise(hass, entry, problem, _entities(entry, problem, decision))
        else:
            ir.async_delete_issue(hass, DOMAIN, _id(entry, problem))


def clear(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw all issues of a thermostat that is unloaded."""
    for problem in Problem:
        ir.async_delete_issue(hass, DOMAIN, _id(entry, problem))


def _raise(
    hass: HomeAssistant, entry: ConfigEntry[Any], problem: Problem, entities: str
) -> None:
    is_severe = problem is Problem.RELAY_LOST
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, problem),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR if is_severe else ir.IssueSeverity.WARNING,
        translation_key=problem,
        translation_placeholders={"name": entry.title, "entities": entities},
    )


def _entities(entry: ConfigEntry[Any], problem: Problem, decision: Decision) -> str:
    if problem is Problem.ROOM_SENSOR_LOST:
        return f"`{entry.data[CONF_ROOM_TEMPERATURE]}`"
    relays = entry.data[CONF_TERMINALS]
    return ", ".join(f"`{relays[terminal]}`" for terminal in sorted(decision.silent))


def _id(entry: ConfigEntry[Any], problem: Problem) -> str:
    return f"{entry.entry_id}_{problem}"
