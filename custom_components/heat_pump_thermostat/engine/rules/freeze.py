"""What keeps pipes from freezing, whatever else is wished."""

from typing import Final

from ..settings import FREEZE_BELOW, FREEZE_UNTIL
from ..situation import Situation
from ..units import Celsius
from ..wishes import Mode

WARM: Final = Celsius(15.0)
"""No house in which a room is so warm is in danger of frost."""


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
    rooms = situation.believed.values()
    if not rooms or (is_off and not guards_off) or max(rooms) >= WARM:
        return False
    return min(rooms) < (FREEZE_UNTIL if is_freezing else FREEZE_BELOW)
