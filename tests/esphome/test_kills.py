"""The thermostat dies at random moments, and the board keeps the house meanwhile."""

from collections.abc import Callable
from ctypes import CDLL
from dataclasses import dataclass, field, replace
from datetime import timedelta
from heapq import heappop
from random import Random
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay
from custom_components.heat_pump_thermostat.engine.decision import Order
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.plan import (
    Account,
    plan_of,
    with_account,
)
from custom_components.heat_pump_thermostat.engine.resume import resumed_state
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes
from tests.engine.plant import daily, physics
from tests.engine.rig import DUAL_FUEL, TWO_STAGE, settings_for
from tests.esphome import board as rules_of_board
from tests.esphome.board import ALL, NONE, W1, W2, Y1, Y2, Board, E, G, O, Terminal
from tests.esphome.dwelling import HOUR, TYPICAL
from tests.esphome.test_partnership import EPOCH, MOMENT, Household
from tests.esphome.witness import Witness

pytestmark = pytest.mark.slow

KILLS = 70
"""Of each machine."""
MINUTE = 60.0
STORED_EVERY = 20.0
MINIMUM_OFF = 300.0
DAY, WEEK = 24.0, 168.0
"""Hours."""
MACHINES = {
    "winter": (TWO_STAGE, Mode.HEAT, daily(-8, 5), 20.0, 0.0),
    "dual fuel": (DUAL_FUEL, Mode.HEAT, daily(-1, 6), 20.0, 0.0),
    "July": (TWO_STAGE, Mode.COOL, daily(30, 7), 24.0, 3000.0),
}


@dataclass
class Mortal(Household):
    """A thermostat that is killed now and then, beside a board that is not."""

    outdoors: Any = None
    sun: float = 0.0
    house: Any = None
    first_death: float = 2 * HOUR
    deaths: tuple[float, ...] = (5, 70, 290, 310, 900, 4000, 4 * HOUR)
    """How long they last."""
    lives: tuple[float, float] = (600, 3 * HOUR)
    """How long it lives between them, at least and at most."""
    witness: Witness = field(init=False)
    stored: State = field(default_factory=State)
    is_dead: bool = False
    kills: int = 0
    rooms: list[float] = field(default_factory=list)
    starts: int = 0
    stopped_at: float = -1e9
    rests: list[float] = field(default_factory=list)
    account: Account | None = None
    _on: Terminal = NONE

    def live(self, kills: int = KILLS) -> None:
        """Live through so many of them."""
        self._live(lambda: self.kills < kills or self.is_dead)

    def live_for(self, hours: float) -> None:
        """Live for some time, with whatever deaths fall into it."""
        self._live(lambda: self.now < hours * HOUR)

    def _live(self, goes_on: Callable[[], bool]) -> None:
        self.relays = dict.fromkeys(self.settings.machine.wired, Relay.OFF)
        self.witness = Witness(self.board.wired, ALL, self.board.now)
        for begin in (self._nature, self._thermostat, self._heartbeat, self._store):
            self._soon(0, begin)
        self._soon(self.first_death, self._die)
        while goes_on():
            at, _, happen = heappop(self._events)
            while at - self.now > MOMENT:
                before = self.board.now
                self.board.live_until_move(at - self.now)
                self.now += self.board.now - before
                self._look()
            self.now = at
            happen()
            self._look()

    def _look(self) -> None:
        on, now = self.board.closed, self.board.now
        if on & ~self._on & Y1:
            self.starts += 1
            self.rests.append(now - self.stopped_at)
        if self._on & ~on & Y1:
            self.stopped_at = now
        self._on = on
        self.witness.sees(on, now)

    def _nature(self) -> None:
        on, hour = self.board.closed, self.now / HOUR
        outdoors = self.outdoors(hour)
        weather = physics.Weather(
            temperature=outdoors, relative_humidity=80.0, solar_watts=self.sun
        )
        wires = physics.Relays(
            y1=bool(on & Y1),
            y2=bool(on & Y2) or not self.board.wired & Y2,
            g=bool(on & (G | W1)),
            o=bool(on & O),
            w2=bool(on & (W2 | W1)),
            e=bool(on & E),
        )
        self.house = physics.advance(self.house, wires, weather, MINUTE, TYPICAL)
        self.room, self.outdoor = round(self.house.air, 1), round(outdoors, 1)
        self.rooms.append(self.house.air)
        self.board.feel(self.room)
        if not self.is_dead:
            self._thermostat()
        self._soon(MINUTE, self._nature)

    def _store(self) -> None:
        if not self.is_dead:
            self.stored = self.state
        self._soon(STORED_EVERY, self._store)

    def _die(self) -> None:
        self.is_dead = True
        self.kills += 1
        self._soon(self.random.choice(self.deaths), self._up)

    def _up(self) -> None:
        """Start again with what was stored, and look at the relays."""
        now = EPOCH + timedelta(seconds=self.now)
        self.is_dead = False
        self.state = resumed_state(self.stored, now)
        closed = self.board.closed
        for terminal in self.relays:
            is_on = closed & rules_of_board.Terminal[terminal.name]
            self.relays[terminal] = Relay.ON if is_on else Relay.OFF
        self._thermostat()
        self._heartbeat()
        self._soon(self.random.uniform(*self.lives), self._die)

    def _thermostat(self) -> None:
        if not self.is_dead:
            super()._thermostat()

    def _switch(self, order: Order) -> None:
        """What was sent before a death may yet arrive, or not."""
        if not self.is_dead or self.random.random() < 0.5:
            super()._switch(order)

    def _heartbeat(self) -> None:
        if self.is_dead:
            return
        self.board.heartbeat()
        self.witness.heard = self.board.now
        self._tell()
        self._soon(60, self._heartbeat)

    def _tell(self) -> None:
        now = EPOCH + timedelta(seconds=self.now)
        if self.decision is None or self.seen is None:
            return
        plan = plan_of(self.settings, self.seen, self.decision)
        if self.board.has_account():
            told = self.board.tell_account()
            self.account = Account(
                alone=timedelta(milliseconds=told.lasted),
                room=Celsius(told.warmth / max(told.measured / 3.6e6, 1e-6)),
                compressor=timedelta(milliseconds=told.compressed),
                backup=timedelta(milliseconds=told.backed_up),
                starts=told.starts,
            )
            seen = replace(self.seen, now=now)
            self.state = with_account(self.state, self.account, plan, seen)
        backup = {"none": 0, "electric": 1, "fuel": 2}[plan.backup]
        answer = self.board.tell(
            rules_of_board.plan(
                mode=["off", "heat", "cool", "heat_cool"].index(plan.mode),
                backup=backup,
                heat=plan.targets.heat,
                cool=plan.targets.cool,
                heat_differential=plan.heat_differential,
                cool_differential=plan.cool_differential,
                compressor_above=plan.compressor_above,
                cooling_above=plan.cooling_above,
                backup_below=plan.backup_below,
                minimum_off=plan.minimum_off.total_seconds(),
                minimum_on=plan.minimum_on.total_seconds(),
                starts_per_hour=plan.starts_per_hour,
            ),
            plan.outdoor if plan.outdoor is not None else float("nan"),
        )
        assert answer == ""


def mortal(rules: CDLL, kind: str) -> Mortal:
    machine, mode, outdoors, setpoint, sun = MACHINES[kind]
    settings: Settings = settings_for(machine)
    wired = sum((rules_of_board.Terminal[wire.name] for wire in machine.wired), NONE)
    board = Board(rules, wired, heartbeat_timeout=300, minimum_off=180)
    humid = 0.011 if mode is Mode.COOL else 0.0055
    return Mortal(
        board,
        settings,
        Random(kind),  # noqa: S311 - no secrets
        state=State(wishes=Wishes().with_mode(mode)),
        outdoors=outdoors,
        sun=sun,
        house=physics.House(air=setpoint, structure=setpoint, humidity_ratio=humid),
        room=setpoint,
    )


@pytest.mark.parametrize("kind", MACHINES)
def test_killed_at_random(rules: CDLL, kind: str) -> None:
    """No rule is broken at the contacts, and the room stays as it was wished."""
    household = mortal(rules, kind)
    setpoint = MACHINES[kind][3]
    household.live()
    assert household.starts >= 1
    assert_kept(household, setpoint)


@pytest.mark.parametrize("kind", MACHINES)
def test_a_week_of_which_nobody_is_there_for_sixty_hours(
    rules: CDLL, kind: str
) -> None:
    """The household does not notice; what is left of the week is as it would be."""
    household = mortal(rules, kind)
    if kind != "July":
        household.outdoors = daily(-10, 5)
    household.first_death, household.deaths = 2.5 * DAY * HOUR, (60 * HOUR,)
    household.lives = (WEEK * HOUR, WEEK * HOUR)
    household.live_for(WEEK)
    assert household.kills == 1
    assert household.account is not None
    assert household.account.alone > timedelta(hours=59)
    assert_kept(household, MACHINES[kind][3])


def assert_kept(household: Mortal, setpoint: float) -> None:
    settled = household.rooms[6 * 60 :]
    near = [room for room in settled if abs(room - setpoint) <= 1]
    assert household.refusals == []
    assert min(household.rests, default=MINIMUM_OFF) >= MINIMUM_OFF
    assert len(near) >= 0.95 * len(settled)


def test_what_ran_meanwhile_is_counted(rules: CDLL) -> None:
    """However often nobody watched, all but the silences' own minutes is counted."""
    household = mortal(rules, "winter")
    household.live(5)
    ran = household.state.meter.ever(Count.COMPRESSOR)
    assert household.account is not None
    assert ran > 0.8 * household.now
