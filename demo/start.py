"""Start a Home Assistant with the thermostat and a simulated house to try it on."""

from argparse import ArgumentParser, Namespace
import asyncio
import fcntl
import os
from pathlib import Path
import shutil
import signal
import socket
import sys
from typing import Final

from aiohttp import ClientSession

from . import provisioning
from .client import DemoError, HomeAssistant, say

ROOT: Final = Path(__file__).resolve().parent.parent
CONFIG: Final = ROOT / ".demo"
CONSOLE: Final = CONFIG / "console.log"
LINKS: Final = {
    "configuration.yaml": "demo/configuration.yaml",
    "dashboard.yaml": "demo/dashboard.yaml",
    "weather": "demo/weather",
    "custom_components/heat_pump_thermostat": "custom_components/heat_pump_thermostat",
    "custom_components/simulated_house": "demo/custom_components/simulated_house",
}
"""What the configuration folder shows of the repository."""
STARTING: Final = 300
"""How many seconds a first start may take; it is about fifteen as a rule."""
STOPPING: Final = 60
RESTART: Final = 100
"""The exit code with which Home Assistant asks to be started again."""
LAST_LINES: Final = 25


def main() -> int:
    """Run the demo until Ctrl-C."""
    try:
        return asyncio.run(_run(_arguments()))
    except DemoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget the last demo")
    parser.add_argument("--port", type=int, default=8123, help="default: %(default)s")
    parser.add_argument("--language", default="en", help="default: %(default)s")
    return parser.parse_args()


async def _run(arguments: Namespace) -> int:
    _be_the_only_one()
    _check_port(arguments.port)
    if arguments.fresh:
        shutil.rmtree(CONFIG, ignore_errors=True)
    _prepare()
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    while True:
        process = await _start(arguments.port)
        try:
            await _until_stopped(process, arguments, stop)
        finally:
            await _stop(process)
        if process.returncode != RESTART or stop.is_set():
            return 0
        say("Home Assistant starts again")


def _be_the_only_one() -> None:
    """Lock the demo for as long as this process lives."""
    folder = os.open(ROOT / "demo", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise DemoError("it runs already") from error


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            message = f"port {port} is in use; try scripts/demo --port {port + 1}"
            raise DemoError(message) from error


def _prepare() -> None:
    """Make the configuration folder, as links into the repository."""
    say(f"preparing {CONFIG.relative_to(ROOT)}/")
    (CONFIG / "custom_components").mkdir(parents=True, exist_ok=True)
    (CONFIG / ".gitignore").write_text("*\n", encoding="utf-8")
    for name, target in LINKS.items():
        if not (ROOT / target).exists():
            raise DemoError(f"{target} is missing")
        link = CONFIG / name
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT / target)
    # Kept from an earlier start, the port would win over the one asked for now.
    (CONFIG / ".storage" / "http").unlink(missing_ok=True)


async def _start(port: int) -> asyncio.subprocess.Process:
    say("starting Home Assistant (the first start takes longer)")
    # In a session of its own, Ctrl-C reaches only us: we stop it in good order.
    with CONSOLE.open("wb") as console:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "homeassistant",
            "--config",
            str(CONFIG),
            "--log-no-color",
            cwd=CONFIG,
            env=os.environ | {"SETUP_PORT": str(port)},
            stdout=console,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )


async def _until_stopped(
    process: asyncio.subprocess.Process, arguments: Namespace, stop: asyncio.Event
) -> None:
    """Set everything up, then wait for Ctrl-C or the end of Home Assistant."""
    ended = asyncio.create_task(process.wait())
    stopped = asyncio.create_task(stop.wait())
    set_up = asyncio.create_task(_set_up(arguments.port, arguments.language))
    end = (ended, stopped)
    await asyncio.wait((*end, set_up), return_when=asyncio.FIRST_COMPLETED)
    if set_up.done() and set_up.exception():
        # That it does not answer may be the first sign of its end.
        await asyncio.wait(end, timeout=3, return_when=asyncio.FIRST_COMPLETED)
    if set_up.done() and not any(task.done() for task in end):
        set_up.result()
        await asyncio.wait(end, return_when=asyncio.FIRST_COMPLETED)
    set_up.cancel()
    stopped.cancel()
    if ended.done() and not stop.is_set() and ended.result() not in (0, RESTART):
        raise DemoError(f"Home Assistant ended unexpectedly.\n{_last_lines()}")


async def _set_up(port: int, language: str) -> None:
    url = f"http://127.0.0.1:{port}"
    async with ClientSession() as session:
        home_assistant = HomeAssistant(session, url)
        try:
            async with asyncio.timeout(STARTING):
                await provisioning.provision(home_assistant, language)
        except TimeoutError as error:
            message = f"Home Assistant is not ready after {STARTING} s.\n"
            raise DemoError(message + _last_lines()) from error
    say("ready")
    print(
        f"\n  address   http://localhost:{port}"
        f"\n  user      {provisioning.USER}"
        f"\n  password  {provisioning.PASSWORD}"
        f"\n\n  log       {CONSOLE.relative_to(ROOT)}"
        "\n  Ctrl-C stops it; scripts/demo --fresh starts over.\n",
        flush=True,
    )


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    say("stopping Home Assistant")
    process.terminate()
    try:
        async with asyncio.timeout(STOPPING):
            await process.wait()
    except TimeoutError:
        say("it does not stop by itself; killing it")
        process.kill()
        await process.wait()


def _last_lines() -> str:
    lines = CONSOLE.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(["Its last log lines:", *lines[-LAST_LINES:]])


if __name__ == "__main__":
    sys.exit(main())
