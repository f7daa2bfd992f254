"""What is due, by the calendar and by run time."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.care import (
    Care,
    Done,
    Task,
    after_task,
    counting_every_task,
    standing_of_task,
)
from custom_components.heat_pump_thermostat.engine.settings import Upkeep

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
