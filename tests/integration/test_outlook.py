"""What the card asks for beside states."""

from itertools import pairwise
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from .house import DUAL_FUEL, JUST_A_COMPRESSOR, WIRINGS, House
from .test_recovery import BLOCK, DAYS, follow
from .weather import watch

CLIMATE = "climate.upstairs"
RATED = {
    "heating_capacity_47f": 10.0,
    "heating_cop_47f": 3.7,
    "heating_capacity_17f": 6.5,
    "heating_cop_17f": 2.7,
}
RATED_US = {key: v * 3.412 if "capacity" in key else v for key, v in RATED.items()}


async def answer(
    hass: HomeAssistant, client: WebSocketGenerator, entity: str = CLIMATE
) -> dict[str, Any]:
    """Return what the card is answered."""
    socket = await client(hass)
    asked = {"type": "heat_pump_thermostat/outlook", "entity_id": entity}
    await socket.send_json_auto_id(asked)
    told: dict[str, Any] = await socket.receive_json()
    return told


@pytest.mark.parametrize("wiring", WIRINGS, ids=lambda wiring: wiring.terminals)
async def test_every_machine_has_an_answer(
    new_house: House, hass_ws_client: WebSocketGenerator
) -> None:
    told = (await answer(new_house.hass, hass_ws_client))["result"]
    assert json.dumps(told)
    assert [point["outdoor"] for point in told["curve"]] == list(range(-35, 21))
    loads = [point["load"] for point in told["curve"]]
    assert all(colder >= milder for colder, milder in pairwise(loads))
    assert told["separation"] == pytest.approx(1.67)


async def test_a_rated_machine_has_capacity_and_cop_over_the_weather(
    shell: House, hass_ws_client: WebSocketGenerator
) -> None:
    await shell.install(performance=RATED)
    told = (await answer(shell.hass, hass_ws_client))["result"]
    at = {point["outdoor"]: point for point in told["curve"]}
    # Defrosts take their part of what the datasheet tells without them.
    assert 5 < at[-8]["capacity"] <= 6.68 < at[8]["capacity"] <= 10.1
    assert 2 < at[-8]["cop"] <= 2.75 < at[8]["cop"] <= 3.75
    balance = told["thermal_balance"]
    below, above = at[float(int(balance) - 2)], at[float(int(balance) + 2)]
    assert below["capacity"] < below["load"]
    assert above["capacity"] > above["load"]


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM])
async def test_a_household_in_fahrenheit_is_told_its_degrees(
    shell: House, hass_ws_client: WebSocketGenerator
) -> None:
    await shell.install(performance=RATED_US)
    told = (await answer(shell.hass, hass_ws_client))["result"]
    assert (told["curve"][0]["outdoor"], told["curve"][-1]["outdoor"]) == (-31, 68)
    assert told["separation"] == pytest.approx(3)


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_what_a_kwh_of_heat_costs_is_told_by_its_source(
    shell: House, hass_ws_client: WebSocketGenerator
) -> None:
    await shell.install(performance=RATED)
    await shell.tune(prices={"electricity_price": 0.3, "fuel_price": 0.1})
    prices = (await answer(shell.hass, hass_ws_client))["result"]["heat_prices"]
    assert set(prices) == {"heat_pump", "resistance", "furnace"}
    assert prices["heat_pump"] < prices["resistance"] == pytest.approx(0.3)


async def test_the_hours_to_come_are_told_as_they_are_forecast(
    new_house: House, hass_ws_client: WebSocketGenerator
) -> None:
    await watch(new_house, *[1.0, 0.0, -1.0] * 10)
    hours = (await answer(new_house.hass, hass_ws_client))["result"]["hours"]
    now = 1000 * new_house.now.timestamp()
    moments = [hour["at"] for hour in hours]
    assert all(b - a == 3_600_000 for a, b in pairwise(moments))
    assert moments[0] <= now < moments[-1] <= now + 12 * 3_600_000
    assert {hour["outdoor"] for hour in hours} == {1.0, 0.0, -1.0}


@pytest.mark.parametrize("hours", [0, 12])
async def test_how_long_emergency_heat_lasts_by_itself_is_told(
    shell: House, hass_ws_client: WebSocketGenerator, hours: int
) -> None:
    await shell.install()
    await shell.tune(auxiliary={"emergency_ends_after": hours})
    told = (await answer(shell.hass, hass_ws_client))["result"]
    assert told["emergency_hours"] == hours


@pytest.mark.parametrize("entity", ["climate.nowhere", "switch.y1"])
async def test_what_is_no_thermostat_of_ours_has_no_answer(
    new_house: House, hass_ws_client: WebSocketGenerator, entity: str
) -> None:
    told = await answer(new_house.hass, hass_ws_client, entity)
    assert (told["success"], told["error"]["code"]) == (False, "not_found")


async def test_a_thermostat_that_is_not_loaded_has_no_answer(
    new_house: House, hass_ws_client: WebSocketGenerator
) -> None:
    await new_house.hass.config_entries.async_unload(new_house.entry.entry_id)
    told = await answer(new_house.hass, hass_ws_client)
    assert told["error"]["code"] == "not_found"


@pytest.mark.parametrize("wiring", [JUST_A_COMPRESSOR])
async def test_only_those_who_may_see_the_thermostat_are_answered(
    new_house: House,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": {"entity_ids": {CLIMATE: {"read": True}}}})
    assert (await answer(new_house.hass, hass_ws_client))["success"]
    hass_admin_user.mock_policy({})
    told = await answer(new_house.hass, hass_ws_client)
    assert (told["success"], told["error"]["code"]) == (False, "unauthorized")


async def test_a_block_to_come_is_told_and_when_heating_begins_for_it(
    house: House,
    hass_ws_client: WebSocketGenerator,
    entity_registry: er.EntityRegistry,
) -> None:
    assert (await answer(house.hass, hass_ws_client))["result"]["next"] is None
    await follow(house, warm=20, setback=17)
    await house.ask("heat", room=17.5, outdoor=8)
    told = (await answer(house.hass, hass_ws_client))["result"]
    begins = 1000 * BLOCK.timestamp()
    assert (told["next"]["at"], told["next"]["heat"]) == (begins, 20)
    assert told["rise"]["begins"] < told["rise"]["arrival"] == begins
    assert (told["rise"]["heat"], told["rise"]["purpose"]) == (20, "block")
    entity_registry.async_remove(DAYS)
