"""The closed-loop benchmark: its weather, its plain thermostats, how it keeps score."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import timedelta
from statistics import fmean, pstdev
from xml.etree import ElementTree as ET

from hypothesis import Phase, given, settings, strategies as st
import pytest

from benchmarks.simulation.comfort import Comfort, at_cold
from benchmarks.simulation.houses import HOUSES, TYPICAL, Plant, with_two_stages
from benchmarks.simulation.month import (
    Minute,
    Month,
    Score,
    hasty_calls,
    lateness,
    peak,
    rests,
    score,
    starts,
    utilization,
    utilization_by_weather,
)
from benchmarks.simulation.plot import coldest_week, drawing
from benchmarks.simulation.programme import BEGINNING, Mode, Programme
from benchmarks.simulation.sensors import KINDS, Kind, RoomSensor
from benchmarks.simulation.table import bins
from benchmarks.simulation.thermostats import (
    SWEPT,
    THERMOSTATS,
    ByRunTime,
    Call,
    Joins,
    by_droop,
)
from benchmarks.simulation.weather import CLIMATES, DAYS, Climate, january
from custom_components.heat_pump_thermostat.engine.wishes import Block

from .plant import physics
from .rig import celsius, minutes

CHICAGO = CLIMATES[0]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def lived(
    thermostat: str,
    mode: Mode = Mode.HOLD,
    *,
    design: physics.Design = TYPICAL,
    sensor: str = "perfect",
    seed: int = 0,
) -> Month:
    """Return the first day of a thermostat in Chicago."""
    programme = Programme(mode)
    controller = THERMOSTATS[thermostat](design, programme)
    plant = Plant(design, january(CHICAGO, seed))
    return Month(plant, controller, programme, RoomSensor(KINDS[sensor])).live(1)


def logged(rooms: list[float], setpoint: float = 20.0) -> Month:
    """Return a month that has seen these temperatures, a minute each, from 6:00 on."""
    month = Month(
        Plant(TYPICAL, january(CHICAGO, 0)),
        THERMOSTATS["no aux"](TYPICAL, Programme(Mode.SETBACK)),
        Programme(Mode.SETBACK),
    )
    month.minutes = [
        Minute(6 * HOUR + minutes(i), room, setpoint, 0.0, i % 10 < 4, i % 10 < 1)
        for i, room in enumerate(rooms)
    ]
    return month


@pytest.mark.parametrize("climate", CLIMATES, ids=lambda climate: climate.name)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_january_has_the_statistics_of_its_climate(
    climate: Climate, seed: int
) -> None:
    weather = january(climate, seed)
    hours = [i * HOUR for i in range(DAYS * 24)]
    suns = [weather.sun(hour) for hour in hours]
    assert pstdev(weather.anomalies) == pytest.approx(climate.deviation)
    assert fmean(map(weather.temperature, hours)) == pytest.approx(
        climate.mean, abs=0.5
    )
    assert sum(suns) / DAYS / 1000 == pytest.approx(climate.sunshine, rel=0.1)
    assert weather.sun(HOUR) == 0


def test_a_schedule_tells_its_next_block() -> None:
    programme = Programme(Mode.SCHEDULED)
    night, morning = programme.block(23 * HOUR), programme.upcoming(23 * HOUR)
    assert night == Block(BEGINNING + 30 * HOUR, celsius(17))
    assert morning == Block(BEGINNING + 46 * HOUR, celsius(20))


@pytest.mark.parametrize(
    ("joins", "call", "expected"),
    [
        pytest.param(by_droop, Call(DAY, droop=1.0), False, id="not cold enough"),
        pytest.param(by_droop, Call(DAY, droop=1.2), True, id="cold"),
        pytest.param(by_droop, Call(DAY, droop=0.5, has_aux=True), True, id="stays"),
        pytest.param(by_droop, Call(DAY, droop=0.2, has_aux=True), False, id="leaves"),
        pytest.param(ByRunTime(), Call(DAY, minutes(29)), False, id="not long enough"),
        pytest.param(ByRunTime(), Call(DAY, minutes(30)), True, id="long"),
        pytest.param(ByRunTime(joined_on=1), Call(DAY), True, id="the same day"),
        pytest.param(ByRunTime(joined_on=0), Call(DAY), False, id="the next day"),
    ],
)
def test_when_auxiliary_heat_joins(joins: Joins, call: Call, expected: bool) -> None:
    assert joins(call) is expected


@pytest.mark.parametrize(
    ("rooms", "late"),
    [([19.6], [0.0]), ([17.0] * 30 + [19.5], [30.0]), ([17.0] * 30, [])],
    ids=["there in time", "half an hour late", "never there"],
)
def test_lateness(rooms: list[float], late: list[float]) -> None:
    assert lateness(logged(rooms)) == late


def test_the_score_of_an_hour() -> None:
    result = score(logged([18.5] * 60))
    assert result.cold == pytest.approx(1.0)
    assert result.mean == pytest.approx(18.5)
    assert (result.starts, result.aux_starts) == (144, 144)
    assert result.short_rests == 0


def test_how_much_auxiliary_heat_is_used_and_drawn() -> None:
    warm = [
        Minute(HOUR, 20, 20, 0.0, i < 60, i < 6, watts=3000) for i in range(24 * 60)
    ]
    cold = [
        Minute(HOUR, 20, 20, -10.0, i < 90, i < 45, watts=9000) for i in range(24 * 60)
    ]
    assert utilization([*warm, *cold]) == pytest.approx(51 / 150)
    assert utilization([]) == 0
    by_weather = utilization_by_weather([*warm, *cold])
    assert by_weather == pytest.approx({10: 0.5, 30: 0.1})
    assert peak([*warm[:15], *cold[:15]]) == pytest.approx(9.0)
    assert bins(by_weather) == "    RHU 10 … 15 °F: 0.50, 30 … 35 °F: 0.10"


def test_how_often_auxiliary_heat_did_not_wait_for_full_output() -> None:
    def minute(i: int) -> Minute:
        has_aux, is_full = i in {9, 12, 30, 45}, i in {5, 6, 20, 21, 45, 46}
        return Minute(HOUR, 20, 20, 0.0, True, has_aux, is_full=is_full)

    logbook = [minute(i) for i in range(24 * 60)]
    assert hasty_calls(logbook) == 3
    month = logged([])
    month.minutes = logbook
    assert (score(month).full_starts, score(month).hasty) == (3, 3)


def test_how_long_something_rested() -> None:
    runs = [False, True, False, False, True, True, False, True]
    assert rests(runs) == [minutes(2), minutes(1)]


def sensed(kind: Kind, airs: list[float], blown: float | None = None) -> list[float]:
    """Return what a sensor reported, in a room of so many °C each minute."""
    sensor, reports = RoomSensor(kind), []
    for number, air in enumerate(airs):
        sensor.sense(minutes(number), air, air if blown is None else blown)
        reports += [sensor.shown] if sensor.at == minutes(number) else []
    return reports


@pytest.mark.parametrize(
    ("kind", "airs", "reports"),
    [
        pytest.param("perfect", [20.04, 20.06], [20.0, 20.1], id="rounds"),
        pytest.param("0.5K/10min", [20.0] * 21, [20.0] * 3, id="repeats itself"),
        pytest.param("0.5K-change", [20.0, 20.2, 20.3], [20.0, 20.5], id="a change"),
        pytest.param("1F-change", [20.0, 20.3], [20.0, 20.556], id="Fahrenheit"),
        pytest.param("deadband", [20.0, 20.4, 20.52], [20.0, 20.52], id="a dead band"),
        pytest.param("deadband", [20.0] * 101, [20.0] * 3, id="its heartbeat"),
    ],
)
def test_what_a_sensor_makes_of_a_room(
    kind: str, airs: list[float], reports: list[float]
) -> None:
    assert sensed(KINDS[kind], airs) == pytest.approx(reports)


def test_what_else_is_wrong_with_a_sensor() -> None:
    lagging = sensed(KINDS["lag"], [20.0] + [21.0] * 10)
    noisy = sensed(KINDS["noise"], [20.0] * 1000)
    assert 20.6 <= lagging[-1] <= 20.7
    assert pstdev(noisy) == pytest.approx(0.2, rel=0.1)
    assert sensed(KINDS["supply-air"], [20.0], blown=30.0) == pytest.approx([20.8])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("thermostat", "is_so"),
    [
        ("ours", lambda s: 19.5 < s.mean < 20.5 and s.short_rests == 0),
        ("rule", lambda s: 19 < s.mean < 20.5 and s.short_rests == 0),
        ("run time", lambda s: s.aux > 0 and s.cold < 1),
        ("no aux", lambda s: s.aux == 0 and s.heat_pump > 20),
    ],
)
def test_a_day_in_chicago(thermostat: str, is_so: Callable[[Score], bool]) -> None:
    assert is_so(score(lived(thermostat)))


@pytest.mark.slow
def test_a_schedule_is_recovered_to_in_time() -> None:
    assert score(lived("ours", Mode.SCHEDULED)).late == pytest.approx(0, abs=30)


def test_the_drawing_of_a_week() -> None:
    week = coldest_week(lived("rule").minutes * 8)
    svg = drawing("A & B", week)
    assert len(week) == 7 * 24 * 60
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own
    assert len(svg) < 150_000


# --- Two stages ----------------------------------------------------------------------


@pytest.mark.slow
def test_a_plain_thermostat_calls_its_second_stage_late_or_far_from_the_setpoint() -> (
    None
):
    logbook = lived("rule", design=with_two_stages(TYPICAL)).minutes
    called = starts([minute.is_full for minute in logbook])
    begun = starts([minute.has_compressor for minute in logbook])
    waited = {call - max(at for at in begun if at <= call) for call in called}
    assert max(waited) == 15
    assert min(waited) > 0
    single = lived("rule").minutes
    assert all(minute.is_full is minute.has_compressor for minute in single)


@pytest.mark.slow
@given(
    house=st.sampled_from(list(HOUSES)),
    sensor=st.sampled_from(list(KINDS)),
    mode=st.sampled_from(Mode),
    seed=st.integers(0, 99),
)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
def test_full_output_has_had_its_time_before_it_is_helped(
    house: str, sensor: str, mode: Mode, seed: int
) -> None:
    design = with_two_stages(HOUSES[house])
    month = lived("ours", mode, design=design, sensor=sensor, seed=seed)
    assert score(month).hasty == 0


# --- At equal cold -------------------------------------------------------------------


SWEEP = [Comfort(0.8, 9.0, 1800, 280), Comfort(0.4, 1.0, 1840, 320)]


@pytest.mark.parametrize(
    ("cold", "month"),
    [
        pytest.param(1.0, SWEEP[1], id="of one of the months"),
        pytest.param(5.0, Comfort(0.6, 5.0, 1820, 300), id="between two"),
        pytest.param(0.9, None, id="warmer than all"),
        pytest.param(9.1, None, id="colder than all"),
    ],
)
def test_months_are_compared_where_they_are_equally_cold(
    cold: float, month: Comfort | None
) -> None:
    found = at_cold(SWEEP, cold)
    assert (found is None) is (month is None)
    if found and month:
        assert astuple(found) == pytest.approx(astuple(month))


@pytest.mark.slow
def test_auxiliary_heat_that_joins_nearer_leaves_the_room_less_cold() -> None:
    def cold(droop: float) -> float:
        programme = Programme(Mode.HOLD)
        plant = Plant(TYPICAL, january(CHICAGO, 0))
        thermostat = SWEPT["rule"](droop)(TYPICAL, programme)
        return score(Month(plant, thermostat, programme).live(10)).cold

    assert cold(0.6) < cold(1.6)
