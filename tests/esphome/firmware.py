"""ESPHome's command line, and the firmware that it builds for this machine."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import socket
import subprocess
import sys
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

REPOSITORY = Path(__file__).parents[2]
PROGRAM = "build/house/.pioenvs/house/program"
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
        [str(Path(sys.executable).with_name("esphome")), *arguments],
        env={**os.environ, "ESPHOME_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """The running firmware, seen as Home Assistant sees it."""

    client: APIClient
    entities: Mapping[str, EntityInfo]
    states: dict[str, Any]
    relays: list[str]
    """What the relays did, in order: "Y1 ON"."""
    writes: Counter[str]
    """How often each was told."""
    process: asyncio.subprocess.Process
    actions: Mapping[str, UserService]
    events: list[dict[str, str]]
    """What the board told in events."""

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
        """Press the button."""
        info = self.entities["Heartbeat"]
        assert isinstance(info, ButtonInfo)
        self.client.button_command(info.key)

    def set_thermometer(self, celsius: float) -> None:
        """Warm or cool the room."""
        info = self.entities["Thermometer"]
        assert isinstance(info, NumberInfo)
        self.client.number_command(info.key, celsius)

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
        self.relays.clear()


@asynccontextmanager
async def living_in(
    program: Path, port: int, memory: Path | None = None
) -> AsyncIterator[House]:
    """Start the firmware, connect to it, and stop it at the end.

    What it keeps over a power cut it keeps in `memory`.
    """
    memory = memory or Path(mkdtemp())
    process = await asyncio.create_subprocess_exec(
        str(program),
        cwd=program.parent,
        env={**os.environ, "ESPHOME_PREFDIR": str(memory)},
        stdout=asyncio.subprocess.PIPE,
    )
    client = APIClient("127.0.0.1", port, None)
    relays: list[str] = []
    writes: Counter[str] = Counter()
    listening = asyncio.create_task(_listen(process, relays, writes))
    try:
        await _connect(client)
        found, services = await client.list_entities_services()
        names = {info.key: info.name for info in found}
        entities = {info.name: info for info in found}
        actions = {service.name: service for service in services}
        events: list[dict[str, str]] = []
        house = House(client, entities, {}, relays, writes, process, actions, events)
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


async def _listen(
    process: asyncio.subprocess.Process, relays: list[str], writes: Counter[str]
) -> None:
    assert process.stdout is not None
    before: dict[str, str] = {}
    async for line in process.stdout:
        if line.startswith(b"relay "):
            write = line.decode().removeprefix("relay ").strip()
            terminal, _, state = write.partition(" ")
            writes[write] += 1
            if before.get(terminal) != state:
                relays.append(write)
            before[terminal] = state
