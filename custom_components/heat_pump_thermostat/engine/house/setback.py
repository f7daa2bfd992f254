"""How deep a setback pays: a cooler room loses less, but the backup may pay for it.

While the room cools, the compressor gives nothing. Where it has little to spare, the
backup has to make that good in the morning, at a COP of 1. Everything is reckoned in
kelvins' losses (heat over UA), so that neither the size of house nor machine counts.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..units import Delta
from .warming import TIME_POWER, Warming, lightness, rise_within, time_to_rise

DEPTH_STEPS: Final = 8
"""Depths that are compared: no setback, and eighths of the one that is asked for."""
WORTHWHILE_COST: Final = 0.85
"""Of what the night costs with the setback that is asked for: a shallower one has to
cost less than that. The compressor that begins in time makes good much of the rest."""


@dataclass(frozen=True, slots=True)
class Night:
    """A setback that lies ahead, in steady weather."""

    hours: float
    """How long it lasts, until the room is to be warm again."""
    longest: float
    """The most hours that the compressor may begin before that."""
    load: float
    """The heat that holds the warm room, in kelvins' losses."""
    surplus: float
    """The machine's heat at full load beyond it."""
    cop: float


def best_depth(night: Night, deepest: Delta, warming: Warming) -> Delta:
    """Return the depth, K, at which the night costs clearly less, or the one asked for.

    A depth that the room does not get to, before the compressor begins, is no other
    night than the one before it.
    """
    depths = [Delta(deepest * step / DEPTH_STEPS) for step in range(DEPTH_STEPS + 1)]
    reached = [depth for depth in depths if _is_reached(night, depth, warming)]
    cheapest = min(
        reversed(reached), key=lambda depth: electricity_of_night(night, depth, warming)
    )
    cost, asked = (
        electricity_of_night(night, d, warming) for d in (cheapest, reached[-1])
    )
    return cheapest if cost < WORTHWHILE_COST * asked else deepest


def _is_reached(night: Night, depth: Delta, warming: Warming) -> bool:
    """Return whether the room cools so far in time to be warmed again."""
    needed = min(_hours_to_warm(night, depth, warming), night.longest)
    return not depth or _hours_to_cool(night, depth, warming) + needed <= night.hours


def electricity_of_night(night: Night, depth: Delta, warming: Warming) -> float:
    """Return what a night costs with a setback so deep, electricity over UA, K·h."""
    cooling = _hours_to_cool(night, depth, warming)
    mean = night.surplus + depth / 2
    rising = min(_hours_to_warm(night, depth, warming), night.longest)
    holding = night.hours - cooling - rising
    saved = depth * ((cooling + rising) / 2 + holding)
    missing = max(0.0, depth - rise_within(warming, timedelta(hours=rising), mean))
    backup = missing / lightness(warming)
    backup += max(0.0, -night.surplus - depth) * holding
    backup += max(0.0, -mean) * rising
    heat = night.load * night.hours - saved
    return (heat - backup) / night.cop + backup


def _hours_to_warm(night: Night, depth: Delta, warming: Warming) -> float:
    """Return how many hours the compressor alone takes to warm the room again."""
    mean = night.surplus + depth / 2
    return time_to_rise(warming, depth, mean) / timedelta(hours=1)


def _hours_to_cool(night: Night, depth: Delta, warming: Warming) -> float:
    """Return how many hours the room takes to cool without heat."""
    speed = lightness(warming) * max(night.load - depth / 2, 0.1)
    return float((depth / speed) ** (1 / TIME_POWER))
