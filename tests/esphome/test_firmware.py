"""The packages as a running firmware, spoken to as Home Assistant does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from math import nan
from pathlib import Path

from aioesphomeapi import ClimateMode
import pytest
import pytest_asyncio

from tests.esphome.firmware import House, build, living_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(needs_compiler: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the firmware once."""
    return build(tmp_path_factory.mktemp(needs_compiler.replace("/", "")))


@pytest_asyncio.fixture
async def house(built: Path) -> AsyncIterator[House]:
    async with living_in(built) as house:
        await house.until("Board status", "compressor rests")
        assert sorted(house.relays) == ["G OFF", "O OFF", "W2 OFF", "Y1 OFF", "Y2 OFF"]
        house.look()
        yield house


async def beat(house: House) -> None:
    while True:
        house.heartbeat()
        await asyncio.sleep(0.5)


async def test_a_day_with_and_without_a_thermostat(house: House) -> None:
    heart = asyncio.create_task(beat(house))
    house.set_thermometer(6.9)

    house.ask("G", on=True)
    await house.until_relays("G ON")
    house.ask("Y1", on=True)
    await house.until("Last refusal", "Y1 on: the compressor rests")
    await house.until("Board status", "ready")
    assert house.states["Y1"] is False

    house.ask("O", on=True)
    await house.until("O", state=True)
    house.ask("Y1", on=True)
    await house.until("Last refusal", "Y1 on: the valve settles")
    await asyncio.sleep(3)
    house.ask("Y1", on=True)
    house.ask("Y2", on=True)
    await house.until_relays("O ON", "Y1 ON", "Y2 ON")
    house.ask("W2", on=True)
    await house.until(
        "Last refusal", "W2 on: no heat while the valve stands for cooling"
    )
    house.ask("O", on=False)
    await house.until(
        "Last refusal", "O off: the valve moves only after the compressor's rest"
    )
    house.ask("G", on=False)
    await house.until("Last refusal", "G off: the fan has to run")
    await house.until("Board status", "compressor runs")
    assert house.states["Watchdog"] is False

    heart.cancel()
    with suppress(asyncio.CancelledError):
        await heart
    await house.until("Watchdog", state=True)
    await house.until_relays("Y2 OFF", "Y1 OFF", "G OFF")
    await house.until("Board status", "no heartbeat, released")
    assert house.states["O"] is True
    house.ask("G", on=True)
    await house.until("Last refusal", "G on: no heartbeat of the thermostat")

    house.set_thermometer(4)
    await house.until_relays("O OFF", "G ON", "Y1 ON")
    await house.until("Board status", "no heartbeat, keeps the house from freezing")
    house.set_thermometer(7)
    await house.until_relays("Y1 OFF", "G OFF")

    house.heartbeat()
    await house.until("Watchdog", state=False)
    house.ask("G", on=True)
    await house.until_relays("G ON")


async def test_a_write_that_was_missed_is_made_up_for(house: House) -> None:
    before = house.console.writes["Y1 OFF"]
    while house.console.writes["Y1 OFF"] < before + 3:
        await asyncio.sleep(0.05)
    assert house.relays == []


async def test_releases_when_it_is_shut_down(built: Path) -> None:
    async with living_in(built) as house:
        house.ask("G", on=True)
        await house.until("G", state=True)
        house.look()
    assert house.relays == ["G OFF"]


async def test_a_plan_is_answered(house: House) -> None:
    await house.until("Plan", "none")
    assert await house.tell(heat=50) == "heat has to be 5 to 35"
    assert await house.tell(heat=nan) == "heat has to be 5 to 35"
    assert (
        await house.tell(mode="warm") == "mode has to be off, heat, cool or heat_cool"
    )
    assert await house.tell(backup="fuel") == "the backup has no relay here"
    await house.until("Plan", "none")
    assert await house.tell(heat=20.5) == ""
    await house.until("Plan", "heat to 20.5 °C")
    assert await house.tell(thermostat="another") != ""
    assert await house.tell(mode="heat_cool", heat=19, cool=25) == ""
    await house.until("Plan", "19.0 to 25.0 °C")


@pytest.mark.parametrize("after", [0.0, 1.0])
async def test_a_plan_is_kept_over_a_power_cut(
    built: Path, tmp_path: Path, after: float
) -> None:
    """From the moment on at which it was answered."""
    async with living_in(built, tmp_path) as house:
        assert await house.tell(heat=21) == ""
        await asyncio.sleep(after)
        await house.kill()
    async with living_in(built, tmp_path) as house:
        await house.until("Plan", "heat to 21.0 °C")
        house.set_thermometer(18)
        await house.until("Watchdog", state=True)
        await house.until("Board status", "alone, heats to 21.0 °C")


async def test_an_equal_plan_is_not_written_again(built: Path, tmp_path: Path) -> None:
    async with living_in(built, tmp_path) as house:
        await house.tell(heat=21)
        (kept,) = tmp_path.iterdir()
        written = kept.stat().st_mtime_ns
        for outdoor in range(200):
            assert await house.tell(heat=21, outdoor=float(outdoor % 30)) == ""
        assert kept.stat().st_mtime_ns == written
        for heat in range(40):
            await house.tell(heat=18 + heat / 10)
        await house.until("Plan", "heat to 21.9 °C")
        await house.until("Plan writes", 24)


async def test_it_tells_what_became_of_the_house(house: House) -> None:
    assert await house.tell(heat=20) == ""
    house.set_thermometer(19)
    await house.until("Watchdog", state=True)
    await asyncio.sleep(2)
    house.heartbeat()
    await house.until("Watchdog", state=False)
    assert house.events == []
    assert await house.tell(heat=20) == ""
    (account,) = house.events
    assert account["thermostat"] == "house"
    assert float(account["alone"]) >= 6
    assert float(account["room"]) == pytest.approx(19, abs=0.1)
    assert (account["by_hand"], account["mode"], account["starts"]) == (
        "no",
        "heat",
        "0",
    )
    assert await house.tell(heat=20) == ""
    assert len(house.events) == 1


async def test_a_hand_counts_only_while_it_is_alone(house: House) -> None:
    assert await house.tell(heat=20) == ""
    hand = house.entities["Hand"]
    house.client.climate_command(hand.key, target_temperature_low=22)
    await house.until("Plan", "heat to 20.0 °C")
    await house.until("Watchdog", state=True)
    house.client.climate_command(hand.key, target_temperature_low=22)
    await house.until("Plan", "heat to 22.0 °C, by hand")
    house.client.climate_command(hand.key, mode=ClimateMode.OFF)
    await house.until("Plan", "off, by hand")
    house.heartbeat()
    await house.until("Watchdog", state=False)
    assert await house.tell(heat=20) == ""
    (account,) = house.events
    assert (account["by_hand"], account["mode"]) == ("yes", "off")
    await house.until("Plan", "heat to 20.0 °C")


# --- A hand at the board ------------------------------------------------------------


async def test_a_button_counts_only_while_it_is_alone(house: House) -> None:
    """Short: warmer; a second: cooler; five: off, or on again."""
    assert await house.tell(heat=20) == ""
    house.press(0.2)
    await asyncio.sleep(0.5)
    await house.until("Plan", "heat to 20.0 °C")
    await house.until("Watchdog", state=True)
    for seconds, plan in (
        (0.2, "heat to 20.5 °C, by hand"),
        (1.5, "heat to 20.0 °C, by hand"),
        (5.5, "off, by hand"),
        (5.5, "heat to 20.0 °C, by hand"),
    ):
        house.press(seconds)
        await house.until("Plan", plan)


async def test_a_knob_goes_through_what_the_machine_can(house: House) -> None:
    assert await house.tell(heat=20, cool=25) == ""
    await house.until("Watchdog", state=True)
    for plan in ("cool to 25.0 °C", "20.0 to 25.0 °C", "off", "heat to 20.0 °C"):
        house.push_knob()
        await house.until("Plan", f"{plan}, by hand")
