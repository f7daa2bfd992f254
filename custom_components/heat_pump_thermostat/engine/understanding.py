"""What follows from a situation: what the room asks for, and what is made of it."""

from dataclasses import replace
from datetime import datetime

from . import auxiliary, demand, fuel, recovery, staging
from .board import Side, Terminal
from .clock import since
from .course import AuxReason, Steady
from .estimate import cost
from .model import Demand, Fuel, Lockout
from .outlook import economic_balance, margin
from .settings import Backup
from .situation import COLD_BY, HEATING_MODES, Situation
from .units import Celsius, Delta, at_least
from .wishes import SIDE_OF, Mode


def understand(situation: Situation) -> Situation:
    """Work out what the room asks for, and what the machine has made of it so far."""
    situation = _with(situation, **_changeover(situation))
    state = recovery.advanced(
        situation.settings,
        situation.state,
        situation.seen,
        situation.room,
        situation.outdoor,
        situation.clock,
    )
    situation = replace(situation, state=state)
    situation = _with(situation, steady=_steady(situation))
    situation = _with(situation, demand=_demand(situation))
    return _with(situation, **_answer(situation))


def _with(situation: Situation, **remembered: object) -> Situation:
    state = replace(situation.state, **remembered)  # type: ignore[arg-type]
    return replace(situation, state=state)


def _changeover(situation: Situation) -> dict[str, object]:
    """Return the side of mode heat/cool and since when the other one contends."""
    if situation.wishes.mode is not Mode.HEAT_COOL:
        return {"side": None, "contender_since": None}
    side, contender_since = demand.changeover(
        situation.state.side,
        situation.state.contender_since,
        situation.room,
        situation.targets,
        situation.settings.comfort,
        situation.clock,
    )
    return {"side": side, "contender_since": contender_since}


def _demand(situation: Situation) -> Demand | None:
    """Return what the room asks for, where the mode allows a side at all."""
    if situation.state.is_freezing:
        return _against_frost(situation)
    side = situation.state.side or SIDE_OF.get(situation.wishes.mode)
    if side is None or situation.room is None:
        return None
    return demand.advance(
        situation.state.demand,
        side,
        situation.room,
        situation.aim,
        _edges(situation, side),
        situation.clock.now,
    )


def _edges(situation: Situation, side: Side) -> demand.Edges:
    """Return how far from the setpoint a call begins and ends."""
    return demand.edges(
        side,
        situation.settings.comfort,
        situation.state.steady,
        _strength(situation) if situation.settings.comfort.widens else None,
        auxiliary.PATIENCE[situation.settings.auxiliary.strategy].droop,
        situation.clock,
    )


def _strength(situation: Situation) -> float | None:
    """Return full load as a multiple of what holds the target, where that is known."""
    outdoor, target = situation.outdoor, situation.aim.heat
    if outdoor is None:
        return None
    machine, seen = situation.settings.machine, situation.seen
    return margin(machine, situation.state, seen, outdoor, target)


def _steady(situation: Situation) -> Steady | None:
    """Return since when the room has been near the heating setpoint, if it is."""
    if situation.room is None or situation.wishes.mode not in HEATING_MODES:
        return None
    now, before = situation.clock.now, situation.state.steady
    return demand.steady(before, situation.room, situation.aim, now)


def _against_frost(situation: Situation) -> Demand:
    """Return a demand for heat, whatever the differential."""
    before = situation.state.demand
    is_heating = before is not None and before.side is Side.HEAT
    return before if before and is_heating else Demand(Side.HEAT, situation.clock.now)


def _answer(situation: Situation) -> dict[str, object]:
    """Advance what the rules remember of this demand: droop, progress, stage, aux."""
    state, settings, clock = situation.state, situation.settings, situation.clock
    need, room = state.demand, situation.room
    if need is None or room is None:
        return {
            "droop_since": None,
            "cold_since": None,
            "progress": None,
            "climb": None,
            "is_stage_2": False,
            "aux": None,
            "fuel": _fuel(situation, None),
        }
    shortfall = demand.shortfall(need.side, room, situation.aim)
    droop = demand.shortfall(need.side, room, situation.backed)
    droops = need.side is Side.HEAT and at_least(droop, settings.dual_fuel.droop)
    droop_since = since(state.droop_since, clock.now, holds=droops)
    is_cold = need.side is Side.HEAT and at_least(droop, COLD_BY)
    cold_since = since(state.cold_since, clock.now, holds=is_cold)
    run = auxiliary.progress(state.progress, room, situation.board, clock)
    climb = auxiliary.climb(state.climb, droop, room, run, settings.auxiliary, clock)
    situation = _with(situation, progress=run, climb=climb, cold_since=cold_since)
    return {
        "droop_since": droop_since,
        "cold_since": cold_since,
        "progress": run,
        "climb": climb,
        "is_stage_2": _stage_2(situation, shortfall),
        "aux": _aux(situation, need, room, droop),
        "fuel": _fuel(situation, droop_since),
    }


def _stage_2(situation: Situation, shortfall: Delta) -> bool:
    """Return whether the second stage runs, where there is one."""
    settings = situation.settings
    return Terminal.Y2 in settings.machine.wired and staging.wants_stage_2(
        situation.state.is_stage_2,
        shortfall,
        situation.board,
        settings.compressor,
        situation.clock,
    )


def _aux(
    situation: Situation, need: Demand, room: Celsius, droop: Delta
) -> AuxReason | None:
    """Return why auxiliary heat runs beside the compressor, if it does."""
    state, board, clock = situation.state, situation.board, situation.clock
    settings = situation.settings
    is_possible = (
        need.side is Side.HEAT
        and Terminal.W2 in settings.machine.wired
        and board.is_on(Terminal.Y1)
    )
    if not is_possible:
        return None
    trial = auxiliary.Trial(
        droop=droop,
        edge=_edges(situation, Side.HEAT).begin,
        run=state.progress,
        climb=state.climb,
        room=room,
        board=board,
        is_stage_2=state.is_stage_2,
        is_learned=_strength(situation) is not None,
    )
    wanted = auxiliary.advance(state.aux, trial, settings.auxiliary, clock)
    if Lockout.AUXILIARY in situation.lockouts:
        wanted = None
    is_change = (wanted is None) is not (state.aux is None)
    if is_change and not auxiliary.may_change(
        state.aux is not None, board, settings.auxiliary, clock
    ):
        return state.aux
    return wanted


def _fuel(situation: Situation, droop_since: datetime | None) -> Fuel | None:
    """Return which machine heats a dual-fuel house; None in any other."""
    settings = situation.settings
    if settings.machine.backup is not Backup.FUEL:
        return None
    heats = settings.machine.can(Side.HEAT)
    return fuel.advance(
        situation.state.fuel,
        settings.dual_fuel,
        situation.lockouts if heats else situation.lockouts | {Lockout.COMPRESSOR},
        droop_since,
        situation.clock,
        is_satisfied=situation.state.demand is None,
        is_cheaper=_is_furnace_cheaper(situation),
    )


def _is_furnace_cheaper(situation: Situation) -> bool:
    """Return whether prices decide, and for the furnace."""
    state, settings, seen = situation.state, situation.settings, situation.seen
    if not settings.economy.follows_price:
        return False
    burns = state.fuel is not None and state.fuel.is_cheaper
    now = cost.Source.FURNACE if burns else cost.Source.HEAT_PUMP
    balance = economic_balance(settings.machine, state.scale, seen)
    return cost.preferred(now, situation.outdoor, balance) is cost.Source.FURNACE
