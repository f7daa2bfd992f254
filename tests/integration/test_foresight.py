"""What weather and prices are forecast, and heat that is stored because of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.weather import WeatherEntityFeature
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.warming import Warming

from .gauges import equip, learn_house
from .house import DUAL_FUEL, MORNING, ONE_STAGE, House, Wiring
from .test_diagnostics import diagnosed
from .test_log import complaints
from .weather import WEATHER, watch

PRICE: Final = "sensor.price"
HOUR: Final = timedelta(hours=1)
MILD: Final = (0, 0, 0, 0)
COLD: Final = (-16, -16, -16, -16)


@pytest.fixture
def wiring() -> Wiring:
    """Wire one stage, unless a test says otherwise."""
    return ONE_STAGE


def ahead(house: House) -> list[tuple[float | None, float | None]]:
    """Return outdoor temperature and price of the hours that are foreseen."""
    return [(each.outdoor, each.price) for each in house.entry.runtime_data.seen.ahead]


def outdoors(house: House) -> list[float | None]:
    """Return the outdoor temperatures that it foresees."""
    return [None if t is None else round(t, 1) for t, _ in ahead(house)]


def price(house: House, prices: Iterable[object], **more: Any) -> None:
    """Let an entity tell the prices of this hour and those to come."""
    table = [
        {"start": (house.now + i * HOUR).isoformat(), "value": value}
        for i, value in enumerate(prices)
    ]
    unit = {"unit_of_measurement": "EUR/kWh"}
    house.hass.states.async_set(PRICE, "0.3", {**unit, "raw_today": table, **more})


async def shift(house: House, *prices: object) -> None:
    """Let the thermostat look at these prices."""
    price(house, prices)
    await house.tune(
        prices={"electricity_price_entity": PRICE},
        foresight={"shifts_to_cheap_hours": True},
    )


# --- The weather ---------------------------------------------------------------------


@pytest.mark.parametrize("units", [METRIC_SYSTEM, US_CUSTOMARY_SYSTEM])
async def test_the_hours_of_a_forecast(house: House, units: UnitSystem) -> None:  # noqa: ARG001
    await watch(house, -1, -2.5, -4)
    assert outdoors(house) == pytest.approx([-1, -2.5, -4], abs=0.3)
    first = house.entry.runtime_data.seen.ahead[0].at
    assert first == MORNING


async def test_a_forecast_that_begins_with_the_next_hour(house: House) -> None:
    weather = await watch(house, -1, -2, begin=1)
    assert outdoors(house) == [0, -1, -2]

    await weather.speak(native_temperature=3)
    await house.sense(room=19.9)
    assert outdoors(house) == [3, -1, -2]


async def test_a_forecast_by_each_third_hour(house: House) -> None:
    await watch(house, 3, 0, -6, each=3)
    assert outdoors(house) == [3, 2, 1, 0, -2, -4, -6]


async def test_a_forecast_by_quarters_of_an_hour(house: House) -> None:
    await house.wait(minutes=54)
    await watch(house, 4, 2, 4, 2, 1, 1, 1, 1, each=0.25)
    assert outdoors(house) == [3, 1]


@pytest.mark.parametrize(
    ("degrees", "foreseen"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([1, None, 3], [1, 2, 3], id="an hour is missing"),
        pytest.param([1, *[None] * 7, 3], [1], id="half a day is missing"),
        pytest.param(range(48), [*range(12)], id="two days"),
    ],
)
async def test_a_forecast_ends_where_nobody_knows(
    house: House, degrees: Iterable[float | None], foreseen: list[float]
) -> None:
    await watch(house, *degrees)
    assert outdoors(house) == foreseen


@pytest.mark.parametrize(
    "features",
    [
        [],
        [WeatherEntityFeature.FORECAST_DAILY],
        [WeatherEntityFeature.FORECAST_TWICE_DAILY],
    ],
)
async def test_a_forecast_of_days_is_none(
    house: House,
    caplog: pytest.LogCaptureFixture,
    features: list[WeatherEntityFeature],
) -> None:
    weather = await watch(house, -1, -2, features=features)
    await house.live(hours=3)

    assert weather.asked == 0
    assert (await diagnosed(house))["ahead"] == []
    assert complaints(caplog.get_records("call")) == []


async def test_a_weather_that_is_not_there_is_not_asked(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.tune(foresight={"weather": WEATHER})
    await house.live(minutes=65)
    assert outdoors(house) == []

    house.hass.states.async_set(WEATHER, "sunny", {"temperature": 3})
    await house.live(minutes=65)
    assert outdoors(house) == []
    assert complaints(caplog.get_records("call")) == []


async def test_a_service_that_fails_forecasts_nothing_until_it_works(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    weather = await watch(house, *[-1] * 12)
    weather.is_broken = True
    await weather.speak(native_temperature=1)
    assert outdoors(house) == []

    weather.is_broken = False
    await house.live(minutes=61)
    assert outdoors(house)[1:] == [-1] * 10
    assert complaints(caplog.get_records("call")) == []


async def test_a_silent_weather_is_asked_each_hour(house: House) -> None:
    weather = await watch(house, *MILD)
    asked = weather.asked
    weather.expect(COLD, begin=1)
    await house.live(hours=1, minutes=1)

    assert weather.asked == asked + 1
    assert outdoors(house)[1:] == [-16] * 3


async def test_a_forecast_holds_while_the_weather_is_away(house: House) -> None:
    weather = await watch(house, -1, -2, -3)
    asked = weather.asked
    await weather.speak(available=False)
    await house.live(hours=1, minutes=1)

    assert weather.asked == asked
    assert outdoors(house) == [-2, -3]


async def test_an_answer_that_comes_too_late_wakes_nobody(house: House) -> None:
    """A thermostat that is unloaded must not touch the relays any more."""
    weather = await watch(house, -1, -2)
    weather.may_answer.clear()
    weather.expect([-3, -4])
    await weather.speak(native_temperature=1)
    await house.unload(house.entry)
    house.forget()
    house["g"].say(on=True)

    weather.may_answer.set()
    await house.wait(minutes=10)
    assert house.on == {"g"}


async def test_a_weather_that_never_answers_holds_up_nothing(house: House) -> None:
    weather = await watch(house, -1, -2)
    weather.may_answer.clear()
    asked = weather.asked
    for degrees in range(20):
        await weather.speak(native_temperature=degrees)

    assert weather.asked == asked + 1, "one question at a time"
    assert await house.hass.config_entries.async_unload(house.entry.entry_id)
    await house.hass.async_block_till_done(wait_background_tasks=True)


async def test_a_weather_that_spoke_while_it_was_asked_is_asked_again(
    house: House,
) -> None:
    weather = await watch(house, -1, -2)
    weather.may_answer.clear()
    await weather.speak(native_temperature=1)
    weather.expect([-3, -4])
    await weather.speak(native_temperature=2)
    weather.may_answer.set()
    await house.hass.async_block_till_done(wait_background_tasks=True)
    await house.wait(minutes=1)

    assert outdoors(house) == [-3, -4]


async def test_an_answer_about_another_weather_is_none(house: House) -> None:
    weather = await watch(house, -1, -2)
    weather.may_answer.clear()
    weather.expect([-3, -4])
    await weather.speak(native_temperature=1)
    await house.tune(foresight={"weather": "weather.elsewhere"})

    weather.may_answer.set()
    await house.wait(minutes=10)
    assert outdoors(house) == []


async def test_a_renamed_weather_is_followed(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    await watch(house, -1, -2)
    entity_registry.async_update_entity(WEATHER, new_entity_id="weather.roof")
    await house.hass.async_block_till_done()

    assert house.entry.options["foresight"] == {"weather": "weather.roof"}
    assert outdoors(house) == [-1, -2]


async def test_a_thermostat_without_a_forecast_foresees_nothing(house: House) -> None:
    price(house, [0.1, 0.2])
    await house.tune(prices={"electricity_price_entity": PRICE})
    assert ahead(house) == []


# --- Weather and prices --------------------------------------------------------------


async def test_prices_alone(house: House) -> None:
    await shift(house, 0.1, 0.2)
    assert ahead(house) == [(None, 0.1), (None, 0.2)]

    price(house, [0.3, 0.4])
    await house.settle()
    assert ahead(house) == [(None, 0.3), (None, 0.4)]


async def test_both_are_joined_as_far_as_both_are_known(house: House) -> None:
    await watch(house, -1, -2, -3)
    await shift(house, 0.1, 0.2)
    assert ahead(house) == [(None, 0.1), (None, 0.2)]

    await house.tune(foresight={"weather": WEATHER, "shifts_to_cheap_hours": True})
    assert ahead(house) == [(-1, 0.1), (-2, 0.2)]

    price(house, [0.1, 0.2, None, 0.4, 0.5, 0.6])
    await house.settle()
    assert ahead(house) == [(-1, 0.1), (-2, 0.2)]


async def test_prices_that_are_not_told_leave_the_weather(house: House) -> None:
    await watch(house, -1, -2)
    await house.tune(
        prices={"electricity_price_entity": PRICE},
        foresight={"weather": WEATHER, "shifts_to_cheap_hours": True},
    )
    assert ahead(house) == [(-1, None), (-2, None)]


# --- The clock on the wall -----------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        pytest.param(MORNING, time(6), id="winter"),
        pytest.param(datetime(2026, 7, 1, 14, tzinfo=UTC), time(7), id="summer"),
        pytest.param(
            datetime(2026, 3, 8, 10, tzinfo=UTC), time(3), id="two is left out"
        ),
        pytest.param(
            datetime(2026, 11, 1, 9, 30, tzinfo=UTC), time(1, 30), id="one comes twice"
        ),
    ],
)
async def test_it_knows_what_the_clock_on_the_wall_shows(
    house: House, freezer: FrozenDateTimeFactory, now: datetime, shown: time
) -> None:
    freezer.move_to(now)
    await house.sense(room=19.9)
    assert house.entry.runtime_data.seen.local == shown


# --- Storing -------------------------------------------------------------------------


@pytest.fixture
async def home(shell: House) -> House:
    """Live in a house that is known, at 20 °C, on a mild day."""
    await equip(shell)
    learn_house(shell)
    await shell.ask("heat", room=20.1, outdoor=0)
    shell.forget()
    return shell


async def store(house: House, until: datetime) -> None:
    """Let time pass until heat is stored."""
    while house.status != "storing_heat":
        assert house.now < until
        await house.dwell(minutes=5)


@pytest.mark.slow
async def test_heat_is_stored_before_a_cold_night(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.heat_pump_thermostat")
    begun = home.now
    await watch(home, *[0] * 6, *[-16] * 12)
    assert home.status == "idle"
    assert home.state("preheat_start").state != "unknown"

    await store(home, begun + 6 * HOUR)
    assert home.now > begun + HOUR
    assert home.climate.attributes["hvac_action"] == "preheating"
    assert home.climate.attributes["temperature"] == 20
    assert "y1" in home.on

    await home.sense(room=20.6)
    await home.live(minutes=30)
    assert home.status == "storing_heat"
    assert "w2 on" not in home.moves
    assert caplog.text.count("Upstairs: heat begins to be stored") == 1


async def test_other_options_do_not_begin_anew(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.heat_pump_thermostat")
    await watch(home, 0, *[-16] * 12)
    await store(home, home.now + HOUR)
    rise = home.entry.runtime_data.decision.state.rise
    await home.tune(fan={"circulate": 20})

    assert home.entry.runtime_data.decision.state.rise == rise
    assert caplog.text.count("Upstairs: heat begins to be stored") == 1


async def test_heat_is_stored_while_it_is_cheap(home: House) -> None:
    begun = home.now
    await shift(home, 0.1, 0.1, 0.1, *[0.5] * 9)
    await store(home, begun + 3 * HOUR)
    await home.live(seconds=(begun + 3 * HOUR - home.now).total_seconds())
    await home.sense(room=20.6)
    await home.live(minutes=10)

    assert home.status == "idle"
    assert home.climate.attributes["hvac_action"] == "idle"


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_beside_a_furnace_it_is_not_offered(home: House) -> None:
    with pytest.raises(InvalidData):
        await watch(home, 0)


# --- What the house stores -----------------------------------------------------------


@pytest.mark.usefixtures("everything_enabled")
async def test_the_thermal_mass_is_learned_and_forgotten(home: House) -> None:
    assert home.state("thermal_mass").state == "unknown"
    assert (await diagnosed(home))["house"]["thermal_mass"] is None

    sums = LineSums().plus(10.0, 0.5, 5).plus(20.0, 1.0, 5)
    controller = home.entry.runtime_data
    controller.async_note(
        lambda state: replace(
            state, learned=replace(state.learned, warming=Warming(sums))
        )
    )
    told = (await diagnosed(home))["house"]
    assert float(home.state("thermal_mass").state) == pytest.approx(5, abs=0.5)
    assert told["thermal_mass"] == pytest.approx(5, abs=0.5)
    assert told["heat_loss"] == pytest.approx(0.25, abs=0.01)
    assert told["confidence"] > 0.5
    assert told["capacity_scale"] == 1

    await home.use("button", "press", "forget_house")
    assert home.state("thermal_mass").state == "unknown"
    assert (await diagnosed(home))["house"]["confidence"] == 0
