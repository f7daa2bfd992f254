#!/usr/bin/env python
"""What a thermostat costs the machine that runs it, beside the one in the box.

In one Home Assistant core each, with nothing else in it: processor time per report of
the room sensor and per minute in which nothing changes, both above the empty loop; time
to set up; memory. For this thermostat, for generic_thermostat, and for one and many of
each. The weather is as warm as the room, and each sensor says so every ten minutes.

    .venv/bin/python benchmarks/overhead.py
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
import gc
import logging
from pathlib import Path
import sys
import time
import tracemalloc
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from freezegun import freeze_time

from pytest_homeassistant_custom_component import patch_time  # isort:skip

# Home Assistant takes the clock as it finds it: this has to stand first.
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_test_home_assistant,
)

import custom_components.heat_pump_thermostat

DOMAIN = "heat_pump_thermostat"
TERMINALS = ("y1", "g", "o", "w2")
REPORTS = 2000
MINUTES = 300
MANY = 100
CELSIUS = {"unit_of_measurement": "°C", "device_class": "temperature"}


@dataclass
class Cost:
    """What some thermostats cost."""

    subject: str
    number: int
    start: float
    """Seconds to set one up."""
    memory: float
    """kB for one."""
    report: float
    """µs for a report of one room sensor."""
    minute: float
    """µs for a minute of one."""


async def ours(hass: HomeAssistant, number: int) -> None:
    """Set this thermostat up through its config flow, and heat."""
    flow = hass.config_entries.flow
    steps: tuple[dict[str, Any], ...] = (
        {
            "name": f"Room {number}",
            "room_temperature": f"sensor.room_{number}",
            "outdoor_temperature": "sensor.outdoor",
            "source": "air",
            "backup": "electric",
        },
        {terminal: f"input_boolean.{terminal}_{number}" for terminal in TERMINALS},
        {},
        {
            "heating_capacity_47f": 10.55,
            "heating_cop_47f": 3.69,
            "heating_capacity_17f": 6.68,
            "heating_cop_17f": 2.72,
            "aux_rating": 10,
        },
        {},
    )
    result = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    for answers in steps:
        result = await flow.async_configure(result["flow_id"], answers)
    await hass.async_block_till_done()
    entry = result["result"]
    climate = er.async_get(hass).async_get_entity_id(
        "climate", DOMAIN, f"{entry.entry_id}_thermostat"
    )
    await hass.services.async_call(
        "climate", "set_hvac_mode", {"entity_id": climate, "hvac_mode": "heat"}
    )


async def generic(hass: HomeAssistant, number: int) -> None:
    """Set the thermostat in the box up, and heat."""
    entry = MockConfigEntry(
        domain="generic_thermostat",
        title=f"Room {number}",
        options={
            "name": f"Room {number}",
            "heater": f"input_boolean.y1_{number}",
            "target_sensor": f"sensor.room_{number}",
            "ac_mode": False,
            "cold_tolerance": 0.3,
            "hot_tolerance": 0.3,
        },
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    climate = f"climate.room_{number}"
    for service, data in (
        ("set_hvac_mode", {"hvac_mode": "heat"}),
        ("set_temperature", {"temperature": 20}),
    ):
        await hass.services.async_call(
            "climate", service, {"entity_id": climate, **data}, blocking=True
        )


async def nothing(_hass: HomeAssistant, _number: int) -> None:
    """Set nothing up."""


SUBJECTS = {"nothing": nothing, "generic_thermostat": generic, DOMAIN: ours}


@asynccontextmanager
async def core(number: int) -> AsyncGenerator[HomeAssistant]:
    """Run a Home Assistant with the sensors and relays of some houses."""
    async with async_test_home_assistant() as hass:
        hass.data.pop("custom_components", None)
        await async_setup_component(hass, "homeassistant", {})
        relays = {
            f"{terminal}_{house}": None
            for house in range(number)
            for terminal in TERMINALS
        }
        await async_setup_component(hass, "input_boolean", {"input_boolean": relays})
        hass.states.async_set("sensor.outdoor", "19.0", CELSIUS)
        for house in range(number):
            hass.states.async_set(f"sensor.room_{house}", "20.0", CELSIUS)
        await hass.async_block_till_done()
        yield hass
        await hass.async_stop(force=True)


async def measure(subject: str, number: int, clock: Any) -> Cost:
    """Return what so many of a thermostat cost, in processor time and memory."""
    async with core(number) as hass:
        gc.collect()
        tracemalloc.start()
        began = time.process_time()
        for house in range(number):
            await SUBJECTS[subject](hass, house)
            await hass.async_block_till_done()
        start = (time.process_time() - began) / number
        gc.collect()
        memory = tracemalloc.get_traced_memory()[0] / number / 1024
        tracemalloc.stop()

        began = time.process_time()
        for report in range(REPORTS):
            # Within the differential: the ordinary report that changes nothing.
            value = f"{20 + report // number % 2 / 10:.1f}"
            hass.states.async_set(f"sensor.room_{report % number}", value, CELSIUS)
            await hass.async_block_till_done()
        reports = (time.process_time() - began) / REPORTS

        began = time.process_time()
        for minute in range(MINUTES):
            clock.tick(timedelta(seconds=60))
            if minute % 10 == 0:  # A sensor that falls silent is another story.
                for house in range(number):
                    hass.states.async_set(f"sensor.room_{house}", "20.0", CELSIUS)
                hass.states.async_set("sensor.outdoor", "19.0", CELSIUS)
            async_fire_time_changed(hass)
            await hass.async_block_till_done()
        minutes = (time.process_time() - began) / MINUTES / number
        return Cost(subject, number, start, memory, reports * 1e6, minutes * 1e6)


def main() -> None:
    """Print the table."""
    logging.disable(logging.CRITICAL)
    assert patch_time
    assert custom_components.heat_pump_thermostat
    print("| thermostat | number | start ms | memory kB | µs a report | µs a minute |")
    print("|---|---|---|---|---|---|")
    for number in (1, MANY):
        empty: Cost | None = None
        for subject in SUBJECTS:
            with freeze_time("2026-01-15 14:00:00", tick=False) as clock:
                cost = asyncio.run(measure(subject, number, clock))
            empty = empty or cost
            figures = (
                f"{cost.start * 1000:.1f}",
                f"{cost.memory:.0f}",
                f"{cost.report - empty.report:.0f}",
                f"{cost.minute - empty.minute:.0f}",
            )
            print(f"| {subject} | {number} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
