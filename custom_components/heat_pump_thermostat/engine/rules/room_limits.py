"""How warm heating, and how cold cooling, may make any room, whatever asks for it."""

from collections.abc import Mapping
from typing import Final

from ..board import Side
from ..decision import Ruling, Urgency
from ..records import replace
from ..situation import Situation
from ..units import Celsius, Delta, at_least, difference
from ..vocabulary import Call, Reason

HYSTERESIS: Final = Delta(0.5)
"""How far a room has to come back before it is heated or cooled again."""

SPARED: Final[Mapping[bool, Celsius]] = {False: Celsius(15.0), True: Celsius(13.0)}
"""Where one sensor says too warm and another contradicts it, a room up to this is
heated: whether heat was stopped before, or not."""

SIDES: Mapping[Call, Side | None] = {
    Call.IDLE: None,
    Call.FAN: None,
    Call.COOL_1: Side.COOL,
    Call.COOL_2: Side.COOL,
    Call.HEAT_1: Side.HEAT,
    Call.HEAT_2: Side.HEAT,
    Call.HEAT_AUX: Side.HEAT,
    Call.DEFROST: None,
    Call.EMERGENCY: Side.HEAT,
    Call.LOCKED_OUT: Side.HEAT,
    Call.FURNACE: Side.HEAT,
    Call.VALVE_TO_COOL: None,
    Call.VALVE_TO_HEAT: None,
}
"""What a call makes of the room; None: nothing that could go too far."""

BEYOND: Mapping[Side, Reason] = {
    Side.HEAT: Reason.ROOM_TOO_WARM,
    Side.COOL: Reason.ROOM_TOO_COLD,
}


def advance(beyond: frozenset[Side], situation: Situation) -> frozenset[Side]:
    """Return the sides on which some room has gone too far.

    By any sensor that came there step by step, also where others contradict it: by a
    stove that nobody told of. But none of them lets another room become a cold one.
    """
    rooms, limits = tuple(situation.believed.values()), situation.settings.limits
    if not rooms:
        return frozenset()
    spared = SPARED[Side.HEAT in beyond]
    disputed = situation.disputed if min(rooms) > spared else ()
    excess = {
        Side.HEAT: difference(max((*rooms, *disputed)), limits.warmest),
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
    beyond, side = situation.state.guards.beyond, SIDES[wanted.call]
    if not beyond or wanted.reason is Reason.TESTING:
        return wanted
    if side in beyond:
        return Ruling(Call.IDLE, BEYOND[side], Urgency.AT_ONCE)
    board = situation.board
    runs_there = board.running_since is not None and situation.running_side in beyond
    burns_there = board.is_backup_on and Side.HEAT in beyond
    is_urgent = runs_there or burns_there
    return replace(wanted, urgency=Urgency.AT_ONCE) if is_urgent else wanted
