"""Setting the thermostat up, changing its wiring, and tuning it."""

from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlow,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import callback

from .configuration.fields import OutOfRangeError, parsed, schema
from .configuration.forms import (
    PERFORMANCE_DEFAULTS,
    PERFORMANCE_FIELDS,
    SENSOR_FIELDS,
    TERMINALS_SCHEMA,
    USER_SCHEMA,
)
from .configuration.refusals import backup_refusals, exists, relay_refusals
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
from .dialogs.options_flow import NO_RANGE, ThermostatOptionsFlow, range_of
from .engine.accounts.care import likely_valve
from .engine.settings import Backup


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
            description_placeholders={
                "owner": owner,
                "valve": str(likely_valve(self.hass.config.latitude)).upper(),
            },
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
            data_schema=schema(SENSOR_FIELDS, before, self.hass.config.units),
            errors=errors,
        )

    async def async_step_performance(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the datasheet."""
        units = self.hass.config.units
        before = {**PERFORMANCE_DEFAULTS, **self._data.get(CONF_PERFORMANCE, {})}
        errors: dict[str, str] = {}
        placeholders = NO_RANGE
        if user_input is not None:
            try:
                kept = parsed(PERFORMANCE_FIELDS, user_input, before, units)
            except OutOfRangeError as error:
                errors = {error.key: "out_of_range"}
                placeholders = await range_of(
                    self.hass, "config.step.performance", error
                )
            else:
                self._data[CONF_PERFORMANCE] = kept
                return self._finish()
        return self.async_show_form(
            step_id="performance",
            data_schema=self.add_suggested_values_to_schema(
                schema(PERFORMANCE_FIELDS, before, units), user_input
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
