"""Setting the thermostat up, changing its wiring, and tuning it."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlow,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.translation import async_get_translations
import voluptuous as vol

from .const import (
    CONF_BACKUP,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_PERFORMANCE,
    CONF_ROOM_TEMPERATURE,
    CONF_SENSORS,
    CONF_TERMINALS,
    DOMAIN,
)
from .controller import ThermostatConfigEntry
from .engine.lockout import are_ordered
from .engine.settings import Backup
from .fields import OutOfRangeError, parsed, schema
from .forms import (
    PERFORMANCE,
    PERFORMANCE_DEFAULTS,
    SENSORS,
    TERMINALS_SCHEMA,
    USER_SCHEMA,
)
from .options import SECTIONS, options_of
from .refusals import backup_refusals, exists, relay_refusals
from .settings import machine_of, settings_of


class ThermostatConfigFlow(ConfigFlow, domain=DOMAIN):
    """Ask what is there, how it is wired, what is measured, and how strong it is."""

    VERSION = 1

    def __init__(self) -> None:
        """Start with nothing known."""
        self._data: dict[str, Any] = {}

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
        if user_input is not None:
            errors = {
                key: "no_such_entity"
                for key in (CONF_ROOM_TEMPERATURE, CONF_OUTDOOR_TEMPERATURE)
                if key in user_input and not exists(self.hass, user_input[key])
            }
            if not errors:
                kept = (CONF_TERMINALS, CONF_SENSORS, CONF_PERFORMANCE)
                before = {key: self._data[key] for key in kept if key in self._data}
                self._data = before | user_input
                return await self.async_step_terminals()
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                USER_SCHEMA, user_input or self._data
            ),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask all of it again, filled with what is known."""
        entry = self._get_reconfigure_entry()
        self._data = {CONF_NAME: entry.title, **entry.data}
        return await self.async_step_user(user_input)

    async def async_step_terminals(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which relay switches which thermostat wire."""
        errors: dict[str, str] = {}
        owner = ""
        if user_input is not None:
            own = self._get_reconfigure_entry() if self._is_reconfigure else None
            errors = backup_refusals(Backup(self._data[CONF_BACKUP]), user_input)
            relay_errors, owner = relay_refusals(
                self.hass, user_input, own.entry_id if own else None
            )
            errors |= relay_errors
            if not errors:
                self._data[CONF_TERMINALS] = user_input
                return await self.async_step_sensors()
        return self.async_show_form(
            step_id="terminals",
            data_schema=self.add_suggested_values_to_schema(
                TERMINALS_SCHEMA, user_input or self._data.get(CONF_TERMINALS)
            ),
            errors=errors,
            description_placeholders={"owner": owner},
        )

    async def async_step_sensors(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what else is measured."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = {
                key: "no_such_entity"
                for key, entity in user_input.items()
                if not exists(self.hass, entity)
            }
            if not errors:
                self._data[CONF_SENSORS] = user_input
                return await self.async_step_performance()
        before = user_input or self._data.get(CONF_SENSORS, {})
        return self.async_show_form(
            step_id="sensors",
            data_schema=schema(SENSORS, before, self.hass.config.units),
            errors=errors,
        )

    async def async_step_performance(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the datasheet."""
        units = self.hass.config.units
        before = {**PERFORMANCE_DEFAULTS, **self._data.get(CONF_PERFORMANCE, {})}
        errors: dict[str, str] = {}
        placeholders = _NO_RANGE
        if user_input is not None:
            try:
                kept = parsed(PERFORMANCE, user_input, before, units)
            except OutOfRangeError as error:
                errors = {error.key: "out_of_range"}
                placeholders = await _range(self.hass, "config.step.performance", error)
            else:
                self._data[CONF_PERFORMANCE] = kept
                return self._finish()
        return self.async_show_form(
            step_id="performance",
            data_schema=self.add_suggested_values_to_schema(
                schema(PERFORMANCE, before, units), user_input
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _finish(self) -> ConfigFlowResult:
        title = self._data.pop(CONF_NAME)
        if self._is_reconfigure:
            return self.async_update_and_abort(
                self._get_reconfigure_entry(),
                title=title,
                data=self._data,
                reason="reconfigure_successful",
            )
        return self.async_create_entry(title=title, data=self._data)

    @property
    def _is_reconfigure(self) -> bool:
        return self.source == SOURCE_RECONFIGURE


class ThermostatOptionsFlow(OptionsFlow):
    """Tune the thermostat while it runs."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show every option in its section; keep those that were changed."""
        units = self.hass.config.units
        machine = machine_of(self.config_entry)
        before = options_of(machine, self.config_entry.options)
        errors: dict[str, str] = {}
        placeholders = _NO_RANGE
        if user_input is not None:
            try:
                changed = self._changed(user_input, before)
                options = {**self.config_entry.options, **changed}
                if are_ordered(settings_of(machine, options)):
                    return self.async_create_entry(data=options)
                errors = {"base": "aux_limit_below_compressor_limit"}
            except OutOfRangeError as error:
                errors = {"base": "out_of_range"}
                placeholders = await _range(self.hass, "options.step.init", error)
        sections = {
            vol.Optional(part.key): section(
                schema(fields, before[part.key], units), {"collapsed": True}
            )
            for part in SECTIONS
            if (fields := part.offered(machine))
        }
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(sections), user_input
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _changed(
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
                kept = parsed(fields, shown, before[part.key], units)
            except OutOfRangeError as error:
                error.section = part.key
                raise
            changed[part.key] = {
                key: value for key, value in kept.items() if value != default.get(key)
            }
        return changed


_NO_RANGE = {"field": "", "low": "", "high": ""}


async def _range(
    hass: HomeAssistant, step: str, error: OutOfRangeError
) -> dict[str, str]:
    """Return what to tell about a number out of its range: the field's own label."""
    category = step.split(".", maxsplit=1)[0]
    labels = await async_get_translations(
        hass, hass.config.language, category, [DOMAIN]
    )
    place = f"{step}.sections.{error.section}" if error.section else step
    label = labels.get(f"component.{DOMAIN}.{place}.data.{error.key}", error.key)
    return {"field": label, "low": error.low, "high": error.high}
