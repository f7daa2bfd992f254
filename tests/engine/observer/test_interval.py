"""A report is an interval: an expectation is cut off where it ends."""

from math import exp, inf

from hypothesis import given, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.observer.interval import (
    SURPRISE,
    Between,
    cut_to,
)

from ..rig import celsius


def between(low: float, high: float) -> Between:
    """Return an interval, °C."""
    return Between(celsius(low), celsius(high))


def summed(expected: float, variance: float, low: float, high: float) -> float:
    """Return the mean of a normal expectation between two ends, by adding it up."""
    points = [low + (high - low) * (i + 0.5) / 2000 for i in range(2000)]
    weights = [exp(-((x - expected) ** 2) / (2 * variance)) for x in points]
    return sum(x * w for x, w in zip(points, weights, strict=True)) / sum(weights)


@given(st.floats(19, 21), st.floats(0.01, 1), st.floats(19, 21), st.floats(0.05, 1))
def test_what_is_told_lies_inside_and_is_better_known(
    expected: float, variance: float, low: float, width: float
) -> None:
    after = cut_to(expected, variance, between(low, low + width))
    assert low - 1e-9 <= after.mean <= low + width + 1e-9
    assert 0 <= after.variance <= variance + 1e-12
    assert SURPRISE <= after.evidence <= 0


@pytest.mark.parametrize(
    ("expected", "sigma", "low", "high"),
    [
        pytest.param(20.0, 0.3, 19.75, 20.25, id="inside"),
        pytest.param(20.3, 0.3, 19.75, 20.25, id="just past the end"),
        pytest.param(20.6, 0.2, 19.75, 20.25, id="far past it"),
        pytest.param(19.2, 0.2, 19.75, 20.25, id="far short of it"),
    ],
)
def test_the_mean_is_that_of_the_normal_cut_off(
    expected: float, sigma: float, low: float, high: float
) -> None:
    after = cut_to(expected, sigma**2, between(low, high))
    by_hand = summed(expected, sigma**2, low, high)
    assert after.mean == pytest.approx(by_hand, abs=1e-3)


def test_an_interval_that_was_expected_tells_hardly_anything() -> None:
    after = cut_to(20.0, 0.04, between(10, 30))
    assert after.mean == pytest.approx(20.0)
    assert after.variance == pytest.approx(0.04)
    assert after.evidence == pytest.approx(0.0)


@pytest.mark.parametrize(("expected", "end"), [(10.0, 19.5), (30.0, 20.0)])
def test_what_can_hardly_be_is_at_the_nearer_end(expected: float, end: float) -> None:
    after = cut_to(expected, 0.01, between(19.5, 20.0))
    assert (after.mean, after.variance, after.evidence) == (end, 0.0, SURPRISE)


def test_whether_an_expectation_reaches_beyond_an_end() -> None:
    says = between(19.5, 20.0)
    assert says.excludes(19.9, 0.2)
    assert not says.excludes(19.8, 0.2)
    assert says.excludes(19.6, inf)
    assert says.excludes(20.1, 0.0)
