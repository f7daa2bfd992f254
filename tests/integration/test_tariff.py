"""The prices of the hours to come, in every form in which integrations tell them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.core import State
from homeassistant.util import dt as dt_util
import pytest

from custom_components.heat_pump_thermostat.reading.tariff import hourly_prices

NOW: Final = datetime(2026, 1, 15, 22, 20, tzinfo=UTC)
FIRST: Final = NOW.replace(minute=0)
HOUR: Final = timedelta(hours=1)
TODAY: Final = (0.2, 0.3)
TOMORROW: Final = (0.4, 0.1)


def told(attributes: Mapping[str, Any]) -> list[float]:
    """Return the prices from this hour on, as far as there is no gap."""
    prices = hourly_prices(NOW, State("sensor.price", "0.2", attributes))
    hours = [FIRST + i * HOUR for i in range(48)]
    known = [at in prices for at in hours]
    return [round(prices[at], 4) for at in hours[: known.index(False)]]


def table(prices: tuple[float, ...], begin: int, **names: str) -> list[dict[str, Any]]:
    """Return a list of prices; `at` and `price` are what its entries are called."""
    return [
        {
            names["at"]: (FIRST + (begin + i) * HOUR).isoformat(),
            "end": (FIRST + (begin + i + 1) * HOUR).isoformat(),
            names["price"]: price,
        }
        for i, price in enumerate(prices)
    ]


def days(today: str, tomorrow: str, **names: str) -> dict[str, Any]:
    """Return two attributes, each with the prices of a day."""
    return {
        today: table((0.9, *TODAY), -1, **names),
        tomorrow: table(TOMORROW, 2, **names),
    }


def one(attribute: str, **names: str) -> dict[str, Any]:
    """Return an attribute with all prices."""
    return {attribute: table((0.9, *TODAY, *TOMORROW), -1, **names)}


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param(
            days("raw_today", "raw_tomorrow", at="start", price="value"),
            id="Nord Pool",
        ),
        pytest.param(
            days("raw_today", "raw_tomorrow", at="hour", price="price"),
            id="Energi Data Service",
        ),
        pytest.param(
            days("raw_today", "forecast", at="hour", price="price")
            | {"raw_tomorrow": None},
            id="Energi Data Service, what it expects",
        ),
        pytest.param(
            days("prices_today", "prices_tomorrow", at="time", price="price"),
            id="ENTSO-e, two days",
        ),
        pytest.param(
            one("prices", at="time", price="price")
            | days("prices_today", "prices_tomorrow", at="time", price="price"),
            id="ENTSO-e",
        ),
        pytest.param(
            one("data", at="start_time", price="price_per_kwh"), id="EPEX Spot"
        ),
        pytest.param(
            one("data", at="start_time", price="price_ct_per_kwh"),
            id="EPEX Spot in cents",
        ),
        pytest.param(
            one("data", at="start_time", price="price_eur_per_mwh"),
            id="EPEX Spot per MWh",
        ),
        pytest.param(one("rates", at="start", price="value_inc_vat"), id="Octopus"),
        pytest.param(
            days("today", "tomorrow", at="startsAt", price="total"), id="Tibber"
        ),
        pytest.param(one("forecasts", at="start_time", price="per_kwh"), id="Amber"),
        pytest.param(one("prices", at="start", price="price"), id="an answer"),
        pytest.param(
            one("prices", at="start_time", price="price"), id="Tibber's answer"
        ),
        pytest.param(
            one("prices", at="timestamp", price="price"), id="EnergyZero's answer"
        ),
    ],
)
def test_every_form_is_understood(attributes: Mapping[str, Any]) -> None:
    assert told(attributes) == [*TODAY, *TOMORROW]


def entries(*prices: tuple[object, object]) -> dict[str, Any]:
    return {"raw_today": [{"start": at, "value": price} for at, price in prices]}


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(FIRST, id="a moment"),
        pytest.param("2026-01-15T14:00:00-08:00", id="of another place"),
        pytest.param("2026-01-15 22:00:00+00:00", id="with a space"),
        pytest.param("2026-01-15T14:00:00", id="of the clock on the wall"),
        pytest.param(FIRST.timestamp(), id="Unix time"),
        pytest.param("2026-01-15T22:00:01+00:00", id="a second late"),
    ],
)
def test_every_time_is_understood(at: object) -> None:
    assert told(entries((at, 0.2))) == [0.2]


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"raw_today": None, "raw_tomorrow": []},
        {"raw_today": "a text", "prices": 3, "data": {"start_time": 0}},
        {"raw_today": [1, None, "a text", []], "today": [0.1, 0.2]},
        entries(("not yet", 0.1), (None, 0.1), (FIRST, None), (FIRST, "unknown")),
        entries((FIRST, float("nan")), (FIRST, float("inf"))),
        entries((FIRST - HOUR, 0.1)),
        entries((FIRST + 5 * HOUR, 0.1)),
    ],
)
def test_what_is_no_list_of_prices_tells_nothing(attributes: Mapping[str, Any]) -> None:
    assert told(attributes) == []


def test_an_entity_that_is_not_there_tells_nothing() -> None:
    assert hourly_prices(NOW, None) == {}


def test_quarters_make_an_hour() -> None:
    quarters = [(FIRST + i * HOUR / 4, 0.1 * (i + 1)) for i in range(6)]
    assert told(entries(*quarters)) == [0.25, 0.55]


def test_a_list_that_begins_with_the_next_hour_tells_of_this_one_too() -> None:
    assert told(entries((FIRST + HOUR, 0.3), (FIRST + 2 * HOUR, 0.1))) == [
        0.3,
        0.3,
        0.1,
    ]


def test_prices_end_where_one_is_not_known() -> None:
    prices = ((FIRST, 0.2), (FIRST + HOUR, None), (FIRST + 2 * HOUR, 0.1))
    assert told(entries(*prices)) == [0.2]


@pytest.mark.parametrize(
    ("prices", "taken"),
    [
        pytest.param((0.0, 0.2), [0.002, 0.2], id="nothing"),
        pytest.param((-5, 20), [0.2, 20], id="less than nothing"),
        pytest.param((-20, 5), [0.2, 5], id="far less than nothing"),
        pytest.param((-1, -2), [0.02, 0.02], id="all less than nothing"),
        pytest.param((0, 0), [0.01, 0.01], id="all nothing"),
    ],
)
def test_no_price_is_nothing_or_less(
    prices: tuple[float, ...], taken: list[float]
) -> None:
    hours = [(FIRST + i * HOUR, price) for i, price in enumerate(prices)]
    assert told(entries(*hours)) == taken


def test_an_hour_that_comes_twice_is_two_hours() -> None:
    """The clock goes back at two: both hours from one on have a price of their own."""
    first = datetime(2026, 11, 1, 8, tzinfo=UTC)
    local = [dt_util.as_local(first + i * HOUR) for i in range(3)]
    assert [at.hour for at in local] == [1, 1, 2]
    prices = hourly_prices(
        first,
        State("sensor.price", "1", entries(*zip(local, (1, 2, 3), strict=True))),
    )
    assert prices == {first: 1, first + HOUR: 2, first + 2 * HOUR: 3}
