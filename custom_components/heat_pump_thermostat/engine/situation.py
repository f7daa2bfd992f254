"""What a step knows before it decides: what is seen, believed and remembered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from . import (
    auxiliary,
    demand,
    freeze,
    fuel,
    recovery,
    staging,
    trust,
)
from .board import Board, Side, Terminal
from .clock import Clock, since
from .estimate import cost
from .lockout import lockouts
from .model import Demand, Fuel, Lockout, Observation, Recovery, State
from .outlook import economic_balance
from .perception import sensed, valve_side, watched
from .settings import Backup, Settings, Targets
from .units import Celsius, Delta, at_least
from .wishes import SIDE_OF, Mode, Wishes, targets

COLD_BY: Final = Delta(3.0)
COLD_FOR: Final = timedelta(hours=4)
"""A droop for so long overrides the outdoor limit of backup heat."""
HEATING_MODES: Final = (Mode.HEAT, Mode.HEAT_COOL)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of one step share."""

    settings: Settings
    state: State
    seen: Observation
    clock: Clock
    room: Celsius | None
    """The room temperature, where it can be believed."""
    outdoor: Celsius | None
    """The outdoor temperature, where it can be believed."""
    elapsed: float
    """Seconds since the last step; none after a start, or where the clock was set."""

    @property
    def wishes(self) -> Wishes:
        """What the household chose."""
        return self.state.wishes

    @property
    def board(self) -> Board:
        """What the relays confirm."""
        return self.state.board

    @property
    def is_room_sensor_lost(self) -> bool:
        """Whether the room's own sensor is not believed, though another may serve."""
        sensors = self.settings.sensors
        return trust.believed(self.state.room, sensors, self.clock) is None

    @property
    def side(self) -> Side:
        """The side that a single temperature means."""
        mode = self.wishes.mode
        if mode not in SIDE_OF:
            mode = self.wishes.last_mode or mode
        return self.state.side or SIDE_OF.get(mode, Side.HEAT)

    @property
    def targets(self) -> Targets:
        """The temperatures in force."""
        return targets(self.wishes, self.settings, self.seen.schedule, self.side)

    @property
    def lockouts(self) -> frozenset[Lockout]:
        """What the outdoor temperature forbids.

        Nothing while pipes may freeze, and not backup heat once the heat pump has
        let the house grow cold, for whatever reason.
        """
        if self.state.is_freezing:
            return frozenset()
        cold_since = self.state.cold_since
        if cold_since and self.clock.expired(cold_since, COLD_FOR):
            return self.state.lockouts - {Lockout.AUXILIARY, Lockout.FURNACE}
        return self.state.lockouts

    @property
    def aim(self) -> Targets:
        """The temperatures to reach: in recovery those to come.

        Against frost also in modes that do not heat.
        """
        if self.preheating:
            return self.preheating.targets
        if not self.state.is_freezing or self.wishes.mode in HEATING_MODES:
            return self.targets
        return Targets(freeze.UNTIL, self.targets.cool)

    @property
    def preheating(self) -> Recovery | None:
        """The recovery to the schedule's next block, once it has begun."""
        planned = self.state.recovery
        return planned if planned and planned.is_on else None

    @property
    def backed(self) -> Targets:
        """The temperatures that backup heat stands for: in recovery not at once."""
        planned = self.preheating
        is_early = planned and not self.clock.expired(planned.helped_from, timedelta())
        return self.targets if is_early else self.aim

    @property
    def is_defrosting(self) -> bool:
        """Whether a running heat pump is to be left alone while it defrosts."""
        return self.state.frost.is_sensed and not self.wishes.emergency

    @property
    def running_side(self) -> Side:
        """Which way a running compressor moves heat, as the valve was last told."""
        return valve_side(self.settings.machine, self.state, self.board)


def perceive(settings: Settings, state: State, seen: Observation) -> Situation:
    """Take in what the relays and sensors say, and what is believed of it."""
    clock = Clock(seen.now)
    elapsed = (clock.now - state.at).total_seconds() if state.at else 0.0
    state = sensed(state, seen, clock)
    median = trust.outdoor_median(state.outdoor, clock)
    state = watched(settings, state, seen, median, clock)
    believed = [
        temperature
        for sensor in (state.room, state.fallback)
        if (temperature := trust.believed(sensor, settings.sensors, clock)) is not None
    ]
    freezing = freeze.guards(
        state.is_freezing, tuple(believed), state.wishes.mode, settings.freeze_guard
    )
    state = replace(
        state,
        at=clock.now,
        wishes=state.wishes.with_hold_until(seen.schedule)
        .without_expired_hold(clock)
        .fitting(settings.machine),
        lockouts=lockouts(settings, median, state.lockouts),
        is_freezing=freezing,
    )
    first = believed[0] if believed else None
    return Situation(settings, state, seen, clock, first, median, max(0.0, elapsed))


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
        situation.settings.comfort,
        situation.clock.now,
    )


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
            "is_stage_2": False,
            "is_aux": False,
            "fuel": _fuel(situation, None),
        }
    shortfall = demand.shortfall(need.side, room, situation.aim)
    droop = demand.shortfall(need.side, room, situation.backed)
    droops = need.side is Side.HEAT and at_least(droop, settings.dual_fuel.droop)
    droop_since = since(state.droop_since, clock.now, holds=droops)
    is_cold = need.side is Side.HEAT and at_least(droop, COLD_BY)
    cold_since = since(state.cold_since, clock.now, holds=is_cold)
    run = auxiliary.progress(state.progress, room, situation.board, clock)
    situation = _with(situation, progress=run, cold_since=cold_since)
    return {
        "droop_since": droop_since,
        "cold_since": cold_since,
        "progress": run,
        "is_stage_2": _stage_2(situation, shortfall),
        "is_aux": _aux(situation, need, droop),
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


def _aux(situation: Situation, need: Demand, droop: Delta) -> bool:
    """Return whether auxiliary heat runs beside the compressor."""
    state, settings, clock = situation.state, situation.settings, situation.clock
    is_possible = (
        need.side is Side.HEAT
        and Terminal.W2 in settings.machine.wired
        and situation.board.is_on(Terminal.Y1)
    )
    if not is_possible:
        return False
    wanted = Lockout.AUXILIARY not in situation.lockouts and auxiliary.wants_aux(
        state.is_aux,
        droop,
        state.progress,
        settings.auxiliary,
        settings.comfort,
        clock,
    )
    if wanted == state.is_aux or auxiliary.may_change(
        state.is_aux, situation.board, settings.auxiliary, clock
    ):
        return wanted
    return state.is_aux


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
