"""Heat while nobody knows how warm the room is: what the house loses is given back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from ..belief.senses import may_room_sensor_start
from ..board import Side
from ..decision import Ruling
from ..house.duty import (
    Duty,
    DutyHeater,
    Means,
    duty_after,
    kwh_unshown,
    need,
    weather,
)
from ..settings import FREEZE_UNTIL, Backup
from ..situation import Situation
from ..units import Celsius
from ..vocabulary import Call, Lockout, Reason
from ..wishes import HEATING_MODES, Mode
from .compressor import is_unreachable, is_warming_up
from .means import backup_heat, compressor_heat, heat_given

NO_DUTY: Final = Duty()
RECKONED_EVERY: Final = timedelta(minutes=1)
"""How often the debt is reckoned."""

REPLACEMENT: Mapping[Backup, Call] = {
    Backup.ELECTRIC: Call.LOCKED_OUT,
    Backup.FUEL: Call.FURNACE,
    Backup.NONE: Call.IDLE,
}
"""What heats in the place of a compressor that cannot."""


def advance(duty: Duty, situation: Situation) -> Duty:
    """Return what is owed to a house whose room nobody knows."""
    clock, aim = situation.clock, _aim(situation)
    if situation.believed and not situation.is_air_the_room:
        return NO_DUTY
    if aim is None:
        return duty.forgiven
    if may_room_sensor_start(situation.state.senses, clock):
        return duty
    past, house = situation.state.learned.past, situation.home.house
    outdoor = weather(past, situation.outdoor)
    clock.wake(clock.now + RECKONED_EVERY)
    heat = heat_given(situation, outdoor)
    after = duty_after(
        duty,
        _means(situation, outdoor),
        need=need(past, house, situation.outdoor, aim),
        given=(heat.compressor or 0.0) + (heat.backup or 0.0),
        seconds=situation.elapsed,
    )
    air = situation.first
    return after if air is None else after.with_air_heard(air, kwh_unshown(past, house))


def _aim(situation: Situation) -> Celsius | None:
    """Return how warm the house is to be; None where it is not to be heated.

    Where the household did not ask for heat it is kept from frost. Air that serves as
    the room is heated like any.
    """
    if situation.is_air_the_room:
        return situation.setpoints.aim.heat
    guard, mode = situation.settings.freeze_guard, situation.wishes.mode
    if not guard.heats_blindly or (mode is Mode.OFF and not guard.guards_off):
        return None
    return guard.blind_temperature if mode in HEATING_MODES else FREEZE_UNTIL


def _means(situation: Situation, outdoor: Celsius) -> Means:
    """Return what can heat now: backup in any weather."""
    machine = situation.settings.machine
    may_run = (
        machine.can(Side.HEAT)
        and not situation.wishes.emergency
        and Lockout.COMPRESSOR not in situation.lockouts
        and not situation.is_compressor_held
        and not is_unreachable(situation)
        and not is_warming_up(situation)
        and Side.HEAT not in situation.faulty_sides
    )
    return Means(
        compressor=compressor_heat(situation, outdoor) if may_run else None,
        backup=backup_heat(situation) if machine.has_backup() else None,
        together=machine.has_electric_backup(),
    )


def duty_ruling(situation: Situation) -> Ruling | None:
    """Return what pays the debt; None while nothing does."""
    machine = situation.settings.machine
    is_electric = machine.has_electric_backup()
    is_emergency = situation.wishes.emergency and is_electric
    call = {
        DutyHeater.NOTHING: None,
        DutyHeater.COMPRESSOR: Call.HEAT_2 if machine.has_stage_2() else Call.HEAT_1,
        DutyHeater.BACKUP: Call.EMERGENCY
        if is_emergency
        else REPLACEMENT[machine.backup],
        DutyHeater.BOTH: Call.HEAT_AUX,
    }[situation.state.duty.heater]
    return None if call is None else Ruling(call, Reason.BLIND_HEAT)
