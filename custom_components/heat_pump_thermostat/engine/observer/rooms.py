"""The rooms of a house as one: which of them count, and how warm these are together.

They share one machine, so the mean of rooms follows the law of each: mean air goes to
mean idle and mean gain times the heat, as slowly as any of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Final

from ..board import Side
from ..clock import Clock
from ..records import replace
from ..units import Delta
from .observer import Observer, RoomView

STAYS: Final = timedelta(minutes=5)
"""Who is seen in a room for so long does not just pass through it; …"""
LINGERS: Final = timedelta(minutes=30)
"""… and may sit there unseen for so long."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody in a room, as far as one is seen there."""

    since: datetime
    left: datetime | None = None
    """When nobody was seen any more; None while somebody is."""

    def lasts(self, clock: Clock) -> bool:
        """Return whether somebody has been there for so long that it is for a while."""
        if self.left is None:
            return clock.passed(self.since, STAYS)
        return self.is_for_a_while

    def after(self, clock: Clock, *, is_seen: bool) -> Stay | None:
        """Return the stay as it goes on; None once it is over."""
        if is_seen:
            return self if self.left is None else Stay(self.since)
        left = Stay(self.since, self.left or clock.now)
        patience = LINGERS if left.is_for_a_while else STAYS
        is_over = left.left is not None and clock.expired(left.left, patience)
        return None if is_over else left

    @property
    def is_for_a_while(self) -> bool:
        """Return whether somebody who has left did not just pass through."""
        return self.left is not None and self.left - self.since >= STAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """What is known of the rooms that have sensors, each by the name of its sensor."""

    observers: Mapping[str, Observer] = field(default_factory=dict)
    stays: Mapping[str, Stay] = field(default_factory=dict)
    """Where somebody is, or was a short while ago."""
    counting: frozenset[str] = frozenset()
    """The rooms by which the house is heated and cooled."""
    changed_at: datetime | None = None
    """When others began to count."""
    grace: Delta = Delta(0.0)
    """K by which it is colder only because others count now."""

    @property
    def at_rest(self) -> Rooms:
        """What is left of it after nobody looked for a while."""
        observers = {name: each.at_rest for name, each in self.observers.items()}
        return replace(self, observers=observers)

    @property
    def are_coarse(self) -> bool:
        """Whether a sensor of those that count hides what its room does."""
        counting = self.observers.keys() & self.counting
        return any(self.observers[name].manner.is_coarse for name in counting)

    def view(self, neediest_on: Side | None = None) -> RoomView | None:
        """Return the rooms that count as one; None where none of them is observed.

        That is their mean, or the one that needs it most on a side.
        """
        views = [
            observer.view()
            for name, observer in self.observers.items()
            if name in self.counting and observer.guesses
        ]
        if len(views) < 2:  # noqa: PLR2004 - one is what it is
            return views[0] if views else None
        return _mean(views) if neediest_on is None else _neediest(views, neediest_on)


LACKING: Mapping[Side, int] = {Side.HEAT: 1, Side.COOL: -1}
"""Which way rooms lack what a side gives."""


def _neediest(views: Sequence[RoomView], side: Side) -> RoomView:
    """Return the room that lacks heat, or cold, the most."""
    return min(views, key=lambda view: view.air * LACKING[side])


def _mean(views: Sequence[RoomView]) -> RoomView:
    """Return the mean of rooms; what is not known of one is not known of the others."""
    number = len(views)
    return RoomView(
        *(
            sum(getattr(view, part.name) for view in views) / number
            for part in fields(RoomView)
        )
    )
