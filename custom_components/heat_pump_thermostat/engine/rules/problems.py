"""What is wrong with sensors, relays and machine, and when it is worth a word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..belief.room import RoomSensor
from ..belief.senses import ROOM
from ..board import Terminal
from ..clock import Clock
from ..house.response import Phase, Verdict
from ..relays.answers import lost_relays, stuck_relays
from ..relays.corrections import unsteady_relays
from ..situation import Situation
from ..state import Wires
from ..tables import Some
from ..units import Celsius
from ..vocabulary import Problem
from . import effort, health

BOTHERS_AFTER: Mapping[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(minutes=45),
    Problem.OUTDOOR_SENSOR_LOST: timedelta(hours=1),
    Problem.ROOM_SENSOR_DOUBTED: timedelta(minutes=10),
    Problem.OTHER_ROOM_SENSOR_LOST: timedelta(minutes=45),
    Problem.OUTDOOR_SENSOR_DOUBTED: timedelta(minutes=10),
    Problem.FREEZING: timedelta(minutes=5),
    Problem.UNKNOWN_UNIT: timedelta(minutes=5),
    Problem.RELAY_LOST: timedelta(minutes=2),
    Problem.RELAY_STUCK: timedelta(minutes=2),
    Problem.RELAY_DISPUTED: timedelta(),
    Problem.WRONG_VALVE: timedelta(),
    Problem.FAULT_SIGNAL: timedelta(),
    Problem.NO_ANSWER: timedelta(),
    Problem.NO_HEAT: timedelta(),
    Problem.OWN_FAULT: timedelta(),
}
"""How long a problem lasts before it is worth a person's attention."""

COLD_OUTDOORS: Final = Celsius(5.0)
IN_THE_COLD: Some[Problem, timedelta] = {
    Problem.ROOM_SENSOR_LOST: timedelta(minutes=4),
    Problem.OTHER_ROOM_SENSOR_LOST: timedelta(minutes=4),
}
"""The same where it is so cold outdoors that a house may freeze."""
GONE_FOR: Final = timedelta(minutes=10)
"""A sensor may be gone for so long without being missed: it starts, or its radio."""

type Afflicted = Mapping[Problem, frozenset[Terminal]]


def afflicted_relays(
    wires: Wires,
    disputed: frozenset[Terminal],
    clock: Clock,
    *,
    deaf: frozenset[Terminal],
) -> Afflicted:
    """Return the relays behind each problem that relays can have.

    One that did not close is lost until it does, also while it is not called. One that
    others moved is disputed until it has held.
    """
    unsteady = unsteady_relays(wires.slips)
    lost = lost_relays(wires.board, wires.pending, clock)
    return {
        Problem.RELAY_LOST: lost | (deaf - unsteady),
        Problem.RELAY_STUCK: stuck_relays(wires.board, wires.pending, clock),
        Problem.RELAY_DISPUTED: disputed | unsteady,
    }


SEEN_FOR: Some[Problem, timedelta] = {
    Problem.WRONG_VALVE: timedelta(minutes=12),
    Problem.NO_ANSWER: timedelta(minutes=12),
}
"""How long a sign has to be seen to be a problem: a defrost shows the same for less."""


SHOWN: Some[Verdict, Problem] = {
    Verdict.DEAD: Problem.NO_ANSWER,
    Verdict.COOLS: Problem.WRONG_VALVE,
}
"""What the house has shown, in hours of comparing: no defrost looks like that."""


def proven_problems(
    signs: Mapping[Problem, datetime], situation: Situation
) -> dict[Problem, datetime]:
    """Return what is wrong beyond doubt, and since when."""
    shown = SHOWN.get(situation.state.response.verdict)
    return {
        problem: since
        for problem, since in signs.items()
        if problem is shown
        or situation.clock.expired(since, SEEN_FOR.get(problem, timedelta()))
    }


def advance(
    signs: Mapping[Problem, datetime], situation: Situation, relays: Afflicted
) -> dict[Problem, datetime]:
    """Return what seems to be wrong now, and since when."""
    is_missing = situation.seen.is_outdoor_expected and situation.outdoor is None
    senses = situation.state.senses
    is_telling = not situation.is_defrosting
    shown = SHOWN.get(situation.state.response.verdict)
    is_present: Mapping[Problem, bool] = {
        Problem.ROOM_SENSOR_LOST: _is_room_missed(situation),
        Problem.ROOM_SENSOR_DOUBTED: bool(senses.doubted),
        Problem.OTHER_ROOM_SENSOR_LOST: bool(silent_rooms(situation)),
        Problem.OUTDOOR_SENSOR_LOST: is_missing,
        Problem.OUTDOOR_SENSOR_DOUBTED: bool(senses.outdoor_sensor.lasting_doubt),
        Problem.FREEZING: situation.state.guards.is_freezing,
        Problem.UNKNOWN_UNIT: bool(situation.seen.unknown_units),
        Problem.RELAY_LOST: bool(relays.get(Problem.RELAY_LOST)),
        Problem.RELAY_STUCK: bool(relays.get(Problem.RELAY_STUCK)),
        Problem.RELAY_DISPUTED: bool(relays.get(Problem.RELAY_DISPUTED)),
        Problem.WRONG_VALVE: is_telling and health.has_wrong_valve(situation),
        Problem.FAULT_SIGNAL: bool(situation.seen.has_fault),
        Problem.NO_ANSWER: is_telling and _is_unanswered(signs, situation),
        Problem.NO_HEAT: effort.shows_no_heat(situation),
        Problem.OWN_FAULT: False,  # It is told by what cannot be decided.
    }
    return {
        problem: signs.get(problem, situation.clock.now)
        for problem, is_wrong in is_present.items()
        if is_wrong or problem is shown
    }


def _is_unanswered(signs: Mapping[Problem, datetime], situation: Situation) -> bool:
    """Return whether the machine does not answer, as far as it can show that.

    While it is on trial, rest and the first hour after it show nothing: what it showed
    before stands.
    """
    if health.does_not_answer(situation):
        return True
    is_tried = situation.state.response.phase is not Phase.WATCHING
    was_seen = Problem.NO_ANSWER in signs
    return was_seen and is_tried and not health.may_answer(situation)


def silent_rooms(situation: Situation) -> frozenset[str]:
    """Return the room sensors that are silent beside the room's own, by name.

    One that is doubted is told as that.
    """
    return frozenset(
        name
        for name, sensor in situation.state.senses.rooms.items()
        if name != ROOM and not sensor.lasting_doubt
        if _is_silent(sensor, situation.clock, is_believed=name in situation.believed)
    )


def _is_room_missed(situation: Situation) -> bool:
    """Return whether the room's own sensor is silent, or only says what is no room."""
    sensor, is_lost = situation.state.senses.room, situation.is_room_sensor_lost
    only_babbles = is_lost and sensor.lost_since is None
    is_silent = _is_silent(sensor, situation.clock, is_believed=not is_lost)
    return is_silent or only_babbles


def _is_silent(sensor: RoomSensor, clock: Clock, *, is_believed: bool) -> bool:
    """Return whether what a sensor said does not count, or it has long been gone.

    One that never spoke may still be starting.
    """
    gone, has_spoken = sensor.lost_since, sensor.reading is not None
    is_gone = gone is not None and clock.expired(gone, GONE_FOR)
    return is_gone or (has_spoken and not is_believed)


def lasting_problems(
    problems: Mapping[Problem, datetime], situation: Situation
) -> frozenset[Problem]:
    """Return the problems that have lasted long enough to bother somebody."""
    outdoor = situation.outdoor
    is_cold = outdoor is not None and outdoor < COLD_OUTDOORS
    patience = {**BOTHERS_AFTER, **IN_THE_COLD} if is_cold else BOTHERS_AFTER
    return frozenset(
        problem
        for problem, since in problems.items()
        if situation.clock.expired(since, patience[problem])
    )
