"""Which way a room must go, by what heats it and what the weather takes.

Not how fast, but between which bounds: what nobody told (the sun, a stove, how large
the house is) widens them, and a sensor is blamed only for what lies beyond.
"""

from dataclasses import dataclass
from typing import Final

from ..board import Side
from ..units import SECONDS_PER_HOUR, Celsius, Delta, difference
from .home import Home
from .warming import Warming, lightness

SUN: Final = Delta(8.0)
CHILL: Final = Delta(4.0)
"""What sun and people may add beyond the day's mean, and leave out or wind take, in
kelvins' losses."""
AS_LEARNED: Final = (0.7, 1.3)
AS_ASSUMED: Final = (0.65, 2.0)
"""What a machine may give, as a multiple of what is known of it."""
HEAVY: Final = 0.5
LIGHT: Final = 3.0
"""How fast a room may move, as a multiple of what is known or assumed of it."""


@dataclass(frozen=True, slots=True)
class Tendency:
    """The least and the most by which a room got warmer, K; colder where negative."""

    least: Delta
    most: Delta

    def plus(self, other: Tendency) -> Tendency:
        """Return both, one after the other."""
        return Tendency(Delta(self.least + other.least), Delta(self.most + other.most))

    def excludes(self, change: Delta) -> bool:
        """Return whether a room that goes this way does not change so."""
        return change < 0 < self.least or self.most < 0 < change


NOTHING_MOVED: Final = Tendency(Delta(0.0), Delta(0.0))
ANYWHERE: Final = Delta(10.0)
"""K an hour, either way, where nobody knows the weather."""


@dataclass(frozen=True, slots=True)
class Giving:
    """What works on the house: the compressor, on which side, and the backup."""

    compressor: Side | None
    has_backup: bool


def tendency(
    home: Home,
    warming: Warming,
    giving: Giving,
    outdoor: Celsius | None,
    room: Celsius,
    seconds: float,
) -> Tendency:
    """Return between which bounds a room moves in some seconds."""
    hours = seconds / SECONDS_PER_HOUR
    if outdoor is None:
        return Tendency(Delta(-ANYWHERE * hours), Delta(ANYWHERE * hours))
    loses = difference(home.house.base(room), outdoor)
    small, large = AS_LEARNED if home.is_learned else AS_ASSUMED
    heat, cold = _given(home, giving, outdoor)
    least = small * heat - large * cold - (loses + CHILL)
    most = large * heat - small * cold - (loses - SUN)
    pace = lightness(warming) * hours
    return Tendency(
        Delta(least * pace * (HEAVY if least > 0 else LIGHT)),
        Delta(most * pace * (LIGHT if most > 0 else HEAVY)),
    )


def _given(home: Home, giving: Giving, outdoor: Celsius) -> tuple[float, float]:
    """Return the heat and the cold that are given, in kelvins' losses."""
    compressor, both = home.full_heat(outdoor)
    heat = compressor if giving.compressor is Side.HEAT else 0.0
    if giving.has_backup:
        heat += both - compressor
    cold = compressor if giving.compressor is Side.COOL else 0.0
    return heat, cold
