"""What frost costs: the published figures, and no step anywhere."""

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.frosting import (
    excess_moisture,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.frost import (
    NO_DEGRADATION,
    defrost_fraction,
    degradation,
    degradation_by_humidity,
    degradation_by_temperature,
    onset_of_frost,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit


@pytest.mark.parametrize(
    ("outdoor", "humidity", "left", "fraction"),
    [
        (2, 60, 0.00052, 0.035),
        (2, 80, 0.00139, 0.088),
        (2, 95, 0.00205, 0.124),
        (0, 80, 0.00120, 0.077),
        (-5, 80, 0.00082, 0.054),
        (-8.3, 80, 0.00063, 0.042),
        (-15, 80, 0.00036, 0.024),
    ],
)
def test_water_left_on_the_coil_and_time_in_defrost(
    outdoor: float, humidity: float, left: float, fraction: float
) -> None:
    at = Celsius(outdoor)
    assert excess_moisture(at, humidity, None) == pytest.approx(left, abs=1e-5)
    assert defrost_fraction(at, humidity) == pytest.approx(fraction, abs=1e-3)


@pytest.mark.parametrize(
    ("outdoor", "humidity", "ratio"),
    [(2, 60, 0.896), (2, 95, 0.837), (-5, 80, 0.879), (-15, 80, 0.897)],
)
def test_cop_that_humid_air_leaves(
    outdoor: float, humidity: float, ratio: float
) -> None:
    """A machine of 10 kW that delivers 8 kW at a COP of 3 without frost."""
    frost = degradation_by_humidity(Celsius(outdoor), humidity)
    capacity = 8 * frost.capacity - 10 * frost.drawn
    power = 8 / 3 * frost.power + 10 * frost.spent
    assert capacity / power / 3 == pytest.approx(ratio, abs=1e-3)


@pytest.mark.parametrize(
    ("outdoor", "ratio"),
    [
        *((47, 1.0), (45, 1.0), (40, 0.979), (35, 0.956), (30, 0.933)),
        *((25, 0.910), (20, 0.887), (17, 0.877), (5, 0.877)),
    ],
)
def test_cop_that_air_of_unknown_humidity_leaves(outdoor: float, ratio: float) -> None:
    frost = degradation_by_temperature(fahrenheit(outdoor))
    assert frost.capacity / frost.power == pytest.approx(ratio, abs=1e-3)


@pytest.mark.parametrize(
    ("outdoor", "set_in"), [(8, 0), (6, 0), (5, 0.5), (4, 1), (-20, 1)]
)
def test_frost_sets_in_gradually(outdoor: float, set_in: float) -> None:
    assert onset_of_frost(Celsius(outdoor)) == set_in


def test_mild_air_costs_nothing() -> None:
    assert degradation_by_humidity(Celsius(7), 100) == NO_DEGRADATION


def test_dry_air_leaves_hardly_any_frost() -> None:
    assert defrost_fraction(Celsius(-10), 10) < 1e-4


def test_humidity_is_used_where_it_is_known() -> None:
    at = Celsius(-3)
    assert degradation(at, 85) == degradation_by_humidity(at, 85)
    assert degradation(at, None) == degradation_by_temperature(at)
