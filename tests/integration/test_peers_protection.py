"""Lessons of other thermostats, 1 to 8: what ran too long or started too soon."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import pytest

from .house import BOTH_VALVES, CELSIUS, RHEEM, TWO_STAGE, House
from .relays import silent
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


ENDS: Final[Mapping[str, Play]] = {
    "off": lambda house: house.choose("turn_off"),
    "another mode": lambda house: house.choose("set_hvac_mode", hvac_mode="cool"),
    "unloaded": lambda house: house.unload(house.entry),
}


@pytest.mark.parametrize("minutes", [0, 5])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_8_2_01_what_was_due_dies_with_the_call(
    house: House, end: Play, minutes: float
) -> None:
    """Stage 2, auxiliary heat, or an order on its way."""
    await house.ask("heat", room=19.2)
    await house.live(minutes=minutes)
    await end(house)
    await house.live(minutes=10)
    house.forget()

    await house.live(hours=3)

    assert [move for move in house.moves if move.endswith(" on")] == []
    assert not house.on & CALLS


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


@pytest.mark.parametrize("wiring", [TWO_STAGE, RHEEM, BOTH_VALVES])
@pytest.mark.parametrize("state", ["unavailable", "unknown"])
async def test_8_2_04_an_unknown_valve_starts_nothing_and_flips_no_mode(
    house: House, state: str
) -> None:
    for terminal in {"o", "b"} & {t.value for t in house.relays}:
        house[terminal].temper = silent
        house.hass.states.async_set(f"switch.{terminal}", state)
    await house.ask("cool", room=27, outdoor=30)
    await house.live(minutes=30)

    assert not house.on & CALLS
    assert house.climate.state == "cool"
    assert house.status == "relay_lost"


@pytest.mark.parametrize("wiring", [TWO_STAGE, RHEEM, BOTH_VALVES])
async def test_8_2_05_from_heat_to_cool_in_one_call(house: House) -> None:
    await house.ask("heat", room=22, outdoor=20)
    await house.choose("set_temperature", temperature=25)
    await house.live(minutes=6)
    assert "y1" in house.on
    house.forget()

    await house.choose("set_temperature", temperature=19, hvac_mode="cool")
    await house.live(minutes=8)

    valve = next(m for m in reversed(house.moves) if m.split()[0] in ("o", "b"))
    assert house.since("y1 off", until=valve) >= REST
    assert house.since(valve, until="y1 on") >= 5
    assert "w2 on" not in house.moves


# --- 6. and 7. Rest and run --------------------------------------------------------


async def by_a_reload(house: House, _: dict[str, Any]) -> None:
    await house.unload(house.entry)
    await house.set_up()


async def by_a_power_cut(house: House, stored: dict[str, Any]) -> None:
    await house.cut_power(stored, seconds=30)


async def by_lost_storage(house: House, stored: dict[str, Any]) -> None:
    await house.unload(house.entry)
    stored.clear()
    await house.set_up()
    await house.choose("set_hvac_mode", hvac_mode="heat")


async def by_a_lost_relay(house: House, _: dict[str, Any]) -> None:
    house["y1"].vanish()
    await house.live(minutes=10)
    house["y1"].come_back(on=False)
    await house.settle()


@pytest.mark.parametrize(
    "stops", [by_a_reload, by_a_power_cut, by_lost_storage, by_a_lost_relay]
)
async def test_8_2_06_the_minimum_off_time_is_forgotten_by_nothing(
    house: House,
    hass_storage: dict[str, Any],
    stops: Callable[[House, dict[str, Any]], Awaitable[None]],
) -> None:
    """An unknown past means that the compressor has just stopped."""
    await heating(house)
    await stops(house, hass_storage)
    seen, house.moves[:] = house.now, []

    await house.sense(room=18)
    await house.live(seconds=REST - 40)
    assert "y1 on" not in house.moves

    # Where nothing is known, it may have started as often as it may in an hour.
    await house.live(hours=1)
    assert (house.when("y1 on") - seen).total_seconds() >= REST - 31


async def test_8_2_07_an_ordinary_stop_waits_for_the_minimum_on_time(
    house: House,
) -> None:
    await heating(house, minutes=1)
    await house.sense(room=22)
    await house.live(minutes=8)

    assert house.since("y1 on", until="y1 off") == 300


@pytest.mark.parametrize(
    "stop",
    [
        lambda house: house.choose("turn_off"),
        lambda house: house.use("switch", "turn_on", "emergency_heat"),
    ],
    ids=["off", "emergency heat"],
)
async def test_8_2_07_off_and_emergency_cut_it_short_and_the_rest_counts(
    house: House, stop: Play
) -> None:
    await heating(house, minutes=1)
    await stop(house)
    assert "y1" not in house.on

    await house.choose("set_preset_mode", preset_mode="none")
    await house.choose("turn_on")
    await house.live(minutes=8)
    assert house.since("y1 off", until="y1 on") == REST


async def test_8_2_07_a_lost_relay_does_not_make_the_run_endless(house: House) -> None:
    await heating(house, minutes=1)
    for _ in range(10):
        house["y1"].vanish()
        await house.wait(seconds=20)
        house["y1"].come_back(on=True)
        await house.wait(seconds=20)
    await house.sense(room=22)
    await house.live(minutes=6)

    assert "y1" not in house.on


# --- 8. Wiggles --------------------------------------------------------------------


async def setpoint(house: House, on: bool) -> None:
    await house.choose("set_temperature", temperature=25 if on else 10)


async def mode(house: House, on: bool) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat" if on else "fan_only")


async def preset(house: House, on: bool) -> None:
    await house.choose("set_preset_mode", preset_mode="home" if on else "away")


async def window(house: House, on: bool) -> None:
    house.hass.states.async_set(WINDOW, "off" if on else "on")
    await house.settle()


async def sensor(house: House, on: bool) -> None:
    await house.sense(room=18 if on else 22)


async def emergency(house: House, on: bool) -> None:
    service = "turn_off" if on else "turn_on"
    await house.use("switch", service, "emergency_heat")


@pytest.mark.parametrize("keep_alive", [0, 1])
@pytest.mark.parametrize("to", [setpoint, mode, preset, window, sensor, emergency])
async def test_8_2_08_nothing_that_wiggles_starts_it_twice_in_a_rest(
    house: House, to: Callable[[House, bool], Awaitable[None]], keep_alive: int
) -> None:
    house.hass.states.async_set(WINDOW, "off")
    windows = {"windows": [WINDOW], "window_delay": 0}
    await house.tune(relays={"keep_alive": keep_alive}, sensors=windows)
    await house.ask("heat", room=18)
    await house.wait(minutes=1)

    for on in [False, True] * 25:
        await to(house, on)
        await house.wait(seconds=20)

    starts = [at for at, move in house.moved if move == "y1 on"]
    stops = [at for at, move in house.moved if move == "y1 off"]
    rests = [
        (on - off).total_seconds() for on, off in zip(starts[1:], stops, strict=False)
    ]
    assert all(rest >= REST for rest in rests)
    assert len(starts) <= 4
