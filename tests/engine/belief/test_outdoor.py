"""The outdoor sensor is believed while weather, people and the house agree with it."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import (
    OutdoorDoubt,
    OutdoorSense,
    advance,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading

from ..rig import NOON, celsius, minutes

HOUR = minutes(60)


def told(
    *values: float | None,
    weather: float | None = None,
    needed: float | None = None,
    every: timedelta = HOUR,
) -> OutdoorSense:
    """Return what is known of a sensor that said one thing after the other."""
    sense = OutdoorSense()
    for i, value in enumerate(values):
        at = NOON + i * every
        sense = advance(
            sense,
            None if value is None else Reading(celsius(value), at),
            None if weather is None else celsius(weather),
            None if needed is None else celsius(needed),
            Clock(at),
        )
    return sense


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        pytest.param((5.0, 5.1), 6, id="tenths"),
        pytest.param((5.0, 5.5), 18, id="halves"),
        pytest.param((5.0,), 18, id="unknown steps"),
        pytest.param((5.0, 6.0), 36, id="degrees"),
    ],
)
def test_no_weather_stands_to_the_last_digit(
    first: tuple[float, ...], hours: int
) -> None:
    same = [first[-1]] * hours
    assert told(*first, *same[:-1]).doubt is None
    assert told(*first, *same).doubt is OutdoorDoubt.STANDS
    assert told(*first, *same, first[-1] + 0.1).doubt is None


@pytest.mark.parametrize(
    ("off", "after"),
    [
        pytest.param(8.0, None, id="another valley"),
        pytest.param(12.0, 6 * HOUR, id="longer than an afternoon of sun"),
        pytest.param(27.0, minutes(30), id="nothing explains it"),
    ],
)
def test_what_a_weather_service_contradicts_is_doubted(
    off: float, after: timedelta | None
) -> None:
    moving = [off + i / 10 % 0.2 for i in range(12 * 6)]
    times = 12 * 6 if after is None else int(after / minutes(10))
    before = told(*moving[:times], weather=0.0, every=minutes(10))
    assert before.doubt is None
    if after is not None:
        now = told(*moving[: times + 1], weather=0.0, every=minutes(10))
        assert now.doubt is OutdoorDoubt.CONTRADICTED
        assert now.doubted_since == NOON + after


def test_the_sun_on_it_for_an_afternoon_is_forgiven() -> None:
    assert told(5, *(15.0 + i / 10 for i in range(6)), 6, weather=4.0).doubt is None


def test_a_house_that_needs_far_more_heat_tells_of_far_colder_weather() -> None:
    assert told(15.0, needed=-1.0).doubt is OutdoorDoubt.COLDER
    assert told(15.0, needed=0.5).doubt is None


def test_silence_contradicts_nobody() -> None:
    sense = told(27.0, None, 27.1, weather=0.0)
    assert (sense.doubt, sense.far_since) == (None, NOON + 2 * HOUR)
