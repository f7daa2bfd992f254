"""Setting the thermostat up, changing its wiring, and tuning it."""

from collections.abc import Mapping, Sequence
from typing import Any, override

from homeassistant.components.weather import DOMAIN as WEATHER
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
    FlowType,
    OptionsFlow,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import callback, split_entity_id
from homeassistant.data_entry_flow import FlowResultType

from .configuration.entry import data_of
from .configuration.fields import (
    Field,
    OutOfRangeError,
    concerned_fields,
    entered_values,
    opened,
    schema,
    sent_values,
)
from .configuration.forms import (
    BOARD,
    FINISH_DEFAULTS,
    FINISH_FIELDS,
    OUTDOOR_FALLBACK,
    PERFORMANCE_DEFAULTS,
    PERFORMANCE_FIELDS,
    SENSOR_FIELDS,
    SINK,
    USER_SCHEMA,
    terminals_schema,
)
from .configuration.home_weather import homes_weather
from .configuration.options import first_options
from .configuration.refusals import (
    backup_refusals,
    outdoor_refusals,
    sheet_refusals,
)
from .configuration.roles import (
    OF_SENSORS,
    OF_TERMINALS,
    OF_USER,
    OPTIONS,
    Refusal,
    refusals,
)
from .configuration.settings import described_machine
from .const import (
    CONF_BACKUP,
    CONF_FINISH,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_PERFORMANCE,
    CONF_SENSORS,
    CONF_TERMINALS,
    DOMAIN,
)
from .controller import ThermostatConfigEntry
from .dialogs.options_flow import ThermostatOptionsFlow
from .dialogs.words import NO_RANGE, errors_of, range_facts, refusal_facts
from .engine.heat_pump.presets import likely_valve
from .engine.settings import Backup
from .handover import heartbeat_of
from .layouts import ENTRY_VERSION


def _with_sink(entered: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked first; what is heated belongs to the performance."""
    data = dict(entered)
    if sink := data.pop(SINK.key, None):
        data[CONF_PERFORMANCE] = {**before.get(CONF_PERFORMANCE, {}), SINK.key: sink}
    return data


class ThermostatConfigFlow(ConfigFlow, domain=DOMAIN):
    """Ask what is there, how it is wired, what is measured, and how strong it is."""

    VERSION = 1
    MINOR_VERSION = ENTRY_VERSION

    def __init__(self) -> None:
        """Start with nothing known."""
        self._data: dict[str, Any] = {}
        self._options: dict[str, Any] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ThermostatConfigEntry) -> OptionsFlow:
        """Return the flow that tunes a thermostat."""
        return ThermostatOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the name, the temperatures and the kind of machine."""
        errors: dict[str, str] = {}
        refused: list[Refusal] = []
        if user_input is not None:
            refused = self._refusals_in({OF_USER}, user_input, self._options)
            errors = outdoor_refusals(
                Backup(user_input[CONF_BACKUP]), user_input, self._options
            ) | errors_of(refused)
            if not errors:
                kept = (CONF_TERMINALS, CONF_SENSORS, CONF_PERFORMANCE, CONF_FINISH)
                before = {key: self._data[key] for key in kept if key in self._data}
                self._data = before | _with_sink(user_input, before)
                return await self.async_step_terminals()
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                USER_SCHEMA,
                {**self._data.get(CONF_PERFORMANCE, {}), **self._data}
                if user_input is None
                else user_input,
            ),
            errors=errors,
            description_placeholders=await refusal_facts(self.hass, refused),
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask all of it again, filled with what is known."""
        entry = self._get_reconfigure_entry()
        self._data = {CONF_NAME: entry.title, **entry.data, **data_of(entry)}
        self._options = dict(entry.options)
        return await self.async_step_user(user_input)

    async def async_step_terminals(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which relay switches which thermostat wire."""
        errors: dict[str, str] = {}
        refused: list[Refusal] = []
        backup = Backup(self._data[CONF_BACKUP])
        if user_input is not None:
            chosen = {**self._data, CONF_TERMINALS: user_input, CONF_SENSORS: {}}
            refused = self._refusals_in({OF_TERMINALS}, chosen, self._options)
            errors = backup_refusals(backup, user_input) | errors_of(refused)
            if not errors:
                self._data[CONF_TERMINALS] = user_input
                return await self.async_step_sensors()
        return self.async_show_form(
            step_id="terminals",
            data_schema=self.add_suggested_values_to_schema(
                terminals_schema(backup),
                self._data.get(CONF_TERMINALS) if user_input is None else user_input,
            ),
            errors=errors,
            description_placeholders={
                **await refusal_facts(self.hass, refused),
                "valve": str(likely_valve(self.hass.config.latitude)).upper(),
            },
        )

    async def async_step_sensors(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what else is measured, and what tells the weather in need."""
        errors: dict[str, str] = {}
        refused: list[Refusal] = []
        is_new, units = not self._is_reconfigure, self.hass.config.units
        fields = (*SENSOR_FIELDS, OUTDOOR_FALLBACK) if is_new else SENSOR_FIELDS
        if user_input is not None:
            user_input = sent_values(fields, user_input, units)
            data, options = self._with_sensors(user_input)
            forms = {OF_SENSORS} | ({OPTIONS["sensors"]} if is_new else set())
            refused = self._refusals_in(forms, data, options)
            errors = errors_of(refused)
            if not errors:
                self._data, self._options = data, options
                return await self.async_step_performance()
        known = {**self._proposed_sensors(), **self._data.get(CONF_SENSORS, {})}
        asked = self._concerned(fields, known, user_input)
        return self.async_show_form(
            step_id="sensors",
            data_schema=opened(schema(asked, known, units, user_input)),
            errors=errors,
            description_placeholders=await refusal_facts(self.hass, refused),
        )

    async def async_step_performance(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what the label says, or the datasheet."""
        units = self.hass.config.units
        before = {**PERFORMANCE_DEFAULTS, **self._data.get(CONF_PERFORMANCE, {})}
        errors: dict[str, str] = {}
        placeholders: Mapping[str, str] = NO_RANGE
        if user_input is not None:
            user_input = sent_values(PERFORMANCE_FIELDS, user_input, units)
            try:
                kept = entered_values(PERFORMANCE_FIELDS, user_input, before, units)
            except OutOfRangeError as error:
                errors = {error.key: "out_of_range"}
                placeholders = await range_facts(
                    self.hass, "config.step.performance", error
                )
            else:
                errors = sheet_refusals(kept)
                if not errors:
                    told = {key: before[key] for key in (SINK.key,) if key in before}
                    self._data[CONF_PERFORMANCE] = told | kept
                    return await self.async_step_finish()
        told = {
            key: value
            for key, value in before.items()
            if key != SINK.key and value != PERFORMANCE_DEFAULTS.get(key)
        }
        asked = self._concerned(PERFORMANCE_FIELDS, told, user_input)
        return self.async_show_form(
            step_id="performance",
            data_schema=opened(schema(asked, before, units, user_input)),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_finish(
        self, user_input: dict[str, bool] | None = None
    ) -> ConfigFlowResult:
        """Ask who else shall know of it: dashboards, voice assistants, the board."""
        heartbeat = None if self._is_reconfigure else self._heartbeat
        if user_input is not None:
            chosen = dict(user_input)
            if chosen.pop(BOARD.key, False) and heartbeat:
                self._options = {**self._options, "relays": {"heartbeat": heartbeat}}
            self._data[CONF_FINISH] = chosen
            return self._finish()
        shown = {**FINISH_DEFAULTS, BOARD.key: True, **self._data.get(CONF_FINISH, {})}
        fields = (*FINISH_FIELDS, BOARD) if heartbeat else FINISH_FIELDS
        form = schema(fields, shown, self.hass.config.units)
        return self.async_show_form(step_id="finish", data_schema=form)

    @property
    def _heartbeat(self) -> str | None:
        """The heartbeat of the board that has the relays, where nobody else uses it."""
        found = heartbeat_of(self.hass, self._data[CONF_TERMINALS].values())
        options = {"relays": {"heartbeat": found}}
        is_taken = found and self._refusals_in({OPTIONS["relays"]}, self._data, options)
        return None if is_taken else found

    def _finish(self) -> ConfigFlowResult:
        title = self._data.pop(CONF_NAME)
        if self._is_reconfigure:
            return self.async_update_and_abort(
                self._get_reconfigure_entry(),
                title=title,
                data=self._data,
                reason="reconfigure_successful",
            )
        return self.async_create_entry(
            title=title,
            data=self._data,
            options={**first_options(self.hass.config.units), **self._options},
        )

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Offer the test of the wiring once the thermostat runs."""
        options = self.hass.config_entries.options
        menu = await options.async_init(result["result"].entry_id)
        way = {"next_step_id": "wiring_test"}
        test = await options.async_configure(menu["flow_id"], way)
        if test["type"] is FlowResultType.MENU:
            result["next_flow"] = (FlowType.OPTIONS_FLOW, menu["flow_id"])
        return result

    def _refusals_in(
        self, forms: set[str], data: Mapping[str, Any], options: Mapping[str, Any]
    ) -> list[Refusal]:
        """Return which entities cannot be what they are chosen for in these forms."""
        own = self._get_reconfigure_entry() if self._is_reconfigure else None
        return refusals(self.hass, forms, data, options, own)

    def _concerned(
        self,
        fields: Sequence[Field],
        told: Mapping[str, Any],
        sent: Mapping[str, Any] | None,
    ) -> tuple[Field, ...]:
        """Return what to ask: of such a machine, and what is told or was sent."""
        machine = described_machine(self._data, self._options)
        return concerned_fields(fields, machine, {*told, *(sent or ())})

    def _with_sensors(
        self, entered: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return data and options with the sensors; one of them is an option."""
        sensors = dict(entered)
        fallback = sensors.pop(OUTDOOR_FALLBACK.key, None)
        proposed = {"sensors": {OUTDOOR_FALLBACK.key: fallback}} if fallback else {}
        return {**self._data, CONF_SENSORS: sensors}, {**self._options, **proposed}

    def _proposed_sensors(self) -> dict[str, str]:
        """Return the home's weather, where it may stand in for an outdoor sensor."""
        outdoor = self._data.get(CONF_OUTDOOR_TEMPERATURE)
        is_used = outdoor is not None and split_entity_id(outdoor)[0] == WEATHER
        weather = None if is_used else homes_weather(self.hass)
        return {OUTDOOR_FALLBACK.key: weather} if weather else {}

    @property
    def _is_reconfigure(self) -> bool:
        return self.source == SOURCE_RECONFIGURE
