"""What days, or nights, of heating have shown: a line that follows a change."""

from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from ..records import replace
from ..units import clamp
from .line import LineSums

KEPT_PER_DAY: Final = 0.5 ** (1 / 21)
"""What a new one leaves of the weight of those before: half is gone in 21 of them.
Days without heating leave it alone, so that a summer forgets nothing."""
LEANING_FROM: Final = 0.6
LEANING_DAYS: Final = 5
KEPT_LEANING: Final = 0.5 ** (1 / 5)
"""Days that miss on one side, one after the other, are no chance: house, sensor or
machine has changed, and what was learned before is forgotten faster: half in 5 days. A
sensor that is wrong for a few days is not enough."""
HUBER: Final = 1.5
"""Days that miss the line by more standard errors count less, as one over the miss."""
FIRST_ERROR: Final = 0.06
LEAST_ERROR: Final = 0.02
"""A day's standard error as a share of the heat on a design day: before any was seen,
and at least."""
ERROR_DAYS: Final = 10
"""How many days the standard error is averaged over."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """A line before anything was seen: faint points, and what heat is large, kW."""

    sums: LineSums
    design: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through days, or nights: the heat that they took, kW, over kelvins."""

    sums: LineSums = field(default_factory=LineSums)
    error: float | None = None
    """By how much one misses the line, kW; None before any was learned from."""
    lean: float = 0.0
    """To which side they miss of late: −1 … 1."""
    days: int = 0
    """How many were learned from."""

    def standard_error(self, design: float) -> float:
        """Return by how much one misses the line, kW, seen or assumed."""
        if self.error is None:
            return FIRST_ERROR * design
        return max(self.error, LEAST_ERROR * design)


def trend_after(trend: Trend, x: float, q: float, assumed: Assumed) -> Trend:
    """Return the trend after one more day; one that is far off counts less."""
    error = trend.standard_error(assumed.design)
    line = trend.sums.joined(assumed.sums)
    miss = (q - line.at(x)) / sqrt(line.doubt(x))
    strays = abs(miss) / error
    lean = trend.lean + (clamp(miss / error, -1.0, 1.0) - trend.lean) / LEANING_DAYS
    kept = KEPT_PER_DAY if abs(lean) < LEANING_FROM else KEPT_LEANING
    weight = min(1.0, HUBER / strays) if strays else 1.0
    # 1.25 mean deviations make a standard one; a single day may not blow it up.
    seen = error * min(1.25 * strays, 3.0)
    return replace(
        trend,
        sums=trend.sums.faded(kept).plus(x, q, weight),
        error=error + (seen - error) / ERROR_DAYS,
        lean=lean,
        days=trend.days + 1,
    )
