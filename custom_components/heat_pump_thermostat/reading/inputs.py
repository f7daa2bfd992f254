"""What the house says: the only module that reads Home Assistant's states."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Final

from homeassistant.components.sensor import DOMAIN as SENSOR, SensorDeviceClass
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..configuration.entry import outdoor_sources
from ..configuration.roles import measuring_entities
from ..const import (
    CONF_DEFROST_SIGNAL,
    CONF_ROOM_HUMIDITY,
    CONF_ROOM_TEMPERATURE,
    CONF_SENSORS,
    CONF_TERMINALS,
    DOMAIN,
)
from ..engine.accounts.costs import CARBON, FuelUnit, Prices, per_kwh
from ..engine.board import Relay, Terminal
from ..engine.house.cheap_hours import Hour
from ..engine.observation import Observation, Reading
from ..engine.settings import Targets
from ..engine.units import Celsius
from ..engine.wishes import Block
from ..lapses import attempted
from ..rooms import room_names, rooms_around
from .agenda import Agenda, block_of
from .forecast import COLDEST_OUTDOORS, Forecast
from .hours import day_of, hour_of, hours_ahead
from .readings import (
    carbon_per_kwh,
    cubic_metres_per_second,
    fuel_price_per_kwh,
    is_misread,
    kilowatts,
    number,
    percent,
    price_per_kwh,
    temperature,
)
from .reports import LAST_SEEN, Reports, moment
from .tariff import hourly_prices

COLDEST_ROOM: Final = -40
HOTTEST_MACHINE: Final = 150
"""Sensors beyond these are broken."""
PRICES: Final = ("electricity_price", "fuel_price", "grid_carbon")

OF_AIR: Final = (
    SensorDeviceClass.TEMPERATURE,
    SensorDeviceClass.HUMIDITY,
    SensorDeviceClass.ABSOLUTE_HUMIDITY,
    SensorDeviceClass.ATMOSPHERIC_PRESSURE,
    SensorDeviceClass.CO2,
    SensorDeviceClass.ILLUMINANCE,
    SensorDeviceClass.PM25,
    SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS,
    SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS,
)
"""What a room's device may measure beside, and neither a relay nor a radio moves.

No set: an attribute may be of any type, and lists can be looked for in none.
"""
RELAYS: Mapping[str, Relay] = {STATE_ON: Relay.ON, STATE_OFF: Relay.OFF}


def _position(state: State | None) -> Relay:
    """Return what a relay says of itself."""
    return RELAYS.get(state.state, Relay.UNKNOWN) if state else Relay.UNKNOWN


def _is_out_of_reach(state: State | None) -> bool:
    """Return whether nothing can be told to an entity."""
    return state is None or state.state == STATE_UNAVAILABLE


class Inputs:
    """The entities that the thermostat looks at, read as one observation."""

    def __init__(
        self,
        hass: HomeAssistant,
        data: Mapping[str, Any],
        options: Mapping[str, Any],
        was_on: dict[str, bool],
        reports: Reports,
        agenda: Agenda,
        forecast: Forecast,
    ) -> None:
        """Look at the entities of a config entry's data and of the options in force.

        `was_on` remembers what contacts said last, and `reports` when anything was
        said, over a change of options; `agenda` knows the schedule's week, and
        `forecast` the weather to come.
        """
        self._hass = hass
        self._relays = {
            Terminal(key): entity for key, entity in data[CONF_TERMINALS].items()
        }
        self._sensors: Mapping[str, str] = data[CONF_SENSORS]
        self._room: str = data[CONF_ROOM_TEMPERATURE]
        self._outdoors = outdoor_sources(data, options)
        self._prices: Mapping[str, Any] = options["prices"]
        self._schedule: str | None = options["schedule"].get("schedule")
        self._weather: str | None = options["foresight"].get("weather")
        shifts = options["foresight"]["shifts_to_cheap_hours"]
        tariff: str | None = self._prices.get("electricity_price_entity")
        self._tariff = tariff if shifts else None
        self._fallback: str | None = options["sensors"].get("fallback")
        self._further: list[str] = options["sensors"]["further_rooms"]
        self._rooms = room_names(data, options)
        self._presence: list[str] = options["rooms"]["presence"]
        self._windows: list[str] = options["sensors"]["windows"]
        self._fault: str | None = options["sensors"].get("fault_signal")
        self._heartbeat: str | None = options["relays"].get("heartbeat")
        self._was_on = was_on
        self._reports = reports
        self._agenda = agenda
        self._forecast = forecast
        self._measured = measuring_entities(data, options)
        self._bought = FuelUnit(self._prices["fuel_unit"])
        self._forecasts: object = None
        self._hours: tuple[Hour, ...] = ()
        """What is forecast, worked out of what was told."""

    @property
    def reported(self) -> list[str]:
        """The entities whose unchanged reports count as well: the room sensors."""
        own = (self._room, self._fallback)
        return [*(entity for entity in own if entity), *self._further]

    @property
    def relays(self) -> list[str]:
        """The relays behind the terminals: what they answer is acted on at once."""
        return list(self._relays.values())

    @property
    def sensors(self) -> list[str]:
        """The other entities whose changes matter as soon as they are told."""
        optional = (
            *self._outdoors,
            self._sensors.get(CONF_ROOM_HUMIDITY),
            self._sensors.get(CONF_DEFROST_SIGNAL),
            self._fault,
            self._schedule,
            self._tariff,
        )
        return [
            *self.reported,
            *(entity for entity in optional if entity),
            *self._windows,
            *self._presence,
        ]

    @cached_property
    def named(self) -> list[str]:
        """All entities that the config entry names, whatever they are for."""
        prices = (self._prices.get(f"{kind}_entity") for kind in PRICES)
        others = (*self._sensors.values(), *prices, self._weather, self._heartbeat)
        return list(
            dict.fromkeys(
                [*self.relays, *self.sensors, *(entity for entity in others if entity)]
            )
        )

    def observe(
        self, setback: Targets, *, is_closing: bool, ends_at: datetime | None = None
    ) -> Observation:
        """Return what all of them say now."""
        now = dt_util.utcnow()
        local, zone = dt_util.as_local(now), dt_util.get_default_time_zone()
        day = day_of(local.date(), zone, self._hass.config.latitude)
        schedule = self._block(setback)
        outdoor, weather = self._outdoor_readings()
        relays = {each: self._state(entity) for each, entity in self._relays.items()}
        return Observation(
            now=now,
            midnight=day.midnight,
            today=local.date(),
            next_midnight=day.next_midnight,
            season=day.season,
            relays={terminal: _position(state) for terminal, state in relays.items()},
            absent=frozenset(
                t for t, state in relays.items() if _is_out_of_reach(state)
            ),
            room=self._live_reading(self._room),
            room_humidity=percent(self._sensor(CONF_ROOM_HUMIDITY)),
            fallback=self._live_reading(self._fallback),
            is_fallback_expected=self._fallback is not None,
            further={entity: self._live_reading(entity) for entity in self._further},
            beside=self._reading_beside(),
            presence=self._people(),
            outdoor=outdoor,
            weather=weather,
            is_outdoor_expected=bool(self._outdoors),
            unknown_units=self._unknown_units(),
            supply=self._celsius("supply_temperature"),
            back=self._celsius("return_temperature"),
            coil=self._celsius("outdoor_coil_temperature"),
            source=self._celsius("source_temperature"),
            humidity=percent(self._sensor("outdoor_humidity")),
            power=kilowatts(self._sensor("heat_pump_power")),
            powered_since=self._powered_since(),
            aux_power=kilowatts(self._sensor("aux_power")),
            heat=kilowatts(self._sensor("heat_meter")),
            water_flow=cubic_metres_per_second(self._sensor("flow_meter")),
            prices=self._energy_prices(),
            carbon=self._emissions(),
            is_window_open=True in [self._was_last_on(each) for each in self._windows],
            has_fault=self.has_fault(),
            schedule=schedule,
            upcoming=self._upcoming(schedule, setback),
            ahead=self._hours_ahead(now),
            local=local.time(),
            is_defrosting=self._defrost_signal(),
            is_closing=is_closing,
            ends_at=ends_at,
        )

    def relays_and_rooms(self) -> tuple[dict[Terminal, Relay], list[Celsius]]:
        """Return the least that has to be known, read with the least that can fail."""
        relays = {
            terminal: attempted(partial(self._relay, each), Relay.UNKNOWN)
            for terminal, each in self._relays.items()
        }
        readings = [
            attempted(partial(self._temperature, entity, COLDEST_ROOM), None)
            for entity in self.reported
        ]
        return relays, [reading.value for reading in readings if reading]

    def has_fault(self) -> bool | None:
        """Return whether the machine signals a fault; None where nothing tells."""
        return self._was_last_on(self._fault)

    def changed_at(self, terminals: Iterable[Terminal]) -> datetime | None:
        """Return when one of these relays last said something else than before."""
        states = [self._state(self._relays.get(terminal)) for terminal in terminals]
        return max((state.last_changed for state in states if state), default=None)

    @property
    def _household(self) -> str:
        """The unit of temperatures that are told without one."""
        return self._hass.config.units.temperature_unit

    def _state(self, entity: str | None) -> State | None:
        return self._hass.states.get(entity) if entity else None

    def _sensor(self, key: str) -> State | None:
        return self._state(self._sensors.get(key))

    def _relay(self, entity: str) -> Relay:
        return _position(self._state(entity))

    def is_absent(self, entity: str) -> bool:
        """Return whether an entity cannot be called: not there, or not reached."""
        return _is_out_of_reach(self._state(entity))

    def _defrost_signal(self) -> bool | None:
        """Return what the defrost board's sense wire says; None while it is silent."""
        state = self._sensor(CONF_DEFROST_SIGNAL)
        if state is None or state.state not in RELAYS:
            return None
        return state.state == STATE_ON

    def _people(self) -> Mapping[str, bool]:
        """Return in which rooms somebody is seen, of those that are looked at."""
        seen: dict[str, bool] = {}
        for entity in self._presence:
            state = self._state(entity)
            is_seen = state is not None and state.state == STATE_ON
            for room in rooms_around(self._hass, entity, self._rooms):
                name = self._rooms[room]
                seen[name] = seen.get(name, False) or is_seen
        return seen

    def _was_last_on(self, entity: str | None) -> bool | None:
        """Return what a contact says, or said last; None of one that never spoke."""
        state = self._state(entity)
        if entity and state is not None and state.state in RELAYS:
            self._was_on[entity] = state.state == STATE_ON
        return self._was_on.get(entity) if entity else None

    def _temperature(self, entity: str | None, coldest: float) -> Reading | None:
        """Return a temperature reading; None where it is no possible temperature."""
        state = self._state(entity)
        degrees = temperature(state, self._household, coldest)
        if state is None or degrees is None:
            return None
        return Reading(degrees, self._reports.at(state))

    def _outdoor_readings(self) -> tuple[Reading | None, Reading | None]:
        """Return what the outdoor sensor says, and what the first of the others says.

        Where there is no sensor, one of the others is: what it locks out stays so, too.
        """
        told = [self._temperature(each, COLDEST_OUTDOORS) for each in self._outdoors]
        sensor, *others = told or [None]
        return sensor, next(filter(None, others), None)

    def _celsius(self, key: str) -> Celsius | None:
        """Return what a sensor of the machine says, which may be hot."""
        return temperature(
            self._sensor(key), self._household, COLDEST_OUTDOORS, HOTTEST_MACHINE
        )

    def _energy_prices(self) -> Prices | None:
        """Return what energy costs now; None where nobody told."""
        currency = self._hass.config.currency
        electricity = self._entity_or_fixed(
            "electricity_price", lambda state: price_per_kwh(state, currency)
        )
        if electricity is None:
            return None
        fuel = self._entity_or_fixed(
            "fuel_price",
            lambda state: fuel_price_per_kwh(state, currency, self._bought),
            worth=per_kwh(1, self._bought),
        )
        return Prices(electricity, fuel, self._prices["fuel_efficiency"])

    def _emissions(self) -> Prices | None:
        """Return what energy emits now; None where nobody told of the grid."""
        grid = self._entity_or_fixed("grid_carbon", carbon_per_kwh)
        return None if grid is None else Prices(grid, CARBON[self._bought])

    def _entity_or_fixed(
        self,
        kind: str,
        parse: Callable[[State | None], float | None],
        worth: float = 1.0,
    ) -> float | None:
        """Return the entity's price, else the fixed one; None where that is nothing.

        `worth` is what one of the fixed price makes per kWh.
        """
        told = parse(self._state(self._prices.get(f"{kind}_entity")))
        return self._prices[kind] * worth or None if told is None else told

    def _unknown_units(self) -> frozenset[str]:
        """Return the entities that measure in a unit that is not understood."""
        return frozenset(
            entity
            for entity, measure in self._measured
            if is_misread(self._state(entity), measure, self._bought)
        )

    def _live_reading(self, entity: str | None) -> Reading | None:
        """Return a room's reading, and when the rest of its device last showed life."""
        state = self._state(entity)
        degrees = temperature(state, self._household, COLDEST_ROOM)
        if entity is None or state is None or degrees is None:
            return None
        return Reading(
            degrees,
            self._reports.seen_at(state),
            self._device_alive_at(entity),
            is_restored=self._reports.is_restored(state),
        )

    def _reading_beside(self) -> Reading | None:
        """Return the temperature that the room's humidity sensor measures beside.

        None where that is a room sensor already, or where there are several: one of
        them may be that of a board, or a dew point.
        """
        humidity = self._sensors.get(CONF_ROOM_HUMIDITY)
        if humidity is None:
            return None
        siblings = self._siblings_of(humidity)
        if not set(siblings).isdisjoint(self.named):
            return None
        thermometers = [
            each
            for each in siblings
            if (state := self._state(each)) is not None
            and state.domain == SENSOR
            and state.attributes.get(ATTR_DEVICE_CLASS) == SensorDeviceClass.TEMPERATURE
        ]
        is_one = len(thermometers) == 1
        return self._live_reading(thermometers[0]) if is_one else None

    def _device_alive_at(self, entity: str) -> datetime | None:
        """Return when the same device last measured something else.

        None where a part of it is unavailable: the rest may then be what was known
        last. What a relay or the device itself echoes shows nothing of its sensors.
        """
        states = [s for each in self._siblings_of(entity) if (s := self._state(each))]
        if any(state.state == STATE_UNAVAILABLE for state in states):
            return None
        signs = (
            self._life_shown_by(state)
            for state in states
            if state.domain == SENSOR and not self._reports.is_restored(state)
        )
        return max(filter(None, signs), default=None)

    def _life_shown_by(self, state: State) -> datetime | None:
        """Return when a sensor of a device showed that it lives; None where it cannot.

        It measures the air, or tells when the device was heard.
        """
        kind = state.attributes.get(ATTR_DEVICE_CLASS)
        if kind == SensorDeviceClass.TIMESTAMP:
            is_told = state.entity_id.endswith(LAST_SEEN)
            return self._reports.told_at(state) if is_told else None
        is_measured = kind in OF_AIR and number(state.state) is not None
        return self._reports.seen_at(state) if is_measured else None

    def _powered_since(self) -> datetime | None:
        """Return since when the compressor's relay or meter have had power.

        Their devices may tell when they last started; the one that ran on counts.
        """
        parts = (self._relays.get(Terminal.Y1), self._sensors.get("heat_pump_power"))
        siblings = [
            self._state(s) for part in parts if part for s in self._siblings_of(part)
        ]
        starts = (
            moment(state.state)
            for state in siblings
            if state is not None
            and state.attributes.get(ATTR_DEVICE_CLASS) == SensorDeviceClass.UPTIME
        )
        return min(filter(None, starts), default=None)

    def _siblings_of(self, entity: str) -> list[str]:
        """Return what others made of the same device; some may join it later."""
        registry = er.async_get(self._hass)
        own = registry.async_get(entity)
        if own is None or own.device_id is None:
            return []
        siblings = er.async_entries_for_device(registry, own.device_id)
        return [
            sibling.entity_id
            for sibling in siblings
            if sibling.entity_id != entity and sibling.platform != DOMAIN
        ]

    def _hours_ahead(self, now: datetime) -> tuple[Hour, ...]:
        """Return what weather and prices are forecast, as far as they are asked for."""
        if self._weather is None and self._tariff is None:
            return ()
        weather, tariff = self._state(self._weather), self._state(self._tariff)
        told = (hour_of(now), self._forecast.enquiry.answer, weather, tariff)
        if told != self._forecasts:  # Each tells dozens of hours, and seldom others.
            self._forecasts = told
            hours = self._forecast.hours(now, weather)
            self._hours = hours_ahead(now, hours, hourly_prices(now, tariff))
        return self._hours

    def _block(self, setback: Targets) -> Block | None:
        """Return the schedule's current block; the setback between blocks."""
        if self._schedule is None:
            return None
        state = self._state(self._schedule)
        if state is None or state.state not in RELAYS:
            return Block()
        until = moment(state.attributes.get("next_event"))
        is_between = state.state == STATE_OFF
        data = None if is_between else state.attributes
        return block_of(data, setback, self._household, until)

    def _upcoming(self, current: Block | None, setback: Targets) -> Block | None:
        """Return what the schedule says next; None while nobody knows."""
        if current is None or current.until is None or not self._agenda.is_known:
            return None
        data = self._agenda.at(current.until)
        return block_of(data, setback, self._household)
