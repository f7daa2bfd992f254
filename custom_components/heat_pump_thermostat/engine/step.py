"""One step of the thermostat: from what is known to what is to be done, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from . import compressor, corrections, fan, freeze, problems, runtime, trust, wiring
from .auxiliary import FIRST_MINUTES
from .board import COMPRESSOR, Board, Relay, Side, Terminal
from .compressor import Urgency, Verdict
from .model import (
    Action,
    Call,
    Decision,
    Heater,
    Lockout,
    Observation,
    Order,
    Pending,
    Problem,
    Reason,
    State,
)
from .relays import keep_alive, overtaken
from .sequence import UNREACHABLE, Sequence
from .settings import Backup, Machine, Settings
from .situation import Situation, perceive, understand
from .units import Celsius
from .wishes import Mode

COUNT_EVERY: Final = timedelta(seconds=60)
LONG_OUTAGE: Final = timedelta(hours=1)
COLD_CRANKCASE: Final = Celsius(10.0)
"""After so long an outage in such cold a compressor may have to warm up first."""

REASONS: Mapping[Call, Reason] = {
    Call.HEAT_1: Reason.HEATING,
    Call.HEAT_2: Reason.HEATING_STAGE_2,
    Call.HEAT_AUX: Reason.AUXILIARY_HEAT,
    Call.COOL_1: Reason.COOLING,
    Call.COOL_2: Reason.COOLING_STAGE_2,
}


def step(settings: Settings, state: State, seen: Observation) -> Decision:
    """Decide what every terminal shall do now."""
    situation = understand(perceive(settings, state, seen))
    verdict = _protected(situation, _wanted(situation))
    return _decided(situation, verdict)


def _wanted(situation: Situation) -> Verdict:
    """Return what the machine should do, its protections aside."""
    if situation.seen.is_closing:
        return Verdict(Call.IDLE, Reason.STOPPING, Urgency.AT_ONCE)
    if situation.state.is_freezing:
        return _against_frost(situation)
    if situation.wishes.mode is Mode.OFF:
        return Verdict(Call.IDLE, Reason.OFF, Urgency.AT_ONCE)
    if situation.room is None:
        return _without_room(situation)
    if situation.is_defrosting:
        return Verdict(Call.DEFROST, Reason.DEFROSTING)
    if situation.wishes.mode is Mode.FAN_ONLY:
        return Verdict(Call.FAN, Reason.FAN)
    if _is_window_open(situation):
        return Verdict(Call.IDLE, Reason.WINDOW_OPEN)
    return _demanded(situation)


def _against_frost(situation: Situation) -> Verdict:
    """Return what heats a freezing house: all that can, if the compressor cannot."""
    heating = _heating(situation)
    progress, clock = situation.state.progress, situation.clock
    is_fuel = situation.settings.machine.backup is Backup.FUEL
    fails = progress is not None and clock.passed(progress.at, FIRST_MINUTES)
    is_burning = situation.state.call is Call.FURNACE
    call = Call.FURNACE if is_fuel and (fails or is_burning) else heating.call
    return Verdict(call, Reason.FREEZE_GUARD, Urgency.AT_ONCE)


def _without_room(situation: Situation) -> Verdict:
    """Return what to do while nobody knows how warm the room is.

    What is found on after a restart stays on while the sensor may still be starting.
    """
    state, settings, clock = situation.state, situation.settings, situation.clock
    if situation.wishes.mode is Mode.FAN_ONLY:
        return Verdict(Call.FAN, Reason.FAN, Urgency.AT_ONCE)
    if freeze.heats_blindly(
        state.room,
        situation.outdoor,
        situation.wishes.mode,
        settings.freeze_guard,
        clock,
    ):
        return Verdict(_heating(situation).call, Reason.BLIND_HEAT)
    if situation.board.is_on(Terminal.Y1) and trust.may_return(state.room, clock):
        call = compressor.FIRST_STAGE[situation.running_side]
        return Verdict(call, Reason.WAITING_FOR_ROOM)
    return Verdict(Call.IDLE, Reason.ROOM_SENSOR_LOST, Urgency.AT_ONCE)


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
    if Lockout.COMPRESSOR in situation.lockouts or not machine.can(Side.HEAT):
        return Verdict(Call.LOCKED_OUT, Reason.COMPRESSOR_LOCKED_OUT)
    if _is_compressor_unreachable(situation) and machine.has_backup:
        is_fuel = machine.backup is Backup.FUEL
        call = Call.FURNACE if is_fuel else Call.LOCKED_OUT
        return Verdict(call, Reason.RELAY_LOST)
    if _is_warming_up(situation):
        return _while_warming_up(machine)
    call = Call.HEAT_2 if state.is_stage_2 else Call.HEAT_1
    call = Call.HEAT_AUX if state.is_aux else call
    return Verdict(call, REASONS[call])


def _is_compressor_unreachable(situation: Situation) -> bool:
    """Return whether a compressor relay has been silent for too long."""
    return any(
        contact.relay is Relay.UNKNOWN
        and situation.clock.expired(contact.since, UNREACHABLE)
        for terminal in COMPRESSOR
        if (contact := situation.board.contacts.get(terminal))
    )


def _is_warming_up(situation: Situation) -> bool:
    """Return whether the crankcase heater still drives refrigerant out of the oil."""
    state, outdoor = situation.state, situation.outdoor
    delay = situation.settings.compressor.outage_delay
    return (
        state.resumed_at is not None
        and state.was_out_for >= LONG_OUTAGE
        and (outdoor is None or outdoor < COLD_CRANKCASE)
        and not situation.clock.passed(state.resumed_at, delay)
    )


def _while_warming_up(machine: Machine) -> Verdict:
    """Return what heats while the compressor must not start."""
    calls = {Backup.ELECTRIC: Call.LOCKED_OUT, Backup.FUEL: Call.FURNACE}
    return Verdict(calls.get(machine.backup, Call.IDLE), Reason.OUTAGE)


def _cooling(situation: Situation) -> Verdict:
    """Return how the machine cools, where it may: never in emergency heat."""
    if situation.wishes.emergency:
        return Verdict(Call.IDLE, Reason.IDLE)
    if Lockout.COOLING in situation.state.lockouts:
        return Verdict(Call.IDLE, Reason.COOLING_LOCKED_OUT)
    call = Call.COOL_2 if situation.state.is_stage_2 else Call.COOL_1
    return Verdict(call, REASONS[call])


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
    disputed = corrections.given_up(state.corrections, clock)
    late = overtaken(goal, board, state.pending, is_closing=situation.seen.is_closing)
    board = board.doubting(late, clock.now)
    orders, pending = Sequence(
        goal,
        board,
        state.pending,
        situation.settings,
        clock,
        is_freezing=state.is_freezing,
        disputed=disputed,
    ).advance()
    afflicted = problems.afflicted(board, pending, disputed, clock)
    reminders, kept_alive_at = _reminders(
        situation, board, goal, disputed.union(pending)
    )
    present = problems.present(situation, afflicted)
    return Decision(
        state=replace(
            state,
            board=board,
            call=verdict.call,
            goal=goal,
            pending=pending,
            is_circulating=circulating,
            kept_alive_at=kept_alive_at,
            problems=present,
        ),
        call=verdict.call,
        reason=_told(verdict.reason, goal, board, pending, afflicted),
        action=_action(situation, verdict.call),
        orders=_heard((*orders, *reminders), situation.seen.absent),
        targets=situation.targets,
        side=situation.side,
        room=situation.room,
        outdoor=None if situation.outdoor is None else state.outdoor[-1].value,
        afflicted=afflicted,
        repairs=problems.lasting(present, clock),
        next_change=clock.next_change,
        wake_at=_wake_at(situation),
    )


def _heard(orders: tuple[Order, ...], absent: frozenset[Terminal]) -> tuple[Order, ...]:
    """Return the orders to relays that can be told anything."""
    return tuple(order for order in orders if order.terminal not in absent)


def _reminders(
    situation: Situation,
    board: Board,
    goal: Mapping[Terminal, bool],
    silent: frozenset[Terminal],
) -> tuple[tuple[Order, ...], datetime | None]:
    """Return the orders that keep relays on which let go by themselves, and when."""
    clock, before = situation.clock, situation.state.kept_alive_at
    every = situation.settings.relays.keep_alive
    if not every:
        return (), None
    if before is not None and not clock.expired(before, every):
        return (), before
    clock.expired(clock.now, every)
    return keep_alive(board, goal, silent), clock.now


def _told(
    reason: Reason,
    goal: Mapping[Terminal, bool],
    board: Board,
    pending: Mapping[Terminal, Pending],
    afflicted: Mapping[Problem, frozenset[Terminal]],
) -> Reason:
    """Return the reason, or what keeps the relays from following it."""
    waiting = [
        terminal
        for terminal in (Terminal.Y1, Terminal.W2, Terminal.E, Terminal.W1)
        if goal.get(terminal) and not board.is_on(terminal)
    ]
    if waiting and any(afflicted.values()):
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
