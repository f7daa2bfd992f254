"""Trying one terminal after the other: what a test does, and how it ends.

A test is only another answer to "what should the machine do now": it goes through the
same protections and the same sequence as any call, and it ends by itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, VALVE, Side, Terminal
from ..records import replace
from ..relays.answers import lost_relays
from ..settings import Settings
from ..situation import Situation
from ..state import State, Tested, Testing, Trial
from ..units import Delta
from ..vocabulary import Call, Finding, Lockout, Reason
from . import health
from .compressor import is_warming_up

RUN: Final = timedelta(seconds=60)
COMPRESSOR_RUN: Final = timedelta(minutes=6)
"""How long the terminal stays on: long enough to see it, and to tell the valve."""
WAITS_FOR: Final = timedelta(minutes=6)
"""What a test may wait for beyond the compressor's minimum times."""
MUTE_AFTER: Final = timedelta(seconds=65)
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


def begin_test(
    state: State, settings: Settings, terminal: Terminal, side: Side, now: datetime
) -> State:
    """Return the state in which a terminal is tested.

    A relay that was left alone because something else moves it is tried again.
    """
    machine, limits = settings.machine, settings.compressor
    possible = side if machine.can(side) else machine.without_valve
    until = now + limits.minimum_on + limits.rest + WAITS_FOR
    disputes = {t: at for t, at in state.wires.corrections.items() if t is not terminal}
    slips = {t: slip for t, slip in state.wires.slips.items() if t is not terminal}
    return replace(
        state,
        trial=Trial(testing=Testing(terminal, possible, now, until)),
        wires=replace(state.wires, corrections=disputes, slips=slips),
    )


def stop_test(state: State) -> State:
    """Return the state after somebody has ended the test, if there is one."""
    test = state.trial.testing
    return replace(state, trial=_result(test, Finding.STOPPED)) if test else state


def waiting_for(trial: Trial, reason: Reason) -> Trial:
    """Return the test that knows what keeps its terminal off, if there is one."""
    if trial.testing is None:
        return trial
    return replace(trial, testing=replace(trial.testing, waits_for=reason))


def advance(trial: Trial, situation: Situation) -> Trial:
    """Return the test once its relay has confirmed, or what came of it."""
    if trial.testing is None:
        return trial
    test = _with_confirmation(trial.testing, situation)
    if _is_any_mute(test, (test.terminal,), situation):
        return _result(test, Finding.SILENT)
    if obstacle := _obstacle_to(test, situation):
        return _result(test, Finding.PREVENTED, obstacle)
    if situation.clock.passed(test.until):
        return _what_was_found(test, situation)
    return replace(trial, testing=test)


def _with_confirmation(test: Testing, situation: Situation) -> Testing:
    """Return the test with its end, once the relay has confirmed to be on."""
    now = situation.clock.now
    if test.on_since is not None or not situation.board.is_on(test.terminal):
        return test
    order = situation.state.wires.pending.get(test.terminal)
    return replace(
        test,
        on_since=now,
        until=now + _time_on(test.terminal, situation.settings),
        answered_in=now - order.first if order else timedelta(),
    )


def _time_on(terminal: Terminal, settings: Settings) -> timedelta:
    """Return how long the terminal stays on; a compressor for its minimum on time."""
    if terminal in COMPRESSOR:
        return max(COMPRESSOR_RUN, settings.compressor.minimum_on)
    return RUN


def _obstacle_to(test: Testing, situation: Situation) -> Reason | None:
    """Return what comes before any test."""
    runs = test.terminal in COMPRESSOR
    makes_heat_or_cold = test.terminal in (*COMPRESSOR, *BACKUP)
    lockout, locked_out = LOCKOUTS[test.side]
    comes_first = {
        Reason.STOPPING: situation.seen.is_closing,
        Reason.FAULT_SIGNAL: situation.is_everything_stopped
        or (runs and test.side in situation.faulty_sides),
        Reason.FREEZE_GUARD: situation.state.guards.is_freezing,
        Reason.EMERGENCY_HEAT: situation.wishes.emergency,
        Reason.ROOM_SENSOR_LOST: makes_heat_or_cold and situation.room is None,
        locked_out: runs and lockout in situation.lockouts,
        Reason.OUTAGE: runs and is_warming_up(situation),
        Reason.RELAY_LOST: _is_any_mute(test, NEEDED[test.terminal], situation),
    }
    return next((reason for reason, is_so in comes_first.items() if is_so), None)


def _is_any_mute(
    test: Testing, terminals: tuple[Terminal, ...], situation: Situation
) -> bool:
    """Return whether one of these relays has not answered, also not to this test."""
    if not situation.clock.expired(test.begun, MUTE_AFTER):
        return False
    wires = situation.state.wires
    silent = lost_relays(wires.board, wires.pending, situation.clock)
    return not silent.isdisjoint(terminals)


def _what_was_found(test: Testing, situation: Situation) -> Trial:
    """Return what was found by a test that had its time."""
    if not situation.board.is_on(test.terminal):
        return _result(test, Finding.PREVENTED, test.waits_for)
    is_telling = test.terminal in COMPRESSOR and not situation.is_defrosting
    lift = health.steady_lift(situation, test.side) if is_telling else None
    if lift is None:
        finding = Finding.ON
    elif lift < -health.WRONG_BY:
        finding = Finding.WRONG_AIR
    elif lift > health.WRONG_BY:
        finding = Finding.RIGHT_AIR
    else:
        finding = Finding.SAME_AIR
    return _result(test, finding, lift=lift)


def _result(
    test: Testing,
    finding: Finding,
    because: Reason | None = None,
    lift: Delta | None = None,
) -> Trial:
    """Return what came of a test that is over."""
    tested = Tested(
        terminal=test.terminal,
        side=test.side,
        finding=finding,
        because=because,
        answered_in=test.answered_in,
        lift=lift,
    )
    return Trial(tested=tested)
