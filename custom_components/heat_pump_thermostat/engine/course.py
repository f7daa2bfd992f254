"""How the room fares while it is heated: what the rules remember of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .settings import Targets
from .units import Celsius, Delta


class AuxReason(StrEnum):
    """Why auxiliary heat runs beside a compressor that heats."""

    DROOP = "droop"
    """The room is as cold as it may get, and the compressor does not turn it."""
    RUN_TIME = "run_time"
    """The compressor, of which nothing is known, has not warmed the room for long."""
    RECOVERY = "recovery"
    """The compressor alone would take too long to a setpoint that is far."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a heating run made of the room so far."""

    warmest: Celsius
    at: datetime
    """The warmest that the room got, and when it got there."""
    turn: Celsius
    """How far the room went in the direction in which it goes now."""
    falls: bool
    """Whether it goes down, by more than a sensor flickers."""
    shown: Celsius
    changed: datetime
    """The last reading, and when it came to be."""
    step: Delta = Delta(0.0)
    took: timedelta = timedelta()
    """By how much it is below the one before, and how long that one stood."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The way to a setpoint that was far when the compressor began to heat."""

    room: Celsius
    at: datetime
    """How warm the room was then, and when that was."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Since when the room has been near a heating setpoint that did not change."""

    target: Celsius
    since: datetime


class Purpose(StrEnum):
    """What the room is made warmer for in advance."""

    BLOCK = "block"
    """The schedule's next block is warmer: the compressor recovers to it in time."""
    STORE = "store"
    """Heat costs less now than in the hours to come: the house stores it."""


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
class Course:
    """What the rules remember of a call, and forget with it."""

    droop_since: datetime | None = None
    """Since when the room is so cold that a furnace should take over."""
    cold_since: datetime | None = None
    """Since when the room is so cold that no outdoor limit counts for backup heat."""
    progress: Progress | None = None
    climb: Climb | None = None
    is_stage_2: bool = False
    aux: AuxReason | None = None
    """Why auxiliary heat is to run beside the compressor; None where it is not."""
