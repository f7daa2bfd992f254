"""When the indoor fan runs beyond the calls."""

from datetime import timedelta
from typing import Final

from ..board import NEEDS_FAN, Board, Side, Terminal
from ..clock import Clock
from ..settings import Fan
from ..situation import Situation
from ..wishes import FanMode, Mode, Wishes

HOUR: Final = timedelta(hours=1)


def circulates(
    is_circulating: bool,  # noqa: FBT001 - the state that is advanced
    wishes: Wishes,
    board: Board,
    fan: Fan,
    clock: Clock,
) -> bool:
    """Return whether it is the fan's share of the hour, counted from its last stop."""
    since = board.since(Terminal.G)
    if wishes.fan is not FanMode.CIRCULATE or wishes.mode is Mode.OFF or since is None:
        return False
    if board.is_on(Terminal.G):
        return is_circulating and not clock.passed(since, fan.circulate)
    return is_circulating or clock.passed(since, HOUR - fan.circulate)


def runs_on(board: Board, side: Side, fan: Fan, clock: Clock) -> bool:
    """Return whether the fan still carries off what the last call left in the coil."""
    rested = board.off_since(NEEDS_FAN)
    if rested is None or not board.is_on(Terminal.G):
        return False
    return not clock.passed(rested, fan.run_on(side))


def is_chosen(wishes: Wishes) -> bool:
    """Return whether the household wants the fan to run regardless of calls."""
    if wishes.mode is Mode.OFF:
        return False
    return wishes.mode is Mode.FAN_ONLY or wishes.fan is FanMode.ON


def wanted(situation: Situation, *, is_furnace: bool) -> tuple[bool, bool]:
    """Return whether the fan runs beyond the calls, and whether it circulates.

    A furnace runs its own blower: beside it only the household's choice counts.
    """
    if situation.seen.is_closing:
        return False, False
    wishes, board, clock = situation.wishes, situation.board, situation.clock
    settings = situation.settings.fan
    circulating = circulates(
        situation.state.is_circulating, wishes, board, settings, clock
    )
    if is_furnace:
        return is_chosen(wishes), circulating
    going_on = runs_on(board, situation.running_side, settings, clock)
    return is_chosen(wishes) or circulating or going_on, circulating
