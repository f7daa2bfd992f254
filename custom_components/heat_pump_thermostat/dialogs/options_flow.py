"""Tuning the thermostat while it runs, and testing its wires one by one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigFlowContext,
    ConfigFlowResult,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import section
import voluptuous as vol

from ..configuration.entry import data_of
from ..configuration.fields import Choice, OutOfRangeError, entered_values, schema
from ..configuration.options import SECTIONS, options_of
from ..configuration.refusals import outdoor_refusals
from ..configuration.roles import OPTIONS, Refusal, refusals
from ..configuration.settings import machine_of, settings_of
from ..const import CONF_BACKUP, CONF_TERMINALS
from ..engine.board import BACKUP, COMPRESSOR, VALVE, Side, Terminal
from ..engine.rules.lockout import are_ordered
from ..engine.settings import Backup
from ..engine.vocabulary import Finding
from .board_test import BoardTestFlow
from .wiring_test import NOT_LOADED, Step, WatchedTest, WatchedTestFlow
from .words import NO_RANGE, NO_REFUSAL, range_facts, refusal_facts

TEST_ORDER: Final = (Terminal.G, *VALVE, *BACKUP, *COMPRESSOR)
"""In which order to test: what answers at once before what has to rest first."""
SIDE: Final = Choice(key="side", options=Side)
ADVICE: Final = ("no_valve", "swapped", "swapped_both")
"""What to tell of a wrong valve, by the number of valve wires."""
NEXT: Final = ("wiring_test", "finish")
"""Where every answer leads: to the next terminal, or out."""


def _telling_step(
    name: str, *ways_on: str
) -> Step[ThermostatOptionsFlow, ConfigFlowResult]:
    """Return the step that tells something and asks where to go on."""

    async def step(
        flow: ThermostatOptionsFlow, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        return flow.async_tell(name, *ways_on)

    return step


class ThermostatOptionsFlow(
    WatchedTestFlow[ConfigFlowContext, ConfigFlowResult], BoardTestFlow
):
    """Tune the thermostat, or test its wiring."""

    _facts: Mapping[str, str]
    """What there is to tell about the last test."""

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what this is about."""
        self._test = WatchedTest(self.hass, self.config_entry)
        return self.async_show_menu(
            step_id="init", menu_options=["settings", "wiring_test"]
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show every option in its section; keep those that were changed."""
        units = self.hass.config.units
        machine = machine_of(self.config_entry)
        before = options_of(machine, self.config_entry.options)
        errors: dict[str, str] = {}
        placeholders: Mapping[str, str] = {**NO_RANGE, **NO_REFUSAL}
        if user_input is not None:
            try:
                changed = self._changed_sections(user_input, before)
            except OutOfRangeError as error:
                errors = {"base": "out_of_range"}
                placeholders = await range_facts(
                    self.hass, "options.step.settings", error
                )
            else:
                options = {**self.config_entry.options, **changed}
                refused = self._refusals_in(options, changed)
                if why := self._error_of(options, refused):
                    errors = {"base": why}
                    placeholders = await refusal_facts(self.hass, refused)
                else:
                    return self.async_create_entry(data=options)
        sections = {
            vol.Optional(part.key): section(
                schema(fields, before[part.key], units), {"collapsed": True}
            )
            for part in SECTIONS
            if (fields := part.offered(machine))
        }
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(sections), user_input
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _changed_sections(
        self, user_input: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, dict[str, Any]]:
        """Return the sections that were sent, without what is as it is by default."""
        machine = machine_of(self.config_entry)
        changed = {}
        for part in SECTIONS:
            if part.key not in user_input:
                continue
            fields, default = part.offered(machine), part.defaults(machine)
            shown, units = user_input[part.key], self.hass.config.units
            try:
                kept = entered_values(fields, shown, before[part.key], units)
            except OutOfRangeError as error:
                error.section = part.key
                raise
            changed[part.key] = {
                key: value for key, value in kept.items() if value != default.get(key)
            }
        return changed

    def _refusals_in(
        self, options: Mapping[str, Any], sections: Iterable[str]
    ) -> list[Refusal]:
        """Return which entities of these sections cannot have their role."""
        entry, forms = self.config_entry, {OPTIONS[key] for key in sections}
        return refusals(self.hass, forms, data_of(entry), options, entry)

    def _error_of(
        self, options: Mapping[str, Any], refused: Sequence[Refusal]
    ) -> str | None:
        """Return why options cannot be, as the key of a text; None where they can."""
        if refused:
            return refused[0].why
        if self._is_blind(options) and not self._is_blind(self.config_entry.options):
            return "fuel_needs_outdoor"
        if not are_ordered(settings_of(machine_of(self.config_entry), options)):
            return "aux_limit_below_compressor_limit"
        return None

    def _is_blind(self, options: Mapping[str, Any]) -> bool:
        """Return whether a furnace has nothing that tells it when it is cold."""
        data = data_of(self.config_entry)
        return bool(outdoor_refusals(Backup(data[CONF_BACKUP]), data, options))

    # --- The wiring test ---------------------------------------------------------

    async def async_step_wiring_test(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which terminal to test."""
        if refusal := self._test.refusal():
            return self.async_abort(reason=refusal)
        relays = data_of(self.config_entry)[CONF_TERMINALS]
        wired = [terminal for terminal in TEST_ORDER if terminal in relays]
        tests = [f"test_{terminal}" for terminal in wired]
        if self.config_entry.runtime_data.is_left_with_board:
            tests.append("test_board")
        return self.async_show_menu(
            step_id="wiring_test",
            menu_options=[*tests, "finish"],
            description_placeholders=relays,
        )

    @override
    async def async_prepare(
        self, terminal: Terminal, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Say what will happen and what to look for; begin once that is read."""
        if user_input is not None:
            side = Side(user_input.get(SIDE.key, Side.HEAT))
            return await self.async_begin(terminal, side)
        machine = machine_of(self.config_entry)
        asks = terminal in COMPRESSOR and all(machine.can(side) for side in Side)
        fields, shown = ((SIDE,), {SIDE.key: Side.HEAT}) if asks else ((), {})
        return self.async_show_form(
            step_id=f"test_{terminal}",
            data_schema=schema(fields, shown, self.hass.config.units),
            description_placeholders={
                "relay": f"`{data_of(self.config_entry)[CONF_TERMINALS][terminal]}`"
            },
        )

    async def async_step_outcome(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell what was found."""
        found, self._facts = await self._test.async_found()
        if found == NOT_LOADED:
            return self.async_abort(reason=found)
        runs = found == Finding.ON and self._test.is_of_compressor
        step: Step[ThermostatOptionsFlow, ConfigFlowResult] = getattr(
            type(self), f"async_step_result_{'ran' if runs else found}"
        )
        return await step(self, None)

    @callback
    def async_tell(self, name: str, *ways_on: str) -> ConfigFlowResult:
        """Tell something about the last test, and ask where to go on."""
        return self.async_show_menu(
            step_id=name,
            menu_options=[*ways_on, *NEXT],
            description_placeholders=self._facts,
        )

    async def async_step_result_board_kept(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell that the board took over, and handed back."""
        self._facts = self.board_facts(self.hass)
        return self.async_tell("result_board_kept")

    async def async_step_result_board_idle(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell that it did not."""
        self._facts = {}
        return self.async_tell("result_board_idle")

    async_step_result_on = _telling_step("result_on", "not_seen")
    async_step_result_ran = _telling_step("result_ran", "not_seen", "wrong_air")
    async_step_result_right_air = _telling_step("result_right_air")
    async_step_result_wrong_air = _telling_step("result_wrong_air", "wrong_air")
    async_step_result_same_air = _telling_step("result_same_air")
    async_step_result_silent = _telling_step("result_silent")
    async_step_result_stuck = _telling_step("result_stuck")
    async_step_result_prevented = _telling_step("result_prevented")
    async_step_result_stopped = _telling_step("result_stopped")
    async_step_not_seen = _telling_step("not_seen")
    async_step_swapped = _telling_step("swapped")
    async_step_swapped_both = _telling_step("swapped_both")
    async_step_no_valve = _telling_step("no_valve")

    async def async_step_wrong_air(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell exactly what to change where the valve stands on the wrong side."""
        relays = data_of(self.config_entry)[CONF_TERMINALS]
        wired = [terminal for terminal in VALVE if terminal in relays]
        other = [terminal for terminal in VALVE if terminal not in relays]
        self._facts = {
            "wired": " ".join(wired).upper(),
            "other": " ".join(other).upper(),
            "valve": ", ".join(f"`{relays[terminal]}`" for terminal in wired),
        }
        return self.async_tell(ADVICE[len(wired)])

    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Leave the options as they are."""
        return self.async_create_entry(data=dict(self.config_entry.options))
