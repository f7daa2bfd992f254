"""A year in the demo's simulated house: weather, habits, faults, and a meter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import cos, pi
from operator import methodcaller
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.settings import Preset, Relays
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from .invariants import W1, W2, Y1, Y2, E, G, O
from .plant import physics
from .rig import STORED_WITHIN, Bench, Memory, minutes, seconds, settings_for
from .wires import FakeRelay

HOUR: Final = minutes(60)
NOTHING: Final = timedelta()
COLD: Final = 15.0
HABITS: Final = (
    (6, Preset.HOME),
    (8, Preset.AWAY),
    (16, Preset.HOME),
    (22, Preset.SLEEP),
)


@dataclass
class Account:
    """What one machine did by its own contacts, and what of it could be known."""

    terminals: frozenset[Terminal]
    ran: timedelta = NOTHING
    hidden: timedelta = NOTHING
    """How much of that no relay told a thermostat that was there to hear it."""
    phantom: timedelta = NOTHING
    """How long a relay claimed a run that was none."""

    def add(
        self, relays: Mapping[Terminal, FakeRelay], time: timedelta, *, is_heard: bool
    ) -> None:
        """Add a time in which no relay moved or spoke."""
        mine = [relay for t, relay in relays.items() if t in self.terminals]
        runs = any(relay.closed for relay in mine)
        is_known = is_heard and any(relay.says is Relay.ON for relay in mine)
        self.ran += time if runs else NOTHING
        self.hidden += time if runs and not is_known else NOTHING
        self.phantom += time if is_known and not runs else NOTHING


@dataclass
class MeteredBench(Bench):
    """A bench with meters on the wires, which know nothing of the thermostat."""

    compressor: Account = field(default_factory=lambda: Account(frozenset({Y1})))
    aux: Account = field(default_factory=lambda: Account(frozenset({W2, E, W1})))
    starts: int = 0
    unclear_starts: int = 0
    """How often a run began unseen, or was first seen when it had begun."""
    is_heard: bool = True
    metered_at: datetime | None = None

    def meter(self) -> None:
        """Read the meters."""
        elapsed = self.now - (self.metered_at or self.now)
        for account in (self.compressor, self.aux):
            account.add(self.relays, elapsed, is_heard=self.is_heard)
        self.metered_at = self.now

    def _advance(self, terminal: Terminal) -> bool:
        self.meter()
        relay = self.relays[terminal]
        closed, says = relay.closed, relay.says
        is_advanced = super()._advance(terminal)
        if terminal is Y1:
            is_start = relay.closed and not closed
            is_told = relay.says is Relay.ON and says is not Relay.ON
            self.starts += is_start
            is_clear = is_start is is_told and (not is_told or says is Relay.OFF)
            self.unclear_starts += not (is_clear and (self.is_heard or not is_start))
        return is_advanced

    def set_clock(self, by: timedelta) -> Bench:
        """Set the clock, and that of the meters."""
        self.meter()
        self.metered_at = self.now + by
        return super().set_clock(by)

    def restart(self, gap: timedelta, memory: Memory = Memory.KEPT) -> Bench:
        """Restart; what happens meanwhile is metered, but not heard."""
        self.meter()
        self.is_heard = False
        self.unclear_starts += memory is Memory.LOST and self.relays[Y1].closed
        super().restart(gap, memory)
        self.meter()
        self.is_heard = True
        return self


@dataclass
class Ledger:
    """What the thermostat counted, over restarts that made it forget."""

    compressor: timedelta = NOTHING
    aux: timedelta = NOTHING
    starts: int = 0
    forgotten: timedelta = NOTHING
    """How much may have been forgotten by being killed before it was written."""
    _starts: int = 0

    def follow(self, state: State) -> None:
        """Take over the starts that have been counted since the last decision."""
        starts = round(state.meter.total(Count.STARTS).ever)
        self.starts += max(0, starts - self._starts)
        self._starts = starts

    def bank(self, state: State) -> None:
        """Keep what is about to be forgotten for good."""
        self.follow(state)
        self.compressor += seconds(state.meter.total(Count.COMPRESSOR).ever)
        self.aux += seconds(state.meter.total(Count.AUX).ever)
        self._starts = 0


@dataclass
class Year:
    """A house that lives through some days of a year, and all that goes wrong."""

    first_day: date
    days: int
    seed: int
    fault_every: timedelta = timedelta(hours=5)
    bench: MeteredBench = field(init=False)
    ledger: Ledger = field(default_factory=Ledger)
    faults: dict[str, int] = field(default_factory=dict)
    coldest: float = 99.0
    cold: timedelta = NOTHING
    """How long the room was a degree below the coldest of its setpoints."""
    steps: int = 0
    _elapsed: timedelta = NOTHING
    _front: float = 0.0
    _active: list[tuple[timedelta, Callable[[], object]]] = field(default_factory=list)
    _misread: float = 0.0
    _has_room: bool = True
    _has_outdoor: bool = True

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed} {self.first_day}")  # noqa: S311 - reproducible, not secret
        zone = ZoneInfo("Europe/Berlin")
        begin = datetime(
            self.first_day.year, self.first_day.month, self.first_day.day, tzinfo=zone
        )
        self.house = physics.House(air=20, structure=20)
        self.bench = MeteredBench(
            settings_for(),
            mode=Mode.HEAT_COOL,
            now=begin.astimezone(ZoneInfo("UTC")),
            zone=zone,
        )
        self.bench.adjust(
            lambda s: type(s)(machine=s.machine, relays=Relays(keep_alive=minutes(5)))
        )

    def live(self, told: Callable[[Year], object] = lambda _: None) -> Year:
        """Let the days pass; tell after each."""
        for day in range(self.days):
            for minute in range(24 * 60):
                self._begin_minute(minute)
                if self._pass(minutes(1)):
                    self.bench.run(minutes(1))
                else:
                    self.bench.doze(minutes(1))
            self._close_books()
            if (day + 1) % 7 == 0:
                told(self)
        return self

    def _begin_minute(self, minute: int) -> None:
        if minute % 60 == 0:
            self._front = 0.99 * self._front + self.random.gauss(0, 0.7)
            self._keep_habits(minute // 60)
            self._close_books()
        for entry in [entry for entry in self._active if entry[0] <= self._elapsed]:
            self._active.remove(entry)
            entry[1]()
        if self.random.random() < minutes(1) / self.fault_every:
            name = self.random.choice(sorted(FAULTS))
            self.faults[name] = self.faults.get(name, 0) + 1
            FAULTS[name](self)

    def _keep_habits(self, hour: int) -> None:
        for begins, preset in HABITS:
            if hour == begins:
                self.bench.wish(methodcaller("with_preset", preset))

    @property
    def outdoors(self) -> float:
        """The outdoor temperature: the season, the time of day, and the fronts."""
        days = self._elapsed / timedelta(days=1)
        day_of_year = self.first_day.timetuple().tm_yday + days
        season = 9 - 13 * cos((day_of_year - 20) * 2 * pi / 365)
        return season + 5 * cos((days - 15 / 24) * 2 * pi) + self._front

    @property
    def _weather(self) -> physics.Weather:
        hours = self._elapsed / HOUR
        return physics.Weather(
            temperature=self.outdoors,
            relative_humidity=80.0,
            solar_watts=2500 * max(0.0, cos((hours - 12) * pi / 12)),
        )

    def _pass(self, time: timedelta) -> bool:
        """Let time pass for the house; return whether the sensors saw anything."""
        on, bench = self.bench.on, self.bench
        wires = physics.Relays(
            y1=Y1 in on, y2=Y2 in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )
        self.house = physics.advance(
            self.house, wires, self._weather, time.total_seconds()
        )
        self._elapsed += time
        self.coldest = min(self.coldest, self.house.air)
        self.cold += time if self.house.air < COLD else NOTHING
        before = (bench.is_defrosting, bench.room, bench.outdoor)
        bench.is_defrosting = self.house.unit.operation is physics.Operation.DEFROSTING
        if bench.is_reporting:
            room = round(self.house.air + self._misread, 1)
            bench.room = room if self._has_room else None
            bench.outdoor = round(self.outdoors, 1) if self._has_outdoor else None
        return before != (bench.is_defrosting, bench.room, bench.outdoor)

    def _close_books(self) -> None:
        """Read the meters, and forget what nobody asks for any more."""
        bench = self.bench
        bench.meter()
        for decision in bench.decisions[:-1]:
            self.ledger.follow(decision.state)
        self.steps += len(bench.decisions) - 1
        del bench.decisions[:-1]
        bench.trace.clear()

    def counted(self) -> Ledger:
        """Return what the thermostat counted in all, and how much that may lack."""
        self._close_books()
        self.ledger.bank(self.bench.state)
        return self.ledger

    # --- Faults ---------------------------------------------------------------

    def later(self, at_most: timedelta, end: Callable[[], object]) -> None:
        """End something after a while."""
        self._active.append((self._elapsed + self.random.random() * at_most, end))

    def some_relay(self) -> Terminal:
        """Return any of the relays."""
        return self.random.choice(list(self.bench.relays))

    def lose_room(self) -> None:
        """Let the room sensor say nothing, or no number, for a while."""
        self._has_room = False
        self.later(minutes(90), lambda: setattr(self, "_has_room", True))

    def lose_outdoor(self) -> None:
        """Let the outdoor sensor say nothing for hours."""
        self._has_outdoor = False
        self.later(minutes(400), lambda: setattr(self, "_has_outdoor", True))

    def misread(self) -> None:
        """Let the room sensor jump."""
        self._misread = self.random.choice([-16.0, -7.0, 7.0, 16.0])
        self.later(minutes(8), lambda: setattr(self, "_misread", 0.0))

    def freeze_sensors(self) -> None:
        """Let the sensors stand still."""
        self.bench.is_reporting = False
        self.later(minutes(200), lambda: setattr(self.bench, "is_reporting", True))

    def lose_relay(self) -> None:
        """Let a relay vanish, and come back as it was, or as it wakes up."""
        terminal, on = self.some_relay(), self.random.choice([None, None, False, True])
        self.bench.lose(terminal)
        self.later(minutes(60), lambda: self.bench.find(terminal, on=on))

    def spoil_relay(self) -> None:
        """Let a relay be stuck, late, mumbling or lying."""
        relay = self.bench.relays[self.some_relay()]
        name, bad, good = self.random.choice(
            [
                ("is_silent", True, False),
                ("delay", seconds(8), NOTHING),
                ("lag", seconds(8), NOTHING),
                ("lies_for", seconds(2), NOTHING),
            ]
        )
        setattr(relay, name, bad)
        self.later(minutes(60), lambda: setattr(relay, name, good))

    def press(self) -> None:
        """Let somebody move a relay."""
        self.bench.press(self.some_relay(), on=self.random.random() < 0.5)

    def dispute(self) -> None:
        """Let something else keep moving a relay."""
        terminal, on = self.some_relay(), self.random.random() < 0.5
        for _ in range(5):
            self.bench.press(terminal, on=on)

    def be_killed(self) -> None:
        """Let the thermostat die, and come back with what had been written."""
        memory = self.random.choice([Memory.STORED, Memory.STORED, Memory.LOST])
        if memory is Memory.LOST:
            self._close_books()
            self.ledger.bank(self.bench.state)
        else:
            self.ledger.forgotten += STORED_WITHIN
        self._be_away(seconds(self.random.choice([20, 60, 600])), memory)
        if memory is Memory.LOST:
            del self.bench.decisions[0]  # It was followed before the loss.
            self.bench.choose(Mode.HEAT_COOL)

    def be_stopped(self) -> None:
        """Let the thermostat be shut down for some hours."""
        self.bench.close()
        self.bench.run(seconds(10))
        self._be_away(minutes(self.random.choice([1, 10, 150])), Memory.KEPT)

    def _be_away(self, gap: timedelta, memory: Memory) -> None:
        self._pass(gap)
        self.bench.restart(gap, memory)

    def set_clock(self) -> None:
        """Let the clock be set."""
        self.bench.set_clock(seconds(self.random.choice([-7200, -90, 5, 240, 3600])))

    def be_off(self) -> None:
        """Let the household switch it off for a while."""
        self.bench.choose(Mode.OFF)
        self.later(minutes(180), lambda: self.bench.choose(Mode.HEAT_COOL))

    def heat_in_emergency(self) -> None:
        """Let the household choose emergency heat for a while."""
        self.bench.emergency(on=True)
        self.later(minutes(180), lambda: self.bench.emergency(on=False))

    def open_window(self) -> None:
        """Let somebody air the room."""
        self.bench.see(window=True)
        self.later(minutes(20), lambda: self.bench.see(window=False))

    def turn_fan(self) -> None:
        """Let the household choose when the fan runs."""
        fan = self.random.choice(list(FanMode))
        self.bench.wish(lambda w: w.with_fan(fan))


FAULTS: Final[Mapping[str, Callable[[Year], None]]] = {
    "room sensor lost": Year.lose_room,
    "outdoor sensor lost": Year.lose_outdoor,
    "room sensor jumps": Year.misread,
    "sensors stand still": Year.freeze_sensors,
    "relay lost": Year.lose_relay,
    "relay spoilt": Year.spoil_relay,
    "relay pressed": Year.press,
    "relay disputed": Year.dispute,
    "killed": Year.be_killed,
    "stopped": Year.be_stopped,
    "clock set": Year.set_clock,
    "switched off": Year.be_off,
    "emergency heat": Year.heat_in_emergency,
    "window open": Year.open_window,
    "fan chosen": Year.turn_fan,
}
