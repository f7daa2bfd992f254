"""The rooms that have sensors: what the engine calls them, and who tells of people."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .configuration.options import ROOMS_OF
from .configuration.roles import OPTIONS, Refusal, Role
from .const import CONF_ROOM_TEMPERATURE
from .devices import area_of
from .engine.belief.senses import FALLBACK, ROOM

FORM: Final = OPTIONS["rooms"]


class Misplaced(StrEnum):
    """Why an entity has nothing to do with any room: the keys of what a form says."""

    NO_ROOM_SENSOR = "no_room_sensor"
    NO_ROOM_THERE = "no_room_there"


def room_names(
    data: Mapping[str, Any], options: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, str]:
    """Return what the engine calls the room sensors of an entry, in their order.

    `options` are those in force, by their sections.
    """
    sensors = options["sensors"]
    fallback = sensors.get("fallback")
    return {
        data[CONF_ROOM_TEMPERATURE]: ROOM,
        **({fallback: FALLBACK} if fallback else {}),
        **{further: further for further in sensors["further_rooms"]},
    }


def rooms_around(
    hass: HomeAssistant, entity: str, rooms: Iterable[str]
) -> Iterator[str]:
    """Return the room sensors that hang where an entity does.

    They are of the same device, or in the same area.
    """
    registry = er.async_get(hass)
    own = registry.async_get(entity)
    if own is None:
        return
    area = area_of(hass, own)
    for room in rooms:
        other = registry.async_get(room)
        if other is None:
            continue
        is_one_device = own.device_id is not None and own.device_id == other.device_id
        if is_one_device or (area is not None and area == area_of(hass, other)):
            yield room


def misplaced(
    hass: HomeAssistant,
    data: Mapping[str, Any],
    options: Mapping[str, Mapping[str, Any]],
) -> list[Refusal]:
    """Return which entities were chosen for rooms that are none."""
    rooms, chosen = room_names(data, options), options["rooms"]
    found = [
        (key, entity, Misplaced.NO_ROOM_SENSOR)
        for key in ROOMS_OF.values()
        for entity in chosen[key]
        if entity not in rooms
    ]
    found += [
        ("presence", entity, Misplaced.NO_ROOM_THERE)
        for entity in chosen["presence"]
        if not any(rooms_around(hass, entity, rooms))
    ]
    return [Refusal(Role(entity, FORM, key, ""), why) for key, entity, why in found]
