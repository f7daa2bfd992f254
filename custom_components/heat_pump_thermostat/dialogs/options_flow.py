"""Tuning the thermostat while it runs, and testing its wires one by one."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowContext,
    ConfigFlowResult,
)
from homeassistant.core import callback

from ..configuration.entry import data_of
from ..configuration.fields import Choice, OutOfRangeError, entered_values, schema
from ..configuration.forms import OUTDOOR_FALLBACK
from ..configuration.options import SECTIONS, Section, options_of
from ..configuration.refusals import outdoor_refusals
from ..configuration.roles import OPTIONS, Refusal, refusals
from ..configuration.settings import machine_of, settings_of
from ..const import CONF_BACKUP, CONF_TERMINALS
from ..engine.board import BACKUP, COMPRESSOR, VALVE, Side, Terminal
from ..engine.rules.lockout import are_ordered
from ..engine.settings import Backup
from ..engine.vocabulary import Finding
from ..rooms import misplaced
from ..sensors.unseen import offers_of
from .board_test import BoardTestFlow
from .wiring_test import NOT_LOADED, Step, WatchedTest, WatchedTestFlow
from .words import (
    NO_RANGE,
    NO_REFUSAL,
    errors_of,
    hint,
    range_facts,
    refusal_facts,
)

TEST_ORDER: Final = (Terminal.G, *VALVE, *BACKUP, *COMPRESSOR)
"""In which order to test: what answers at once before what has to rest first."""
SIDE: Final = Choice(key="side", options=Side)
ADVICE: Final = ("no_valve", "swapped", "swapped_both")
"""What to tell of a wrong valve, by the number of valve wires."""
OUTDOOR_LIMITS: Mapping[str, str] = {
    "compressor": "minimum_outdoor",
    "auxiliary": "maximum_outdoor",
}
"""Where the outdoor limits stand that must leave no gap between them."""
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
        """Ask what this is about: first of all the wiring, which is new at first.

        What could be seen if more was told is told here, where there is anything.
        """
        self._test = WatchedTest(self.hass, self.config_entry)
        machine = machine_of(self.config_entry)
        topics = [topic.key for topic in SECTIONS if topic.offered(machine)]
        return self.async_show_menu(
            step_id="init",
            menu_options=["wiring_test", *topics],
            description_placeholders={"hint": await self._hint()},
        )

    async def _hint(self) -> str:
        """Return what could be seen with what; of what does not run, nothing."""
        is_loaded = self.config_entry.state is ConfigEntryState.LOADED
        return await hint(self.hass, offers_of(self.config_entry) if is_loaded else {})

    async def async_tune(
        self, topic: Section, entered: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Show the options of a topic; keep those that were changed."""
        units, machine = self.hass.config.units, machine_of(self.config_entry)
        fields = topic.offered(machine)
        before = options_of(machine, self.config_entry.options)[topic.key]
        errors: dict[str, str] = {}
        facts: Mapping[str, str] = {}
        if entered is not None:
            try:
                kept = entered_values(fields, entered, before, units)
            except OutOfRangeError as error:
                errors = {error.key: "out_of_range"}
                facts = await range_facts(self.hass, OPTIONS[topic.key], error)
            else:
                options = self._with(topic, kept)
                refused = self._refusals_in(topic, options)
                facts = await refusal_facts(self.hass, refused)
                errors = errors_of(refused) or self._contradictions(topic, options)
                if not errors:
                    return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id=topic.key,
            data_schema=schema(fields, before, units, entered),
            errors=errors,
            description_placeholders={**NO_RANGE, **NO_REFUSAL, **facts},
        )

    def _with(self, topic: Section, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return all options with those of a topic; what is as by default is none."""
        default = topic.defaults(machine_of(self.config_entry))
        chosen = {key: kept[key] for key in kept if kept[key] != default.get(key)}
        return {**self.config_entry.options, topic.key: chosen}

    def _refusals_in(self, topic: Section, options: Mapping[str, Any]) -> list[Refusal]:
        """Return which entities of a topic cannot have their role."""
        entry, forms = self.config_entry, {OPTIONS[topic.key]}
        refused = refusals(self.hass, forms, data_of(entry), options, entry)
        if refused or topic.key != "rooms":
            return refused
        now = options_of(machine_of(entry), options)
        return misplaced(self.hass, data_of(entry), now)

    def _contradictions(
        self, topic: Section, options: Mapping[str, Any]
    ) -> dict[str, str]:
        """Return which fields of a topic do not go with what was chosen elsewhere."""
        if topic.key == "sensors" and self._is_blind(options):
            return {OUTDOOR_FALLBACK.key: "fuel_needs_outdoor"}
        if topic.key in OUTDOOR_LIMITS and not are_ordered(
            settings_of(machine_of(self.config_entry), options)
        ):
            return {OUTDOOR_LIMITS[topic.key]: "aux_limit_below_compressor_limit"}
        return {}

    def _is_blind(self, options: Mapping[str, Any]) -> bool:
        """Return whether a furnace has lost what tells it when it is cold."""
        data, before = data_of(self.config_entry), self.config_entry.options
        backup = Backup(data[CONF_BACKUP])
        return bool(outdoor_refusals(backup, data, options)) and not outdoor_refusals(
            backup, data, before
        )

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


def _tuning_step(topic: Section) -> Step[ThermostatOptionsFlow, ConfigFlowResult]:
    """Return the step that shows the options of a topic."""

    async def step(
        flow: ThermostatOptionsFlow, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        return await flow.async_tune(topic, user_input)

    return step


for each in SECTIONS:
    setattr(ThermostatOptionsFlow, f"async_step_{each.key}", _tuning_step(each))
