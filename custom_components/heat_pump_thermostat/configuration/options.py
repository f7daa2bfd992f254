"""The options as a table: what each is, its range, its default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields as dataclass_fields
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final

from homeassistant.helpers.selector import EntityWithDeviceFilterSelectorConfig
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM, UnitSystem

from ..engine.accounts.costs import FURNACE_EFFICIENCY, FuelUnit
from ..engine.board import Side
from ..engine.settings import (
    DEFAULT_PRESETS,
    DEFAULT_TARGETS,
    HIGHEST_SETPOINT,
    LOWEST_SETPOINT,
    Auxiliary,
    Comfort,
    Compressor,
    Counting,
    CountingRooms,
    DualFuel,
    Economy,
    Fan,
    FaultStops,
    Foresight,
    FreezeGuard,
    Limits,
    Machine,
    Preset,
    Relays,
    Schedule,
    Sensors,
    Strategy,
    Targets,
    Upkeep,
)
from ..engine.units import Celsius, fahrenheit
from ..quantity import Quantity
from ..reading.units import Measure
from .fields import (
    Choice,
    Duration,
    Entity,
    Field,
    Flag,
    Number,
    Time,
    understood_values,
)
from .forms import OUTDOOR_FALLBACK, TEMPERATURE_SENSOR, WEATHER_ENTITY

CHANGEOVER: Final = Celsius(-4.0)
"""Where a dual-fuel house changes from heat pump to furnace unless told otherwise."""
COLD_LOCKOUT: Final = Celsius(-15.0)
"""What is suggested where another machine is to be locked out in the cold."""


FAHRENHEIT: Final[Mapping[str, Mapping[str, Targets]]] = {
    "presets": {
        Preset.HOME: Targets(fahrenheit(68), fahrenheit(75)),
        Preset.AWAY: Targets(fahrenheit(60), fahrenheit(82)),
        Preset.SLEEP: Targets(fahrenheit(65), fahrenheit(78)),
        Preset.ECO: Targets(fahrenheit(65), fahrenheit(80)),
    },
    "schedule": {"setback": Targets(fahrenheit(65), fahrenheit(78))},
}
"""What a °F household starts with: whole degrees of its own."""


ROOMS_OF: Final[Mapping[Preset, str]] = {preset: f"{preset}_rooms" for preset in Preset}
"""Where the rooms stand that count in a preset."""


HEARTBEAT = EntityWithDeviceFilterSelectorConfig(
    domain=["button", "input_boolean", "input_button", "script", "switch"]
)
PRICE = EntityWithDeviceFilterSelectorConfig(
    domain=["sensor", "input_number", "number"]
)
SCHEDULE = EntityWithDeviceFilterSelectorConfig(domain="schedule")


class OnStop(StrEnum):
    """What becomes of the relays when Home Assistant stops."""

    RELEASE = "release"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Section:
    """A group of options, and what they are while the household has not chosen."""

    key: str
    fields: tuple[Field, ...]
    defaults: Callable[[Machine], Mapping[str, Any]]

    def offered(self, machine: Machine) -> tuple[Field, ...]:
        """Return the fields that mean something for this machine."""
        return tuple(field for field in self.fields if field.applies(machine))


_difference = partial(Number, Quantity.DIFFERENCE)
_temperature = partial(Number, Quantity.TEMPERATURE)
_seconds = partial(Duration, timedelta(seconds=1))
_minutes = partial(Duration, timedelta(minutes=1))
_hours_long = partial(Duration, timedelta(hours=1))
_days = partial(Number, Quantity.DAYS)
_price = partial(Number, Quantity.PRICE, low=0, high=1000)


def _as_options(settings: object) -> dict[str, Any]:
    """Return a settings group as options keep it: durations in seconds."""
    values = {
        field.name: getattr(settings, field.name)
        for field in dataclass_fields(settings)  # type: ignore[arg-type]
    }
    return {
        key: value.total_seconds() if isinstance(value, timedelta) else value
        for key, value in values.items()
    }


def _compressor_defaults(machine: Machine) -> dict[str, Any]:
    return {
        **_as_options(Compressor()),
        "lock_out_heating": machine.has_furnace(),
        "minimum_outdoor": CHANGEOVER if machine.has_furnace() else COLD_LOCKOUT,
        "lock_out_cooling": True,
        "without_valve": machine.without_valve,
        "on_stop": OnStop.RELEASE,
    }


def _setpoint_defaults(
    pairs: Mapping[Preset, Targets] | Mapping[str, Targets],
) -> dict[str, Any]:
    return {
        f"{name}_{side}": pair.of(side) for name, pair in pairs.items() for side in Side
    }


def _setpoint_fields(*names: str) -> tuple[Number, ...]:
    return tuple(
        Number(
            Quantity.TEMPERATURE, f"{name}_{side}", LOWEST_SETPOINT, HIGHEST_SETPOINT
        )
        for name in names
        for side in Side
    )


def _price_entity(key: str, measures: Measure) -> Entity:
    return Entity(key=key, filters=(PRICE,), measures=measures)


SECTIONS: tuple[Section, ...] = (
    Section(
        "comfort",
        (
            _difference("heat_differential", 0.1, 1.5),
            _difference("cool_differential", 0.1, 1.5, applies=Machine.cools),
            Flag(key="widens"),
            _difference("separation", 0.5, 5, applies=Machine.cools),
            _minutes("changeover_delay", 0, 60, applies=Machine.cools),
        ),
        lambda _: _as_options(Comfort()),
    ),
    Section(
        "limits",
        (
            _temperature("warmest", 25, 35),
            _temperature("coldest", 10, 20, applies=Machine.cools),
        ),
        lambda _: _as_options(Limits()),
    ),
    Section(
        "presets",
        _setpoint_fields(*Preset),
        lambda _: _setpoint_defaults(DEFAULT_PRESETS),
    ),
    Section(
        "schedule",
        (
            Entity(key="schedule", filters=(SCHEDULE,)),
            *_setpoint_fields("setback"),
            Flag(key="is_adaptive"),
        ),
        lambda _: {
            **_setpoint_defaults({"setback": Schedule().setback}),
            "is_adaptive": Schedule().is_adaptive,
        },
    ),
    Section(
        "foresight",
        (
            Entity(
                key="weather",
                filters=(WEATHER_ENTITY,),
                applies=Machine.stores_heat,
            ),
            Flag(key="shifts_to_cheap_hours", applies=Machine.stores_heat),
            _difference("band", 0.3, 2, applies=Machine.stores_heat),
        ),
        lambda _: {**_as_options(Foresight()), "shifts_to_cheap_hours": False},
    ),
    Section(
        "compressor",
        (
            _seconds("minimum_off", 180, 900),
            _seconds("minimum_on", 0, 1200),
            Number(Quantity.COUNT, "starts_per_hour", 2, 6),
            _difference("stage_2_droop", 0.2, 3, applies=Machine.has_stage_2),
            _minutes("stage_2_after", 5, 120, applies=Machine.has_stage_2),
            Time(key="quiet_from", applies=Machine.has_stage_2),
            Time(key="quiet_until", applies=Machine.has_stage_2),
            Flag(key="lock_out_heating", applies=Machine.has_backup),
            _temperature("minimum_outdoor", -30, 15, applies=Machine.has_backup),
            Flag(key="lock_out_cooling", applies=Machine.cools),
            _temperature("cooling_minimum_outdoor", 0, 25, applies=Machine.cools),
            _hours_long("outage_delay", 0, 12),
            Choice(key="without_valve", options=Side, applies=Machine.has_one_side),
            Choice(key="on_stop", options=OnStop),
        ),
        _compressor_defaults,
    ),
    Section(
        "auxiliary",
        (
            Choice(
                key="strategy", options=Strategy, applies=Machine.has_electric_backup
            ),
            _difference(
                "droop",
                0.3,
                2,
                applies=Machine.has_electric_backup,
                can_be_empty=True,
            ),
            Flag(key="lock_out_auxiliary", applies=Machine.has_backup),
            _temperature("maximum_outdoor", -20, 21, applies=Machine.has_backup),
            _seconds("minimum_on", 60, 1200, applies=Machine.has_electric_backup),
            _seconds("minimum_off", 60, 1200, applies=Machine.has_electric_backup),
            Flag(key="temper_defrost", applies=Machine.has_electric_backup),
            Flag(key="is_allowed", applies=Machine.has_electric_backup),
            _hours_long("emergency_ends_after", 0, 168, applies=Machine.has_backup),
        ),
        lambda _: {**_as_options(Auxiliary()), "lock_out_auxiliary": True},
    ),
    Section(
        "dual_fuel",
        (
            _difference("droop", 0.5, 5, applies=Machine.has_furnace),
            _minutes("droop_time", 10, 180, applies=Machine.has_furnace),
            _seconds("to_furnace", 30, 600, applies=Machine.has_furnace),
            _seconds("to_heat_pump", 60, 600, applies=Machine.has_furnace),
            _minutes("dwell", 5, 120, applies=Machine.has_furnace),
            _seconds("minimum_on", 60, 1200, applies=Machine.has_furnace),
            _seconds("minimum_off", 60, 1200, applies=Machine.has_furnace),
        ),
        lambda _: _as_options(DualFuel()),
    ),
    Section(
        "fan",
        (
            _seconds("run_on_heat", 0, 900, applies=Machine.has_fan),
            _seconds("run_on_cool", 0, 900, applies=Machine.has_fan),
            _minutes("circulate", 5, 55, applies=Machine.has_fan),
        ),
        lambda _: _as_options(Fan()),
    ),
    Section(
        "sensors",
        (
            _minutes("stale", 5, 360),
            Entity(
                key="fallback",
                filters=(TEMPERATURE_SENSOR,),
                measures=Measure.TEMPERATURE,
            ),
            Entity(
                key="further_rooms",
                filters=(TEMPERATURE_SENSOR,),
                multiple=True,
                measures=Measure.TEMPERATURE,
            ),
            OUTDOOR_FALLBACK,
            Entity(
                key="windows",
                filters=(
                    EntityWithDeviceFilterSelectorConfig(
                        domain="binary_sensor",
                        device_class=["window", "door", "garage_door", "opening"],
                    ),
                ),
                multiple=True,
            ),
            _seconds("window_delay", 0, 900),
            Entity(
                key="fault_signal",
                filters=(EntityWithDeviceFilterSelectorConfig(domain="binary_sensor"),),
            ),
            Choice(key="fault_stops", options=FaultStops),
        ),
        lambda _: {**_as_options(Sensors()), "further_rooms": [], "windows": []},
    ),
    Section(
        "rooms",
        (
            Choice(key="counting", options=Counting),
            Entity(
                key="presence",
                filters=(
                    EntityWithDeviceFilterSelectorConfig(
                        domain="binary_sensor",
                        device_class=["motion", "occupancy", "presence"],
                    ),
                ),
                multiple=True,
            ),
            *(
                Entity(
                    key=key,
                    filters=(TEMPERATURE_SENSOR,),
                    multiple=True,
                    is_role=False,
                )
                for key in ROOMS_OF.values()
            ),
        ),
        lambda _: {
            "counting": CountingRooms().counting,
            "presence": [],
            **{key: [] for key in ROOMS_OF.values()},
        },
    ),
    Section(
        "freeze_guard",
        (
            Flag(key="guards_off"),
            Flag(key="heats_blindly"),
            _temperature("blind_temperature", 10, 20),
        ),
        lambda _: _as_options(FreezeGuard()),
    ),
    Section(
        "prices",
        (
            _price("electricity_price"),
            _price_entity("electricity_price_entity", Measure.ELECTRICITY),
            Choice(key="fuel_unit", options=FuelUnit),
            _price("fuel_price"),
            _price_entity("fuel_price_entity", Measure.FUEL),
            Number(Quantity.RATIO, "fuel_efficiency", 0.5, 1.6),
            Flag(key="follows_price", applies=Machine.has_furnace),
            _price("grid_carbon"),
            _price_entity("grid_carbon_entity", Measure.CARBON),
        ),
        lambda _: {
            **_as_options(Economy()),
            "electricity_price": 0.0,
            "fuel_unit": FuelUnit.GAS_KWH,
            "fuel_price": 0.0,
            "fuel_efficiency": FURNACE_EFFICIENCY,
            "grid_carbon": 0.0,
        },
    ),
    Section(
        "upkeep",
        (
            Number(Quantity.HOURS, "filter_run", 50, 3000, applies=Machine.has_fan),
            _days("filter_time", 7, 730),
            _days("coil_time", 30, 1825),
            _days("service_time", 30, 1825),
            _temperature("design_outdoor", -45, 15, can_be_empty=True),
        ),
        lambda _: _as_options(Upkeep()),
    ),
    Section(
        "relays",
        (
            _minutes("keep_alive", 0, 10),
            Entity(key="heartbeat", filters=(HEARTBEAT,), is_switched=True),
        ),
        lambda _: _as_options(Relays()),
    ),
)


def first_options(system: UnitSystem) -> dict[str, dict[str, Any]]:
    """Return what a new household has chosen for it, in its own degrees."""
    if system is not US_CUSTOMARY_SYSTEM:
        return {}
    return {key: _setpoint_defaults(pairs) for key, pairs in FAHRENHEIT.items()}


def first_setpoints(system: UnitSystem) -> Targets:
    """Return the temperatures of a new household, in whole degrees of its own."""
    is_fahrenheit = system is US_CUSTOMARY_SYSTEM
    return FAHRENHEIT["presets"][Preset.HOME] if is_fahrenheit else DEFAULT_TARGETS


def chosen_of(options: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what was chosen of each section, without what makes no sense."""
    return {
        section.key: understood_values(section.fields, options.get(section.key))
        for section in SECTIONS
    }


def options_of(
    machine: Machine, options: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return every option as it is in force: chosen, or else its default."""
    chosen = chosen_of(options)
    return {
        section.key: {**section.defaults(machine), **chosen[section.key]}
        for section in SECTIONS
    }
