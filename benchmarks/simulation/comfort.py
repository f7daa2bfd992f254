"""What the same comfort takes: the energy of a thermostat at equal cold.

Comparing thermostats that leave the room differently cold says little: the colder one
needs less. So each is told to let its auxiliary heat join nearer to the setpoint, or
farther, and between two such months the cold is taken to go with the energy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .month import Score


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a month of some cold took."""

    droop: float
    """How far below the setpoint auxiliary heat joined, K."""
    cold: float
    """K·h"""
    total: float
    aux: float
    """kWh"""

    def towards(self, other: Comfort, cold: float) -> Comfort:
        """Return what a month of a cold between this one's and another's takes."""
        share = (cold - self.cold) / (other.cold - self.cold)
        ends = zip(
            (self.droop, self.cold, self.total, self.aux),
            (other.droop, other.cold, other.total, other.aux),
            strict=True,
        )
        return Comfort(*(a + share * (b - a) for a, b in ends))


def comfort_of(droop: float, score: Score) -> Comfort:
    """Return what a month took whose auxiliary heat joined there."""
    return Comfort(droop, score.cold, score.total, score.aux)


def at_cold(swept: Iterable[Comfort], cold: float) -> Comfort | None:
    """Return what so much cold takes; None where no month was so cold, or so warm."""
    by_cold = sorted(swept, key=lambda each: each.cold)
    for warmer, colder in pairwise(by_cold):
        if warmer.cold <= cold <= colder.cold and warmer.cold < colder.cold:
            return warmer.towards(colder, cold)
    return None
