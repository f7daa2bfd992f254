"""What machine and house show while they run: learned slowly, exciting nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..board import BACKUP, Side, Terminal
from ..heat_pump.calibration import learned
from ..heat_pump.output import at_stage
from ..heat_pump.ratings import Output
from ..house.envelope import watched
from ..house.home import prior
from ..house.span import Moment
from ..meter import Count, Meter
from ..rules.health import lift
from ..situation import Situation
from ..state import State
from .care import begun, better_source, compared
from .flows import HOUR, STEADY_AFTER, drawn, gauged_heat, is_undisturbed, ran_for

HEATING: Final = (Terminal.Y1, *BACKUP)


def taught(
    situation: Situation, state: State, rated: Output | None, meter: Meter
) -> State:
    """Return the decided state with what was shown since the last step.

    That stands in the old meter's rates; `meter` is what is counted from now on.
    `rated` is the machine heating at full load by its ratings alone, if they are known.
    """
    now = situation.clock.now
    known = state.learned
    state = replace(
        state,
        learned=replace(
            known,
            envelope=watched(
                known.envelope,
                _moment(situation, state, rated),
                prior(situation.settings.machine),
                seconds=situation.elapsed,
                now=now,
            ),
            twin=better_source(known.twin, situation.outdoor, situation.seen.source),
        ),
        meter=meter,
        care=begun(state.care, state.meter.fan_run, now),
    )
    is_steady = ran_for(state.wires.board, situation) >= STEADY_AFTER
    if rated is None or not is_steady or not is_undisturbed(situation):
        return state
    return _gauged(situation, state, at_stage(rated, state.wires.board))


def _moment(situation: Situation, state: State, rated: Output | None) -> Moment | None:
    """Return what the house was given of late; None where a part is not known."""
    board = state.wires.board
    rates, room, outdoor = state.meter.rates, situation.room, situation.outdoor
    is_partly_unknown = (
        (Count.COMPRESSOR in rates and Count.HEAT not in rates)
        or (Count.AUX in rates and Count.BACKUP_HEAT not in rates)
        or any(board.is_possibly_on(t) and not board.is_on(t) for t in HEATING)
        or situation.seen.is_window_open
    )
    if is_partly_unknown or room is None or outdoor is None or rated is None:
        return None
    heat, backup = rates.get(Count.HEAT, 0.0), rates.get(Count.BACKUP_HEAT, 0.0)
    share = heat * HOUR / rated.capacity
    return Moment(room, outdoor, (heat + backup) * HOUR, share)


def _gauged(situation: Situation, state: State, rated: Output) -> State:
    """Return the state after a steady machine was measured."""
    scale, seconds = state.learned.scale, situation.elapsed
    heat, power = gauged_heat(situation), drawn(situation.seen.power)
    if rated.is_sized and power is not None:
        factor = learned(scale.power, rated.power, power, seconds)
        scale = replace(scale, power=factor)
    if rated.is_sized and heat is not None:
        factor = learned(scale.capacity, rated.capacity, heat, seconds)
        scale = replace(scale, capacity=factor)
    drift, rise = state.learned.drift, lift(situation.seen, Side.HEAT)
    if rise is not None and rise > 0 and not state.wires.board.is_backup_on:
        ran = timedelta(seconds=seconds)
        drift = compared(drift, rise, rated.capacity, ran)
    known = replace(state.learned, scale=scale, drift=drift)
    return replace(state, learned=known)
