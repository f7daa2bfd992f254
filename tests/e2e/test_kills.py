"""Home Assistant dies at random moments, and a real board's firmware goes on alone.

Ten times, which takes ten minutes of mostly waiting: a compressor rests as long as it
would in a house. `KILLS=200 scripts/test e2e tests/e2e/test_kills.py` takes hours;
`SEED` draws other deaths.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
import contextlib
from dataclasses import dataclass, field
import os
from pathlib import Path
from random import Random
import shutil
from typing import Any, Final

from aiohttp import ClientError, ClientSession
import pytest
import pytest_asyncio

pytest.importorskip("aioesphomeapi", reason="no ESPHome here: scripts/setup e2e")

from aioesphomeapi import ClimateMode

from tests.esphome import board
from tests.esphome.firmware import ESPHOME, House, build, living_in
from tests.esphome.witness import Witness

from .client import FLOWS, HomeAssistant, RefusedError
from .household import Thermostat
from .process import HomeAssistantProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ESPHOME / "bin/esphome").exists(), reason="scripts/setup esphome"
    ),
    pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler here"),
]

KILLS: Final = int(os.environ.get("KILLS", "10"))
SEED: Final = int(os.environ.get("SEED", "1"))
LIVES: Final = ((0.2, 0.0, 12.0), (0.75, 3.0, 20.0), (0.05, 200.0, 260.0))
"""How many of them last from when to when, in seconds: those that end while it starts,
from then on, others once it is up. The long ones see a compressor through its rest."""
LONGEST_DEATH: Final = 20.0
BOARD: Final = {"minimum_off": 180.0, "fan_run_on": 5.0, "heartbeat_timeout": 10.0}
"""As in a house, but for how long it waits for a heartbeat."""
NO_HEARTBEAT: Final = "no heartbeat of the thermostat"
WRITES_A_DAY: Final = 24
THERMOSTAT: Final = Thermostat(
    name="Mortal",
    wires=("y1", "y2", "g", "o", "w2"),
    backup="electric",
    room=19,
    outdoors=15,
    relays="switch",
    board="house",
)
HEARTBEAT: Final = "button.house_heartbeat"
CONFIGURATION: Final[Mapping[str, Any]] = {
    "homeassistant": {"country": "DE", "time_zone": "UTC"},
    **{key: {} for key in ("config", "frontend")},
    "logger": {
        "default": "warning",
        "logs": {"custom_components.heat_pump_thermostat": "info"},
    },
    "template": [
        {
            "sensor": {
                "name": "Mortal outdoors",
                "state": THERMOSTAT.outdoors,
                "device_class": "temperature",
                "unit_of_measurement": "°C",
            }
        }
    ],
    # The thermostat's own heart beats once a minute, for a board that waits for five.
    "automation": [
        {
            "triggers": {"trigger": "time_pattern", "seconds": "/3"},
            "actions": {
                "action": "button.press",
                "target": {"entity_id": HEARTBEAT},
            },
        }
    ],
}
WISHES: Final = (
    *[("heat", 23.0)] * 5,
    ("heat", 16.0),
    ("cool", 16.0),
    ("off", None),
)
"""A mode, and a setpoint in it, of a room of 19 °C."""
RUNNING: Final = THERMOSTAT.relay("y1")
MODES: Final = {
    "heat": ClimateMode.HEAT,
    "cool": ClimateMode.COOL,
    "off": ClimateMode.OFF,
}


@dataclass
class Mortal:
    """A Home Assistant that dies now and then, and the board beside it."""

    board: House
    home_assistant: HomeAssistant
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311
    deaths: int = 0
    early: int = 0
    """Of them, before it was up."""
    interrupted: int = 0
    """While the compressor ran."""
    alone: int = 0
    """After which the board was."""

    async def live(self) -> None:
        """Start, be asked for this and that, and die."""
        shares = [share for share, _, _ in LIVES]
        ((_, least, most),) = self.random.choices(LIVES, shares)
        lasts = self.random.uniform(least, most)
        await self.home_assistant.process.start()
        if least:
            await self.home_assistant.until_running()
            await self.home_assistant.connect()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(lasts):
                    await self._wish()
        else:
            await asyncio.sleep(lasts)
        await self.home_assistant.process.kill()
        self.deaths += 1
        self.early += not least
        self.interrupted += self.board.states["Y1"]

    async def be_dead(self) -> None:
        """Leave the board alone, where somebody may want something else."""
        await asyncio.sleep(self.random.uniform(0, LONGEST_DEATH))
        if self.board.states["Watchdog"]:
            self.alone += 1
            mode, setpoint = self.random.choice(WISHES)
            hand = self.board.entities["Hand"].key
            side = "high" if mode == "cool" else "low"
            wish = {f"target_temperature_{side}": setpoint} if setpoint else {}
            self.board.client.climate_command(hand, mode=MODES[mode], **wish)
            await asyncio.sleep(self.random.uniform(0, LONGEST_DEATH))

    async def _wish(self) -> None:
        """Want something else now and then, for as long as it lives."""
        climate, act = THERMOSTAT.climate, self.home_assistant.act
        while True:
            mode, setpoint = self.random.choice(WISHES)
            with contextlib.suppress(ClientError, RefusedError):
                await act("climate.set_hvac_mode", climate, hvac_mode=mode)
                if setpoint:
                    await act("climate.set_temperature", climate, temperature=setpoint)
                is_emergency = mode == "heat" and self.random.random() < 0.1
                turn = "switch.turn_on" if is_emergency else "switch.turn_off"
                await act(turn, THERMOSTAT.emergency_heat)
            await asyncio.sleep(self.random.uniform(10, 60))


async def weather(house: House) -> None:
    """Let the room's thermometer tremble, as one does."""
    for step in range(10**9):
        house.set_thermometer(THERMOSTAT.room + 0.1 * (step % 2))
        await asyncio.sleep(10)


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with living_in(build(tmp_path), patience=BOARD) as house:
        trembling = asyncio.create_task(weather(house))
        yield house
        trembling.cancel()


@pytest_asyncio.fixture(loop_scope="session")
async def home_assistant(house: House, tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """A Home Assistant whose thermostat runs the board's compressor; dead already."""
    # ESPHome may be another release than the one that it pins.
    process = HomeAssistantProcess(tmp_path / "config", CONFIGURATION, "--skip-pip")
    async with ClientSession() as session:
        home_assistant = HomeAssistant(session, process)
        await process.start()
        try:
            await home_assistant.onboard()
            await home_assistant.until_running()
            await home_assistant.connect()
            await wired(home_assistant, house)
            await process.kill()
            yield home_assistant
        finally:
            await process.stop()


async def wired(home_assistant: HomeAssistant, house: House) -> None:
    """Let Home Assistant know the board, and its thermostat start the compressor."""
    climate, act = THERMOSTAT.climate, home_assistant.act
    form = await home_assistant.post(FLOWS, {"handler": "esphome"})
    answer = {"host": "127.0.0.1", "port": house.port}
    result = await home_assistant.post(f"{FLOWS}/{form['flow_id']}", answer)
    assert result["type"] == "create_entry", result
    await home_assistant.history.until_state(HEARTBEAT, "unknown", 300)
    answers = THERMOSTAT.answers
    answers["user"]["room_temperature"] = "sensor.house_room_temperature"
    answers["sensors"] = {}
    result = await home_assistant.fill_in(answers)
    assert result["type"] == "create_entry", result
    entry = result["result"]["entry_id"]
    await home_assistant.set_minimum_off(entry)
    # Nobody is asked to sign in anew when a token has run out.
    home_assistant.tokens["access_token"] = await home_assistant.command(
        "auth/long_lived_access_token", client_name="Kills", lifespan=1
    )
    await act("climate.set_hvac_mode", climate, hvac_mode="heat")
    await act("climate.set_temperature", climate, temperature=23)
    await home_assistant.history.until_state(RUNNING, "on", 400)
    await asyncio.sleep(15)  # until all of it is stored


@pytest.mark.asyncio(loop_scope="session")
async def test_killed_at_random(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    house: House,
    home_assistant: HomeAssistant,
) -> None:
    """No rule is broken at the contacts, and nothing starts before it has rested."""
    mortal = Mortal(house, home_assistant, deaths=1, interrupted=house.states["Y1"])
    await mortal.be_dead()
    while mortal.deaths < KILLS:
        await mortal.live()
        await mortal.be_dead()

    wires = sum(board.Terminal[wire.upper()] for wire in THERMOSTAT.wires)
    witness = Witness(board.Terminal(wires), board.ALL, house.console.moves[0].at)
    closed, starts = board.NONE, 0
    for move in house.console.moves:
        terminal = board.Terminal[move.terminal]
        starts += move.on and terminal == board.Y1
        closed = closed | terminal if move.on else closed & ~terminal
        witness.sees(closed, move.at)
    writes = int(house.states["Plan writes"])
    refusals = house.console.refusals
    said = (
        f"{mortal.deaths} deaths, {mortal.early} of them before it was up and"
        f" {mortal.interrupted} while the compressor ran; the board was alone after"
        f" {mortal.alone} and told of it {len(house.events)} times;"
        f" {len(house.console.moves)} moves,"
        f" {starts} starts, {len(refusals)} refusals, {writes} writes to the flash"
    )
    with capsys.disabled():
        request.config.get_terminal_writer().line(said)
    assert mortal.interrupted
    assert mortal.alone
    assert house.events
    assert 1 <= writes <= WRITES_A_DAY
    assert all(NO_HEARTBEAT in refusal for refusal in refusals), refusals
    assert home_assistant.process.complaints() == []
