"""Lessons of other thermostats, 12, 14 and 15: forms, units, races."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.util.unit_system import (
    US_CUSTOMARY_SYSTEM,
)
import pytest

from .house import CELSIUS, OUTDOOR, ROOM, House
from .relays import hanging, late

REST: Final = 301
"""The minimum off time and a moment."""


async def errors_of(house: House, **sections: Mapping[str, Any]) -> dict[str, str]:
    """Return what the options form says of some choices."""
    options = house.hass.config_entries.options
    menu = await options.async_init(house.entry.entry_id)
    way = {"next_step_id": "settings"}
    form = await options.async_configure(menu["flow_id"], way)
    result = await options.async_configure(form["flow_id"], dict(sections))
    return result.get("errors") or {}


# --- 12. Forms ---------------------------------------------------------------------

ELECTRIC: Final = {"name": "A", "room_temperature": ROOM, "backup": "electric"}


@pytest.mark.parametrize(
    ("user", "terminals"),
    [
        pytest.param(ELECTRIC, {"y1": "switch.y1", "w2": "switch.y1"}, id="twice"),
        pytest.param(ELECTRIC, {"y1": "switch.y1"}, id="no stage of backup heat"),
        pytest.param(
            {**ELECTRIC, "backup": "fuel", "outdoor_temperature": OUTDOOR},
            {"y1": "switch.y1", "w1": "switch.w2", "e": "switch.e"},
            id="furnace beside electric heat",
        ),
    ],
)
async def test_8_2_12_wiring_that_cannot_be_is_refused(
    shell: House, user: dict[str, str], terminals: dict[str, str]
) -> None:
    result = await shell.fill_in(user, terminals)

    assert result["errors"]


@pytest.mark.parametrize("minimum_off", [0, 120, 179])
async def test_8_2_12_the_minimum_off_time_cannot_be_switched_off(
    house: House, minimum_off: int
) -> None:
    errors = await errors_of(house, compressor={"minimum_off": minimum_off})

    assert errors == {"base": "out_of_range"}
    assert house.entry.options == {}


async def test_8_2_12_the_lockouts_leave_no_gap(house: House) -> None:
    errors = await errors_of(
        house,
        compressor={"lock_out_heating": True, "minimum_outdoor": 6},
        auxiliary={"maximum_outdoor": 0},
    )

    assert errors == {"base": "aux_limit_below_compressor_limit"}


# --- 14. Units ---------------------------------------------------------------------


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_8_2_14_a_difference_in_fahrenheit_is_a_difference(house: House) -> None:
    assert await errors_of(house, comfort={"heat_differential": 0.9}) == {}
    assert house.entry.options["comfort"]["heat_differential"] == pytest.approx(0.5)

    errors = await errors_of(house, comfort={"heat_differential": 33})
    assert errors == {"base": "out_of_range"}


async def test_8_2_14_a_household_changes_its_unit(house: House) -> None:
    await house.choose("set_temperature", temperature=20, hvac_mode="heat")

    house.hass.config.units = US_CUSTOMARY_SYSTEM
    await house.unload(house.entry)
    await house.set_up()
    await house.sense(room=19)
    await house.live(minutes=6)

    assert house.climate.attributes["temperature"] == 68
    assert "y1" in house.on


# --- 15. Races ---------------------------------------------------------------------


async def test_8_2_15_many_events_in_one_turn_of_the_loop(house: House) -> None:
    for room in (18, 19, 22, 18, 22, 18):
        house.hass.states.async_set(ROOM, str(room), CELSIUS)
    wishes = ("heat", "off", "cool", "heat", "off", "heat")
    fields = [{"entity_id": house.id("thermostat"), "hvac_mode": m} for m in wishes]
    call = house.hass.services.async_call
    await asyncio.gather(
        *(call("climate", "set_hvac_mode", f, blocking=True) for f in fields)
    )
    await house.live(minutes=10)

    assert house.on >= {"g", "y1"}
    assert house.moves.count("y1 on") <= 2
    assert "o on" not in house.moves


async def test_8_2_15_relays_that_hang_hold_up_no_user(house: House) -> None:
    for relay in house.relays.values():
        relay.temper = hanging
    began = house.now
    await house.ask("heat", room=18)
    await house.choose("turn_off")
    await house.use("switch", "turn_on", "emergency_heat")
    assert house.now == began

    for relay in house.relays.values():
        relay.mend()
    await house.live(minutes=5)
    assert house.on == {"g", "w2", "e"}


async def test_8_2_15_a_reload_in_the_middle_of_staging(house: House) -> None:
    for relay in house.relays.values():
        relay.temper = late(6)
    await house.ask("heat", room=18)
    await house.wait(seconds=8)
    await house.unload(house.entry)
    await house.wait(minutes=1)
    assert house.on == set()

    await house.set_up()
    await house.live(minutes=8)
    assert house.on >= {"g", "y1"}
    assert house.since("y1 off", until="y1 on") >= REST


async def test_8_2_15_home_assistant_stops_in_the_middle_of_staging(
    house: House,
) -> None:
    for relay in house.relays.values():
        relay.temper = late(3)
    await house.ask("heat", room=18)
    await house.wait(seconds=4)

    await house.spend(house.hass.async_stop())

    assert house.on == set()


async def test_8_2_15_one_relay_serves_one_thermostat(house: House) -> None:
    user = {"name": "Cellar", "room_temperature": ROOM, "backup": "none"}

    result = await house.fill_in(user, {"y1": "switch.y1"})

    assert result["errors"] == {"y1": "relay_taken"}


async def test_8_2_15_set_up_waits_for_nobody(house: House) -> None:
    await house.unload(house.entry)
    for relay in house.relays.values():
        relay.vanish()
    house.hass.states.async_remove(ROOM)
    began = house.now

    assert await house.hass.config_entries.async_setup(house.entry.entry_id)

    assert house.now == began
    assert house.entry.state is ConfigEntryState.LOADED
