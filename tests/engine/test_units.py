"""Temperatures and differences: exact conversions, forgiving comparisons."""

import pytest

from custom_components.heat_pump_thermostat.engine.units import (
    Celsius,
    at_least,
    clamp,
    difference,
    fahrenheit,
    fahrenheit_degrees,
    shifted,
)

from .rig import kelvin


@pytest.mark.parametrize(
    ("degrees", "celsius"),
    [
        pytest.param(32, 0, id="freezing"),
        pytest.param(40, 40 / 9, id="unrounded"),
        pytest.param(-40, -40, id="below zero"),
    ],
)
def test_fahrenheit(degrees: float, celsius: float) -> None:
    assert fahrenheit(degrees) == pytest.approx(celsius)


def test_a_difference_has_no_offset() -> None:
    assert fahrenheit_degrees(9) == pytest.approx(5)


def test_differences_and_shifts() -> None:
    assert difference(Celsius(-1), Celsius(2)) == -3.0
    assert shifted(Celsius(-1), kelvin(1)) == 0.0


@pytest.mark.parametrize(
    ("value", "reached"),
    [
        pytest.param(1, True, id="exactly"),
        pytest.param(0.991, True, id="within a hundredth"),
        pytest.param(0.989, False, id="short of it"),
    ],
)
def test_comparisons_forgive_a_hundredth_of_a_kelvin(
    value: float, *, reached: bool
) -> None:
    assert at_least(value, 1) is reached


@pytest.mark.parametrize(
    ("value", "clamped"),
    [
        pytest.param(6, 7, id="too low"),
        pytest.param(20, 20, id="inside"),
        pytest.param(36, 35, id="too high"),
    ],
)
def test_clamp(value: float, clamped: float) -> None:
    assert clamp(Celsius(value), Celsius(7), Celsius(35)) == clamped
