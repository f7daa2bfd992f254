"""The time of one step, which remembers the next moment that matters."""

from datetime import datetime, timedelta
from typing import Final

HOUR: Final = timedelta(hours=1)


class Clock:
    """Answer "has that time passed?" and remember the earliest "not yet".

    Every rule that waits asks here, so a step cannot forget to be woken: what was found
    not to have passed is the moment at which the decision could change by itself.
    """

    __slots__ = ("next_change", "now", "wake_at")

    def __init__(self, now: datetime) -> None:
        """Start a step at `now`, with nothing to wait for."""
        self.now = now
        self.next_change: datetime | None = None
        self.wake_at: datetime | None = None

    def passed(self, since: datetime, duration: timedelta = timedelta()) -> bool:
        """Return whether `duration` has passed since then; if not, await it.

        For what a person waits for: it shows as the next change.
        """
        due = since + duration
        self.announce(due)
        return due <= self.now

    def expired(self, since: datetime, duration: timedelta) -> bool:
        """Return whether `duration` has passed since then; if not, be woken.

        For the watchdogs: a sensor going stale, a relay that does not answer.
        """
        due = since + duration
        self.wake(due)
        return due <= self.now

    def announce(self, moment: datetime) -> None:
        """Await a moment that is yet to come, and show it as the next change."""
        self.wake(moment)
        if moment > self.now:
            self.next_change = earliest(self.next_change, moment)

    def wake(self, moment: datetime) -> None:
        """Be woken at a moment that is yet to come."""
        if moment > self.now:
            self.wake_at = earliest(self.wake_at, moment)


def earliest(one: datetime | None, other: datetime) -> datetime:
    """Return the earlier of a moment that may be missing and one that is not."""
    return other if one is None or other < one else one


def since(before: datetime | None, now: datetime, *, holds: bool) -> datetime | None:
    """Return since when something holds; None while it does not."""
    return (before or now) if holds else None
