"""One step of the thermostat: from what is known to what is to be done, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from . import (
    compressor,
    corrections,
    fan,
    freeze,
    problems,
    testing,
    trust,
    wiring,
)
from .auxiliary import FIRST_MINUTES
from .board import Board, Side, Terminal
from .compressor import Urgency, Verdict
from .estimates import estimated
from .learning import tasks_due
from .meter import PUBLISH_EVERY
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
    Testing,
)
from .readiness import is_unreachable, is_warming_up, may_thaw
from .relays import keep_alive
from .sequence import Sequence, overtaken
from .settings import Backup, Machine, Settings
from .situation import Situation, perceive, understand
from .wishes import Mode

REASONS: Mapping[Call, Reason] = {
    Call.HEAT_1: Reason.HEATING,
    Call.HEAT_2: Reason.HEATING_STAGE_2,
    Call.HEAT_AUX: Reason.AUXILIARY_HEAT,
    Call.COOL_1: Reason.COOLING,
    Call.COOL_2: Reason.COOLING_STAGE_2,
}


def step(settings: Settings, state: State, seen: Observation) -> Decision:
    """Decide what every terminal shall do now."""
    situation = testing.advanced(understand(perceive(settings, state, seen)))
    verdict = _protected(situation, _wanted(situation))
    return testing.noted(_decided(situation, verdict))


def _wanted(situation: Situation) -> Verdict:
    """Return what the machine should do, its protections aside."""
    if situation.seen.is_closing:
        return Verdict(Call.IDLE, Reason.STOPPING, Urgency.AT_ONCE)
    if situation.state.is_freezing:
        return _against_frost(situation)
    if situation.state.testing:
        return _tested(situation, situation.state.testing)
    return _wished(situation)


def _wished(situation: Situation) -> Verdict:
    """Return what the household's choices ask of the machine."""
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


def _tested(situation: Situation, test: Testing) -> Verdict:
    """Return the row of the truth table that energises the tested terminal."""
    if situation.is_defrosting:
        return Verdict(Call.DEFROST, Reason.DEFROSTING)
    return Verdict(testing.CALLS[test.side][test.terminal], Reason.TESTING)


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
    if is_unreachable(situation) and machine.has_backup:
        is_fuel = machine.backup is Backup.FUEL
        call = Call.FURNACE if is_fuel else Call.LOCKED_OUT
        return Verdict(call, Reason.RELAY_LOST)
    if is_warming_up(situation):
        return _while_warming_up(machine)
    call = _heat_pump(state)
    return Verdict(call, REASONS[call])


def _heat_pump(state: State) -> Call:
    """Return how much of the heat pump heats."""
    if state.is_aux:
        return Call.HEAT_AUX
    return Call.HEAT_2 if state.is_stage_2 else Call.HEAT_1


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
    if situation.wishes.emergency:
        verdict = replace(verdict, urgency=Urgency.AT_ONCE)
    verdict = _spared(situation, verdict)
    allowed = compressor.backup_protected(
        verdict, situation.board, situation.settings, situation.clock
    )
    if allowed.reason is Reason.BACKUP_MINIMUM_OFF and may_thaw(situation):
        return _spared(situation, replace(verdict, call=_heat_pump(situation.state)))
    return allowed


def _spared(situation: Situation, verdict: Verdict) -> Verdict:
    """Return the verdict that the compressor's limits allow."""
    return compressor.protected(
        verdict,
        situation.board,
        situation.running_side,
        situation.state.starts,
        situation.settings.compressor,
        situation.clock,
    )


def _decided(situation: Situation, verdict: Verdict) -> Decision:
    """Turn the verdict into orders, and tell why and until when."""
    state, clock = situation.state, situation.clock
    goal, circulating = _goal(situation, verdict.call)
    disputed = corrections.given_up(state.corrections, clock)
    board, orders, pending = _ordered(situation, goal, disputed)
    afflicted = problems.afflicted(board, pending, disputed, clock)
    reminders, kept_alive_at = _reminders(
        situation, board, goal, disputed.union(pending)
    )
    present = problems.present(situation, afflicted)
    estimates, state = estimated(
        situation,
        replace(
            state,
            board=board,
            call=verdict.call,
            goal=goal,
            pending=pending,
            is_circulating=circulating,
            kept_alive_at=kept_alive_at,
            problems=present,
        ),
    )
    return Decision(
        state=state,
        call=verdict.call,
        reason=_told(verdict.reason, goal, board, pending, afflicted),
        action=_action(situation, verdict.call),
        orders=_heard((*orders, *reminders), situation.seen.absent),
        targets=situation.targets,
        side=situation.side,
        room=situation.room,
        outdoor=None if situation.outdoor is None else state.outdoor[-1].value,
        estimates=estimates,
        due=tasks_due(situation.settings, state, clock),
        afflicted=afflicted,
        repairs=problems.lasting(present, clock),
        next_change=clock.next_change,
        wake_at=_wake_at(situation),
    )


def _goal(situation: Situation, call: Call) -> tuple[dict[Terminal, bool], bool]:
    """Return what every terminal shall become, and whether the fan circulates."""
    is_fan_wanted, is_circulating = fan.wanted(
        situation, is_furnace=call is Call.FURNACE
    )
    goal = wiring.goal(
        call,
        situation.settings,
        situation.board,
        situation.state.goal,
        is_fan_wanted=is_fan_wanted,
    )
    return goal, is_circulating


def _ordered(
    situation: Situation,
    goal: Mapping[Terminal, bool],
    left_alone: frozenset[Terminal],
) -> tuple[Board, tuple[Order, ...], Mapping[Terminal, Pending]]:
    """Return which relays are to switch now, which are yet to answer, and the board.

    On it a relay is not believed while an order that was taken back is on its way.
    """
    state, seen, clock = situation.state, situation.seen, situation.clock
    late = overtaken(goal, state.board, state.pending, is_closing=seen.is_closing)
    board = state.board.doubting(late, clock.now)
    sequence = Sequence(
        goal,
        board,
        state.pending,
        situation.settings,
        clock,
        is_freezing=state.is_freezing,
        left_alone=left_alone,
    )
    return board, *sequence.advance()


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
    board = situation.board
    if board.is_on(Terminal.Y1) or board.is_backup_on:
        clock.expired(clock.now, PUBLISH_EVERY)
    return clock.wake_at
