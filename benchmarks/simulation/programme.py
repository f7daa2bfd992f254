"""What the household wants when, and how the thermostat is told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import Block

COMFORT: Final = 20.0
SETBACK: Final = 17.0
MORNING: Final = timedelta(hours=6)
EVENING: Final = timedelta(hours=22)
DAY: Final = timedelta(days=1)
BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Midnight in the house, whose clock knows no time zones."""


class Mode(StrEnum):
    """How the setpoint goes through the day."""

    HOLD = "hold"
    SETBACK = "setback"
    """Lower by night; the thermostat is told when it changes, and not before."""
    SCHEDULED = "scheduled"
    """The same by a schedule, whose next block the thermostat knows."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The setpoint of a month."""

    mode: Mode
    setback: float = SETBACK

    @property
    def is_schedule(self) -> bool:
        """Whether the thermostat follows a schedule."""
        return self.mode is Mode.SCHEDULED

    def setpoint(self, since: timedelta) -> float:
        """Return the setpoint in force, °C."""
        if self.mode is Mode.HOLD or MORNING <= since % DAY < EVENING:
            return COMFORT
        return self.setback

    def is_rise(self, since: timedelta) -> bool:
        """Return whether the setpoint rises at this moment."""
        return self.mode is not Mode.HOLD and since % DAY == MORNING

    def block(self, since: timedelta) -> Block:
        """Return the block of the schedule, and until when it lasts."""
        midnight = BEGINNING + since - since % DAY
        ends = (midnight + at for at in (MORNING, EVENING, DAY + MORNING))
        until = next(end for end in ends if end > BEGINNING + since)
        return Block(until, temperature=Celsius(self.setpoint(since)))

    def upcoming(self, since: timedelta) -> Block:
        """Return the block after that."""
        until = self.block(since).until
        return self.block(until - BEGINNING) if until else Block()
