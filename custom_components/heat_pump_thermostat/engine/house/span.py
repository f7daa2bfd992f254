"""What a time was like in the mean: an hour of moments, a day of hours."""

from dataclasses import dataclass
from typing import Final

from ..records import replace
from ..units import Celsius

SOUND_SHARE: Final = 0.9
"""The share of an hour or a day that has to be known for the whole to count."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What stood for a while: means, or the values between two steps."""

    room: Celsius
    outdoor: Celsius
    heat: float
    """What the room was given by heat pump and backup together, kW, less what a
    defrost took. Where a part of it is not known, there is no Moment."""
    share: float
    """What the heat pump delivered of its capacity, 0 … 1."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time that is being summed up: an hour of moments, or a day of hours."""

    elapsed: float = 0.0
    known: float = 0.0
    """Seconds gone by, and those of them of which a Moment is known."""
    room: float = 0.0
    outdoor: float = 0.0
    heat: float = 0.0
    share: float = 0.0
    """Sums over the known seconds."""
    first: float = 0.0
    last: float = 0.0
    low: float = 0.0
    high: float = 0.0
    """The room in the moments that were added, °C; nothing while none is known."""

    def plus(self, moment: Moment | None, seconds: float) -> Span:
        """Return the span with a moment more; None is a time of which nothing counts.

        An open window, a backup of unknown power, a missing sensor are such times.
        """
        if not seconds:
            return self
        if moment is None:
            return replace(self, elapsed=self.elapsed + seconds)
        room = moment.room
        return Span(
            elapsed=self.elapsed + seconds,
            known=self.known + seconds,
            room=self.room + room * seconds,
            outdoor=self.outdoor + moment.outdoor * seconds,
            heat=self.heat + moment.heat * seconds,
            share=self.share + moment.share * seconds,
            first=self.first if self.known else room,
            last=room,
            low=min(self.low, room) if self.known else room,
            high=max(self.high, room) if self.known else room,
        )

    @property
    def mean(self) -> Moment | None:
        """The mean of what is known; None where that is less than nine tenths."""
        if not self.known or self.known < SOUND_SHARE * self.elapsed:
            return None
        return Moment(
            room=Celsius(self.room / self.known),
            outdoor=Celsius(self.outdoor / self.known),
            heat=self.heat / self.known,
            share=self.share / self.known,
        )
