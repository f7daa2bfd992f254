"""The forms of the config flow, as tables."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR
from homeassistant.components.input_boolean import DOMAIN as INPUT_BOOLEAN
from homeassistant.components.sensor import DOMAIN as SENSOR, SensorDeviceClass
from homeassistant.components.switch import DOMAIN as SWITCH
from homeassistant.components.weather import DOMAIN as WEATHER
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    TextSelector,
)
from homeassistant.util.unit_system import METRIC_SYSTEM
import voluptuous as vol

from ..const import (
    CONF_BACKUP,
    CONF_DEFROST_SIGNAL,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_HUMIDITY,
    CONF_ROOM_TEMPERATURE,
    CONF_SOURCE,
)
from ..engine.board import Terminal
from ..engine.heat_pump.ratings import MachineType, RatedWithDefrost, Source
from ..engine.settings import Backup
from ..quantity import Quantity
from ..reading.units import Measure
from .fields import Choice, Entity, Field, Number

MEASURES: Mapping[SensorDeviceClass, Measure] = {
    SensorDeviceClass.TEMPERATURE: Measure.TEMPERATURE,
    SensorDeviceClass.HUMIDITY: Measure.SHARE,
    SensorDeviceClass.POWER: Measure.POWER,
}


def _sensor(key: str, device_class: SensorDeviceClass) -> Entity:
    return Entity(
        key=key,
        filters=(
            EntityWithDeviceFilterSelectorConfig(
                domain=SENSOR, device_class=device_class
            ),
        ),
        measures=MEASURES[device_class],
    )


RELAY = EntityWithDeviceFilterSelectorConfig(domain=[SWITCH, INPUT_BOOLEAN])
TEMPERATURE_SENSOR = EntityWithDeviceFilterSelectorConfig(
    domain=SENSOR, device_class=SensorDeviceClass.TEMPERATURE
)
WEATHER_ENTITY = EntityWithDeviceFilterSelectorConfig(domain=WEATHER)

SENSORS: tuple[Field, ...] = (
    _sensor(CONF_ROOM_HUMIDITY, SensorDeviceClass.HUMIDITY),
    _sensor("outdoor_humidity", SensorDeviceClass.HUMIDITY),
    _sensor("outdoor_coil_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("supply_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("return_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("heat_pump_power", SensorDeviceClass.POWER),
    _sensor("aux_power", SensorDeviceClass.POWER),
    Entity(
        key=CONF_DEFROST_SIGNAL,
        filters=(EntityWithDeviceFilterSelectorConfig(domain=BINARY_SENSOR),),
    ),
    _sensor("source_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("heat_meter", SensorDeviceClass.POWER),
)


def _datum(key: str, quantity: Quantity, low: float, high: float) -> Number:
    return Number(key=key, quantity=quantity, low=low, high=high, can_be_empty=True)


def _power(key: str) -> Number:
    return _datum(key, Quantity.POWER, 0.5, 60)


def _ratio(key: str, low: float, high: float) -> Number:
    return _datum(key, Quantity.RATIO, low, high)


PERFORMANCE: tuple[Field, ...] = (
    Choice(key="machine_type", options=MachineType),
    *(
        field
        for point in ("47f", "35f", "17f", "5f")
        for field in (
            _power(f"heating_capacity_{point}"),
            _ratio(f"heating_cop_{point}", 1, 8),
        )
    ),
    Choice(key="rated_with_defrost", options=RatedWithDefrost),
    _power("cooling_capacity_95f"),
    _ratio("cooling_eer_95f", 3, 40),
    _power("aux_rating"),
    _datum("airflow", Quantity.AIRFLOW, 0.05, 5),
)

PERFORMANCE_DEFAULTS: Mapping[str, Any] = {
    "machine_type": MachineType.SINGLE_SPEED,
    "rated_with_defrost": RatedWithDefrost.AUTO,
}

OUTDOOR_FALLBACK: Entity = Entity(
    key="outdoor_fallback",
    filters=(TEMPERATURE_SENSOR, WEATHER_ENTITY),
    measures=Measure.TEMPERATURE,
)
"""An option that is asked for beside the sensors when a thermostat is set up."""

USER_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_ROOM_TEMPERATURE): EntitySelector(
            EntitySelectorConfig(filter=[TEMPERATURE_SENSOR])
        ),
        vol.Optional(CONF_OUTDOOR_TEMPERATURE): EntitySelector(
            EntitySelectorConfig(filter=[TEMPERATURE_SENSOR, WEATHER_ENTITY])
        ),
        vol.Required(CONF_SOURCE, default=Source.AIR.value): Choice(
            key=CONF_SOURCE, options=Source
        ).selector(METRIC_SYSTEM),
        vol.Required(CONF_BACKUP, default=Backup.ELECTRIC.value): Choice(
            key=CONF_BACKUP, options=Backup
        ).selector(METRIC_SYSTEM),
    }
)

TERMINALS_SCHEMA = vol.Schema(
    {
        (vol.Required if terminal is Terminal.Y1 else vol.Optional)(
            terminal.value
        ): EntitySelector(EntitySelectorConfig(filter=[RELAY]))
        for terminal in Terminal
    }
)
