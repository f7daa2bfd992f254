"""What the household and the machine are set to, and all the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, assert_never

from .accounts.care import Interval, Task
from .board import BACKUP, VALVE, Side, Terminal
from .heat_pump.ratings import Ratings, Source
from .tables import Some
from .units import (
    Celsius,
    Delta,
    Extent,
    difference,
    fahrenheit,
    fahrenheit_degrees,
    shifted,
)


class Backup(StrEnum):
    """What heats when the compressor cannot, or not enough."""

    ELECTRIC = "electric"
    FUEL = "fuel"
    NONE = "none"


class Strategy(StrEnum):
    """How soon auxiliary heat joins."""

    ECONOMY = "economy"
    BALANCED = "balanced"
    COMFORT = "comfort"


class FaultStops(StrEnum):
    """What a fault stops that the machine itself signals."""

    NOTHING = "nothing"
    COOLING = "cooling"
    """As a float switch asks for: what cools makes the water that has nowhere to go."""
    COMPRESSOR = "compressor"
    """As an alarm contact asks for: the backup heats instead."""
    EVERYTHING = "everything"


FAULTY_SIDES: Mapping[FaultStops, frozenset[Side]] = {
    FaultStops.NOTHING: frozenset(),
    FaultStops.COOLING: frozenset({Side.COOL}),
    FaultStops.COMPRESSOR: frozenset(Side),
    FaultStops.EVERYTHING: frozenset(Side),
}
"""On which sides the compressor may not run then."""


class Preset(StrEnum):
    """A named pair of temperatures."""

    HOME = "home"
    AWAY = "away"
    SLEEP = "sleep"
    ECO = "eco"


@dataclass(frozen=True, slots=True)
class Targets:
    """A pair of setpoints, heating below cooling."""

    heat: Celsius
    cool: Celsius

    def of(self, side: Side) -> Celsius:
        """Return the setpoint of one side."""
        return {Side.HEAT: self.heat, Side.COOL: self.cool}[side]

    def shortfall(self, side: Side, room: Celsius) -> Delta:
        """Return how much heat or cold a room lacks; negative where it has too much."""
        match side:
            case Side.HEAT:
                return difference(self.heat, room)
            case Side.COOL:
                return difference(room, self.cool)
            case _ as never:
                assert_never(never)

    def moved(self, side: Side, to: Celsius, separation: Delta) -> Targets:
        """Return the pair with one side moved, and the other pushed out of its way."""
        match side:
            case Side.HEAT:
                return Targets(to, max(self.cool, shifted(to, separation)))
            case Side.COOL:
                return Targets(min(self.heat, shifted(to, Delta(-separation))), to)
            case _ as never:
                assert_never(never)


LOWEST_SETPOINT: Final = Celsius(7.0)
HIGHEST_SETPOINT: Final = Celsius(35.0)
"""Setpoints lie between these."""


def can_be_set(setpoint: Celsius) -> bool:
    """Return whether a setpoint lies where one may lie."""
    return LOWEST_SETPOINT <= setpoint <= HIGHEST_SETPOINT


DEFAULT_TARGETS: Final = Targets(Celsius(20.0), Celsius(24.0))
FREEZE_BELOW: Final = Celsius(5.0)
FREEZE_UNTIL: Final = Celsius(7.0)
"""The freeze-guard heats a room that is colder than the first until the second."""
SETTLING: Final = timedelta(seconds=5)
"""How long a reversing valve stands before the compressor starts."""


AIRFLOWS: Final = Extent(0.05, 5)
WATER_FLOWS: Final = Extent(1 / 60_000, 1 / 60)
"""What indoor fans and pumps of houses move, in m³/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The wiring, and what stands behind it.

    Raises:
        ValueError: A flow is none that a machine for houses has.

    """

    wired: frozenset[Terminal]
    backup: Backup
    ratings: Ratings = field(default_factory=Ratings)
    airflow: float | None = None
    """What the indoor fan moves past the coil, in m³/s, where somebody measured it."""
    water_flow: float | None = None
    """What its pump moves of heating water, in m³/s, where somebody knows it."""
    without_valve: Side = Side.HEAT
    """What the compressor does where neither O nor B is wired."""

    def __post_init__(self) -> None:
        """Refuse flows that no machine has."""
        for extent, flow in (
            (AIRFLOWS, self.airflow),
            (WATER_FLOWS, self.water_flow),
        ):
            if flow is not None and not extent.holds(flow):
                raise ValueError(f"no flow of a heat pump: {flow} m³/s")

    @property
    def least_power(self) -> float | None:
        """The least that the outdoor unit draws by its datasheet, in kW."""
        powers = (point.power for point in self.ratings.heating)
        return min(powers, default=None)

    # Asked by calls, so that tables of options and sensors can name what they need.

    def can(self, side: Side) -> bool:
        """Return whether the compressor can do this side."""
        return self.has_valve() or side is self.without_valve

    def cools(self) -> bool:
        """Return whether the compressor can cool."""
        return self.can(Side.COOL)

    def has_valve(self) -> bool:
        """Return whether the thermostat drives a reversing valve."""
        return not self.wired.isdisjoint(VALVE)

    def has_one_side(self) -> bool:
        """Return whether the compressor can only heat, or only cool."""
        return not self.has_valve()

    def has_stage_2(self) -> bool:
        """Return whether the compressor has a second stage."""
        return Terminal.Y2 in self.wired

    def has_fan(self) -> bool:
        """Return whether the thermostat drives the indoor fan."""
        return Terminal.G in self.wired

    def has_backup(self) -> bool:
        """Return whether backup heat is wired."""
        return not self.wired.isdisjoint(BACKUP)

    def has_electric_backup(self) -> bool:
        """Return whether the backup may run beside the compressor."""
        return self.backup is Backup.ELECTRIC

    def has_furnace(self) -> bool:
        """Return whether the backup burns fuel, in the compressor's place."""
        return self.backup is Backup.FUEL

    def has_sole_heater(self) -> bool:
        """Return whether there is electric heat, and none beside the compressor."""
        return Terminal.E in self.wired and Terminal.W2 not in self.wired

    def takes_turns(self) -> bool:
        """Return whether the backup heats in the compressor's place or not at all."""
        return self.has_furnace() or self.has_sole_heater()

    def stores_heat(self) -> bool:
        """Return whether heat may be made in advance: no furnace takes over later."""
        return not self.has_furnace()

    def modulates(self) -> bool:
        """Return whether the compressor may choose its own speed."""
        return self.ratings.modulates

    def frosts(self) -> bool:
        """Return whether the outdoor coil stands in outdoor air."""
        return self.ratings.source is Source.AIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """How closely the room follows the setpoint."""

    heat_differential: Delta = fahrenheit_degrees(0.5)
    cool_differential: Delta = fahrenheit_degrees(0.5)
    widens: bool = True
    """Whether the heating differential widens by itself for longer cycles."""
    separation: Delta = fahrenheit_degrees(3)
    changeover_delay: timedelta = timedelta(minutes=10)

    def differential(self, side: Side) -> Delta:
        """Return how far the room swings past the setpoint of a side."""
        return {
            Side.HEAT: self.heat_differential,
            Side.COOL: self.cool_differential,
        }[side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How warm heating, and how cold cooling, may make any room."""

    warmest: Celsius = Celsius(30.0)
    coldest: Celsius = Celsius(15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compressor:
    """What protects the compressor, and when its second stage joins."""

    minimum_off: timedelta = timedelta(seconds=300)
    minimum_on: timedelta = timedelta(seconds=300)
    starts_per_hour: int = 4
    stage_2_droop: Delta = Delta(0.6)
    stage_2_after: timedelta = timedelta(minutes=15)
    quiet_from: time | None = None
    quiet_until: time | None = None
    """The hours of each day in which the second stage runs only in need."""
    minimum_outdoor: Celsius | None = None
    cooling_minimum_outdoor: Celsius | None = fahrenheit(55)
    outage_delay: timedelta = timedelta(hours=2)
    """How long a compressor warms up at most after an outage in the cold."""

    def is_quiet(self, local: time | None) -> bool:
        """Return whether a time of the day lies within the quiet hours."""
        begins, ends = self.quiet_from, self.quiet_until
        if local is None or begins is None or ends is None:
            return False
        if begins <= ends:
            return begins <= local < ends
        return local >= begins or local < ends

    @property
    def rest(self) -> timedelta:
        """The minimum off time and a moment.

        Outdoor units and relay boards often time the same minutes themselves, from
        slightly later, and refuse a start that comes a moment early.
        """
        return self.minimum_off + timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Auxiliary:
    """When auxiliary heat runs beside the compressor."""

    strategy: Strategy = Strategy.BALANCED
    droop: Delta | None = None
    """How far the room may fall, where the strategy is not to say."""
    maximum_outdoor: Celsius | None = fahrenheit(40)
    minimum_on: timedelta = timedelta(seconds=300)
    minimum_off: timedelta = timedelta(seconds=180)
    temper_defrost: bool = False
    is_allowed: bool = True
    """Whether electric backup may heat a room that is not cold yet."""
    emergency_ends_after: timedelta = timedelta()
    """How long emergency heat lasts; until somebody ends it where this is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DualFuel:
    """When a furnace replaces the heat pump, and how they take turns."""

    droop: Delta = Delta(1.0)
    droop_time: timedelta = timedelta(minutes=30)
    to_furnace: timedelta = timedelta(seconds=60)
    to_heat_pump: timedelta = timedelta(seconds=180)
    dwell: timedelta = timedelta(minutes=30)
    minimum_on: timedelta = timedelta(seconds=300)
    minimum_off: timedelta = timedelta(seconds=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """What the indoor fan does beyond a call."""

    run_on_heat: timedelta = timedelta(seconds=60)
    run_on_cool: timedelta = timedelta(seconds=60)
    circulate: timedelta = timedelta(minutes=15)
    """How long the fan runs of every hour in fan mode circulate."""

    def run_on(self, side: Side) -> timedelta:
        """Return how long the fan goes on after a call of this side."""
        return {Side.HEAT: self.run_on_heat, Side.COOL: self.run_on_cool}[side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relays:
    """How the relays are kept informed."""

    keep_alive: timedelta = timedelta()
    """How often a relay that is on is told so again; never where this is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeGuard:
    """What keeps pipes from freezing whatever else is wished."""

    guards_off: bool = False
    """Whether it also acts while the thermostat is off."""
    heats_blindly: bool = True
    """Whether to go on heating while no room sensor is believed …"""
    blind_temperature: Celsius = Celsius(16.0)
    """… and how warm the house is to be then, by what it loses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensors:
    """How long a sensor is believed, and what others stop."""

    stale: timedelta = timedelta(minutes=60)
    """For a sensor that repeats its value; one that reports only changes gets twice."""
    window_delay: timedelta = timedelta(seconds=60)
    fault_stops: FaultStops = FaultStops.COOLING
    """What the machine's own signal of a fault stops."""


class Counting(StrEnum):
    """Which of the rooms that have sensors count."""

    FIRST = "first"
    """The first whose sensor is believed."""
    AVERAGE = "average"
    """All together."""
    NEEDIEST = "neediest"
    """The coldest while it is heated, the warmest while it is cooled."""
    PRESENCE = "presence"
    """Those in which somebody is, together; all of them where nobody is seen."""
    PRESET = "preset"
    """Those that were chosen for the preset, together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRooms:
    """Which rooms count, where several have sensors."""

    counting: Counting = Counting.FIRST
    of_presets: Some[Preset, frozenset[str]] = field(default_factory=dict)
    """The rooms that were chosen for presets, by the names of their sensors."""

    def neediest_on(self, side: Side) -> Side | None:
        """Return the side on which the neediest room counts alone; else None."""
        return side if self.counting is Counting.NEEDIEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How a schedule is followed."""

    setback: Targets = Targets(Celsius(18.0), Celsius(26.0))
    """The temperatures between its blocks."""
    is_adaptive: bool = False
    """Whether the room is kept as warm as the compressor alone can make good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What may be done in advance of cold or dear hours that are forecast."""

    band: Delta = Delta(1.0)
    """How far above the setpoint the room may be warmed to store heat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """What prices may decide."""

    follows_price: bool = False
    """Whether the furnace heats wherever its heat is the cheaper one."""


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """When the machine wants attention, and the weather that it has to stand."""

    # Makers ask for 300 to 500 hours, or one to three months.
    filter_run: timedelta = timedelta(hours=500)
    filter_time: timedelta = timedelta(days=90)
    coil_time: timedelta = timedelta(days=365)
    service_time: timedelta = timedelta(days=365)
    design_outdoor: Celsius | None = None
    """The coldest weather that the house is to be heated in."""

    @cached_property
    def intervals(self) -> Mapping[Task, Interval]:
        """How long each task may wait."""
        return {
            Task.FILTER: Interval(self.filter_time, self.filter_run),
            Task.COIL: Interval(self.coil_time),
            Task.SERVICE: Interval(self.service_time),
        }


DEFAULT_PRESETS: Final[Mapping[Preset, Targets]] = {
    Preset.HOME: Targets(Celsius(20.0), Celsius(24.0)),
    Preset.AWAY: Targets(Celsius(16.0), Celsius(28.0)),
    Preset.SLEEP: Targets(Celsius(18.0), Celsius(26.0)),
    Preset.ECO: Targets(Celsius(18.0), Celsius(27.0)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, in the groups in which a person finds them."""

    machine: Machine
    comfort: Comfort = field(default_factory=Comfort)
    limits: Limits = field(default_factory=Limits)
    compressor: Compressor = field(default_factory=Compressor)
    auxiliary: Auxiliary = field(default_factory=Auxiliary)
    dual_fuel: DualFuel = field(default_factory=DualFuel)
    fan: Fan = field(default_factory=Fan)
    sensors: Sensors = field(default_factory=Sensors)
    rooms: CountingRooms = field(default_factory=CountingRooms)
    relays: Relays = field(default_factory=Relays)
    freeze_guard: FreezeGuard = field(default_factory=FreezeGuard)
    economy: Economy = field(default_factory=Economy)
    foresight: Foresight = field(default_factory=Foresight)
    upkeep: Upkeep = field(default_factory=Upkeep)
    presets: Mapping[Preset, Targets] = field(default_factory=lambda: DEFAULT_PRESETS)
    schedule: Schedule = field(default_factory=Schedule)
