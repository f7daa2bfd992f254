"""Fixtures of the tests that run in a simulated Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from datetime import timedelta
import logging
import math
import sys
import time
from types import SimpleNamespace
from typing import Any

from freezegun.api import FrozenDateTimeFactory, freeze_time
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.util import executor
from homeassistant.util.unit_system import METRIC_SYSTEM, UnitSystem
import pytest

# Imported here, or the test plugin's own custom_components would hide it.
import custom_components.heat_pump_thermostat  # noqa: F401

from .house import MORNING, TWO_STAGE, House, Wiring

# Google's bridge imports cameras, and they a library that is not installed here.
sys.modules.setdefault("turbojpeg", SimpleNamespace(TurboJPEG=object))  # type: ignore[arg-type]

type SetClock = Callable[[timedelta], None]


@pytest.fixture(scope="package")
def frozen() -> Iterator[FrozenDateTimeFactory]:
    """Stop the clocks of all modules: each test anew would take a tenth longer."""
    with freeze_time(MORNING) as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        yield frozen


@pytest.fixture
def freezer(frozen: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Return the clocks, which stopped once for all tests here."""
    return frozen


@pytest.fixture(autouse=True)
async def time_stands_still(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clocks before Home Assistant sets its first timer."""
    freezer.move_to(MORNING)
    # Time that is simulated is not time that a callback took.
    asyncio.get_running_loop().slow_callback_duration = math.inf


@pytest.fixture(autouse=True)
def nothing_is_written(hass_storage: dict[str, Any]) -> None:
    """Keep in memory what is stored, unless a test says otherwise.

    A disk that is busy holds up the end of a test for longer than it is waited for.
    """


@pytest.fixture(scope="session", autouse=True)
def workers_may_take_their_time() -> Iterator[None]:
    """Let Home Assistant's workers end on a machine that is busy.

    It interrupts those that have not ended within their share of this time, and one
    that is interrupted at the wrong moment leaves the others waiting for ever. It asks
    after the fixtures of a test are gone: hence for the whole session.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executor, "EXECUTOR_SHUTDOWN_TIMEOUT", 300)
        yield


@pytest.fixture(scope="session", autouse=True)
def what_goes_well_is_not_told() -> None:
    """Keep no log of what works, unless a test reads the log."""
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def custom_integrations(
    time_stands_still: None,  # noqa: ARG001 - before Home Assistant is there
    request: pytest.FixtureRequest,
) -> None:
    """Let Home Assistant find the integration.

    A recorder, where a test wants one, must be there before Home Assistant is.
    """
    wanted = {*request.fixturenames, "enable_custom_integrations"}
    for fixture in ("recorder_mock", "enable_custom_integrations"):
        if fixture in wanted:
            request.getfixturevalue(fixture)


@pytest.fixture
def wiring() -> Wiring:
    """Wire two stages, an O valve and electric heat, unless a test says otherwise."""
    return TWO_STAGE


@pytest.fixture
def units() -> UnitSystem:
    """Live in a metric household, unless a test says otherwise."""
    return METRIC_SYSTEM


@pytest.fixture
async def shell(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    wiring: Wiring,
    units: UnitSystem,
) -> AsyncGenerator[House]:
    """Build a house with relays and sensors, and no thermostat yet."""
    hass.config.units = units
    house = House(hass, freezer, wiring)
    await house.build()
    yield house
    await house.tear_down()


@pytest.fixture
async def new_house(shell: House) -> House:
    """Install the thermostat just now."""
    await shell.install()
    return shell


@pytest.fixture
async def house(new_house: House) -> House:
    """Install the thermostat, and let the compressor rest until it may start."""
    await new_house.wait(minutes=6)
    new_house.forget()
    return new_house


@pytest.fixture
def set_clock(
    freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> SetClock:
    """Return how to set the clock on the wall while time goes on as ever."""
    passing, was_set = time.monotonic, timedelta()
    monkeypatch.setattr(time, "monotonic", lambda: passing() - was_set.total_seconds())

    def set_by(by: timedelta) -> None:
        nonlocal was_set
        was_set += by
        freezer.tick(by)

    return set_by


@pytest.fixture
def everything_enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable the entities that are disabled unless somebody wants them."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)


@pytest.fixture(autouse=True)
async def enable_event_loop_debug() -> None:
    """Do without the traceback of every timer: it takes a third of the time."""
