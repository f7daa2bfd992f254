"""What frost and defrosting cost a machine that draws on outdoor air.

There is one model, and one split: a machine's *steady* output is what it gives between
defrosts from a clear coil; its *averaged* output is what is left of that over hours,
defrosts included. What is measured in undisturbed minutes is held against the steady
one; heat over hours, balance points and margins are averaged.
"""

from dataclasses import dataclass
from typing import Final

from ..defrost.frosting import frosting_rate
from ..units import Celsius

TESTED_AT: Final = Celsius(1.67)
"""Where AHRI 210/240 tests with frost (H2, 35 °F)."""
CAPACITY_LOSS: Final = 0.10
POWER_LOSS: Final = 0.015
"""What is lost there, as shares of steady output: AHRI 210/240's default for a machine
that was not tested. It is 8.6 % of the COP."""
DAMPEST: Final = 1.5
"""The most that frost costs, in multiples of that: fog at freezing."""


@dataclass(frozen=True, slots=True)
class Degradation:
    """What frost leaves of steady output over hours: factors."""

    capacity: float = 1.0
    power: float = 1.0


NO_DEGRADATION: Final = Degradation()


def degradation(outdoor: Celsius, humidity: float | None) -> Degradation:
    """Return what frost leaves at a relative humidity of 0 … 100 %, if that is known.

    Losses grow as frost does: with the water that air holds beyond what it can keep at
    the coil. So they are largest about freezing, and fade with the cold: 10 % of the
    capacity at 1.7 °C and 80 %, 5 % at −8 °C, 2 % at −20 °C, nothing from 7 °C on.
    """
    frost = frosting_rate(outdoor, humidity) / frosting_rate(TESTED_AT, None)
    share = min(frost, DAMPEST)
    return Degradation(1 - CAPACITY_LOSS * share, 1 - POWER_LOSS * share)
