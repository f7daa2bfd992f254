"""What survives a reload, a restart and a power cut."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from datetime import timedelta
import json
from typing import Any

from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.records import decoded, encoded

from .house import House

REST = timedelta(seconds=301)

type Restart = Callable[[House, dict[str, Any]], Awaitable[None]]


async def reload(house: House, _stored: dict[str, Any]) -> None:
    await house.unload(house.entry)
    await house.set_up()


async def cut_power(house: House, stored: dict[str, Any]) -> None:
    await house.cut_power(stored, minutes=20)


RESTARTS = pytest.mark.parametrize(
    "restart",
    [pytest.param(reload, id="reload"), pytest.param(cut_power, id="power cut")],
)


# --- What the household chose ----------------------------------------------------


@RESTARTS
async def test_setpoints_preset_hold_and_fan(
    house: House, hass_storage: dict[str, Any], restart: Restart
) -> None:
    await house.choose("set_temperature", temperature=21.5, hvac_mode="heat")
    await house.choose("set_preset_mode", preset_mode="away")
    await house.choose("set_temperature", temperature=17.5)
    await house.choose("set_fan_mode", fan_mode="circulate")

    await restart(house, hass_storage)
    shown = house.climate.attributes
    assert shown["temperature"] == 17.5
    assert shown["preset_mode"] == "none"  # What was set by hand is a hold.
    assert shown["fan_mode"] == "circulate"

    await house.choose("set_preset_mode", preset_mode="none")
    assert house.climate.attributes["temperature"] == 21.5


@RESTARTS
@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_setpoint_in_fahrenheit(
    house: House, hass_storage: dict[str, Any], restart: Restart
) -> None:
    await house.choose("set_temperature", temperature=71, hvac_mode="heat")

    await restart(house, hass_storage)
    assert house.climate.attributes["temperature"] == 71


async def test_a_hold_ends_with_its_block_though_that_was_slept_through(
    house: House, hass_storage: dict[str, Any], entity_registry: er.EntityRegistry
) -> None:
    blocks = [
        {"from": "06:00", "to": "08:00", "data": {"temperature": 19}},
        {"from": "08:00", "to": "23:00", "data": {"temperature": 22}},
    ]
    days = {"days": {"name": "Days", "thursday": blocks}}
    assert await async_setup_component(house.hass, "schedule", {"schedule": days})
    await house.tune(schedule={"schedule": "schedule.days"})
    await house.choose("set_temperature", temperature=20.5, hvac_mode="heat")

    await house.cut_power(hass_storage, minutes=30)
    assert house.climate.attributes["temperature"] == 20.5

    await house.cut_power(hass_storage, hours=2)
    assert house.climate.attributes["temperature"] == 22
    entity_registry.async_remove("schedule.days")


# --- What protects the machine ---------------------------------------------------


@pytest.mark.parametrize(
    "left",
    [
        pytest.param({}, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"wishes": 5}, id="wishes that are none"),
        pytest.param({"wires": {"board": {"contacts": {"y9": {}}}}}, id="a terminal"),
        pytest.param({"meter": {"totals": {"heat": "much"}}}, id="no total"),
    ],
)
async def test_of_a_compressor_of_which_nothing_is_known_the_worst_is_assumed(
    house: House, hass_storage: dict[str, Any], left: Any
) -> None:
    """It has just stopped, and has started as often as it may within the hour."""
    hass_storage[f"{DOMAIN}.{house.entry.entry_id}"]["data"] = left

    await house.cut_power(hass_storage, minutes=20)
    started = house.now
    await house.ask("heat", room=18, outdoor=8)
    await house.live(minutes=10)
    assert house.status == "starts_per_hour"

    await house.live(minutes=55)
    assert house.when("y1 on") - started == timedelta(hours=1)


@pytest.mark.parametrize(
    ("group", "part"),
    [
        pytest.param("wires", {"board": None}, id="no board"),
        pytest.param("wires", {"board": {"contacts": {"y1": {}}}}, id="no contact"),
        pytest.param("guards", {"starts": ["yesterday"]}, id="a start that is none"),
    ],
)
async def test_a_compressor_of_which_no_run_is_known_has_just_stopped(
    house: House, hass_storage: dict[str, Any], group: str, part: dict[str, Any]
) -> None:
    data = hass_storage[f"{DOMAIN}.{house.entry.entry_id}"]["data"]
    data["wires"]["board"] = None
    data[group] |= part

    await house.cut_power(hass_storage, minutes=20)
    started = house.now
    await house.ask("heat", room=18)
    await house.live(minutes=10)

    assert house.when("y1 on") - started == REST


# --- What was counted ------------------------------------------------------------


async def test_counters_survive_a_reload_to_the_second(
    house: House, hass_storage: dict[str, Any]
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=59, seconds=40)

    await reload(house, hass_storage)

    meter = hass_storage[f"{DOMAIN}.{house.entry.entry_id}"]["data"]["meter"]
    assert meter["totals"]["compressor"]["ever"] == pytest.approx(59 * 60 + 40)
    assert house.state("compressor_starts_today").state == "1"


async def test_run_times_survive_a_restart_and_are_counted_once(
    house: House, hass_storage: dict[str, Any]
) -> None:
    await house.ask("heat", room=18, outdoor=8)
    await house.live(minutes=30)
    await reload(house, hass_storage)
    counted = float(house.state("compressor_runtime").state)
    assert counted == pytest.approx(0.5, abs=0.2)  # It is shown in fifths.

    await house.cut_power(hass_storage, hours=5)
    assert float(house.state("compressor_runtime").state) == pytest.approx(counted)

    await house.live(minutes=40)
    counted = float(house.state("compressor_runtime").state)
    assert counted * 60 == pytest.approx(70, abs=12)


# --- What is written, and when ---------------------------------------------------


async def test_a_change_of_the_machine_is_stored_at_once(
    house: House, hass_storage: dict[str, Any]
) -> None:
    file = f"{DOMAIN}.{house.entry.entry_id}"

    await house.ask("heat", room=18)
    assert (
        hass_storage[file]["data"]["wires"]["board"]["contacts"]["y1"]["relay"] == "on"
    )
    assert hass_storage[file]["data"]["wishes"]["mode"] == "heat"

    await house.use("switch", "turn_on", "emergency_heat")
    assert (
        hass_storage[file]["data"]["wires"]["board"]["contacts"]["y1"]["relay"] == "off"
    )
    assert hass_storage[file]["data"]["wishes"]["emergency"] is True


async def test_a_sensor_report_alone_is_not_stored_at_once(
    house: House, hass_storage: dict[str, Any]
) -> None:
    """An SD card wears out."""
    file = f"{DOMAIN}.{house.entry.entry_id}"
    await house.ask("heat", room=22)
    await house.wait(minutes=1)
    before = deepcopy(hass_storage[file])

    await house.sense(room=22.1)
    assert hass_storage[file] == before

    await house.wait(seconds=30)
    assert hass_storage[file] != before


async def test_a_state_is_the_same_after_it_was_stored(house: House) -> None:
    """With something in every corner of it."""
    await house.choose("set_preset_mode", preset_mode="away")
    await house.choose("set_temperature", temperature=19, hvac_mode="heat_cool")
    await house.sense(room=17, outdoor=-3)
    house["w2"].vanish()
    await house.live(minutes=20)
    state = house.entry.runtime_data.decision.state

    assert decoded(State, json.loads(json.dumps(encoded(state)))).value == state
