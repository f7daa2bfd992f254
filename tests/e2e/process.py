"""A real Home Assistant, as a process of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import os
from pathlib import Path
import re
import socket
import sys
import time
from typing import Any, Final

from .household import configure

INTEGRATION: Final = (
    Path(__file__).parents[2] / "custom_components" / "heat_pump_thermostat"
)
STOPPING: Final = 60
POLL: Final = 0.25
LAST_LINES: Final = 30

RECORD: Final = re.compile(r"^\d{4}-\d\d-\d\d [\d:.+]+ (?P<level>[A-Z]+) ")
LOADER_NOTICE: Final = "which has not been tested by Home Assistant"


async def until(
    condition: Callable[[], Awaitable[bool]], within: float, what: str
) -> None:
    """Ask until a condition holds."""
    deadline = time.monotonic() + within
    while not await condition():
        assert time.monotonic() < deadline, f"not within {within} s: {what}"
        await asyncio.sleep(POLL)


class HomeAssistantProcess:
    """A configuration folder, and the Home Assistant that runs in it."""

    def __init__(
        self,
        folder: Path,
        configuration: Mapping[str, Any] | None = None,
        *arguments: str,
        python: str = sys.executable,
    ) -> None:
        """Make the folder, with the tests' household where nothing else is given.

        `python` is of the environment that Home Assistant is in.
        """
        configure(folder, INTEGRATION, configuration)
        self.folder = folder
        self._arguments = arguments
        self._python = python
        self._port = _free_port()
        self._logs: list[Path] = []
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Start; its output is kept beside the configuration."""
        self._logs.append(self.folder / f"console-{len(self._logs) + 1}.log")
        with self._logs[-1].open("wb") as console:
            self._process = await asyncio.create_subprocess_exec(
                self._python,
                *("-m", "homeassistant", "--config", str(self.folder)),
                *("--log-no-color", *self._arguments),
                cwd=self.folder,
                env=os.environ | {"SETUP_PORT": str(self._port)},
                stdout=console,
                stderr=asyncio.subprocess.STDOUT,
            )

    async def ended(self) -> None:
        """Wait until it has ended by itself."""
        assert self._process
        async with asyncio.timeout(STOPPING):
            assert await self._process.wait() == 0, self.last_lines()

    async def stop(self) -> None:
        """Make sure that it does not run."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOPPING):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise

    async def kill(self) -> None:
        """Take its power away."""
        assert self._process
        self._process.kill()
        await self._process.wait()

    def check_alive(self) -> None:
        """Fail at once where waiting would be in vain."""
        assert self._process
        assert self._process.returncode is None, self.last_lines()

    def complaints(self) -> list[str]:
        """Return what its logs hold against the integration."""
        return [
            complaint
            for log in self._logs
            for complaint in complaints(log.read_text(encoding="utf-8"))
        ]

    def last_lines(self) -> str:
        lines = self._logs[-1].read_text(encoding="utf-8").splitlines()
        return "\n".join(["Home Assistant's last lines:", *lines[-LAST_LINES:]])


def complaints(log: str) -> list[str]:
    """Return the records of a log that are warnings, errors or tracebacks of ours."""
    records: list[str] = []
    for line in log.splitlines():
        if RECORD.match(line) or not records:
            records.append(line)
        else:
            records[-1] += f"\n{line}"
    return [
        record
        for record in records
        if INTEGRATION.name in record and _is_bad(record) and not _is_notice(record)
    ]


def _is_bad(record: str) -> bool:
    match = RECORD.match(record)
    is_quiet = match and match["level"] in ("DEBUG", "INFO")
    return not is_quiet or "Traceback" in record


def _is_notice(record: str) -> bool:
    return LOADER_NOTICE in record and "\n" not in record


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
