"""Fallback sensors, the freeze-guard, keep-alive, and relays that are not there."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.heat_pump_thermostat.diagnostics import (
    async_get_config_entry_diagnostics,
)

from .house import DUAL_FUEL, TWO_STAGE, USER, House


def told(events: list[Event[Any]], entity: str) -> list[str]:
    """Return the services that were called of an entity."""
    return [
        event.data["service"]
        for event in events
        if event.data["service_data"].get("entity_id") == entity
    ]


# --- Fallback sensors ----------------------------------------------------------------


async def test_the_weather_serves_while_the_outdoor_sensor_is_lost(
    house: House,
) -> None:
    weather = {"temperature": -3, "temperature_unit": "°C"}
    house.hass.states.async_set("weather.home", "snowy", weather)
    await house.tune(sensors={"outdoor_fallback": "weather.home"})

    await house.sense(outdoor=2)
    await house.live(minutes=15)
    assert float(house.state("outdoor_temperature").state) == 2

    await house.sense(outdoor="unavailable")
    weather = {**weather, "humidity": 80}
    house.hass.states.async_set("weather.home", "snowy", weather)
    await house.live(minutes=15)
    assert float(house.state("outdoor_temperature").state) == -3


@pytest.fixture(params=["sensors", "foresight"])
async def weather_alone(shell: House, request: pytest.FixtureRequest) -> House:
    """Install a thermostat to which only the weather tells how cold it is."""
    say_weather(shell, 5)
    await shell.install(user={**USER, "backup": "electric"})
    key = {"sensors": "outdoor_fallback", "foresight": "weather"}[request.param]
    await shell.tune(
        **{request.param: {key: "weather.home"}},
        compressor={
            "minimum_outdoor": -20,
            "lock_out_heating": True,
            "cooling_minimum_outdoor": 10,
        },
    )
    return shell


def say_weather(house: House, temperature: float | None) -> None:
    """Let the weather service tell a temperature, or be gone."""
    told = {"temperature": temperature, "temperature_unit": "°C"}
    state = "unavailable" if temperature is None else "cloudy"
    house.hass.states.async_set("weather.home", state, told)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("mode", "room", "weather"),
    [("heat", 18.5, (-5, -16, -28)), ("cool", 26, (0, -5))],
)
async def test_what_the_weather_alone_locks_out_stays_so_when_it_is_lost(
    weather_alone: House, mode: str, room: float, weather: tuple[float, ...]
) -> None:
    for outdoor in weather:
        say_weather(weather_alone, outdoor)
        await weather_alone.live(minutes=15)
    await weather_alone.sense(room=room)
    await weather_alone.choose("set_hvac_mode", hvac_mode=mode)
    await weather_alone.live(minutes=20)
    assert "y1" not in weather_alone.on

    say_weather(weather_alone, None)
    for tenth in range(10):
        await weather_alone.sense(room=room + tenth / 10)
        await weather_alone.live(minutes=30)
        assert "y1" not in weather_alone.on
    problem = weather_alone.state("problem").attributes
    assert "outdoor_sensor_lost" in problem["problems"]
    assert problem["entities"] == ["weather.home"]


# --- Relays --------------------------------------------------------------------------


async def test_relays_that_are_on_are_told_so_again(
    hass: HomeAssistant, house: House
) -> None:
    await house.tune(relays={"keep_alive": 1})
    await house.ask("heat", room=19.5)
    await house.wait(minutes=1)
    events = async_capture_events(hass, EVENT_CALL_SERVICE)
    house.forget()

    await house.live(minutes=5)

    assert told(events, "switch.y1") == ["turn_on"] * 5
    assert told(events, "switch.g") == ["turn_on"] * 5
    assert told(events, "switch.w2") == []
    assert house.moves == []


@pytest.mark.parametrize("is_gone", [True, False], ids=["without a state", "vanished"])
async def test_a_relay_that_is_not_there_is_told_nothing(
    hass: HomeAssistant,
    house: House,
    caplog: pytest.LogCaptureFixture,
    *,
    is_gone: bool,
) -> None:
    events = async_capture_events(hass, EVENT_CALL_SERVICE)
    if is_gone:
        hass.states.async_remove("switch.w2")
    else:
        house["w2"].vanish()

    await house.ask("heat", room=18)
    await house.live(minutes=30)

    assert "y1" in house.on
    assert told(events, "switch.w2") == []
    warnings = [r for r in caplog.get_records("call") if r.levelname == "WARNING"]
    assert [w.getMessage() for w in warnings] == [
        "Upstairs: problem relay_lost: switch.w2"
    ]


# --- What is chosen and what is told -------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param(
            {"freeze_guard": {"guards_off": True, "heats_blindly": False}},
            {"freeze_guard": {"guards_off": True, "heats_blindly": False}},
            id="freeze-guard",
        ),
        pytest.param(
            {"relays": {"keep_alive": 2}}, {"relays": {"keep_alive": 120}}, id="relays"
        ),
        pytest.param(
            {"compressor": {"outage_delay": 3}},
            {"compressor": {"outage_delay": 10800}},
            id="outage",
        ),
        pytest.param(
            {"sensors": {"fallback": "sensor.hall"}},
            {"sensors": {"fallback": "sensor.hall"}},
            id="fallback",
        ),
        pytest.param({"relays": {"keep_alive": 0}}, {"relays": {}}, id="as by default"),
    ],
)
@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL])
async def test_the_options_are_kept(
    new_house: House, given: Mapping[str, Any], kept: Mapping[str, Any]
) -> None:
    await new_house.tune(**given)

    assert new_house.entry.options == kept


async def test_diagnostics_tell_the_last_decisions(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=2)
    await house.choose("turn_off")
    told = await async_get_config_entry_diagnostics(house.hass, house.entry)
    decisions = told["decisions"]

    assert decisions[0]["at"] < decisions[-1]["at"]
    assert [d["reason"] for d in decisions][-1] == "off"
    assert "heating_stage_2" in [d["reason"] for d in decisions]
    assert {"terminal": "y1", "on": False} in [
        order for decision in decisions for order in decision["orders"]
    ]
    assert decisions[-1]["room"] == 18


@pytest.mark.slow
async def test_diagnostics_do_not_grow_without_end(house: House) -> None:
    await house.ask("heat", room=21)
    for _ in range(120):
        await house.choose("set_fan_mode", fan_mode="on")
        await house.choose("set_fan_mode", fan_mode="auto")
    told = await async_get_config_entry_diagnostics(house.hass, house.entry)

    assert len(told["decisions"]) == 200


async def test_what_is_only_told_again_is_no_news(house: House) -> None:
    await house.tune(relays={"keep_alive": 1})
    await house.ask("heat", room=19.5)
    await house.live(minutes=2)
    before = len(house.entry.runtime_data.decisions)

    await house.live(minutes=5)

    assert len(house.entry.runtime_data.decisions) == before
