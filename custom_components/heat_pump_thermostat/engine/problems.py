"""What is wrong with sensors, relays and machine, and when it is worth a word."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from . import health
from .board import Board, Terminal
from .clock import Clock
from .model import Pending, Problem
from .relays import lost, stuck
from .situation import Situation

BOTHERS_AFTER: Mapping[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(hours=2),
    Problem.OUTDOOR_SENSOR_LOST: timedelta(hours=1),
    Problem.RELAY_LOST: timedelta(minutes=2),
    Problem.RELAY_STUCK: timedelta(minutes=2),
    Problem.RELAY_DISPUTED: timedelta(),
    Problem.WRONG_VALVE: timedelta(),
    Problem.NO_ANSWER: timedelta(),
}
"""How long a problem lasts before it is worth a person's attention."""

type Afflicted = Mapping[Problem, frozenset[Terminal]]


def afflicted(
    board: Board,
    pending: Mapping[Terminal, Pending],
    disputed: frozenset[Terminal],
    clock: Clock,
) -> Afflicted:
    """Return the relays behind each problem that relays can have."""
    return {
        Problem.RELAY_LOST: lost(board, pending, clock),
        Problem.RELAY_STUCK: stuck(board, pending, clock),
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
        Problem.WRONG_VALVE: is_telling
        and health.has_wrong_valve(board, seen, side, clock),
        Problem.NO_ANSWER: is_telling
        and health.does_not_answer(board, seen, side, rated, clock),
    } | {problem: bool(terminals) for problem, terminals in relays.items()}
    before = situation.state.problems
    return {
        problem: before.get(problem, clock.now)
        for problem, is_wrong in is_present.items()
        if is_wrong
    }


def lasting(problems: Mapping[Problem, datetime], clock: Clock) -> frozenset[Problem]:
    """Return the problems that have lasted long enough to bother somebody."""
    return frozenset(
        problem
        for problem, since in problems.items()
        if clock.expired(since, BOTHERS_AFTER[problem])
    )
