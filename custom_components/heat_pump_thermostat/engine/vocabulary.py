"""The words that rules, states and entities share: calls, reasons, problems."""

from collections.abc import Mapping
from enum import StrEnum

from .board import Side


class Call(StrEnum):
    """What the machine is asked to do: one row of the truth table."""

    IDLE = "idle"
    FAN = "fan"
    COOL_1 = "cool_1"
    COOL_2 = "cool_2"
    HEAT_1 = "heat_1"
    HEAT_2 = "heat_2"
    HEAT_AUX = "heat_aux"
    DEFROST = "defrost"
    EMERGENCY = "emergency"
    LOCKED_OUT = "locked_out"
    FURNACE = "furnace"
    VALVE_TO_COOL = "valve_to_cool"
    VALVE_TO_HEAT = "valve_to_heat"


VALVE_CALLS = frozenset({Call.VALVE_TO_COOL, Call.VALVE_TO_HEAT})
"""The calls that move only the reversing valve, beside a compressor at rest."""

COMPRESSOR_SIDE: Mapping[Call, Side | None] = {
    Call.IDLE: None,
    Call.FAN: None,
    Call.COOL_1: Side.COOL,
    Call.COOL_2: Side.COOL,
    Call.HEAT_1: Side.HEAT,
    Call.HEAT_2: Side.HEAT,
    Call.HEAT_AUX: Side.HEAT,
    Call.DEFROST: None,
    Call.EMERGENCY: None,
    Call.LOCKED_OUT: None,
    Call.FURNACE: None,
    Call.VALVE_TO_COOL: None,
    Call.VALVE_TO_HEAT: None,
}
"""Which way a call asks the compressor to run; None: it does not ask."""

COMPRESSOR_CALLS = frozenset(call for call, side in COMPRESSOR_SIDE.items() if side)
"""The calls that ask the compressor to run."""


class Reason(StrEnum):
    """Why the machine does what it does, or does nothing."""

    OFF = "off"
    IDLE = "idle"
    FAN = "fan"
    HEATING = "heating"
    HEATING_STAGE_2 = "heating_stage_2"
    PREHEATING = "preheating"
    STORING_HEAT = "storing_heat"
    AUXILIARY_HEAT = "auxiliary_heat"
    EMERGENCY_HEAT = "emergency_heat"
    COMPRESSOR_LOCKED_OUT = "compressor_locked_out"
    FURNACE = "furnace"
    FURNACE_CHEAPER = "furnace_cheaper"
    DEFROSTING = "defrosting"
    COOLING = "cooling"
    COOLING_STAGE_2 = "cooling_stage_2"
    MINIMUM_OFF = "minimum_off"
    MINIMUM_ON = "minimum_on"
    STARTS_PER_HOUR = "starts_per_hour"
    BACKUP_MINIMUM_OFF = "backup_minimum_off"
    COOLING_LOCKED_OUT = "cooling_locked_out"
    CHANGEOVER = "changeover"
    SWITCHING = "switching"
    WINDOW_OPEN = "window_open"
    CURTAILED = "curtailed"
    """Somebody else asks to go without: a utility, or a battery."""
    FAULT_SIGNAL = "fault_signal"
    ROOM_TOO_WARM = "room_too_warm"
    ROOM_TOO_COLD = "room_too_cold"
    ROOM_SENSOR_LOST = "room_sensor_lost"
    RELAY_LOST = "relay_lost"
    FREEZE_GUARD = "freeze_guard"
    BLIND_HEAT = "blind_heat"
    OUTAGE = "outage"
    COMPRESSOR_DEAD = "compressor_dead"
    COMPRESSOR_COMPARED = "compressor_compared"
    SENSOR_COMPARED = "sensor_compared"
    WAITING_FOR_ROOM = "waiting_for_room"
    STOPPING = "stopping"
    TESTING = "testing"
    OWN_FAULT = "own_fault"


class AuxReason(StrEnum):
    """Why auxiliary heat runs beside a compressor that heats."""

    DROOP = "droop"
    """The room is as cold as it may get, and the compressor does not turn it."""
    RECOVERY = "recovery"
    """The compressor alone would take too long to a setpoint that is far."""


class Purpose(StrEnum):
    """What the room is made warmer for in advance."""

    BLOCK = "block"
    """The schedule's next block is warmer: the compressor recovers to it in time."""
    STORE = "store"
    """Heat costs less now than in the hours to come: the house stores it."""


class Action(StrEnum):
    """What the machine is seen to do."""

    OFF = "off"
    IDLE = "idle"
    FAN = "fan"
    HEATING = "heating"
    PREHEATING = "preheating"
    COOLING = "cooling"
    DEFROSTING = "defrosting"


class Problem(StrEnum):
    """Something that a person has to put right."""

    ROOM_SENSOR_LOST = "room_sensor_lost"
    ROOM_SENSOR_DOUBTED = "room_sensor_doubted"
    """A room sensor, or one that may stand in for it, tells what cannot be true."""
    OTHER_ROOM_SENSOR_LOST = "other_room_sensor_lost"
    """One that may stand in for the room's own has fallen silent."""
    OUTDOOR_SENSOR_LOST = "outdoor_sensor_lost"
    OUTDOOR_SENSOR_DOUBTED = "outdoor_sensor_doubted"
    FREEZING = "freezing"
    """The freeze-guard heats: a room is so cold that pipes may freeze."""
    UNKNOWN_UNIT = "unknown_unit"
    RELAY_LOST = "relay_lost"
    RELAY_STUCK = "relay_stuck"
    RELAY_DISPUTED = "relay_disputed"
    WRONG_VALVE = "wrong_valve"
    FAULT_SIGNAL = "fault_signal"
    """The machine signals a fault of its own."""
    NO_ANSWER = "no_answer"
    NO_HEAT = "no_heat"
    """The house does as if neither compressor nor backup heated it."""
    OWN_FAULT = "own_fault"
    """Something that the thermostat itself does wrong: it decides nothing."""


class Lockout(StrEnum):
    """A limit that the outdoor temperature sets."""

    AUXILIARY = "auxiliary"
    COMPRESSOR = "compressor"
    COOLING = "cooling"
    FURNACE = "furnace"


class Heater(StrEnum):
    """Which of the two machines of a dual-fuel house heats."""

    HEAT_PUMP = "heat_pump"
    FURNACE = "furnace"


class Finding(StrEnum):
    """What came of a test."""

    STOPPED = "stopped"
    """Somebody ended it."""
    PREVENTED = "prevented"
    """Something that comes first kept the terminal off, or ended the test."""
    SILENT = "silent"
    """The relay did not confirm to be on."""
    ON = "on"
    """The relay was on; what it did was not measured."""
    RIGHT_AIR = "right_air"
    """The compressor warmed the air when it had to heat, or cooled it."""
    WRONG_AIR = "wrong_air"
    """It did the opposite: the reversing valve stands on the wrong side."""
    SAME_AIR = "same_air"
    """It changed the air too little to be running."""
