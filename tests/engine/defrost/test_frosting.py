"""Frost grows where the air holds more water than it can keep at the coil."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.air import (
    moisture,
    moisture_at_coil,
    saturation,
)
from custom_components.heat_pump_thermostat.engine.defrost.frosting import (
    FULL_EXPOSURE,
    excess_moisture,
    exposure_after_heating,
    exposure_after_melting,
    frosting_rate,
    usual_coil_temperature,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("air", "pressure"),
    [
        pytest.param(-20, 103.2, id="over ice, -20 °C"),
        pytest.param(-10, 259.9, id="over ice, -10 °C"),
        pytest.param(0, 611.2, id="at the ice point"),
        pytest.param(20, 2339, id="over water, 20 °C"),
    ],
)
def test_saturated_vapour_has_the_pressure_of_the_steam_tables(
    air: float, pressure: float
) -> None:
    assert saturation(Celsius(air)) == pytest.approx(pressure, rel=0.005)


def test_air_holds_what_psychrometric_charts_say() -> None:
    assert moisture(Celsius(20), 50) == pytest.approx(0.00726, rel=0.005)
    assert moisture_at_coil(Celsius(0)) == pytest.approx(0.00377, rel=0.005)


def test_a_hygrometer_out_of_its_range_is_taken_at_its_end() -> None:
    assert moisture(Celsius(0), 130) == moisture(Celsius(0), 100)
    assert moisture(Celsius(0), -5) == 0


ON_DEMAND = [
    pytest.param(2, 60, 0.00052, id="2 °C, 60 %"),
    pytest.param(2, 80, 0.00139, id="2 °C, 80 %"),
    pytest.param(2, 95, 0.00205, id="2 °C, 95 %"),
    pytest.param(0, 80, 0.00120, id="0 °C, 80 %"),
    pytest.param(-5, 80, 0.00082, id="-5 °C, 80 %"),
    pytest.param(-8.3, 80, 0.00063, id="-8.3 °C, 80 %"),
    pytest.param(-15, 80, 0.00036, id="-15 °C, 80 %"),
]


@pytest.mark.parametrize(("outdoor", "humidity", "ratio"), ON_DEMAND)
def test_it_agrees_with_the_on_demand_defrost_model(
    outdoor: float, humidity: float, ratio: float
) -> None:
    found = excess_moisture(Celsius(outdoor), humidity, None)
    assert found == pytest.approx(ratio, abs=1.5e-5)


def test_without_a_hygrometer_winter_air_is_humid() -> None:
    assert excess_moisture(Celsius(0), None, None) == excess_moisture(
        Celsius(0), 80, None
    )


def test_a_coil_sensor_says_better_than_the_model_how_cold_it_is() -> None:
    usual = usual_coil_temperature(Celsius(0))
    assert excess_moisture(Celsius(0), 80, usual) == excess_moisture(
        Celsius(0), 80, None
    )
    assert excess_moisture(Celsius(0), 80, Celsius(-20)) > excess_moisture(
        Celsius(0), 80, usual
    )


@pytest.mark.parametrize(
    ("outdoor", "onset"), [(8, 0), (7.22, 0), (4.445, 0.5), (1.67, 1), (-20, 1)]
)
def test_frost_sets_in_gradually(outdoor: float, onset: float) -> None:
    at = Celsius(outdoor)
    full = excess_moisture(at, 90, None)
    assert frosting_rate(at, 90) == pytest.approx(onset * full)


def test_dry_air_leaves_no_frost() -> None:
    assert frosting_rate(Celsius(-10), 10) == 0


def test_a_demand_defrost_is_due_after_an_hour_in_frosty_weather() -> None:
    exposure = exposure_after_heating(0, Celsius(0), 80, None, HOUR)
    assert exposure / FULL_EXPOSURE == pytest.approx(1.24, abs=0.02)


@pytest.mark.parametrize(
    ("outdoor", "humidity", "coil"),
    [
        pytest.param(-5, 30, None, id="dry air"),
        pytest.param(8, 90, 1, id="a coil above freezing"),
        pytest.param(12, 90, None, id="mild weather"),
    ],
)
def test_nothing_grows(outdoor: float, humidity: float, coil: float | None) -> None:
    surface = None if coil is None else Celsius(coil)
    assert exposure_after_heating(0, Celsius(outdoor), humidity, surface, HOUR) == 0


def test_frost_melts_above_freezing_and_stays_below() -> None:
    assert exposure_after_melting(FULL_EXPOSURE, Celsius(-1), HOUR) == FULL_EXPOSURE
    assert exposure_after_melting(FULL_EXPOSURE, Celsius(1), HOUR) == pytest.approx(
        0.4 * FULL_EXPOSURE
    )
    assert exposure_after_melting(FULL_EXPOSURE, Celsius(5), HOUR) == 0
