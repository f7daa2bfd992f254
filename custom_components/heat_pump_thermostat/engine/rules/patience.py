"""How far, and for how long, each strategy leaves a cold room to the compressor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..settings import Strategy
from ..situation import Situation
from ..units import Delta

FOR_EVER: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Patience:
    """What a strategy lets the compressor do alone."""

    droop: Delta
    """How far the room may fall."""
    enough: Delta
    """From which droop on the compressor is left alone again: still low, so that it
    is the compressor that warms the room to its stop."""
    run_time: timedelta
    """How long the room may fail to warm where nothing is known of the machine."""
    recovery: timedelta
    """How long the way to a far setpoint may take."""


PATIENCE: Mapping[Strategy, Patience] = {
    Strategy.ECONOMY: Patience(
        Delta(1.1), Delta(0.95), timedelta(minutes=60), recovery=FOR_EVER
    ),
    Strategy.BALANCED: Patience(
        Delta(0.5), Delta(0.35), timedelta(minutes=20), timedelta(minutes=180)
    ),
    Strategy.COMFORT: Patience(
        Delta(0.4), Delta(0.25), timedelta(minutes=10), timedelta(minutes=70)
    ),
}


def patience(situation: Situation) -> Patience:
    """Return what the chosen strategy lets the compressor do alone."""
    return PATIENCE[situation.settings.auxiliary.strategy]
