"""Nothing is left behind by a thermostat that is set up and unloaded many times."""

import asyncio
from collections import Counter
from collections.abc import Iterator
import gc
import logging
import tracemalloc
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.async_ import get_scheduled_timer_handles
import pytest

from custom_components.heat_pump_thermostat.storage import File

from .house import House
from .weather import watch

PACKAGE: Final = "custom_components.heat_pump_thermostat"
FOLDER: Final = "*/custom_components/heat_pump_thermostat/*"
STORED: Final = (
    "*/heat_pump_thermostat/storage.py",
    "*/heat_pump_thermostat/records.py",
)
WARM_UP: Final = 5
RELOADS: Final = 200
MEASURED: Final = 50
"""How many reloads are watched byte by byte: that takes its time."""
A_RELOAD: Final = 6000
"""Bytes that a reload may seem to leave; a controller and its entities take 50 000.

Some belong to the storage that stands in for a disk here, which keeps all
that was ever written, in memory that was the integration's before, and every file.
"""


@pytest.fixture(autouse=True)
def nothing_is_logged() -> Iterator[None]:
    """Keep the test's own records of the log from growing."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def left(hass: HomeAssistant) -> dict[str, object]:
    """Return what lives and what waits: everything that a leak would add to."""
    gc.collect()
    trackers = [
        job
        for data in hass.data.values()
        for jobs in getattr(data, "callbacks", {}).values()
        for job in jobs
    ]
    timers = [
        handle
        for handle in get_scheduled_timer_handles(hass.loop)
        if not handle.cancelled()
    ]
    return {
        "listeners": dict(hass.bus.async_listeners()),
        "trackers": len(trackers),
        "timers": len(timers),
        "tasks": len(asyncio.all_tasks()),
        "states": len(hass.states.async_all()),
        "objects": Counter(
            type(thing).__qualname__
            for thing in gc.get_objects()
            if str(type(thing).__module__).startswith(PACKAGE)
            and not isinstance(thing, File)
        ),
    }


async def reload(house: House, times: int) -> None:
    """Reload the thermostat; nothing is on, so nothing is waited for."""
    for _ in range(times):
        assert await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()


@pytest.mark.slow
async def test_reloads_leave_nothing_behind(house: House) -> None:
    await house.ask("heat", room=22)
    await reload(house, WARM_UP)
    before = left(house.hass)

    await reload(house, RELOADS)

    assert left(house.hass) == before


async def test_looking_ahead_leaves_nothing_behind(house: House) -> None:
    await watch(house, -1, -2, -3)
    await reload(house, WARM_UP)
    before = left(house.hass)

    await reload(house, WARM_UP)

    assert left(house.hass) == before


async def test_changes_of_options_leave_nothing_behind(house: House) -> None:
    def change(times: int) -> None:
        for number in range(times):
            options = {"fan": {"circulate": 10 + number % 2}}
            house.hass.config_entries.async_update_entry(house.entry, options=options)

    await house.ask("heat", room=22)
    change(WARM_UP + 1)
    await house.settle()
    before = left(house.hass)

    change(RELOADS)
    await house.settle()

    assert left(house.hass) == before


async def test_a_running_machine_leaves_nothing_behind(house: House) -> None:
    """Each half hour of its life ends as it began."""

    async def heat() -> None:
        await house.ask("heat", room=18)
        await house.live(minutes=15)
        await house.ask("heat", room=22)
        await house.live(minutes=15)

    await heat()
    before = left(house.hass)
    for _ in range(3):
        await heat()
    after = left(house.hass)

    assert {**after, "objects": None} == {**before, "objects": None}


@pytest.mark.slow
async def test_reloads_take_no_memory(house: House) -> None:
    await house.ask("heat", room=22)
    tracemalloc.start()
    try:
        await reload(house, WARM_UP)
        before = in_use()
        await reload(house, MEASURED)
        assert in_use() - before < A_RELOAD * MEASURED
    finally:
        tracemalloc.stop()


def in_use() -> int:
    """Return the bytes that the integration's own lines have asked for and kept."""
    gc.collect()
    snapshot = tracemalloc.take_snapshot()
    ours = snapshot.filter_traces(
        [
            tracemalloc.Filter(True, FOLDER),
            *(tracemalloc.Filter(False, module) for module in STORED),
        ]
    )
    return sum(statistic.size for statistic in ours.statistics("filename"))
