"""The benchmark of faults: what its sensors say, what it wants, and how it tells.

A part of its table is lived through, another with another `SEED`; all with `STRIDE=1`.
"""

from datetime import timedelta
import os
from typing import Final

import pytest

from benchmarks.trouble.bounds import (
    OVER,
    RIGHT_WAY,
    UNTOLD,
    Bound,
    at_least,
    at_most,
    told_within,
)
from benchmarks.trouble.cases import CASES, Case
from benchmarks.trouble.faults import (
    DEAD_UNIT,
    Look,
    Sensor,
    coarse,
    dead,
    frozen,
    healthy,
    in_a_draught,
    off_by,
    silent,
    stuck,
    stuck_once,
    wandering,
)
from benchmarks.trouble.home import MACHINES, Minute, Premise
from benchmarks.trouble.table import row
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import Y1, O
from .rig import NOON, celsius, minutes

STRIDE: Final = int(os.environ.get("STRIDE", "13"))
SEED: Final = int(os.environ.get("SEED", "0"))
DRAWN: Final = CASES[SEED % STRIDE :: STRIDE]

EARLIER = Reading(celsius(20.1), NOON - minutes(1))
LOST = frozenset({Problem.ROOM_SENSOR_LOST})


def said(value: float) -> Reading:
    return Reading(celsius(value), NOON)


@pytest.mark.parametrize(
    ("sensor", "since", "says"),
    [
        (healthy, 5, said(19.7)),
        (dead, 5, None),
        (silent, 5, EARLIER),
        (frozen, 5, said(20.1)),
        (stuck(0.0), 5, said(0.0)),
        (stuck(85.0), 5, None),
        (stuck_once(0.0), 0, said(0.0)),
        (stuck_once(0.0), 5, EARLIER),
        (wandering(5.0, 2.0, 1.0), 0, said(7.0)),
        (wandering(5.0, 2.0, 1.0), 15, said(5.0)),
        (wandering(5.0, 2.0, 1.0), 30, said(3.0)),
        (off_by(-4.0), 5, said(15.7)),
        (in_a_draught, 20, said(5.0)),
        (in_a_draught, 90, said(19.7)),
        (coarse, 5, EARLIER),
    ],
)
def test_what_a_sensor_says(sensor: Sensor, since: int, says: Reading | None) -> None:
    assert sensor(Look(19.71, EARLIER, NOON, minutes(since))) == says


def minute(
    hour: float,
    room: float = 20.0,
    *,
    mode: Mode = Mode.HEAT,
    told: frozenset[Problem] = frozenset(),
) -> Minute:
    """Return a minute in which the compressor cools."""
    on = frozenset({Y1, O})
    return Minute(hour=hour, room=room, on=on, mode=mode, problems=told, repairs=told)


@pytest.mark.parametrize(
    ("bound", "story", "holds"),
    [
        (at_least(18), [minute(0, 17)], False),
        (at_least(18, after=1), [minute(0, 17), minute(1, 19)], True),
        (at_most(25), [minute(0, 26)], False),
        (told_within(1), [minute(0), minute(2, told=LOST)], False),
        (told_within(2), [minute(0), minute(2, told=LOST)], True),
        (UNTOLD, [minute(0, told=LOST), minute(1)], False),
        (OVER, [minute(0, told=LOST), minute(1)], True),
        (RIGHT_WAY, [minute(0)], False),
        (RIGHT_WAY, [minute(0, mode=Mode.COOL)], True),
    ],
)
def test_what_is_wanted(bound: Bound, story: list[Minute], holds: bool) -> None:
    assert bound.holds(story) is holds


@pytest.mark.slow
def test_a_dead_outdoor_unit_draws_nothing_and_the_strips_heat() -> None:
    premise = Premise(mean=-5.0, days=0)
    case = Case("dead", premise, DEAD_UNIT, 6, (at_least(15), at_least(30)))
    before, after, story = case.live()
    assert len(story) == timedelta(hours=6) / minutes(1)
    assert after.house.heat_pump_kwh < 1 < after.backup_kwh
    assert before.backup_kwh == 0
    assert "FAIL at least 30 °C" in row(case, before, after, story)


def test_each_case_has_its_name() -> None:
    rows = [(c.name, c.premise.house, c.premise.machine) for c in CASES]
    assert len({*rows}) == len(rows)


def _named(case: Case) -> str:
    return f"{case.name}, {case.premise.house}, {case.premise.machine}"


@pytest.mark.slow
@pytest.mark.parametrize("case", DRAWN, ids=_named)
def test_what_is_wanted_comes_true(case: Case) -> None:
    """Whatever fails, the house is as warm as the table wants, and somebody knows."""
    *_, story = case.live()
    assert [bound.text for bound in case.wanted if not bound.holds(story)] == []


def test_every_machine_has_its_rows() -> None:
    assert {case.premise.machine for case in CASES} == {*MACHINES}
