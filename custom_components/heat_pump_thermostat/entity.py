"""What all entities share: the device, and a view of the last decision."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription

from .controller import Controller, ThermostatConfigEntry, Watched
from .devices import Place, identifiers
from .engine.decision import Decision
from .voice.names import introduce


def unique_id(entry: ThermostatConfigEntry, key: str) -> str:
    """Return what names a view of a thermostat for ever."""
    return f"{entry.entry_id}_{key}"


type PartOfDecision = Callable[[Decision], object]


@dataclass(frozen=True, kw_only=True)
class Following:
    """What an entity's view follows from."""

    follows: PartOfDecision | None = None
    """The part of the decision by which alone it is told, where it is one that seldom
    changes."""


@cache
def _watching(part: PartOfDecision) -> Watched:
    """Return what watches a part of the decision: one for all who look at that."""

    def watched(controller: Controller) -> object:
        return part(controller.decision)

    return watched


class ThermostatEntity(Entity):
    """A view of the thermostat's last decision, written whenever it has changed."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(
        self,
        entry: ThermostatConfigEntry,
        description: EntityDescription,
        place: Place = Place.ROOM,
    ) -> None:
        """View the thermostat of a config entry, as a part of one of its devices."""
        self._controller = entry.runtime_data
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = unique_id(entry, description.key)
        self._controller.views.add(self._attr_unique_id)
        self._attr_device_info = DeviceInfo(identifiers=identifiers(entry, place))

    @property
    def decision(self) -> Decision:
        """The last decision."""
        return self._controller.decision

    @property
    def view(self) -> object:
        """All that the entity shows, to be compared with what it showed last."""
        raise NotImplementedError

    @property
    def watched(self) -> Watched | None:
        """What alone the view follows from, where that seldom changes."""
        told = self.entity_description
        part = told.follows if isinstance(told, Following) else None
        return None if part is None else _watching(part)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the decisions from now on."""
        self._shown = self.view
        if self.registry_entry:
            key = self.entity_description.key
            introduce(self.hass, self._controller.entry, self.registry_entry, key)
        follow = self._controller.async_add_listener(self._follow, self.watched)
        self.async_on_remove(follow)

    @callback
    def _follow(self) -> None:
        view = self.view
        if view != self._shown:
            self._shown = view
            self.async_write_ha_state()
