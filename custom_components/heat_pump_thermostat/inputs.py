"""What the house says: the only module that reads Home Assistant's states."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
import math
from typing import Any, Final

from homeassistant.components.weather import (
    ATTR_WEATHER_TEMPERATURE,
    ATTR_WEATHER_TEMPERATURE_UNIT,
    DOMAIN as WEATHER,
)
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import TemperatureConverter

from .const import (
    CONF_DEFROST_SIGNAL,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_HUMIDITY,
    CONF_ROOM_TEMPERATURE,
    CONF_SENSORS,
    CONF_TERMINALS,
)
from .engine.board import Relay, Terminal
from .engine.model import Observation, Reading
from .engine.settings import HIGHEST, LOWEST, Targets
from .engine.units import Celsius
from .engine.wishes import Block
from .quantity import celsius

COLDEST: Final = -40
HOTTEST: Final = 60
"""A room sensor beyond these is broken; an outdoor one may be colder."""
COLDEST_OUTDOORS: Final = -60

RELAYS: Mapping[str, Relay] = {STATE_ON: Relay.ON, STATE_OFF: Relay.OFF}


class Inputs:
    """The entities that the thermostat looks at, read as one observation."""

    def __init__(
        self,
        hass: HomeAssistant,
        data: Mapping[str, Any],
        options: Mapping[str, Any],
        was_open: dict[str, bool],
    ) -> None:
        """Look at the entities of a config entry's data and of the options in force.

        `was_open` remembers what the windows said last, over a change of options.
        """
        self._hass = hass
        self._relays = {
            Terminal(key): entity for key, entity in data[CONF_TERMINALS].items()
        }
        self._room: str = data[CONF_ROOM_TEMPERATURE]
        self._outdoor: str | None = data.get(CONF_OUTDOOR_TEMPERATURE)
        self._humidity: str | None = data[CONF_SENSORS].get(CONF_ROOM_HUMIDITY)
        self._defrost: str | None = data[CONF_SENSORS].get(CONF_DEFROST_SIGNAL)
        self._schedule: str | None = options["schedule"].get("schedule")
        self._windows: list[str] = options["sensors"]["windows"]
        self._was_open = was_open

    @property
    def reported(self) -> str:
        """The entity whose unchanged reports count as well: the room sensor."""
        return self._room

    @property
    def entities(self) -> list[str]:
        """All entities whose changes matter."""
        optional = (self._outdoor, self._humidity, self._defrost, self._schedule)
        return [
            *self._relays.values(),
            self._room,
            *(entity for entity in optional if entity),
            *self._windows,
        ]

    def observe(self, setback: Targets, *, is_closing: bool) -> Observation:
        """Return what all of them say now."""
        now = dt_util.utcnow()
        today = dt_util.start_of_local_day()
        tomorrow = dt_util.start_of_local_day(today.date() + timedelta(days=1))
        return Observation(
            now=now,
            midnight=dt_util.as_utc(today),
            next_midnight=dt_util.as_utc(tomorrow),
            relays={
                terminal: self._relay(entity)
                for terminal, entity in self._relays.items()
            },
            room=self._temperature(self._room, COLDEST),
            outdoor=self._temperature(self._outdoor, COLDEST_OUTDOORS),
            is_window_open=self._any_open(self._windows),
            schedule=self._block(setback),
            is_defrosting=self._is_on(self._defrost),
            is_closing=is_closing,
        )

    def reaches(self, terminal: Terminal) -> bool:
        """Return whether an order gets to the relay.

        Home Assistant drops one to an entity that is unavailable, and logs a warning
        each time.
        """
        state = self._state(self._relays[terminal])
        return state is not None and state.state != STATE_UNAVAILABLE

    def humidity(self) -> float | None:
        """Return the room's relative humidity in percent."""
        state = self._state(self._humidity)
        value = _number(state.state) if state else None
        return value if value is not None and 0 <= value <= 100 else None  # noqa: PLR2004

    def _state(self, entity: str | None) -> State | None:
        return self._hass.states.get(entity) if entity else None

    def _relay(self, entity: str) -> Relay:
        state = self._state(entity)
        return RELAYS.get(state.state, Relay.UNKNOWN) if state else Relay.UNKNOWN

    def _is_on(self, entity: str | None) -> bool:
        state = self._state(entity)
        return state is not None and state.state == STATE_ON

    def _any_open(self, windows: Iterable[str]) -> bool:
        """Return whether a window is open; a lost sensor keeps its last known state."""
        for entity in windows:
            state = self._state(entity)
            if state is not None and state.state in RELAYS:
                self._was_open[entity] = state.state == STATE_ON
        return any(self._was_open.get(entity) for entity in windows)

    def _temperature(self, entity: str | None, coldest: float) -> Reading | None:
        """Return a temperature reading; None where it is no possible temperature."""
        state = self._state(entity)
        if state is None:
            return None
        if state.domain == WEATHER:
            raw = state.attributes.get(ATTR_WEATHER_TEMPERATURE)
            unit = state.attributes.get(ATTR_WEATHER_TEMPERATURE_UNIT)
        else:
            raw = state.state
            unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        value = _number(raw)
        if value is None:
            return None
        known = unit in TemperatureConverter.VALID_UNITS
        household = self._hass.config.units.temperature_unit
        temperature = celsius(value, str(unit) if known else household)
        if not coldest <= temperature <= HOTTEST:
            return None
        return Reading(temperature, state.last_reported)

    def _block(self, setback: Targets) -> Block | None:
        """Return the schedule's current block; the setback between blocks."""
        if self._schedule is None:
            return None
        state = self._state(self._schedule)
        if state is None or state.state not in RELAYS:
            return Block()
        until = state.attributes.get("next_event")
        until = until if isinstance(until, datetime) else None
        if state.state == STATE_OFF:
            return Block(until, heat=setback.heat, cool=setback.cool)
        return Block(
            until,
            self._setpoint(state.attributes.get("temperature")),
            self._setpoint(state.attributes.get("target_temp_low")),
            self._setpoint(state.attributes.get("target_temp_high")),
        )

    def _setpoint(self, raw: object) -> Celsius | None:
        """Return a setpoint of a schedule; None where it is missing or impossible."""
        value = _number(raw)
        if value is None:
            return None
        setpoint = celsius(value, self._hass.config.units.temperature_unit)
        return setpoint if LOWEST <= setpoint <= HIGHEST else None


def _number(raw: object) -> float | None:
    """Return a finite number, or None."""
    if not isinstance(raw, str | int | float):
        return None
    try:
        value = float(raw)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
