"""What can go wrong in the house, and what it does to sensors, relays and machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """Something that goes wrong for as long as somebody wants it to."""

    ROOM_SENSOR_LOST = "room_sensor_lost"
    ROOM_SENSOR_ZERO = "room_sensor_zero"
    ROOM_SENSOR_FROZEN = "room_sensor_frozen"
    ROOM_SENSOR_CREEPS = "room_sensor_creeps"
    ROOM_SENSOR_UNIT = "room_sensor_unit"
    OUTDOOR_SENSOR_LOST = "outdoor_sensor_lost"
    OUTDOOR_SENSOR_STUCK = "outdoor_sensor_stuck"
    OUTDOOR_UNIT_DEAD = "outdoor_unit_dead"
    METER_GLITCH = "meter_glitch"
    RELAY_LOST = "relay_lost"
    RELAYS_LOST = "relays_lost"
    RELAY_DEAF = "relay_deaf"
    THERMOSTAT_FAILS = "thermostat_fails"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fault does."""

    loses: frozenset[str] = frozenset()
    """The sensors and relays that cannot be reached."""
    lies: Mapping[str, float | None] = field(default_factory=dict)
    """What sensors say instead of what they measure; None is what they said last."""
    creeps: Mapping[str, float] = field(default_factory=dict)
    """By how much sensors get warmer each hour, whatever they measure, in K."""
    unit: Mapping[str, str] = field(default_factory=dict)
    """The units that sensors tell instead of their own."""
    kills_outdoor_unit: bool = False
    opens: frozenset[str] = frozenset()
    """The wires whose relays do not close any more."""
    stops_deciding: bool = False
    """Whether whatever the thermostat decides ends in an error of its own."""


RELAYS: Final = frozenset(f"relay_{wire}" for wire in ("y1", "y2", "g", "o", "w2", "e"))
OVERFLOW: Final = 4_294_967_295.0
"""What a 32-bit register says of a number below zero, in W."""

EFFECTS: Final[Mapping[Fault, Effect]] = {
    Fault.ROOM_SENSOR_LOST: Effect(loses=frozenset({"room_temperature"})),
    Fault.ROOM_SENSOR_ZERO: Effect(lies={"room_temperature": 0.0}),
    Fault.ROOM_SENSOR_FROZEN: Effect(lies={"room_temperature": None}),
    Fault.ROOM_SENSOR_CREEPS: Effect(creeps={"room_temperature": 0.5}),
    Fault.ROOM_SENSOR_UNIT: Effect(unit={"room_temperature": "grade"}),
    Fault.OUTDOOR_SENSOR_LOST: Effect(loses=frozenset({"outdoor_temperature"})),
    Fault.OUTDOOR_SENSOR_STUCK: Effect(lies={"outdoor_temperature": 15.0}),
    Fault.OUTDOOR_UNIT_DEAD: Effect(kills_outdoor_unit=True),
    Fault.METER_GLITCH: Effect(lies={"heat_pump_power": OVERFLOW}),
    Fault.RELAY_LOST: Effect(loses=frozenset({"relay_y1"})),
    Fault.RELAYS_LOST: Effect(loses=RELAYS),
    Fault.RELAY_DEAF: Effect(opens=frozenset({"y1"})),
    Fault.THERMOSTAT_FAILS: Effect(stops_deciding=True),
}
