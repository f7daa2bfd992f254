"""Which way a room must go, by what heats it and what the weather takes.

Not how fast, but between which bounds: what nobody told (the sun, a stove, how large
the house is) widens them, and a sensor is blamed only for what lies beyond.
"""

from dataclasses import dataclass
from math import inf
from typing import Final

from ..board import Side
from ..units import SECONDS_PER_HOUR, Celsius, Delta, difference
from .assumed import backup
from .home import SURE_CONFIDENCE, Home, prior_of
from .warming import Warming, lightness

SUN: Final = Delta(8.0)
"""What sun and people may add beyond the day's mean, in kelvins' losses."""
CHILL: Final = (Delta(4.0), Delta(2.0))
"""What they may leave out, or the wind take, of a house that is assumed or known."""
GIVES_AT_LEAST: Final = (0.65, 0.85)
GIVES_AT_MOST: Final = (2.0, 1.3)
"""What a machine may give, as a multiple of what is assumed or known of it."""
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
    is_fuel: bool = False
    """Whether the backup is a furnace, that nobody rated here."""


def tendency(
    home: Home,
    warming: Warming,
    giving: Giving,
    outdoor: Celsius | None,
    room: Celsius,
    seconds: float,
    unsure: Delta,
) -> Tendency:
    """Return between which bounds a room moves in some seconds.

    It may be colder or warmer outdoors by as much as is `unsure`.
    """
    hours = seconds / SECONDS_PER_HOUR
    if outdoor is None:
        return Tendency(Delta(-ANYWHERE * hours), Delta(ANYWHERE * hours))
    loses = difference(home.house.base(room), outdoor)
    sure = min(1.0, home.house.confidence / SURE_CONFIDENCE)
    small, large, chill = (
        assumed_ + sure * (known - assumed_)
        for assumed_, known in (GIVES_AT_LEAST, GIVES_AT_MOST, CHILL)
    )
    heat, cold = _heat_and_cold(home, giving, outdoor)
    least = small * heat - large * cold - (loses + chill + unsure)
    most = large * heat - small * cold - (loses - SUN - unsure)
    pace = lightness(warming) * hours
    return Tendency(
        Delta(least * pace * (HEAVY if least > 0 else LIGHT)),
        Delta(most * pace * (LIGHT if most > 0 else HEAVY)),
    )


def least_lift(
    home: Home,
    warming: Warming,
    giving: Giving,
    outdoor: Celsius,
    seconds: float,
) -> Delta:
    """Return the least by which heat makes a room warmer in some seconds than without.

    Nothing where nothing heats.
    """
    sure = min(1.0, home.house.confidence / SURE_CONFIDENCE)
    assumed_, known = GIVES_AT_LEAST
    heat, _cold = _heat_and_cold(home, giving, outdoor)
    pace = lightness(warming) * HEAVY * seconds / SECONDS_PER_HOUR
    return Delta((assumed_ + sure * (known - assumed_)) * heat * pace)


def heat_per_loss(home: Home, giving: Giving, outdoor: Celsius, room: Celsius) -> float:
    """Return the heat that is given as a multiple of what holds the room."""
    heat, _cold = _heat_and_cold(home, giving, outdoor)
    loses = difference(home.house.base(room), outdoor)
    return heat / loses if loses > 0 else inf


def _heat_and_cold(home: Home, giving: Giving, outdoor: Celsius) -> tuple[float, float]:
    """Return the heat and the cold that are given, in kelvins' losses."""
    compressor, both = home.full_heat(outdoor)
    heat = compressor if giving.compressor is Side.HEAT else 0.0
    if giving.has_backup:
        heat += _furnace_heat(home) if giving.is_fuel else both - compressor
    cold = compressor if giving.compressor is Side.COOL else 0.0
    return heat, cold


def _furnace_heat(home: Home) -> float:
    prior = prior_of(home.heat_pump.ratings)
    return backup(prior, is_fuel=True) / home.house.loss
