"""What the sensors, the schedule and the windows say, and what is believed of it."""

from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.units import fahrenheit

from .house import DUAL_FUEL, EMERGENCY_ONLY, OUTDOOR, ROOM, TWO_STAGE, House

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

UNUSABLE = pytest.mark.parametrize(
    "value", ["unavailable", "unknown", "nan", "inf", "-inf", "warm", "", "-41", "61"]
)


def shown(house: House) -> Any:
    return house.climate.attributes["current_temperature"]


# --- Temperatures ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [
        ("20.5", "°C", 20.5),
        ("68", "°F", 20.0),
        ("293.15", "K", 20.0),
        ("19", None, 19.0),
        ("19", "℃", 19.0),
        ("66.2", "ºF", 19.0),
        ("0", "°C", 0.0),
        ("-40", "°C", -40.0),
        ("60", "°C", 60.0),
    ],
)
async def test_the_room_is_read_in_the_sensors_own_unit(
    new_house: House, value: str, unit: str | None, celsius: float
) -> None:
    for _ in range(2):  # It takes two readings where the temperature jumps.
        new_house.hass.states.async_set(ROOM, value, {"unit_of_measurement": unit})
        await new_house.wait(seconds=1)

    assert shown(new_house) == celsius


@UNUSABLE
async def test_a_room_that_was_never_known_starts_nothing(
    shell: House, value: str
) -> None:
    await shell.sense(room=value)
    await shell.install()
    await shell.ask("heat")
    await shell.live(hours=1)

    assert shell.moves == []
    assert shell.status == "room_sensor_lost"
    assert shown(shell) is None


@UNUSABLE
async def test_a_lost_room_sensor_stops_the_call_after_a_quarter_of_an_hour(
    house: House, value: str
) -> None:
    await house.ask("heat", room=18)

    await house.sense(room=value)
    await house.live(minutes=14)
    assert "y1" in house.on
    assert shown(house) == 18

    await house.live(minutes=2)
    assert house.on <= {"g"}
    assert house.status == "room_sensor_lost"
    assert shown(house) is None


async def test_the_call_resumes_when_the_room_sensor_returns(house: House) -> None:
    await house.ask("heat", room=18)
    await house.sense(room="unavailable")
    await house.live(minutes=30)

    await house.sense(room=18)
    assert house.on == {"g", "y1", "y2"}


@pytest.mark.parametrize("temperature", [15, 25, 30])
async def test_no_setpoint_wakes_a_lost_room_sensor(
    house: House, temperature: float
) -> None:
    await house.ask("heat", room=18)
    await house.sense(room="unavailable")
    await house.live(minutes=30)
    house.forget()

    await house.choose("set_temperature", temperature=temperature)
    await house.live(minutes=30)

    assert house.moves == []


async def test_a_sensor_that_reports_only_changes_is_believed_for_two_hours(
    house: House,
) -> None:
    await house.ask("heat", room=18.5)
    await house.sense(room=18)

    await house.wait(minutes=119)
    assert "y1" in house.on

    await house.wait(minutes=2)
    assert house.on <= {"g"}


async def test_a_sensor_that_repeats_its_value_is_believed_for_one_hour(
    house: House,
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=10)
    house.report()

    await house.wait(minutes=59)
    assert "y1" in house.on

    await house.wait(minutes=2)
    assert house.on <= {"g"}


async def test_a_repeated_value_keeps_a_sensor_alive(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(hours=6)

    assert house.status == "auxiliary_heat"


async def test_a_room_lost_for_long_becomes_a_repair_issue(
    house: House, issue_registry: ir.IssueRegistry
) -> None:
    issue_id = f"{house.entry.entry_id}_room_sensor_lost"
    await house.ask("heat", room="unavailable")
    await house.wait(hours=2)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None

    await house.wait(minutes=20)
    issue = issue_registry.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": f"`{ROOM}`",
    }

    await house.sense(room=20)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None


async def test_the_users_fan_outlasts_a_lost_room_sensor(house: House) -> None:
    await house.choose("set_fan_mode", fan_mode="on")
    await house.ask("heat", room=18)
    await house.sense(room="unavailable")
    await house.live(hours=3)

    assert house.on == {"g"}


async def test_loss_and_return_of_the_room_are_logged_once_each(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.ask("heat", room="unavailable")
    await house.wait(hours=5)
    await house.sense(room=20)
    await house.live(hours=1)

    told = [r.getMessage() for r in caplog.records if "temperature is" in r.message]
    assert told == [
        "Upstairs: the room temperature is lost",
        "Upstairs: the room temperature is back",
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


async def test_without_an_outdoor_sensor_there_is_no_such_view(shell: House) -> None:
    await shell.install(user={"name": "Upstairs", "room_temperature": ROOM})
    await shell.wait(minutes=6)
    await shell.ask("cool", room=26)
    await shell.wait(seconds=10)

    assert not shell.keys() & {"outdoor_temperature"}
    assert "y1" in shell.on


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


async def test_a_temperature_set_by_hand_holds_until_the_next_block(
    scheduled: House,
) -> None:
    await scheduled.choose("set_temperature", temperature=21)
    assert range_of(scheduled) == (21, 26)
    await scheduled.live(hours=1, minutes=50)
    assert range_of(scheduled) == (21, 26)

    await scheduled.live(minutes=10)
    assert range_of(scheduled) == (22, 24)


async def test_a_preset_comes_before_the_schedule(scheduled: House) -> None:
    await scheduled.choose("set_preset_mode", preset_mode="away")
    await scheduled.live(hours=2)
    assert range_of(scheduled) == (16, 28)

    await scheduled.choose("set_preset_mode", preset_mode="none")
    assert range_of(scheduled) == (22, 24)


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
async def test_a_lost_schedule_says_nothing(scheduled: House, state: str) -> None:
    scheduled.hass.states.async_set("schedule.days", state)
    await scheduled.settle()

    assert range_of(scheduled) == (20, 24)


async def test_a_schedule_that_is_gone_says_nothing(scheduled: House) -> None:
    scheduled.hass.states.async_remove("schedule.days")
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


async def test_a_window_that_bounces_stops_nothing(aired: House) -> None:
    aired.forget()
    for _ in range(20):
        for state in ("on", "off"):
            aired.hass.states.async_set(WINDOWS[0], state)
            await aired.wait(seconds=20)

    assert "y1 off" not in aired.moves


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
@pytest.mark.parametrize(("was", "runs"), [("on", False), ("off", True)])
async def test_a_lost_window_sensor_keeps_its_last_state(
    aired: House, was: str, runs: bool, state: str
) -> None:
    aired.hass.states.async_set(WINDOWS[0], was)
    await aired.wait(minutes=2)

    aired.hass.states.async_set(WINDOWS[0], state)
    await aired.live(minutes=30)

    assert ("y1" in aired.on) is runs


async def test_a_lost_window_keeps_its_last_state_when_options_change(
    aired: House,
) -> None:
    aired.hass.states.async_set(WINDOWS[0], "on")
    await aired.wait(minutes=2)
    aired.hass.states.async_set(WINDOWS[0], "unavailable")
    await aired.tune(fan={"circulate": 20})
    await aired.live(minutes=30)

    assert aired.status == "window_open"


async def test_the_window_delay_can_be_chosen(aired: House) -> None:
    await aired.tune(sensors={"windows": WINDOWS, "window_delay": 0})

    aired.hass.states.async_set(WINDOWS[1], "on")
    await aired.settle()

    assert aired.on <= {"g"}


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


# --- What the outdoor temperature locks out --------------------------------------


@pytest.mark.parametrize(
    ("wiring", "cold", "backup", "mild"),
    [
        pytest.param(TWO_STAGE, -8.2, {"g", "w2"}, -6.4, id="W2 and E"),
        pytest.param(EMERGENCY_ONLY, -8.2, {"g", "e"}, -6.4, id="E"),
        pytest.param(DUAL_FUEL, -8.2, {"w1"}, -6.4, id="furnace"),
    ],
)
async def test_a_compressor_locked_out_by_cold_is_replaced(
    house: House, cold: float, backup: set[str], mild: float
) -> None:
    await house.tune(compressor={"lock_out_heating": True, "minimum_outdoor": -8})
    await house.sense(outdoor=cold)
    await house.live(minutes=12)
    await house.ask("heat", room=19)
    await house.live(minutes=35)
    assert house.on == backup
    assert "y1 on" not in house.moves

    await house.sense(outdoor=mild)
    await house.live(minutes=45)
    assert "y1" in house.on


async def test_without_an_outdoor_temperature_no_compressor_is_locked_out(
    house: House,
) -> None:
    await house.tune(compressor={"lock_out_heating": True, "minimum_outdoor": -8})
    await house.sense(outdoor=-10)
    await house.live(minutes=12)
    await house.sense(outdoor="unavailable")
    await house.live(hours=3, minutes=15)
    await house.ask("heat", room=18)

    assert "y1" in house.on


async def test_cooling_is_locked_out_below_55_fahrenheit(house: House) -> None:
    await house.sense(outdoor=fahrenheit(54))
    await house.live(minutes=12)
    await house.ask("cool", room=27)
    await house.live(minutes=30)
    assert house.on == set()
    assert house.status == "cooling_locked_out"

    await house.sense(outdoor=fahrenheit(57))
    await house.live(minutes=15)
    assert "y1" in house.on


async def test_the_limit_of_cooling_can_be_dropped(house: House) -> None:
    await house.tune(compressor={"lock_out_cooling": False})
    await house.ask("cool", room=27, outdoor=5)
    await house.wait(seconds=5)

    assert "y1" in house.on
