"""What has to be done to the machine, what was done, and what is forgotten."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.care import (
    Done,
    Task,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    Factor,
    Rest,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.drift import Drift
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.meter import Count, Meter, Total
from custom_components.heat_pump_thermostat.engine.reckoning.upkeep import (
    tasks_due,
    with_task_done,
    without_house,
    without_machine,
)
from custom_components.heat_pump_thermostat.engine.settings import Settings, Upkeep
from custom_components.heat_pump_thermostat.engine.state import Learned, State
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..rated import HOUR, MILD, heating, rated
from ..rig import DAY, NO_BACKUP, NOON, Bench, minutes

SHOWN = State(
    learned=Learned(
        scale=Scale(power=Factor(1.1)),
        size=Factor(0.4, 20_000.0),
        rest=Rest(power=0.3),
        air=Factor(1.4, 20_000.0),
        drift=Drift(baseline=1.0),
        envelope=Envelope(Trend(days=9)),
        warming=Warming(LineSums().plus(1.0, 1.0, 1.0)),
    ),
    meter=Meter(totals={Count.FAN: Total(ever=7200.0)}),
)
"""A machine and a house that have shown something."""


def kept_by(**upkeep: Any) -> Settings:
    """Return settings with these intervals."""
    return replace(rated(NO_BACKUP), upkeep=Upkeep(**upkeep))


def test_nothing_is_due_at_first() -> None:
    bench = heating()
    assert set(bench.state.care.done) == set(Task)
    assert bench.decision.due == frozenset()


def test_a_filter_is_due_when_the_fan_has_run_for_long() -> None:
    bench = heating(kept_by(filter_run=HOUR), ran=HOUR - minutes(1))
    assert bench.decision.due == frozenset()
    assert bench.run(minutes(1)).decision.due == {Task.FILTER}
    assert bench.state.meter.total(Count.FAN).ever == 3600


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("interval", "task"),
    [
        ("filter_time", Task.FILTER),
        ("coil_time", Task.COIL),
        ("service_time", Task.SERVICE),
    ],
)
def test_time_alone_makes_a_task_due(interval: str, task: Task) -> None:
    bench = Bench(kept_by(**{interval: DAY}), Mode.OFF, outdoor=MILD)
    assert bench.run(DAY - minutes(1)).decision.due == frozenset()
    assert bench.run(minutes(2)).decision.due == {task}


def test_what_was_done_counts_anew() -> None:
    bench = heating(kept_by(coil_time=DAY, filter_run=HOUR / 2), ran=HOUR / 2)
    assert bench.decision.due == {Task.FILTER}
    bench.state = replace(bench.state, care=type(bench.state.care)())
    assert bench.settle().decision.due == frozenset()
    assert bench.run(HOUR / 2).decision.due == {Task.FILTER}


def test_it_is_asked_by_the_settings_in_force() -> None:
    bench = heating(ran=HOUR * 2)
    clock = Clock(bench.now)
    assert tasks_due(bench.settings, bench.state, clock) == frozenset()
    hasty = kept_by(filter_run=HOUR)
    assert tasks_due(hasty, bench.state, clock) == {Task.FILTER}


@pytest.mark.parametrize("task", Task)
def test_a_task_that_was_done_counts_from_then_on(task: Task) -> None:
    state = with_task_done(SHOWN, task, NOON)
    assert state.care.done == {task: Done(NOON, timedelta(hours=2))}


@pytest.mark.parametrize(
    ("task", "forgotten"),
    [
        pytest.param(Task.FILTER, {}, id="filter"),
        pytest.param(Task.COIL, {}, id="coil"),
        pytest.param(Task.SERVICE, {"drift": Drift(), "air": Factor()}, id="service"),
    ],
)
def test_only_a_service_makes_the_machine_a_new_one(
    task: Task, forgotten: dict[str, Any]
) -> None:
    known = with_task_done(SHOWN, task, NOON).learned
    assert known == replace(SHOWN.learned, **forgotten)


def test_a_machine_is_forgotten_and_its_house_is_not() -> None:
    known = without_machine(SHOWN).learned
    house = SHOWN.learned
    assert known == Learned(envelope=house.envelope, warming=house.warming)


def test_a_house_is_forgotten_and_its_machine_is_not() -> None:
    known = without_house(SHOWN).learned
    assert known == replace(SHOWN.learned, envelope=Envelope(), warming=Warming())
