"""Every scenario, played by the engine on its bench."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, override

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.setpoints import within_range
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Preset,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.wishes import (
    FanMode,
    Mode,
    Wishes,
)
from tests.scenarios import SCENARIOS, SUBJECTS, marks_of
from tests.stage import Scenario, Stage

from .rig import TO_END, Bench, Memory, celsius, minutes, settings_for, wired
from .wires import NO_TIME, SAYS

REPORTS_EVERY = minutes(5)


class BenchStage(Stage):
    """The engine on its bench."""

    def __init__(self, scenario: Scenario) -> None:
        machine = wired(*_terminals(scenario.wired), backup=Backup(scenario.backup))
        self.bench = Bench(
            settings_for(machine),
            Mode.OFF,
            outdoor=scenario.outdoors,
            more={"is_outdoor_expected": scenario.outdoors is not None},
            is_rested=False,
            is_reporting=False,
        )
        if not scenario.is_new:
            self.bench.run(minutes(6))
        self.bench.forget()

    @override
    async def wait(self, duration: timedelta, *, is_silent: bool = False) -> None:
        end = self.bench.now + duration
        while not is_silent and self.bench.now < end:
            self._report()
            self.bench.run(min(end - self.bench.now, REPORTS_EVERY))
        if is_silent:
            self.bench.run(duration)

    def _report(self) -> None:
        """Let the sensors say the same again."""
        bench = self.bench
        bench.sense(room=bench.room, outdoor=bench.outdoor, fallback=bench.fallback)

    @override
    async def room(self, says: float | str) -> None:
        degrees = _number(says)
        if degrees is None:
            self.bench.lose_room_sensor()
            return
        self.bench.sense(room=degrees)

    @override
    async def fallback(self, says: float | str) -> None:
        self.bench.fallback = _number(says)
        self.bench.is_fallback_expected = True
        self._report()

    @override
    async def outdoors(self, says: float | str) -> None:
        self.bench.outdoor = _number(says)
        self._report()

    @override
    async def window(self, says: str) -> None:
        if says in ("on", "off"):
            self.bench.see(window=says == "on")

    @override
    async def defrost(self, says: str) -> None:
        self.bench.see(defrost=says == "on")

    @override
    async def mode(self, mode: str) -> None:
        self.bench.choose(Mode(mode))

    @override
    async def turn(self, to: str) -> None:
        last = self.bench.state.wishes.last_mode
        self.bench.choose(Mode.OFF if to == "off" else last or Mode.HEAT_COOL)

    @override
    async def setpoint(self, degrees: float, mode: str | None = None) -> None:
        side = Side(mode) if mode else self.bench.decision.side
        separation = self.bench.settings.comfort.separation
        moved = self.bench.decision.targets.moved(side, celsius(degrees), separation)
        self._set(moved, mode)

    @override
    async def setpoints(self, low: float, high: float) -> None:
        self._set(Targets(celsius(low), celsius(high)), None)

    def _set(self, targets: Targets, mode: str | None) -> None:
        def change(wishes: Wishes) -> Wishes:
            chosen = wishes.with_mode(Mode(mode)) if mode else wishes
            return chosen.with_targets(within_range(targets), self.bench.schedule)

        self.bench.wish(change)

    @override
    async def preset(self, preset: str) -> None:
        chosen = None if preset == "none" else Preset(preset)
        self.bench.wish(lambda wishes: wishes.with_preset(chosen))

    @override
    async def fan(self, mode: str) -> None:
        self.bench.wish(lambda wishes: wishes.with_fan(FanMode(mode)))

    @override
    async def emergency(self, to: str) -> None:
        self.bench.emergency(on=to == "on")

    @override
    async def options(self, section: str, /, **fields: Any) -> None:
        self.bench.adjust(
            lambda s: replace(s, **{section: replace(getattr(s, section), **fields)})
        )

    @override
    async def press(self, terminals: str, to: str) -> None:
        for terminal in _terminals(terminals):
            self.bench.press(terminal, on=to == "on")

    @override
    async def lose(self, terminals: str, says: str = "unavailable") -> None:
        self.bench.lose(*_terminals(terminals))

    @override
    async def find(self, terminals: str, to: str | None = None) -> None:
        self.bench.find(*_terminals(terminals), on=None if to is None else to == "on")

    @override
    async def spoil(self, terminals: str, temper: str = "silent") -> None:
        for terminal in _terminals(terminals):
            self.bench.relays[terminal].is_silent = True

    @override
    async def slow(self, terminals: str, seconds: float) -> None:
        self.bench.slow(timedelta(seconds=seconds), *_terminals(terminals))

    @override
    async def mend(self, terminals: str) -> None:
        for terminal in _terminals(terminals):
            relay = self.bench.relays[terminal]
            relay.is_silent, relay.delay = False, NO_TIME
            if relay.is_lost:
                self.bench.find(terminal)

    @override
    async def unload(self) -> None:
        self.bench.close(within=TO_END)

    @override
    async def reload(self) -> None:
        self.bench.close().restart(NO_TIME)

    @override
    async def lose_storage(self) -> None:
        self.bench.close().restart(NO_TIME, Memory.LOST)

    @override
    async def cut_power(self, duration: timedelta, on: str = "") -> None:
        for terminal, relay in self.bench.relays.items():
            relay.closed = terminal in on.split()
            relay.says = SAYS[relay.closed]
        self.bench.forget().restart(duration, Memory.STORED)

    @override
    async def set_clock(self, by: timedelta) -> None:
        self.bench.set_clock(by)

    @override
    async def forget(self) -> None:
        self.bench.forget()

    @property
    @override
    def moved(self) -> list[tuple[datetime, str]]:
        return [(at, move.lower()) for at, move in self.bench.trace]

    @property
    @override
    def on(self) -> set[str]:
        return {terminal.value for terminal in self.bench.on}

    @property
    @override
    def status(self) -> str:
        return self.bench.reason

    @property
    @override
    def action(self) -> str:
        return self.bench.decision.action

    @property
    @override
    def chosen(self) -> str:
        return self.bench.state.wishes.mode

    @property
    @override
    def believed(self) -> float | None:
        return self.bench.decision.room

    @property
    @override
    def problem(self) -> bool:
        return bool(self.bench.decision.problems)

    @property
    @override
    def issues(self) -> set[str]:
        return {*self.bench.decision.repairs}

    @property
    @override
    def due_in(self) -> float | None:
        at = self.bench.decision.next_change
        return None if at is None else (at - self.bench.now).total_seconds()


def _terminals(names: str) -> list[Terminal]:
    return [Terminal(name) for name in names.split()]


def _number(says: float | str) -> float | None:
    """Return what a sensor says, if that can be a temperature."""
    try:
        number = float(says)
    except ValueError:
        return None
    return number if isfinite(number) and -40 <= number <= 60 else None


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(each, id=name, marks=marks_of(name))
        for name, each in SCENARIOS.items()
    ],
)
async def test_on_the_bench(scenario: Scenario) -> None:
    await scenario.play(BenchStage(scenario))


def test_no_scenario_is_told_twice() -> None:
    assert len(SCENARIOS) == sum(
        len(subject.SCENARIOS) for subject in SUBJECTS.values()
    )
