"""Water in air, against the tables of steam and ice."""

from collections.abc import Callable

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.air import (
    humidity_ratio,
    moisture,
    moisture_at_coil,
    saturation_over_ice,
    saturation_over_water,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius


@pytest.mark.parametrize(
    ("saturation", "temperature", "pascals"),
    [
        pytest.param(saturation_over_water, 0, 611.2, id="freezing"),
        pytest.param(saturation_over_water, 20, 2339, id="room"),
        pytest.param(saturation_over_water, -10, 286.5, id="supercooled"),
        pytest.param(saturation_over_ice, 0, 611.2, id="ice at freezing"),
        pytest.param(saturation_over_ice, -10, 259.9, id="ice"),
        pytest.param(saturation_over_ice, -20, 103.2, id="cold ice"),
    ],
)
def test_saturation_pressure(
    saturation: Callable[[Celsius], float], temperature: float, pascals: float
) -> None:
    assert saturation(Celsius(temperature)) == pytest.approx(pascals, rel=0.004)


def test_half_saturated_room_air_holds_seven_grams() -> None:
    assert moisture(Celsius(20), 50) == pytest.approx(0.00726, rel=0.005)


def test_thin_air_holds_more_water_per_kilogram() -> None:
    assert humidity_ratio(1000, 80_000) > humidity_ratio(1000)


@pytest.mark.parametrize(
    ("coil", "kept"),
    [
        pytest.param(-10, humidity_ratio(259.9), id="frosted"),
        pytest.param(5, humidity_ratio(872.6), id="wet"),
    ],
)
def test_air_leaves_a_coil_saturated(coil: float, kept: float) -> None:
    assert moisture_at_coil(Celsius(coil)) == pytest.approx(kept, rel=0.004)
