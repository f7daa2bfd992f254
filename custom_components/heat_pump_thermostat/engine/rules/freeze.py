"""What keeps pipes from freezing, whatever else is wished."""

from datetime import timedelta
from typing import Final

from ..settings import FREEZE_BELOW, FREEZE_UNTIL
from ..situation import Situation
from ..units import Celsius
from ..wishes import Mode

WARM: Final = Celsius(15.0)
"""No house in which a room is so warm is in danger of frost."""
BLIND_RUN: Final = timedelta(minutes=10)
BLIND_PERIOD: Final = timedelta(minutes=60)
"""How long to heat, and how often, while nobody knows how cold the room is."""


def advance(
    is_freezing: bool,  # noqa: FBT001 - the memory that is advanced
    situation: Situation,
) -> bool:
    """Return whether the freeze-guard heats, by the coldest sensor that is believed.

    Never a house that another one calls warm: what is cold there is no pipe of the
    rooms that are heated.
    """
    is_off = situation.wishes.mode is Mode.OFF
    guards_off = situation.settings.freeze_guard.guards_off
    if not situation.rooms or (is_off and not guards_off):
        return False
    if max(situation.rooms) >= WARM:
        return False
    return min(situation.rooms) < (FREEZE_UNTIL if is_freezing else FREEZE_BELOW)


def heats_blindly(situation: Situation) -> bool:
    """Return whether to heat by the clock: no room sensor reports in the cold."""
    outdoor, clock = situation.outdoor, situation.clock
    is_chosen = situation.settings.freeze_guard.heats_blindly
    if not is_chosen or situation.wishes.mode is Mode.OFF:
        return False
    if outdoor is None or outdoor >= FREEZE_BELOW:
        return False
    room = situation.state.senses.room
    since = room.lost_since or (room.reading and room.reading.at) or clock.now
    into_period = (clock.now - since) % BLIND_PERIOD
    begun = clock.now - into_period
    if clock.passed(begun, BLIND_RUN):
        clock.announce(begun + BLIND_PERIOD)
        return False
    return True
