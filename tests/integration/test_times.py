"""Times, durations and temperatures as they are heard."""

from datetime import datetime, timedelta
import re
from zoneinfo import ZoneInfo

import pytest

from custom_components.heat_pump_thermostat.voice.language import LANGUAGES
from custom_components.heat_pump_thermostat.voice.times import (
    hours_in,
    number_in,
    time_in,
)

HOURS = LANGUAGES["en"].hours
DIGITS = r"am|pm|\d{1,2}( \d\d)?( [ap]m)?"
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


@pytest.mark.parametrize(
    ("language", "heard", "time"),
    [
        ("en", "half past ten in the evening", "22:30"),
        ("en", "half past six", "18:30"),
        ("de", "zehn Uhr", "22:00"),
        ("de", "10 Uhr 30", "22:30"),
        ("de", "halb elf abends", "22:30"),
        ("de", "sieben Uhr früh", "07:00"),
        ("de", "Mitternacht", "00:00"),
        ("es", "las diez de la noche", "22:00"),
        ("es", "las doce de la noche", "00:00"),
        ("es", "las siete y media de la mañana", "07:30"),
        ("fr", "22h30", "22:30"),
        ("fr", "dix heures et demie du soir", "22:30"),
        ("fr", "midi", "12:00"),
        ("hi", "शाम साढ़े सात", "19:30"),
        ("hi", "सुबह दस", "10:00"),
        ("hi", "ढाई", "14:30"),
        ("it", "dieci e mezza di sera", "22:30"),
        ("it", "22 e 15", "22:15"),
        ("ja", "午後十時半", "22:30"),
        ("ja", "午前7時15分", "07:15"),
        ("ja", "22時", "22:00"),
        ("ja", "十一時", "23:00"),
        ("nl", "half elf 's avonds", "22:30"),
        ("nl", "tien uur", "22:00"),
        ("pl", "dziesiątej", "22:00"),
        ("pl", "wpół do jedenastej wieczorem", "22:30"),
        ("pl", "siódmej rano", "07:00"),
        ("sv", "klockan halv elva på kvällen", "22:30"),
        ("sv", "klockan tio", "22:00"),
    ],
)
def test_a_time_is_heard_in_each_language(language: str, heard: str, time: str) -> None:
    found = time_in(heard, LANGUAGES[language].hours, AFTERNOON)

    assert found
    assert f"{found:%H:%M}" == time


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_a_time_stands_for_digits_or_a_half_of_the_day(
    language: str,
) -> None:
    told = {*LANGUAGES[language].hours.values()}
    assert not [each for each in told if not re.fullmatch(DIGITS, each)]
    assert {str(hour) for hour in range(1, 13)} <= told


@pytest.mark.parametrize("heard", ["", "later", "25", "10:75", "further notice"])
def test_what_is_no_time_is_none(heard: str) -> None:
    assert time_in(heard, HOURS, AFTERNOON) is None


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_a_time_is_ahead_and_within_a_day(minute: int) -> None:
    now = AFTERNOON + timedelta(minutes=minute)
    hours = (word for word, told in HOURS.items() if told[0].isdigit())
    for heard in (*hours, "0", "6", "13", "23:59", "7 am"):
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
