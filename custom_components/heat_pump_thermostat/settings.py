"""The options as a table, and the one reader that turns an entry into Settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields as dataclass_fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.selector import EntityWithDeviceFilterSelectorConfig

from .const import CONF_BACKUP, CONF_TERMINALS
from .engine.board import Side, Terminal
from .engine.settings import (
    DEFAULT_PRESETS,
    HIGHEST,
    LOWEST,
    Auxiliary,
    Backup,
    Comfort,
    Compressor,
    DualFuel,
    Fan,
    Machine,
    Preset,
    Sensors,
    Settings,
    Strategy,
    Targets,
)
from .engine.units import Celsius
from .fields import Choice, Entity, Field, Flag, Number
from .quantity import Quantity

SETBACK = Settings(machine=Machine(wired=frozenset(), backup=Backup.NONE)).setback
CHANGEOVER = Celsius(-4.0)
"""Where a dual-fuel house changes from heat pump to furnace unless told otherwise."""


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


SECTIONS: tuple[Section, ...] = (
    Section(
        "comfort",
        (
            _difference("heat_differential", 0.1, 1.5),
            _difference("cool_differential", 0.1, 1.5, applies=_cools),
            _difference("separation", 0.5, 5, applies=_cools),
            _minutes("changeover_delay", 0, 60, applies=_cools),
        ),
        lambda _: _kept(Comfort()),
    ),
    Section("presets", _setpoints(list(Preset)), lambda _: _pairs(DEFAULT_PRESETS)),
    Section(
        "schedule",
        (
            Entity(
                key="schedule",
                filters=(EntityWithDeviceFilterSelectorConfig(domain="schedule"),),
            ),
            *_setpoints(["setback"]),
        ),
        lambda _: _pairs({"setback": SETBACK}),
    ),
    Section(
        "compressor",
        (
            _seconds("minimum_off", 180, 900),
            _seconds("minimum_on", 0, 1200),
            Number(key="starts_per_hour", quantity=Quantity.COUNT, low=2, high=6),
            _difference("stage_2_droop", 0.2, 3, applies=_has_two_stages),
            _minutes("stage_2_after", 5, 120, applies=_has_two_stages),
            Flag(key="lock_out_heating", applies=_has_backup),
            _outdoor("minimum_outdoor", -30, 15, applies=_has_backup),
            Flag(key="lock_out_cooling", applies=_cools),
            _outdoor("cooling_minimum_outdoor", 0, 25, applies=_cools),
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
)


def machine_of(entry: ConfigEntry[Any]) -> Machine:
    """Return the wiring that the config entry describes."""
    chosen = entry.options.get("compressor", {}).get("without_valve", Side.HEAT)
    return Machine(
        wired=frozenset(Terminal(key) for key in entry.data[CONF_TERMINALS]),
        backup=Backup(entry.data[CONF_BACKUP]),
        without_valve=Side(chosen),
    )


def options_of(
    machine: Machine, options: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return every option as it is in force: chosen, or else its default."""
    return {
        section.key: {**section.defaults(machine), **options.get(section.key, {})}
        for section in SECTIONS
    }


def settings_of(machine: Machine, options: Mapping[str, Mapping[str, Any]]) -> Settings:
    """Return the engine's settings for a machine and its household's options."""
    now = options_of(machine, options)
    compressor, auxiliary = now["compressor"], now["auxiliary"]
    if not compressor["lock_out_heating"]:
        compressor["minimum_outdoor"] = None
    if not compressor["lock_out_cooling"]:
        compressor["cooling_minimum_outdoor"] = None
    if not auxiliary["lock_out_auxiliary"]:
        auxiliary["maximum_outdoor"] = None
    compressor["starts_per_hour"] = int(compressor["starts_per_hour"])
    auxiliary["strategy"] = Strategy(auxiliary["strategy"])
    return Settings(
        machine=machine,
        comfort=_group(Comfort, now["comfort"]),
        compressor=_group(Compressor, compressor),
        auxiliary=_group(Auxiliary, auxiliary),
        dual_fuel=_group(DualFuel, now["dual_fuel"]),
        fan=_group(Fan, now["fan"]),
        sensors=_group(Sensors, now["sensors"]),
        presets={preset: _pair(now["presets"], preset) for preset in Preset},
        setback=_pair(now["schedule"], "setback"),
    )


def _group[T](group: type[T], options: Mapping[str, Any]) -> T:
    """Build a settings group from the options of the same names."""
    defaults = group()
    values = {
        field.name: options[field.name]
        for field in dataclass_fields(defaults)  # type: ignore[arg-type]
    }
    durations = {
        key: timedelta(seconds=value)
        for key, value in values.items()
        if isinstance(getattr(defaults, key), timedelta)
    }
    return group(**values | durations)


def _pair(options: Mapping[str, Any], name: str) -> Targets:
    return Targets(
        Celsius(options[f"{name}_{Side.HEAT}"]), Celsius(options[f"{name}_{Side.COOL}"])
    )
