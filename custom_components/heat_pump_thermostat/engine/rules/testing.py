"""Trying one terminal after the other: what a test does, and how it ends.

A test is only another answer to "what should the machine do now": it goes through the
same protections and the same sequence as any call, and it ends by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, VALVE, Side, Terminal
from ..decision import Decision
from ..relays.answers import lost_relays
from ..settings import Settings
from ..situation import Situation
from ..state import State, Tested, Testing, Trial
from ..units import Delta
from ..vocabulary import Call, Finding, Lockout, Reason
from . import health
from .readiness import is_warming_up

RUN: Final = timedelta(seconds=60)
COMPRESSOR_RUN: Final = timedelta(minutes=6)
"""How long the terminal stays on: long enough to see it, and to tell the valve."""
MARGIN: Final = timedelta(minutes=6)
"""What a test may wait for beyond the compressor's minimum times."""
PATIENCE: Final = timedelta(seconds=65)
"""How long a relay that was silent before may be so: it is told again each minute."""

CALLS: Mapping[Side, Mapping[Terminal, Call]] = {
    side: {
        Terminal.Y1: stage_1,
        Terminal.Y2: stage_2,
        Terminal.G: Call.FAN,
        Terminal.O: Call.VALVE_TO_COOL,
        Terminal.B: Call.VALVE_TO_HEAT,
        Terminal.W2: Call.LOCKED_OUT,
        Terminal.E: Call.EMERGENCY,
        Terminal.W1: Call.FURNACE,
    }
    for side, stage_1, stage_2 in (
        (Side.HEAT, Call.HEAT_1, Call.HEAT_2),
        (Side.COOL, Call.COOL_1, Call.COOL_2),
    )
}
"""The row of the truth table that energises a terminal."""

NEEDED: Mapping[Terminal, tuple[Terminal, ...]] = {
    Terminal.Y1: (*COMPRESSOR, *VALVE, Terminal.G),
    Terminal.Y2: (*COMPRESSOR, *VALVE, Terminal.G),
    Terminal.G: (),
    Terminal.O: (*COMPRESSOR, Terminal.B),
    Terminal.B: (*COMPRESSOR, Terminal.O),
    Terminal.W2: (Terminal.G,),
    Terminal.E: (Terminal.G,),
    Terminal.W1: COMPRESSOR,
}
"""The other relays that must answer before the terminal may be energised."""

LOCKOUTS: Mapping[Side, tuple[Lockout, Reason]] = {
    Side.HEAT: (Lockout.COMPRESSOR, Reason.COMPRESSOR_LOCKED_OUT),
    Side.COOL: (Lockout.COOLING, Reason.COOLING_LOCKED_OUT),
}


def begun(
    state: State, settings: Settings, terminal: Terminal, side: Side, now: datetime
) -> State:
    """Return the state in which a terminal is tested.

    A relay that was left alone because something else moves it is tried again.
    """
    machine, limits = settings.machine, settings.compressor
    possible = side if machine.can(side) else machine.without_valve
    until = now + limits.minimum_on + limits.rest + MARGIN
    disputes = {t: at for t, at in state.wires.corrections.items() if t is not terminal}
    return replace(
        state,
        trial=Trial(testing=Testing(terminal, possible, now, until)),
        wires=replace(state.wires, corrections=disputes),
    )


def stopped(state: State) -> State:
    """Return the state after somebody has ended the test, if there is one."""
    if state.trial.testing is None:
        return state
    return _over(state, state.trial.testing, Finding.STOPPED)


def noted(decision: Decision) -> Decision:
    """Return the decision whose test knows what keeps its terminal off."""
    if decision.state.trial.testing is None:
        return decision
    test = replace(decision.state.trial.testing, waits_for=decision.reason)
    trial = replace(decision.state.trial, testing=test)
    return replace(decision, state=replace(decision.state, trial=trial))


def advanced(situation: Situation) -> Situation:
    """Note that the tested relay has confirmed, and end the test when it is time."""
    state = situation.state
    if state.trial.testing is None:
        return situation
    test = _confirmed(situation, state.trial.testing)
    state = replace(state, trial=replace(state.trial, testing=test))
    if _is_mute(situation, test, (test.terminal,)):
        state = _over(state, test, Finding.SILENT)
    elif obstacle := _obstacle(situation, test):
        state = _over(state, test, Finding.PREVENTED, obstacle)
    elif situation.clock.passed(test.until):
        state = _finished(situation, test)
    return replace(situation, state=state)


def _confirmed(situation: Situation, test: Testing) -> Testing:
    """Return the test with its end, once the relay has confirmed to be on."""
    state, now = situation.state, situation.clock.now
    if test.on_since is not None or not state.wires.board.is_on(test.terminal):
        return test
    order = state.wires.pending.get(test.terminal)
    return replace(
        test,
        on_since=now,
        until=now + _duration(test.terminal, situation.settings),
        answered_in=now - order.first if order else timedelta(),
    )


def _duration(terminal: Terminal, settings: Settings) -> timedelta:
    """Return how long the terminal stays on; a compressor for its minimum on time."""
    if terminal in COMPRESSOR:
        return max(COMPRESSOR_RUN, settings.compressor.minimum_on)
    return RUN


def _obstacle(situation: Situation, test: Testing) -> Reason | None:
    """Return what comes before any test."""
    runs = test.terminal in COMPRESSOR
    makes_heat_or_cold = test.terminal in (*COMPRESSOR, *BACKUP)
    lockout, locked_out = LOCKOUTS[test.side]
    comes_first = {
        Reason.STOPPING: situation.seen.is_closing,
        Reason.FREEZE_GUARD: situation.state.guards.is_freezing,
        Reason.EMERGENCY_HEAT: situation.wishes.emergency,
        Reason.ROOM_SENSOR_LOST: makes_heat_or_cold and situation.room is None,
        locked_out: runs and lockout in situation.lockouts,
        Reason.OUTAGE: runs and is_warming_up(situation),
        Reason.RELAY_LOST: _is_mute(situation, test, NEEDED[test.terminal]),
    }
    return next((reason for reason, is_so in comes_first.items() if is_so), None)


def _is_mute(
    situation: Situation, test: Testing, terminals: tuple[Terminal, ...]
) -> bool:
    """Return whether one of these relays has not answered, also not to this test."""
    if not situation.clock.expired(test.begun, PATIENCE):
        return False
    state = situation.state
    silent = lost_relays(state.wires.board, state.wires.pending, situation.clock)
    return not silent.isdisjoint(terminals)


def _finished(situation: Situation, test: Testing) -> State:
    """Return the state after a test that had its time: what was found."""
    state, board, clock = situation.state, situation.board, situation.clock
    if not board.is_on(test.terminal):
        return _over(state, test, Finding.PREVENTED, test.waits_for)
    is_telling = test.terminal in COMPRESSOR and not situation.is_defrosting
    lift = (
        health.steady_lift(board, situation.seen, test.side, clock)
        if is_telling
        else None
    )
    if lift is None:
        finding = Finding.ON
    elif lift < -health.WRONG_BY:
        finding = Finding.WRONG_AIR
    elif lift > health.WRONG_BY:
        finding = Finding.RIGHT_AIR
    else:
        finding = Finding.SAME_AIR
    return _over(state, test, finding, lift=lift)


def _over(
    state: State,
    test: Testing,
    finding: Finding,
    because: Reason | None = None,
    lift: Delta | None = None,
) -> State:
    tested = Tested(
        terminal=test.terminal,
        side=test.side,
        finding=finding,
        because=because,
        answered_in=test.answered_in,
        lift=lift,
    )
    return replace(state, trial=Trial(tested=tested))
