"""Typical machines and typical sources."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.presets import (
    entering_temperature,
    typical_points,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius


@pytest.mark.parametrize(
    ("source", "outdoor", "sensed", "at"),
    [
        pytest.param(Source.AIR, -3, None, -3, id="outdoor air"),
        pytest.param(Source.AIR, -3, 9, -3, id="a sensor in the ground beside it"),
        pytest.param(Source.AIR, None, None, None, id="nothing known of the air"),
        pytest.param(Source.GROUND, -3, 1, 1, id="a sensor in the brine"),
        pytest.param(Source.GROUND, -3, None, 5, id="usual brine"),
        pytest.param(Source.WATER, None, None, 10, id="usual water"),
        pytest.param(Source.EXHAUST_AIR, None, None, 20, id="usual exhaust air"),
    ],
)
def test_where_heat_enters(
    source: Source, outdoor: float | None, sensed: float | None, at: float | None
) -> None:
    air = None if outdoor is None else Celsius(outdoor)
    sensor = None if sensed is None else Celsius(sensed)
    assert entering_temperature(source, air, sensor) == at


@pytest.mark.parametrize(
    "ratings",
    [
        *(Ratings(machine_type=machine_type) for machine_type in MachineType),
        *(Ratings(source=source) for source in Source),
    ],
    ids=lambda ratings: f"{ratings.source}, {ratings.machine_type}",
)
def test_the_warmer_the_source_the_more_heat_for_less_work(ratings: Ratings) -> None:
    points = typical_points(ratings)
    capacities = [point.capacity for point in points]
    cops = [point.cop for point in points]
    assert capacities == sorted(capacities)
    assert cops == sorted(cops)
