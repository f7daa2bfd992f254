"""Hours after it was installed, with nothing learned nor rated, strips are rare."""

from dataclasses import replace
from math import cos, pi
from typing import Final

import pytest

from benchmarks.simulation.houses import HOUSES
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Ratings

from .storey import OWN, House

ORDINARY: Final = ("0.5K/10min", "0.5K-change", "1F/5min", "1F-change", "lag")
"""Sensors as households have them."""
WARMEST_AT: Final = 15


@pytest.mark.slow
@pytest.mark.parametrize("sensor", ORDINARY)
@pytest.mark.parametrize(
    ("house", "mean", "swing", "most"),
    [("typical", 1.0, 3.0, 10), ("light", 0.0, 4.0, 20)],
)
def test_auxiliary_heat_hardly_runs_on_the_first_day(
    house: str, mean: float, swing: float, most: int, sensor: str
) -> None:
    home = House(apart={OWN: 0.0}, sensors={OWN: sensor}, design=HOUSES[house])
    unrated = replace(home.bench.settings.machine, ratings=Ratings())
    home.bench.adjust(lambda now: replace(now, machine=unrated))
    for quarter in range(28 * 4):
        hour = 12 + quarter / 4
        home.outdoors = round(mean + swing * cos((hour - WARMEST_AT) * pi / 12), 1)
        home.live(0.25)
    assert len([minute for minute in home.aux if minute >= 4 * 60]) <= most
