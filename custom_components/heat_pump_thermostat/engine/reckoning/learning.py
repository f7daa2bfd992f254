"""What machine and house show while they run: learned slowly, exciting nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..board import BACKUP, Board, Terminal
from ..heat_pump.calibration import factor_after
from ..heat_pump.drift import drift_after
from ..heat_pump.full_load import at_running_stage
from ..heat_pump.ratings import Output
from ..heat_pump.sources import better_source
from ..house.duty import Past, weather
from ..house.envelope import envelope_after
from ..house.home import prior_of
from ..house.span import Moment
from ..meter import Count
from ..rules.means import given
from ..situation import Situation
from ..state import Learned
from ..units import SECONDS_PER_HOUR
from .flows import (
    MEASURED_AFTER,
    drawn_power,
    is_undisturbed,
    measured_heat,
    run_time,
)

HEATING: Final = (Terminal.Y1, *BACKUP)


def learned_from_step(
    situation: Situation, board: Board, rated: Output | None
) -> Learned:
    """Return what is known of machine and house after what was shown in a step.

    That stands in the meter's rates as they were till now. `rated` is the machine
    heating at full load by its ratings alone, if they are known.
    """
    known, now = situation.state.learned, situation.clock.now
    envelope = envelope_after(
        known.envelope,
        _moment_of_house(situation, board, rated),
        prior_of(situation.settings.machine.ratings),
        seconds=situation.elapsed,
        now=now,
    )
    twin = better_source(known.twin, situation.outdoor, situation.seen.source)
    past = _past_after(known.past, situation)
    known = replace(known, envelope=envelope, twin=twin, past=past)
    is_steady = run_time(situation, board) >= MEASURED_AFTER
    if rated is None or not is_steady or not is_undisturbed(situation):
        return known
    rated = at_running_stage(rated, board)
    return _learned_from_measurement(known, situation, board, rated)


def _past_after(past: Past, situation: Situation) -> Past:
    """Return what the house took in the last days, with the time since the last step.

    Heat that may never have been given, or went out of a window, is not known.
    """
    outdoor = situation.outdoor
    is_telling = situation.state.response.may_teach and not situation.is_defrosting
    is_known = is_telling and not situation.seen.is_window_open
    return past.plus(
        None if situation.is_room_sensor_lost else situation.room,
        outdoor,
        given(situation, weather(past, outdoor)).total if is_known else None,
        situation.home.house.offset,
        situation.elapsed,
    )


def _moment_of_house(
    situation: Situation, board: Board, rated: Output | None
) -> Moment | None:
    """Return what the house was given of late; None where a part is not known."""
    state, room, outdoor = situation.state, situation.room, situation.outdoor
    rates = state.meter.rates
    is_partly_unknown = (
        (Count.COMPRESSOR in rates and Count.HEAT not in rates)
        or (Count.AUX in rates and Count.BACKUP_HEAT not in rates)
        or any(board.is_possibly_on(t) and not board.is_on(t) for t in HEATING)
        or situation.seen.is_window_open
        or not state.response.is_calm
    )
    if is_partly_unknown or room is None or outdoor is None or rated is None:
        return None
    heat, backup = rates.get(Count.HEAT, 0.0), rates.get(Count.BACKUP_HEAT, 0.0)
    share = heat * SECONDS_PER_HOUR / rated.capacity
    return Moment(room, outdoor, (heat + backup) * SECONDS_PER_HOUR, share)


def _learned_from_measurement(
    known: Learned, situation: Situation, board: Board, rated: Output
) -> Learned:
    """Return what is known after a steady machine was measured."""
    scale, seconds = known.scale, situation.elapsed
    heat, power = measured_heat(situation), drawn_power(situation.seen.power)
    if rated.is_sized and power is not None:
        factor = factor_after(scale.power, rated.power, power, seconds)
        scale = replace(scale, power=factor)
    if rated.is_sized and heat is not None:
        factor = factor_after(scale.capacity, rated.capacity, heat, seconds)
        scale = replace(scale, capacity=factor)
    drift, rise = known.drift, situation.seen.rise
    if rise is not None and rise > 0 and not board.is_backup_on:
        ran = timedelta(seconds=seconds)
        drift = drift_after(drift, rise, rated.capacity, ran)
    return replace(known, scale=scale, drift=drift)
