"""What a sensor that rounds tells: not a temperature, but between which two it lies."""

from dataclasses import dataclass
from math import erfc, exp, log, pi, sqrt
from typing import Final

from ..units import Celsius, clamp

IMPROBABLE: Final = 1e-6
"""What is less probable tells nothing of where in the interval the truth lies."""
SURPRISE: Final = -8.0
"""The most that one report counts against a guess, as a logarithm."""
ROOT_OF_2: Final = sqrt(2)
ROOT_OF_2_PI: Final = sqrt(2 * pi)


@dataclass(frozen=True, slots=True)
class Between:
    """Between which temperatures something lies, °C."""

    low: Celsius
    high: Celsius

    def excludes(self, expected: float, sigma: float) -> bool:
        """Return whether an expectation reaches beyond one of the ends."""
        return expected - sigma < self.low or expected + sigma > self.high


@dataclass(frozen=True, slots=True)
class Cut:
    """What an interval makes of an expectation."""

    mean: float
    variance: float
    evidence: float
    """The logarithm of how probable it was."""


def cut_to(expected: float, variance: float, interval: Between) -> Cut:
    """Return a normal expectation, °C and K², within an interval: it is cut off there.

    The moments of a doubly truncated normal distribution (Johnson, Kotz & Balakrishnan,
    Continuous Univariate Distributions 1, 1994, §13.10).
    """
    sigma = sqrt(variance)
    low = (interval.low - expected) / sigma
    high = (interval.high - expected) / sigma
    # Both tails from the side that is nearer: differences of numbers close to 1 vanish.
    near, far = (low, high) if low + high > 0 else (-high, -low)
    probable = (erfc(near / ROOT_OF_2) - erfc(far / ROOT_OF_2)) / 2
    if probable < IMPROBABLE:
        end = clamp(expected, interval.low, interval.high)
        return Cut(end, 0.0, SURPRISE)
    at_low, at_high = _density(low), _density(high)
    shift = (at_low - at_high) / probable
    narrowed = 1 + (low * at_low - high * at_high) / probable - shift**2
    return Cut(
        expected + sigma * shift,
        variance * clamp(narrowed, 0.0, 1.0),
        max(SURPRISE, log(probable)),
    )


def _density(z: float) -> float:
    return exp(-z * z / 2) / ROOT_OF_2_PI
