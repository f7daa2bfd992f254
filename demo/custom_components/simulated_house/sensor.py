"""What the house's sensors measure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    PERCENTAGE,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import HOUSE, SimulatedEntity
from .simulation import Seen, Simulation, SimulationConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class SimulatedSensorDescription(SensorEntityDescription):
    """A sensor, and where it looks."""

    value_fn: Callable[[Seen], float | str]


def _temperature(
    key: str, value_fn: Callable[[Seen], float]
) -> SimulatedSensorDescription:
    return SimulatedSensorDescription(
        key=key,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=1,
        value_fn=lambda seen: round(value_fn(seen), 1),
    )


def _humidity(
    key: str, value_fn: Callable[[Seen], float]
) -> SimulatedSensorDescription:
    return SimulatedSensorDescription(
        key=key,
        device_class=SensorDeviceClass.HUMIDITY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda seen: round(value_fn(seen)),
    )


def _power(key: str, value_fn: Callable[[Seen], float]) -> SimulatedSensorDescription:
    return SimulatedSensorDescription(
        key=key,
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value_fn=lambda seen: round(value_fn(seen), -1),
    )


def _energy(key: str, value_fn: Callable[[Seen], float]) -> SimulatedSensorDescription:
    return SimulatedSensorDescription(
        key=key,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=1,
        value_fn=lambda seen: round(value_fn(seen), 1),
    )


SENSORS: tuple[SimulatedSensorDescription, ...] = (
    _temperature("room_temperature", lambda seen: seen.house.air),
    _humidity("room_humidity", lambda seen: seen.house.relative_humidity),
    _temperature("outdoor_temperature", lambda seen: seen.weather.temperature),
    _humidity("outdoor_humidity", lambda seen: seen.weather.relative_humidity),
    _temperature("outdoor_coil_temperature", lambda seen: seen.house.unit.coil),
    _temperature("supply_temperature", lambda seen: seen.house.supply),
    _temperature("return_temperature", lambda seen: seen.house.air),
    _power("heat_pump_power", lambda seen: seen.house.heat_pump_watts),
    _power("aux_power", lambda seen: seen.house.aux_watts),
    _energy("heat_pump_energy", lambda seen: seen.house.heat_pump_kwh),
    _energy("aux_energy", lambda seen: seen.house.aux_kwh),
    SimulatedSensorDescription(
        key="time_in_the_house",
        value_fn=lambda seen: f"{seen.moment:%a %d %b %H:%M}"[:-1] + "0",
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: SimulationConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors."""
    async_add_entities(
        SimulatedSensor(entry.runtime_data, description) for description in SENSORS
    )


class SimulatedSensor(SimulatedEntity, SensorEntity):
    """A sensor in or at the house."""

    entity_description: SimulatedSensorDescription
    _said: float | str | None = None
    """What it said last."""
    _creeps_since: datetime | None = None

    def __init__(
        self, simulation: Simulation, description: SimulatedSensorDescription
    ) -> None:
        super().__init__(simulation, HOUSE, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> float | str | None:
        """What it measures, as finely as such a sensor does; or says instead."""
        for effect in self.simulation.effects:
            if self._key in effect.lies:
                lie = effect.lies[self._key]
                return self._said if lie is None else lie
            if self._key in effect.creeps:
                return self._crept(effect.creeps[self._key])
        self._creeps_since = None
        self._said = self.entity_description.value_fn(self.simulation)
        return self._said

    def _crept(self, kelvins_an_hour: float) -> float | None:
        """Return what it says that goes its own way from what it said last."""
        now = self.simulation.moment
        self._creeps_since = self._creeps_since or now
        if not isinstance(self._said, float | int):
            return None
        hours = (now - self._creeps_since) / timedelta(hours=1)
        return round(self._said + kelvins_an_hour * hours, 1)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Its unit, or what it calls it."""
        for effect in self.simulation.effects:
            if self._key in effect.unit:
                return effect.unit[self._key]
        return super().native_unit_of_measurement
