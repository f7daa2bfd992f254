"""The sensors that a well-equipped house has, and the datasheet of its machine."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
)

from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.sensors.house import HOUSE
from custom_components.heat_pump_thermostat.sensors.machine import CONTROL, MACHINE
from custom_components.heat_pump_thermostat.sensors.sums import SUMS

from .house import House

DATASHEET: Final[Mapping[str, Any]] = {
    "heating_capacity_47f": 10.5,
    "heating_cop_47f": 3.9,
    "heating_capacity_17f": 6.5,
    "heating_cop_17f": 2.6,
    "cooling_capacity_95f": 10,
    "cooling_eer_95f": 12,
    "aux_rating": 9,
}
"""In kW, as a metric household enters it."""

GAUGES: Final[Mapping[str, tuple[str, str | None, str | None]]] = {
    "room_humidity": ("45", "%", "humidity"),
    "outdoor_humidity": ("85", "%", "humidity"),
    "outdoor_coil_temperature": ("-6", "°C", "temperature"),
    "supply_temperature": ("33", "°C", "temperature"),
    "return_temperature": ("19", "°C", "temperature"),
    "heat_pump_power": ("2600", "W", "power"),
    "aux_power": ("0", "W", "power"),
    "defrost_signal": ("off", None, None),
    "source_temperature": ("8", "°C", "temperature"),
    "heat_meter": ("7.8", "kW", "power"),
    "flow_meter": ("18", "L/min", "volume_flow_rate"),
}
"""What each says at first, its unit and its device class."""

METERS: Final = frozenset({"heat_pump_power", "heat_meter"})
"""Those of them that tell what a running machine does."""


def entity(key: str) -> str:
    """Return the entity behind a field of the form of sensors."""
    domain = "binary_sensor" if key == "defrost_signal" else "sensor"
    return f"{domain}.{key}"


def say(house: House, key: str, value: float | str = STATE_UNAVAILABLE) -> None:
    """Let one of the machine's sensors say something, or fall silent."""
    _, unit, device_class = GAUGES[key]
    attributes = {ATTR_UNIT_OF_MEASUREMENT: unit, ATTR_DEVICE_CLASS: device_class}
    house.hass.states.async_set(entity(key), str(value), attributes)


async def equip(house: House, *keys: str, **more: Mapping[str, Any]) -> None:
    """Install a thermostat with these sensors and a datasheet; rest until it may run.

    `more` are the fields of other steps; a datasheet in `performance` replaces ours.
    """
    await _install(house, {key: GAUGES[key][0] for key in keys}, more)


async def equip_and_heat(house: House, *keys: str) -> None:
    """Install the same, and let it heat: its meters tell nothing before it runs."""
    rest = {key: "0" if key in METERS else GAUGES[key][0] for key in keys}
    await _install(house, rest, {})
    await house.ask("heat", room=18, outdoor=-3)
    for key in keys:
        say(house, key, GAUGES[key][0])


async def _install(
    house: House, gauges: Mapping[str, str], more: Mapping[str, Mapping[str, Any]]
) -> None:
    for key, value in gauges.items():
        say(house, key, value)
    steps = {"performance": DATASHEET, **more}
    await house.install(sensors={key: entity(key) for key in gauges}, **steps)
    await house.wait(minutes=6)


def told(house: House, key: str) -> float:
    """Return what a sensor of the thermostat shows, as a number."""
    return float(house.state(key).state)


ROWS: Final = {row.key: row for row in (*CONTROL, *MACHINE, *HOUSE, *SUMS)}


def exactly(house: House, key: str) -> float:
    """Return the figure of a sensor of the thermostat as it is now, not as it is told.

    What is told lags behind by some minutes, and goes by steps.
    """
    value = ROWS[key].value(house.entry.runtime_data.decision)
    assert isinstance(value, int | float)
    return value


def beside(house: House, key: str) -> Mapping[str, Any]:
    """Return what a sensor of the thermostat tells beside its figure."""
    return house.state(key).attributes


def learn_house(house: House) -> None:
    """Let it know a house that the machine just heats at −9 °C: 0.25 kW/K."""
    days = LineSums()
    for apart in (12.0, 20.0, 28.0):
        days = days.plus(apart, 0.25 * (apart - 3), 10)
    envelope = Envelope(Trend(days, error=0.1, days=30))
    controller = house.entry.runtime_data
    controller.async_note(
        lambda state: replace(state, learned=replace(state.learned, envelope=envelope))
    )
