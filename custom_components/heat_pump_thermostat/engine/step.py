"""One step of the thermostat: from what is known to what is to be done, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from .board import BACKUP, Board, Side, Terminal
from .decision import Decision, Order
from .meter import PUBLISH_EVERY
from .observation import Observation
from .reckoning.reckoning import reckon
from .reckoning.upkeep import tasks_due
from .relays import corrections, sequence, wiring
from .relays.answers import doubtful_relays, reminders
from .relays.conflicts import Approach
from .rules import compressor, fan, problems, testing
from .rules.compressor import Urgency, Verdict
from .rules.readiness import may_thaw
from .settings import Settings
from .situation import Situation, perceive
from .state import Pending, State, Wires
from .understanding import understand
from .vocabulary import Action, Call, Problem, Reason
from .wanted import heat_pump, wanted
from .wishes import Mode


def step(settings: Settings, state: State, seen: Observation) -> Decision:
    """Decide what every terminal shall do now."""
    situation = testing.advanced(understand(perceive(settings, state, seen)))
    verdict = _protected(situation, wanted(situation))
    return testing.noted(_decided(situation, verdict))


def _protected(situation: Situation, verdict: Verdict) -> Verdict:
    """Return the verdict that the machines' limits allow."""
    if situation.wishes.emergency:
        verdict = replace(verdict, urgency=Urgency.AT_ONCE)
    verdict = _spared(situation, verdict)
    allowed = compressor.backup_protected(
        verdict, situation.board, situation.settings, situation.clock
    )
    if allowed.reason is Reason.BACKUP_MINIMUM_OFF and may_thaw(situation):
        return _spared(situation, replace(verdict, call=heat_pump(situation.state)))
    return allowed


def _spared(situation: Situation, verdict: Verdict) -> Verdict:
    """Return the verdict that the compressor's limits allow."""
    return compressor.protected(
        verdict,
        situation.board,
        situation.running_side,
        situation.state.guards.starts,
        situation.settings.compressor,
        situation.clock,
        may_defrost=situation.state.frost.is_suspected,
    )


def _decided(situation: Situation, verdict: Verdict) -> Decision:
    """Turn the verdict into orders, and tell why and until when."""
    state, clock = situation.state, situation.clock
    goal, circulating = _goal(situation, verdict.call)
    disputed = corrections.disputed_relays(state.wires.corrections, clock)
    board, orders, pending = _next_orders(situation, goal, disputed)
    afflicted = problems.afflicted(board, pending, disputed, clock)
    reminded, kept_alive_at = _reminders(
        situation, board, goal, disputed.union(pending)
    )
    present = problems.present(situation, afflicted)
    estimates, state = reckon(
        situation,
        replace(
            state,
            wires=Wires(
                board=board,
                call=verdict.call,
                goal=goal,
                pending=pending,
                corrections=state.wires.corrections,
                kept_alive_at=kept_alive_at,
            ),
            is_circulating=circulating,
            problems=present,
        ),
    )
    return Decision(
        state=state,
        call=verdict.call,
        reason=_reason_or_obstacle(verdict.reason, goal, board, pending, afflicted),
        action=_action(situation, verdict.call),
        orders=_to_present_relays((*orders, *reminded), situation.seen.absent),
        targets=situation.targets,
        scheduled=situation.scheduled,
        side=situation.side,
        room=situation.room,
        outdoor=None if situation.outdoor is None else state.senses.outdoor[-1].value,
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
    goal = wiring.goal_of(
        call,
        situation.settings,
        situation.board,
        situation.state.wires.goal,
        is_fan_wanted=is_fan_wanted,
    )
    return goal, is_circulating


def _next_orders(
    situation: Situation,
    goal: Mapping[Terminal, bool],
    disputed: frozenset[Terminal],
) -> tuple[Board, tuple[Order, ...], Mapping[Terminal, Pending]]:
    """Return which relays are to switch now, which are yet to answer, and the board.

    On it a relay is not believed while an order that was taken back is on its way.
    """
    state, seen, clock = situation.state, situation.seen, situation.clock
    late = doubtful_relays(
        goal, state.wires.board, state.wires.pending, is_closing=seen.is_closing
    )
    board = state.wires.board.doubting(late, clock.now)
    approach = Approach(
        goal,
        board,
        state.wires.pending,
        situation.settings,
        clock,
        is_freezing=state.guards.is_freezing,
        disputed=disputed,
    )
    return board, *sequence.advance(approach)


def _to_present_relays(
    orders: tuple[Order, ...], absent: frozenset[Terminal]
) -> tuple[Order, ...]:
    """Return the orders to relays that can be told anything."""
    return tuple(order for order in orders if order.terminal not in absent)


def _reminders(
    situation: Situation,
    board: Board,
    goal: Mapping[Terminal, bool],
    silent: frozenset[Terminal],
) -> tuple[tuple[Order, ...], datetime | None]:
    """Return the orders that keep relays on which let go by themselves, and when."""
    clock, before = situation.clock, situation.state.wires.kept_alive_at
    every = situation.settings.relays.keep_alive
    if not every:
        return (), None
    if before is not None and not clock.expired(before, every):
        return (), before
    clock.wake(clock.now + every)
    return reminders(board, goal, silent), clock.now


def _reason_or_obstacle(
    reason: Reason,
    goal: Mapping[Terminal, bool],
    board: Board,
    pending: Mapping[Terminal, Pending],
    afflicted: Mapping[Problem, frozenset[Terminal]],
) -> Reason:
    """Return the reason, or what keeps the relays from following it."""
    waiting = [
        terminal
        for terminal in (Terminal.Y1, *BACKUP)
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
        if situation.running_side is Side.COOL:
            return Action.COOLING
        return Action.PREHEATING if situation.preheating else Action.HEATING
    if board.is_backup_on:
        return Action.HEATING
    if situation.wishes.mode is Mode.OFF:
        return Action.OFF
    return Action.FAN if board.is_on(Terminal.G) else Action.IDLE


def _wake_at(situation: Situation) -> datetime | None:
    """Return when to step again by itself; each minute while something is counted."""
    clock = situation.clock
    clock.wake(situation.seen.next_midnight)
    board = situation.board
    if board.is_on(Terminal.Y1) or board.is_backup_on:
        clock.wake(clock.now + PUBLISH_EVERY)
    return clock.wake_at
