"""Faults that left other thermostats heating, or without a protection.

Each line is one that was tried with the two nearest peers (T and G), where all but one
ended unsafe. Here each ends safe, visible, and recovered by itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest

from .house import CELSIUS, House
from .test_issues import issues

REST: Final = 301
"""The minimum off time and a moment."""
CALLS: Final = frozenset({"y1", "y2", "w2", "e"})
"""What heats or cools."""
WINDOW = "binary_sensor.window"

type Play = Callable[[House, dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A fault, and what becomes of it."""

    happens: Play
    on: frozenset[str] = frozenset()
    """What may be on then, beside the fan and the valve."""
    status: str
    """What the household is told."""
    issue: str | None = None
    """What it is asked to repair."""
    mend: Play
    recovers: frozenset[str]
    """What is on some minutes after that."""


# --- What goes wrong ---------------------------------------------------------------


async def off_before_auxiliary_heat(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=5)
    await house.choose("turn_off")
    await house.live(hours=3)


async def sensor_dies_while_heating(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=12)
    assert house.on >= {"y1", "w2"}
    await house.sense(room="unavailable")
    await house.live(hours=10)


async def sensor_dies_while_idle(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=21)
    await house.sense(room="unavailable")
    await house.live(minutes=20)
    for temperature in (25, 28):
        await house.choose("set_temperature", temperature=temperature)
        await house.live(minutes=20)
    await house.live(hours=2)
    assert house.moves == []


async def valve_is_lost_while_cooling(house: House, _: dict[str, Any]) -> None:
    await house.ask("cool", room=26, outdoor=30)
    await house.live(minutes=6)
    house["o"].vanish()
    await house.sense(room=22)
    await house.live(minutes=10)
    assert not house.on & CALLS
    house.forget()
    await house.sense(room=27)
    await house.live(minutes=30)
    assert house.climate.state == "cool"
    assert not set(house.moves) & {"y1 on", "y2 on", "w2 on"}


async def restart_without_a_sensor(house: House, stored: dict[str, Any]) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=12)
    on = house.on
    await house.sense(room="unavailable")
    await house.cut_power(stored, relays=on, seconds=2)
    await house.live(hours=10)


async def relay_is_lost_when_off_is_chosen(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    house["y1"].vanish()
    await house.choose("turn_off")
    await house.live(minutes=10)
    assert house.state("problem").state == "on"
    house["y1"].come_back(on=True)
    await house.live(minutes=2)


async def relay_is_lost_with_keep_alive(house: House, stored: dict[str, Any]) -> None:
    await house.tune(relays={"keep_alive": 3})
    await relay_is_lost_when_off_is_chosen(house, stored)


async def range_moves_below_the_room(house: House, _: dict[str, Any]) -> None:
    await house.choose("set_temperature", target_temp_low=22, target_temp_high=25)
    await house.ask("heat_cool", room=20, outdoor=20)
    await house.live(minutes=6)
    assert "y1" in house.on
    await house.choose("set_temperature", target_temp_low=15, target_temp_high=18)
    assert not house.on & CALLS


async def cooling_beside_auxiliary_heat(house: House, _: dict[str, Any]) -> None:
    await house.choose("set_temperature", temperature=22, hvac_mode="cool")
    await house.ask("cool", room=28.5, outdoor=30)
    await house.live(minutes=30)


async def window_sensor_dies_while_open(house: House, _: dict[str, Any]) -> None:
    house.hass.states.async_set(WINDOW, "off")
    await house.tune(sensors={"windows": [WINDOW]})
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    house.hass.states.async_set(WINDOW, "on")
    await house.live(minutes=2)
    house.hass.states.async_set(WINDOW, "unavailable")
    await house.live(hours=2)


# --- How it is mended --------------------------------------------------------------


async def by_turning_it_on(house: House, _: dict[str, Any]) -> None:
    await house.choose("turn_on")


async def by_nothing(_house: House, _: dict[str, Any]) -> None:
    """Let time do it."""


async def by_a_report(house: House, _: dict[str, Any]) -> None:
    await house.sense(room=18)


async def by_its_return(house: House, _: dict[str, Any]) -> None:
    house["o"].come_back(on=True)


async def by_shutting_it(house: House, _: dict[str, Any]) -> None:
    house.hass.states.async_set(WINDOW, "off")


HEATS: Final = frozenset({"g", "y1", "y2"})
COOLS: Final = frozenset({"g", "y1", "o"})


def blind(happens: Play) -> Line:
    """Return a line that ends without a room temperature."""
    return Line(
        happens=happens,
        status="room_sensor_lost",
        issue="room_sensor_lost",
        mend=by_a_report,
        recovers=HEATS,
    )


LINES: Final[Mapping[str, Line]] = {
    "T1 off before auxiliary heat was due": Line(
        happens=off_before_auxiliary_heat,
        status="off",
        mend=by_turning_it_on,
        recovers=HEATS,
    ),
    "T2 sensor dies while heating": blind(sensor_dies_while_heating),
    "T3 sensor dies while idle, setpoint raised": blind(sensor_dies_while_idle),
    "T4 valve unavailable while cooling": Line(
        happens=valve_is_lost_while_cooling,
        status="relay_lost",
        issue="relay_lost",
        mend=by_its_return,
        recovers=COOLS,
    ),
    "T5 restart while heating, sensor unavailable": blind(restart_without_a_sensor),
    "T10 relay unavailable at off, returns on": Line(
        happens=relay_is_lost_when_off_is_chosen,
        status="off",
        mend=by_turning_it_on,
        recovers=HEATS,
    ),
    "T11 range moved below the room": Line(
        happens=range_moves_below_the_room,
        status="changeover",
        mend=by_nothing,
        recovers=COOLS,
    ),
    "T12 cooling with auxiliary heat wired": Line(
        happens=cooling_beside_auxiliary_heat,
        on=frozenset({"y1", "y2"}),
        status="cooling_stage_2",
        mend=by_nothing,
        recovers=COOLS,
    ),
    "T14 window sensor dies while open": Line(
        happens=window_sensor_dies_while_open,
        status="window_open",
        mend=by_shutting_it,
        recovers=HEATS,
    ),
    "G1 sensor unavailable while heating": blind(sensor_dies_while_heating),
    "G3 off while the relay is unavailable, keep-alive on": Line(
        happens=relay_is_lost_with_keep_alive,
        status="off",
        mend=by_turning_it_on,
        recovers=HEATS,
    ),
    "G5 restart while heating, sensor unavailable, run limit": blind(
        restart_without_a_sensor
    ),
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
async def test_the_line_ends_safe_visible_and_recovered(
    house: House, hass_storage: dict[str, Any], line: Line
) -> None:
    await line.happens(house, hass_storage)

    assert house.on & CALLS == line.on
    assert house.status == line.status
    assert set(issues(house)) == ({line.issue} if line.issue else set())
    assert house.state("problem").state == ("on" if line.issue else "off")

    await line.mend(house, hass_storage)
    await house.live(minutes=20)

    assert house.on >= line.recovers
    assert issues(house) == {}
    assert house.state("problem").state == "off"


# --- What wiggles ------------------------------------------------------------------


async def a_window_and_a_setpoint(house: House, _: dict[str, Any]) -> None:
    house.hass.states.async_set(WINDOW, "off")
    await house.tune(sensors={"windows": [WINDOW]})
    await house.ask("heat", room=19)
    await house.wait(seconds=30)
    for state in ("on", "off"):
        house.hass.states.async_set(WINDOW, state)
        await house.settle()
    for temperature in (10, 25):
        await house.choose("set_temperature", temperature=temperature)
    await house.live(minutes=9)


async def a_sensor_with_keep_alive(house: House, _: dict[str, Any]) -> None:
    await house.tune(relays={"keep_alive": 3})
    await house.ask("heat", room=18)
    for _second in range(0, 300, 10):
        for room in (22, 18):
            house.hass.states.async_set("sensor.room", str(room), CELSIUS)
            await house.wait(seconds=5)


async def a_restart(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    await house.choose("turn_off")
    await house.unload(house.entry)
    await house.wait(seconds=2)
    await house.set_up()
    await house.choose("turn_on")
    await house.wait(seconds=REST - 3)


async def a_setpoint(house: House, _: dict[str, Any]) -> None:
    await house.ask("heat", room=19)
    for _second in range(0, 280, 2):
        for temperature in (10, 25):
            await house.choose("set_temperature", temperature=temperature)
            await house.wait(seconds=1)


WIGGLES: Final[Mapping[str, Play]] = {
    "T7 window bounces, setpoint falls and rises": a_window_and_a_setpoint,
    "T13 sensor swings, keep-alive on": a_sensor_with_keep_alive,
    "G2 restart within the minimum off time": a_restart,
    "G4 setpoint toggled every second": a_setpoint,
}


@pytest.mark.parametrize("wiggles", WIGGLES.values(), ids=WIGGLES)
async def test_the_line_starts_the_compressor_once(
    house: House, hass_storage: dict[str, Any], wiggles: Play
) -> None:
    """And it heats as soon as it may, by itself."""
    await wiggles(house, hass_storage)
    assert house.moves.count("y1 on") == 1

    await house.sense(room=18)
    await house.live(minutes=12)

    assert house.on >= HEATS
    assert house.moves.count("y1 on") <= 2
    assert house.state("problem").state == "off"


def test_every_line_is_here() -> None:
    lines = {name.split()[0] for name in (*LINES, *WIGGLES)}
    numbers = (1, 2, 3, 4, 5, 7, 10, 11, 12, 13, 14)
    assert lines == {f"T{n}" for n in numbers} | {f"G{n}" for n in range(1, 6)}
