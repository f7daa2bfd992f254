"""What a thermostat is told to do by voice: what any card of it could do, no more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
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
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_TEMPERATURE,
    SERVICE_TURN_OFF,
    UnitOfTemperature,
)
from homeassistant.core import Context, HomeAssistant

from ..controller import Controller
from ..engine.wishes import Mode
from ..quantity import household
from .speech import Speech

WARMER_BY: Final[Mapping[str, float]] = {
    UnitOfTemperature.CELSIUS: 1.0,
    UnitOfTemperature.FAHRENHEIT: 2.0,
}
"""How much "warmer" is, in the household's degrees."""


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

    async def use(self, action: str, **fields: Any) -> None:
        """Use the card, with the rights of whoever speaks.

        Raises:
            HomeAssistantError: That cannot be done, or may not be by this person.

        """
        await self.hass.services.async_call(
            CLIMATE,
            action,
            {ATTR_ENTITY_ID: self.card, **fields},
            blocking=True,
            context=self.context,
        )

    def told(self, key: str, **facts: str) -> str:
        """Return what is answered once it is done."""
        return self.speech.say(key, name=self.name, **facts)


async def _turn_off(hearer: Hearer, _value: str | None) -> str:
    await hearer.use(SERVICE_TURN_OFF)
    return hearer.told("turned_off")


async def _turn_heat_on(hearer: Hearer, _value: str | None) -> str:
    return await _set_mode(hearer, Mode.HEAT)


async def _set_mode(hearer: Hearer, value: str | None) -> str:
    await hearer.use(SERVICE_SET_HVAC_MODE, **{ATTR_HVAC_MODE: value})
    return hearer.told("set", value=hearer.speech.mode(str(value)))


async def _set_fan(hearer: Hearer, value: str | None) -> str:
    await hearer.use(SERVICE_SET_FAN_MODE, **{ATTR_FAN_MODE: value})
    return hearer.told("fan_set", value=hearer.speech.fan(str(value)))


async def _set_preset(hearer: Hearer, value: str | None) -> str:
    await hearer.use(SERVICE_SET_PRESET_MODE, **{ATTR_PRESET_MODE: value})
    return hearer.told("set", value=hearer.speech.preset(str(value)))


async def _make_warmer(hearer: Hearer, _value: str | None) -> str:
    return await _move_setpoint(hearer, 1)


async def _make_cooler(hearer: Hearer, _value: str | None) -> str:
    return await _move_setpoint(hearer, -1)


async def _move_setpoint(hearer: Hearer, steps: int) -> str:
    now, unit = hearer.controller.decision, hearer.speech.unit
    before = household(now.targets.of(now.side), unit)
    degrees = round(before + steps * WARMER_BY[unit], 1)
    await hearer.use(SERVICE_SET_TEMPERATURE, **{ATTR_TEMPERATURE: degrees})
    return hearer.told("set", value=hearer.speech.degrees_shown(degrees))


type Obey = Callable[[Hearer, str | None], Awaitable[str]]

ORDERS: Final[Mapping[str, Obey]] = {
    "off": _turn_off,
    "on": _turn_heat_on,
    "mode": _set_mode,
    "fan": _set_fan,
    "preset": _set_preset,
    "warmer": _make_warmer,
    "cooler": _make_cooler,
}
"""By what is told; the sentences that tell it stand in `languages`."""
