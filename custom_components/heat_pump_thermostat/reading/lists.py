"""What a list tells of the hours around now, whatever its length, order and shape."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from .readings import number, within
from .reports import moment

BEFORE: Final = timedelta(days=1)
AFTER: Final = timedelta(days=3)
"""What is told beyond is passed over: an answer of now must do while nobody answers."""
MANY: Final = 1000
"""So many entries are looked at, in whatever order; those of a longer list run by time,
forwards or backwards, so that 100,000 of them take no longer."""
TRIED: Final = 8
"""Entries of a long list of which one has to tell its time."""
LARGEST: Final = 1e9
"""No price and no temperature is a larger number."""


def numbers_by_time(
    entries: Any, begins: str, value: str, now: datetime
) -> Iterator[tuple[datetime, float]]:
    """Return what a list tells of the time around now.

    `begins` and `value` are what its entries call the time and the figure; entries that
    tell nothing are passed over.
    """
    if not isinstance(entries, list | tuple):
        return
    since, until = now - BEFORE, now + AFTER
    for entry in _entries_near(entries, begins, since):
        at = _time_of(entry, begins)
        if at is None or not since <= at < until:
            continue
        figure = within(-LARGEST, number(entry.get(value)), LARGEST)
        if figure is not None:
            yield at, figure


def _entries_near(
    entries: Sequence[Any], begins: str, since: datetime
) -> Sequence[Any]:
    """Return the entries of a list among which all are that begin soon after then."""
    if len(entries) <= MANY:
        return entries

    def at(place: int) -> datetime:
        tried = entries[place : place + TRIED]
        return next((t for each in tried if (t := _time_of(each, begins))), since)

    if at(0) > at(len(entries) - TRIED):
        entries = entries[::-1]
    first = bisect_left(range(len(entries)), since, key=at)
    return entries[max(0, first - TRIED) : first + MANY]


def _time_of(entry: Any, begins: str) -> datetime | None:
    return moment(entry.get(begins)) if isinstance(entry, dict) else None
