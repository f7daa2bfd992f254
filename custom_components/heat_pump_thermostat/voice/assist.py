"""Sentences that Assist passes on to the thermostats: it asks these before anybody."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
import logging
import re
from typing import Any

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
from ..const import CONF_FINISH, CONF_VOICE, DOMAIN
from ..controller import ThermostatConfigEntry
from ..devices import area_of, area_of_device
from ..explaining import async_explained
from ..remembered import may_be_card
from .answers import ANSWERS, Inquiry
from .language import language_of, tongue
from .names import ASSIST
from .orders import ORDERS, Hearer, Said
from .sentences import Saying, sayings
from .speech import async_speech
from .whom import Spoken, exposed_thermostats, is_exposed_card, meant

_LOGGER = logging.getLogger(__name__)


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
        self.hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED, self._look, event_filter=may_be_card
        )
        self.hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._look)
        async_when_setup(self.hass, ASSIST, self._async_begin)

    async def _async_begin(self, *_: object) -> None:
        await self.async_renew()

    @callback
    def _look(self, event: Event[Any]) -> None:
        """See to the sentences where a card or its device was changed."""
        changed = {event.data.get("entity_id"), event.data.get("device_id")} - {None}
        if is_exposed_card(self.hass, self.entries, ASSIST, changed):
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
        return exposed_thermostats(self.hass, self.entries, ASSIST)

    async def _async_hear(
        self, variables: Mapping[str, Any], _context: Context | None = None
    ) -> ScriptRunResult:
        """Answer what was said, or do it."""
        answer = await self._async_answer(variables["trigger"])
        return ScriptRunResult(answer, None, {})

    async def _async_answer(self, said: Mapping[str, Any]) -> str:
        language = tongue(said["user_input"]["language"])
        speech = await async_speech(self.hass, language)
        here = _area_of_speaker(self.hass, said)
        found = meant(self.spoken(), said["sentence"], here)
        if not found:
            return speech.say("nobody")
        if found[1:]:
            names = ", ".join(each.names[0] for each in found)
            return speech.say("which", names=names)
        topic, _, value = said["id"].partition(".")
        controller = found[0].entry.runtime_data
        if topic in ANSWERS:
            why = await async_explained(self.hass, controller, language)
            asked = Inquiry(
                controller.decision, controller.situation, speech, why["text"]
            )
            return ANSWERS[topic](asked)
        hearer = Hearer(
            self.hass,
            found[0].names[0],
            found[0].card.entity_id,
            controller,
            _context_of(said),
            speech,
            Said(
                value=value or None,
                rest=_without(found[0].names, said["sentence"]),
                slots={
                    slot: _without(found[0].names, text)
                    for slot, text in said["slots"].items()
                },
                hours=language_of(language).hours,
            ),
        )
        try:
            return await ORDERS[topic](hearer)
        except Unauthorized:
            return speech.say("not_allowed")
        except HomeAssistantError as error:
            return str(error)


def _trigger(saying: Saying) -> dict[str, Any]:
    topic = saying.topic if saying.value is None else f"{saying.topic}.{saying.value}"
    return {"trigger": ASSIST, "id": topic, "command": list(saying.sentences)}


def _log(level: int, message: str, **more: Any) -> None:
    """Log what went wrong with a trigger; that all went well is no news."""
    if level > logging.INFO:
        _LOGGER.log(level, message, **more)


def _area_of_speaker(hass: HomeAssistant, said: Mapping[str, Any]) -> str | None:
    """Return the area of the satellite that has heard it."""
    satellite = said["satellite_id"]
    entry = er.async_get(hass).async_get(satellite) if satellite else None
    return area_of(hass, entry) or area_of_device(hass, said["device_id"])


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
