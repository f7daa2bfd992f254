"""Measured heat and COP, and the slow learning of what this unit is."""

from functools import reduce

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    HEAT_IN_WATER,
    Factor,
    Rest,
    Scale,
    calibrated_output,
    factor_after,
    heat_of_flow,
    measured_output,
    size_after,
    sized_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    Output,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

HOUR = 3600.0


def hours(count: int, modelled: float, told: float, factor: Factor) -> Factor:
    return reduce(
        lambda f, _: factor_after(f, modelled, told, HOUR), range(count), factor
    )


@pytest.mark.parametrize(
    ("supply", "back", "flow", "medium", "heat"),
    [
        pytest.param(35, 20, 0.566, 1.206, 10.24, id="1200 cfm of air"),
        pytest.param(35, 30, 0.0005, HEAT_IN_WATER, 10.475, id="30 l/min of water"),
        pytest.param(12, 20, 0.566, 1.206, -5.46, id="defrost"),
    ],
)
def test_measured_heat(
    supply: float, back: float, flow: float, medium: float, heat: float
) -> None:
    told = heat_of_flow(Celsius(supply), Celsius(back), flow, medium)
    assert told == pytest.approx(heat, rel=1e-3)


def test_measured_cop() -> None:
    output = measured_output(9.0, 3.0, ceiling=8)
    assert output is not None
    assert output.cop == 3
    assert output.basis is Basis.MEASURED


@pytest.mark.parametrize(
    ("heat", "power"),
    [
        pytest.param(9.0, 0.0, id="no power"),
        pytest.param(9.0, -1.0, id="power exported"),
        pytest.param(0.0, 3.0, id="no heat"),
        pytest.param(-5.0, 2.0, id="defrost"),
        pytest.param(9.0, 1.0, id="a COP of nine to air"),
    ],
)
def test_sensors_that_contradict_each_other_measure_nothing(
    heat: float, power: float
) -> None:
    assert measured_output(heat, power, ceiling=8) is None


def test_days_of_running_teach_the_unit() -> None:
    assert hours(200, 3.0, 3.3, Factor()).value == pytest.approx(1.1, abs=0.005)


def test_an_hour_teaches_little() -> None:
    assert 1.0 < hours(1, 3.0, 3.3, Factor()).value < 1.03


def test_a_unit_that_ages_is_learned_again_within_days() -> None:
    young = hours(500, 3.0, 3.0, Factor())
    assert hours(1, 3.0, 3.6, young).value < 1.01
    assert hours(120, 3.0, 3.6, young).value == pytest.approx(1.2, abs=0.02)


@pytest.mark.parametrize(
    ("modelled", "told"),
    [
        pytest.param(3.0, 30.0, id="ten times"),
        pytest.param(3.0, 7.8, id="a meter of something else"),
        pytest.param(3.0, 0.3, id="a tenth"),
        pytest.param(3.0, 0.0, id="nothing"),
        pytest.param(3.0, float("nan"), id="no number"),
        pytest.param(0.0, 3.0, id="no model"),
    ],
)
def test_outliers_teach_nothing(modelled: float, told: float) -> None:
    factor = Factor(1.1, 5 * HOUR)
    assert factor_after(factor, modelled, told, HOUR) == factor


def test_what_is_far_off_counts_as_less_far() -> None:
    once = factor_after(Factor(), 3.0, 4.8, HOUR)
    assert once.value == factor_after(Factor(), 3.0, 3.6, HOUR).value


@pytest.mark.parametrize(("told", "bound"), [(5.0, 1.5), (1.6, 0.6)])
def test_the_factor_is_bounded(told: float, bound: float) -> None:
    assert hours(1000, 3.0, told, Factor()).value == bound


def test_calibrated() -> None:
    datasheet = Output(9.0, 3.0, Basis.DATASHEET, 0.05, ceiling=8)
    scale = Scale(power=Factor(1.1), capacity=Factor(0.9))
    told = calibrated_output(datasheet, scale)
    assert told.capacity == pytest.approx(8.1)
    assert told.power == pytest.approx(3.3)
    assert told.basis is Basis.DATASHEET


def test_a_unit_that_was_measured_for_days_is_told_surely() -> None:
    preset = Output(9.0, 3.0, Basis.PRESET, 0.20, ceiling=8)
    hour = Factor(1.1, HOUR)
    days = Factor(1.1, 60 * HOUR)
    once = calibrated_output(preset, Scale(hour, hour))
    known = calibrated_output(preset, Scale(days, days))
    half = calibrated_output(preset, Scale(power=days))
    assert (once.basis, known.basis, half.basis) == (
        Basis.PRESET,
        Basis.LEARNED,
        Basis.PRESET,
    )
    assert 0.05 < known.uncertainty < once.uncertainty < half.uncertainty == 0.20


@pytest.mark.parametrize("drawn", [0.6, 0.8, 1.0, 1.04, 1.3, 1.5])
def test_power_alone_moves_a_cop_no_further_than_it_is_in_doubt(drawn: float) -> None:
    """The machine may draw so much, or the meter may be wrong."""
    sheet = Output(9.0, 3.0, Basis.DATASHEET, 0.05, ceiling=8)
    days = Factor(drawn, 60 * HOUR)
    told = calibrated_output(sheet, Scale(power=days))
    assert abs(told.cop / sheet.cop - 1) <= told.uncertainty + 1e-9
    assert told.uncertainty >= sheet.uncertainty
    measured = Scale(power=days, capacity=Factor(1.0, 600 * HOUR))
    assert calibrated_output(sheet, measured).uncertainty < 0.06


def test_of_a_machine_that_chooses_its_speed_power_is_learned_beside_its_heat() -> None:
    sheet = Output(9.0, 3.0, Basis.DATASHEET, 0.08, ceiling=8)
    known = Scale(power=Factor(1.2, 60 * HOUR))
    told = calibrated_output(sheet, known, modulates=True)
    assert told.basis is Basis.LEARNED
    assert 0.05 <= told.uncertainty < 0.06


def rested(power: float | None, heat: float | None, hours: int) -> Rest:
    return reduce(lambda r, _: r.after(power, heat, HOUR), range(hours), Rest())


@pytest.mark.parametrize(
    ("at_rest", "running", "own"),
    [
        pytest.param(0.04, 2.5, 2.5, id="a machine alone"),
        pytest.param(0.04, 0.0, 0.0, id="one that draws nothing"),
        pytest.param(0.8, 3.2, 2.5, id="the whole house"),
        pytest.param(0.8, 0.5, None, id="of which the rest rests now"),
        pytest.param(2.6, 2.6, None, id="a meter that is stuck"),
        pytest.param(2.6, 3.1, 0.6, id="one that moves"),
        pytest.param(None, 2.5, 2.5, id="one that never rested"),
        pytest.param(0.04, -0.5, None, id="what solar panels give"),
        pytest.param(0.04, None, None, id="no meter"),
    ],
)
def test_what_a_power_meter_tells_at_rest_is_of_others(
    at_rest: float | None, running: float | None, own: float | None
) -> None:
    told = rested(at_rest, None, 6).own_power(running, runs=True)
    assert told == (own if own is None else pytest.approx(own, abs=0.01))


@pytest.mark.parametrize(
    ("at_rest", "running", "own"),
    [
        pytest.param(0.0, 8.0, 8.0, id="a machine alone"),
        pytest.param(0.0, 0.1, 0.1, id="one that gives nothing"),
        pytest.param(0.05, -7.0, -7.0, id="a defrost"),
        pytest.param(1.0, 9.0, 8.0, id="a meter with an offset"),
        pytest.param(6.0, 6.0, None, id="a meter that is stuck"),
        pytest.param(-6.0, -6.0, None, id="below zero"),
        pytest.param(0.0, None, None, id="no meter"),
    ],
)
def test_what_a_heat_meter_tells_at_rest_nothing_gives(
    at_rest: float, running: float | None, own: float | None
) -> None:
    told = rested(None, at_rest, 6).own_heat(running, runs=True)
    assert told == (own if own is None else pytest.approx(own, abs=0.01))


def test_at_rest_meters_tell_what_a_resting_machine_draws() -> None:
    rest = rested(0.8, 6.0, 6)
    assert rest.own_power(0.8, runs=False) == pytest.approx(0.1, abs=0.01)
    assert rest.own_heat(6.0, runs=False) == pytest.approx(0.0, abs=0.01)


def test_a_machine_that_nobody_rated_is_as_large_as_it_shows() -> None:
    size = reduce(lambda s, _: size_after(s, 2.9, 1.45, HOUR), range(40), Factor())
    typical = Output(10.0, 2.9, Basis.PRESET, 0.2, is_sized=False)
    assert size.value == pytest.approx(0.5)
    assert sized_output(typical, size).capacity == pytest.approx(5)
    assert sized_output(typical, size).is_sized
    assert not sized_output(typical, Factor(0.5, 60)).is_sized


def test_no_calibration_lifts_a_cop_above_its_ceiling() -> None:
    datasheet = Output(9.0, 3.0, Basis.DATASHEET, 0.05, ceiling=5)
    scale = Scale(power=Factor(0.6), capacity=Factor(1.5))
    assert calibrated_output(datasheet, scale).cop == pytest.approx(5)
