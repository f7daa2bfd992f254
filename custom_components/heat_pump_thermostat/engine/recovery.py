"""Optimal start: the compressor begins early enough to arrive with the schedule."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from .board import Side, Terminal
from .clock import Clock
from .estimate import warming
from .estimate.warming import Warming
from .model import Heater, Lockout, Observation, Recovery, State
from .outlook import surplus
from .settings import Settings, Targets
from .units import Celsius, Delta, difference, shifted
from .wishes import Mode, targets

EARLIEST: Final = timedelta(hours=6)
"""The most that the compressor begins before the block: a night stays a night."""
MARGIN: Final = timedelta(minutes=10)
"""How much sooner the compressor begins than is computed."""
FAR: Final = Delta(1.0)
"""A shorter rise teaches nothing: most of it is the swing about a setpoint."""
GRACE: Final = timedelta(minutes=2)
"""How much later than its block a schedule may tell of it."""


def advanced(
    settings: Settings,
    state: State,
    seen: Observation,
    room: Celsius | None,
    outdoor: Celsius | None,
    clock: Clock,
) -> State:
    """Return the state with the recovery at hand, and what the last one has shown."""
    planned = _planned(settings, state, seen, room, outdoor, clock)
    shown = _watched(settings, state, seen, room, outdoor, clock)
    if planned == state.recovery and shown is state.warming:
        return state
    return replace(state, recovery=planned, warming=shown)


def told(recovery: Recovery | None) -> datetime | None:
    """Return when the compressor begins, or has begun, in whole five minutes.

    None where it begins with the block, and has nothing to do before.
    """
    if recovery is None or recovery.begins == recovery.arrival:
        return None
    begins = recovery.begins.replace(second=0, microsecond=0)
    return begins - timedelta(minutes=begins.minute % 5)


def _planned(
    settings: Settings,
    state: State,
    seen: Observation,
    room: Celsius | None,
    outdoor: Celsius | None,
    clock: Clock,
) -> Recovery | None:
    """Return the rise that is to be recovered, and whether that has begun.

    Once begun it goes on until the block, unless the household or the schedule change
    their minds. A compressor that cannot arrive alone begins as early as it may.
    """
    pair, arrival = _coming(settings, state, seen), _arrival(seen)
    if pair is None or arrival is None or room is None:
        return None
    before = state.recovery
    is_on = before is not None and before.is_on and before.arrival == arrival
    if clock.now >= arrival + (GRACE if is_on else timedelta()):
        return None
    goal = shifted(pair.heat, Delta(-settings.comfort.heat_differential))

    def lead(start: Celsius, *, is_helped: bool = False) -> timedelta:
        """Return how long before the block a room of such a temperature needs heat."""
        middle = Celsius((start + goal) / 2)
        heat = surplus(settings.machine, state, seen, outdoor, middle)[is_helped]
        rise = difference(goal, start)
        needed = warming.duration(state.warming, rise, heat)
        spare = timedelta() if is_helped or not needed else MARGIN
        return min(needed, EARLIEST - spare) + spare

    plan = Recovery(pair, arrival, arrival, arrival - lead(room, is_helped=True))
    if is_on and before is not None:
        helped_from = before.helped_from  # Once help is due, it stays: no flicker.
        if not clock.expired(helped_from, timedelta()):
            helped_from = plan.helped_from
        return replace(plan, begins=before.begins, helped_from=helped_from, is_on=True)
    begins = arrival - lead(room)
    if clock.passed(begins):
        return replace(plan, begins=clock.now, is_on=begins < arrival)
    setback = targets(state.wishes, settings, seen.schedule, Side.HEAT).heat
    foreseen = arrival - lead(min(room, setback))
    return replace(plan, begins=foreseen if foreseen > clock.now else begins)


def _arrival(seen: Observation) -> datetime | None:
    return seen.schedule.until if seen.schedule else None


def _coming(settings: Settings, state: State, seen: Observation) -> Targets | None:
    """Return what the compressor shall reach by the next block, where it rises to it.

    A temperature set by hand and a preset stand over blocks.
    """
    wishes, machine = state.wishes, settings.machine
    side = {Mode.HEAT: Side.HEAT, Mode.HEAT_COOL: state.side}.get(wishes.mode)
    follows = not (wishes.hold or wishes.preset or wishes.emergency)
    if side is not Side.HEAT or not follows or seen.upcoming is None:
        return None
    burns = state.fuel is not None and state.fuel.heater is Heater.FURNACE
    if burns or Lockout.COMPRESSOR in state.lockouts or not machine.can(Side.HEAT):
        return None
    now = targets(wishes, settings, seen.schedule, Side.HEAT)
    coming = targets(wishes, settings, seen.upcoming, Side.HEAT)
    return coming if coming.heat > now.heat else None


def _watched(
    settings: Settings,
    state: State,
    seen: Observation,
    room: Celsius | None,
    outdoor: Celsius | None,
    clock: Clock,
) -> Warming:
    """Return what recoveries have shown so far: the compressor alone, at full load."""
    board, machine = state.board, settings.machine
    if room is None or outdoor is None or seen.is_window_open:
        return replace(state.warming, run=None)
    is_full = not board.is_wired(Terminal.Y2) or board.is_on(Terminal.Y2)
    is_alone = board.is_on(Terminal.Y1) and is_full and not board.is_backup_on
    heat: float | None = None
    if is_alone and _is_rising(state, room, settings.comfort.heat_differential):
        heat, _ = surplus(machine, state, seen, outdoor, room)
    return warming.watched(state.warming, room, heat, clock.now)


def _is_rising(state: State, room: Celsius, near: Delta) -> bool:
    """Return whether a recovery is on its way: from far away until it is near."""
    planned = state.recovery
    if planned is None or not planned.is_on:
        return False
    rest = difference(planned.targets.heat, room)
    return rest > near if state.warming.run else rest >= FAR
