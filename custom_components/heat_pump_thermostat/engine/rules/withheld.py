"""Which problems withhold heat, or have other heat paid for, already now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..board import Side, Terminal
from ..situation import Situation
from ..tables import Some
from ..units import Celsius
from ..vocabulary import Problem, Reason
from ..wishes import HEATING_MODES

AT_ONCE: Final = timedelta()
SENSOR_STARTS: Final = timedelta(minutes=5)
"""A sensor may start as long as a compressor has to rest after a start anyway."""

OF_LOST_RELAY: Final[Some[Problem, timedelta]] = dict.fromkeys(
    (Problem.RELAY_LOST, Problem.RELAY_STUCK, Problem.RELAY_DISPUTED), AT_ONCE
)
OF_LOST_ROOM: Final[Some[Problem, timedelta]] = {
    Problem.ROOM_SENSOR_LOST: SENSOR_STARTS,
    Problem.ROOM_SENSOR_DOUBTED: AT_ONCE,
}
OF_DEAD_COMPRESSOR: Final[Some[Problem, timedelta]] = dict.fromkeys(
    (Problem.NO_ANSWER, Problem.NO_HEAT), AT_ONCE
)
OF_FAULT: Final[Some[Problem, timedelta]] = {Problem.FAULT_SIGNAL: AT_ONCE}
BEHIND: Some[Reason, Mapping[Problem, timedelta]] = {
    Reason.RELAY_LOST: OF_LOST_RELAY,
    Reason.ROOM_SENSOR_LOST: OF_LOST_ROOM,
    Reason.BLIND_HEAT: OF_LOST_ROOM,
    Reason.FAULT_SIGNAL: OF_FAULT,
    Reason.COMPRESSOR_DEAD: OF_DEAD_COMPRESSOR,
    Reason.COMPRESSOR_COMPARED: OF_DEAD_COMPRESSOR,
    Reason.SENSOR_COMPARED: OF_DEAD_COMPRESSOR,
}
"""For which problems heat may be missing, or be paid for; and how long they may last.
"""

HEATED_BELOW: Final = Celsius(15)
"""Outdoors; a house seldom needs heat in warmer weather."""


def is_heating_weather(outdoor: Celsius | None, side: Side) -> bool:
    """Return whether a house may need heat; by its side where nobody knows."""
    return side is Side.HEAT if outdoor is None else outdoor < HEATED_BELOW


def costly_problems(
    problems: Mapping[Problem, datetime], reason: Reason, situation: Situation
) -> frozenset[Problem]:
    """Return the problems behind a reason for which heat is missing or paid for."""
    is_costly = (
        _lacks_compressor(situation)
        if reason is Reason.RELAY_LOST
        else _may_need_heat(situation)
    )
    return frozenset(
        problem
        for problem, patience in BEHIND.get(reason, {}).items()
        if is_costly and problem in problems
        if situation.clock.expired(problems[problem], patience)
    )


def _lacks_compressor(situation: Situation) -> bool:
    """Return whether it is off, or something else heats in its place.

    One that does not answer may still run.
    """
    board = situation.board
    return board.is_backup_on or not board.is_possibly_on(Terminal.Y1)


def _may_need_heat(situation: Situation) -> bool:
    may_heat = situation.wishes.mode in HEATING_MODES
    return may_heat and is_heating_weather(situation.outdoor, situation.side)
