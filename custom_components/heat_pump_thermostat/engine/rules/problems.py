"""What is wrong with sensors, relays and machine, and when it is worth a word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..board import Side, Terminal
from ..clock import Clock
from ..relays.answers import lost_relays, stuck_relays
from ..situation import Situation
from ..state import Wires
from ..vocabulary import Problem
from . import health

BOTHERS_AFTER: Mapping[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(hours=2),
    Problem.OUTDOOR_SENSOR_LOST: timedelta(hours=1),
    Problem.ROOM_SENSOR_DOUBTED: timedelta(minutes=10),
    Problem.OUTDOOR_SENSOR_DOUBTED: timedelta(minutes=10),
    Problem.FREEZING: timedelta(minutes=5),
    Problem.UNKNOWN_UNIT: timedelta(minutes=5),
    Problem.RELAY_LOST: timedelta(minutes=2),
    Problem.RELAY_STUCK: timedelta(minutes=2),
    Problem.RELAY_DISPUTED: timedelta(),
    Problem.WRONG_VALVE: timedelta(),
    Problem.NO_ANSWER: timedelta(),
    Problem.OWN_FAULT: timedelta(),
}
"""How long a problem lasts before it is worth a person's attention."""

STRONG: Final = 1.5
"""A machine with so many times the heat that holds a room warms it within the hour."""

type Afflicted = Mapping[Problem, frozenset[Terminal]]


def afflicted_relays(
    wires: Wires, disputed: frozenset[Terminal], clock: Clock
) -> Afflicted:
    """Return the relays behind each problem that relays can have."""
    return {
        Problem.RELAY_LOST: lost_relays(wires.board, wires.pending, clock),
        Problem.RELAY_STUCK: stuck_relays(wires.board, wires.pending, clock),
        Problem.RELAY_DISPUTED: disputed,
    }


def advance(
    problems: Mapping[Problem, datetime], situation: Situation, relays: Afflicted
) -> dict[Problem, datetime]:
    """Return what is wrong now, and since when."""
    is_missing = situation.seen.is_outdoor_expected and situation.outdoor is None
    senses = situation.state.senses
    is_telling = not situation.is_defrosting
    is_present = {
        Problem.ROOM_SENSOR_LOST: situation.is_room_sensor_lost,
        Problem.ROOM_SENSOR_DOUBTED: bool(senses.doubted),
        Problem.OUTDOOR_SENSOR_LOST: is_missing,
        Problem.OUTDOOR_SENSOR_DOUBTED: senses.outdoor_sensor.doubt is not None,
        Problem.FREEZING: situation.state.guards.is_freezing,
        Problem.UNKNOWN_UNIT: bool(situation.seen.unknown_units),
        Problem.WRONG_VALVE: is_telling and health.has_wrong_valve(situation),
        Problem.NO_ANSWER: is_telling
        and (health.does_not_answer(situation) or _fails_to_warm(situation)),
    } | {problem: bool(terminals) for problem, terminals in relays.items()}
    return {
        problem: problems.get(problem, situation.clock.now)
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
    return strength is not None and strength >= STRONG


def lasting_problems(
    problems: Mapping[Problem, datetime], clock: Clock
) -> frozenset[Problem]:
    """Return the problems that have lasted long enough to bother somebody."""
    return frozenset(
        problem
        for problem, since in problems.items()
        if clock.expired(since, BOTHERS_AFTER[problem])
    )
