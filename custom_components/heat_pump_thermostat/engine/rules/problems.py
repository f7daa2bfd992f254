"""What is wrong with sensors, relays and machine, and when it is worth a word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..board import Board, Side, Terminal
from ..clock import Clock
from ..relays.answers import lost_relays, stuck_relays
from ..situation import Situation
from ..state import Pending
from ..vocabulary import Problem
from . import health

BOTHERS_AFTER: Mapping[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(hours=2),
    Problem.OUTDOOR_SENSOR_LOST: timedelta(hours=1),
    # It does not come right by waiting, but a device may first have to start.
    Problem.UNKNOWN_UNIT: timedelta(minutes=5),
    Problem.RELAY_LOST: timedelta(minutes=2),
    Problem.RELAY_STUCK: timedelta(minutes=2),
    Problem.RELAY_DISPUTED: timedelta(),
    Problem.WRONG_VALVE: timedelta(),
    Problem.NO_ANSWER: timedelta(),
}
"""How long a problem lasts before it is worth a person's attention."""

AMPLE: Final = 1.5
"""A machine with so many times the heat that holds a room warms it within the hour."""

type Afflicted = Mapping[Problem, frozenset[Terminal]]


def afflicted(
    board: Board,
    pending: Mapping[Terminal, Pending],
    disputed: frozenset[Terminal],
    clock: Clock,
) -> Afflicted:
    """Return the relays behind each problem that relays can have."""
    return {
        Problem.RELAY_LOST: lost_relays(board, pending, clock),
        Problem.RELAY_STUCK: stuck_relays(board, pending, clock),
        Problem.RELAY_DISPUTED: disputed,
    }


def present(situation: Situation, relays: Afflicted) -> dict[Problem, datetime]:
    """Return what is wrong now, and since when."""
    seen, board, clock = situation.seen, situation.board, situation.clock
    side, rated = situation.running_side, situation.settings.machine.least_power
    is_telling = not situation.is_defrosting
    is_present = {
        Problem.ROOM_SENSOR_LOST: situation.is_room_sensor_lost,
        Problem.OUTDOOR_SENSOR_LOST: (
            seen.is_outdoor_expected and situation.outdoor is None
        ),
        Problem.UNKNOWN_UNIT: bool(seen.unknown_units),
        Problem.WRONG_VALVE: is_telling
        and health.has_wrong_valve(board, seen, side, clock),
        Problem.NO_ANSWER: is_telling
        and (
            health.does_not_answer(board, seen, side, rated, clock)
            or _fails_to_warm(situation)
        ),
    } | {problem: bool(terminals) for problem, terminals in relays.items()}
    before = situation.state.problems
    return {
        problem: before.get(problem, clock.now)
        for problem, is_wrong in is_present.items()
        if is_wrong
    }


def _fails_to_warm(situation: Situation) -> bool:
    """Return whether the room does not rise although the machine is strong enough.

    Told by the learned house, and never while a window may be open or backup heat runs.
    """
    state, board, room = situation.state, situation.board, situation.room
    side, outdoor = situation.running_side, situation.outdoor
    is_cooled = situation.seen.is_window_open or board.is_backup_on
    if side is not Side.HEAT or is_cooled or room is None or outdoor is None:
        return False
    run = state.course.progress
    if run is None or not situation.clock.expired(run.at, health.ANSWERS_WITHIN):
        return False
    strength = situation.home.margin(outdoor, room)
    return strength is not None and strength >= AMPLE


def lasting(problems: Mapping[Problem, datetime], clock: Clock) -> frozenset[Problem]:
    """Return the problems that have lasted long enough to bother somebody."""
    return frozenset(
        problem
        for problem, since in problems.items()
        if clock.expired(since, BOTHERS_AFTER[problem])
    )
