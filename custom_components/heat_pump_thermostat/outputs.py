"""What the relays are told: the only module that calls services."""

import asyncio
from collections.abc import Iterable, Mapping
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TOGGLE,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.core import Context, HomeAssistant, split_entity_id

from .configuration.entry import data_of
from .const import CONF_TERMINALS
from .engine.board import Terminal
from .engine.decision import Order

_LOGGER = logging.getLogger(__name__)

CALL_PATIENCE: Final = 10
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

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Speak to the entity of each terminal that a config entry wires."""
        self._hass = hass
        self._entry = entry
        self._relays = {
            Terminal(key): entity
            for key, entity in data_of(entry)[CONF_TERMINALS].items()
        }

    def send(self, orders: Iterable[Order], context: Context | None) -> None:
        """Send orders side by side, so that none waits for a relay that hangs."""
        for order in orders:
            service = SERVICE_TURN_ON if order.on else SERVICE_TURN_OFF
            self._call(self._relays[order.terminal], service, context)

    def beat(self, entity: str) -> None:
        """Let an entity know that the thermostat lives."""
        service = HEARTBEATS.get(split_entity_id(entity)[0], SERVICE_TURN_ON)
        self._call(entity, service, None)

    async def async_act(self, domain: str, action: str, data: dict[str, Any]) -> None:
        """Let something happen, and wait until it did.

        Raises:
            Exception: Whatever the integration behind it raises.

        """
        async with asyncio.timeout(CALL_PATIENCE):
            await self._hass.services.async_call(domain, action, data, blocking=True)

    def _call(self, entity: str, service: str, context: Context | None) -> None:
        # What hangs must not hold up a stop: it ends with the thermostat.
        self._entry.async_create_background_task(
            self._hass,
            self._async_call(entity, service, context),
            f"{service} {entity}",
        )

    async def _async_call(
        self, entity: str, service: str, context: Context | None
    ) -> None:
        try:
            async with asyncio.timeout(CALL_PATIENCE):
                await self._hass.services.async_call(
                    split_entity_id(entity)[0],
                    service,
                    {ATTR_ENTITY_ID: entity},
                    blocking=True,
                    context=context,
                )
        except Exception as error:  # noqa: BLE001 - whatever an entity's driver raises
            _LOGGER.debug("%s of %s failed: %r", service, entity, error)
