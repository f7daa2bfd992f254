"""A machine that is too small for the weather runs through, whatever the sensor.

It has no surplus to stop on: strips are a share beside it. Nothing is rated or learned,
but where an inverter is rated for less than it is believed to give.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import cos, pi
from random import Random
from typing import Final

import pytest

from benchmarks.simulation.houses import HOUSES, with_two_stages
from benchmarks.simulation.sensors import KINDS
from benchmarks.simulation.thermostats import settings_of
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Ratings,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend

from .invariants import Y1
from .storey import OWN, House

pytestmark = pytest.mark.slow

PERFECT: Final = "perfect"
LOST_IN_SILENCE: Final = {"0.5K-change", "1F-change"}
"""A room that stands is not told of for hours: then it is heated by duty."""
SENSORS: Final = sorted({*KINDS} - LOST_IN_SILENCE - {PERFECT})
HOURS: Final = 20


@dataclass(frozen=True)
class Spell:
    """What became of a house in a cold spell."""

    starts: int
    strips: float
    """kWh"""
    cold: float
    """K·h below the setpoint by more than half a kelvin."""


def set_in(
    house: str, ratings: Ratings, *, stages: int = 1, sensor: str = PERFECT
) -> House:
    """Return a house whose machine is known by these ratings."""
    design = HOUSES[house] if stages == 1 else with_two_stages(HOUSES[house])
    home = House(apart={OWN: 0.0}, sensors={OWN: sensor}, design=design)
    machine = replace(home.bench.settings.machine, ratings=ratings)
    home.bench.adjust(lambda now: replace(now, machine=machine))
    return home


def spell(home: House, mean: float) -> Spell:
    """Return what becomes of a house in such cold."""
    runs = []
    for minute in range(HOURS * 60):
        home.outdoors = round(mean + 4 * cos((minute / 60 - 15) * pi / 12), 1)
        home.live(1 / 60)
        runs.append(Y1 in home.bench.on)
    return Spell(
        starts=sum(now and not before for before, now in pairwise(runs)),
        strips=home.house.aux_kwh,
        cold=sum(max(0.0, 19.5 - rooms[OWN]) for rooms in home.log) / 60,
    )


@cache
def lived(house: str, stages: int, mean: float, sensor: str) -> Spell:
    return spell(set_in(house, Ratings(), stages=stages, sensor=sensor), mean)


def drawn(seed: int) -> tuple[str, int, float]:
    """Return a house, how many stages its machine has, and how cold the days are."""
    random = Random(seed)  # noqa: S311
    return random.choice(sorted(HOUSES)), random.choice((1, 2)), -random.uniform(10, 14)


@pytest.mark.parametrize(
    ("house", "stages", "mean", "sensor"),
    [
        pytest.param(
            "light", 2, -10.0, "held", id="an old measurement again and again"
        ),
        *((*drawn(number // 2), sensor) for number, sensor in enumerate(SENSORS)),
    ],
)
def test_a_short_machine_runs_through_whatever_the_sensor(
    house: str, stages: int, mean: float, sensor: str
) -> None:
    found = lived(house, stages, mean, sensor)
    best = lived(house, stages, mean, PERFECT)
    assert found.starts <= best.starts + 3
    assert found.strips <= 1.06 * best.strips + 2
    assert found.cold <= best.cold + 1.5


@pytest.mark.parametrize("house", ["typical", "light"])
def test_strips_beside_the_second_stage_cost_no_more_than_beside_the_only_one(
    house: str,
) -> None:
    """A first stage that finished what strips began would lose what they brought."""
    both, only = (lived(house, stages, -12.0, PERFECT) for stages in (2, 1))
    assert both.strips <= 1.06 * only.strips
    assert both.cold <= only.cold + 1


def lived_at(house: str, mean: float, speed: Speed) -> Spell:
    """Return what becomes of a learned house whose inverter was tested at a speed.

    It gives what its datasheet says, and never more.
    """
    design = HOUSES[house]
    known = settings_of(design).machine.ratings
    points = tuple(replace(point, speed=speed) for point in known.heating)
    inverts = MachineType.VARIABLE_SPEED
    home = set_in(house, replace(known, heating=points, machine_type=inverts))
    loss = (design.air_loss + design.wall_loss) / 1000
    line = LineSums().plus(5, 2 * loss, 20).plus(25, 22 * loss, 20)
    home.bench.learn(envelope=Envelope(Trend(line, days=40)))
    return spell(home, mean)


@pytest.mark.parametrize("house", sorted(HOUSES))
@pytest.mark.parametrize("mean", [-4.0, -8.0])
def test_a_reserve_that_is_not_there_leaves_no_house_cold(
    house: str, mean: float
) -> None:
    """An inverter that is rated low is believed to give more at its maximum."""
    believed, told = (
        lived_at(house, mean, speed) for speed in (Speed.RATED, Speed.MAXIMUM)
    )
    assert believed.cold <= told.cold + 0.2
    assert believed.strips <= told.strips + 2
