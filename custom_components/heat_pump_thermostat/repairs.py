"""Putting right what the thermostat cannot: a sensor, a relay, emergency heat."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.components.repairs.models import (
    RepairsFlowContext,
    RepairsFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig
import voluptuous as vol

from .configuration.entry import data_of
from .configuration.forms import TEMPERATURE_SENSOR
from .configuration.roles import OF_USER, Refusal, refusals
from .const import CONF_ROOM_TEMPERATURE, CONF_TERMINALS
from .controller import ThermostatConfigEntry
from .dialogs.wiring_test import OBEYED, WatchedTest, WatchedTestFlow
from .dialogs.words import errors_of, refusal_facts
from .engine.board import Terminal
from .engine.decision import OF_RELAYS
from .engine.vocabulary import Problem
from .issues import FORGOTTEN, LOSSES_TOLD, OF_ROOM


class ChooseSensorFlow(RepairsFlow):
    """Follow another room sensor."""

    def __init__(self, entry: ThermostatConfigEntry) -> None:
        """Repair the thermostat of a config entry."""
        self._entry = entry

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin; what comes in is which issue this is about."""
        return await self.async_step_sensor()

    async def async_step_sensor(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for the sensor."""
        refused: list[Refusal] = []
        if user_input is not None:
            data = {**self._entry.data, **user_input}
            refused = self._refusals_of_room(data)
            if not refused:
                self.hass.config_entries.async_update_entry(self._entry, data=data)
                return self.async_create_entry(data={})
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        before = data_of(self._entry)[CONF_ROOM_TEMPERATURE]
        selector = EntitySelector(EntitySelectorConfig(filter=[TEMPERATURE_SENSOR]))
        return self.async_show_form(
            step_id="sensor",
            data_schema=vol.Schema(
                {vol.Required(CONF_ROOM_TEMPERATURE, default=before): selector}
            ),
            description_placeholders={
                **((issue.translation_placeholders if issue else None) or {}),
                **await refusal_facts(self.hass, refused),
            },
            errors=errors_of(refused),
        )

    def _refusals_of_room(self, data: Mapping[str, Any]) -> list[Refusal]:
        """Return why the room's sensor cannot be that."""
        entry = self._entry
        found = refusals(self.hass, {OF_USER}, data, entry.options, entry)
        return [each for each in found if each.role.key == CONF_ROOM_TEMPERATURE]


class EmergencyHeatFlow(ConfirmRepairFlow):
    """Heat with the backup until the machine has been seen to, or no longer."""

    def __init__(self, entry: ThermostatConfigEntry, *, on: bool = True) -> None:
        """Repair the thermostat of a config entry."""
        self._entry = entry
        self._on = on

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Turn emergency heat on, or off, once it is confirmed."""
        if user_input is not None:
            self._entry.runtime_data.async_wish(
                lambda now: now.wishes.with_emergency(on=self._on)
            )
        return await super().async_step_confirm(user_input)


class RelayFlow(WatchedTestFlow[RepairsFlowContext, RepairsFlowResult], RepairsFlow):
    """See whether a relay does what it is told, now that somebody looks after it."""

    def __init__(self, entry: ThermostatConfigEntry) -> None:
        """Repair the thermostat of a config entry."""
        self._entry = entry

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin; what comes in is which issue this is about."""
        self._test = WatchedTest(self.hass, self._entry)
        return await self.async_step_relay()

    async def async_step_relay(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which of the relays to test."""
        if refusal := self._test.refusal():
            return self.async_abort(reason=refusal)
        relays = data_of(self._entry)[CONF_TERMINALS]
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        facts = (issue.translation_placeholders if issue else None) or {}
        wired = [terminal for terminal in Terminal if terminal in relays]
        named = [t for t in wired if f"`{relays[t]}`" in facts.get("entities", "")]
        return self.async_show_menu(
            step_id="relay",
            menu_options=[f"test_{terminal}" for terminal in named or wired],
            description_placeholders={**relays, **facts},
        )

    @override
    async def async_prepare(
        self, terminal: Terminal, _user_input: dict[str, Any] | None
    ) -> RepairsFlowResult:
        """Begin at once, on the side that the machine is on."""
        side = self._entry.runtime_data.decision.side
        return await self.async_begin(terminal, side)

    async def async_step_outcome(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Close the issue of a relay that obeys; tell what to check of another."""
        found, facts = await self._test.async_found()
        if found in OBEYED:
            return self.async_create_entry(data={})
        return self.async_abort(reason=found, description_placeholders=facts)


def _confirmation(_entry: ThermostatConfigEntry) -> RepairsFlow:
    """Return the flow of what a person has only to know of."""
    return ConfirmRepairFlow()


FLOWS: Mapping[str, Callable[[ThermostatConfigEntry], RepairsFlow]] = {
    Problem.NO_ANSWER: EmergencyHeatFlow,
    FORGOTTEN: partial(EmergencyHeatFlow, on=False),
    **dict.fromkeys(OF_ROOM, ChooseSensorFlow),
    **dict.fromkeys(OF_RELAYS, RelayFlow),
    **dict.fromkeys(LOSSES_TOLD, _confirmation),
}


async def async_create_fix_flow(
    hass: HomeAssistant, _issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow that repairs an issue."""
    facts = data or {}
    entry = hass.config_entries.async_get_known_entry(facts["entry_id"])
    return FLOWS[facts["problem"]](entry)
