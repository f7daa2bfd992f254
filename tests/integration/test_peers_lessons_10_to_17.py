"""What went wrong with other thermostats, the second half of the lessons.

Start-up, auxiliary and emergency heat, forms and units, races, the fan, defrosts.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from .house import CELSIUS, DUAL_FUEL, ROOM, TWO_STAGE, House
from .relays import hanging, late

REST: Final = 301
"""The minimum off time and a moment."""
CALLS: Final = frozenset({"y1", "y2", "w2", "e"})
DEFROST: Final = "binary_sensor.defrost"


async def errors_of(house: House, **sections: Mapping[str, Any]) -> dict[str, str]:
    """Return what the options form says of some choices."""
    options = house.hass.config_entries.options
    form = await options.async_init(house.entry.entry_id)
    result = await options.async_configure(form["flow_id"], dict(sections))
    return result.get("errors") or {}


# --- 10. Start-up ------------------------------------------------------------------


@pytest.mark.parametrize("on", [{"w2"}, {"w2", "e"}, {"y1"}, {"y2"}, {"g", "y1", "w2"}])
@pytest.mark.parametrize("mode", ["off", "heat"])
async def test_8_2_10_what_is_found_on_is_reconciled(
    house: House, hass_storage: dict[str, Any], on: set[str], mode: str
) -> None:
    await house.ask(mode, room=21)
    await house.cut_power(hass_storage, relays=on, minutes=1)
    await house.live(minutes=6)

    assert house.on == set()
    assert house.climate.state == mode


@pytest.mark.parametrize(
    ("units", "set_to"), [(METRIC_SYSTEM, 21.5), (US_CUSTOMARY_SYSTEM, 71)]
)
async def test_8_2_10_mode_setpoint_and_preset_are_restored_as_they_were_set(
    house: House,
    hass_storage: dict[str, Any],
    units: UnitSystem,  # noqa: ARG001
    set_to: float,
) -> None:
    await house.choose("set_temperature", temperature=set_to, hvac_mode="heat")
    await house.choose("set_preset_mode", preset_mode="away")

    await house.cut_power(hass_storage, minutes=5)
    assert house.climate.state == "heat"
    assert house.climate.attributes["preset_mode"] == "away"

    await house.choose("set_preset_mode", preset_mode="none")
    assert house.climate.attributes["temperature"] == set_to


# --- 11. Auxiliary heat ------------------------------------------------------------


async def test_8_2_11_it_comes_by_droop_or_by_run_time_and_goes_with_the_call(
    house: House,
) -> None:
    await house.ask("heat", room=19.6)
    await house.live(minutes=15)
    assert "w2" not in house.on

    await house.live(minutes=8)
    assert "w2" in house.on

    await house.sense(room=21)
    await house.live(minutes=2)
    assert not house.on & CALLS
    assert house.when("w2 off") <= house.when("y1 off")


async def test_8_2_11_it_is_latched_neither_for_the_next_cycle_nor_the_day(
    house: House,
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=15)
    assert "w2" in house.on
    await house.sense(room=21)
    await house.live(minutes=20)
    house.forget()

    await house.sense(room=19.3)
    await house.live(minutes=9)

    assert "y1" in house.on
    assert "w2 on" not in house.moves


async def test_8_2_11_its_outdoor_limit_has_a_hysteresis_and_survives_its_sensor(
    house: House,
) -> None:
    await house.ask("heat", room=18, outdoor=5)
    await house.live(minutes=40)
    assert "w2" not in house.on

    await house.sense(outdoor=4)
    await house.live(minutes=40)
    assert "w2" not in house.on

    await house.sense(outdoor="unavailable")
    await house.live(hours=3, minutes=30)
    assert "w2" in house.on
    assert house.state("problem").state == "on"


# --- 12. Forms ---------------------------------------------------------------------

ELECTRIC: Final = {"name": "A", "room_temperature": ROOM, "backup": "electric"}


@pytest.mark.parametrize(
    ("user", "terminals"),
    [
        pytest.param(ELECTRIC, {"y1": "switch.y1", "w2": "switch.y1"}, id="twice"),
        pytest.param(ELECTRIC, {"y1": "switch.y1"}, id="no stage of backup heat"),
        pytest.param(
            {**ELECTRIC, "backup": "fuel"},
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


# --- 13. Emergency heat ------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "on"), [(TWO_STAGE, {"g", "w2", "e"}), (DUAL_FUEL, {"w1"})]
)
async def test_8_2_13_backup_alone_in_any_weather_and_over_a_restart(
    house: House, hass_storage: dict[str, Any], on: set[str]
) -> None:
    await house.ask("heat", room=18, outdoor=18)
    await house.live(minutes=10)
    await house.use("switch", "turn_on", "emergency_heat")
    stopped = house.now
    await house.live(minutes=3)
    assert house.on == on
    house.forget()

    await house.cut_power(hass_storage, seconds=10)
    await house.live(minutes=10)
    assert house.on == on
    assert "y1 on" not in house.moves

    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=15)
    assert house.on == {"g", *("y1", "y2")} & {"g", *(t.value for t in house.relays)}
    assert (house.when("y1 on") - stopped).total_seconds() >= REST


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


# --- 16. The fan -------------------------------------------------------------------


async def test_8_2_16_it_runs_with_each_call_and_a_while_after_it(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    assert "g" in house.on
    await house.sense(room=22)
    await house.wait(seconds=59)
    assert house.on == {"g"}
    await house.wait(seconds=2)
    assert house.on == set()

    await house.use("switch", "turn_on", "emergency_heat")
    await house.sense(room=18)
    assert house.on == {"g", "w2", "e"}


async def test_8_2_16_the_users_fan_survives_calls_and_reports(house: House) -> None:
    await house.choose("set_fan_mode", fan_mode="on")
    await house.ask("heat", room=18)
    house.forget()
    for room in (19, 22, 22.1, 21.9):
        await house.sense(room=room)
        await house.live(minutes=10)

    assert house.on == {"g"}
    assert "g off" not in house.moves


async def test_8_2_16_a_new_call_goes_on_with_the_fan_that_runs_on(
    house: House,
) -> None:
    await house.tune(fan={"run_on_heat": 900})
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    await house.sense(room=22)
    await house.live(minutes=6)
    await house.sense(room=18)
    await house.live(minutes=20)

    assert "g off" not in house.moves
    assert house.on >= {"g", "y1"}


# --- 17. Defrosts ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "room", "outdoor"), [("off", 15, -3), ("heat", 22, -3), ("cool", 27, 30)]
)
async def test_8_2_17_nothing_that_does_not_heat_defrosts(
    shell: House, mode: str, room: float, outdoor: float
) -> None:
    shell.hass.states.async_set(DEFROST, "off")
    await shell.install(sensors={"defrost_signal": DEFROST})
    await shell.ask(mode, room=room, outdoor=outdoor)
    await shell.live(minutes=20)
    shell.hass.states.async_set(DEFROST, "on")
    await shell.live(minutes=5)

    assert shell.climate.attributes["hvac_action"] != "defrosting"
    assert shell.status != "defrosting"


async def test_8_2_17_run_times_survive_a_restart_and_are_counted_once(
    house: House, hass_storage: dict[str, Any]
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=30)
    await house.unload(house.entry)
    await house.set_up()
    counted = float(house.state("compressor_runtime").state)
    assert counted * 60 == pytest.approx(30, abs=0.1)

    await house.cut_power(hass_storage, hours=5)
    assert float(house.state("compressor_runtime").state) == pytest.approx(counted)

    await house.live(minutes=66)
    counted = float(house.state("compressor_runtime").state)
    assert counted * 60 == pytest.approx(96, abs=1)
