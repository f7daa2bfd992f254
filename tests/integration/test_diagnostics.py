"""What a person who helps gets to see, whatever state the house is in."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.heat_pump_thermostat.diagnostics import (
    async_get_config_entry_diagnostics,
)

from .gauges import GAUGES, equip, equip_and_heat, say
from .house import BARE, DUAL_FUEL, JUST_A_COMPRESSOR, TWO_STAGE, House, Wiring
from .relays import silent


async def diagnosed(house: House) -> dict[str, Any]:
    """Return the diagnostics after a trip through JSON."""
    told = await async_get_config_entry_diagnostics(house.hass, house.entry)
    restored: dict[str, Any] = json.loads(json.dumps(told, allow_nan=False))
    assert restored == told
    return restored


@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL, BARE, JUST_A_COMPRESSOR])
async def test_a_new_thermostat(new_house: House, wiring: Wiring) -> None:
    told = await diagnosed(new_house)

    assert told["ahead"] == []
    assert told["house"]["thermal_mass"] is None
    assert set(told) == {
        "data",
        "options",
        "settings",
        "house",
        "ahead",
        "decision",
        "decisions",
    }
    assert told["data"]["terminals"] == {
        name: f"switch.{name}" for name in wiring.terminals.split()
    }
    assert set(told["settings"]["machine"]["wired"]) == set(wiring.terminals.split())
    assert told["settings"]["compressor"]["minimum_off"] == 300
    assert told["decision"]["reason"] == "off"


async def test_it_tells_the_options_in_force(house: House) -> None:
    await house.tune(compressor={"minimum_off": 240}, presets={"away_heat": 14})
    told = await diagnosed(house)

    assert told["options"]["compressor"] == {"minimum_off": 240}
    assert told["settings"]["compressor"]["minimum_off"] == 240
    assert told["settings"]["compressor"]["minimum_on"] == 300
    assert told["settings"]["presets"]["away"] == {"heat": 14, "cool": 28}


async def test_it_tells_what_was_decided_and_why(house: House) -> None:
    await house.ask("heat", room=18, outdoor=-2)
    decision = (await diagnosed(house))["decision"]

    assert decision["reason"] == "heating_stage_2"
    assert decision["action"] == "heating"
    assert decision["room"] == 18
    assert decision["outdoor"] == -2
    assert decision["targets"] == {"heat": 20, "cool": 24}
    assert decision["state"]["wires"]["goal"]["y1"] is True
    assert decision["state"]["wires"]["board"]["contacts"]["y1"]["relay"] == "on"


async def test_it_tells_what_is_wrong(house: House) -> None:
    await house.tune(freeze_guard={"heats_blindly": False})
    await house.ask("heat", room=18)
    house["y2"].temper = silent
    house["y2"].vanish()
    await house.sense(room="unavailable")
    await house.live(hours=3)
    decision = (await diagnosed(house))["decision"]

    assert decision["room"] is None
    assert decision["reason"] == "room_sensor_lost"
    assert set(decision["repairs"]) == {"room_sensor_lost", "relay_lost"}
    assert decision["afflicted"]["relay_lost"] == ["y2"]
    assert set(decision["state"]["problems"]) == {"room_sensor_lost", "relay_lost"}


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_it_tells_of_a_furnace_and_a_hold(house: House) -> None:
    await house.ask("heat", room=18, outdoor=-15)
    await house.choose("set_preset_mode", preset_mode="away")
    await house.choose("set_temperature", temperature=21)
    await house.live(minutes=15)
    state = (await diagnosed(house))["decision"]["state"]

    assert state["fuel"]["heater"] == "furnace"
    assert state["wishes"]["preset"] == "away"
    assert state["wishes"]["hold"]["targets"]["heat"] == 21


async def test_it_tells_what_is_estimated(shell: House) -> None:
    await equip_and_heat(shell, *GAUGES)
    await shell.tune(
        prices={"electricity_price": 0.1, "fuel_price": 0.1},
        upkeep={"design_outdoor": -15},
    )
    await shell.live(minutes=8)
    told = await diagnosed(shell)
    estimates, state = told["decision"]["estimates"], told["decision"]["state"]

    assert estimates["now"]["basis"] == "measured"
    assert estimates["flows"]["power"] == 2.6
    assert estimates["cycle"].keys() == {"evaporating", "condensing"}
    assert estimates["outlook"]["economic_balance"] == "colder"
    assert estimates["outlook"]["design"].keys() == {"needed", "capacity"}
    assert estimates["outlook"]["heat_prices"]["resistance"] == 0.1
    assert told["decision"]["due"] == []
    assert state["frost"]["evidence"] == "signal"
    assert state["meter"]["totals"]["compressor"]["today"] == pytest.approx(480, abs=60)
    assert set(state["care"]["done"]) == {"filter", "coil", "service"}
    assert told["settings"]["machine"]["ratings"]["aux_power"] == 9
    assert told["data"]["sensors"]["heat_meter"] == "sensor.heat_meter"


async def test_what_is_not_known_is_told_as_nothing(shell: House) -> None:
    await equip(shell, *GAUGES, performance={})
    for key in GAUGES:
        say(shell, key)
    await shell.sense(outdoor="unavailable")
    await shell.live(hours=4)
    estimates = (await diagnosed(shell))["decision"]["estimates"]

    assert estimates["now"] is None
    assert estimates["full"] is None
    assert estimates["outlook"]["economic_balance"] is None
    assert estimates["outlook"]["heat_prices"] == {}


@pytest.mark.slow
async def test_a_busy_day_can_be_sent_in_a_message(shell: House) -> None:
    await equip(shell, *GAUGES)
    await shell.ask("heat", room=18, outdoor=-3)
    for _ in range(12):
        await shell.sense(room=19)
        await shell.wait(minutes=15)
        await shell.sense(room=21)
        await shell.wait(minutes=15)

    assert len(json.dumps(await diagnosed(shell))) < 150_000


async def test_it_can_be_downloaded(
    house: House, hass_client: ClientSessionGenerator
) -> None:
    await house.ask("heat", room=18)
    told = await get_diagnostics_for_config_entry(house.hass, hass_client, house.entry)

    assert told == await diagnosed(house)
