"""What the machine should do, its protections aside."""

from collections.abc import Mapping

from .board import Side, Terminal
from .rules import compressor, freeze, testing, trust
from .rules.auxiliary import FIRST_MINUTES
from .rules.compressor import Urgency, Verdict
from .rules.readiness import is_unreachable, is_warming_up
from .settings import Backup
from .situation import Situation
from .state import State, Testing
from .tables import Some
from .vocabulary import Call, Heater, Lockout, Purpose, Reason
from .wishes import Mode

REASONS: Some[Call, Reason] = {
    Call.HEAT_1: Reason.HEATING,
    Call.HEAT_2: Reason.HEATING_STAGE_2,
    Call.HEAT_AUX: Reason.AUXILIARY_HEAT,
    Call.COOL_1: Reason.COOLING,
    Call.COOL_2: Reason.COOLING_STAGE_2,
}
REPLACEMENT: Mapping[Backup, Call] = {
    Backup.ELECTRIC: Call.LOCKED_OUT,
    Backup.FUEL: Call.FURNACE,
    Backup.NONE: Call.IDLE,
}
"""What heats in the place of a compressor that cannot."""
IN_ADVANCE: Mapping[Purpose, Reason] = {
    Purpose.BLOCK: Reason.PREHEATING,
    Purpose.STORE: Reason.STORING_HEAT,
}


def wanted(situation: Situation) -> Verdict:
    """Return what the machine should do, its protections aside."""
    if situation.seen.is_closing:
        return Verdict(Call.IDLE, Reason.STOPPING, Urgency.AT_ONCE)
    if situation.state.guards.is_freezing:
        return _against_frost(situation)
    if situation.state.trial.testing:
        return _tested(situation, situation.state.trial.testing)
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
    progress, clock = situation.state.course.progress, situation.clock
    burns = situation.settings.machine.has_furnace()
    fails = progress is not None and clock.passed(progress.at, FIRST_MINUTES)
    is_burning = situation.state.wires.call is Call.FURNACE
    call = Call.FURNACE if burns and (fails or is_burning) else heating.call
    return Verdict(call, Reason.FREEZE_GUARD, Urgency.AT_ONCE)


def _without_room(situation: Situation) -> Verdict:
    """Return what to do while nobody knows how warm the room is.

    What is found on after a restart stays on while the sensor may still be starting.
    """
    state, settings, clock = situation.state, situation.settings, situation.clock
    if situation.wishes.mode is Mode.FAN_ONLY:
        return Verdict(Call.FAN, Reason.FAN, Urgency.AT_ONCE)
    if freeze.heats_blindly(
        state.senses.room,
        situation.outdoor,
        situation.wishes.mode,
        settings.freeze_guard,
        clock,
    ):
        return Verdict(_heating(situation).call, Reason.BLIND_HEAT)
    if situation.board.is_on(Terminal.Y1) and trust.may_return(
        state.senses.room, clock
    ):
        call = compressor.FIRST_STAGE[situation.running_side]
        return Verdict(call, Reason.WAITING_FOR_ROOM)
    return Verdict(Call.IDLE, Reason.ROOM_SENSOR_LOST, Urgency.AT_ONCE)


def _is_window_open(situation: Situation) -> bool:
    """Return whether a window has been open for longer than it takes to air."""
    since = situation.state.senses.window_since
    delay = situation.settings.sensors.window_delay
    return since is not None and situation.clock.passed(since, delay)


def _demanded(situation: Situation) -> Verdict:
    """Return how the room's demand is to be met."""
    state = situation.state
    if state.need.demand is None:
        contends = state.need.contender_since is not None
        return Verdict(Call.IDLE, Reason.CHANGEOVER if contends else Reason.IDLE)
    if state.need.demand.side is Side.HEAT:
        return _heating(situation)
    return _cooling(situation)


def _heating(situation: Situation) -> Verdict:
    """Return which of the machine's ways to heat is called."""
    state, machine = situation.state, situation.settings.machine
    if situation.wishes.emergency:
        call = Call.FURNACE if machine.has_furnace() else Call.EMERGENCY
        return Verdict(call, Reason.EMERGENCY_HEAT, Urgency.AT_ONCE)
    if state.fuel and state.fuel.heater is Heater.FURNACE:
        is_cheaper = state.fuel.is_cheaper
        reason = Reason.FURNACE_CHEAPER if is_cheaper else Reason.FURNACE
        return Verdict(Call.FURNACE, reason)
    if Lockout.COMPRESSOR in situation.lockouts or not machine.can(Side.HEAT):
        return Verdict(Call.LOCKED_OUT, Reason.COMPRESSOR_LOCKED_OUT)
    if is_unreachable(situation) and machine.has_backup():
        return Verdict(REPLACEMENT[machine.backup], Reason.RELAY_LOST)
    if is_warming_up(situation):
        return Verdict(REPLACEMENT[machine.backup], Reason.OUTAGE)
    call = heat_pump(state)
    if situation.preheating and call is not Call.HEAT_AUX:
        return Verdict(call, IN_ADVANCE[situation.preheating.purpose])
    return Verdict(call, REASONS[call])


def heat_pump(state: State) -> Call:
    """Return how much of the heat pump heats."""
    if state.course.aux:
        return Call.HEAT_AUX
    return Call.HEAT_2 if state.course.is_stage_2 else Call.HEAT_1


def _cooling(situation: Situation) -> Verdict:
    """Return how the machine cools, where it may: never in emergency heat."""
    if situation.wishes.emergency:
        return Verdict(Call.IDLE, Reason.IDLE)
    if Lockout.COOLING in situation.state.guards.lockouts:
        return Verdict(Call.IDLE, Reason.COOLING_LOCKED_OUT)
    call = Call.COOL_2 if situation.state.course.is_stage_2 else Call.COOL_1
    return Verdict(call, REASONS[call])
