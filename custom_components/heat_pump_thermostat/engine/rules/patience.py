"""How far, and for how long, each strategy leaves a cold room to the compressor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..records import replace
from ..settings import Strategy
from ..situation import Situation
from ..units import Delta

FOR_EVER: Final = timedelta(days=365)


HELPED_BY: Final = Delta(0.15)
"""By how much a low room is helped, where the droop is a number of its own."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What a strategy lets the compressor do alone."""

    droop: Delta
    """How far the room may fall."""
    enough: Delta
    """From which droop on the compressor is left alone again: still low, so that it
    is the compressor that warms the room to its stop."""
    recovery: timedelta
    """How long the way to a far setpoint may take, …"""
    late: timedelta
    """… and by how much later than its block the way to the next one."""


PATIENCE: Mapping[Strategy, Patience] = {
    Strategy.ECONOMY: Patience(Delta(0.8), Delta(0.65), FOR_EVER, FOR_EVER),
    Strategy.BALANCED: Patience(
        Delta(0.5), Delta(0.35), timedelta(hours=3), timedelta(minutes=20)
    ),
    Strategy.COMFORT: Patience(
        Delta(0.4), Delta(0.25), timedelta(minutes=70), timedelta()
    ),
}


def patience(situation: Situation) -> Patience:
    """Return what the chosen strategy, or droop, lets the compressor do alone."""
    auxiliary = situation.settings.auxiliary
    usual, droop = PATIENCE[auxiliary.strategy], auxiliary.droop
    if droop is None:
        return usual
    return replace(usual, droop=droop, enough=Delta(droop - HELPED_BY))
