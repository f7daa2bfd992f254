"""The thermostat and its board never quarrel: nothing it asks for is refused."""

from collections.abc import Callable
from ctypes import CDLL
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.decision import Decision, Order
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.relays.conditions import HOT_FOR
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Compressor,
    Machine,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, modes
from tests.esphome import board as rules_of_board
from tests.esphome.board import ALLOWED, Board

EPOCH = datetime(2026, 1, 15, tzinfo=UTC)
MOMENT = 0.001
"""What a timer is late at least."""
ROOM = (4.0, 12.0, 18.0, 19.5, 19.9, 20.4, 22.0, 24.1, 25.0, 28.0)
OUTDOOR = (-20.0, -5.0, 2.0, 6.0, 14.0, 30.0)

ELECTRIC, FUEL = Backup.ELECTRIC, Backup.FUEL
MACHINES = {
    "two stages, O": ("y1 y2 g o w2 e", ELECTRIC),
    "one stage, B": ("y1 g b w2", ELECTRIC),
    "O and B": ("y1 g o b w2", ELECTRIC),
    "E alone": ("y1 g o e", ELECTRIC),
    "dual fuel": ("y1 y2 g o w1", FUEL),
    "no fan": ("y1 o w2", ELECTRIC),
    "no valve": ("y1 g w2", ELECTRIC),
}


@dataclass
class Household:
    """A thermostat, its board, and messages that take their time between them."""

    board: Board
    settings: Settings
    random: Random
    now: float = 0
    state: State = field(default_factory=State)
    relays: dict[Terminal, Relay] = field(default_factory=dict)
    room: float = 20.0
    outdoor: float = 5.0
    is_defrosting: bool = False
    refusals: list[str] = field(default_factory=list)
    moves: set[str] = field(default_factory=set)
    seen: Observation | None = None
    decision: Decision | None = None
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)
    _last_arrival: float = 0
    _wake_at: datetime | None = None

    def run(self, hours: float) -> None:
        """Live through some hours of a household that cannot make up its mind."""
        self.relays = dict.fromkeys(self.settings.machine.wired, Relay.OFF)
        self._soon(0, self._thermostat)
        self._soon(0, self._heartbeat)
        self._soon(0, self._household)
        while self._events[0][0] < hours * 3600:
            at, _, happen = heappop(self._events)
            self.board.wait(at - self.now)
            self.now = at
            self.board.watch()
            happen()

    def _soon(self, delay: float, happen: Callable[[], None]) -> None:
        heappush(self._events, (self.now + delay, next(self._number), happen))

    def _send(self, happen: Callable[[], None]) -> None:
        """Deliver a message late, but never before an earlier one."""
        self._last_arrival = max(
            self._last_arrival, self.now + self.random.uniform(0, 1.5)
        )
        self._soon(self._last_arrival - self.now, happen)

    def _thermostat(self) -> None:
        now = EPOCH + timedelta(seconds=self.now)
        seen = Observation(
            now=now,
            midnight=now - timedelta(hours=1),
            today=now.date(),
            next_midnight=now + timedelta(hours=1),
            season=now.date(),
            relays=dict(self.relays),
            room=Reading(Celsius(self.room), now),
            outdoor=Reading(Celsius(self.outdoor), now),
            is_defrosting=self.is_defrosting,
        )
        self.seen, self.decision = seen, step(self.settings, self.state, seen)
        decision = self.decision
        self.state = decision.state
        for order in decision.orders:
            self._send(lambda order=order: self._switch(order))  # type: ignore[misc]
        self._wake_at = decision.wake_at
        if decision.wake_at:
            delay = (decision.wake_at - now).total_seconds()
            self._soon(delay + MOMENT, self._timer)

    def _timer(self) -> None:
        """Step when the moment has come, unless a later step chose another one."""
        if self._wake_at and EPOCH + timedelta(seconds=self.now) >= self._wake_at:
            self._thermostat()

    def _switch(self, order: Order) -> None:
        terminal = rules_of_board.Terminal[order.terminal.name]
        ask = self.board.on if order.on else self.board.off
        before, answer = self.board.closed, ask(terminal)
        if answer != ALLOWED:
            self.refusals.append(f"{order} at {self.now} with {before!r}: {answer}")
        self.moves.add(f"{terminal.name} {'on' if order.on else 'off'}")
        closed = self.board.closed
        self._send(lambda: self._confirm(closed))

    def _confirm(self, closed: rules_of_board.Terminal) -> None:
        self.relays = {
            terminal: Relay.ON
            if closed & rules_of_board.Terminal[terminal.name]
            else Relay.OFF
            for terminal in self.relays
        }
        self._thermostat()

    def _heartbeat(self) -> None:
        self.board.heartbeat()
        self._soon(60, self._heartbeat)

    def _household(self) -> None:
        """Change one thing, and look again after a while."""
        wishes, machine = self.state.wishes, self.settings.machine
        choose = self.random.choice
        changes: list[Callable[[], None]] = [
            lambda: setattr(self, "room", choose(ROOM)),
            lambda: setattr(self, "room", choose(ROOM)),
            lambda: setattr(self, "outdoor", choose(OUTDOOR)),
            lambda: setattr(self, "is_defrosting", choose((True, False))),
            lambda: self._wish(wishes.with_mode(choose(modes(machine)))),
            lambda: self._wish(wishes.with_fan(choose(list(FanMode)))),
            lambda: self._wish(wishes.with_emergency(on=choose((True, False)))),
        ]
        choose(changes)()
        self._thermostat()
        self._soon(choose((2, 30, 190, 300)), self._household)

    def _wish(self, wishes: object) -> None:
        self.state = replace(self.state, wishes=wishes)  # type: ignore[arg-type]


def test_both_cool_the_elements_of_electric_heat_for_as_long() -> None:
    assert timedelta(seconds=rules_of_board.HOT) == HOT_FOR


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("terminals", "backup"), MACHINES.values(), ids=MACHINES)
def test_nothing_is_refused(
    rules: CDLL, terminals: str, backup: Backup, seed: int
) -> None:
    wired = frozenset(map(Terminal, terminals.split()))
    machine = Machine(wired=wired, backup=backup)
    # As short a rest as the thermostat offers: the same that the board insists on.
    compressor = Compressor(minimum_off=timedelta(seconds=180), starts_per_hour=6)
    board = Board(
        rules,
        rules_of_board.Terminal(sum(rules_of_board.Terminal[t.name] for t in wired)),
        heartbeat_timeout=300,
    )
    settings = Settings(machine=machine, compressor=compressor)
    household = Household(board, settings, Random(seed))  # noqa: S311 - no secrets
    household.run(hours=100)
    assert household.refusals == []
    assert {f"{t.name} on" for t in wired} - household.moves <= {"E on"}
