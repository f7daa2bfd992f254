"""Whether the outdoor sensor is believed, and how warm it is outdoors."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import (
    Lately,
    OutdoorDoubt,
    OutdoorSensor,
    advance,
    lately_after,
    lately_with,
    outdoor_median,
    recent_samples,
    spoken_for,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading

from ..rig import NOON, celsius, kelvin, minutes, seconds

HOUR = minutes(60)
STANDS, LEAP, CONTRADICTED, COLDER = OutdoorDoubt
FRESH = OutdoorSensor()


def said(value: float, after: timedelta = timedelta()) -> Reading:
    """Return a report, so long after noon."""
    return Reading(celsius(value), NOON + after)


def samples_of(*values: tuple[float, float]) -> tuple[Reading, ...]:
    """Return reports: how many minutes after noon, and what."""
    return tuple(said(value, minutes(at)) for at, value in values)


def heard(
    sensor: OutdoorSensor,
    *reports: tuple[float, float],
    weather: float | None = None,
) -> OutdoorSensor:
    """Return a sensor that has said this: how many hours after noon, and what."""
    for after, value in reports:
        seen = said(value, HOUR * after)
        service = None if weather is None else Reading(celsius(weather), seen.at)
        sensor = advance(sensor, seen, service, Clock(seen.at))
    return sensor


# --- What stands ---


@pytest.mark.parametrize(
    ("step", "hours"),
    [(0.1, 18), (0.2, 18), (0.5, 18), (1.0, 36), (None, 7 * 24)],
)
def test_outdoor_air_always_moves(step: float | None, hours: float) -> None:
    sensor = heard(FRESH, (0, 5.0))
    if step is not None:
        sensor = heard(FRESH, (-1, 5 - step), (0, 5.0))
        assert sensor.step == pytest.approx(step)
    assert heard(sensor, (hours - 0.01, 5.0)).doubt is None
    assert heard(sensor, (hours, 5.0)).doubt is STANDS
    assert heard(sensor, (hours, 5.0), (hours + 1, 5.1)).doubt is None


# --- What contradicts ---


@pytest.mark.parametrize(
    ("value", "weather", "hours", "doubt"),
    [
        pytest.param(13.0, 5, 99, None, id="a wall in the sun"),
        pytest.param(13.1, 5, 5.99, None, id="for an afternoon"),
        pytest.param(13.1, 5, 6, CONTRADICTED, id="not for longer"),
        pytest.param(-3.1, 5, 6, CONTRADICTED, id="nor colder"),
        pytest.param(20.0, 5, 5.99, None, id="far"),
        pytest.param(20.1, 5, 0.49, None, id="very far for a while"),
        pytest.param(20.1, 5, 0.5, CONTRADICTED, id="not for half an hour"),
    ],
)
def test_what_the_weather_service_contradicts(
    value: float, weather: float, hours: float, doubt: OutdoorDoubt | None
) -> None:
    reports = [(0, value), (hours, value + 0.01)]
    assert heard(FRESH, *reports, weather=weather).doubt is doubt


def test_that_counts_anew_once_they_agree_or_one_is_silent() -> None:
    sensor = heard(FRESH, (0, 14), (5, 13.9), weather=5)
    assert heard(sensor, (5.5, 12.9), (6, 13.9), weather=5).doubt is None
    assert heard(sensor, (5.5, 13.8)).off_since is None
    assert advance(sensor, None, None, Clock(NOON)).off_since is None


# --- What leaps ---


@pytest.mark.parametrize(
    ("hours", "value", "weather", "doubt"),
    [
        pytest.param(0.1, 20, None, None, id="15 K: the sun came out"),
        pytest.param(0.1, 20.1, None, LEAP, id="no weather moves it further"),
        pytest.param(0.1, -10.1, None, LEAP, id="nor down"),
        pytest.param(5.9, 20.1, None, LEAP, id="for hours"),
        pytest.param(6, 20.1, None, None, id="a day goes far"),
        pytest.param(0.1, 20.1, 12.2, None, id="and others say so"),
        pytest.param(0.1, 20.1, 12.0, LEAP, id="others do not"),
    ],
)
def test_what_leaps(
    hours: float, value: float, weather: float | None, doubt: OutdoorDoubt | None
) -> None:
    sensor = heard(heard(FRESH, (0, 5)), (hours, value), weather=weather)
    assert sensor.doubt is doubt


def test_it_is_believed_once_it_comes_back_or_moves_on_after_hours() -> None:
    away = heard(FRESH, (0, 5), (0.1, 30), (1, 30.1))
    assert away.doubt is LEAP
    assert heard(away, (1.1, 6)).doubt is None
    assert heard(away, (6, 31)).doubt is LEAP
    assert heard(away, (6.1, 31)).doubt is None
    assert heard(away, (6.1, 30.9)).doubt is LEAP
    assert heard(away, (100, 30.9)).doubt is LEAP


# --- What the house refutes ---


def test_what_the_house_refutes_is_doubted_for_half_a_day() -> None:
    seen = said(15)
    sensor = advance(FRESH, seen, None, Clock(seen.at), is_refuted=True)
    assert sensor.doubt is COLDER
    assert heard(sensor, (11.9, 14)).doubt is COLDER
    assert heard(sensor, (12, 14)).doubt is None


def test_silence_is_no_doubt() -> None:
    sensor = heard(FRESH, (0, 5))
    assert advance(sensor, None, said(30), Clock(NOON + HOUR)) == sensor


# --- Who speaks for it ---


@pytest.mark.parametrize(
    ("doubt", "age", "weather", "counts"),
    [
        pytest.param(None, 0, 9, 5, id="the sensor"),
        pytest.param(None, 179, 9, 5, id="for three hours"),
        pytest.param(None, 180, 9, 9, id="then the weather service"),
        pytest.param(None, 180, None, 5, id="where there is one"),
        pytest.param(None, None, 9, 9, id="or at once without a sensor"),
        pytest.param(None, None, None, None, id="or nobody"),
        pytest.param(LEAP, 0, 9, 9, id="a doubted one is lost"),
        pytest.param(STANDS, 0, None, None, id="though nobody else says anything"),
    ],
)
def test_whose_word_counts(
    doubt: OutdoorDoubt | None,
    age: float | None,
    weather: float | None,
    counts: float | None,
) -> None:
    now = NOON + minutes(age or 0)
    told = spoken_for(
        replace(FRESH, doubt=doubt),
        None if age is None else said(5),
        None if weather is None else Reading(celsius(weather), now),
        now,
    )
    assert (told and told.value) == counts


# --- How cold and warm it was ---


def test_before_the_first_day_its_night_may_have_been_cold() -> None:
    at_noon = lately_after(None, celsius(24), 0)
    assert at_noon == Lately(celsius(9), celsius(24))
    a_day_later = lately_after(at_noon, celsius(22), 24 * 3600)
    assert a_day_later == Lately(celsius(21), celsius(22))


def test_the_coldest_and_the_warmest_of_late_are_forgotten_by_and_by() -> None:
    first = Lately(celsius(5), celsius(5))
    colder = lately_after(first, celsius(-5), 60)
    assert colder.coldest == celsius(-5)
    assert colder.warmest == pytest.approx(5, abs=0.01)
    later = lately_after(colder, celsius(0), 8 * 3600)
    assert later.coldest == pytest.approx(-1)
    assert later.warmest == pytest.approx(1, abs=0.01)


def test_what_a_stretch_of_weather_reaches_to() -> None:
    reach = lately_with(None, celsius(3))
    for outdoor in (5.0, -2.0, 0.0):
        reach = lately_with(reach, celsius(outdoor))
    assert reach == Lately(celsius(-2), celsius(5))


# --- What the outdoor temperature is ---


@pytest.mark.parametrize(
    ("samples", "seen", "now", "after"),
    [
        pytest.param((), (0, 5), 0, [5], id="the first"),
        pytest.param(((0, 5),), (0, 5), 1, [5], id="no news"),
        pytest.param(((0, 5),), (2, 6), 2, [5, 6], id="one more"),
        pytest.param(((0, 5), (2, 6)), (2.5, 7), 3, [5, 6, 7], id="after a while"),
        pytest.param(
            ((0, 5), (2, 6), (2.5, 7)), (2.9, 8), 3, [5, 6, 8], id="one per minute"
        ),
        pytest.param(((0, 5), (2, 6)), (11, 7), 11, [5, 6, 7], id="of ten minutes"),
        pytest.param(((0, 5), (2, 6)), (13, 7), 13, [6, 7], id="and what stood"),
        pytest.param(((0, 5), (2, 6)), None, 60, [6], id="the newest however old"),
    ],
)
def test_which_reports_are_kept(
    samples: tuple[tuple[float, float], ...],
    seen: tuple[float, float] | None,
    now: float,
    after: list[float],
) -> None:
    reading = None if seen is None else said(seen[1], minutes(seen[0]))
    kept = recent_samples(samples_of(*samples), reading, NOON + minutes(now))
    assert [sample.value for sample in kept] == after


@pytest.mark.parametrize(
    ("samples", "age", "median"),
    [
        pytest.param((), 0, None, id="none"),
        pytest.param(((0, -3),), 0, -3, id="one"),
        pytest.param(((0, 5), (1, 30), (2, 6)), 3, 6, id="an outlier is ignored"),
        pytest.param(((0, 0), (9, 15)), 10, 0, id="a change has to stand"),
        pytest.param(((0, 0), (4, 15)), 10, 15, id="for half of the time"),
        pytest.param(((0, 9), (5, 9)), 5, 9, id="the same again"),
        pytest.param(((0, 0),), 0, 0, id="0 °C is a temperature"),
        pytest.param(((0, 5),), 179, 5, id="for three hours"),
        pytest.param(((0, 5),), 180, None, id="then it is unknown"),
    ],
)
def test_the_median(
    samples: tuple[tuple[float, float], ...], age: float, median: float | None
) -> None:
    clock = Clock(NOON + minutes(age))
    assert outdoor_median(samples_of(*samples), clock) == median


def test_it_is_looked_at_again_when_a_change_has_stood() -> None:
    clock = Clock(NOON + minutes(9) + seconds(1))
    outdoor_median(samples_of((0, 0), (9, 15)), clock)
    assert clock.wake_at == NOON + minutes(14)


def test_its_own_steps_are_known_by_its_changes() -> None:
    sensor = heard(FRESH, (0, 5), (1, 6), (2, 6), (3, 6.5), (4, 8))
    assert sensor.step == kelvin(0.5)
