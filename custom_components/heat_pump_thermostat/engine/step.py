"""One step of the thermostat: from what is known to what is to be done, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from . import compressor, fan, runtime, wiring
from .board import Board, Side, Terminal
from .compressor import Urgency, Verdict
from .model import (
    Action,
    Call,
    Decision,
    Heater,
    Lockout,
    Observation,
    Pending,
    Problem,
    Reason,
    State,
)
from .sequence import Sequence, overtaken, silent
from .settings import Backup, Settings
from .situation import Situation, perceive, understand
from .wishes import Mode

DEFROST_AT_MOST: Final = timedelta(minutes=15)
COUNT_EVERY: Final = timedelta(seconds=60)

REASONS: Mapping[Call, Reason] = {
    Call.HEAT_1: Reason.HEATING,
    Call.HEAT_2: Reason.HEATING_STAGE_2,
    Call.HEAT_AUX: Reason.AUXILIARY_HEAT,
    Call.COOL_1: Reason.COOLING,
    Call.COOL_2: Reason.COOLING_STAGE_2,
}

BOTHERS_AFTER: Mapping[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(hours=2),
    Problem.RELAY_LOST: timedelta(minutes=2),
}
"""How long a problem lasts before it is worth a person's attention."""


def step(settings: Settings, state: State, seen: Observation) -> Decision:
    """Decide what every terminal shall do now."""
    situation = understand(perceive(settings, state, seen))
    verdict = _protected(situation, _wanted(situation))
    return _decided(situation, verdict)


def _wanted(situation: Situation) -> Verdict:
    """Return what the machine should do, its protections aside."""
    if situation.seen.is_closing:
        return Verdict(Call.IDLE, Reason.STOPPING, Urgency.AT_ONCE)
    if situation.wishes.mode is Mode.OFF:
        return Verdict(Call.IDLE, Reason.OFF, Urgency.AT_ONCE)
    is_fan_only = situation.wishes.mode is Mode.FAN_ONLY
    if situation.room is None:
        if is_fan_only:
            return Verdict(Call.FAN, Reason.FAN, Urgency.AT_ONCE)
        return Verdict(Call.IDLE, Reason.ROOM_SENSOR_LOST, Urgency.AT_ONCE)
    if _is_defrosting(situation):
        return Verdict(Call.DEFROST, Reason.DEFROSTING)
    if is_fan_only:
        return Verdict(Call.FAN, Reason.FAN)
    if _is_window_open(situation):
        return Verdict(Call.IDLE, Reason.WINDOW_OPEN)
    return _demanded(situation)


def _is_window_open(situation: Situation) -> bool:
    """Return whether a window has been open for longer than it takes to air."""
    since = situation.state.window_since
    delay = situation.settings.sensors.window_delay
    return since is not None and situation.clock.passed(since, delay)


def _demanded(situation: Situation) -> Verdict:
    """Return how the room's demand is to be met."""
    state = situation.state
    if state.demand is None:
        contends = state.contender_since is not None
        return Verdict(Call.IDLE, Reason.CHANGEOVER if contends else Reason.IDLE)
    if state.demand.side is Side.HEAT:
        return _heating(situation)
    return _cooling(situation)


def _heating(situation: Situation) -> Verdict:
    """Return which of the machine's ways to heat is called."""
    state, machine = situation.state, situation.settings.machine
    if situation.wishes.emergency:
        is_fuel = machine.backup is Backup.FUEL
        call = Call.FURNACE if is_fuel else Call.EMERGENCY
        return Verdict(call, Reason.EMERGENCY_HEAT, Urgency.AT_ONCE)
    if state.fuel and state.fuel.heater is Heater.FURNACE:
        return Verdict(Call.FURNACE, Reason.FURNACE)
    if Lockout.COMPRESSOR in state.lockouts or not machine.can(Side.HEAT):
        return Verdict(Call.LOCKED_OUT, Reason.COMPRESSOR_LOCKED_OUT)
    call = Call.HEAT_2 if state.is_stage_2 else Call.HEAT_1
    call = Call.HEAT_AUX if state.is_aux else call
    return Verdict(call, REASONS[call])


def _cooling(situation: Situation) -> Verdict:
    """Return how the machine cools, where it may: never in emergency heat."""
    if situation.wishes.emergency:
        return Verdict(Call.IDLE, Reason.IDLE)
    if Lockout.COOLING in situation.state.lockouts:
        return Verdict(Call.IDLE, Reason.COOLING_LOCKED_OUT)
    call = Call.COOL_2 if situation.state.is_stage_2 else Call.COOL_1
    return Verdict(call, REASONS[call])


def _is_defrosting(situation: Situation) -> bool:
    """Return whether a running heat pump is to be left alone while it defrosts."""
    since = situation.state.defrost_since
    return (
        since is not None
        and not situation.wishes.emergency
        and situation.board.is_on(Terminal.Y1)
        and situation.running_side is Side.HEAT
        and not situation.clock.passed(since, DEFROST_AT_MOST)
    )


def _protected(situation: Situation, verdict: Verdict) -> Verdict:
    """Return the verdict that the machines' limits allow."""
    settings, clock = situation.settings, situation.clock
    if situation.wishes.emergency:
        verdict = replace(verdict, urgency=Urgency.AT_ONCE)
    verdict = compressor.protected(
        verdict,
        situation.board,
        situation.running_side,
        situation.state.starts,
        settings.compressor,
        clock,
    )
    return compressor.backup_protected(verdict, situation.board, settings, clock)


def _decided(situation: Situation, verdict: Verdict) -> Decision:
    """Turn the verdict into orders, and tell why and until when."""
    state, board, clock = situation.state, situation.board, situation.clock
    fan_wanted, circulating = fan.wanted(
        situation, is_furnace=verdict.call is Call.FURNACE
    )
    goal = wiring.goal(
        verdict.call, situation.settings, board, state.goal, is_fan_wanted=fan_wanted
    )
    late = overtaken(goal, board, state.pending, is_closing=situation.seen.is_closing)
    board = board.doubting(late, clock.now)
    orders, pending = Sequence(
        goal, board, state.pending, situation.settings, clock
    ).advance()
    mute = silent(board, pending, clock)
    problems = _problems(situation, mute)
    return Decision(
        state=replace(
            state,
            board=board,
            call=verdict.call,
            goal=goal,
            pending=pending,
            is_circulating=circulating,
            problems=problems,
        ),
        call=verdict.call,
        reason=_told(verdict.reason, goal, board, pending, mute),
        action=_action(situation, verdict.call),
        orders=orders,
        targets=situation.targets,
        side=situation.side,
        room=situation.room,
        outdoor=None if situation.outdoor is None else state.outdoor[-1].value,
        silent=mute,
        repairs=frozenset(
            problem
            for problem, since in problems.items()
            if clock.expired(since, BOTHERS_AFTER[problem])
        ),
        next_change=clock.next_change,
        wake_at=_wake_at(situation),
    )


def _problems(
    situation: Situation, mute: frozenset[Terminal]
) -> dict[Problem, datetime]:
    """Return what is wrong now, and since when."""
    is_present = {
        Problem.ROOM_SENSOR_LOST: situation.room is None,
        Problem.RELAY_LOST: bool(mute),
    }
    before, now = situation.state.problems, situation.clock.now
    return {
        problem: before.get(problem, now)
        for problem, present in is_present.items()
        if present
    }


def _told(
    reason: Reason,
    goal: Mapping[Terminal, bool],
    board: Board,
    pending: Mapping[Terminal, Pending],
    mute: frozenset[Terminal],
) -> Reason:
    """Return the reason, or what keeps the relays from following it."""
    waiting = [
        terminal
        for terminal in (Terminal.Y1, Terminal.W2, Terminal.E, Terminal.W1)
        if goal.get(terminal) and not board.is_on(terminal)
    ]
    if waiting and mute:
        return Reason.RELAY_LOST
    if waiting and not any(terminal in pending for terminal in waiting):
        return Reason.SWITCHING
    return reason


def _action(situation: Situation, call: Call) -> Action:
    """Return what the relays confirm that the machine does."""
    board = situation.board
    if board.is_on(Terminal.Y1):
        if call is Call.DEFROST:
            return Action.DEFROSTING
        is_heating = situation.running_side is Side.HEAT
        return Action.HEATING if is_heating else Action.COOLING
    if board.is_backup_on:
        return Action.HEATING
    if situation.wishes.mode is Mode.OFF:
        return Action.OFF
    return Action.FAN if board.is_on(Terminal.G) else Action.IDLE


def _wake_at(situation: Situation) -> datetime | None:
    """Return when to step again by itself; each minute while something is counted."""
    clock = situation.clock
    clock.expired(situation.seen.next_midnight, timedelta())
    if runtime.is_counting(situation.board):
        clock.expired(clock.now, COUNT_EVERY)
    return clock.wake_at
