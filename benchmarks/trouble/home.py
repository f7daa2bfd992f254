"""A household that lives on, minute by minute, whatever goes wrong in it."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from custom_components.heat_pump_thermostat.engine.board import BACKUP, Relay, Terminal
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.resume import resumed_state
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Compressor,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes
from tests.engine.invariants import W1, W2, Y1, E, G, O
from tests.engine.plant import daily, physics

from ..simulation.houses import HOUSES
from ..simulation.programme import BEGINNING, DAY
from ..simulation.thermostats import settings_of
from .faults import MINUTE, NONE, Fault, Look, Sensor, healthy

HOUR: Final = timedelta(hours=1)
SEASON: Final = date(2025, 7, 1)
FURNACE_WATTS: Final = 15_000.0
HUMIDITY: Final = 80.0
"""Outdoors, %."""
DUCT: Final = 14.0
"""How warm the air stands in a duct, °C."""
MOST_STEPS: Final = 100
"""In one minute, before the thermostat is said not to come to rest."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How a machine is wired, and what protects its compressor."""

    wired: frozenset[Terminal]
    backup: Backup
    compressor: Compressor = Compressor()


MACHINES: Final[Mapping[str, Machine]] = {
    "electric": Machine(frozenset({Y1, G, O, W2, E}), Backup.ELECTRIC),
    "dual fuel": Machine(
        frozenset({Y1, G, O, W1}),
        Backup.FUEL,
        Compressor(minimum_outdoor=Celsius(-4.0)),
    ),
    "E only": Machine(frozenset({Y1, G, O, E}), Backup.ELECTRIC),
    "none": Machine(frozenset({Y1, G, O}), Backup.NONE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A household: house and machine, the weather around it, and what it chose."""

    house: str = "typical"
    machine: str = "electric"
    mean: float
    swing: float = 0.0
    """The outdoor temperature of a day, °C, and half its range, K."""
    mode: Mode = Mode.HEAT
    room: float = 20.0
    """How warm the house is found, °C."""
    days: float = 4
    """How long it has lived before anything is wrong."""
    sensor: Sensor = healthy
    """How its room sensor shows the room, unless that is at fault."""
    has_fallback: bool = False
    has_return: bool = False
    """Whether the air that comes back from the rooms is measured, in the duct."""
    compressor: Compressor | None = None
    """What else is chosen for the compressor than is usual."""

    @property
    def design(self) -> physics.Design:
        """What house and machine are like while nothing is at fault."""
        return HOUSES[self.house]

    @property
    def settings(self) -> Settings:
        """The default settings, with this machine's wires and datasheet."""
        kind, usual = MACHINES[self.machine], settings_of(self.design)
        machine = replace(usual.machine, wired=kind.wired, backup=kind.backup)
        compressor = self.compressor or kind.compressor
        return replace(usual, machine=machine, compressor=compressor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """What was so at the end of a minute, and what ran during it."""

    hour: float
    """Since the fault began."""
    room: float
    on: frozenset[Terminal]
    mode: Mode
    problems: frozenset[Problem]
    """What the thermostat knows to be wrong."""
    repairs: frozenset[Problem]
    """What of that it bothers somebody with."""

    @property
    def has_compressor(self) -> bool:
        """Whether the compressor is called."""
        return Y1 in self.on

    @property
    def is_heated(self) -> bool:
        """Whether anything is called to heat."""
        return not self.on.isdisjoint(BACKUP) or (
            self.has_compressor and O not in self.on
        )

    @property
    def is_cooled(self) -> bool:
        """Whether the compressor is called to cool."""
        return self.has_compressor and O in self.on

    @property
    def is_wrong(self) -> bool:
        """Whether the house is heated that is to be cooled, or the other way round."""
        return self.is_heated if self.mode is Mode.COOL else self.is_cooled


@dataclass
class Home:
    """A house with its thermostat, as it stands now."""

    premise: Premise
    now: datetime = BEGINNING
    house: physics.House = field(init=False)
    state: State = field(init=False)
    on: frozenset[Terminal] = frozenset()
    """Where there is voltage."""
    room: Reading | None = None
    fallback: Reading | None = None
    outdoor: Reading | None = None
    is_resuming: bool = False
    """Whether the thermostat has to take up again what it did before."""
    furnace_kwh: float = 0.0

    def __post_init__(self) -> None:
        premise = self.premise
        self.settings = premise.settings
        self.outdoors = daily(premise.mean, premise.swing)
        self.house = physics.House(air=premise.room, structure=premise.room - 0.5)
        self.state = State(wishes=Wishes().with_mode(premise.mode))

    @property
    def backup_kwh(self) -> float:
        """What the strips drew or the furnace gave so far."""
        return self.house.aux_kwh + self.furnace_kwh

    def live(self, span: timedelta, fault: Fault = NONE) -> Iterator[Minute]:
        """Let time pass with a fault; yield its minutes."""
        begin = self.now
        self.is_resuming |= fault.restarts
        while self.now < begin + span:
            yield self._minute(fault, self.now - begin)

    def _minute(self, fault: Fault, since: timedelta) -> Minute:
        outdoors = self.outdoors((self.now - BEGINNING) / HOUR)
        self._look(fault, outdoors, since)
        if not (fault.has_relays and fault.has_thermostat):
            self.on = frozenset()
        decision = self._decide(fault) if fault.has_thermostat else None
        self.is_resuming = decision is None
        self._heat(fault, outdoors)
        self.now += MINUTE
        return Minute(
            hour=since / HOUR,
            room=self.house.air,
            on=self.on,
            mode=self.premise.mode,
            problems=frozenset(decision.problems if decision else ()),
            repairs=frozenset(decision.repairs if decision else ()),
        )

    def _look(self, fault: Fault, outdoors: float, since: timedelta) -> None:
        def look(sensor: Sensor, truth: float, last: Reading | None) -> Reading | None:
            return sensor(Look(truth, last, self.now, since))

        air = self.house.air
        self.room = look(fault.room or self.premise.sensor, air, self.room)
        self.outdoor = look(fault.outdoor, outdoors, self.outdoor)
        if self.premise.has_fallback:
            self.fallback = look(fault.fallback, air, self.fallback)

    def _decide(self, fault: Fault) -> Decision:
        """Step now, and within this minute whenever that is asked for."""
        now, end = self.now, self.now + MINUTE
        if self.is_resuming:
            self.state = resumed_state(self.state, now)
        for _ in range(MOST_STEPS):
            decision = step(self.settings, self.state, self._observation(now, fault))
            self.state = decision.state
            moved = self._moved(decision) if fault.has_relays else self.on
            wake_at = decision.wake_at or end
            if moved == self.on and wake_at >= end:
                return decision
            now = now if moved != self.on else wake_at
            self.on = moved
        raise AssertionError("the thermostat does not come to rest")

    def _moved(self, decision: Decision) -> frozenset[Terminal]:
        """Return where there is voltage once the relays have obeyed."""
        closed = {order.terminal for order in decision.orders if order.on}
        opened = {order.terminal for order in decision.orders if not order.on}
        return (self.on | closed) - opened

    def _observation(self, now: datetime, fault: Fault) -> Observation:
        midnight = now - (now - BEGINNING) % DAY
        wired = self.settings.machine.wired
        says = {t: Relay.ON if t in self.on else Relay.OFF for t in wired}
        return Observation(
            now=now,
            today=now.date(),
            midnight=midnight,
            next_midnight=midnight + DAY,
            season=SEASON,
            relays=says if fault.has_relays else dict.fromkeys(wired, Relay.UNKNOWN),
            absent=frozenset() if fault.has_relays else wired,
            room=self.room,
            fallback=self.fallback,
            is_fallback_expected=self.premise.has_fallback,
            back=self._returning_air(now, fault) if self.premise.has_return else None,
            outdoor=self.outdoor,
            is_outdoor_expected=True,
        )

    def _returning_air(self, now: datetime, fault: Fault) -> Celsius | None:
        """Return what the duct's sensor says: of the rooms only while the fan runs."""
        truth = self.house.air if self.on & {G, W1} else DUCT
        says = fault.back(Look(truth, None, now, timedelta()))
        return None if says is None else says.value

    def _heat(self, fault: Fault, outdoors: float) -> None:
        """Let the machine, the furnace and the weather do their work for a minute."""
        on = self.on
        wires = physics.Relays(
            y1=Y1 in on, y2=Y1 in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )
        design = fault.design(self.premise.design)
        furnace = FURNACE_WATTS if W1 in on else 0.0
        design = replace(
            design,
            internal_gain=design.internal_gain + furnace,
            # The board leaves the strip alone in a defrost.
            strip_watts=design.strip_watts if wires.w2 or wires.e else 0.0,
        )
        weather = physics.Weather(temperature=outdoors, relative_humidity=HUMIDITY)
        self.house = physics.advance(
            self.house, fault.wires(wires), weather, MINUTE.total_seconds(), design
        )
        self.furnace_kwh += furnace / 1000 * (MINUTE / HOUR)


@cache
def _lived(premise: Premise) -> Home:
    home = Home(premise)
    for _ in home.live(premise.days * DAY):
        pass
    return home


def home_of(premise: Premise) -> Home:
    """Return a household as it stands after its days without a fault."""
    return copy(_lived(premise))
