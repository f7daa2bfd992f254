"""What the recorder remembers of a thermostat, as files that EPA's software reads."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_CURRENT_TEMPERATURE,
    ATTR_HVAC_ACTION,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    HVACAction,
    HVACMode,
)
from homeassistant.const import (
    ATTR_TEMPERATURE,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .const import ATTR_BACKUP_HEAT, DOMAIN
from .controller import ThermostatConfigEntry
from .entity import unique_id
from .remembered import card_of
from .runtimes import COLUMNS, Level, Runtime, Sample, fahrenheit_of, rows, written

RECORDER: Final = "recorder"
METADATA: Final = (
    "thermostat_id",
    "equipment_type",
    "zipcode",
    "utc_offset",
    "interval_data_filename",
)
WITH_BACKUP: Final = 1
WITHOUT_BACKUP: Final = 2
"""EPA's types of equipment: heat pumps with and without backup heat."""
LEVELS: Final[Mapping[Level, tuple[str, str]]] = {
    Level.ROOM: (ATTR_CURRENT_TEMPERATURE, ATTR_CURRENT_TEMPERATURE),
    Level.HEATING: (ATTR_TARGET_TEMP_LOW, ATTR_TEMPERATURE),
    Level.COOLING: (ATTR_TARGET_TEMP_HIGH, ATTR_TEMPERATURE),
}
"""Where the card tells them: of a range, or of one setpoint for both."""
UNKNOWN_STATES: Final = (STATE_UNAVAILABLE, STATE_UNKNOWN)


async def async_runtimes(
    hass: HomeAssistant, entry: ThermostatConfigEntry, zipcode: str
) -> dict[str, Any] | None:
    """Return the two files, as far back as is remembered; None without a recorder."""
    if RECORDER not in hass.config.components:
        return None
    from homeassistant.components.recorder import get_instance, history  # noqa: PLC0415

    registry, now = er.async_get(hass), dt_util.utcnow()
    card = card_of(hass, entry)
    compressor = registry.async_get_entity_id(
        "binary_sensor", DOMAIN, unique_id(entry, "compressor")
    )
    recorder = get_instance(hass)
    start = now - timedelta(days=recorder.keep_days)
    told: dict[str, list[State]] = {}
    for entity in filter(None, (card, compressor)):
        told |= await recorder.async_add_executor_job(
            lambda each=entity: history.state_changes_during_period(
                hass, start, now, each, include_start_time_state=True
            )
        )
    unit = hass.config.units.temperature_unit
    samples = samples_of(told.get(card or "", []), told.get(compressor or "", []), unit)
    offset = standard_offset(now)
    lines = rows(samples, now, offset)
    has_backup = entry.runtime_data.settings.machine.has_backup()
    name = f"{entry.entry_id}.csv"
    metadata = {
        "thermostat_id": entry.entry_id,
        "equipment_type": WITH_BACKUP if has_backup else WITHOUT_BACKUP,
        "zipcode": zipcode,
        "utc_offset": _offset_text(offset),
        "interval_data_filename": name,
    }
    return {
        "days": len(lines),
        "metadata": written(METADATA, [metadata]),
        "intervals": written(COLUMNS, lines),
    }


def samples_of(
    cards: list[State], compressors: list[State], unit: str
) -> Iterator[Sample]:
    """Return what ran, and what was set, by the card and whether the compressor ran."""
    changes = sorted(
        [(state.last_updated, True, state) for state in cards]
        + [(state.last_updated, False, state) for state in compressors],
        key=lambda change: change[0],
    )
    card: State | None = None
    compressor: State | None = None
    for at, is_card, state in changes:
        card, compressor = (state, compressor) if is_card else (card, state)
        yield _sample(at, card, compressor, unit)


def _sample(
    at: datetime, card: State | None, compressor: State | None, unit: str
) -> Sample:
    if card is None or compressor is None:
        return Sample(at=at)
    if card.state in UNKNOWN_STATES or compressor.state in UNKNOWN_STATES:
        return Sample(at=at)
    shown = card.attributes
    is_running = compressor.state == STATE_ON
    is_cooling = shown.get(ATTR_HVAC_ACTION) == HVACAction.COOLING
    runs = {Runtime.COOL if is_cooling else Runtime.HEAT} if is_running else set()
    if shown.get(ATTR_BACKUP_HEAT):
        runs.add(Runtime.AUXILIARY if is_running else Runtime.EMERGENCY)
    is_off = card.state == HVACMode.OFF
    levels = {
        level: fahrenheit_of(float(value), unit)
        for level, names in LEVELS.items()
        if (value := next((v for n in names if (v := shown.get(n)) is not None), None))
        is not None
        if not (is_off and level is not Level.ROOM)
    }
    return Sample(at=at, runs=frozenset(runs), levels=levels)


def standard_offset(now: datetime) -> timedelta:
    """Return how far the household's clocks are from UTC, without summer time."""
    local = dt_util.as_local(now)
    offsets = (local.replace(month=month, day=1).utcoffset() for month in (1, 7))
    return min(offset for offset in offsets if offset is not None)


def _offset_text(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"
