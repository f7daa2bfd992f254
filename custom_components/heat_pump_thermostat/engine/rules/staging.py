"""When the compressor's second stage joins and leaves."""

from ..board import COMPRESSOR, Board, Terminal
from ..clock import Clock
from ..settings import Compressor
from ..units import Delta, at_least


def wants_stage_2(
    is_stage_2: bool,  # noqa: FBT001 - the state that is advanced
    shortfall: Delta,
    board: Board,
    compressor: Compressor,
    clock: Clock,
    *,
    is_quiet: bool = False,
) -> bool:
    """Return whether the second stage runs.

    It joins far from the setpoint or after a long first stage that has not reached it,
    and leaves at the setpoint: the first stage finishes the swing beyond it. In quiet
    hours it joins only far from the setpoint, and leaves half way back.
    """
    if is_stage_2:
        return shortfall > (compressor.stage_2_droop / 2 if is_quiet else 0)
    if at_least(shortfall, compressor.stage_2_droop):
        return True
    if shortfall <= 0 or is_quiet or not board.is_on(Terminal.Y1):
        return False
    alone_since = max(board.contacts[stage].since for stage in COMPRESSOR)
    return clock.passed(alone_since, compressor.stage_2_after)
