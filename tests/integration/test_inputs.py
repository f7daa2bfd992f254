"""What the sensors, the schedule and the windows say, and what is believed of it."""

from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from .house import OUTDOOR, ROOM, House

WINDOWS = ["binary_sensor.window", "binary_sensor.door"]
SNOWY = {
    "name": "Upstairs",
    "room_temperature": ROOM,
    "outdoor_temperature": "weather.home",
}
THURSDAY = [
    {"from": "08:00", "to": "10:00", "data": {"temperature": 22}},
    {"from": "10:00", "to": "12:00", "data": {"target_temp_low": 19}},
    {
        "from": "12:00",
        "to": "14:00",
        "data": {"target_temp_low": 17, "target_temp_high": 27},
    },
    {"from": "14:00", "to": "16:00"},
    {"from": "16:00", "to": "18:00", "data": {"temperature": "warm"}},
    {"from": "18:00", "to": "20:00", "data": {"temperature": 80}},
]
"""The tests begin on a Thursday at 06:00."""


# --- Temperatures ----------------------------------------------------------------


@pytest.mark.slow
async def test_loss_and_return_of_the_room_are_logged_once_each(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.ask("heat", room="unavailable")
    await house.wait(hours=5)
    await house.sense(room=20)
    await house.live(hours=1)

    told = [r.getMessage() for r in caplog.records if ": problem room" in r.message]
    assert told == [
        "Upstairs: problem room_sensor_lost: sensor.room",
        "Upstairs: problem room_sensor_lost is over: sensor.room",
    ]


# --- Outdoors --------------------------------------------------------------------


@pytest.mark.parametrize(
    "attributes",
    [
        {"temperature": -12.5, "temperature_unit": "°C"},
        {"temperature": 9.5, "temperature_unit": "°F"},
    ],
    ids=["°C", "°F"],
)
async def test_a_weather_entity_tells_the_outdoor_temperature(
    shell: House, attributes: Mapping[str, Any]
) -> None:
    shell.hass.states.async_set("weather.home", "snowy", attributes)
    await shell.install(user=SNOWY)

    outdoor = shell.state("outdoor_temperature")
    assert float(outdoor.state) == pytest.approx(-12.5)


@pytest.mark.parametrize(
    "attributes", [{}, {"temperature": None}, {"temperature": "cold"}]
)
async def test_a_weather_entity_may_know_nothing(
    shell: House, attributes: Mapping[str, Any]
) -> None:
    shell.hass.states.async_set("weather.home", "snowy", attributes)
    await shell.install(user=SNOWY)

    assert shell.state("outdoor_temperature").state == "unknown"


async def test_it_may_be_colder_outdoors_than_a_room_ever_is(house: House) -> None:
    await house.sense(outdoor=-55)

    assert float(house.state("outdoor_temperature").state) == -55


# --- Schedule --------------------------------------------------------------------


@pytest.fixture
async def scheduled(
    house: House, entity_registry: er.EntityRegistry
) -> AsyncGenerator[House]:
    """Follow a schedule from 06:06 on a Thursday, in mode heat/cool."""
    days = {"days": {"name": "Days", "thursday": THURSDAY}}
    assert await async_setup_component(house.hass, "schedule", {"schedule": days})
    await house.tune(schedule={"schedule": "schedule.days"})
    await house.ask("heat_cool", room=21)
    yield house
    entity_registry.async_remove("schedule.days")


def range_of(house: House) -> tuple[Any, Any]:
    attributes = house.climate.attributes
    return attributes["target_temp_low"], attributes["target_temp_high"]


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("hours", "setpoints"),
    [
        pytest.param(0, (18, 26), id="setback between blocks"),
        pytest.param(2, (22, 24), id="one temperature moves the active side"),
        pytest.param(4, (19, 24), id="a low one alone"),
        pytest.param(6, (17, 27), id="a range"),
        pytest.param(8, (20, 24), id="a block that says nothing"),
        pytest.param(10, (20, 24), id="a block that says no number"),
        pytest.param(12, (20, 24), id="a block that says an impossible number"),
        pytest.param(14, (18, 26), id="setback after the last block"),
    ],
)
async def test_a_schedule_is_followed(
    scheduled: House, hours: float, setpoints: tuple[float, float]
) -> None:
    await scheduled.live(hours=hours)

    assert range_of(scheduled) == setpoints


async def test_the_setback_can_be_chosen(scheduled: House) -> None:
    schedule = {"schedule": "schedule.days", "setback_heat": 15, "setback_cool": 30}
    await scheduled.tune(schedule=schedule)

    assert range_of(scheduled) == (15, 30)


@pytest.mark.parametrize("state", ["unavailable", "unknown", None])
async def test_a_lost_schedule_says_nothing(
    scheduled: House, state: str | None
) -> None:
    if state is None:
        scheduled.hass.states.async_remove("schedule.days")
    else:
        scheduled.hass.states.async_set("schedule.days", state)
    await scheduled.settle()

    assert range_of(scheduled) == (20, 24)


async def test_a_schedule_is_no_longer_followed_when_it_is_cleared(
    scheduled: House,
) -> None:
    await scheduled.tune(schedule={})

    assert range_of(scheduled) == (20, 24)


async def test_a_hold_over_a_lost_schedule_ends_with_the_next_block_it_tells(
    house: House,
) -> None:
    states, block = house.hass.states, house.now + timedelta(hours=1)
    states.async_set("schedule.days", "unavailable")
    await house.tune(schedule={"schedule": "schedule.days"})
    await house.ask("heat", room=21)
    await house.choose("set_temperature", temperature=21)

    states.async_set("schedule.days", "off", {"next_event": block})
    await house.live(minutes=59)
    assert house.climate.attributes["temperature"] == 21

    await house.live(minutes=2)
    assert house.climate.attributes["temperature"] == 18


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_schedule_speaks_the_households_unit(house: House) -> None:
    house.hass.states.async_set("schedule.days", "on", {"temperature": 70})
    await house.tune(schedule={"schedule": "schedule.days"})
    await house.ask("heat", room=20)

    assert house.climate.attributes["temperature"] == 70


# --- Windows ---------------------------------------------------------------------


@pytest.fixture
async def aired(house: House) -> House:
    """Heat in a room with a window and a door that are shut."""
    for window in WINDOWS:
        house.hass.states.async_set(window, "off")
    await house.tune(sensors={"windows": WINDOWS})
    await house.ask("heat", room=18)
    await house.live(minutes=5)
    return house


@pytest.mark.parametrize("window", WINDOWS)
async def test_an_open_window_pauses_after_a_delay(aired: House, window: str) -> None:
    aired.hass.states.async_set(window, "on")
    await aired.wait(seconds=59)
    assert "y1" in aired.on

    await aired.wait(seconds=2)
    assert aired.on <= {"g"}
    assert aired.status == "window_open"
    assert aired.climate.state == "heat"

    aired.hass.states.async_set(window, "off")
    await aired.live(minutes=6)
    assert "y1" in aired.on


# --- What is missing at the start ------------------------------------------------


@pytest.mark.parametrize("missing", [ROOM, OUTDOOR])
async def test_a_sensor_that_appears_later_is_found(
    hass: HomeAssistant, house: House, missing: str
) -> None:
    await house.unload(house.entry)
    hass.states.async_remove(missing)
    await hass.config_entries.async_setup(house.entry.entry_id)
    assert house.entry.state is ConfigEntryState.LOADED

    await house.ask("heat", room=18)
    await house.live(minutes=10)
    assert "y1" in house.on
