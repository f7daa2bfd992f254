"""Lists of prices and weather: of any length, order and shape, and what they cost."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta, timezone
from random import Random
from time import process_time
from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, State, SupportsResponse
import pytest

from custom_components.heat_pump_thermostat.reading.agenda import Agenda
from custom_components.heat_pump_thermostat.reading.forecast import Forecast
from custom_components.heat_pump_thermostat.reading.lists import MANY, numbers_by_time
from custom_components.heat_pump_thermostat.reading.tariff import SHAPES, hourly_prices

from .house import MORNING

NOW: Final = MORNING + timedelta(minutes=20)
QUARTER: Final = timedelta(minutes=15)
MANY_MORE: Final = 100_000
DEAREST: Final = 20e-3
"""Seconds of the processor that a list may cost, of any length."""
WEATHER: Final = "weather.home"
SNOWY: Final = State(WEATHER, "snowy", {"temperature": 3, "temperature_unit": "°C"})

type Way = Callable[[datetime], object]
WAYS: Final[Mapping[str, Way]] = {
    "ISO 8601": datetime.isoformat,
    "local": lambda at: at.isoformat().replace("+00:00", "Z"),
    "moments": lambda at: at,
    "Unix time": datetime.timestamp,
    "milliseconds": lambda at: round(at.timestamp() * 1000),
}


def table(
    begin: int, count: int = MANY_MORE, way: Way = datetime.isoformat
) -> list[dict[str, Any]]:
    """Return quarters of an hour from so many before or after this hour on."""
    return [
        {"start": way(MORNING + i * QUARTER), "value": 0.1 + i % 7}
        for i in range(begin, begin + count)
    ]


def prices(entries: object, **more: object) -> Mapping[datetime, float]:
    """Return the prices that an entity's list tells."""
    return hourly_prices(
        NOW, State("sensor.price", "0.2", {"raw_today": entries, **more})
    )


def seconds(work: Callable[[], object]) -> float:
    """Return how long the processor takes for some work, at its best of three."""
    times = []
    for _ in range(3):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    assert min(times) > 0, "the processor's clock stands still"
    return min(times)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("begin", [0, -MANY_MORE // 2, 200 - MANY_MORE])
@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_a_list_of_any_length_tells_the_hours_around_now_and_costs_little(
    way: Way, begin: int, order: int
) -> None:
    entries = table(begin, way=way)
    short = [e for i, e in enumerate(entries, begin) if -96 <= i < 300]
    entries = entries[::order]
    assert prices(entries) == prices(short)
    assert len(prices(entries)) > 48
    assert seconds(lambda: prices(entries)) < DEAREST


def test_a_long_list_takes_no_longer_than_a_short_one() -> None:
    usual, long = table(-96, 4 * 96), table(-MANY_MORE // 2)
    assert seconds(lambda: prices(long)) < 4 * seconds(lambda: prices(usual)) + 2e-3


def test_up_to_a_thousand_entries_may_come_in_any_order() -> None:
    entries = table(-400, MANY)
    shuffled = Random(1).sample(entries, len(entries))  # noqa: S311 - no secret
    assert prices(shuffled) == pytest.approx(prices(entries))


def test_more_of_them_in_no_order_cost_no_more() -> None:
    entries = table(-MANY_MORE // 2)
    Random(1).shuffle(entries)  # noqa: S311 - no secret
    assert seconds(lambda: prices(entries)) < DEAREST


def test_entries_that_tell_nothing_do_not_hide_those_that_do() -> None:
    entries: list[Any] = table(-MANY_MORE // 2)
    whole = prices(entries)
    for i in range(0, MANY_MORE, 3):
        entries[i + i % 3] = [None, "?", {}, {"start": None}, {"start": "soon"}][i % 5]
    assert prices(entries).keys() == whole.keys()


@pytest.mark.parametrize("junk", [None, 0, "?", {}, {"start": "9999-12-31T00:00:00Z"}])
def test_a_long_list_of_nothing_tells_nothing_and_costs_little(junk: Any) -> None:
    everywhere = {
        name: [junk] * MANY_MORE for shape in SHAPES for name in shape.attributes
    }
    assert prices([], **everywhere) == {}
    assert seconds(lambda: prices([], **everywhere)) < DEAREST


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        datetime.max.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23),  # noqa: DTZ001 - of the clock on the wall
        1e308,
        -1e308,
        float("nan"),
        10**400,
        253402300799,
        True,
        "2026-01-15T14:00:00+99:99",
    ],
)
def test_a_time_out_of_the_world_is_passed_over(at: object) -> None:
    assert prices([{"start": at, "value": 1}, *table(0, 4)]) == prices(table(0, 4))


@pytest.mark.parametrize("price", [1e308, -1e308, float("inf"), "1e308", 1e10])
def test_two_prices_without_end_are_passed_over(price: object) -> None:
    absurd = [{"start": MORNING.isoformat(), "value": price}] * 2
    assert prices([*absurd, *table(0, 4)]) == prices(table(0, 4))


def test_what_is_told_of_other_days_is_passed_over() -> None:
    listed = [
        {"start": MORNING + i * timedelta(hours=1), "value": i} for i in range(-99, 99)
    ]
    hours = [
        (at - NOW) / timedelta(hours=1)
        for at, _ in numbers_by_time(listed, "start", "value", NOW)
    ]
    assert -24 <= min(hours) < -23
    assert 71 < max(hours) < 72


# --- The weather ---------------------------------------------------------------------


async def answered(hass: HomeAssistant, answer: object) -> Forecast:
    """Return a forecast after a weather entity gave an answer of some shape."""

    async def respond(_: ServiceCall) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return {WEATHER: answer}

    respond_only = SupportsResponse.ONLY
    hass.services.async_register(
        "weather", "get_forecasts", respond, supports_response=respond_only
    )
    forecast = Forecast(hass, lambda: None)
    forecast.enquiry.address(WEATHER)
    stop = forecast.enquiry.follow(lambda _: False)
    await hass.async_block_till_done()
    stop()
    return forecast


def weather(degrees: Iterable[object], unit: timedelta = QUARTER) -> dict[str, Any]:
    """Return an answer that tells these from an hour ago on."""
    begin = MORNING - timedelta(hours=1)
    return {
        "forecast": [
            {"datetime": (begin + i * unit).isoformat(), "temperature": value}
            for i, value in enumerate(degrees)
        ]
    }


async def test_a_forecast_of_any_length_costs_little(hass: HomeAssistant) -> None:
    answer = weather(i % 20 for i in range(MANY_MORE))
    forecast = await answered(hass, answer)
    usual = await answered(hass, {"forecast": answer["forecast"][:300]})
    assert forecast.hours(NOW, SNOWY) == usual.hours(NOW, SNOWY)
    assert len(forecast.hours(NOW, SNOWY)) > 48
    assert seconds(lambda: forecast.hours(NOW, SNOWY)) < DEAREST
    kept = forecast.enquiry._question.kept
    assert seconds(lambda: kept(answer)) < DEAREST


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "rain",
        7,
        {},
        {"forecast": None},
        {"forecast": "rain"},
        {"forecast": {"datetime": 1}},
        {"forecast": [None, 1, "x", [], {}, {"datetime": []}, {"temperature": {}}]},
        weather([1e308, -1e308, "nan", None, [], {}, True, "cold", 999, -274]),
        ValueError("no"),
        KeyError("forecast"),
    ],
)
async def test_no_answer_of_the_weather_raises(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, answer: object
) -> None:
    forecast = await answered(hass, answer)
    assert set(forecast.hours(NOW, SNOWY)) <= {MORNING}
    assert [r for r in caplog.get_records("call") if r.levelname == "ERROR"] == []


@pytest.mark.parametrize("unit", [[], {}, 7, "bananas", True, object()])
async def test_a_forecast_in_an_unknown_degree_is_none(
    hass: HomeAssistant, unit: object
) -> None:
    forecast = await answered(hass, weather([1, 2, 3, 4, 5, 6, 7, 8, 9]))
    attributes = {"temperature": 3, "temperature_unit": unit}
    assert forecast.hours(NOW, State(WEATHER, "snowy", attributes)) == {}


# --- The schedule --------------------------------------------------------------------


async def scheduled(hass: HomeAssistant, week: object) -> Agenda:
    """Return the agenda after a schedule gave an answer of some shape."""

    async def respond(_: ServiceCall) -> Any:
        return {"schedule.days": week}

    hass.services.async_register(
        "schedule", "get_schedule", respond, supports_response=SupportsResponse.ONLY
    )
    agenda = Agenda(hass, lambda: None)
    agenda.enquiry.address("schedule.days")
    stop = agenda.enquiry.follow(lambda _: False)
    await hass.async_block_till_done()
    stop()
    return agenda


@pytest.mark.parametrize(
    "week",
    [
        None,
        [],
        "monday",
        {},
        {"thursday": None},
        {"thursday": "all day"},
        {"thursday": [None, 1, "x", [], {}, {"from": "08:00", "to": "10:00"}]},
        {"thursday": [{"from": time.min, "to": None, "data": 7}]},
        {"thursday": {"from": time.min, "to": time.max}},
    ],
)
async def test_no_answer_of_a_schedule_raises(
    hass: HomeAssistant, week: object
) -> None:
    assert (await scheduled(hass, week)).at(NOW) is None


async def test_a_block_without_data_says_nothing(hass: HomeAssistant) -> None:
    whole_day = {"from": time.min, "to": time.max, "data": [7]}
    agenda = await scheduled(hass, {"thursday": [whole_day]})
    assert agenda.is_known
    assert agenda.at(NOW) == {}
