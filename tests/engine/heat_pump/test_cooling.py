"""Cooling from one rating at 35 °C."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.cooling import (
    cooling_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    MachineType,
    Output,
    Rating,
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

RATED = Ratings(cooling_capacity=10.55, cooling_eer=12.0)


def known(ratings: Ratings, outdoor: float) -> Output:
    output = cooling_output(ratings, Celsius(outdoor))
    assert output is not None
    return output


def test_the_rating_is_returned_where_it_was_taken() -> None:
    output = known(RATED, 35)
    assert output.capacity == pytest.approx(10.55)
    assert output.cop == pytest.approx(12 * 0.293, rel=1e-3)
    assert output.eer == pytest.approx(12)
    assert output.basis is Basis.DATASHEET
    assert output.is_sized


@pytest.mark.parametrize(
    ("outdoor", "capacity", "power"),
    [
        pytest.param(-25, 1.152, 0.739, id="coldest"),
        pytest.param(0, 1.152, 0.739, id="with a kit for the cold"),
        pytest.param(13, 1.152, 0.739, id="no better than in a test"),
        pytest.param(18.33, 1.152, 0.739, id="coolest tested"),
        pytest.param(27.8, 1.068, 0.860, id="82 °F"),
        pytest.param(40.55, 0.943, 1.130, id="between"),
        pytest.param(51.7, 0.825, 1.394, id="hottest"),
    ],
)
def test_heat_costs_capacity_and_power(
    outdoor: float, capacity: float, power: float
) -> None:
    output, rated = known(RATED, outdoor), known(RATED, 35)
    assert output.capacity / rated.capacity == pytest.approx(capacity)
    assert output.power / rated.power == pytest.approx(power)


@pytest.mark.parametrize("outdoor", [-25.1, 51.8])
def test_unknown_outside_what_was_measured(outdoor: float) -> None:
    assert cooling_output(RATED, Celsius(outdoor)) is None


def test_what_rejects_heat_to_the_ground_does_not_feel_the_air() -> None:
    ground = Ratings(source=Source.GROUND, cooling_capacity=10, cooling_eer=17)
    assert known(ground, 5) == known(ground, 40)


@pytest.mark.parametrize(
    ("loop", "cop"),
    [
        pytest.param(25, 1.0, id="as rated"),
        pytest.param(15, 1.28, id="a fresh loop"),
        pytest.param(35, 0.744, id="a loop in August"),
    ],
)
def test_the_ground_is_felt_where_it_is_measured(loop: float, cop: float) -> None:
    ground = Ratings(source=Source.GROUND, cooling_capacity=10, cooling_eer=17)
    output = cooling_output(ground, Celsius(30), Celsius(loop))
    assert output is not None
    assert output.cop / known(ground, 30).cop == pytest.approx(cop, abs=5e-3)


def test_no_cooling_cop_above_eight() -> None:
    output = known(Ratings(cooling_capacity=2.5, cooling_eer=26), 18.33)
    assert output.cop == pytest.approx(8)


@pytest.mark.parametrize(
    ("ratings", "capacity", "is_sized"),
    [
        pytest.param(Ratings(), 10.55, False, id="typical"),
        pytest.param(
            Ratings(heating=(Rating(Celsius(8.3), 9.853, 3.6),)),
            10.0,
            True,
            id="by the heating of a fixed speed",
        ),
        pytest.param(
            Ratings(
                heating=(Rating(Celsius(8.3), 10.398, 3.6),),
                machine_type=MachineType.VARIABLE_SPEED,
            ),
            10.0,
            True,
            id="by the heating of an inverter",
        ),
    ],
)
def test_without_a_cooling_rating(
    ratings: Ratings, capacity: float, is_sized: bool
) -> None:
    output = known(ratings, 35)
    assert output.basis is Basis.PRESET
    assert output.eer == pytest.approx(11)
    assert output.capacity == pytest.approx(capacity)
    assert output.is_sized is is_sized
