"""What a recorder would have kept of the days that nobody looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.components.recorder import DOMAIN as RECORDER, get_instance
from homeassistant.components.recorder.db_schema import Statistics, StatisticsShortTerm
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    STATISTIC_UNIT_TO_UNIT_CONVERTER as CONVERTERS,
    get_last_statistics,
)
from homeassistant.components.sensor import (
    DOMAIN as SENSOR,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from custom_components.heat_pump_thermostat.sensors.house import HOUSE
from custom_components.heat_pump_thermostat.sensors.kinds import (
    ThermostatSensorDescription,
)
from custom_components.heat_pump_thermostat.sensors.machine import CONTROL, MACHINE
from custom_components.heat_pump_thermostat.sensors.sums import SUMS

from .history import Instant
from .sensor import SENSORS

HOUR: Final = timedelta(hours=1)
SHORT_TERM: Final = timedelta(minutes=5)
SHORT_TERM_DAYS: Final = timedelta(days=2)
"""For how long the record is kept in steps of five minutes as well."""

type Value = Callable[[Instant], Any]
type Described = tuple[str, SensorEntityDescription, Value]
"""A sensor's entity, what it is, and how its value is read."""


@dataclass(slots=True)
class Period:
    """What was seen in an hour, or in five minutes."""

    number: int = 0
    total: float = 0.0
    least: float = 0.0
    most: float = 0.0
    last: float = 0.0
    sum: float = 0.0

    def add(self, value: float, grown: float) -> None:
        """Take in a value, and what it had grown by in all."""
        self.least = min(self.least, value) if self.number else value
        self.most = max(self.most, value) if self.number else value
        self.number += 1
        self.total += value
        self.last, self.sum = value, grown


@dataclass(slots=True)
class Record:
    """The statistics of one sensor."""

    entity_id: str
    state_class: SensorStateClass
    unit: str | None
    unit_class: str | None
    value: Value
    hours: dict[datetime, Period] = field(default_factory=dict)
    minutes: dict[datetime, Period] = field(default_factory=dict)
    _last: float | None = None
    _sum: float = 0.0

    @property
    def is_mean(self) -> bool:
        """Whether a mean is kept of it, and no sum."""
        return self.state_class is SensorStateClass.MEASUREMENT

    def add(self, instant: Instant, begins: tuple[datetime, datetime]) -> None:
        """Note what the sensor said; `begins` is when hour and five minutes did."""
        value = self.value(instant)
        if value is None:
            return
        self._grow(value)
        hour, minutes = begins
        self.hours.setdefault(hour, Period()).add(value, self._sum)
        self.minutes.setdefault(minutes, Period()).add(value, self._sum)

    def _grow(self, value: float) -> None:
        """Sum up as the recorder does: a counter that falls began anew."""
        before = value if self._last is None else self._last
        is_anew = value < before and self.state_class is not SensorStateClass.TOTAL
        self._sum += value if is_anew else value - before
        self._last = value

    def metadata(self) -> StatisticMetaData:
        """Return what the recorder wants to know of the sensor."""
        return StatisticMetaData(
            mean_type=StatisticMeanType.ARITHMETIC
            if self.is_mean
            else StatisticMeanType.NONE,
            has_sum=not self.is_mean,
            name=None,
            source=RECORDER,
            statistic_id=self.entity_id,
            unit_class=self.unit_class,
            unit_of_measurement=self.unit,
        )

    def rows(
        self, periods: dict[datetime, Period], begin: datetime, end: datetime
    ) -> Iterator[StatisticData]:
        """Return the statistics of the periods that begin between two moments."""
        for start, period in periods.items():
            if begin <= start < end and self.is_mean:
                yield StatisticData(
                    start=start,
                    mean=period.total / period.number,
                    min=period.least,
                    max=period.most,
                )
            elif begin <= start < end:
                yield StatisticData(start=start, state=period.last, sum=period.sum)


def floored(moment: datetime, to: timedelta) -> datetime:
    """Return the last full hour, or full five minutes, before or at a moment."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return moment - (moment - epoch) % to


@callback
def records(
    hass: HomeAssistant, house: ConfigEntry[Any], thermostat: ConfigEntry[Any]
) -> list[Record]:
    """Return an empty record for every sensor of house and thermostat."""
    registry = er.async_get(hass)
    described = (*_of_house(registry, house), *_of_thermostat(registry, thermostat))
    made = (_record(hass, *each) for each in described)
    return [record for record in made if record]


def _of_house(
    registry: er.EntityRegistry, entry: ConfigEntry[Any]
) -> Iterator[Described]:
    known = {description.key: description for description in SENSORS}
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        if description := known.get(entity.unique_id):
            yield entity.entity_id, description, description.value_fn


def _of_thermostat(
    registry: er.EntityRegistry, entry: ConfigEntry[Any]
) -> Iterator[Described]:
    known = {shown.key: shown for shown in (*CONTROL, *MACHINE, *HOUSE, *SUMS)}
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        key = entity.unique_id.removeprefix(f"{entry.entry_id}_")
        if entity.domain == SENSOR and (shown := known.get(key)):
            yield entity.entity_id, shown, _of_decision(shown)


def _of_decision(shown: ThermostatSensorDescription) -> Value:
    return lambda instant: shown.value(instant.decision)


def _record(
    hass: HomeAssistant,
    entity_id: str,
    description: SensorEntityDescription,
    value: Value,
) -> Record | None:
    """Return the record of a sensor, in the unit that it shows; None without one."""
    state = hass.states.get(entity_id)
    if state is None or description.state_class is None:
        return None
    native = description.native_unit_of_measurement
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    converter = CONVERTERS.get(unit)
    if converter and unit != native:
        convert = converter.converter_factory_allow_none(native, unit)
        read, value = value, lambda instant: convert(read(instant))
    return Record(
        entity_id=entity_id,
        state_class=SensorStateClass(description.state_class),
        unit=unit,
        unit_class=converter.UNIT_CLASS if converter else None,
        value=value,
    )


async def async_has_statistics(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether anything was recorded or imported for a sensor yet."""
    found = await get_instance(hass).async_add_executor_job(
        lambda: get_last_statistics(
            hass, 1, entity_id, convert_units=False, types={"mean"}
        )
    )
    return bool(found)


async def async_import(hass: HomeAssistant, kept: list[Record], end: datetime) -> None:
    """Hand the statistics to the recorder, up to a moment; wait until it has them.

    Those of the last days go in steps of five minutes as well: with these the recorder
    goes on, so that what adds up does not begin anew.
    """
    recorder = get_instance(hass)
    recent = end - SHORT_TERM_DAYS
    always = datetime.min.replace(tzinfo=UTC)
    for record in kept:
        hours = list(record.rows(record.hours, always, floored(end, HOUR)))
        minutes = list(record.rows(record.minutes, recent, end))
        recorder.async_import_statistics(record.metadata(), hours, Statistics)
        recorder.async_import_statistics(
            record.metadata(), minutes, StatisticsShortTerm
        )
    await recorder.async_block_till_done()
