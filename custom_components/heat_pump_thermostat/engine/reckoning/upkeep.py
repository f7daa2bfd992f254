"""What has to be done to the machine, what was done, and what is to be forgotten."""

from datetime import datetime

from ..accounts.care import Task, after_task, standing_of_task
from ..clock import Clock
from ..heat_pump.calibration import Factor, Rest, Scale
from ..heat_pump.drift import Drift
from ..house.envelope import Envelope
from ..house.warming import Warming
from ..records import replace
from ..settings import Settings
from ..state import State


def tasks_due(settings: Settings, state: State, clock: Clock) -> frozenset[Task]:
    """Return what has to be done to the machine by now."""
    done, run = state.care.done, state.meter.fan_time
    return frozenset(
        task
        for task, interval in settings.upkeep.intervals.items()
        if standing_of_task(done[task], interval, run, clock.now).is_due
    )


def with_task_done(state: State, task: Task, now: datetime) -> State:
    """Return the state after a task was done; a service makes the machine a new one."""
    care = after_task(state.care, task, state.meter.fan_time, now)
    learned = state.learned
    if task is Task.SERVICE:
        learned = replace(learned, drift=Drift(), air=Factor())
    return replace(state, care=care, learned=learned)


def without_machine(state: State) -> State:
    """Return the state without what the machine has shown: another one stands there."""
    learned = replace(
        state.learned,
        scale=Scale(),
        size=Factor(),
        rest=Rest(),
        air=Factor(),
        drift=Drift(),
    )
    return replace(state, learned=learned)


def without_house(state: State) -> State:
    """Return the state without what the house has shown: it was insulated, say."""
    learned = replace(state.learned, envelope=Envelope(), warming=Warming())
    return replace(state, learned=learned)
