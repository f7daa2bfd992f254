"""What a thermostat is told to do by voice: what any card of it could do, no more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_FAN_MODE,
    ATTR_HVAC_MODE,
    ATTR_PRESET_MODE,
    DOMAIN as CLIMATE,
    SERVICE_SET_FAN_MODE,
    SERVICE_SET_HVAC_MODE,
    SERVICE_SET_PRESET_MODE,
    SERVICE_SET_TEMPERATURE,
)
from homeassistant.components.switch import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_TEMPERATURE,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    UnitOfTemperature,
)
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, PRESET_EMERGENCY_HEAT
from ..controller import Controller
from ..engine.wishes import Mode
from ..quantity import household
from .speech import Speech
from .times import hours_in, number_in, time_in

OWN_ACTIONS: Final = frozenset({"hold", "resume_schedule", "limit"})
"""What a climate entity of other makes does not do."""
LONGEST_HOLD: Final = timedelta(days=7)
WARMER_BY: Final[Mapping[str, float]] = {
    UnitOfTemperature.CELSIUS: 1.0,
    UnitOfTemperature.FAHRENHEIT: 2.0,
}
"""How much "warmer" is, in the household's degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, as far as an order depends on it."""

    value: str | None
    """What is chosen, of modes, presets or fan modes."""
    rest: str
    """The sentence, without the thermostat's name."""
    slots: Mapping[str, str]
    """What stood where anything may stand."""
    hours: Mapping[str, str]
    """The hours as words of the language."""


async def async_use(
    hass: HomeAssistant,
    card: str,
    action: str,
    fields: Mapping[str, Any],
    context: Context | None,
) -> None:
    """Use a thermostat's card, with the rights of whoever the context is of.

    Raises:
        HomeAssistantError: That cannot be done, or may not be by this person.

    """
    await hass.services.async_call(
        DOMAIN if action in OWN_ACTIONS else CLIMATE,
        action,
        {ATTR_ENTITY_ID: card, **fields},
        blocking=True,
        context=context,
    )


@dataclass(frozen=True, slots=True)
class Hearer:
    """The thermostat that is told something, and the one who tells it."""

    hass: HomeAssistant
    name: str
    card: str
    """The entity id of its card."""
    controller: Controller
    context: Context
    speech: Speech
    said: Said

    @property
    def degrees(self) -> float | None:
        """The temperature that was said, in the household's degrees."""
        return number_in(self.said.slots.get("degrees", self.said.rest))

    async def use(self, action: str, fields: Mapping[str, Any] | None = None) -> None:
        """Use the card, with the rights of whoever speaks.

        Raises:
            HomeAssistantError: That cannot be done, or may not be by this person.

        """
        await async_use(self.hass, self.card, action, fields or {}, self.context)

    def told(self, key: str, **facts: str) -> str:
        """Return what is answered once it is done."""
        return self.speech.say(key, name=self.name, **facts)


async def _turn_off(hearer: Hearer) -> str:
    await hearer.use(SERVICE_TURN_OFF)
    return hearer.told("turned_off")


async def _turn_heat_on(hearer: Hearer) -> str:
    return await _use_mode(hearer, Mode.HEAT)


async def _set_mode(hearer: Hearer) -> str:
    return await _use_mode(hearer, str(hearer.said.value))


async def _use_mode(hearer: Hearer, mode: str) -> str:
    await hearer.use(SERVICE_SET_HVAC_MODE, {ATTR_HVAC_MODE: mode})
    return hearer.told("set", value=hearer.speech.mode(mode))


async def _set_fan(hearer: Hearer) -> str:
    mode = str(hearer.said.value)
    await hearer.use(SERVICE_SET_FAN_MODE, {ATTR_FAN_MODE: mode})
    return hearer.told("fan_set", value=hearer.speech.fan(mode))


async def _set_preset(hearer: Hearer) -> str:
    preset = str(hearer.said.value)
    await hearer.use(SERVICE_SET_PRESET_MODE, {ATTR_PRESET_MODE: preset})
    return hearer.told("set", value=hearer.speech.preset(preset))


async def _set_temperature(hearer: Hearer) -> str:
    degrees = hearer.degrees
    if degrees is None:
        return hearer.told("not_understood")
    await hearer.use(SERVICE_SET_TEMPERATURE, {ATTR_TEMPERATURE: degrees})
    return hearer.told("set", value=hearer.speech.degrees_shown(degrees))


async def _switch_emergency_heat(hearer: Hearer) -> str:
    """Turn emergency heat on or off, and leave the rest as it is."""
    key = f"{hearer.controller.entry.entry_id}_emergency_heat"
    switch = er.async_get(hearer.hass).async_get_entity_id(SWITCH, DOMAIN, key)
    if switch is None:  # which the card refuses, and tells why
        preset = {ATTR_PRESET_MODE: PRESET_EMERGENCY_HEAT}
        await hearer.use(SERVICE_SET_PRESET_MODE, preset)
    is_on = hearer.said.value == "on"
    await hearer.hass.services.async_call(
        SWITCH,
        SERVICE_TURN_ON if is_on else SERVICE_TURN_OFF,
        {ATTR_ENTITY_ID: switch},
        blocking=True,
        context=hearer.context,
    )
    return hearer.told("emergency_on" if is_on else "emergency_off")


async def _make_warmer(hearer: Hearer) -> str:
    return await _move_setpoint(hearer, 1)


async def _make_cooler(hearer: Hearer) -> str:
    return await _move_setpoint(hearer, -1)


async def _move_setpoint(hearer: Hearer, steps: int) -> str:
    now, unit = hearer.controller.decision, hearer.speech.unit
    before = household(now.targets.of(now.side), unit)
    degrees = round(before + steps * WARMER_BY[unit], 1)
    await hearer.use(SERVICE_SET_TEMPERATURE, {ATTR_TEMPERATURE: degrees})
    return hearer.told("set", value=hearer.speech.degrees_shown(degrees))


async def _hold_for_a_while(hearer: Hearer) -> str:
    said, now, degrees = hearer.said, dt_util.now(), hearer.degrees
    until = (
        time_in(said.slots["time"], said.hours, now) if "time" in said.slots else None
    )
    if "hours" in said.slots and (hours := hours_in(said.slots["hours"], said.hours)):
        until = now + min(timedelta(hours=hours), LONGEST_HOLD)
    if degrees is None or until is None:
        return hearer.told("not_understood")
    await hearer.use("hold", {ATTR_TEMPERATURE: degrees, "until": until.isoformat()})
    value = hearer.speech.degrees_shown(degrees)
    return hearer.told("held", value=value, time=hearer.speech.time(until))


async def _resume_schedule(hearer: Hearer) -> str:
    await hearer.use("resume_schedule")
    return hearer.told("resumed")


type Obey = Callable[[Hearer], Awaitable[str]]

ORDERS: Final[Mapping[str, Obey]] = {
    "off": _turn_off,
    "on": _turn_heat_on,
    "mode": _set_mode,
    "temperature": _set_temperature,
    "emergency_heat": _switch_emergency_heat,
    "fan": _set_fan,
    "preset": _set_preset,
    "warmer": _make_warmer,
    "cooler": _make_cooler,
    "hold": _hold_for_a_while,
    "resume": _resume_schedule,
}
"""By what is told; the sentences that tell it stand in `languages`."""
