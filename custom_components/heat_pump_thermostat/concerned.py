"""Whom a problem is about: the entities behind it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry

from .configuration.entry import data_of
from .const import CONF_OUTDOOR_TEMPERATURE, CONF_ROOM_TEMPERATURE, CONF_TERMINALS
from .engine.board import VALVE, Terminal
from .engine.decision import Decision
from .engine.observation import Observation
from .engine.vocabulary import Problem

type Troubles = Mapping[Problem, tuple[str, ...]]
"""What is wrong, and the entities that it concerns."""


@dataclass(frozen=True, slots=True)
class Case:
    """One problem of a decision: what it rests on, and what is wired there."""

    problem: Problem
    data: Mapping[str, Any]
    decision: Decision
    seen: Observation


type Concern = Callable[[Case], Iterable[str]]
"""Which entities a problem concerns."""


def _chosen(key: str) -> Concern:
    """Return what names the sensor that was chosen for something, if one was."""
    return lambda case: filter(None, [case.data.get(key)])


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
    Problem.ROOM_SENSOR_LOST: _chosen(CONF_ROOM_TEMPERATURE),
    Problem.OUTDOOR_SENSOR_LOST: _chosen(CONF_OUTDOOR_TEMPERATURE),
    Problem.UNKNOWN_UNIT: lambda case: sorted(case.seen.unknown_units),
    Problem.RELAY_LOST: _relays,
    Problem.RELAY_STUCK: _relays,
    Problem.RELAY_DISPUTED: _relays,
    Problem.WRONG_VALVE: _valve,
    Problem.NO_ANSWER: _nobody,
    Problem.OWN_FAULT: _nobody,
}


def troubles_of(
    entry: ConfigEntry[Any], decision: Decision, seen: Observation
) -> Troubles:
    """Return what is wrong, each with the entities concerned, always in one order."""
    data = data_of(entry)
    return {
        problem: tuple(CONCERNS[problem](Case(problem, data, decision, seen)))
        for problem in Problem
        if problem in decision.problems
    }
