"""How fast a room warms under the compressor alone, as recoveries show it."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.house.warming import (
    FASTEST_RISE,
    KEPT_PER_RECOVERY,
    LIGHTNESS,
    LIGHTNESS_BOUNDS,
    RUN_GAP,
    SHORTEST_RUN,
    TIME_POWER,
    Warming,
    rise_in_first_hour,
    thermal_mass,
    time_to_rise,
    warming_after,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta

NIGHT = datetime(2026, 1, 15, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STEP = 3 * MINUTE
SETBACK = Celsius(16)


def recovered(
    warming: Warming, surplus: float, rise: float, hours: float = 2
) -> Warming:
    """Return the warming after a recovery that was watched every three minutes."""
    steps = round(hours * 20)
    for step in range(steps + 1):
        room = Celsius(SETBACK + rise * step / steps)
        warming = warming_after(warming, room, surplus, NIGHT + step * STEP)
    end = NIGHT + (steps + 1) * STEP
    return warming_after(warming, Celsius(SETBACK + rise), None, end)


def taught(*recoveries: tuple[float, float], times: int = 10) -> Warming:
    """Return the warming after recoveries of (surplus, rise in the first hour)."""
    warming = Warming()
    for _ in range(times):
        for surplus, first in recoveries:
            warming = recovered(warming, surplus, first * 2**TIME_POWER)
    return warming


def test_a_house_is_framed_until_it_shows_otherwise() -> None:
    assert rise_in_first_hour(Warming(), 20) == pytest.approx(20 * LIGHTNESS)
    assert rise_in_first_hour(Warming(), 0) == pytest.approx(0)


@pytest.mark.parametrize("slope", [0.03, 0.2])
@pytest.mark.parametrize("bias", [-1, 3])
def test_it_learns_how_light_the_house_is_and_what_the_surplus_lacks(
    slope: float, bias: float
) -> None:
    warming = taught((5, slope * (5 + bias)), (20, slope * (20 + bias)))
    assert rise_in_first_hour(warming, 12) == pytest.approx(
        slope * (12 + bias), rel=0.1
    )


@pytest.mark.parametrize(
    ("slope", "believed"),
    [
        pytest.param(2.0, LIGHTNESS_BOUNDS[1], id="lighter than a tent"),
        pytest.param(-0.1, LIGHTNESS_BOUNDS[0], id="cooling under more heat"),
    ],
)
def test_no_house_is_beyond_the_bounds(slope: float, believed: float) -> None:
    warming = taught((1, slope), (4, slope * 4), times=40)
    risen = rise_in_first_hour(warming, 4) - rise_in_first_hour(warming, 3)
    assert risen == pytest.approx(believed)


@pytest.mark.parametrize("surplus", [-1000, 1000])
def test_no_room_warms_or_cools_faster_than_any(surplus: float) -> None:
    assert abs(rise_in_first_hour(Warming(), surplus)) == FASTEST_RISE


def test_what_has_changed_is_learned_anew_within_a_month() -> None:
    warming = taught((5, 1.0), (20, 4.0))
    for _ in range(30):
        warming = recovered(warming, 10, 0.5 * 2**TIME_POWER)
    assert rise_in_first_hour(warming, 10) == pytest.approx(0.5, abs=0.2)


def test_one_wild_night_moves_little() -> None:
    warming = taught((5, 0.5), (20, 2.0))
    window_left_open = recovered(warming, 12, -6)
    assert rise_in_first_hour(window_left_open, 12) > 0.8 * rise_in_first_hour(
        warming, 12
    )


def test_weight_fades_by_recoveries_not_by_time() -> None:
    warming = taught((10, 1.0), times=1)
    later = recovered(warming, 10, 1.0 * 2**TIME_POWER)
    assert later.sums.weight == pytest.approx(
        warming.sums.weight * KEPT_PER_RECOVERY + 1
    )


# --- How long a rise takes ---------------------------------------------------------


def test_the_more_surplus_the_sooner() -> None:
    slow, fast = (time_to_rise(Warming(), Delta(2), surplus) for surplus in (10, 20))
    assert slow > 2 * fast


def test_a_rise_of_the_first_hour_takes_an_hour() -> None:
    assert time_to_rise(Warming(), Delta(1), 10) == timedelta(hours=1)


def test_twice_the_rise_takes_more_than_twice_as_long() -> None:
    assert time_to_rise(Warming(), Delta(2), 10) == timedelta(
        hours=2 ** (1 / TIME_POWER)
    )


@pytest.mark.parametrize("surplus", [0, -3, 1e-6])
def test_without_surplus_it_takes_for_ever(surplus: float) -> None:
    assert time_to_rise(Warming(), Delta(1), surplus) == timedelta.max


@pytest.mark.parametrize("rise", [0, -1])
def test_what_is_there_takes_no_time(rise: float) -> None:
    assert time_to_rise(Warming(), Delta(rise), -3) == timedelta()


# --- What is watched ---------------------------------------------------------------


def test_a_run_that_is_too_short_teaches_nothing() -> None:
    hours = SHORTEST_RUN / timedelta(hours=1)
    assert recovered(Warming(), 10, 3, hours=hours - 0.05).sums == Warming().sums
    assert recovered(Warming(), 10, 3, hours=hours).sums != Warming().sums


def test_a_gap_begins_the_run_anew() -> None:
    begun = warming_after(Warming(), SETBACK, 10, NIGHT)
    after = NIGHT + RUN_GAP + MINUTE
    again = warming_after(begun, Celsius(18), 10, after)
    assert again.run is not None
    assert (again.run.begun, again.run.room) == (after, Celsius(18))


def test_a_clock_that_was_set_back_begins_the_run_anew() -> None:
    begun = warming_after(Warming(), SETBACK, 10, NIGHT)
    again = warming_after(begun, Celsius(18), 10, NIGHT - MINUTE)
    assert again.run is not None
    assert again.run.begun == NIGHT - MINUTE


@pytest.mark.parametrize("slope", [0.03, 0.2])
def test_a_light_house_stores_little(slope: float) -> None:
    """A surplus of the loss of a kelvin, 0.2 kW, lifts it by `slope` in an hour."""
    warming = taught((5, slope * 5), (20, slope * 20))
    assert thermal_mass(warming, 0.2) == pytest.approx(0.2 / slope, rel=0.1)


def test_what_a_house_stores_is_not_known_before_a_recovery() -> None:
    assert thermal_mass(Warming(), 0.2) is None


def test_where_nothing_ran_nothing_ends() -> None:
    assert warming_after(Warming(), SETBACK, None, NIGHT) == Warming()
