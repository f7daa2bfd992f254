"""What wears: a machine beside itself."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.drift import (
    Drift,
    drift_after,
)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def after(drift: Drift, measured: Iterable[float], expected: float = 10.0) -> Drift:
    """Return the drift after so many hours of running."""
    for value in measured:
        drift = drift_after(drift, value, expected, hours(1))
    return drift


WELL = after(Drift(), [9.0] * 100)
"""A machine that gives less than its datasheet says, and always has."""


def test_a_machine_is_compared_with_itself() -> None:
    assert WELL.baseline == pytest.approx(0.9)
    assert WELL.ratio == pytest.approx(1)
    assert not WELL.is_weak


def test_nothing_is_said_before_there_is_a_baseline() -> None:
    assert Drift().ratio is None
    assert after(Drift(), [9.0] * 99).ratio is None


@pytest.mark.parametrize(
    ("rise", "ran", "weak"),
    [
        pytest.param(8.1, 500, False, id="a tenth less is weather"),
        pytest.param(7.2, 10, False, id="a fifth less, not yet for long"),
        pytest.param(
            7.2, 45, False, id="a fifth less, the mean of late has just shown it"
        ),
        pytest.param(7.2, 100, True, id="a fifth less, for days"),
    ],
)
def test_a_weak_machine_is_told(rise: float, ran: int, *, weak: bool) -> None:
    drift = after(WELL, [rise] * ran)
    assert drift.is_weak is weak
    assert drift.baseline == WELL.baseline


def test_a_machine_that_recovers_is_no_longer_told() -> None:
    assert not after(after(WELL, [7.2] * 100), [9.0] * 48).is_weak


def test_single_hours_of_nonsense_are_forgiven() -> None:
    assert not after(WELL, [0.0, 9.0, 9.0, 9.0, 9.0] * 40).is_weak
    assert after(WELL, [1000.0]).ratio == pytest.approx(1, abs=0.02)


def test_a_run_of_days_counts_once() -> None:
    assert drift_after(WELL, 8.0, 10.0, hours(72)).ratio == pytest.approx(8 / 9)


@pytest.mark.parametrize(
    ("expected", "ran"),
    [
        pytest.param(0.0, hours(1), id="nothing expected"),
        pytest.param(9.0, hours(0), id="no time"),
    ],
)
def test_what_compares_with_nothing_is_left_out(
    expected: float, ran: timedelta
) -> None:
    assert drift_after(WELL, 5.0, expected, ran) is WELL


def test_a_machine_that_never_gave_heat_has_no_ratio() -> None:
    assert after(Drift(), [0.0] * 200).ratio is None
