"""One Home Assistant for all tests, with all thermostats at work side by side.

A compressor rests for three minutes before it starts, and none may be hurried. So all
thermostats are set up and asked for heat or cold first; the tests then look at what
each of them does in the meantime, and wait only for what still lies ahead.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page
import pytest
import pytest_asyncio

from .browser import browsing
from .client import HomeAssistant, running
from .history import History
from .household import BASEMENT, DOWNSTAIRS, THERMOSTATS, UPSTAIRS, Thermostat
from .process import HomeAssistantProcess


@dataclass(frozen=True, kw_only=True)
class Restart:
    """When Home Assistant was asked to stop, had stopped, and ran again."""

    asked: datetime
    stopped: datetime
    running: datetime


@dataclass(frozen=True, kw_only=True)
class House:
    """A Home Assistant that runs, and what was done in it so far."""

    home_assistant: HomeAssistant
    entries: dict[Thermostat, str]
    restart: Restart

    @property
    def history(self) -> History:
        return self.home_assistant.history

    def setpoint(self, thermostat: Thermostat) -> float:
        """Return the temperature that a thermostat is set to."""
        climate = self.history.now(thermostat.climate)
        return float(climate.attributes["temperature"])

    async def until_action(self, thermostat: Thermostat, action: str) -> None:
        """Wait until a thermostat's card shows an action."""
        climate = thermostat.climate
        await self.history.until(
            lambda: self.history.now(climate).attributes["hvac_action"] == action,
            10,
            f"{climate} shows {action}",
        )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def home_assistant(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[HomeAssistant]:
    """A Home Assistant after its onboarding, whose log has to stay clean."""
    process = HomeAssistantProcess(tmp_path_factory.mktemp("e2e") / "config")
    async with running(process) as home_assistant:
        yield home_assistant
    assert process.complaints() == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(home_assistant: HomeAssistant) -> House:
    """The thermostats at work, and a restart while one of them heats."""
    entries = {
        thermostat: await home_assistant.add_thermostat(thermostat)
        for thermostat in THERMOSTATS
    }
    for entry_id in entries.values():
        await home_assistant.set_minimum_off(entry_id)
    for thermostat, mode in (
        (DOWNSTAIRS, "heat"),
        (UPSTAIRS, "cool"),
        (BASEMENT, "heat"),
    ):
        await home_assistant.act(
            "climate.set_hvac_mode", thermostat.climate, hvac_mode=mode
        )
    await _start_by_hand(home_assistant, BASEMENT)
    restart = await _restarted(home_assistant)
    return House(home_assistant=home_assistant, entries=entries, restart=restart)


async def _start_by_hand(home_assistant: HomeAssistant, thermostat: Thermostat) -> None:
    """Press the compressor's button on the relay board while the room calls for it.

    That is a run like any other, and there before the first rest is over.
    """
    await home_assistant.act("input_boolean.turn_on", thermostat.relay("y1"))
    await home_assistant.history.until_state(thermostat.status, "heating")
    await home_assistant.history.until_state(thermostat.relay("g"), "on")


async def _restarted(home_assistant: HomeAssistant) -> Restart:
    asked = datetime.now(UTC)
    await home_assistant.stop()
    stopped = datetime.now(UTC)
    await home_assistant.process.start()
    await home_assistant.until_running()
    await home_assistant.connect()
    return Restart(asked=asked, stopped=stopped, running=datetime.now(UTC))


@pytest_asyncio.fixture(loop_scope="session")
async def page(house: House, tmp_path: Path) -> AsyncIterator[Page]:
    """A browser in which the owner is signed in; its last picture is kept."""
    async with browsing(house.home_assistant) as context:
        page = await context.new_page()
        yield page
        await page.screenshot(path=tmp_path / "page.png")
