"""Whether all the heat together lifts the room, in weather in which it must.

A breaker of the strips that has tripped, a furnace without gas: the compressor is well,
and the room falls all the same.
"""

from datetime import timedelta
from typing import Final

from ..board import BACKUP, Side
from ..clock import since
from ..house.heeding import Stage
from ..house.response import Verdict
from ..house.tendency import heat_per_loss, tendency
from ..records import replace
from ..situation import Situation
from ..state import Effort
from ..units import SECONDS_PER_HOUR, Celsius, Delta, at_least, difference
from ..wishes import HEATING_MODES
from .means import giving, lived_home

SUNK: Final = Delta(2.0)
IN_VAIN_AFTER: Final = timedelta(hours=3)
"""A room that is colder by so much for so long is not heated, …"""
DOUBTFUL_AFTER: Final = timedelta(minutes=90)
"""… and after so long it may be its sensor that is wrong, …"""
SUNK_FAR: Final = Delta(3.0)
"""… or by so much where hardly anybody knows the house, …"""
PLENTY: Final = 1.3
"""… but what is on would hold one that loses so many times what is assumed, …"""
STAYS_LOW: Final = Delta(0.5)
"""… and stays so cold until it has risen by as much, …"""
RISEN: Final = Delta(1.0)
"""… unless it has risen by this meanwhile: an airing is over."""
PAUSES: Final = timedelta(minutes=40)
"""For so long the backup may be off meanwhile."""


def advance(effort: Effort | None, situation: Situation) -> Effort | None:
    """Return how warm the room was under heat that should lift it, in this call.

    What lifts the room ends it. What was told outlasts a call that is interrupted: a
    sensor that is not believed for a moment ends the call.
    """
    room, is_asked = situation.first, situation.state.need.demand is not None
    if room is None or not is_asked:
        is_interrupted = room is None or _lacks_heat(room, situation)
        told = effort and _is_in_vain(effort, situation)
        return effort if told and is_interrupted else None
    if effort is None:
        does_heat = _sinks_at_most(room, situation) is not None
        return Effort(room, room) if does_heat else None
    if situation.state.heeding.stage is Stage.RESTING:
        return replace(_uncounted(effort, situation), has_rested=True)
    return _effort_after(effort, room, situation)


def _effort_after(effort: Effort, room: Celsius, situation: Situation) -> Effort:
    """Return the effort with what the heat has made of the room."""
    limit, is_vain = _sinks_at_most(room, situation), _is_in_vain(effort, situation)
    # What was told stands until the room rises by more than a mild noon lifts it.
    if at_least(difference(room, effort.coldest), SUNK if is_vain else RISEN):
        return Effort(room, room)
    has_rested = effort.has_rested and room < effort.coldest
    coldest = effort.coldest if has_rested else min(room, effort.coldest)
    warmest = max(room, effort.warmest)
    if limit is None:
        low_since = _uncounted(effort, situation).low_since
    else:
        kept = STAYS_LOW if effort.low_since else 0.0
        is_low = at_least(difference(warmest, room), Delta(limit - kept))
        low_since = since(
            effort.low_since, situation.clock.now, holds=is_vain or is_low
        )
    return Effort(warmest, coldest, low_since, has_rested)


def _uncounted(effort: Effort, situation: Situation) -> Effort:
    """Return the effort after a time that does not count: nothing can be said of it."""
    if effort.low_since is None or _is_in_vain(effort, situation):
        return effort
    low_since = effort.low_since + timedelta(seconds=situation.elapsed)
    return replace(effort, low_since=low_since)


def is_in_vain(situation: Situation, after: timedelta = IN_VAIN_AFTER) -> bool:
    """Return whether the room fell by far under heat that should lift it."""
    effort = situation.state.effort
    return effort is not None and _is_in_vain(effort, situation, after)


def shows_no_heat(situation: Situation, after: timedelta = IN_VAIN_AFTER) -> bool:
    """Return whether the house does as if nothing heated it."""
    verdict = situation.state.response.verdict
    return verdict is Verdict.NO_EFFECT or is_in_vain(situation, after)


def _is_in_vain(
    effort: Effort, situation: Situation, after: timedelta = IN_VAIN_AFTER
) -> bool:
    since_when = effort.low_since
    return since_when is not None and situation.clock.expired(since_when, after)


def _lacks_heat(room: Celsius, situation: Situation) -> bool:
    """Return whether a room is far colder than it is wished to be."""
    lacks = situation.setpoints.backed.shortfall(Side.HEAT, room)
    return situation.wishes.mode in HEATING_MODES and at_least(lacks, SUNK)


def _sinks_at_most(room: Celsius, situation: Situation) -> Delta | None:
    """Return by how much a room may sink under what is on; None: no backup heats it.

    Nor is anything said of a room in weather that is too cold for all the heat.
    """
    outdoor = situation.outdoor
    if outdoor is None or not _does_backup_heat(situation):
        return None
    home, heat = lived_home(situation), replace(giving(situation), has_backup=True)
    warming = situation.state.learned.warming
    hour = tendency(home, warming, heat, outdoor, room, SECONDS_PER_HOUR, Delta(0.0))
    if hour.least > 0:
        return SUNK
    return SUNK_FAR if heat_per_loss(home, heat, outdoor, room) >= PLENTY else None


def _does_backup_heat(situation: Situation) -> bool:
    """Return whether backup heat is on, or was a moment ago."""
    board = situation.before
    if board.is_backup_on:
        return True
    until = board.last_on(BACKUP)
    return until is not None and not situation.clock.expired(until, PAUSES)
