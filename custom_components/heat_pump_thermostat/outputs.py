"""What the relays are told: the only module that calls services."""

import asyncio
from collections.abc import Iterable, Mapping
import logging
from typing import Final

from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TOGGLE,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.core import Context, HomeAssistant, split_entity_id

from .engine.board import Terminal
from .engine.model import Order

_LOGGER = logging.getLogger(__name__)

PATIENCE: Final = 10
"""Seconds until a call that hangs is given up; the engine repeats what counts."""


HEARTBEATS: Mapping[str, str] = {
    "button": "press",
    "input_button": "press",
    "input_boolean": SERVICE_TOGGLE,
    "switch": SERVICE_TOGGLE,
}
"""How an entity of each domain is told; a script, like any other, is turned on."""


class Outputs:
    """The relays behind the terminals."""

    def __init__(self, hass: HomeAssistant, relays: Mapping[str, str]) -> None:
        """Speak to the entity of each wired terminal."""
        self._hass = hass
        self._relays = {Terminal(key): entity for key, entity in relays.items()}

    def send(self, orders: Iterable[Order], context: Context | None) -> None:
        """Send orders side by side, so that none waits for a relay that hangs."""
        for order in orders:
            service = SERVICE_TURN_ON if order.on else SERVICE_TURN_OFF
            self._call(self._relays[order.terminal], service, context)

    def beat(self, entity: str) -> None:
        """Let an entity know that the thermostat lives."""
        service = HEARTBEATS.get(split_entity_id(entity)[0], SERVICE_TURN_ON)
        self._call(entity, service, None)

    def _call(self, entity: str, service: str, context: Context | None) -> None:
        self._hass.async_create_task(
            self._async_call(entity, service, context), f"{service} {entity}"
        )

    async def _async_call(
        self, entity: str, service: str, context: Context | None
    ) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._hass.services.async_call(
                    split_entity_id(entity)[0],
                    service,
                    {ATTR_ENTITY_ID: entity},
                    blocking=True,
                    context=context,
                )
        except Exception as error:  # noqa: BLE001 - whatever an entity's driver raises
            _LOGGER.debug("%s of %s failed: %r", service, entity, error)
