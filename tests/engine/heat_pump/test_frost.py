"""What frost costs: a published figure that fades with the cold, without a step."""

from datetime import timedelta

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.defrost.frosting import (
    FULL_EXPOSURE,
    exposure_after_heating,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.frost import (
    NO_DEGRADATION,
    degradation,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.full_load import HeatPump
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    RatedWithDefrost,
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

WARM, COLD = Rating(Celsius(8.33), 10.0, 3.6), Rating(Celsius(-8.33), 6.2, 2.4)
HUMIDITIES = st.none() | st.floats(0, 100)

always = examples(max_examples=200, derandomize=True, deadline=None)


def cop_left(outdoor: float, humidity: float | None = None) -> float:
    frost = degradation(Celsius(outdoor), humidity)
    return frost.capacity / frost.power


@pytest.mark.parametrize(
    ("outdoor", "left"),
    [
        pytest.param(8.3, 1.0, id="47 °F: AHRI's warm end"),
        pytest.param(1.67, 0.914, id="35 °F: AHRI's default"),
        pytest.param(-8.33, 0.960, id="17 °F"),
        pytest.param(-20, 0.985, id="-20 °C: coils hardly frost"),
    ],
)
def test_losses_fade_with_the_cold(outdoor: float, left: float) -> None:
    assert cop_left(outdoor) == pytest.approx(left, abs=3e-3)


@pytest.mark.parametrize("outdoor", [-20, -8.3, 0, 1.7, 4, 6])
def test_a_hygrometer_that_tells_the_usual_changes_nothing(outdoor: float) -> None:
    assert degradation(Celsius(outdoor), 80) == degradation(Celsius(outdoor), None)


@always
@given(st.floats(-40, 15), HUMIDITIES)
def test_no_step_anywhere(outdoor: float, humidity: float | None) -> None:
    assert cop_left(outdoor + 0.1, humidity) == pytest.approx(
        cop_left(outdoor, humidity), abs=4e-3
    )


@pytest.mark.slow
@always
@given(st.floats(-40, 15), st.floats(0, 100), st.floats(0, 100))
def test_damper_air_costs_no_less(outdoor: float, one: float, other: float) -> None:
    dry, damp = sorted((one, other))
    assert cop_left(outdoor, damp) <= cop_left(outdoor, dry)


@always
@given(st.floats(-60, 60), HUMIDITIES)
def test_frost_never_costs_more_than_a_seventh(
    outdoor: float, humidity: float | None
) -> None:
    assert 0.857 <= cop_left(outdoor, humidity) <= 1


def test_mild_air_and_dry_air_cost_nothing() -> None:
    assert degradation(Celsius(7.3), 100) == NO_DEGRADATION
    assert degradation(Celsius(-3), 20) == NO_DEGRADATION


def hours_between_defrosts(outdoor: float) -> float:
    hour = exposure_after_heating(0, Celsius(outdoor), None, None, timedelta(hours=1))
    return FULL_EXPOSURE / hour if hour else float("inf")


def test_guessed_defrosts_are_rarest_where_coils_hardly_frost() -> None:
    often = hours_between_defrosts(1.5)
    mild = [hours_between_defrosts(at) for at in (3, 5, 6, 7, 8, 10)]
    cold = [hours_between_defrosts(at) for at in (0, -5, -10, -20)]
    assert often == min([often, *mild, *cold])
    assert mild == sorted(mild)
    assert cold == sorted(cold)


@pytest.mark.parametrize("with_defrost", [RatedWithDefrost.AUTO, RatedWithDefrost.YES])
@pytest.mark.parametrize("point", [WARM, COLD])
def test_a_sheet_of_two_points_shows_what_it_says(
    with_defrost: RatedWithDefrost, point: Rating
) -> None:
    sheet = HeatPump(Ratings((WARM, COLD), with_defrost=with_defrost))
    output = sheet.full_load(Side.HEAT, point.outdoor)
    assert output is not None
    assert output.cop == pytest.approx(point.cop, rel=2e-3)
    assert output.capacity == pytest.approx(point.capacity, rel=2e-3)


@pytest.mark.parametrize("at", [-12, -3, 1.7, 4])
def test_between_defrosts_a_machine_gives_more_than_over_hours(at: float) -> None:
    machine = HeatPump(Ratings((WARM, COLD)), humidity=90)
    steady = machine.steady(Side.HEAT, Celsius(at))
    averaged = machine.full_load(Side.HEAT, Celsius(at))
    assert steady is not None
    assert averaged is not None
    lost = degradation(Celsius(at), 90)
    assert averaged.capacity == pytest.approx(steady.capacity * lost.capacity)
    assert averaged.power == pytest.approx(steady.power * lost.power)


def test_whoever_asks_hears_the_same() -> None:
    """Balance points and margins know the air's humidity as the sums of heat do."""
    machine = HeatPump(Ratings((WARM, COLD)), humidity=95)
    output = machine.full_load(Side.HEAT, Celsius(0))
    assert output is not None
    assert machine.capacity(Celsius(0)) == output.capacity
    assert machine.cop(Celsius(0)) == output.cop
