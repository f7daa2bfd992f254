"""What goes into a step, and what it remembers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .board import Board, Relay, Side, Terminal
from .course import Course, Rise, Steady
from .estimate.ahead import Hour
from .estimate.calibration import Scale
from .estimate.care import Care, Drift, Twin
from .estimate.cost import Prices
from .estimate.envelope import Envelope
from .estimate.outdoor_coil import Frost
from .estimate.warming import Warming
from .finding import Finding
from .meter import Meter
from .units import Celsius, Delta
from .wishes import Block, Wishes


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
COMPRESSOR_CALLS: Mapping[Call, Side] = {
    Call.COOL_1: Side.COOL,
    Call.COOL_2: Side.COOL,
    Call.HEAT_1: Side.HEAT,
    Call.HEAT_2: Side.HEAT,
    Call.HEAT_AUX: Side.HEAT,
}
"""The calls that ask the compressor to run, and which way."""


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
    ROOM_SENSOR_LOST = "room_sensor_lost"
    RELAY_LOST = "relay_lost"
    FREEZE_GUARD = "freeze_guard"
    BLIND_HEAT = "blind_heat"
    OUTAGE = "outage"
    WAITING_FOR_ROOM = "waiting_for_room"
    STOPPING = "stopping"
    TESTING = "testing"


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
    OUTDOOR_SENSOR_LOST = "outdoor_sensor_lost"
    RELAY_LOST = "relay_lost"
    RELAY_STUCK = "relay_stuck"
    RELAY_DISPUTED = "relay_disputed"
    WRONG_VALVE = "wrong_valve"
    NO_ANSWER = "no_answer"


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured temperature and when it was reported."""

    value: Celsius
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything that a step is told: the moment, the sensors, the relays."""

    now: datetime
    midnight: datetime
    """When the household's current day began."""
    today: date
    next_midnight: datetime
    season: date
    """The day on which the current heating season began."""
    relays: Mapping[Terminal, Relay]
    absent: frozenset[Terminal] = frozenset()
    """Relays that cannot be told anything now."""
    room: Reading | None = None
    """The room sensor's report; None while it gives no number within −40 … 60 °C."""
    is_room_restored: bool = False
    """Whether that is what was remembered over a restart, and no report yet."""
    fallback: Reading | None = None
    """The report of the room sensor that serves while the first one is lost."""
    outdoor: Reading | None = None
    is_outdoor_expected: bool = False
    """Whether there is an outdoor sensor that should report."""
    supply: Celsius | None = None
    back: Celsius | None = None
    """What leaves the machine for the house, and what comes back from it."""
    power: float | None = None
    """What the outdoor unit draws, in kW."""
    aux_power: float | None = None
    """What the backup draws, in kW."""
    heat: float | None = None
    """What a heat meter says that the heat pump delivers, in kW."""
    humidity: float | None = None
    """The relative humidity outdoors, in percent."""
    coil: Celsius | None = None
    """The outdoor coil's temperature."""
    source: Celsius | None = None
    """The temperature of what the machine draws heat from, where that is not air."""
    prices: Prices | None = None
    """What electricity and fuel cost now, per kWh."""
    carbon: Prices | None = None
    """What they emit, in kg of CO₂ per kWh."""
    is_window_open: bool = False
    schedule: Block | None = None
    """The followed schedule's current block; None where none is followed."""
    upcoming: Block | None = None
    """What the schedule says from that block's end on; None while nobody knows."""
    ahead: tuple[Hour, ...] = ()
    """What is forecast for this hour and those to come, without a gap."""
    local: time | None = None
    """What the clocks of the household show."""
    is_defrosting: bool | None = None
    """Whether a wired signal says that the outdoor unit defrosts."""
    is_closing: bool = False
    """Whether the thermostat is being shut down and must let go."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of the room: the last report, and how its sensor behaves."""

    reading: Reading | None = None
    lost_since: datetime | None = None
    repeats: bool = False
    """Whether the sensor was seen to report an unchanged value."""
    suspect: Reading | None = None
    """A reading too far from the last one to be believed at once."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A side that the room asks for, and since when."""

    side: Side
    since: datetime


@dataclass(frozen=True, slots=True)
class Fuel:
    """Which machine heats a dual-fuel house, since when, and for how long."""

    heater: Heater
    since: datetime
    until_satisfied: bool = False
    is_cheaper: bool = False
    """Whether the furnace heats only because its heat costs less."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An order that its relay has not confirmed yet."""

    on: bool
    first: datetime
    last: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Testing:
    """A terminal that is energised so that a person can see what it does."""

    terminal: Terminal
    side: Side
    """Which way the compressor moves heat, where it runs."""
    begun: datetime
    until: datetime
    """When the test ends: it is moved once the relay has confirmed to be on."""
    on_since: datetime | None = None
    answered_in: timedelta = timedelta()
    """How long the relay took to confirm."""
    waits_for: Reason = Reason.TESTING
    """What keeps the terminal off as yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A test that is over."""

    terminal: Terminal
    side: Side
    finding: Finding
    because: Reason | None = None
    """What prevented it."""
    answered_in: timedelta = timedelta()
    lift: Delta | None = None
    """By how much the air came out warmer while heating, or colder while cooling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a step must remember for the next one, also over a restart."""

    at: datetime | None = None
    outage_until: datetime | None = None
    """When the last outage ended that was long enough for a compressor to cool down."""
    wishes: Wishes = field(default_factory=Wishes)
    board: Board = field(default_factory=lambda: Board({}))
    goal: Mapping[Terminal, bool] = field(default_factory=dict)
    pending: Mapping[Terminal, Pending] = field(default_factory=dict)
    corrections: Mapping[Terminal, tuple[datetime, ...]] = field(default_factory=dict)
    """When somebody else moved a relay, in the last minutes."""
    kept_alive_at: datetime | None = None
    """When the relays that are on were last told so again."""
    call: Call = Call.IDLE
    room: Room = field(default_factory=Room)
    fallback: Room = field(default_factory=Room)
    outdoor: tuple[Reading, ...] = ()
    lockouts: frozenset[Lockout] = frozenset()
    demand: Demand | None = None
    side: Side | None = None
    """The side that mode heat/cool is on; None in any other mode."""
    contender_since: datetime | None = None
    """Since when the room asks for the other side of heat/cool."""
    steady: Steady | None = None
    low_since: datetime | None = None
    """Since when the room has been as cold as begins a call."""
    course: Course = field(default_factory=Course)
    window_since: datetime | None = None
    frost: Frost = field(default_factory=Frost)
    fuel: Fuel | None = None
    rise: Rise | None = None
    """What the compressor is to make in advance of a block, or of dear hours."""
    warming: Warming = field(default_factory=Warming)
    is_circulating: bool = False
    is_freezing: bool = False
    """Whether the freeze-guard heats."""
    testing: Testing | None = None
    tested: Tested | None = None
    """The last test that is over."""
    problems: Mapping[Problem, datetime] = field(default_factory=dict)
    """What is wrong, and since when."""
    starts: tuple[datetime, ...] = ()
    """The compressor starts of the last hour."""
    meter: Meter = field(default_factory=Meter)
    scale: Scale = field(default_factory=Scale)
    envelope: Envelope = field(default_factory=Envelope)
    drift: Drift = field(default_factory=Drift)
    care: Care = field(default_factory=Care)
    twin: Twin = Twin.GROUND
    """Which of two sources a twin-source heat pump should draw from."""


@dataclass(frozen=True, slots=True)
class Order:
    """A relay to switch now."""

    terminal: Terminal
    on: bool
