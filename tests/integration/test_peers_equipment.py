"""Lessons of other thermostats, 9 to 11, 13, 16, 17: relays, backup heat, the fan."""

from typing import Any, Final

from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from .house import House

REST: Final = 301
"""The minimum off time and a moment."""
CALLS: Final = frozenset({"y1", "y2", "w2", "e"})
DEFROST: Final = "binary_sensor.defrost"


# --- 9. Relays ---------------------------------------------------------------------


# --- 10. Start-up ------------------------------------------------------------------


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


# --- 13. Emergency heat ------------------------------------------------------------


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
