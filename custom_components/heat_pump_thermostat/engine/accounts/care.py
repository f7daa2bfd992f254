"""What a heat pump needs from its people from time to time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ..records import replace


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
    done: Done
    interval: Interval

    @property
    def by(self) -> datetime:
        """When it is due by the calendar alone."""
        return self.done.at + self.interval.time

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
    return Standing(max(0.0, used), done, interval)
