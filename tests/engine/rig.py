"""A thermostat on a bench: its relays, its sensors, a clock, and an inspector."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, auto
from typing import Any

from custom_components.heat_pump_thermostat.engine.belief.room import (
    STROLL,
    RoomSensor,
)
from custom_components.heat_pump_thermostat.engine.belief.senses import ROOM
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Side,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.decision import Decision, Order
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.observer.observer import Observer
from custom_components.heat_pump_thermostat.engine.resume import resumed_state
from custom_components.heat_pump_thermostat.engine.rules import testing
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Compressor,
    Machine,
    Settings,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.shift import with_moments_moved
from custom_components.heat_pump_thermostat.engine.state import State, Wires
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import (
    Celsius,
    Delta,
    difference,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Block, Mode, Wishes

from .inspector import Inspector
from .invariants import W1, W2, Y1, Y2, B, E, G, O
from .wires import FakeRelay

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
TO_END = timedelta(seconds=10)
"""How long one that is shut down may look after its fan."""
SEASON = date(2025, 7, 1)


def seconds(number: float) -> timedelta:
    """Return a duration."""
    return timedelta(seconds=number)


def minutes(number: float) -> timedelta:
    """Return a duration."""
    return timedelta(minutes=number)


def celsius(degrees: float) -> Celsius:
    """Return a temperature."""
    return Celsius(degrees)


def kelvin(degrees: float) -> Delta:
    """Return a temperature difference."""
    return Delta(degrees)


def targets(heat: float = 20, cool: float = 24) -> Targets:
    """Return a pair of setpoints."""
    return Targets(Celsius(heat), Celsius(cool))


def wired(
    *terminals: Terminal,
    backup: Backup = Backup.ELECTRIC,
    without_valve: Side = Side.HEAT,
) -> Machine:
    """Return a machine by its wires."""
    return Machine(
        wired=frozenset(terminals), backup=backup, without_valve=without_valve
    )


TWO_STAGE = wired(Y1, Y2, G, O, W2, E)
SINGLE_STAGE_B = wired(Y1, G, B, W2)
BOTH_VALVES = wired(Y1, G, O, B, W2)
NO_VALVE = wired(Y1, G, W2)
COOLING_ONLY = wired(Y1, G, W2, without_valve=Side.COOL)
DUAL_FUEL = wired(Y1, G, O, W1, backup=Backup.FUEL)
E_ONLY = wired(Y1, G, O, E)
FANLESS = wired(Y1, O, W2)
NO_BACKUP = wired(Y1, G, O, backup=Backup.NONE)

MACHINES = {
    "two-stage O": TWO_STAGE,
    "single-stage B": SINGLE_STAGE_B,
    "O and B": BOTH_VALVES,
    "no valve": NO_VALVE,
    "cooling only": COOLING_ONLY,
    "dual fuel": DUAL_FUEL,
    "E only": E_ONLY,
    "no G": FANLESS,
    "no backup": NO_BACKUP,
}

ORDER = (W1, E, W2, Y2, Y1, O, B, G)
"""In which order relays answer that were told at the same moment."""

CHANGEOVER = Celsius(-4.0)


def settings_for(machine: Machine = TWO_STAGE) -> Settings:
    """Return the default settings of a machine; of dual fuel with its changeover."""
    is_fuel = machine.backup is Backup.FUEL
    minimum = CHANGEOVER if is_fuel else None
    return Settings(machine=machine, compressor=Compressor(minimum_outdoor=minimum))


def off_for_a_day(machine: Machine, now: datetime = NOON) -> Board:
    """Return a board on which everything has been off for a day."""
    return Board(dict.fromkeys(machine.wired, Contact(Relay.OFF, now - DAY, Relay.OFF)))


class Memory(Enum):
    """What a restart finds of the state."""

    KEPT = auto()
    STORED = auto()
    """What had been written: moves and wishes at once, all else within seconds."""
    LOST = auto()


STORED_WITHIN = timedelta(seconds=30)


@dataclass
class Bench:
    """A thermostat that runs as its shell would run it, beside an inspector."""

    settings: Settings = field(default_factory=settings_for)
    mode: Mode = Mode.HEAT
    room: float | None = 20.0
    is_room_restored: bool = False
    believes_leaps: bool = True
    """Whether the room is as warm as a test says, however soon: most tests are about
    something else than the sensor."""
    fallback: float | None = None
    is_fallback_expected: bool = False
    outdoor: float | None = None
    """Unknown unless a test is about it: then nothing is locked out."""
    supply: float | None = None
    back: float | None = None
    power: float | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """What else an observation tells, by its name there."""
    absent: frozenset[Terminal] = frozenset()
    now: datetime = NOON
    is_rested: bool = True
    """Whether everything is known to have been off for a day, or nothing is known."""
    is_reporting: bool = True
    """Whether the sensors report at every step, or only when they are told to."""
    is_window_open: bool = False
    is_defrosting: bool | None = None
    """What the sense wire says; None where there is none."""
    is_closing: bool = False
    ends_at: datetime | None = None
    """By when one that is shut down lets go of the fan, too."""
    schedule: Block | None = None
    zone: tzinfo = UTC
    """Where the household's days begin."""
    trace: list[tuple[datetime, str]] = field(default_factory=list)
    """Every movement of a relay: when, and for example "Y1 on"."""
    decisions: list[Decision] = field(default_factory=list)

    def __post_init__(self) -> None:
        machine = self.settings.machine
        rested = off_for_a_day(machine, self.now)
        self.state = State(
            wishes=Wishes().with_mode(self.mode),
            wires=Wires(board=rested if self.is_rested else Board({})),
        )
        self.stored = self.state
        self.relays = {t: FakeRelay() for t in ORDER if t in machine.wired}
        self.inspector = Inspector(machine, self.relays, self.now)
        self._reported_at = self._fallback_at = self._outdoor_at = self.now
        self.settle()

    @property
    def decision(self) -> Decision:
        """The last decision."""
        return self.decisions[-1]

    @property
    def call(self) -> Call:
        """What the machine is asked to do."""
        return self.decision.call

    @property
    def reason(self) -> Reason:
        """Why."""
        return self.decision.reason

    @property
    def on(self) -> set[Terminal]:
        """Where there is voltage."""
        return {terminal for terminal, relay in self.relays.items() if relay.closed}

    def wired(self, terminal: Terminal) -> tuple[Terminal, ...]:
        """Return the terminal, if it is wired at all."""
        return (terminal,) if terminal in self.relays else ()

    @property
    def moves(self) -> list[str]:
        """Every movement of a relay so far, without its time."""
        return [move for _, move in self.trace]

    def times(self, move: str) -> list[float]:
        """Return the seconds after noon at which a relay moved so."""
        return [(at - NOON) / seconds(1) for at, what in self.trace if what == move]

    def forget(self) -> Bench:
        """Forget what was traced so far."""
        self.trace.clear()
        return self

    def run(self, duration: timedelta) -> Bench:
        """Let time pass, stepping whenever the thermostat asked to be woken."""
        end = self.now + duration
        while self.now < end:
            self.now = min([end, *self._due()])
            self.settle()
        return self

    def doze(self, duration: timedelta) -> Bench:
        """Let time pass in which nothing reports: a step only where one is due."""
        end = self.now + duration
        while (due := min(self._due(), default=end)) <= end:
            self.now = due
            self.settle()
            if due == end:
                return self
        self.now = end
        return self

    def run_until(self, is_so: Callable[[Bench], bool], within: timedelta) -> timedelta:
        """Let time pass until something is so; return how long that took."""
        start = self.now
        while not is_so(self) and self.now < start + within:
            self.now = min([start + within, *self._due()])
            self.settle()
        assert is_so(self), f"not within {within}"
        return self.now - start

    def sense(
        self,
        *,
        room: float | None = None,
        outdoor: float | None = None,
        fallback: float | None = None,
    ) -> Bench:
        """Report temperatures."""
        if fallback is not None:
            self.fallback, self._fallback_at = fallback, self.now
        if room is not None:
            self.room, self._reported_at = room, self.now
        if outdoor is not None:
            self.outdoor, self._outdoor_at = outdoor, self.now
        return self.settle()

    def see(self, *, defrost: bool | None = None, window: bool | None = None) -> Bench:
        """Let a signal change, and stand for as long as it takes to be believed."""
        self.is_defrosting = self.is_defrosting if defrost is None else defrost
        self.is_window_open = self.is_window_open if window is None else window
        return self.settle().run(seconds(10) if defrost else seconds(0))

    def measure(
        self,
        *,
        supply: float | None = None,
        back: float | None = None,
        power: float | None = None,
        **more: Any,
    ) -> Bench:
        """Measure what the machine does to the air, what it draws, and what else."""
        self.supply, self.back, self.power = supply, back, power
        self.more = more
        return self.settle()

    def lose_fallback_sensor(self) -> Bench:
        """Let the fallback sensor become unavailable."""
        self.fallback, self.is_fallback_expected = None, True
        return self.settle()

    def lose_room_sensor(self) -> Bench:
        """Let the room sensor become unavailable."""
        self.room = None
        return self.settle()

    def wish(self, change: Callable[[Wishes], Wishes]) -> Bench:
        """Let the household choose."""
        self.state = replace(self.state, wishes=change(self.state.wishes))
        return self.settle()

    def choose(self, mode: Mode) -> Bench:
        """Let the household choose a mode."""
        return self.wish(lambda wishes: wishes.with_mode(mode))

    def emergency(self, *, on: bool) -> Bench:
        """Let the household turn emergency heat on or off."""
        return self.wish(lambda wishes: wishes.with_emergency(on=on))

    def test(self, terminal: Terminal, side: Side = Side.HEAT) -> Bench:
        """Let somebody test a terminal."""
        self.state = testing.begin_test(
            self.state, self.settings, terminal, side, self.now
        )
        return self.settle()

    def leave_test(self) -> Bench:
        """Let whoever watches a test go away."""
        self.state = testing.stop_test(self.state)
        return self.settle()

    def adjust(self, change: Callable[[Settings], Settings]) -> Bench:
        """Let the household change an option."""
        self.settings = change(self.settings)
        return self.settle()

    def press(self, terminal: Terminal, *, on: bool) -> Bench:
        """Move a relay by hand."""
        self.relays[terminal].press(self.now, on=on)
        return self._interfere()

    def lose(self, *terminals: Terminal) -> Bench:
        """Let relays vanish."""
        for terminal in terminals:
            self.relays[terminal].lose(self.now)
        return self._interfere()

    def find(self, *terminals: Terminal, on: bool | None = None) -> Bench:
        """Let relays return, as they were or as they wake up."""
        for terminal in terminals:
            self.relays[terminal].find(self.now, on=on)
        return self._interfere()

    def slow(self, delay: timedelta, *terminals: Terminal) -> Bench:
        """Let relays take their time."""
        for terminal in terminals or tuple(self.relays):
            self.relays[terminal].delay = delay
        return self

    def close(self, within: timedelta | None = None) -> Bench:
        """Shut the thermostat down, with so much time for the fan."""
        self.is_closing = True
        self.ends_at = None if within is None else self.now + within
        self.inspector.ends_at = self.ends_at
        return self.settle()

    def learn(self, **learned: Any) -> Bench:
        """Let it have learned something already."""
        known = replace(self.state.learned, **learned)
        self.state = replace(self.state, learned=known)
        return self

    def restart(self, gap: timedelta, memory: Memory = Memory.KEPT) -> Bench:
        """Let the shell stop without a word and come back after a while."""
        remembered = {
            Memory.KEPT: self.state,
            Memory.STORED: self.stored,
            Memory.LOST: State(),
        }
        self.now += gap
        self.is_closing, self.ends_at, self.inspector.ends_at = False, None, None
        self.inspector.note_interference(self.now)
        if memory is Memory.LOST:
            self.inspector.seen_at = self.now
            self.inspector.powered_at = self.now - DAY
        while any(self._advance(terminal) for terminal in self.relays):
            pass
        self.state = self.stored = resumed_state(remembered[memory], self.now)
        return self.settle()

    def reload(self, lasts: timedelta = SECOND) -> Bench:
        """Shut the thermostat down, and start it again after a while."""
        return self.close(within=TO_END).run(lasts).restart(seconds(0))

    def follow(self, schedule: Block | None) -> Bench:
        """Let the schedule say something."""
        self.schedule = schedule
        return self.settle()

    def set_clock(self, by: timedelta) -> Bench:
        """Set the clock; only its hands move, no time passes."""
        self.now += by
        self.state, self.stored = (
            with_moments_moved(self.state, by),
            with_moments_moved(self.stored, by),
        )
        self._reported_at += by
        self._fallback_at += by
        self._outdoor_at += by
        self.ends_at = self.inspector.ends_at = self.ends_at and self.ends_at + by
        for relay in self.relays.values():
            relay.coming = [(at + by, to, says) for at, to, says in relay.coming]
        self.inspector.set_clock(by)
        return self.settle()

    def settle(self) -> Bench:
        """Step until the relays have nothing more to say at this moment."""
        self._step()
        for _ in range(100):
            if not any(self._advance(terminal) for terminal in self.relays):
                return self
            self._step()
        raise AssertionError("the relays never come to rest")

    def _interfere(self) -> Bench:
        self.inspector.note_interference(self.now)
        return self.settle()

    def _due(self) -> Iterable[datetime]:
        relays = (relay.due for relay in self.relays.values())
        return [at for at in (self.decision.wake_at, *relays) if at is not None]

    def _advance(self, terminal: Terminal) -> bool:
        """Let one thing happen to one relay; return whether one did."""
        relay = self.relays[terminal]
        before = replace(relay)
        if not relay.advance(self.now):
            return False
        if relay.closed is not before.closed:
            self.trace.append((self.now, f"{terminal.name} {_on(relay.closed)}"))
        if relay.is_wrong and relay.says is not before.says:
            self.inspector.note_interference(self.now)
        self.inspector.note_answer(self.now, terminal, before)
        return True

    def _step(self) -> None:
        if self.power:
            self.inspector.seen_at = self.now
        seen = self.observation()
        if self.believes_leaps:
            self.state = _believing(self.state, seen)
        decision = step(self.settings, self.state, seen)
        self.state = decision.state
        self._store()
        self.decisions.append(decision)
        wake_at = decision.wake_at
        assert wake_at is None or wake_at > self.now, "it asks to be woken in the past"
        self.inspector.note_decision(self.now, decision)
        for order in decision.orders:
            self._tell(order)

    def _store(self) -> None:
        """Write the state as the shell does: what matters at once, all else later."""
        before, now = self.stored, self.state
        is_urgent = (
            before.wishes != now.wishes
            or before.wires.board is not now.wires.board
            or before.wires.goal != now.wires.goal
        )
        if is_urgent or before.at is None or self.now - before.at >= STORED_WITHIN:
            self.stored = now

    def _tell(self, order: Order) -> None:
        self.inspector.note_order(self.now, order.terminal, on=order.on)
        self.relays[order.terminal].tell(self.now, on=order.on)

    def observation(self) -> Observation:
        """Return what the shell would tell a step now."""
        today = self.now.astimezone(self.zone).date()
        midnight = datetime.combine(today, time(), self.zone)
        if self.is_reporting:
            self._reported_at = self._fallback_at = self._outdoor_at = self.now
        return Observation(
            now=self.now,
            today=today,
            midnight=midnight.astimezone(UTC),
            next_midnight=(midnight + DAY).astimezone(UTC),
            season=SEASON,
            relays={t: relay.says for t, relay in self.relays.items()},
            absent=self.absent,
            room=_reading(
                self.room, self._reported_at, is_restored=self.is_room_restored
            ),
            fallback=_reading(self.fallback, self._fallback_at),
            is_fallback_expected=self.is_fallback_expected,
            outdoor=_reading(self.outdoor, self._outdoor_at),
            supply=_celsius(self.supply),
            back=_celsius(self.back),
            power=self.power,
            is_window_open=self.is_window_open,
            schedule=self.schedule,
            is_defrosting=self.is_defrosting,
            is_closing=self.is_closing,
            ends_at=self.ends_at,
            **self.more,
        )


def _believing(state: State, seen: Observation) -> State:
    """Return a state that goes on from rooms as they are now, if they leapt."""
    state, senses = _seeing(state, seen), state.senses
    room = _going_on(senses.room, seen.room)
    fallback = _going_on(senses.fallback, seen.fallback)
    if room is senses.room and fallback is senses.fallback:
        return state
    return replace(state, senses=replace(senses, room=room, fallback=fallback))


def _seeing(state: State, seen: Observation) -> State:
    """Return a state whose observer takes a room for as warm as it shows."""
    observer = state.rooms.observers.get(ROOM, Observer())
    report = observer.report
    if seen.room is None or report is None or report.value == seen.room.value:
        return state
    return replace(state, rooms=state.rooms.at_rest)


def _going_on(sensor: RoomSensor, seen: Reading | None) -> RoomSensor:
    before = sensor.reading
    if seen is None or seen.is_restored:
        return sensor
    leapt = before is None or abs(difference(seen.value, before.value)) > STROLL
    return replace(sensor, reading=seen, pace=None) if leapt else sensor


def _on(closed: bool) -> str:
    return "on" if closed else "off"


def _celsius(value: float | None) -> Celsius | None:
    return None if value is None else Celsius(value)


def _reading(
    value: float | None, at: datetime, *, is_restored: bool = False
) -> Reading | None:
    if value is None:
        return None
    return Reading(Celsius(value), at, is_restored=is_restored)
