"""The forms of the config flow, as tables."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

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
    CONF_HIDE_RELAYS,
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_HUMIDITY,
    CONF_ROOM_TEMPERATURE,
    CONF_SOURCE,
    CONF_VOICE,
)
from ..engine.board import BACKUP, ELECTRIC, Terminal
from ..engine.heat_pump.ratings import (
    CAPACITIES,
    COPS_IN_THE_COLD,
    EERS,
    HEATING_FLOWS,
    HSPF2S,
    SCOPS,
    SEER2S,
    IndoorUnit,
    MachineType,
    RatedWithDefrost,
    Sink,
    Source,
    Speed,
)
from ..engine.settings import AIRFLOWS, WATER_FLOWS, Backup, Machine
from ..engine.units import Celsius, fahrenheit
from ..quantity import Quantity
from ..reading.units import Measure
from .fields import Choice, Entity, Field, Flag, always, number_within

type Applies = Callable[[Machine], bool]
"""Which machines a field concerns."""

MEASURES: Mapping[SensorDeviceClass, Measure] = {
    SensorDeviceClass.TEMPERATURE: Measure.TEMPERATURE,
    SensorDeviceClass.HUMIDITY: Measure.SHARE,
    SensorDeviceClass.POWER: Measure.POWER,
    SensorDeviceClass.VOLUME_FLOW_RATE: Measure.FLOW,
}


def _may_heat_water(machine: Machine) -> bool:
    """Return whether it heats water, or may: nobody tells, and no fan is wired."""
    is_told = machine.ratings.into is Sink.WATER
    return is_told or (_asks_sink(machine) and not machine.has_fan())


def _heats_air(machine: Machine) -> bool:
    return machine.ratings.into is Sink.AIR


def _cools_air(machine: Machine) -> bool:
    return machine.cools() and _heats_air(machine)


def _is_sized_by_cooling(machine: Machine) -> bool:
    return machine.cools() or _heats_air(machine)


def _asks_sink(machine: Machine) -> bool:
    """Return whether it is open what is heated: it was not told beside the source."""
    return machine.frosts() and machine.ratings.sink is None


def _has_source(machine: Machine) -> bool:
    return not machine.frosts()


def _takes_heat_from(source: Source) -> Applies:
    return lambda machine: machine.ratings.source is source


def _may_be_hot(source: Source) -> Applies:
    takes = _takes_heat_from(source)
    return lambda machine: takes(machine) and _may_heat_water(machine)


def _sensor(
    key: str, device_class: SensorDeviceClass, applies: Applies = always
) -> Entity:
    return Entity(
        key=key,
        filters=(
            EntityWithDeviceFilterSelectorConfig(
                domain=SENSOR, device_class=device_class
            ),
        ),
        measures=MEASURES[device_class],
        applies=applies,
    )


RELAY = EntityWithDeviceFilterSelectorConfig(domain=[SWITCH, INPUT_BOOLEAN])
TEMPERATURE_SENSOR = EntityWithDeviceFilterSelectorConfig(
    domain=SENSOR, device_class=SensorDeviceClass.TEMPERATURE
)
WEATHER_ENTITY = EntityWithDeviceFilterSelectorConfig(domain=WEATHER)

SENSOR_FIELDS: tuple[Field, ...] = (
    _sensor(CONF_ROOM_HUMIDITY, SensorDeviceClass.HUMIDITY),
    _sensor("outdoor_humidity", SensorDeviceClass.HUMIDITY, Machine.frosts),
    _sensor("outdoor_coil_temperature", SensorDeviceClass.TEMPERATURE, Machine.frosts),
    _sensor("supply_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("return_temperature", SensorDeviceClass.TEMPERATURE),
    _sensor("heat_pump_power", SensorDeviceClass.POWER),
    _sensor("aux_power", SensorDeviceClass.POWER, Machine.has_electric_backup),
    Entity(
        key=CONF_DEFROST_SIGNAL,
        filters=(EntityWithDeviceFilterSelectorConfig(domain=BINARY_SENSOR),),
        applies=Machine.frosts,
    ),
    _sensor("source_temperature", SensorDeviceClass.TEMPERATURE, _has_source),
    _sensor("heat_meter", SensorDeviceClass.POWER, _may_heat_water),
    _sensor("flow_meter", SensorDeviceClass.VOLUME_FLOW_RATE, _may_heat_water),
)


DATASHEET: Mapping[str, Celsius] = {
    "47f": fahrenheit(47),
    "35f": fahrenheit(35),
    "17f": fahrenheit(17),
    "5f": fahrenheit(5),
}
"""The outdoor temperatures of a heating datasheet, by the names of their fields."""

EN_14511: Mapping[str, Celsius] = {
    "a7": Celsius(7),
    "a2": Celsius(2),
    "am7": Celsius(-7),
}
"""The outdoor temperatures of a European datasheet, likewise."""

OF_SOURCE: Mapping[str, tuple[Source, Celsius]] = {
    "b0": (Source.GROUND, Celsius(0)),
    "w10": (Source.WATER, Celsius(10)),
    "a20": (Source.EXHAUST_AIR, Celsius(20)),
}
"""The temperature of any other source in such a datasheet, and whose that is."""

HOT: Final = "w55"
"""What a point's name ends with where it was tested with water of 55 °C."""
HOT_FLOW: Final = Celsius(55)

_figure = partial(number_within, can_be_empty=True)
_capacity = partial(_figure, CAPACITIES, Quantity.POWER)
_cold_cop = partial(_figure, COPS_IN_THE_COLD, Quantity.RATIO)
_flow = partial(_figure, HEATING_FLOWS, Quantity.TEMPERATURE, applies=_may_heat_water)


def _point(name: str, applies: Applies) -> tuple[Field, ...]:
    """Return the fields of a point of a datasheet."""
    return (
        _capacity(f"heating_capacity_{name}", applies=applies),
        _cold_cop(f"heating_cop_{name}", applies=applies),
    )


SINK: Final = Choice(key="sink", options=Sink, applies=_asks_sink)
"""What is heated: asked beside the source, and once more where it was left open."""

PERFORMANCE_FIELDS: tuple[Field, ...] = (
    Choice(key="machine_type", options=MachineType),
    Choice(key="indoor_unit", options=IndoorUnit, applies=_heats_air),
    SINK,
    _capacity("cooling_capacity_95f", applies=_is_sized_by_cooling),
    _figure(HSPF2S, Quantity.RATIO, "hspf2", applies=_heats_air),
    _figure(SEER2S, Quantity.RATIO, "seer2", applies=_cools_air),
    _figure(SCOPS, Quantity.RATIO, "scop"),
    _capacity("design_load"),
    *(
        field
        for name in (*DATASHEET, *EN_14511)
        for field in _point(name, Machine.frosts)
    ),
    *(
        field
        for name in EN_14511
        for field in _point(f"{name}_{HOT}", _may_be_hot(Source.AIR))
    ),
    *(
        field
        for name, (source, _) in OF_SOURCE.items()
        for field in (
            *_point(name, _takes_heat_from(source)),
            *_point(f"{name}_{HOT}", _may_be_hot(source)),
        )
    ),
    Choice(key="rated_speed", options=Speed, applies=_heats_air),
    Choice(key="rated_with_defrost", options=RatedWithDefrost, applies=_heats_air),
    _flow("rated_flow"),
    _flow("flow_cold"),
    _flow("flow_mild"),
    _figure(WATER_FLOWS, Quantity.WATER_FLOW, "water_flow", applies=_may_heat_water),
    _figure(EERS, Quantity.RATIO, "cooling_eer_95f", applies=Machine.cools),
    _capacity("aux_rating", applies=Machine.has_backup),
    _figure(AIRFLOWS, Quantity.AIRFLOW, "airflow", applies=_heats_air),
)
"""The label before the points of a datasheet: few have those at hand."""

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

FINISH_FIELDS: tuple[Field, ...] = (
    Flag(key=CONF_HIDE_RELAYS),
    Flag(key=CONF_VOICE),
)
FINISH_DEFAULTS: Mapping[str, bool] = {CONF_HIDE_RELAYS: True, CONF_VOICE: True}
"""What a new thermostat is proposed; one that was never asked does neither."""

BOARD: Final = Flag(key="board")
"""Whether the relay board that was found is told that we live, and what to do alone."""

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
        vol.Optional(SINK.key): SINK.selector(METRIC_SYSTEM),
        vol.Required(CONF_BACKUP, default=Backup.ELECTRIC.value): Choice(
            key=CONF_BACKUP, options=Backup
        ).selector(METRIC_SYSTEM),
    }
)

NEVER_WIRED: Mapping[Backup, frozenset[Terminal]] = {
    Backup.ELECTRIC: frozenset({Terminal.W1}),
    Backup.FUEL: frozenset(ELECTRIC),
    Backup.NONE: frozenset(BACKUP),
}
"""The terminals that a kind of backup heat cannot have."""


def terminals_schema(backup: Backup) -> vol.Schema:
    """Return the form of the terminals that such a machine can have."""
    return vol.Schema(
        {
            (vol.Required if terminal is Terminal.Y1 else vol.Optional)(
                terminal.value
            ): EntitySelector(EntitySelectorConfig(filter=[RELAY]))
            for terminal in Terminal
            if terminal not in NEVER_WIRED[backup]
        }
    )
