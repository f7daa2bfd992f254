"""Whom a problem is about: the entities behind it, and why sensors are doubted."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .configuration.entry import outdoor_sources
from .const import CONF_ROOM_TEMPERATURE, CONF_TERMINALS
from .engine.board import VALVE, Terminal
from .engine.decision import Decision
from .engine.observation import Observation
from .engine.tables import Some
from .engine.vocabulary import Problem
from .rooms import room_names

type Troubles = Mapping[Problem, tuple[str, ...]]
"""What is wrong, and the entities that it concerns."""


@dataclass(frozen=True, slots=True)
class Case:
    """One problem of a decision: what it rests on, and what is wired there."""

    problem: Problem
    data: Mapping[str, Any]
    options: Mapping[str, Any]
    """What is in force of each section."""
    decision: Decision
    seen: Observation


type Concern = Callable[[Case], Iterable[str]]
"""Which entities a problem concerns."""


def _room_sensor(case: Case) -> Iterable[str]:
    """Return the room's own sensor."""
    return filter(None, [case.data.get(CONF_ROOM_TEMPERATURE)])


def _outdoor_sensor(case: Case) -> Iterable[str]:
    """Return the outdoor sensor, or what takes its place where there is none."""
    return outdoor_sources(case.data, case.options)[:1]


def _fault_signal(case: Case) -> Iterable[str]:
    """Return what signals the machine's faults."""
    return filter(None, [case.options["sensors"].get("fault_signal")])


def _doubted_rooms(case: Case) -> Iterable[str]:
    """Return the room sensors that are not believed."""
    return _sensors_of(case, case.decision.state.senses.doubted)


def _silent_rooms(case: Case) -> Iterable[str]:
    """Return the room sensors that are silent beside the room's own."""
    return _sensors_of(case, case.decision.silent)


def _sensors_of(case: Case, names: Collection[str]) -> list[str]:
    rooms = room_names(case.data, case.options)
    return [entity for entity, name in rooms.items() if name in names]


def _relays(case: Case) -> Iterable[str]:
    """Return the relays that have the problem."""
    return _wired(case, sorted(case.decision.afflicted.get(case.problem, ())))


def _valve(case: Case) -> Iterable[str]:
    """Return the relays of the reversing valve."""
    return _wired(case, VALVE)


def _wired(case: Case, terminals: Iterable[Terminal]) -> list[str]:
    relays: Mapping[str, str] = case.data[CONF_TERMINALS]
    return [relays[terminal] for terminal in terminals if terminal in relays]


def _nobody(_case: Case) -> Iterable[str]:
    """Return no entity: it is about the machine, or about the thermostat."""
    return ()


CONCERNS: Mapping[Problem, Concern] = {
    Problem.ROOM_SENSOR_LOST: _room_sensor,
    Problem.ROOM_SENSOR_DOUBTED: _doubted_rooms,
    Problem.OTHER_ROOM_SENSOR_LOST: _silent_rooms,
    Problem.OUTDOOR_SENSOR_LOST: _outdoor_sensor,
    Problem.OUTDOOR_SENSOR_DOUBTED: _outdoor_sensor,
    Problem.FREEZING: _nobody,
    Problem.UNKNOWN_UNIT: lambda case: sorted(case.seen.unknown_units),
    Problem.RELAY_LOST: _relays,
    Problem.RELAY_STUCK: _relays,
    Problem.RELAY_DISPUTED: _relays,
    Problem.WRONG_VALVE: _valve,
    Problem.FAULT_SIGNAL: _fault_signal,
    Problem.NO_ANSWER: _nobody,
    Problem.NO_HEAT: _nobody,
    Problem.OWN_FAULT: _nobody,
}


def troubles_of(
    data: Mapping[str, Any],
    options: Mapping[str, Any],
    decision: Decision,
    seen: Observation,
) -> Troubles:
    """Return what is wrong, each with the entities concerned, always in one order."""
    wrong = decision.problems
    return {
        problem: tuple(CONCERNS[problem](Case(problem, data, options, decision, seen)))
        for problem in (Problem if wrong else ())
        if problem in wrong
    }


type Doubts = Some[Problem, tuple[str, ...]]
"""Why sensors are not believed: the keys of the words that tell it."""


def doubts_of(decision: Decision) -> Doubts:
    """Return why sensors are not believed, by the problem that this is."""
    senses = decision.state.senses
    rooms = filter(None, (room.lasting_doubt for room in senses.rooms.values()))
    outdoor = senses.outdoor_sensor.lasting_doubt
    doubts = {
        Problem.ROOM_SENSOR_DOUBTED: [f"room_{each}" for each in rooms],
        Problem.OUTDOOR_SENSOR_DOUBTED: [f"outdoor_{outdoor}"] if outdoor else [],
    }
    return {problem: tuple(dict.fromkeys(keys)) for problem, keys in doubts.items()}
