"""Who wins: what the machine should do, its protections aside."""

from collections.abc import Callable, Mapping
from typing import assert_never

from ..belief.outdoor import warmest
from ..belief.room import needs_rest
from ..belief.senses import may_room_sensor_start
from ..board import Side, Terminal
from ..decision import Ruling, Urgency
from ..house.heeding import Stage
from ..records import replace
from ..settings import Backup
from ..situation import Situation
from ..tables import Some
from ..units import at_least
from ..vocabulary import Call, Heater, Lockout, Purpose, Reason
from ..wishes import SIDE_OF, Mode
from . import testing
from .auxiliary import FIRST_MINUTES
from .compressor import FIRST_STAGE, is_unreachable, is_warming_up
from .course import heat_pump_call
from .duty import REPLACEMENT, duty_ruling
from .fault import fault_ruling
from .fuel import has_drooped

type Claim = Callable[[Situation], Ruling | None]
"""What one of those who have a say wants of the machine; None where it is silent."""


def who_wins(situation: Situation) -> Ruling:
    """Return what the machine should do: the first that has something to say wins."""
    return _first_to_speak(
        situation,
        _shutdown,
        fault_ruling,
        _freeze_guard,
        _test,
        _off,
        _unknown_room,
        _defrost,
        _fan_only,
        _open_window,
        _demand,
    )


def _way_to_heat(situation: Situation) -> Ruling:
    """Return which of the machine's ways to heat is called, in the same manner."""
    return _first_to_speak(
        situation,
        _emergency_heat,
        _furnace,
        _locked_out,
        _unreachable,
        _unfelt,
        _warming_up,
        _replaced,
        _heat_pump,
    )


def _first_to_speak(situation: Situation, *claims: Claim) -> Ruling:
    return next(ruling for claim in claims if (ruling := claim(situation)))


def _shutdown(situation: Situation) -> Ruling | None:
    if not situation.seen.is_closing:
        return None
    return Ruling(Call.IDLE, Reason.STOPPING, Urgency.AT_ONCE)


def _freeze_guard(situation: Situation) -> Ruling | None:
    """Heat with all that can, if the compressor cannot."""
    if not situation.state.guards.is_freezing:
        return None
    heating, run = _way_to_heat(situation), situation.state.course.progress
    fails = run is not None and situation.clock.passed(run.at, FIRST_MINUTES)
    is_burning = situation.state.wires.call is Call.FURNACE
    burns = situation.settings.machine.has_furnace()
    call = Call.FURNACE if burns and (fails or is_burning) else heating.call
    return Ruling(call, Reason.FREEZE_GUARD, Urgency.AT_ONCE)


def _test(situation: Situation) -> Ruling | None:
    """Energise the tested terminal by its row of the truth table."""
    test = situation.state.trial.testing
    if test is None:
        return None
    return _defrost(situation) or Ruling(
        testing.CALLS[test.side][test.terminal], Reason.TESTING
    )


def _off(situation: Situation) -> Ruling | None:
    """Rest; where it is chosen, keep from frost a house whose room nobody knows."""
    if situation.wishes.mode is not Mode.OFF:
        return None
    off = Ruling(Call.IDLE, Reason.OFF, Urgency.AT_ONCE)
    return duty_ruling(situation) or off


def _unknown_room(situation: Situation) -> Ruling | None:
    """Stop, or give back what the house loses, while nobody knows the room.

    What is found on after a restart stays on while the sensor may still be starting.
    """
    if situation.room is not None:
        return None
    if paying := duty_ruling(situation):
        return paying
    if situation.wishes.mode is Mode.FAN_ONLY:
        return Ruling(Call.FAN, Reason.FAN, Urgency.AT_ONCE)
    senses, clock = situation.state.senses, situation.clock
    is_running = situation.board.is_on(Terminal.Y1)
    if is_running and may_room_sensor_start(senses, clock):
        call = FIRST_STAGE[situation.running_side]
        return Ruling(call, Reason.WAITING_FOR_ROOM)
    return Ruling(Call.IDLE, Reason.ROOM_SENSOR_LOST, Urgency.AT_ONCE)


def _defrost(situation: Situation) -> Ruling | None:
    if not situation.is_defrosting:
        return None
    return Ruling(Call.DEFROST, Reason.DEFROSTING)


def _fan_only(situation: Situation) -> Ruling | None:
    if situation.wishes.mode is not Mode.FAN_ONLY:
        return None
    return Ruling(Call.FAN, Reason.FAN)


def _open_window(situation: Situation) -> Ruling | None:
    """Rest while a window has been open for longer than it takes to air."""
    since = situation.state.senses.window_since
    delay = situation.settings.sensors.window_delay
    if since is None or not situation.clock.passed(since, delay):
        return None
    return Ruling(Call.IDLE, Reason.WINDOW_OPEN)


def _demand(situation: Situation) -> Ruling:
    """Meet what the room asks for."""
    need = situation.state.need
    if need.demand is None:
        return Ruling(Call.IDLE, _reason_to_rest(situation))
    match need.demand.side:
        case Side.HEAT:
            heating = _within_curtailment(_way_to_heat(situation), situation)
            return _standing_room(situation) or _compared_room(heating, situation)
        case Side.COOL:
            return _way_to_cool(situation)
        case _ as never:
            assert_never(never)


def _standing_room(situation: Situation) -> Ruling | None:
    """Rest where only that tells whether the room's reading is stuck."""
    senses, mean = situation.state.senses, situation.state.learned.past.outdoor
    outdoor, now = situation.outdoor, situation.clock.now
    if not needs_rest(senses.room, warmest(senses.outdoor_sensor, outdoor, mean, now)):
        return None
    return Ruling(Call.IDLE, Reason.SENSOR_COMPARED)


def _compared_room(heating: Ruling, situation: Situation) -> Ruling:
    """Return the heat, or a rest of it, while that tells whether the sensor follows."""
    match situation.state.heeding.stage:
        case Stage.WATCHING:
            return heating
        case Stage.RESTING:
            return Ruling(Call.IDLE, Reason.SENSOR_COMPARED)
        case Stage.HEATING:
            return replace(heating, reason=Reason.SENSOR_COMPARED)
        case _ as never:
            assert_never(never)


def _reason_to_rest(situation: Situation) -> Reason:
    """Return why nothing is asked for: the room has it, or is to go without."""
    if situation.state.need.contender_since is not None:
        return Reason.CHANGEOVER
    side = situation.state.need.side or SIDE_OF.get(situation.wishes.mode)
    if situation.curtailment is None or side is None or situation.room is None:
        return Reason.IDLE
    lacks = situation.setpoints.kept.shortfall(side, situation.room)
    edge = situation.settings.comfort.differential(side)
    return Reason.CURTAILED if at_least(lacks, edge) else Reason.IDLE


def _within_curtailment(wanted: Ruling, situation: Situation) -> Ruling:
    """Return what is wanted, without electric backup heat in the compressor's place."""
    is_backup = wanted.call is REPLACEMENT[Backup.ELECTRIC]
    if is_backup and situation.is_backup_curtailed:
        return Ruling(Call.IDLE, Reason.CURTAILED)
    return wanted


def _emergency_heat(situation: Situation) -> Ruling | None:
    if not situation.wishes.emergency:
        return None
    burns = situation.settings.machine.has_furnace()
    call = Call.FURNACE if burns else Call.EMERGENCY
    return Ruling(call, Reason.EMERGENCY_HEAT, Urgency.AT_ONCE)


def _furnace(situation: Situation) -> Ruling | None:
    fuel = situation.state.fuel
    if fuel is None or fuel.heater is not Heater.FURNACE:
        return None
    reason = Reason.FURNACE_CHEAPER if fuel.is_cheaper else Reason.FURNACE
    return Ruling(Call.FURNACE, reason)


def _locked_out(situation: Situation) -> Ruling | None:
    is_able = situation.settings.machine.can(Side.HEAT)
    if is_able and Lockout.COMPRESSOR not in situation.lockouts:
        return None
    return Ruling(Call.LOCKED_OUT, Reason.COMPRESSOR_LOCKED_OUT)


def _unreachable(situation: Situation) -> Ruling | None:
    """Heat with the backup where a compressor relay does not answer."""
    machine = situation.settings.machine
    if not is_unreachable(situation) or not machine.has_backup():
        return None
    return Ruling(REPLACEMENT[machine.backup], Reason.RELAY_LOST)


def _unfelt(situation: Situation) -> Ruling | None:
    """Heat with the backup while a compressor rests that the house does not feel."""
    if not situation.is_compressor_held:
        return None
    machine = situation.settings.machine
    if situation.is_compressor_compared and _may_room_cool(situation):
        return Ruling(Call.IDLE, Reason.COMPRESSOR_COMPARED)
    is_dead = situation.is_compressor_dead
    reason = Reason.COMPRESSOR_DEAD if is_dead else Reason.COMPRESSOR_COMPARED
    return Ruling(REPLACEMENT[machine.backup], reason)


def _may_room_cool(situation: Situation) -> bool:
    """Return whether the backup waits until the room droops: a rest is to be one.

    So does one that takes its turns. And one that did not help in the run before, once
    it has warmed a room that was low: like is compared with like.
    """
    if situation.settings.machine.takes_turns():
        return not situation.state.course.is_replaced
    response = situation.state.response
    is_alike = response.resting.hours > 0 and not response.running.backup
    is_warming = situation.board.is_on(Terminal.W2)
    return is_alike and not is_warming and not has_drooped(situation)


def _warming_up(situation: Situation) -> Ruling | None:
    """Heat with the backup while the compressor must not start."""
    if not is_warming_up(situation):
        return None
    call = REPLACEMENT[situation.settings.machine.backup]
    return Ruling(call, Reason.OUTAGE)


def _replaced(situation: Situation) -> Ruling | None:
    """Heat in the place of a compressor that lets the room droop and takes no help.

    Where electric heat is to stay off, the compressor gives what it can.
    """
    is_replaced = situation.state.course.is_replaced
    if not is_replaced or situation.is_backup_curtailed:
        return None
    return Ruling(REPLACEMENT[Backup.ELECTRIC], Reason.AUXILIARY_HEAT)


REASONS: Some[Call, Reason] = {
    Call.HEAT_1: Reason.HEATING,
    Call.HEAT_2: Reason.HEATING_STAGE_2,
    Call.HEAT_AUX: Reason.AUXILIARY_HEAT,
    Call.COOL_1: Reason.COOLING,
    Call.COOL_2: Reason.COOLING_STAGE_2,
}
IN_ADVANCE: Mapping[Purpose, Reason] = {
    Purpose.BLOCK: Reason.PREHEATING,
    Purpose.STORE: Reason.STORING_HEAT,
}


def _heat_pump(situation: Situation) -> Ruling:
    call, early = heat_pump_call(situation), situation.preheating
    if early and call is not Call.HEAT_AUX:
        return Ruling(call, IN_ADVANCE[early.purpose])
    return Ruling(call, REASONS[call])


def _way_to_cool(situation: Situation) -> Ruling:
    """Return how the machine cools, where it may: never in emergency heat.

    Nor by the air that comes back alone: nothing would tell that it lies.
    """
    if situation.wishes.emergency:
        return Ruling(Call.IDLE, Reason.IDLE)
    if situation.is_air_the_room:
        return Ruling(Call.IDLE, Reason.ROOM_SENSOR_LOST)
    if Lockout.COOLING in situation.state.guards.lockouts:
        return Ruling(Call.IDLE, Reason.COOLING_LOCKED_OUT)
    call = Call.COOL_2 if situation.state.course.is_stage_2 else Call.COOL_1
    return Ruling(call, REASONS[call])
