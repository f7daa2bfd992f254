"""One step of the thermostat: from what is known to what is to be done, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from .board import HEATING, Side, Terminal
from .decision import Decision, Ruling
from .meter import COUNT_EVERY
from .observation import Observation
from .orders import Told, orders_for
from .perception import perceive
from .reckoning.reckoning import reckon
from .reckoning.upkeep import tasks_due
from .records import replace
from .relays.wiring import terminals_of
from .rules import (
    changeover,
    course,
    demand,
    duty,
    effort,
    fan,
    fuel,
    guards,
    heeding,
    problems,
    recovery,
    response,
    rise,
    room,
    testing,
    withheld,
)
from .rules.compressor import within_machine_limits
from .rules.fault import within_fault
from .rules.precedence import who_wins
from .rules.room_limits import within_room_limits
from .settings import Settings
from .situation import Situation
from .state import State, Wires
from .vocabulary import Action, Call, Problem, Reason
from .wishes import Mode

CONDITIONING: Mapping[Side, Action] = {
    Side.HEAT: Action.HEATING,
    Side.COOL: Action.COOLING,
}
"""What a compressor that runs is seen to do."""

RESTS: Final = frozenset(
    {Reason.MINIMUM_OFF, Reason.BACKUP_MINIMUM_OFF, Reason.STARTS_PER_HOUR}
)
"""What keeps a call waiting, and is over by itself."""


def step(settings: Settings, state: State, seen: Observation) -> Decision:
    """Decide what every terminal shall do now."""
    now = perceive(settings, state, seen)
    now = now.after(rooms=room.advance(now.state.rooms, now))
    now = now.after(
        wishes=now.wishes.standing(seen.schedule, settings.machine, now.clock)
    )
    now = now.after(guards=guards.advance(now.state.guards, now))
    now = now.after(response=response.advance(now.state.response, now))
    now = now.after(effort=effort.advance(now.state.effort, now))
    now = now.after(heeding=heeding.advance(now.state.heeding, now))
    now = now.after(duty=duty.advance(now.state.duty, now))
    now = now.after(need=changeover.advance(now.state.need, now))
    now = now.after(
        rise=rise.advance(now.state.rise, now),
        learned=recovery.learn(now.state.learned, now),
    )
    now = now.after(need=demand.advance(now.state.need, now))
    now = now.after(fuel=fuel.advance(now.state.fuel, now))
    now = now.after(course=course.advance(now.state.course, now))
    now = now.after(trial=testing.advance(now.state.trial, now))
    now = now.after(is_circulating=fan.advance(now.state.is_circulating, now))
    wanted = within_room_limits(within_fault(who_wins(now), now), now)
    ruling = within_machine_limits(wanted, now)
    return _decision(wanted, ruling, orders_for(ruling.call, now), now)


def _decision(
    wanted: Ruling, ruling: Ruling, told: Told, situation: Situation
) -> Decision:
    """Return what comes out of a step: what is told, why, and what is known of it."""
    state, clock, wires = situation.state, situation.clock, told.wires
    afflicted = problems.afflicted_relays(
        wires,
        told.disputed,
        clock,
        deaf=guards.deaf_relays(state.guards),
    )
    signs = problems.advance(state.signs, situation, afflicted)
    present = problems.proven_problems(signs, situation)
    reason = _reason_or_obstacle(wanted, ruling.reason, wires, afflicted)
    trial = testing.waiting_for(state.trial, reason)
    estimates, reckoned = reckon(situation, wires.board)
    state = replace(
        state, wires=wires, trial=trial, signs=signs, problems=present, **reckoned
    )
    is_known = situation.outdoor is not None
    return Decision(
        state=state,
        call=ruling.call,
        reason=reason,
        action=_confirmed_action(ruling.call, situation),
        orders=told.orders,
        targets=situation.setpoints.kept,
        scheduled=situation.setpoints.asked,
        side=situation.side,
        room=situation.shown,
        outdoor=state.senses.outdoor[-1].value if is_known else None,
        estimates=estimates,
        due=tasks_due(situation.settings, state, clock),
        afflicted=afflicted,
        silent=problems.silent_rooms(situation),
        repairs=problems.lasting_problems(present, situation)
        | withheld.costly_problems(present, reason, situation),
        next_change=clock.next_change,
        wake_at=_next_step_at(situation),
    )


def _reason_or_obstacle(
    wanted: Ruling,
    reason: Reason,
    wires: Wires,
    afflicted: Mapping[Problem, frozenset[Terminal]],
) -> Reason:
    """Return the reason, or what keeps the relays from following it.

    What has to rest first would not run afterwards either without a relay it takes.
    """
    unwilling = afflicted[Problem.RELAY_LOST] | afflicted[Problem.RELAY_DISPUTED]
    lacking = unwilling & terminals_of(wanted.call, wires.board)
    if reason in RESTS and (lacking or wanted.reason is Reason.RELAY_LOST):
        return Reason.RELAY_LOST
    waiting = [
        terminal
        for terminal in HEATING
        if wires.goal.get(terminal) and not wires.board.is_on(terminal)
    ]
    if waiting and any(afflicted.values()):
        return Reason.RELAY_LOST
    if waiting and not any(terminal in wires.pending for terminal in waiting):
        return Reason.SWITCHING
    return reason


def _confirmed_action(call: Call, situation: Situation) -> Action:
    """Return what the relays confirm that the machine does."""
    board = situation.board
    if board.is_on(Terminal.Y1):
        if call is Call.DEFROST:
            return Action.DEFROSTING
        side = situation.running_side
        is_early = side is Side.HEAT and situation.preheating
        return Action.PREHEATING if is_early else CONDITIONING[side]
    if board.is_backup_on:
        return Action.HEATING
    if situation.wishes.mode is Mode.OFF:
        return Action.OFF
    return Action.FAN if board.is_on(Terminal.G) else Action.IDLE


def _next_step_at(situation: Situation) -> datetime | None:
    """Return when to step again by itself; each minute while something is counted."""
    clock, board = situation.clock, situation.board
    clock.wake(situation.seen.next_midnight)
    if board.is_on(Terminal.Y1) or board.is_backup_on:
        clock.wake(clock.now + COUNT_EVERY)
    return clock.wake_at
