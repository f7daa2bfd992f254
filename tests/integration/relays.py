"""A relay board to be let down by: real switch entities, each with its own temper."""

from asyncio import Event
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

type Temper = Callable[[Relay, bool], Awaitable[None]]
"""What a relay makes of an order to be on or off."""


async def obeying(relay: Relay, on: bool) -> None:
    """Do it and say so."""
    relay.say(on)


async def lying(relay: Relay, on: bool) -> None:
    """Report the opposite."""
    relay.say(not on)


async def silent(_relay: Relay, _on: bool) -> None:
    """Take the order and never say anything."""


async def raising(_relay: Relay, _on: bool) -> None:
    """Refuse the order."""
    raise HomeAssistantError("no route to relay")


async def hanging(relay: Relay, _on: bool) -> None:
    """Never return from the order, until somebody mends the relay."""
    await relay.mended.wait()


def letting_go(seconds: float) -> Temper:
    """Obey, and let go by itself so long after it closed: a timer of its own."""

    async def temper(relay: Relay, on: bool) -> None:
        relay.say(on)
        if on:
            relay.say_later(False, seconds)

    return temper


def late(seconds: float) -> Temper:
    """Return the order at once and say so only seconds later."""

    async def answer(relay: Relay, on: bool) -> None:
        relay.say_later(on, seconds)

    return answer


class Relay(SwitchEntity):
    """One relay, and what it was told."""

    _attr_should_poll = False
    _attr_is_on: bool | None = False

    def __init__(self, name: str) -> None:
        self.entity_id = f"switch.{name}"
        self._attr_unique_id = name
        self.temper: Temper = obeying
        self.mended = Event()
        self.orders: list[datetime] = []
        """When it was told something."""
        self._later: list[CALLBACK_TYPE] = []

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._take(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._take(on=False)

    async def _take(self, *, on: bool) -> None:
        self.orders.append(dt_util.utcnow())
        await self.temper(self, on)

    def say(self, on: bool) -> None:
        """Report to be on or off: by an order, or moved by hand."""
        self._attr_is_on = on
        self.async_write_ha_state()

    def say_later(self, on: bool, seconds: float) -> None:
        """Report it when that time has passed."""

        @callback
        def then(_now: datetime) -> None:
            self.say(on)

        self._later.append(async_call_later(self.hass, seconds, then))

    def vanish(self) -> None:
        """Become unavailable; what the relay does meanwhile nobody knows."""
        self._attr_available = False
        self.async_write_ha_state()

    def come_back(self, *, on: bool) -> None:
        """Be available again, in the position it was left in."""
        self._attr_available = True
        self.say(on)

    def mend(self) -> None:
        """Be a good relay from now on."""
        while self._later:
            self._later.pop()()
        self.temper = obeying
        self.mended.set()
        self.come_back(on=bool(self._attr_is_on))
