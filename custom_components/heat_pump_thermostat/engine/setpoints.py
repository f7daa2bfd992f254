"""Setpoints: which may be chosen, and what somebody who sets some moves."""

from collections.abc import Mapping
from dataclasses import dataclass

from .board import OPPOSITE, Side
from .settings import HIGHEST_SETPOINT, LOWEST_SETPOINT, Targets
from .units import Celsius, Delta, clamp, shifted


@dataclass(frozen=True, slots=True)
class Asked:
    """Temperatures that somebody sets in one go; None is left as it is."""

    single: Celsius | None = None
    """For whichever side a single temperature means."""
    heat: Celsius | None = None
    cool: Celsius | None = None

    def moving(self, pair: Targets, side: Side, separation: Delta) -> Targets:
        """Return the pair with what is asked moved in it, within what may be chosen.

        `side` is the one that a single temperature means. What comes last stands where
        two are too close: that side's, and the single one over a range.
        """
        other = OPPOSITE[side]
        ranged: Mapping[Side, Celsius | None] = {
            Side.HEAT: self.heat,
            Side.COOL: self.cool,
        }
        moves = ((other, ranged[other]), (side, ranged[side]), (side, self.single))
        for moved, to in moves:
            if to is not None:
                pair = pair.moved(moved, to, separation)
        return within_range(pair)


def within_range(pair: Targets) -> Targets:
    """Return the nearest pair of setpoints that may be chosen at all."""
    return Targets(
        clamp(pair.heat, LOWEST_SETPOINT, HIGHEST_SETPOINT),
        clamp(pair.cool, LOWEST_SETPOINT, HIGHEST_SETPOINT),
    )


def kept_apart(pair: Targets, separation: Delta) -> Targets:
    """Return the nearest allowed pair: inside the range and as far apart as chosen."""
    heat = clamp(
        pair.heat, LOWEST_SETPOINT, shifted(HIGHEST_SETPOINT, Delta(-separation))
    )
    cool = clamp(pair.cool, shifted(LOWEST_SETPOINT, separation), HIGHEST_SETPOINT)
    return Targets(heat, max(cool, shifted(heat, separation)))
