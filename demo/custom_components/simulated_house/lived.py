"""The action that gives house and thermostat a past."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from homeassistant.components.recorder import DOMAIN as RECORDER
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.heat_pump_thermostat.configuration.options import options_of
from custom_components.heat_pump_thermostat.configuration.settings import (
    machine_of,
    settings_of,
)
from custom_components.heat_pump_thermostat.const import DOMAIN as THERMOSTAT
from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.storage import Storage

from .const import DOMAIN, Season
from .history import Past
from .records import (
    HOUR,
    SHORT_TERM,
    Record,
    async_has_statistics,
    async_import,
    floored,
    records,
)
from .simulation import Simulation
from .weather import Week

DAYS: Final = timedelta(days=10)
DELAY: Final = timedelta(minutes=1)
"""How long after its end the recorder has surely closed a period of five minutes."""


async def async_live_through(call: ServiceCall) -> None:
    """Let house and thermostat have lived for days, unless they have a past."""
    hass = call.hass
    (house,) = hass.config_entries.async_loaded_entries(DOMAIN)
    (thermostat,) = hass.config_entries.async_loaded_entries(THERMOSTAT)
    simulation: Simulation = house.runtime_data
    if await async_has_statistics(hass, _room_of(hass)):
        return
    kept = records(hass, house, thermostat)
    end = floored(dt_util.utcnow() - DELAY, SHORT_TERM)
    past = _past_of(thermostat, simulation.weeks[Season.WINTER], end - DAYS)
    await hass.config_entries.async_unload(thermostat.entry_id)
    await hass.async_add_executor_job(partial(_live, past, kept, end))
    simulation.async_take_over(past.house, past.elapsed_at(end))
    await _async_store(hass, thermostat, past)
    await async_import(hass, kept, end)
    await hass.services.async_call(RECORDER, "enable", blocking=True)
    await hass.config_entries.async_setup(thermostat.entry_id)


def _room_of(hass: HomeAssistant) -> str:
    registry = er.async_get(hass)
    room = registry.async_get_entity_id("sensor", DOMAIN, "room_temperature")
    return room or ""


def _past_of(entry: ConfigEntry[Any], week: Week, begin: datetime) -> Past:
    """Return a house on the first day, with the thermostat of a config entry."""
    machine = machine_of(entry)
    price = options_of(machine, entry.options)["prices"]["electricity_price"]
    return Past(
        settings_of(machine, entry.options),
        Prices(price) if price else None,
        week,
        floored(begin, HOUR),
        dt_util.get_default_time_zone(),
    )


def _live(past: Past, kept: Iterable[Record], end: datetime) -> None:
    """Live until then, and keep the records."""
    last = timedelta(microseconds=1)
    for instant in past.live(end):
        begins = (
            floored(instant.now - last, HOUR),
            floored(instant.now - last, SHORT_TERM),
        )
        for record in kept:
            record.add(instant, begins)


async def _async_store(
    hass: HomeAssistant, entry: ConfigEntry[Any], past: Past
) -> None:
    """Let the thermostat find, when it starts, what it would remember."""
    storage = Storage(hass, entry)
    storage.save(past.state)
    await storage.async_save()
