"""What a step remembers for the next one, also over a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .accounts.alerts import Alerts
from .accounts.care import Care
from .belief.senses import Senses
from .board import Board, Side, Terminal
from .defrost.outdoor_coil import Frost
from .heat_pump.calibration import Factor, Rest, Scale
from .heat_pump.drift import Drift
from .heat_pump.sources import Twin
from .house.duty import Duty, Past
from .house.envelope import Envelope
from .house.heeding import Heeding
from .house.response import Response
from .house.warming import Warming
from .meter import Meter
from .observer.rooms import Rooms
from .settings import Targets
from .units import Celsius, Delta
from .vocabulary import (
    AuxReason,
    Call,
    Finding,
    Heater,
    Lockout,
    Problem,
    Purpose,
    Reason,
)
from .wishes import Wishes


@dataclass(frozen=True, slots=True)
class Demand:
    """A side that the room asks for, and since when."""

    side: Side
    since: datetime


@dataclass(frozen=True, slots=True)
class Steady:
    """Since when the room has been near a heating setpoint that did not change."""

    target: Celsius
    since: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What a heating run made of the room so far."""

    warmest: Celsius
    at: datetime
    """The warmest that the room got, and when it got there."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The way to a setpoint that was far when the compressor began to heat."""

    room: Celsius
    at: datetime
    """How warm the room was then, and when that was."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the rules remember of a call, and forget with it."""

    droop_since: datetime | None = None
    """Since when the room is so cold that a furnace should take over."""
    cold_since: datetime | None = None
    """Since when the room is so cold that no outdoor limit counts for backup heat."""
    full_since: datetime | None = None
    """Since when all that the compressor can is asked of it."""
    progress: Progress | None = None
    climb: Climb | None = None
    is_stage_2: bool = False
    is_beyond: bool = False
    """Whether full output was seen not to lift the room."""
    aux: AuxReason | None = None
    """Why auxiliary heat is to run beside the compressor; None where it is not."""
    is_replaced: bool = False
    """Whether electric heat runs in the compressor's place, which cannot help it."""


@dataclass(frozen=True, slots=True)
class Rise:
    """How warm the room is to be by when, and when what has to begin for it."""

    targets: Targets
    arrival: datetime
    begins: datetime
    """When the compressor begins, or has begun."""
    helped_from: datetime
    """From when on backup heat may have to help, so that both together arrive."""
    is_on: bool = False
    purpose: Purpose = Purpose.BLOCK
    setback: Celsius | None = None
    """How warm the room is kept until then, where the schedule's own setback would
    leave it too cold for the compressor alone."""


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


@dataclass(frozen=True, slots=True)
class Slips:
    """A relay that others moved from where it was told to stand, again and again."""

    position: bool
    """Whether it was told to stand at on."""
    stood: tuple[timedelta, ...]
    """How long it stood there the last times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wires:
    """What the wires carry, what they are to carry, and what their relays were told."""

    board: Board = field(default_factory=lambda: Board({}))
    call: Call = Call.IDLE
    goal: Mapping[Terminal, bool] = field(default_factory=dict)
    pending: Mapping[Terminal, Pending] = field(default_factory=dict)
    corrections: Mapping[Terminal, tuple[datetime, ...]] = field(default_factory=dict)
    """When somebody else moved a relay, in the last minutes."""
    slips: Mapping[Terminal, Slips] = field(default_factory=dict)
    """The relays that have not held since others moved them."""
    kept_alive_at: datetime | None = None
    """When the relays that are on were last told so again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """For how long the machine may have been without power."""

    dark_since: datetime | None = None
    """Since when nothing is seen of the machine; None while something is."""
    since: datetime | None = None
    """When the last outage began that was long enough for a compressor to cool down;
    None where nobody knows."""
    until: datetime | None = None
    """When it ended; None where there was none, or the compressor has run since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What keeps machine and pipes from harm."""

    lockouts: frozenset[Lockout] = frozenset()
    is_freezing: bool = False
    """Whether the freeze-guard heats."""
    beyond: frozenset[Side] = frozenset()
    """The sides on which some room has gone too far."""
    heated_at: datetime | None = None
    """When the machine last heated."""
    deaf_until: datetime | None = None
    """Until when a compressor relay that does not close is not called again."""
    sole_deaf_until: datetime | None = None
    """The same of emergency heat, where no other backup is wired."""
    starts: tuple[datetime, ...] = ()
    """The compressor starts of the last hour."""
    outage: Outage = field(default_factory=Outage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the room asks for."""

    side: Side | None = None
    """The side that mode heat/cool is on; None in any other mode."""
    contender_since: datetime | None = None
    """Since when the room asks for the other side of heat/cool."""
    demand: Demand | None = None
    steady: Steady | None = None
    low_since: datetime | None = None
    """Since when the room has been as cold as begins a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The test of a terminal: the one that goes on, and the last one that is over."""

    testing: Testing | None = None
    tested: Tested | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What machine and house have shown of themselves."""

    scale: Scale = field(default_factory=Scale)
    size: Factor = field(default_factory=Factor)
    """How large the machine is beside a typical one, where nobody rated it."""
    rest: Rest = field(default_factory=Rest)
    """What the meters tell while nothing runs."""
    air: Factor = field(default_factory=Factor)
    """By how many kelvins a kW of rated heat warms the air, where the coil is clear."""
    envelope: Envelope = field(default_factory=Envelope)
    warming: Warming = field(default_factory=Warming)
    drift: Drift = field(default_factory=Drift)
    past: Past = field(default_factory=Past)
    twin: Twin = Twin.GROUND
    """Which of two sources a twin-source heat pump should draw from."""


@dataclass(frozen=True, slots=True)
class Effort:
    """A time in which the room has had all the heat that must lift it."""

    warmest: Celsius
    coldest: Celsius
    """The warmest and the coldest that it was."""
    low_since: datetime | None = None
    """Since when it is far colder than at its warmest."""
    has_rested: bool = False
    """Whether it is colder than that for want of heat: all of it had to rest."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a step must remember for the next one, also over a restart.

    In no slots: each rule that changes a part makes a state, and a dictionary of so
    many parts is copied in one go.
    """

    at: datetime | None = None
    wishes: Wishes = field(default_factory=Wishes)
    wires: Wires = field(default_factory=Wires)
    senses: Senses = field(default_factory=Senses)
    rooms: Rooms = field(default_factory=Rooms)
    guards: Guards = field(default_factory=Guards)
    need: Need = field(default_factory=Need)
    course: Course = field(default_factory=Course)
    fuel: Fuel | None = None
    response: Response = field(default_factory=Response)
    """What the house answers to its compressor."""
    effort: Effort | None = None
    heeding: Heeding = field(default_factory=Heeding)
    """What the room sensor makes of the heat."""
    duty: Duty = field(default_factory=Duty)
    """What is owed to a house whose room nobody knows."""
    rise: Rise | None = None
    """What the compressor is to make in advance of a block, or of dear hours."""
    is_circulating: bool = False
    frost: Frost = field(default_factory=Frost)
    trial: Trial = field(default_factory=Trial)
    signs: Mapping[Problem, datetime] = field(default_factory=dict)
    """What seems to be wrong, and since when."""
    problems: Mapping[Problem, datetime] = field(default_factory=dict)
    """What is wrong, and since when."""
    learned: Learned = field(default_factory=Learned)
    meter: Meter = field(default_factory=Meter)
    care: Care = field(default_factory=Care)
    alerts: Alerts = field(default_factory=Alerts)
