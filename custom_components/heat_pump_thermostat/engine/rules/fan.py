"""When the indoor fan runs beyond the calls."""

from ..board import COMPRESSOR, ELECTRIC, Terminal
from ..clock import HOUR
from ..relays.conditions import are_elements_hot
from ..situation import Situation
from ..vocabulary import Call
from ..wishes import FanMode, Mode


def advance(
    is_circulating: bool,  # noqa: FBT001 - the memory that is advanced
    situation: Situation,
) -> bool:
    """Return whether it is the fan's share of the hour, counted from its last stop."""
    board, clock, wishes = situation.board, situation.clock, situation.wishes
    share, since = situation.settings.fan.circulate, board.since(Terminal.G)
    is_wished = wishes.fan is FanMode.CIRCULATE and wishes.mode is not Mode.OFF
    is_stopped = situation.seen.is_closing or situation.is_everything_stopped
    if is_stopped or not is_wished or since is None:
        return False
    if board.is_on(Terminal.G):
        return is_circulating and not clock.passed(since, share)
    return is_circulating or clock.passed(since, HOUR - share)


def runs_beyond_calls(call: Call, situation: Situation) -> bool:
    """Return whether the fan runs whether or not the call needs it.

    A furnace runs its own blower: beside it only the household's choice counts. What
    electric heat leaves in its elements is carried off whatever is chosen.
    """
    if _cools_elements(situation):
        return True
    if situation.seen.is_closing or situation.is_everything_stopped:
        return False
    if call is Call.FURNACE:
        return _is_chosen(situation)
    goes_on = _carries_off_the_rest(situation)
    return _is_chosen(situation) or situation.state.is_circulating or goes_on


def _is_chosen(situation: Situation) -> bool:
    """Return whether the household wants the fan to run regardless of calls."""
    wishes = situation.wishes
    if wishes.mode is Mode.OFF:
        return False
    return wishes.mode is Mode.FAN_ONLY or wishes.fan is FanMode.ON


def _cools_elements(situation: Situation) -> bool:
    """Return whether the fan still cools the elements of electric heat."""
    board, ends_at = situation.board, situation.seen.ends_at
    is_on = board.is_on(Terminal.G)
    return is_on and are_elements_hot(board, situation.clock, ends_at)


def _carries_off_the_rest(situation: Situation) -> bool:
    """Return whether the fan still carries off what the last call left in the coil."""
    board = situation.board
    rested = board.off_since((*COMPRESSOR, *ELECTRIC))
    if rested is None or not board.is_on(Terminal.G):
        return False
    run_on = situation.settings.fan.run_on(situation.running_side)
    return not situation.clock.passed(rested, run_on)
