"""Typical machines."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.presets import (
    Valve,
    likely_valve,
    typical_points,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Ratings,
    Source,
)


@pytest.mark.parametrize(
    "ratings",
    [
        Ratings(machine_type=MachineType.SINGLE_SPEED),
        Ratings(machine_type=MachineType.TWO_STAGE),
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


@pytest.mark.parametrize(
    ("latitude", "valve"),
    [
        pytest.param(41.9, Valve.O, id="Chicago"),
        pytest.param(-43.5, Valve.O, id="Christchurch"),
        pytest.param(25.8, Valve.B, id="Miami"),
        pytest.param(0.0, Valve.B, id="the equator"),
        pytest.param(None, None, id="nowhere"),
    ],
)
def test_the_likely_valve(latitude: float | None, valve: Valve | None) -> None:
    assert likely_valve(latitude) is valve
