"""What heat is drawn from."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Source
from custom_components.heat_pump_thermostat.engine.heat_pump.sources import (
    Twin,
    better_source,
    entering_temperature,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit


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
    ("now", "air", "ground", "better"),
    [
        pytest.param(Twin.AIR, 5.1, 6.0, Twin.AIR, id="air: not yet colder"),
        pytest.param(Twin.AIR, 5.0, 6.0, Twin.GROUND, id="air: a degree colder"),
        pytest.param(Twin.GROUND, 6.9, 6.0, Twin.GROUND, id="ground: not yet warmer"),
        pytest.param(Twin.GROUND, 7.0, 6.0, Twin.AIR, id="ground: a degree warmer"),
        pytest.param(Twin.AIR, 2.9, -1.0, Twin.GROUND, id="frost, cold ground"),
        pytest.param(Twin.GROUND, 5.0, -1.0, Twin.AIR, id="mild, cold ground"),
        pytest.param(Twin.GROUND, 9.0, 14.0, Twin.AIR, id="mild, warm ground"),
        pytest.param(Twin.GROUND, None, 6.0, Twin.GROUND, id="air unknown"),
        pytest.param(Twin.AIR, -9.0, None, Twin.AIR, id="ground unknown"),
    ],
)
def test_twin_sources(
    now: Twin, air: Celsius | None, ground: Celsius | None, better: Twin
) -> None:
    assert better_source(now, air, ground) is better


def test_twin_sources_change_between_forty_and_fifty_fahrenheit() -> None:
    for ground in range(-5, 20):
        at = (Celsius(ground),)
        assert better_source(Twin.AIR, fahrenheit(35), *at) is Twin.GROUND
        assert better_source(Twin.GROUND, fahrenheit(50), *at) is Twin.AIR
