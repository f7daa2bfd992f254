"""What machine and house show while they run: learned slowly, exciting nothing."""

from datetime import timedelta
from typing import Final

from ..board import HEATING, Board, Terminal
from ..clock import HOUR
from ..defrost.frosting import FROST_BELOW
from ..heat_pump.calibration import Rest, factor_after, size_after, sized_output
from ..heat_pump.drift import drift_after
from ..heat_pump.full_load import at_running_stage
from ..heat_pump.part_load import at_load, gain_of
from ..heat_pump.ratings import Output
from ..heat_pump.sources import better_source
from ..house.duty import Past, weather
from ..house.envelope import envelope_after
from ..house.home import prior_of
from ..house.span import Moment
from ..meter import Count
from ..records import replace
from ..rules.means import heat_given
from ..situation import Situation
from ..state import Learned
from ..units import SECONDS_PER_HOUR
from .flows import BLOWER_WARMS, drawn_power, gauged_heat
from .metered import (
    MEASURED_AFTER,
    is_undisturbed,
    measured_heat,
    own_power,
    run_time,
)

CLEAR_LEVEL: Final = 0.1
"""The frost, of a full layer, with which a coil is as good as clear."""


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
        midnight=situation.seen.midnight,
    )
    twin = better_source(known.twin, situation.outdoor, situation.seen.source)
    past = _past_after(known.past, situation)
    known = replace(known, envelope=envelope, twin=twin, past=past)
    if _is_at_rest(situation, board):
        return replace(known, rest=_rest_after(known.rest, situation))
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
        None if situation.is_room_sensor_lost else situation.first,
        outdoor,
        heat_given(situation, weather(past, outdoor)).total if is_known else None,
        situation.home.house.offset,
        situation.elapsed,
    )


def _moment_of_house(
    situation: Situation, board: Board, rated: Output | None
) -> Moment | None:
    """Return what the house was given of late; None where a part is not known."""
    state, room, outdoor = situation.state, situation.first, situation.outdoor
    rates = state.meter.rates
    is_partly_unknown = (
        (Count.COMPRESSOR in rates and Count.HEAT not in rates)
        or (Count.COMPRESSOR in rates and _is_assumed(situation))
        or (Count.AUX in rates and Count.BACKUP_HEAT not in rates)
        or board.is_any_unsure(HEATING)
        or situation.seen.is_window_open
        or not state.response.is_calm
    )
    if is_partly_unknown or room is None or outdoor is None or rated is None:
        return None
    heat, backup = rates.get(Count.HEAT, 0.0), rates.get(Count.BACKUP_HEAT, 0.0)
    full = sized_output(rated, situation.heat_pump.size).capacity
    share = heat * SECONDS_PER_HOUR / full
    return Moment(room, outdoor, (heat + backup) * SECONDS_PER_HOUR, share)


def _is_assumed(situation: Situation) -> bool:
    """Return whether the heat of a running machine is what the house was said to take.

    That is so where one chooses its speed and no meter tells of it: it may teach
    nothing of the house, or what was believed would be believed for ever.
    """
    if not situation.settings.machine.modulates():
        return False
    heat = measured_heat(situation, situation.before)
    return heat is None and own_power(situation, situation.before) is None


def _is_at_rest(situation: Situation, board: Board) -> bool:
    """Return whether nothing has run for a while that a meter of heat would tell."""
    stopped = board.since(Terminal.Y1)
    has_settled = stopped is None or situation.clock.now - stopped >= MEASURED_AFTER
    return not board.is_any_possibly_on(HEATING) and has_settled


def _rest_after(rest: Rest, situation: Situation) -> Rest:
    seen = situation.seen
    return rest.after(drawn_power(seen.power), seen.heat, situation.elapsed)


def _learned_from_measurement(
    known: Learned, situation: Situation, board: Board, rated: Output
) -> Learned:
    """Return what is known after a steady machine was measured."""
    heat, power = measured_heat(situation, board), own_power(situation, board)
    if heat is None:
        heat = gauged_heat(situation)
    known = _with_scale(known, situation, rated, heat, power)
    drift, rise = known.drift, situation.seen.rise
    if rise is not None and rise > 0 and not board.is_backup_on:
        ran = timedelta(seconds=situation.elapsed)
        drift = drift_after(drift, rise, rated.capacity, ran)
        if _is_clear(situation):
            warmed = rise - BLOWER_WARMS
            air = size_after(known.air, rated.capacity, warmed, situation.elapsed)
            known = replace(known, air=air)
    return replace(known, drift=drift)


def _is_clear(situation: Situation) -> bool:
    """Return whether the coil has no frost for sure: none came, or it just melted.

    What is only reckoned to have gone, in dry cold, may still be there.
    """
    frost, outdoor = situation.state.frost, situation.outdoor
    is_mild = outdoor is not None and outdoor >= FROST_BELOW
    melted = frost.ended_at is not None and situation.clock.now - frost.ended_at <= HOUR
    return frost.level <= CLEAR_LEVEL and (is_mild or melted)


def _with_scale(
    known: Learned,
    situation: Situation,
    rated: Output,
    heat: float | None,
    power: float | None,
) -> Learned:
    """Return how this unit differs from its ratings, or how large it is without any.

    An inverter may be told to run less hard: its power alone tells only that, and its
    heat, too. Both together tell its COP. A machine that nobody rated is as large as
    its heat says, from then on its power tells of its COP; power alone only of a size.
    """
    machine, seconds = situation.settings.machine, situation.elapsed
    sized = sized_output(rated, situation.heat_pump.size)
    is_told = rated.is_sized or (sized.is_sized and heat is not None)
    if not is_told:
        return (
            known
            if machine.modulates()
            else _with_size(known, situation.elapsed, rated, heat, power)
        )
    if machine.modulates():
        if heat is None or power is None:
            return known
        gain = gain_of(machine.ratings)
        most = situation.heat_pump.reserve(situation.outdoor)
        sized, heat = at_load(sized, heat / sized.capacity, gain, most), None
    scale = known.scale
    if power is not None:
        factor = factor_after(scale.power, sized.power, power, seconds)
        scale = replace(scale, power=factor)
    if heat is not None:
        factor = factor_after(scale.capacity, sized.capacity, heat, seconds)
        scale = replace(scale, capacity=factor)
    return replace(known, scale=scale)


def _with_size(
    known: Learned,
    seconds: float,
    typical: Output,
    heat: float | None,
    power: float | None,
) -> Learned:
    """Return how large a machine is beside a typical one that nobody rated."""
    if heat is not None:
        size = size_after(known.size, typical.capacity, heat, seconds)
    elif power is not None:
        drawn = typical.power * known.scale.power.value
        size = size_after(known.size, drawn, power, seconds)
    else:
        return known
    return replace(known, size=size)
