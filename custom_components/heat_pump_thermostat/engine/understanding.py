"""What follows from a situation: what the room asks for, and what is made of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from .accounts import costs
from .accounts.outlook import economic_balance
from .board import Side, Terminal
from .clock import since
from .rules import auxiliary, demand, fuel, recovery, staging, storing
from .situation import COLD_BY, HEATING_MODES, Situation
from .state import Course, Demand, Fuel, Rise, State, Steady
from .units import Celsius, Delta, at_least
from .vocabulary import AuxReason, Lockout
from .wishes import SIDE_OF, Mode

IDLE: Final = Course()


def understand(situation: Situation) -> Situation:
    """Work out what the room asks for, and what the machine has made of it so far."""
    for advanced in (_changed_over, _planned, _answered):
        state = advanced(situation)
        if state is not situation.state:
            situation = replace(situation, state=state)
    return situation


def _changed_over(situation: Situation) -> State:
    """Return the side of mode heat/cool and since when the other one contends."""
    state = situation.state
    side, contender_since = None, None
    if situation.wishes.mode is Mode.HEAT_COOL:
        side, contender_since = demand.changeover(
            state.need.side,
            state.need.contender_since,
            situation.room,
            situation.targets,
            situation.settings.comfort,
            situation.clock,
        )
    if (side, contender_since) == (state.need.side, state.need.contender_since):
        return state
    need = replace(state.need, side=side, contender_since=contender_since)
    return replace(state, need=need)


def _planned(situation: Situation) -> State:
    """Return what the compressor is to make in advance, and what it showed so far."""
    state = situation.state
    rise = _next_rise(recovery.planned(situation), storing.stored(situation))
    shown = recovery.watched(situation)
    if rise == state.rise and shown is state.learned.warming:
        return state
    learned = replace(state.learned, warming=shown)
    return replace(state, rise=rise, learned=learned)


def _next_rise(recovered: Rise | None, stored: Rise | None) -> Rise | None:
    """Return the rise that has begun, or else the one to come; blocks come first."""
    for rise in (recovered, stored):
        if rise and rise.is_on:
            return rise
    return recovered or stored


@dataclass(frozen=True, slots=True)
class _Calm:
    """How steadily the house is heated, and how ample the machine is for it."""

    steady: Steady | None
    strength: float | None


def _answered(situation: Situation) -> State:
    """Return what the room asks for, and what the rules make of it."""
    state = situation.state
    calm = _Calm(_steady(situation), _strength(situation))
    low_since, need = _demand(situation, calm)
    course = _course(situation, need, calm)
    return replace(
        state,
        need=replace(state.need, steady=calm.steady, low_since=low_since, demand=need),
        course=course,
        fuel=_fuel(situation, need, course.droop_since),
    )


def _demand(situation: Situation, calm: _Calm) -> tuple[datetime | None, Demand | None]:
    """Return since when the room is at the edge, and what it asks for.

    Nothing where the mode allows no side at all.
    """
    state, clock, room = situation.state, situation.clock, situation.room
    if state.guards.is_freezing:
        return None, _against_frost(situation)
    side = state.need.side or SIDE_OF.get(situation.wishes.mode)
    if side is None or room is None:
        return None, None
    edges = _edges(situation, side, calm)
    aim = situation.aim
    low = demand.low_since(state.need.low_since, side, room, aim, edges, clock.now)
    return low, demand.advance(state.need.demand, side, room, aim, edges, low, clock)


def _edges(situation: Situation, side: Side, calm: _Calm) -> demand.Edges:
    """Return how far from the setpoint a call begins and ends."""
    return demand.edges(
        side,
        situation.settings.comfort,
        calm.steady,
        calm.strength,
        auxiliary.PATIENCE[situation.settings.auxiliary.strategy].droop,
        situation.clock,
    )


def _strength(situation: Situation) -> float | None:
    """Return full load as a multiple of what holds the target, where that is known."""
    outdoor, target = situation.outdoor, situation.aim.heat
    if outdoor is None:
        return None
    return situation.home.margin(outdoor, target)


def _steady(situation: Situation) -> Steady | None:
    """Return since when the room has been near the heating setpoint, if it is."""
    if situation.room is None or situation.wishes.mode not in HEATING_MODES:
        return None
    now, before = situation.clock.now, situation.state.need.steady
    return demand.steady(before, situation.room, situation.aim, now)


def _against_frost(situation: Situation) -> Demand:
    """Return a demand for heat, whatever the differential."""
    before = situation.state.need.demand
    is_heating = before is not None and before.side is Side.HEAT
    return before if before and is_heating else Demand(Side.HEAT, situation.clock.now)


def _course(situation: Situation, need: Demand | None, calm: _Calm) -> Course:
    """Return how the answer to this demand goes on; without one nothing is on."""
    settings, clock = situation.settings, situation.clock
    room, before = situation.room, situation.state.course
    if need is None or room is None:
        return IDLE
    heats = need.side is Side.HEAT
    shortfall = demand.shortfall(need.side, room, situation.aim)
    droop = demand.shortfall(need.side, room, situation.backed)
    droops = heats and at_least(droop, settings.dual_fuel.droop)
    is_cold = heats and at_least(droop, COLD_BY)
    run = auxiliary.progress(before.progress, room, situation.board, clock)
    course = Course(
        droop_since=since(before.droop_since, clock.now, holds=droops),
        cold_since=since(before.cold_since, clock.now, holds=is_cold),
        progress=run,
        climb=auxiliary.climb(
            before.climb, droop, room, run, settings.auxiliary, clock
        ),
        is_stage_2=_stage_2(situation, shortfall),
        aux=before.aux,
    )
    return replace(
        course,
        aux=_aux(situation, course, calm, room, droop) if heats else None,
    )


def _stage_2(situation: Situation, shortfall: Delta) -> bool:
    """Return whether the second stage runs, where there is one."""
    settings = situation.settings
    return settings.machine.has_stage_2() and staging.wants_stage_2(
        situation.state.course.is_stage_2,
        shortfall,
        situation.board,
        settings.compressor,
        situation.clock,
        is_quiet=settings.compressor.is_quiet(situation.seen.local),
    )


def _aux(
    situation: Situation,
    course: Course,
    calm: _Calm,
    room: Celsius,
    droop: Delta,
) -> AuxReason | None:
    """Return why auxiliary heat runs beside the compressor, if it does."""
    board, clock, settings = situation.board, situation.clock, situation.settings
    if Terminal.W2 not in settings.machine.wired or not board.is_on(Terminal.Y1):
        return None
    trial = auxiliary.Trial(
        droop=droop,
        edge=_edges(situation, Side.HEAT, calm).begin,
        run=course.progress,
        climb=course.climb,
        room=room,
        board=board,
        is_stage_2=course.is_stage_2,
        is_learned=calm.strength is not None,
    )
    wanted = auxiliary.advance(course.aux, trial, settings.auxiliary, clock)
    if Lockout.AUXILIARY in situation.lockouts:
        wanted = None
    is_change = (wanted is None) is not (course.aux is None)
    if is_change and not auxiliary.may_change(
        course.aux is not None, board, settings.auxiliary, clock
    ):
        return course.aux
    return wanted


def _fuel(
    situation: Situation, need: Demand | None, droop_since: datetime | None
) -> Fuel | None:
    """Return which machine heats a dual-fuel house; None in any other."""
    settings = situation.settings
    if not settings.machine.has_furnace():
        return None
    heats = settings.machine.can(Side.HEAT)
    return fuel.advance(
        situation.state.fuel,
        settings.dual_fuel,
        situation.lockouts if heats else situation.lockouts | {Lockout.COMPRESSOR},
        droop_since,
        situation.clock,
        is_satisfied=need is None,
        is_cheaper=_is_furnace_cheaper(situation),
    )


def _is_furnace_cheaper(situation: Situation) -> bool:
    """Return whether prices decide, and for the furnace."""
    fuel, prices = situation.state.fuel, situation.seen.prices
    if not situation.settings.economy.follows_price:
        return False
    burns = fuel is not None and fuel.is_cheaper
    now = costs.HeatGenerator.FURNACE if burns else costs.HeatGenerator.HEAT_PUMP
    balance = economic_balance(situation.heat_pump, prices)
    return (
        costs.preferred_generator(now, situation.outdoor, balance)
        is costs.HeatGenerator.FURNACE
    )
