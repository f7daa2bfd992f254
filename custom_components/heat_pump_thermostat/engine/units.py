"""Temperatures and temperature differences: two types that never mix by accident.

And the factors between units that several subjects need.
"""

from dataclasses import dataclass
from typing import Final, NewType

SECONDS_PER_HOUR: Final = 3600.0
BTU_PER_KWH: Final = 3412.14163
"""Of the international table."""

Celsius = NewType("Celsius", float)
"""A temperature in °C."""

Delta = NewType("Delta", float)
"""A temperature difference in K."""

TOLERANCE: Final = 0.01
"""Comparisons forgive this much (K): a setpoint in °F is no round number in °C."""

FINE_TOLERANCE: Final = 1e-4
"""The same of a figure that spans less than one of its unit, as a share of its span."""


def fahrenheit(degrees: float) -> Celsius:
    """Return the temperature that a °F thermometer shows as `degrees`."""
    return Celsius((degrees - 32) / 1.8)


def fahrenheit_degrees(degrees: float) -> Delta:
    """Return the difference that spans `degrees` on a °F thermometer."""
    return Delta(degrees / 1.8)


def difference(warmer: Celsius, colder: Celsius) -> Delta:
    """Return how much `warmer` lies above `colder`; negative where it lies below."""
    return Delta(warmer - colder)


def shifted(temperature: Celsius, by: Delta) -> Celsius:
    """Return the temperature `by` above the given one."""
    return Celsius(temperature + by)


def at_least(value: float, limit: float) -> bool:
    """Return whether `value` reaches `limit`, forgiving rounding."""
    return value >= limit - TOLERANCE


def clamp[T: float](value: T, low: T, high: T) -> T:
    """Return the nearest value within `low` … `high`."""
    return max(low, min(high, value))


def kelvin(temperature: Celsius) -> float:
    """Return a temperature above absolute zero, K."""
    return temperature + 273.15


@dataclass(frozen=True, slots=True)
class Extent:
    """Between which values a figure may lie, in its own unit."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether a value lies between them, forgiving rounding; no nan does."""
        span = self.high - self.low
        slack = TOLERANCE if span >= 1 else FINE_TOLERANCE * span
        return self.low - slack <= value <= self.high + slack
