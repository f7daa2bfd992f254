"""What the machine needs from its people, and what can be advised to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..units import Celsius, Delta, clamp, difference

TON: Final = 12_000 / 3412.14163
"""kW of a ton of refrigeration, 12,000 Btu/h."""


class Task(StrEnum):
    """What has to be done to a heat pump from time to time."""

    FILTER = "filter"
    COIL = "coil"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Interval:
    """How long a task may wait: whichever comes first."""

    time: timedelta
    run: timedelta | None = None
    """The fan's run time; None where only the calendar counts."""


@dataclass(frozen=True, slots=True)
class Done:
    """When a task was last done, and what the fan had run by then."""

    at: datetime
    run: timedelta


@dataclass(frozen=True, slots=True)
class Care:
    """When each task was last done."""

    done: Mapping[Task, Done] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stands."""

    used: float
    """The part of its interval that is used up: 0 when just done, 1 when due."""
    by: datetime
    """When it is due by the calendar alone."""

    @property
    def is_due(self) -> bool:
        """Whether it should be done now."""
        return self.used >= 1


def counting_every_task(care: Care, run: timedelta, now: datetime) -> Care:
    """Return the care in which every task counts, from now on if it did not before."""
    missing = {task: Done(now, run) for task in Task if task not in care.done}
    return replace(care, done={**care.done, **missing}) if missing else care


def after_task(care: Care, task: Task, run: timedelta, now: datetime) -> Care:
    """Return the care after a task was done."""
    return replace(care, done={**care.done, task: Done(now, run)})


def standing_of_task(
    done: Done, interval: Interval, run: timedelta, now: datetime
) -> Standing:
    """Return how a task stands, by the fan's run time and the calendar."""
    used = (now - done.at) / interval.time
    if interval.run is not None:
        used = max(used, (run - done.run) / interval.run)
    return Standing(max(0.0, used), done.at + interval.time)


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


@dataclass(frozen=True, slots=True)
class Design:
    """The coldest day that a house has to be ready for, kW."""

    needed: float
    capacity: float

    @property
    def needed_tons(self) -> float:
        """What is needed, in tons of refrigeration."""
        return self.needed / TON

    @property
    def capacity_tons(self) -> float:
        """What the heat pump gives then, in tons of refrigeration."""
        return self.capacity / TON

    @property
    def backup(self) -> float:
        """What a backup has to add, kW."""
        return max(0.0, self.needed - self.capacity)


def design_day(
    load: Callable[[Celsius], float],
    capacity: Callable[[Celsius], float | None],
    outdoor: Celsius,
) -> Design | None:
    """Return what the house needs at its design temperature, and what stands there.

    `load` is the learned one, kW by outdoor temperature. None where the capacity at
    that temperature is not known.
    """
    stands = capacity(outdoor)
    return None if stands is None else Design(load(outdoor), stands)


class Twin(StrEnum):
    """The sources between which a twin-source heat pump can choose."""

    AIR = "air"
    GROUND = "ground"


AIR_ABOVE: Final = (Celsius(4), Celsius(8))
TWIN_HYSTERESIS: Final = Delta(1.0)


def better_source(
    now: Twin,
    air: Celsius | None,
    ground: Celsius | None,
    hysteresis: Delta = TWIN_HYSTERESIS,
) -> Twin:
    """Return which source to draw from: air in mild weather, the ground below it.

    The change lies where air is as warm as the ground, within 4 … 8 °C: below that air
    frosts the coil, above it the ground is better left to recover. It takes a degree
    more to change back. What is not known changes nothing.
    """
    if air is None or ground is None:
        return now
    excess = difference(air, clamp(ground, *AIR_ABOVE))
    if abs(excess) < hysteresis:
        return now
    return Twin.AIR if excess > 0 else Twin.GROUND


class Valve(StrEnum):
    """Which terminal a reversing valve takes: energised to cool (O), or to heat (B)."""

    O = "o"  # noqa: E741 - the terminal's own name
    B = "b"


COLD_LATITUDE: Final = 35.0


def likely_valve(latitude: float | None) -> Valve | None:
    """Return which valve is the likelier one to be built in at a latitude, in degrees.

    A valve fails to the side that it takes without power: makers let that be heating
    where winters are cold (type O) and cooling where summers rule (type B). Latitude
    is a coarse stand-in for climate, and brands follow habits of their own: this is a
    hint beside the terminals. The machine's wiring diagram decides.
    """
    if latitude is None:
        return None
    return Valve.O if abs(latitude) >= COLD_LATITUDE else Valve.B
