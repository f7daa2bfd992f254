"""How well a machine does beside itself: what it did when it was known to be well."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..records import replace

BASELINE_RUN: Final = timedelta(hours=100)
"""Run time that makes a baseline."""
RECENT_RUN: Final = timedelta(hours=24)
"""Run time over which the present is averaged."""
LARGEST_STRAY: Final = 0.25
"""A measurement that strays further from the average counts as straying so far."""
WEAK_RATIO: Final = 0.85
"""Of the baseline: less is flagged. A dirty coil or lost refrigerant takes 10 … 30 %,
weather and sensors less than 10 %."""
LASTING_RUN: Final = timedelta(hours=24)
"""Run time for which it has to stay so."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How well a machine does beside what it did when it was known to be well."""

    baseline: float | None = None
    recent: float | None = None
    """Measured over expected, now about 1: the mean at first, and of late."""
    learned: timedelta = timedelta()
    """Run time in the baseline."""
    weak: timedelta = timedelta()
    """For how much run time it has been weak."""

    @property
    def ratio(self) -> float | None:
        """The present beside the baseline; None until there is one."""
        if not self.baseline or self.recent is None or self.learned < BASELINE_RUN:
            return None
        return self.recent / self.baseline

    @property
    def is_weak(self) -> bool:
        """Whether somebody should have a look at the machine."""
        return self.weak >= LASTING_RUN


def drift_after(
    drift: Drift, measured: float, expected: float, ran: timedelta
) -> Drift:
    """Return the drift after a measurement that stood for some run time.

    Give what was measured and what the model expects of a well machine under the same
    conditions: air temperature rise, or COP, in any unit. Their ratio is compared with
    this machine's own, so that neither a wrong datasheet nor a misplaced sensor is
    taken for wear. Leave out starts, defrosts, and a backup that heats the same air.
    Begin anew (`Drift()`) after a service.
    """
    if expected <= 0 or ran <= timedelta():
        return drift
    ratio = measured / expected
    recent = _average_with(drift.recent, ratio, ran / RECENT_RUN)
    if drift.learned < BASELINE_RUN:
        learned = drift.learned + ran
        baseline = _average_with(drift.baseline, ratio, ran / learned)
        return replace(drift, baseline=baseline, recent=recent, learned=learned)
    drift = replace(drift, recent=recent)
    is_weak = drift.ratio is not None and drift.ratio < WEAK_RATIO
    return replace(drift, weak=drift.weak + ran if is_weak else timedelta())


def _average_with(average: float | None, value: float, share: float) -> float:
    if average is None:
        return value
    strays = max(-LARGEST_STRAY, min(LARGEST_STRAY, value - average))
    return average + min(1.0, share) * strays
