"""Lessons of other thermostats, 1 to 8: what ran too long or started too soon."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from .house import CELSIUS, House
from .test_issues import issues

REST: Final = 301
"""The minimum off time and a moment."""
CALLS: Final = frozenset({"y1", "y2", "w2", "e"})
WINDOW = "binary_sensor.window"
HALL = "sensor.hall"

type Play = Callable[[House], Awaitable[object]]


async def heating(house: House, minutes: float = 6) -> None:
    """Heat for a while."""
    await house.ask("heat", room=18)
    await house.live(minutes=minutes)
    assert "y1" in house.on


# --- 1. Timers ---------------------------------------------------------------------


# --- 2. Sensors --------------------------------------------------------------------


async def while_running(house: House, room: str) -> None:
    await heating(house)
    await house.sense(room=room)
    await house.live(minutes=16)


async def while_idle(house: House, room: str) -> None:
    await house.ask("heat", room=21)
    await house.sense(room=room)
    await house.live(minutes=16)


async def from_boot(house: House, room: str) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat")
    await house.unload(house.entry)
    await house.sense(room=room)
    await house.set_up()
    await house.live(minutes=16)


async def frozen(house: House, _: str) -> None:
    await heating(house)
    await house.wait(minutes=61)


@pytest.mark.parametrize(
    ("fails", "room"),
    [
        *(
            pytest.param(when, room, id=f"{room} {when.__name__}")
            for when in (while_running, while_idle, from_boot)
            for room in ("unavailable", "unknown", "nan", "inf", "99")
        ),
        pytest.param(frozen, "18", id="frozen"),
    ],
)
async def test_8_2_02_a_lost_sensor_ends_calls_and_no_user_gets_past_it(
    house: House, fails: Callable[[House, str], Awaitable[None]], room: str
) -> None:
    await fails(house, room)
    house.forget()

    for mode in ("off", "heat", "cool", "heat_cool"):
        await house.choose("set_hvac_mode", hvac_mode=mode)
        await house.choose("set_temperature", temperature=28)
        await house.choose("set_preset_mode", preset_mode="away")
        await house.choose("set_preset_mode", preset_mode="none")
        await house.wait(minutes=6)

    assert not house.on & CALLS
    assert not {move for move in house.moves if move.endswith(" on")} - {"g on"}
    assert house.status == "room_sensor_lost"


# --- 3. Which way it fails ---------------------------------------------------------


async def test_8_2_03_a_house_without_its_sensor_does_not_freeze(house: House) -> None:
    house.hass.states.async_set(HALL, "4.5", CELSIUS)
    await house.tune(sensors={"fallback": HALL})
    await heating(house)
    await house.sense(room="unavailable")
    for _ in range(36):
        house.hass.states.async_set(HALL, "4.5", CELSIUS)
        await house.live(minutes=5)

    assert "y1" in house.on
    assert house.status == "freeze_guard"


async def test_8_2_03_loss_is_told_with_its_reason_and_a_repair(house: House) -> None:
    await heating(house)
    await house.sense(room="unavailable")
    await house.live(hours=2, minutes=20)

    assert not house.on & CALLS
    assert house.status == "room_sensor_lost"
    assert issues(house)["room_sensor_lost"].is_fixable is True


# --- 4. and 5. The valve -----------------------------------------------------------


# --- 6. and 7. Rest and run --------------------------------------------------------


# --- 8. Wiggles --------------------------------------------------------------------
