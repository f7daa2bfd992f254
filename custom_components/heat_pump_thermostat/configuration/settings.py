"""The one reader that turns a config entry into the engine's Settings."""

from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields, replace
from datetime import time, timedelta
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry

from ..const import CONF_BACKUP, CONF_PERFORMANCE, CONF_SOURCE, CONF_TERMINALS
from ..engine.board import Side, Terminal
from ..engine.heat_pump.carnot import RATED_FLOW
from ..engine.heat_pump.ratings import (
    HeatingCurve,
    IndoorUnit,
    MachineType,
    RatedWithDefrost,
    Rating,
    Ratings,
    Sink,
    Source,
    Speed,
)
from ..engine.heat_pump.size import sized_by, sized_by_label
from ..engine.settings import (
    Auxiliary,
    Backup,
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
    Settings,
    Strategy,
    Targets,
    Upkeep,
)
from ..engine.units import Celsius
from .entry import data_of
from .forms import PERFORMANCE_DEFAULTS
from .options import ROOMS_OF, options_of
from .sheet import (
    CAPACITY,
    COP,
    POINTS,
    flow_at_point,
    sizes_alone,
    whole_points,
)


def machine_of(entry: ConfigEntry[Any]) -> Machine:
    """Return the wiring that the config entry describes."""
    return described_machine(data_of(entry), entry.options)


def described_machine(data: Mapping[str, Any], options: Mapping[str, Any]) -> Machine:
    """Return the wiring that is chosen so far; of the machine nothing may be told."""
    sheet = data.get(CONF_PERFORMANCE, {})
    machine = Machine(
        wired=frozenset(Terminal(key) for key in data[CONF_TERMINALS]),
        backup=Backup(data[CONF_BACKUP]),
        ratings=_ratings(Source(data[CONF_SOURCE]), {**PERFORMANCE_DEFAULTS, **sheet}),
        airflow=sheet.get("airflow"),
        water_flow=sheet.get("water_flow"),
    )
    chosen = options_of(machine, options)["compressor"]["without_valve"]
    return replace(machine, without_valve=Side(chosen))


def _ratings(source: Source, sheet: Mapping[str, Any]) -> Ratings:
    """Return what the datasheet says, as far as it was entered; else the label."""
    told = sheet.get("sink")
    speed = Speed(sheet.get("rated_speed", Speed.UNKNOWN))
    machine = Ratings(
        source=source,
        machine_type=MachineType(sheet["machine_type"]),
        with_defrost=RatedWithDefrost(sheet["rated_with_defrost"]),
        cooling_capacity=sheet.get("cooling_capacity_95f"),
        cooling_eer=sheet.get("cooling_eer_95f"),
        aux_power=sheet.get("aux_rating"),
        sink=None if told is None else Sink(told),
        indoor_unit=IndoorUnit(sheet.get("indoor_unit", IndoorUnit.UNKNOWN)),
        curve=_heating_curve(sheet),
        hspf2=sheet.get("hspf2"),
        scop=sheet.get("scop"),
        seer2=sheet.get("seer2"),
    )
    if points := [_rating(sheet, point, speed) for point in whole_points(sheet)]:
        return replace(machine, heating=_as_used(points, machine))
    if capacities := sizes_alone(sheet):
        flow = sheet.get("rated_flow")
        return sized_by(machine, capacities, flow=flow, speed=speed)
    load = sheet.get("design_load")
    return machine if load is None else sized_by_label(machine, load)


def _rating(sheet: Mapping[str, Any], point: str, speed: Speed) -> Rating:
    return Rating(
        POINTS[point],
        sheet[f"{CAPACITY}_{point}"],
        sheet[f"{COP}_{point}"],
        speed,
        flow_at_point(sheet, point),
    )


def _as_used(points: Sequence[Rating], machine: Ratings) -> tuple[Rating, ...]:
    """Return one point of each place: that with a flow most like the house's there."""

    def stranger(point: Rating) -> float:
        usual = machine.flow_at(point.outdoor) or RATED_FLOW
        return abs((point.flow or RATED_FLOW) - usual)

    likest = {p.outdoor: p for p in sorted(points, key=stranger, reverse=True)}
    return tuple(point for point in points if likest[point.outdoor] is point)


def _heating_curve(sheet: Mapping[str, Any]) -> HeatingCurve | None:
    """Return how warm heating water flows: fixed where only one end is told."""
    ends = sheet.get("flow_cold"), sheet.get("flow_mild")
    cold, mild = ends[0] or ends[1], ends[1] or ends[0]
    return None if cold is None or mild is None else HeatingCurve(cold, mild)


def settings_of(
    machine: Machine,
    options: Mapping[str, Any],
    rooms: Mapping[str, str] = MappingProxyType({}),
) -> Settings:
    """Return the engine's settings for a machine and its household's options.

    `rooms` are the engine's names of the room sensors, by their entities.
    """
    now = options_of(machine, options)
    compressor, auxiliary = now["compressor"], now["auxiliary"]
    if not compressor["lock_out_heating"]:
        compressor["minimum_outdoor"] = None
    if not compressor["lock_out_cooling"]:
        compressor["cooling_minimum_outdoor"] = None
    if not auxiliary["lock_out_auxiliary"]:
        auxiliary["maximum_outdoor"] = None
    for edge in ("quiet_from", "quiet_until"):
        compressor[edge] = compressor[edge] and time.fromisoformat(compressor[edge])
    compressor["starts_per_hour"] = int(compressor["starts_per_hour"])
    auxiliary["strategy"] = Strategy(auxiliary["strategy"])
    now["sensors"]["fault_stops"] = FaultStops(now["sensors"]["fault_stops"])
    return Settings(
        machine=machine,
        comfort=_settings_group(Comfort, now["comfort"]),
        limits=_settings_group(Limits, now["limits"]),
        compressor=_settings_group(Compressor, compressor),
        auxiliary=_settings_group(Auxiliary, auxiliary),
        dual_fuel=_settings_group(DualFuel, now["dual_fuel"]),
        fan=_settings_group(Fan, now["fan"]),
        sensors=_settings_group(Sensors, now["sensors"]),
        freeze_guard=_settings_group(FreezeGuard, now["freeze_guard"]),
        relays=_settings_group(Relays, now["relays"]),
        economy=_settings_group(Economy, now["prices"]),
        upkeep=_settings_group(Upkeep, now["upkeep"]),
        presets={preset: _setpoint_pair(now["presets"], preset) for preset in Preset},
        rooms=_rooms(now["rooms"], rooms),
        schedule=Schedule(
            setback=_setpoint_pair(now["schedule"], "setback"),
            is_adaptive=now["schedule"]["is_adaptive"],
        ),
        foresight=_settings_group(Foresight, now["foresight"]),
    )


def _rooms(options: Mapping[str, Any], names: Mapping[str, str]) -> CountingRooms:
    """Return which rooms count, without those that have no sensor any more."""
    return CountingRooms(
        counting=Counting(options["counting"]),
        of_presets={
            preset: frozenset(names[each] for each in options[key] if each in names)
            for preset, key in ROOMS_OF.items()
        },
    )


def _settings_group[T](group: type[T], options: Mapping[str, Any]) -> T:
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


def _setpoint_pair(options: Mapping[str, Any], name: str) -> Targets:
    return Targets(
        Celsius(options[f"{name}_{Side.HEAT}"]), Celsius(options[f"{name}_{Side.COOL}"])
    )


def with_entity_renamed(value: Any, old: str, new: str) -> Any:
    """Return nested data with one entity id replaced by another, also as a key."""
    if isinstance(value, Mapping):
        return {
            with_entity_renamed(key, old, new): with_entity_renamed(item, old, new)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [with_entity_renamed(item, old, new) for item in value]
    return new if value == old else value
