"""How a sensor speaks is known by what it said: its steps, its silence."""

from itertools import cycle, pairwise

import pytest

from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.observer.interval import Between
from custom_components.heat_pump_thermostat.engine.observer.manner import (
    FIRST_STEP,
    Manner,
    Stands,
)

from ..rig import NOON, celsius, minutes


def manner(*values: float, is_regular: bool = False) -> Manner:
    """Return the manner of a sensor that said these: by the clock, or at any time."""
    known = Manner()
    reports = [
        Reading(celsius(value), NOON + minutes(10 * number + (not is_regular) * spread))
        for number, (value, spread) in enumerate(
            zip(values, cycle((0, 3, 1)), strict=False)
        )
    ]
    for before, now in pairwise(reports):
        known = known.after_report(before, now)
    return known


def ends(says: Between) -> tuple[float, float]:
    """Return the ends of an interval, °C."""
    return says.low, says.high


STEPS = (20.0, 20.5, 20.0, 19.5, 20.0)
"""Of a sensor that tells changes by half a kelvin."""
FAHRENHEIT = (20.0, 20.6, 20.0, 19.4, 18.9)
DEAD_BAND = (20.0, 20.53, 19.98, 20.61, 20.05)
REPEATS = (20.0, 20.0, 20.5, 20.5, 20.0)


@pytest.mark.parametrize(
    ("said", "step", "tells_changes"),
    [
        pytest.param((20.0,), FIRST_STEP, False, id="nothing yet"),
        pytest.param(STEPS, 0.5, True, id="half a kelvin, on change"),
        pytest.param(REPEATS, 0.5, False, id="half a kelvin, again and again"),
        pytest.param(FAHRENHEIT, 0.5, True, id="a degree Fahrenheit, in °C"),
        pytest.param(DEAD_BAND, 0.53, True, id="a dead band"),
        pytest.param((20.0, 20.5, 20.0), 0.5, False, id="too few to say"),
    ],
)
def test_what_is_known_of_a_sensor(
    said: tuple[float, ...], step: float, *, tells_changes: bool
) -> None:
    known = manner(*said)
    assert known.step == pytest.approx(step)
    assert known.tells_changes is tells_changes


def test_one_that_reports_by_the_clock_tells_nothing_by_its_silence() -> None:
    values = (20.0, 20.2, 20.4, 20.1, 19.8) * 4
    assert not manner(*values, is_regular=True).tells_changes
    assert manner(*values).tells_changes


def test_a_step_is_the_smallest_of_the_last_changes() -> None:
    assert manner(20.0, 20.1, *STEPS * 5).step == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("said", "before", "now", "expected"),
    [
        pytest.param(REPEATS, 20.0, 20.5, (20.25, 20.75), id="half a step each way"),
        pytest.param(STEPS, 20.0, 20.5, (20.22, 20.34), id="an edge is crossed up"),
        pytest.param(STEPS, 20.5, 20.0, (20.16, 20.28), id="an edge is crossed down"),
        pytest.param(STEPS, 20.0, 21.0, (20.75, 21.25), id="more than one edge"),
        pytest.param(
            (20.0, 20.1, 20.2, 20.1), 20.1, 20.2, (20.15, 20.25), id="a fine step"
        ),
    ],
)
def test_what_a_report_tells(
    said: tuple[float, ...],
    before: float,
    now: float,
    expected: tuple[float, float],
) -> None:
    says = manner(*said).says(celsius(before), celsius(now))
    assert ends(says) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("said", "far"),
    [
        pytest.param(STEPS, 0.25, id="half a step"),
        pytest.param(FAHRENHEIT, 0.25, id="half a degree Fahrenheit"),
        pytest.param((*DEAD_BAND, 20.04, 20.6), 0.555, id="a dead band"),
    ],
)
def test_what_silence_tells(said: tuple[float, ...], far: float) -> None:
    says = manner(*said).keeps_silent(celsius(20.0))
    assert ends(says) == pytest.approx((20 - far, 20 + far))


def told(minutes_each: list[int]) -> list[Stands]:
    """Return what is known after each report of every minute.

    The sensor says one thing for the first of these minutes, another for the next, …
    """
    said = [number % 2 for number, each in enumerate(minutes_each) for _ in range(each)]
    reports = [
        Reading(celsius(20 + value), NOON + minutes(minute))
        for minute, value in enumerate(said)
    ]
    known = [Stands()]
    for before, now in pairwise(reports):
        known.append(known[-1].after_report(before, now))
    return known


def stands(minutes_each: list[int]) -> list[bool]:
    """Return which reports of every minute are measurements."""
    return [
        after.is_news_after(before) for before, after in pairwise(told(minutes_each))
    ]


def test_one_that_has_something_new_every_ten_minutes_repeats_what_it_measured() -> (
    None
):
    news = stands([20, 10, 30, 20, 30])
    last = news[-30:]
    assert [minute for minute, is_news in enumerate(last) if is_news] == [0, 10, 20]


@pytest.mark.parametrize("each", [[1] * 60, [3, 2, 4, 3] * 6, [60]])
def test_one_that_was_seen_to_change_soon_or_never_is_heard_each_time(
    each: list[int],
) -> None:
    assert all(stands(each))


def test_a_change_is_always_news() -> None:
    news = stands([7, 12, 25, 9, 40, 8])
    changes = [6, 18, 43, 52, 92]
    assert all(news[change] for change in changes)


def test_what_stands_for_hours_is_heard_every_ten_minutes() -> None:
    assert sum(stands([60, 90, 60, 120])[-120:]) == 12


@pytest.mark.parametrize(
    ("minutes_each", "repeats_for"),
    [([20, 10, 30, 20, 4], 3), ([20, 10, 30, 20, 14], 3), ([1] * 60, 0)],
)
def test_for_how_long_it_has_repeated_what_it_measured(
    minutes_each: list[int], repeats_for: int
) -> None:
    assert told(minutes_each)[-1].repeats_for == repeats_for * 60
