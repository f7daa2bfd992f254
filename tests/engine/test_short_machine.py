"""A machine that is too small for the weather runs through, whatever the sensor.

It has no surplus to stop on: strips are a share beside it. Nothing is rated or learned.
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
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Ratings

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


@cache
def lived(house: str, stages: int, mean: float, sensor: str) -> Spell:
    design = HOUSES[house] if stages == 1 else with_two_stages(HOUSES[house])
    home = House(apart={OWN: 0.0}, sensors={OWN: sensor}, design=design)
    unrated = replace(home.bench.settings.machine, ratings=Ratings())
    home.bench.adjust(lambda now: replace(now, machine=unrated))
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
