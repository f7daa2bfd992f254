"""What a config entry says, as far as it is understood.

One that was damaged, or written by another version, must not keep the relays from being
looked after: what makes no sense is left out, and stays in the entry as it is.
"""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from ..const import (
    CONF_BACKUP,
    CONF_FINISH,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_PERFORMANCE,
    CONF_ROOM_TEMPERATURE,
    CONF_SENSORS,
    CONF_SOURCE,
    CONF_TERMINALS,
)
from ..engine.board import ELECTRIC, Terminal
from ..engine.heat_pump.ratings import Source
from ..engine.settings import Backup
from .fields import Choice, Entity, Field, understood_values
from .forms import FINISH_FIELDS, PERFORMANCE_FIELDS, SENSOR_FIELDS
from .options import SECTIONS

SINGLE: Final[tuple[Field, ...]] = (
    Entity(key=CONF_ROOM_TEMPERATURE, filters=()),
    Entity(key=CONF_OUTDOOR_TEMPERATURE, filters=()),
    Choice(key=CONF_SOURCE, options=Source),
    Choice(key=CONF_BACKUP, options=Backup),
)
GROUPS: Final[Mapping[str, tuple[Field, ...]]] = {
    CONF_TERMINALS: tuple(
        Entity(key=terminal.value, filters=()) for terminal in Terminal
    ),
    CONF_SENSORS: SENSOR_FIELDS,
    CONF_PERFORMANCE: PERFORMANCE_FIELDS,
    CONF_FINISH: FINISH_FIELDS,
}
ESSENTIAL: Final = (CONF_ROOM_TEMPERATURE, CONF_BACKUP, CONF_TERMINALS)
"""Without these there is no thermostat."""


def outdoor_sources(
    data: Mapping[str, Any], options: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Return what tells how cold it is outdoors, in the order in which it serves.

    `options` are those in force, by their sections.
    """
    chosen = (
        data.get(CONF_OUTDOOR_TEMPERATURE),
        options["sensors"].get("outdoor_fallback"),
        options["foresight"].get("weather"),
    )
    return list(dict.fromkeys(filter(None, chosen)))


def data_of(entry: ConfigEntry[Any]) -> dict[str, Any]:
    """Return the wiring and the machine that a config entry describes.

    Nothing that is needed is missing: a room sensor that is not told is none that
    reports, and which backup there is shows in the terminals.
    """
    groups = {
        key: understood_values(fields, entry.data.get(key))
        for key, fields in GROUPS.items()
    }
    return {
        CONF_ROOM_TEMPERATURE: "",
        CONF_SOURCE: Source.AIR.value,
        CONF_BACKUP: _backup(groups[CONF_TERMINALS]).value,
        **understood_values(SINGLE, entry.data),
        **groups,
    }


def ignored_paths(entry: ConfigEntry[Any]) -> list[str]:
    """Return the paths of what is left out of an entry, and of what it lacks."""
    data, options = entry.data, entry.options
    sections = {section.key: section.fields for section in SECTIONS}
    single = {key: part for key, part in data.items() if key not in GROUPS}
    return [
        *(key for key in ESSENTIAL if data.get(key) is None),
        *_strange_keys(SINGLE, single),
        *(
            path
            for key in GROUPS.keys() & data
            for path in _strange_paths_in(GROUPS, data, key)
        ),
        *(
            path
            for key in options
            for path in _strange_paths_in(sections, options, key)
        ),
    ]


def _strange_paths_in(
    groups: Mapping[str, tuple[Field, ...]], found: Mapping[str, Any], group: str
) -> list[str]:
    """Return the paths of what is not understood in a group of an entry."""
    if group not in groups or not isinstance(found[group], Mapping):
        return [group]
    return [f"{group}.{key}" for key in _strange_keys(groups[group], found[group])]


def _strange_keys(fields: tuple[Field, ...], found: Mapping[str, Any]) -> list[str]:
    kept = understood_values(fields, found)
    return [key for key in found if key not in kept and found[key] is not None]


def _backup(terminals: Mapping[str, str]) -> Backup:
    """Return what heats beside the compressor, by its terminals."""
    if Terminal.W1 in terminals:
        return Backup.FUEL
    is_electric = any(terminal in terminals for terminal in ELECTRIC)
    return Backup.ELECTRIC if is_electric else Backup.NONE
