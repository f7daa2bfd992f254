"""Sentences that Assist passes on to the thermostats: it asks these before anybody."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
import logging
import re
from typing import Any

from homeassistant.components.climate import DOMAIN as CLIMATE
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.script import ScriptRunResult
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from ..configuration.entry import data_of
from ..const import CARD, CONF_FINISH, CONF_VOICE, DOMAIN
from ..controller import ThermostatConfigEntry
from ..explaining import async_explained
from .answers import ANSWERS, Inquiry
from .language import LANGUAGES, language_of
from .names import ASSIST
from .orders import ORDERS, Hearer, Said
from .sentences import Saying, sayings, spoken
from .speech import async_speech

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A thermostat that may be spoken to."""

    entry: ThermostatConfigEntry
    card: er.RegistryEntry
    names: tuple[str, ...]
    """What it alone is called, the name to call it by first."""
    area: str | None


@dataclass(slots=True)
class Listener:
    """What Assist is told to pass on, for all thermostats together."""

    hass: HomeAssistant
    entries: list[ThermostatConfigEntry] = field(default_factory=list)
    _names: frozenset[str] = frozenset()
    """The names in the sentences that are registered."""
    _forget: CALLBACK_TYPE | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @callback
    def follow(self) -> None:
        """Keep to the names as they change, and begin once there is an Assist."""
        self.hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._look)
        self.hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._look)
        async_when_setup(self.hass, ASSIST, self._async_begin)

    async def _async_begin(self, *_: object) -> None:
        await self.async_renew()

    @callback
    def _look(self, event: Event[Any]) -> None:
        """See to the sentences where a card or its device was changed."""
        changed = {event.data.get("entity_id"), event.data.get("device_id")} - {None}
        cards = [each.card for each in self.spoken()]
        if any(changed & {card.entity_id, card.device_id} for card in cards):
            self.renew_soon()

    @callback
    def renew_soon(self) -> None:
        """See to the sentences beside what happens now."""
        self.hass.async_create_task(self.async_renew(), f"{DOMAIN} sentences")

    async def async_renew(self) -> None:
        """Register the sentences for the names that there are now."""
        if ASSIST not in self.hass.config.components:
            return
        async with self._lock:
            spoken_to = self.spoken()
            names = frozenset(name for each in spoken_to for name in each.names)
            if names == self._names:
                return
            if self._forget:
                self._forget()
            self._names = names
            self._forget = await self._async_register(names) if names else None

    async def _async_register(self, names: frozenset[str]) -> CALLBACK_TYPE | None:
        configs = cv.TRIGGER_SCHEMA([_trigger(saying) for saying in sayings(names)])
        return await async_initialize_triggers(
            self.hass,
            await async_validate_trigger_config(self.hass, configs),
            self._async_hear,
            DOMAIN,
            "sentences",
            _log,
        )

    @callback
    def spoken(self) -> list[Spoken]:
        """Return the thermostats that may be spoken to."""
        registry = er.async_get(self.hass)
        cards = {
            entry: registry.async_get_entity_id(
                CLIMATE, DOMAIN, f"{entry.entry_id}_{CARD}"
            )
            for entry in self.entries
        }
        found = {
            entry: registry.async_get(card) for entry, card in cards.items() if card
        }
        return [
            Spoken(entry, card, self._names_of(card), _area_of(self.hass, card))
            for entry, card in found.items()
            if card and async_should_expose(self.hass, ASSIST, card.entity_id)
        ]

    def _names_of(self, card: er.RegistryEntry) -> tuple[str, ...]:
        shared = {
            name for language in LANGUAGES.values() for name in language.names[CARD]
        }
        first, *more = er.async_get_entity_aliases(self.hass, card, allow_empty=False)
        return (first, *(name for name in more if name not in shared))

    async def _async_hear(
        self, variables: Mapping[str, Any], _context: Context | None = None
    ) -> ScriptRunResult:
        """Answer what was said, or do it."""
        answer = await self._async_answer(variables["trigger"])
        return ScriptRunResult(answer, None, {})

    async def _async_answer(self, said: Mapping[str, Any]) -> str:
        language = said["user_input"]["language"]
        speech = await async_speech(self.hass, language)
        meant = self._meant(said)
        if not meant:
            return speech.say("nobody")
        if meant[1:]:
            names = ", ".join(each.names[0] for each in meant)
            return speech.say("which", names=names)
        topic, _, value = said["id"].partition(".")
        controller = meant[0].entry.runtime_data
        if topic in ANSWERS:
            why = await async_explained(self.hass, controller, language)
            asked = Inquiry(
                controller.decision, controller.situation, speech, why["text"]
            )
            return ANSWERS[topic](asked)
        hearer = Hearer(
            self.hass,
            meant[0].names[0],
            meant[0].card.entity_id,
            controller,
            _context_of(said),
            speech,
            Said(
                value=value or None,
                rest=_without(meant[0].names, said["sentence"]),
                slots=said["slots"],
                hours=language_of(language).hours,
            ),
        )
        try:
            return await ORDERS[topic](hearer)
        except Unauthorized:
            return speech.say("not_allowed")
        except HomeAssistantError as error:
            return str(error)

    def _meant(self, said: Mapping[str, Any]) -> list[Spoken]:
        """Return the thermostat that is meant, or those that may be.

        The one that is named, else the one where it was said, else the only one.
        """
        everyone = self.spoken()
        words = f" {spoken(said['sentence'])} "
        named = {
            len(name): each
            for each in everyone
            for name in map(spoken, each.names)
            if f" {name} " in words
        }
        if named:
            return [named[max(named)]]
        here = _area_of_speaker(self.hass, said)
        nearby = [each for each in everyone if here and each.area == here]
        return nearby or everyone


def _trigger(saying: Saying) -> dict[str, Any]:
    topic = saying.topic if saying.value is None else f"{saying.topic}.{saying.value}"
    return {"trigger": ASSIST, "id": topic, "command": list(saying.sentences)}


def _log(level: int, message: str, **more: Any) -> None:
    """Log what went wrong with a trigger; that all went well is no news."""
    if level > logging.INFO:
        _LOGGER.log(level, message, **more)


def _area_of(hass: HomeAssistant, entry: er.RegistryEntry | None) -> str | None:
    if entry is None:
        return None
    return entry.area_id or _area_of_device(hass, entry.device_id)


def _area_of_device(hass: HomeAssistant, device_id: str | None) -> str | None:
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return device.area_id if device else None


def _area_of_speaker(hass: HomeAssistant, said: Mapping[str, Any]) -> str | None:
    """Return the area of the satellite that has heard it."""
    satellite = said["satellite_id"]
    entry = er.async_get(hass).async_get(satellite) if satellite else None
    return _area_of(hass, entry) or _area_of_device(hass, said["device_id"])


def _without(names: Iterable[str], sentence: str) -> str:
    """Return what is said beside a thermostat's names, which may hold numbers."""
    for name in sorted(names, key=len, reverse=True):
        sentence = re.sub(re.escape(name), " ", sentence, flags=re.IGNORECASE)
    return sentence


def _context_of(said: Mapping[str, Any]) -> Context:
    """Return who speaks."""
    context = said["user_input"]["context"]
    return Context(user_id=context["user_id"], parent_id=context["id"])


LISTENER: HassKey[Listener] = HassKey(f"{DOMAIN}_listener")


async def async_listen(hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
    """Understand what is said to a thermostat while it is loaded, if that is chosen."""
    if not data_of(entry)[CONF_FINISH].get(CONF_VOICE, False):
        return
    if LISTENER not in hass.data:
        hass.data[LISTENER] = Listener(hass)
        hass.data[LISTENER].follow()
    listener = hass.data[LISTENER]
    listener.entries.append(entry)

    @callback
    def stop() -> None:
        listener.entries.remove(entry)
        listener.renew_soon()

    entry.async_on_unload(stop)
    await listener.async_renew()
