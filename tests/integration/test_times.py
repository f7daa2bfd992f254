"""Times, durations and temperatures as they are heard."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.heat_pump_thermostat.voice.language import LANGUAGES
from custom_components.heat_pump_thermostat.voice.times import (
    hours_in,
    number_in,
    time_in,
)

HOURS = LANGUAGES["en"].hours
ZONE = ZoneInfo("America/Chicago")
AFTERNOON = datetime(2026, 1, 15, 14, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("heard", "time", "days"),
    [
        ("ten", "22:00", 0),
        ("10", "22:00", 0),
        ("two", "02:00", 1),
        ("2", "02:00", 1),
        ("2:30", "14:30", 0),
        ("twelve", "00:00", 1),
        ("noon", "12:00", 1),
        ("midnight", "00:00", 1),
        ("ten pm", "22:00", 0),
        ("10 p.m.", "22:00", 0),
        ("10 am", "10:00", 1),
        ("10:15pm", "22:15", 0),
        ("10 o'clock", "22:00", 0),
        ("22", "22:00", 0),
        ("22:45", "22:45", 0),
        ("14:20", "14:20", 1),
        ("24", "00:00", 1),
        ("0:30", "00:30", 1),
        ("Ten", "22:00", 0),
    ],
)
def test_a_time_is_the_next_that_a_clock_shows(
    heard: str, time: str, days: int
) -> None:
    found = time_in(heard, HOURS, AFTERNOON)

    assert found
    assert f"{found:%H:%M}" == time
    assert found.date() - AFTERNOON.date() == timedelta(days=days)


@pytest.mark.parametrize("heard", ["", "later", "25", "10:75", "further notice"])
def test_what_is_no_time_is_none(heard: str) -> None:
    assert time_in(heard, HOURS, AFTERNOON) is None


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_a_time_is_ahead_and_within_a_day(minute: int) -> None:
    now = AFTERNOON + timedelta(minutes=minute)
    for heard in (*HOURS, "0", "6", "13", "23:59", "7 am"):
        found = time_in(heard, HOURS, now)
        assert found
        assert timedelta() < found - now <= timedelta(days=1)


@pytest.mark.parametrize(
    ("heard", "hours"),
    [("two", 2), ("2", 2), ("1.5", 1.5), ("1,5", 1.5), ("a few", None)],
)
def test_hours_are_heard(heard: str, hours: float | None) -> None:
    assert hours_in(heard, HOURS) == hours


@pytest.mark.parametrize(
    ("heard", "number"), [("hold 22 until 10", 22), ("21.5 degrees", 21.5), ("x", None)]
)
def test_the_first_number_counts(heard: str, number: float | None) -> None:
    assert number_in(heard) == number
