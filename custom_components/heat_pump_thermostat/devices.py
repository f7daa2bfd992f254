"""The two devices of a thermostat: what the room is about, and the outdoor unit.

Apart, so that a card of the room's area never takes the weather for its temperature.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.typing import UNDEFINED
from homeassistant.loader import async_get_loaded_integration

from .configuration.entry import data_of
from .configuration.settings import machine_of
from .const import CONF_ROOM_TEMPERATURE, DOMAIN
from .engine.accounts.care import Task
from .engine.settings import Machine

MANUFACTURER: Final = "Heat Pump Thermostat"


class Place(Enum):
    """Of which device an entity is."""

    ROOM = auto()
    OUTDOOR_UNIT = auto()


SUFFIXES: Mapping[Place, str] = {Place.ROOM: "", Place.OUTDOOR_UNIT: "_outdoor"}
"""How their identifiers end: the room's is the one that all entities had once."""

PLACES: Mapping[Task, Place] = {
    Task.FILTER: Place.ROOM,
    Task.COIL: Place.OUTDOOR_UNIT,
    Task.SERVICE: Place.OUTDOOR_UNIT,
}
"""On which device each task is done."""

MODEL: Final = f"component.{DOMAIN}.selector.model.options."


def model_of(machine: Machine, texts: Mapping[str, str]) -> str:
    """Return what kind of machine it is by its wiring, in the words of a language."""
    kinds = {
        "stages": "two_stage" if machine.has_stage_2() else "one_stage",
        "source": machine.ratings.source,
        "backup": machine.backup,
    }
    words = {part: texts[f"{MODEL}{kind}"] for part, kind in kinds.items()}
    return texts[f"{MODEL}all"].format(**words)


def identifiers(entry: ConfigEntry[Any], place: Place) -> set[tuple[str, str]]:
    """Return what names a device for ever."""
    return {(DOMAIN, f"{entry.entry_id}{SUFFIXES[place]}")}


async def async_register_devices(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Register both devices; the room's stands, at first, where its sensor does.

    What they are is told in the language of the house: the registry has no other.
    """
    language = hass.config.language
    texts = await async_get_translations(hass, language, "selector", [DOMAIN])
    # The registry looks for the outdoor unit's name only among what was read before.
    await async_get_translations(hass, language, "device", [DOMAIN])
    registry = dr.async_get(hass)
    version = async_get_loaded_integration(hass, DOMAIN).version
    facts: dict[str, Any] = {
        "config_entry_id": entry.entry_id,
        "manufacturer": MANUFACTURER,
        "model": model_of(machine_of(entry), texts),
        "sw_version": str(version) if version else None,
    }
    area = _area_around(hass, data_of(entry)[CONF_ROOM_TEMPERATURE])
    room = registry.async_get_or_create(
        identifiers=identifiers(entry, Place.ROOM),
        name=entry.title,
        **facts,
        suggested_area=area or UNDEFINED,
    )
    registry.async_get_or_create(
        identifiers=identifiers(entry, Place.OUTDOOR_UNIT),
        translation_key="outdoor_unit",
        translation_placeholders={"name": entry.title},
        via_device_id=room.id,
        **facts,
    )


def area_of(hass: HomeAssistant, view: er.RegistryEntry | None) -> str | None:
    """Return the area of an entity, by its own or its device's."""
    if view is None:
        return None
    return view.area_id or area_of_device(hass, view.device_id)


def area_of_device(hass: HomeAssistant, device_id: str | None) -> str | None:
    """Return the area of a device."""
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return device.area_id if device else None


def _area_around(hass: HomeAssistant, entity: str) -> str | None:
    """Return the name of the area in which an entity, or its device, is."""
    area_id = area_of(hass, er.async_get(hass).async_get(entity))
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    return area.name if area else None
