"""What a datasheet says, and whether it counts defrosts."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    EER_TO_COP,
    Basis,
    MachineType,
    Output,
    RatedWithDefrost,
    Rating,
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

WARM = Rating(Celsius(8.3), 10.0, 3.6)
COLD = Rating(Celsius(-8.3), 6.0, 2.6)
VERY_COLD = Rating(Celsius(-15), 5.0, 2.2)


def at_35f(capacity: float) -> Rating:
    return Rating(Celsius(1.7), capacity, 3.0)


AUTO, YES, NO = RatedWithDefrost


@pytest.mark.parametrize(
    ("points", "says", "includes"),
    [
        pytest.param((COLD, at_35f(7.7), WARM), AUTO, True, id="sags"),
        pytest.param((COLD, at_35f(8.3), WARM), AUTO, False, id="on the line"),
        pytest.param((COLD, at_35f(8.0), WARM), AUTO, False, id="nearly on it"),
        pytest.param((VERY_COLD, COLD, WARM), AUTO, False, id="none near freezing"),
        pytest.param((at_35f(5.0), WARM), AUTO, False, id="no line to sag under"),
        pytest.param((), AUTO, False, id="nothing known"),
        pytest.param((COLD, at_35f(8.3), WARM), YES, True, id="says so"),
        pytest.param((WARM,), YES, False, id="says so of warm air"),
        pytest.param((), YES, False, id="says so of nothing"),
        pytest.param((COLD, at_35f(7.0), WARM), NO, False, id="denies it"),
    ],
)
def test_defrosts_counted(
    points: tuple[Rating, ...],
    says: RatedWithDefrost,
    includes: bool,
) -> None:
    assert Ratings(heating=points, with_defrost=says).includes_defrost is includes


def test_points_are_sorted_and_each_place_counts_once() -> None:
    again = Rating(WARM.outdoor, 11.0, 3.7)
    assert Ratings(heating=(WARM, COLD, again)).points == (COLD, again)


@pytest.mark.parametrize(
    ("machine_type", "source", "is_inverter"),
    [
        (MachineType.SINGLE_SPEED, Source.AIR, False),
        (MachineType.VARIABLE_SPEED, Source.AIR, True),
        (MachineType.COLD_CLIMATE, Source.AIR, True),
        (MachineType.VARIABLE_SPEED, Source.GROUND, False),
    ],
)
def test_inverters(
    machine_type: MachineType, source: Source, is_inverter: bool
) -> None:
    ratings = Ratings(machine_type=machine_type, source=source)
    assert ratings.is_inverter is is_inverter


def test_power_is_capacity_per_cop() -> None:
    assert WARM.power == pytest.approx(10 / 3.6)


def test_an_eer_is_a_cop_in_btu() -> None:
    output = Output(3.517, 1.0, Basis.DATASHEET, 0.05)
    assert output.cop == pytest.approx(3.517)
    assert output.eer == pytest.approx(12, rel=1e-3)
    assert pytest.approx(0.293, abs=1e-3) == EER_TO_COP
