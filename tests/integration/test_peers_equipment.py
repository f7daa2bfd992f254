"""Lessons of other thermostats, 9 to 11, 13, 16, 17: relays, backup heat, the fan."""

from typing import Any, Final

from homeassistant.helpers import issue_registry as ir
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from .house import DUAL_FUEL, TWO_STAGE, House
from .relays import Temper, hanging, raising, silent
from .test_issues import issues

REST: Final = 301
"""The minimum off time and a moment."""
CALLS: Final = frozenset({"y1", "y2", "w2", "e"})
DEFROST: Final = "binary_sensor.defrost"


# --- 9. Relays ---------------------------------------------------------------------


@pytest.mark.parametrize("temper", [silent, raising, hanging])
async def test_8_2_09_a_relay_that_will_not_release_is_told_again_and_reported(
    house: House, temper: Temper
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    house["y1"].temper = temper
    await house.choose("turn_off")
    await house.live(minutes=5)

    assert house.on == {"g", "y1"}
    assert issues(house)["relay_stuck"].severity is ir.IssueSeverity.ERROR
    assert house.state("problem").state == "on"

    house["y1"].mend()
    await house.live(minutes=3)
    assert house.on == set()
    assert issues(house) == {}


@pytest.mark.parametrize("temper", [silent, raising, hanging])
async def test_8_2_09_a_relay_that_will_not_close_is_a_failure_told(
    house: House, temper: Temper
) -> None:
    house["y1"].temper = temper
    await house.ask("heat", room=18)
    await house.live(minutes=5)

    assert house.status == "relay_lost"
    assert set(issues(house)) == {"relay_lost"}

    house["y1"].mend()
    await house.live(minutes=12)
    assert house.on >= {"g", "y1", "y2"}
    assert issues(house) == {}


async def test_8_2_09_an_order_to_an_absent_relay_is_carried_out_on_its_return(
    house: House,
) -> None:
    house["w2"].vanish()
    await house.ask("heat", room=18)
    await house.live(minutes=15)
    house["w2"].come_back(on=False)
    await house.live(minutes=4)
    assert "w2" in house.on

    house["w2"].vanish()
    await house.choose("turn_off")
    await house.wait(minutes=1)
    house["w2"].come_back(on=True)
    await house.settle()
    assert "w2" not in house.on


async def test_8_2_09_a_hand_on_a_relay_is_put_right(house: House) -> None:
    await house.ask("off", room=18)
    for terminal in ("w2", "y1"):
        house[terminal].say(True)
        await house.live(minutes=1)

    assert not house.on & CALLS


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

    await house.live(minutes=11)
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
