"""The thermostat card: a view of what is wanted and done, and a way to ask."""

from collections.abc import Callable, Mapping
import math
from typing import Any, Final, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    PRESET_NONE,
    ClimateEntity,
    ClimateEntityDescription,
    ClimateEntityFeature,
    HVACAction,
    HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, PRECISION_TENTHS, UnitOfTemperature
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity

from .card import attributes_of
from .const import CARD, DOMAIN, PRESET_EMERGENCY_HEAT
from .controller import Controller, ThermostatConfigEntry
from .engine.asking import with_emergency_heat, with_temperatures
from .engine.board import Side
from .engine.setpoints import Asked
from .engine.settings import Preset
from .engine.situation import Situation
from .engine.units import Celsius
from .engine.vocabulary import Action
from .engine.wishes import FanMode, Mode, Wishes, modes
from .entity import ThermostatEntity
from .quantity import celsius, household
from .sensors.kinds import steadied

PARALLEL_UPDATES = 1

HVAC_MODES: Mapping[Mode, HVACMode] = {mode: HVACMode(mode.value) for mode in Mode}
HVAC_ACTIONS: Mapping[Action, HVACAction] = {
    action: HVACAction(action.value) for action in Action
}
DIAL: Mapping[str, tuple[float, float]] = {
    UnitOfTemperature.CELSIUS: (7, 35),
    UnitOfTemperature.FAHRENHEIT: (45, 95),
}
"""The lowest and the highest setpoint, in whole degrees."""
SETPOINT_STEPS: Mapping[str, float] = {
    UnitOfTemperature.CELSIUS: 0.5,
    UnitOfTemperature.FAHRENHEIT: 1.0,
}
HUMIDITY_STEP: Final = 5
"""How far humidity goes, in %, before it is news by itself."""
FEATURES: Final = (
    ClimateEntityFeature.TARGET_TEMPERATURE
    | ClimateEntityFeature.TARGET_TEMPERATURE_RANGE
    | ClimateEntityFeature.PRESET_MODE
    | ClimateEntityFeature.TURN_ON
    | ClimateEntityFeature.TURN_OFF
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the thermostat."""
    async_add_entities([Thermostat(entry)])


class Thermostat(ThermostatEntity, RestoreEntity, ClimateEntity):
    """The climate entity. It is never unavailable: OFF must always be possible.

    What it shows is remembered, in case that the store is damaged.
    """

    _attr_name = None
    _attr_precision = PRECISION_TENTHS
    _told_humidity: float | None = None

    def __init__(self, entry: ThermostatConfigEntry) -> None:
        """View the thermostat of a config entry."""
        super().__init__(entry, ClimateEntityDescription(key=CARD))
        self._told: Mapping[str, Any] = {}
        machine = self._controller.settings.machine
        self._attr_hvac_modes = [HVAC_MODES[mode] for mode in modes(machine)]
        self._attr_supported_features = FEATURES
        if machine.has_fan():
            self._attr_supported_features |= ClimateEntityFeature.FAN_MODE
            self._attr_fan_modes = list(FanMode)
        emergency = [PRESET_EMERGENCY_HEAT] if machine.has_backup() else []
        self._attr_preset_modes = [PRESET_NONE, *Preset, *emergency]

    @property
    @override
    def view(self) -> object:
        """What the decision, the household and the observation make of it.

        Humidity trembles: unless it goes far, it is told when something else is.
        """
        now = self.decision
        return (
            now.room,
            now.targets,
            now.side,
            now.action,
            self._wishes,
            self.extra_state_attributes,
            self._steady_humidity,
        )

    @property
    def native_temperature_unit(self) -> str:
        """The household's unit."""
        return self.hass.config.units.temperature_unit

    @property
    def native_current_temperature(self) -> float | None:
        """The room temperature while its sensor can be believed."""
        room = self.decision.room
        return None if room is None else household(room, self.native_temperature_unit)

    @property
    def native_target_temperature(self) -> float | None:
        """The setpoint of the one side that is on."""
        return None if self._shows_range else self._setpoint(self.decision.side)

    @property
    def native_target_temperature_low(self) -> float | None:
        """The heating setpoint in mode heat/cool."""
        return self._setpoint(Side.HEAT) if self._shows_range else None

    @property
    def native_target_temperature_high(self) -> float | None:
        """The cooling setpoint in mode heat/cool."""
        return self._setpoint(Side.COOL) if self._shows_range else None

    # What Home Assistant called them before 2026.11.
    temperature_unit = native_temperature_unit
    current_temperature = native_current_temperature
    target_temperature = native_target_temperature
    target_temperature_low = native_target_temperature_low
    target_temperature_high = native_target_temperature_high

    @property
    @override
    def min_temp(self) -> float:
        """The lowest setpoint."""
        return DIAL[self.native_temperature_unit][0]

    @property
    @override
    def max_temp(self) -> float:
        """The highest setpoint."""
        return DIAL[self.native_temperature_unit][1]

    @property
    @override
    def target_temperature_step(self) -> float:
        """Half a degree Celsius, or one Fahrenheit."""
        return SETPOINT_STEPS[self.native_temperature_unit]

    @property
    @override
    def current_humidity(self) -> float | None:
        """The room's relative humidity."""
        return self._controller.seen.room_humidity

    @property
    @override
    def hvac_mode(self) -> HVACMode:
        """What the thermostat may do."""
        return HVAC_MODES[self._wishes.mode]

    @property
    @override
    def hvac_action(self) -> HVACAction:
        """What the relays confirm that the machine does."""
        return HVAC_ACTIONS[self.decision.action]

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Why the machine does what it does, and what was asked for until when."""
        units = self.hass.config.units
        self._told = attributes_of(self._controller, units, self._told)
        return self._told

    @property
    @override
    def fan_mode(self) -> str | None:
        """When the fan runs beyond the calls."""
        return self._wishes.fan

    @property
    @override
    def preset_mode(self) -> str:
        """Emergency heat, or else the preset whose temperatures are in force."""
        if self._wishes.emergency:
            return PRESET_EMERGENCY_HEAT
        return self._wishes.shown_preset or PRESET_NONE

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Choose a mode."""
        mode = self._allowed_mode(hvac_mode)
        if mode is Mode.OFF:
            await self.async_turn_off()
        else:
            self.async_wish(lambda now: now.wishes.with_mode(mode))

    @override
    async def async_turn_on(self) -> None:
        """Return to the mode that was on last."""
        mode = self._wishes.last_mode or modes(self._controller.settings.machine)[1]
        self.async_wish(lambda now: now.wishes.with_mode(mode))

    @override
    async def async_turn_off(self) -> None:
        """Turn everything off."""
        self._controller.async_turn_off(self._context)

    @override
    async def async_set_fan_mode(self, fan_mode: str) -> None:
        """Choose when the fan runs."""
        self.async_wish(lambda now: now.wishes.with_fan(FanMode(fan_mode)))

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Choose temperatures, or emergency heat."""
        if preset_mode == PRESET_EMERGENCY_HEAT:
            self.async_wish(with_emergency_heat)
            return
        preset = None if preset_mode == PRESET_NONE else Preset(preset_mode)
        self.async_wish(lambda now: now.wishes.with_preset(preset))

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set one temperature, a range, or both, and perhaps a mode with them."""
        asked = Asked(
            single=self.entered_temperature(kwargs, ATTR_TEMPERATURE),
            heat=self.entered_temperature(kwargs, ATTR_TARGET_TEMP_LOW),
            cool=self.entered_temperature(kwargs, ATTR_TARGET_TEMP_HIGH),
        )
        hvac_mode = kwargs.get(ATTR_HVAC_MODE)
        mode = None if hvac_mode is None else self._allowed_mode(hvac_mode)
        self.async_wish(lambda now: with_temperatures(now, asked, mode))

    def entered_temperature(
        self, fields: Mapping[str, Any], key: str
    ) -> Celsius | None:
        """Return a temperature that somebody entered, if any.

        Raises:
            ServiceValidationError: It is none, or cannot be set.

        """
        entered = fields.get(key)
        if entered is None:
            return None
        if not math.isfinite(entered):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="not_a_temperature"
            )
        if not self.min_temp <= entered <= self.max_temp:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="beyond_the_dial",
                translation_placeholders={
                    "low": f"{self.min_temp:g}",
                    "high": f"{self.max_temp:g}",
                },
            )
        return celsius(entered, self.native_temperature_unit)

    def _allowed_mode(self, hvac_mode: HVACMode) -> Mode:
        """Return the mode, if the wiring allows it."""
        if hvac_mode not in self.hvac_modes:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="mode_not_wired",
                translation_placeholders={"mode": hvac_mode},
            )
        return Mode(hvac_mode.value)

    @callback
    def async_wish(self, change: Callable[[Situation], Wishes]) -> None:
        """Change what the household wants, on behalf of whoever asks."""
        self._controller.async_wish(change, self._context)

    def _setpoint(self, side: Side) -> float:
        return household(self.decision.targets.of(side), self.native_temperature_unit)

    @property
    def controller(self) -> Controller:
        """What it is a view of."""
        return self._controller

    @property
    def _steady_humidity(self) -> float | None:
        """What was told of the humidity, unless it has gone far from that."""
        humidity = self.current_humidity
        if humidity is None:
            return None
        return steadied(humidity, HUMIDITY_STEP, self._told_humidity)

    @callback
    @override
    def _async_write_ha_state(self) -> None:
        """Show it, and remember what was told of the humidity."""
        super()._async_write_ha_state()
        self._told_humidity = self._steady_humidity

    @property
    def _wishes(self) -> Wishes:
        return self._controller.wishes

    @property
    def _shows_range(self) -> bool:
        mode = self._wishes.mode
        shown = self._wishes.last_mode if mode is Mode.OFF else mode
        return shown is Mode.HEAT_COOL
