"""When the room will be as warm as it is set."""

from datetime import datetime, timedelta

from .house import warming
from .situation import Situation
from .units import Celsius, Delta, difference, shifted


def warm_at(situation: Situation, starts_at: datetime | None = None) -> datetime | None:
    """Return when the room reaches its heating setpoint; now where it has.

    `starts_at` is when what heats begins, where that is not now. Backup heat helps
    where the compressor alone does not get there. None where nothing does, or where the
    room is not known.
    """
    now, room = situation.clock.now, situation.room
    if room is None:
        return None
    settings, state = situation.settings, situation.state
    aim = situation.setpoints.aim.heat
    goal = shifted(aim, Delta(-settings.comfort.heat_differential))
    if room >= goal:
        return now
    mean = Celsius((room + goal) / 2)
    alone, both = situation.home.surplus(situation.outdoor, mean)
    helped = situation.board.is_backup_on
    heats = (both,) if helped else (alone, both)[: 1 + settings.machine.has_backup()]
    rise = difference(goal, room)
    times = (warming.time_to_rise(state.learned.warming, rise, heat) for heat in heats)
    needed = next((each for each in times if each < timedelta.max), None)
    return None if needed is None else max(starts_at or now, now) + needed
