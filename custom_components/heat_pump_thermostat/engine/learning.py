"""What machine and house show while they run: learned slowly, exciting nothing."""

from dataclasses import replace
from datetime import timedelta

from .board import Terminal
from .clock import Clock
from .estimate.calibration import learned
from .estimate.care import Task, begun, better_source, compared, due
from .estimate.envelope import watched
from .estimate.ratings import Output
from .estimate.span import Moment
from .flows import HOUR, STEADY_AFTER, gauged_heat, is_undisturbed, ran_for
from .meter import Count
from .model import State
from .outlook import prior
from .output import at_stage
from .settings import Settings
from .situation import Situation


def taught(situation: Situation, state: State, full: Output | None) -> State:
    """Return the decided state with what was shown since the last step."""
    now = situation.clock.now
    fan = timedelta(seconds=state.meter.total(Count.FAN).ever)
    state = replace(
        state,
        envelope=watched(
            state.envelope,
            _moment(situation, state, full),
            prior(situation.settings.machine),
            seconds=situation.elapsed,
            now=now,
        ),
        care=begun(state.care, fan, now),
        twin=better_source(state.twin, situation.outdoor, situation.seen.source),
    )
    is_steady = ran_for(state.board, situation) >= STEADY_AFTER
    if full is None or not is_steady or not is_undisturbed(situation):
        return state
    return _gauged(situation, state, at_stage(full, state.board))


def _moment(situation: Situation, state: State, full: Output | None) -> Moment | None:
    """Return what the house was given of late; None where a part is not known."""
    rates, room, outdoor = state.meter.rates, situation.room, situation.outdoor
    is_partly_unknown = (
        (Count.COMPRESSOR in rates and Count.HEAT not in rates)
        or (Count.AUX in rates and Count.BACKUP_HEAT not in rates)
        or situation.seen.is_window_open
    )
    if is_partly_unknown or room is None or outdoor is None or full is None:
        return None
    heat, backup = rates.get(Count.HEAT, 0.0), rates.get(Count.BACKUP_HEAT, 0.0)
    share = heat * HOUR / full.capacity
    return Moment(room, outdoor, (heat + backup) * HOUR, share)


def _gauged(situation: Situation, state: State, modelled: Output) -> State:
    """Return the state after a steady machine was measured."""
    seen, seconds = situation.seen, situation.elapsed
    scale, heat = state.scale, gauged_heat(situation)
    if modelled.is_sized and seen.power is not None:
        rated = modelled.power / scale.power.value
        power = learned(scale.power, rated, seen.power, seconds)
        scale = replace(scale, power=power)
    if modelled.is_sized and heat is not None:
        rated = modelled.capacity / scale.capacity.value
        capacity = learned(scale.capacity, rated, heat, seconds)
        scale = replace(scale, capacity=capacity)
    drift = state.drift
    is_alone = not state.board.is_on(Terminal.W2)
    if seen.supply is not None and seen.back is not None and is_alone:
        rise = abs(seen.supply - seen.back)
        drift = compared(drift, rise, modelled.capacity, timedelta(seconds=seconds))
    return replace(state, scale=scale, drift=drift)


def tasks_due(settings: Settings, state: State, clock: Clock) -> frozenset[Task]:
    """Return what has to be done to the machine by now."""
    fan = timedelta(seconds=state.meter.total(Count.FAN).ever)
    return frozenset(
        task
        for task, interval in settings.upkeep.intervals.items()
        if due(state.care.done[task], interval, fan, clock.now).is_due
    )
