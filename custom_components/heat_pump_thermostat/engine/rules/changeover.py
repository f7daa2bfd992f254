"""Which side mode heat/cool is on, and when it changes to the other."""

from datetime import datetime

from ..board import OPPOSITE, Side
from ..records import replace
from ..situation import Situation
from ..state import Need
from ..units import at_least
from ..wishes import Mode


def advance(need: Need, situation: Situation) -> Need:
    """Return the need with the side that mode heat/cool is on; none in other modes."""
    side, contender_since = _side_and_contender(need, situation)
    if (side, contender_since) == (need.side, need.contender_since):
        return need
    return replace(need, side=side, contender_since=contender_since)


def _side_and_contender(
    need: Need, situation: Situation
) -> tuple[Side | None, datetime | None]:
    """Return the side of mode heat/cool, and since when the other one contends.

    The first side follows the room at once; later the other side's differential must be
    exceeded for the changeover delay, and this one's must not: of two rooms each may
    ask for another side.
    """
    side, clock = need.side, situation.clock
    if situation.wishes.mode is not Mode.HEAT_COOL:
        return None, None
    if situation.room is None:
        return side, None
    if side is None:
        cools = not _is_asked_for(Side.HEAT, situation)
        cools = cools and _is_asked_for(Side.COOL, situation)
        return Side.COOL if cools else Side.HEAT, None
    other = OPPOSITE[side]
    if _is_asked_for(side, situation) or not _is_asked_for(other, situation):
        return side, None
    since = need.contender_since or clock.now
    if clock.passed(since, situation.settings.comfort.changeover_delay):
        return other, None
    return side, since


def _is_asked_for(side: Side, situation: Situation) -> bool:
    """Return whether the room is past the differential of a side."""
    room, comfort = situation.room_on(side), situation.settings.comfort
    return room is not None and at_least(
        situation.setpoints.kept.shortfall(side, room), comfort.differential(side)
    )
