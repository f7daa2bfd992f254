"""An inverter that does not run at full speed."""

from math import exp

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.part_load import (
    at_load,
    gain_of,
    load_by_power,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    IndoorUnit,
    Output,
    Ratings,
    Sink,
)

FULL = Output(10.0, 4.0, Basis.DATASHEET, 0.08, ceiling=8)

always = examples(max_examples=100, derandomize=True, deadline=None)


def test_at_full_load_it_is_as_rated() -> None:
    output = at_load(FULL, 1.0, 0.6)
    assert (output.capacity, output.power) == (10.0, 4.0)
    assert output.uncertainty == pytest.approx(FULL.uncertainty)


def test_the_less_hard_it_runs_the_better_its_cop() -> None:
    half = at_load(FULL, 0.5, 0.6)
    assert half.capacity == 5
    assert half.cop == pytest.approx(FULL.cop * exp(0.3))
    assert half.uncertainty > FULL.uncertainty


def test_below_its_slowest_it_switches_off_and_on() -> None:
    assert at_load(FULL, 0.1, 0.6) == at_load(FULL, 0.25, 0.6)


def test_no_harder_than_it_can() -> None:
    assert at_load(FULL, 1.2, 0.6) == at_load(FULL, 1.0, 0.6)
    assert at_load(FULL, 1.5, 0.6, most=1.3) == at_load(FULL, 1.3, 0.6, most=1.3)


def test_beyond_what_it_is_rated_for_its_cop_falls() -> None:
    hard = at_load(FULL, 1.3, 0.6, most=1.4)
    assert hard.capacity == pytest.approx(13)
    assert hard.cop == pytest.approx(FULL.cop * exp(-0.18))
    assert hard.uncertainty > FULL.uncertainty


@always
@given(st.floats(0.25, 1.5), st.floats(0, 0.9))
def test_its_power_tells_its_load(load: float, gain: float) -> None:
    power = at_load(FULL, load, gain, most=1.5).power
    assert load_by_power(FULL, power, gain, most=1.5) == pytest.approx(load, abs=1e-3)


@pytest.mark.parametrize(
    ("ratings", "gain"),
    [
        (Ratings(indoor_unit=IndoorUnit.DUCTED), 0.3),
        (Ratings(indoor_unit=IndoorUnit.DUCTLESS), 0.6),
        (Ratings(sink=Sink.WATER), 0.0),
    ],
)
def test_what_it_gains(ratings: Ratings, gain: float) -> None:
    assert gain_of(ratings) == gain
