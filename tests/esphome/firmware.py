"""ESPHome's command line, and the firmware that it builds for this machine."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import fcntl
import os
from pathlib import Path
import shutil
import socket
import subprocess
from tempfile import mkdtemp
from typing import Any

from aioesphomeapi import (
    APIClient,
    ButtonInfo,
    EntityInfo,
    EntityState,
    NumberInfo,
    SwitchInfo,
    UserService,
)

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
ESPHOME = REPOSITORY / ".venv-esphome"
BUILT = ESPHOME / "firmware"
"""What was compiled before is not compiled again."""
PROGRAM = "build/house/.pioenvs/house/program"
HURRIED: Mapping[str, float] = {
    "minimum_off": 2,
    "fan_run_on": 1,
    "heartbeat_timeout": 5,
}
"""Seconds; a heat pump needs more."""
PLAN: Mapping[str, Any] = {
    "mode": "heat",
    "emergency": False,
    "heat": 20.0,
    "cool": 24.0,
    "heat_differential": 0.28,
    "cool_differential": 0.28,
    "can_heat": True,
    "can_cool": True,
    "backup": "electric",
    "compressor_above": -100.0,
    "cooling_above": 12.8,
    "backup_below": 4.4,
    "minimum_off": 300.0,
    "minimum_on": 300.0,
    "starts_per_hour": 4.0,
    "outdoor": 0.0,
    "thermostat": "house",
}


def esphome(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run esphome, which keeps what it makes in `data`."""
    return subprocess.run(
        [str(ESPHOME / "bin/esphome"), *arguments],
        env={**os.environ, "ESPHOME_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def build(folder: Path) -> Path:
    """Build the firmware for this machine; return a copy of it in a folder."""
    for source in (HERE / "firmware.yaml", HERE / "firmware.h"):
        shutil.copy(source, folder)
    (folder / "esphome").symlink_to(REPOSITORY / "esphome")
    BUILT.mkdir(exist_ok=True)
    with (BUILT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = esphome("compile", str(folder / "firmware.yaml"), data=BUILT)
        assert result.returncode == 0, result.stdout + result.stderr
        return Path(shutil.copy(BUILT / PROGRAM, folder))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Move:
    """A relay that moved, and when by the board's own clock."""

    at: float
    terminal: str
    on: bool

    def __str__(self) -> str:
        return f"{self.terminal} {'ON' if self.on else 'OFF'}"


@dataclass
class Console:
    """What the firmware prints."""

    moves: list[Move] = field(default_factory=list)
    writes: Counter[str] = field(default_factory=Counter)
    """How often each relay was told to be on or off."""
    refusals: list[str] = field(default_factory=list)

    async def listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        before: dict[str, bool] = {}
        async for line in process.stdout:
            match line.decode().split():
                case ["relay", terminal, state, at]:
                    move = Move(float(at), terminal, state == "ON")
                    self.writes[str(move)] += 1
                    if before.get(terminal) != move.on:
                        self.moves.append(move)
                    before[terminal] = move.on
                case [_, "Refused:", *refusal]:
                    self.refusals.append(" ".join(refusal))


@dataclass
class House:
    """The running firmware, seen as Home Assistant sees it."""

    client: APIClient
    entities: Mapping[str, EntityInfo]
    states: dict[str, Any]
    console: Console
    process: asyncio.subprocess.Process
    actions: Mapping[str, UserService]
    events: list[dict[str, str]]
    """What the board told in events."""
    port: int
    _looked: int = 0

    @property
    def relays(self) -> list[str]:
        """What the relays did since they were last looked at: "Y1 ON"."""
        return [str(move) for move in self.console.moves[self._looked :]]

    def look(self) -> None:
        """Look at the relays."""
        self._looked = len(self.console.moves)

    async def tell(self, **changes: Any) -> str:
        """Hand a plan over; return why it is refused, or nothing."""
        answer = await self.client.execute_service(
            self.actions["plan_1"], {**PLAN, **changes}, return_response=False
        )
        assert answer is not None
        assert answer.success is not bool(answer.error_message)
        return str(answer.error_message)

    async def kill(self) -> None:
        """Take the power away."""
        self.process.kill()
        await self.process.wait()

    def ask(self, terminal: str, *, on: bool) -> None:
        """Switch a terminal."""
        info = self.entities[terminal]
        assert isinstance(info, SwitchInfo)
        self.client.switch_command(info.key, on)

    def heartbeat(self) -> None:
        """Let the board know that the thermostat lives."""
        self._push("Heartbeat")

    def push_knob(self) -> None:
        """Push the knob at the board."""
        self._push("Knob")

    def _push(self, name: str) -> None:
        info = self.entities[name]
        assert isinstance(info, ButtonInfo)
        self.client.button_command(info.key)

    def set_thermometer(self, celsius: float) -> None:
        """Warm or cool the room."""
        self._set("Thermometer", celsius)

    def press(self, seconds: float) -> None:
        """Press the button at the board."""
        self._set("Press", seconds * 1000)

    def _set(self, name: str, value: float) -> None:
        info = self.entities[name]
        assert isinstance(info, NumberInfo)
        self.client.number_command(info.key, value)

    async def until(self, name: str, state: object, seconds: float = 30) -> None:
        """Wait for an entity to show this state."""
        async with asyncio.timeout(seconds):
            while self.states.get(name) != state:
                await asyncio.sleep(0.02)

    async def until_relays(self, *moves: str, seconds: float = 30) -> None:
        """Wait for these moves, and no others, since the last time."""
        try:
            async with asyncio.timeout(seconds):
                while len(self.relays) < len(moves):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            pass
        assert self.relays == list(moves)
        self.look()


@asynccontextmanager
async def living_in(
    program: Path, memory: Path | None = None, patience: Mapping[str, float] = HURRIED
) -> AsyncIterator[House]:
    """Start the firmware, connect to it, and stop it at the end.

    What it keeps over a power cut it keeps in `memory`.
    """
    memory, port = memory or Path(mkdtemp()), free_port()
    limits = {name.upper(): str(round(1000 * s)) for name, s in patience.items()}
    process = await asyncio.create_subprocess_exec(
        str(program),
        cwd=program.parent,
        env={**os.environ, **limits, "ESPHOME_PREFDIR": str(memory), "PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
    )
    client = APIClient("127.0.0.1", port, None)
    console = Console()
    listening = asyncio.create_task(console.listen(process))
    try:
        await _connect(client)
        found, services = await client.list_entities_services()
        names = {info.key: info.name for info in found}
        entities = {info.name: info for info in found}
        actions = {service.name: service for service in services}
        events: list[dict[str, str]] = []
        house = House(client, entities, {}, console, process, actions, events, port)
        client.subscribe_service_calls(lambda call: events.append(dict(call.data)))

        def show(state: EntityState) -> None:
            house.states[names[state.key]] = getattr(state, "state", None)

        client.subscribe_states(show)
        yield house
    finally:
        await client.disconnect(force=True)
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        await listening


async def _connect(client: APIClient) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                await client.connect(login=True)
            except Exception:  # noqa: BLE001 - whatever the library says of "not yet"
                await asyncio.sleep(0.1)
            else:
                return
