"""Whether all the heat together lifts the room, in weather in which it must.

A breaker of the strips that has tripped, a furnace without gas: the compressor is well,
and the room falls all the same.
"""

from datetime import timedelta
from typing import Final

from ..board import BACKUP, Side, Terminal
from ..clock import since
from ..house.duty import lived
from ..house.home import Home
from ..house.tendency import Giving, tendency
from ..situation import Situation
from ..state import Effort
from ..units import SECONDS_PER_HOUR, Celsius, Delta, at_least, difference

SUNK: Final = Delta(2.0)
IN_VAIN_AFTER: Final = timedelta(hours=3)
"""A room that is colder by so much for so long is not heated, …"""
RISEN: Final = Delta(1.0)
"""… unless it has risen by this meanwhile: an airing is over."""
PAUSES: Final = timedelta(minutes=40)
"""For so long the backup may be off meanwhile."""


def advance(effort: Effort | None, situation: Situation) -> Effort | None:
    """Return how warm the room was under heat that must lift it, in this call.

    What lifts the room ends it.
    """
    room, is_asked = situation.first, situation.state.need.demand is not None
    if room is None or not is_asked:
        return None
    must_rise = _must_rise(room, situation)
    if effort is None:
        return Effort(room, room) if must_rise else None
    if at_least(difference(room, effort.coldest), RISEN):
        return Effort(room, room)
    warmest, coldest = max(room, effort.warmest), min(room, effort.coldest)
    is_low = must_rise and at_least(difference(warmest, room), SUNK)
    low_since = since(effort.low_since, situation.clock.now, holds=is_low)
    return Effort(warmest, coldest, low_since)


def is_in_vain(situation: Situation) -> bool:
    """Return whether the room fell by far under heat that must lift it."""
    effort = situation.state.effort
    if effort is None or effort.low_since is None:
        return False
    return situation.clock.expired(effort.low_since, IN_VAIN_AFTER)


def _must_rise(room: Celsius, situation: Situation) -> bool:
    """Return whether the backup heats, and what is on is more than the house loses."""
    board, outdoor = situation.before, situation.outdoor
    if outdoor is None or not _does_backup_heat(situation):
        return False
    heats = board.is_on(Terminal.Y1) and situation.running_side is Side.HEAT
    giving = Giving(
        Side.HEAT if heats else None,
        has_backup=True,
        is_fuel=situation.settings.machine.has_furnace(),
    )
    learned = situation.state.learned
    house = lived(learned.past, situation.home.house)
    hour = tendency(
        Home(house, situation.heat_pump),
        learned.warming,
        giving,
        outdoor,
        room,
        SECONDS_PER_HOUR,
        Delta(0.0),
    )
    return hour.least > 0


def _does_backup_heat(situation: Situation) -> bool:
    """Return whether backup heat is on, or was a moment ago."""
    board = situation.before
    if board.is_backup_on:
        return True
    until = board.last_on(BACKUP)
    return until is not None and not situation.clock.expired(until, PAUSES)
