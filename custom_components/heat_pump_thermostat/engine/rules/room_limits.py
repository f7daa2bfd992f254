"""How warm heating, and how cold cooling, may make any room, whatever asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..board import Side
from ..decision import Ruling, Urgency
from ..situation import Situation
from ..tables import Some
from ..units import Delta, at_least, difference
from ..vocabulary import COMPRESSOR_CALLS, Call, Reason

HYSTERESIS: Final = Delta(0.5)
"""How far a room has to come back before it is heated or cooled again."""

SIDES: Some[Call, Side] = {
    **COMPRESSOR_CALLS,
    Call.EMERGENCY: Side.HEAT,
    Call.LOCKED_OUT: Side.HEAT,
    Call.FURNACE: Side.HEAT,
}
"""What a call makes of the room."""

BEYOND: Mapping[Side, Reason] = {
    Side.HEAT: Reason.ROOM_TOO_WARM,
    Side.COOL: Reason.ROOM_TOO_COLD,
}


def advance(beyond: frozenset[Side], situation: Situation) -> frozenset[Side]:
    """Return the sides on which some room has gone too far.

    By any sensor that came there step by step, whatever another one says.
    """
    rooms, limits = situation.came_steadily, situation.settings.limits
    if not rooms:
        return frozenset()
    excess = {
        Side.HEAT: difference(max(rooms), limits.warmest),
        Side.COOL: difference(limits.coldest, min(rooms)),
    }
    return frozenset(
        side
        for side, by in excess.items()
        if at_least(by, -HYSTERESIS if side in beyond else 0.0)
    )


def within_room_limits(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling that the limits allow; somebody watches a test.

    A run that goes too far does not wait for the minimum on time.
    """
    beyond, side = situation.state.guards.beyond, SIDES.get(wanted.call)
    if not beyond or wanted.reason is Reason.TESTING:
        return wanted
    if side in beyond:
        return Ruling(Call.IDLE, BEYOND[side], Urgency.AT_ONCE)
    board = situation.board
    runs_there = board.running_since is not None and situation.running_side in beyond
    burns_there = board.is_backup_on and Side.HEAT in beyond
    is_urgent = runs_there or burns_there
    return replace(wanted, urgency=Urgency.AT_ONCE) if is_urgent else wanted
