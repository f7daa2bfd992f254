"""When the compressor's second stage joins and leaves."""

from ..board import COMPRESSOR, Side, Terminal
from ..situation import Situation
from ..units import at_least


def advance(
    is_stage_2: bool,  # noqa: FBT001 - the memory that is advanced
    situation: Situation,
) -> bool:
    """Return whether the second stage runs, where there is one.

    It joins far from the setpoint or after a long first stage that has not reached it,
    and leaves at the setpoint: the first stage finishes the swing beyond it. Where full
    load hardly holds the room, or did not lift it in this call, it runs all the while:
    a first stage would lose the heat that strips bring back. In quiet hours it joins
    only far from the setpoint, and leaves half way back.
    """
    demand, room = situation.state.need.demand, situation.room
    is_wired = Terminal.Y2 in situation.settings.machine.wired
    if not is_wired or demand is None or room is None:
        return False
    board, compressor = situation.board, situation.settings.compressor
    is_quiet = compressor.is_quiet(situation.seen.local)
    shortfall = situation.setpoints.aim.shortfall(demand.side, room)
    is_short = situation.is_short or situation.state.course.is_beyond
    if is_short and demand.side is Side.HEAT and not is_quiet:
        return True
    if is_stage_2:
        return shortfall > (compressor.stage_2_droop / 2 if is_quiet else 0)
    if at_least(shortfall, compressor.stage_2_droop):
        return True
    if shortfall <= 0 or is_quiet or not board.is_on(Terminal.Y1):
        return False
    alone_since = max(board.contacts[stage].since for stage in COMPRESSOR)
    return situation.clock.passed(alone_since, compressor.stage_2_after)
