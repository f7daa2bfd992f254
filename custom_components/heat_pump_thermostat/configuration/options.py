"""The options as a table: what each is, its range, its default."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields as dataclass_fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from homeassistant.helpers.selector import EntityWithDeviceFilterSelectorConfig

from ..engine.accounts.costs import FuelUnit
from ..engine.board import Side, Terminal
from ..engine.settings import (
    DEFAULT_PRESETS,
    HIGHEST,
    LOWEST,
    Auxiliary,
    Backup,
    Comfort,
    Compressor,
    DualFuel,
    Economy,
    Fan,
    Foresight,
    FreezeGuard,
    Machine,
    Preset,
    Relays,
    Schedule,
    Sensors,
    Strategy,
    Targets,
    Upkeep,
)
from ..engine.units import Celsius
from ..quantity import Quantity
from ..reading.units import Measure
from .fields import Choice, Entity, Field, Flag, Number, Time, understood
from .forms import OUTDOOR_FALLBACK, TEMPERATURE_SENSOR, WEATHER_ENTITY

CHANGEOVER = Celsius(-4.0)
"""Where a dual-fuel house changes from heat pump to furnace unless told otherwise."""


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


def _has_two_stages(machine: Machine) -> bool:
    return Terminal.Y2 in machine.wired


def _has_no_valve(machine: Machine) -> bool:
    return not machine.has_valve


def _has_backup(machine: Machine) -> bool:
    return machine.has_backup


def _has_electric_backup(machine: Machine) -> bool:
    return machine.backup is Backup.ELECTRIC


def _has_furnace(machine: Machine) -> bool:
    return machine.backup is Backup.FUEL


def _has_no_furnace(machine: Machine) -> bool:
    return machine.backup is not Backup.FUEL


def _cools(machine: Machine) -> bool:
    return machine.can(Side.COOL)


def _has_fan(machine: Machine) -> bool:
    return Terminal.G in machine.wired


@dataclass(frozen=True, slots=True)
class Section:
    """A group of options, and what they are while the household has not chosen."""

    key: str
    fields: tuple[Field, ...]
    defaults: Callable[[Machine], Mapping[str, Any]]

    def offered(self, machine: Machine) -> tuple[Field, ...]:
        """Return the fields that mean something for this machine."""
        return tuple(field for field in self.fields if field.applies(machine))


def _kept(settings: object) -> dict[str, Any]:
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
        **_kept(Compressor()),
        "lock_out_heating": machine.backup is Backup.FUEL,
        "minimum_outdoor": CHANGEOVER
        if machine.backup is Backup.FUEL
        else Celsius(-15.0),
        "lock_out_cooling": True,
        "without_valve": machine.without_valve,
        "on_stop": OnStop.RELEASE,
    }


def _pairs(names: Mapping[Any, Targets]) -> dict[str, Any]:
    return {
        f"{name}_{side}": pair.of(side) for name, pair in names.items() for side in Side
    }


def _setpoints(names: Sequence[str]) -> tuple[Number, ...]:
    return tuple(
        Number(
            key=f"{name}_{side}",
            quantity=Quantity.TEMPERATURE,
            low=LOWEST,
            high=HIGHEST,
        )
        for name in names
        for side in Side
    )


def _difference(key: str, low: float, high: float, **more: Any) -> Number:
    return Number(key=key, quantity=Quantity.DIFFERENCE, low=low, high=high, **more)


def _outdoor(key: str, low: float, high: float, **more: Any) -> Number:
    return Number(key=key, quantity=Quantity.TEMPERATURE, low=low, high=high, **more)


def _seconds(key: str, low: float, high: float, **more: Any) -> Number:
    return Number(key=key, quantity=Quantity.SECONDS, low=low, high=high, **more)


def _minutes(key: str, low: float, high: float, **more: Any) -> Number:
    return Number(
        key=key, quantity=Quantity.MINUTES, low=low * 60, high=high * 60, **more
    )


def _hours(key: str, low: float, high: float, **more: Any) -> Number:
    return Number(
        key=key, quantity=Quantity.HOURS, low=low * 3600, high=high * 3600, **more
    )


def _days(key: str, low: float, high: float) -> Number:
    day = 24 * 3600
    return Number(key=key, quantity=Quantity.DAYS, low=low * day, high=high * day)


def _price(key: str) -> Number:
    return Number(key=key, quantity=Quantity.PRICE, low=0, high=1000)


def _told(key: str, measures: Measure) -> Entity:
    return Entity(key=key, filters=(PRICE,), measures=measures)


SECTIONS: tuple[Section, ...] = (
    Section(
        "comfort",
        (
            _difference("heat_differential", 0.1, 1.5),
            _difference("cool_differential", 0.1, 1.5, applies=_cools),
            Flag(key="widens"),
            _difference("separation", 0.5, 5, applies=_cools),
            _minutes("changeover_delay", 0, 60, applies=_cools),
        ),
        lambda _: _kept(Comfort()),
    ),
    Section("presets", _setpoints(list(Preset)), lambda _: _pairs(DEFAULT_PRESETS)),
    Section(
        "schedule",
        (
            Entity(key="schedule", filters=(SCHEDULE,)),
            *_setpoints(["setback"]),
            Flag(key="is_adaptive"),
        ),
        lambda _: {**_pairs({"setback": Schedule().setback}), "is_adaptive": False},
    ),
    Section(
        "foresight",
        (
            Entity(key="weather", filters=(WEATHER_ENTITY,), applies=_has_no_furnace),
            Flag(key="shifts_to_cheap_hours", applies=_has_no_furnace),
            _difference("band", 0.3, 2, applies=_has_no_furnace),
        ),
        lambda _: {**_kept(Foresight()), "shifts_to_cheap_hours": False},
    ),
    Section(
        "compressor",
        (
            _seconds("minimum_off", 180, 900),
            _seconds("minimum_on", 0, 1200),
            Number(key="starts_per_hour", quantity=Quantity.COUNT, low=2, high=6),
            _difference("stage_2_droop", 0.2, 3, applies=_has_two_stages),
            _minutes("stage_2_after", 5, 120, applies=_has_two_stages),
            Time(key="quiet_from", applies=_has_two_stages),
            Time(key="quiet_until", applies=_has_two_stages),
            Flag(key="lock_out_heating", applies=_has_backup),
            _outdoor("minimum_outdoor", -30, 15, applies=_has_backup),
            Flag(key="lock_out_cooling", applies=_cools),
            _outdoor("cooling_minimum_outdoor", 0, 25, applies=_cools),
            _hours("outage_delay", 0, 12),
            Choice(key="without_valve", options=Side, applies=_has_no_valve),
            Choice(key="on_stop", options=OnStop),
        ),
        _compressor_defaults,
    ),
    Section(
        "auxiliary",
        (
            Choice(key="strategy", options=Strategy, applies=_has_electric_backup),
            Flag(key="lock_out_auxiliary", applies=_has_backup),
            _outdoor("maximum_outdoor", -20, 21, applies=_has_backup),
            _seconds("minimum_on", 60, 1200, applies=_has_electric_backup),
            _seconds("minimum_off", 60, 1200, applies=_has_electric_backup),
            Flag(key="temper_defrost", applies=_has_electric_backup),
        ),
        lambda _: {**_kept(Auxiliary()), "lock_out_auxiliary": True},
    ),
    Section(
        "dual_fuel",
        (
            _difference("droop", 0.5, 5, applies=_has_furnace),
            _minutes("droop_time", 10, 180, applies=_has_furnace),
            _seconds("to_furnace", 30, 600, applies=_has_furnace),
            _seconds("to_heat_pump", 60, 600, applies=_has_furnace),
            _minutes("dwell", 5, 120, applies=_has_furnace),
            _seconds("minimum_on", 60, 1200, applies=_has_furnace),
            _seconds("minimum_off", 60, 1200, applies=_has_furnace),
        ),
        lambda _: _kept(DualFuel()),
    ),
    Section(
        "fan",
        (
            _seconds("run_on_heat", 0, 900, applies=_has_fan),
            _seconds("run_on_cool", 0, 900, applies=_has_fan),
            _minutes("circulate", 5, 55, applies=_has_fan),
        ),
        lambda _: _kept(Fan()),
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
        ),
        lambda _: {**_kept(Sensors()), "windows": []},
    ),
    Section(
        "freeze_guard",
        (Flag(key="guards_off"), Flag(key="heats_blindly")),
        lambda _: _kept(FreezeGuard()),
    ),
    Section(
        "prices",
        (
            _price("electricity_price"),
            _told("electricity_price_entity", Measure.ELECTRICITY),
            Choice(key="fuel_unit", options=FuelUnit),
            _price("fuel_price"),
            _told("fuel_price_entity", Measure.FUEL),
            Number(key="fuel_efficiency", quantity=Quantity.RATIO, low=0.5, high=1.6),
            Flag(key="follows_price", applies=_has_furnace),
            _price("grid_carbon"),
            _told("grid_carbon_entity", Measure.CARBON),
        ),
        lambda _: {
            **_kept(Economy()),
            "electricity_price": 0.0,
            "fuel_unit": FuelUnit.GAS_KWH,
            "fuel_price": 0.0,
            "fuel_efficiency": 0.9,
            "grid_carbon": 0.0,
        },
    ),
    Section(
        "upkeep",
        (
            _hours("filter_run", 50, 3000, applies=_has_fan),
            _days("filter_time", 7, 730),
            _days("coil_time", 30, 1825),
            _days("service_time", 30, 1825),
            _outdoor("design_outdoor", -45, 15, can_be_empty=True),
        ),
        lambda _: _kept(Upkeep()),
    ),
    Section(
        "relays",
        (
            _minutes("keep_alive", 0, 10),
            Entity(key="heartbeat", filters=(HEARTBEAT,), is_switched=True),
        ),
        lambda _: _kept(Relays()),
    ),
)


def chosen_of(options: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what was chosen of each section, without what makes no sense."""
    return {
        section.key: understood(section.fields, options.get(section.key))
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
