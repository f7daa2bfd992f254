"""What is due, what wears, and what can be advised."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.care import (
    TON,
    Care,
    Done,
    Drift,
    Task,
    Twin,
    Valve,
    after_task,
    better_source,
    counting_every_task,
    design_day,
    drift_after,
    likely_valve,
    standing_of_task,
)
from custom_components.heat_pump_thermostat.engine.settings import Upkeep
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
NEW = Done(NOW, timedelta(hours=1000))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("task", "ran", "later", "used"),
    [
        pytest.param(Task.FILTER, hours(0), days(0), 0, id="just done"),
        pytest.param(Task.FILTER, hours(250), days(9), 0.5, id="by run time"),
        pytest.param(Task.FILTER, hours(50), days(45), 0.5, id="by the calendar"),
        pytest.param(Task.FILTER, hours(500), days(30), 1, id="500 hours"),
        pytest.param(Task.FILTER, hours(0), days(90), 1, id="90 days"),
        pytest.param(Task.COIL, hours(9000), days(73), 0.2, id="coil: calendar only"),
        pytest.param(Task.SERVICE, hours(0), days(365), 1, id="service: a year"),
        pytest.param(Task.FILTER, hours(-1000), days(-1), 0, id="counters began anew"),
    ],
)
def test_tasks_come_due(
    task: Task, ran: timedelta, later: timedelta, used: float
) -> None:
    interval = Upkeep().intervals[task]
    found = standing_of_task(NEW, interval, NEW.run + ran, NOW + later)
    assert found.used == pytest.approx(used)
    assert found.is_due is (used >= 1)
    assert found.by == NOW + interval.time


def test_tasks_count_from_when_they_are_first_known() -> None:
    care = counting_every_task(Care(), hours(3), NOW)
    assert care.done == dict.fromkeys(Task, Done(NOW, hours(3)))
    assert counting_every_task(care, hours(9), NOW + days(1)) is care


def test_a_task_that_was_done_starts_again() -> None:
    care = after_task(
        counting_every_task(Care(), hours(3), NOW),
        Task.FILTER,
        hours(500),
        NOW + days(60),
    )
    assert care.done[Task.FILTER] == Done(NOW + days(60), hours(500))
    assert care.done[Task.COIL] == Done(NOW, hours(3))


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


def test_the_day_that_a_house_has_to_be_ready_for() -> None:
    found = design_day(lambda t: 0.3 * (17 - t), lambda _: 5.3, Celsius(-20))
    assert found is not None
    assert found.needed == pytest.approx(11.1)
    assert found.needed_tons == pytest.approx(3.156, abs=0.001)
    assert found.capacity_tons == pytest.approx(5.3 / 3.517, abs=0.001)
    assert found.backup == pytest.approx(5.8)


def test_a_heat_pump_that_suffices_needs_no_backup() -> None:
    found = design_day(lambda _: 5.0, lambda _: 6.0, Celsius(-20))
    assert found is not None
    assert found.backup == 0


def test_no_design_day_without_a_capacity() -> None:
    assert design_day(lambda _: 5.0, lambda _: None, Celsius(-50)) is None


def test_a_ton_is_twelve_thousand_btu_an_hour() -> None:
    assert pytest.approx(3.517, abs=0.0005) == TON


@pytest.mark.parametrize(
    ("now", "air", "ground", "better"),
    [
        pytest.param(Twin.AIR, 5.1, 6.0, Twin.AIR, id="air: not yet colder"),
        pytest.param(Twin.AIR, 5.0, 6.0, Twin.GROUND, id="air: a degree colder"),
        pytest.param(Twin.GROUND, 6.9, 6.0, Twin.GROUND, id="ground: not yet warmer"),
        pytest.param(Twin.GROUND, 7.0, 6.0, Twin.AIR, id="ground: a degree warmer"),
        pytest.param(Twin.AIR, 2.9, -1.0, Twin.GROUND, id="frost, cold ground"),
        pytest.param(Twin.GROUND, 5.0, -1.0, Twin.AIR, id="mild, cold ground"),
        pytest.param(Twin.GROUND, 9.0, 14.0, Twin.AIR, id="mild, warm ground"),
        pytest.param(Twin.GROUND, None, 6.0, Twin.GROUND, id="air unknown"),
        pytest.param(Twin.AIR, -9.0, None, Twin.AIR, id="ground unknown"),
    ],
)
def test_twin_sources(
    now: Twin, air: Celsius | None, ground: Celsius | None, better: Twin
) -> None:
    assert better_source(now, air, ground) is better


def test_twin_sources_change_between_forty_and_fifty_fahrenheit() -> None:
    for ground in range(-5, 20):
        at = (Celsius(ground),)
        assert better_source(Twin.AIR, fahrenheit(35), *at) is Twin.GROUND
        assert better_source(Twin.GROUND, fahrenheit(50), *at) is Twin.AIR


@pytest.mark.parametrize(
    ("latitude", "valve"),
    [
        pytest.param(41.9, Valve.O, id="Chicago"),
        pytest.param(-43.5, Valve.O, id="Christchurch"),
        pytest.param(25.8, Valve.B, id="Miami"),
        pytest.param(0.0, Valve.B, id="the equator"),
        pytest.param(None, None, id="nowhere"),
    ],
)
def test_the_likely_valve(latitude: float | None, valve: Valve | None) -> None:
    assert likely_valve(latitude) is valve
