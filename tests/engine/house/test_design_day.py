"""What the coldest day asks for."""

import pytest

from custom_components.heat_pump_thermostat.engine.house.design_day import (
    TON,
    design_day,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius


def test_the_day_that_a_house_has_to_be_ready_for() -> None:
    found = design_day(lambda t: 0.3 * (17 - t), lambda _: 5.3, Celsius(-20))
    assert found is not None
    assert found.needed == pytest.approx(11.1)
    assert found.needed_tons == pytest.approx(3.156, abs=0.001)
    assert found.capacity_tons == pytest.approx(5.3 / 3.517, abs=0.001)
    assert found.backup == pytest.approx(5.8)


def test_a_heat_pump_that_suffices_needs_no_backup() -> None:
    found = design_day(lambda _: 5.0, lambda _: 6.0, Celsius(-20))
    assert found is not None
    assert found.backup == 0


def test_no_design_day_without_a_capacity() -> None:
    assert design_day(lambda _: 5.0, lambda _: None, Celsius(-50)) is None


def test_a_ton_is_twelve_thousand_btu_an_hour() -> None:
    assert pytest.approx(3.517, abs=0.0005) == TON
