"""When entities last said something, by the clock as it is set now."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import State
from homeassistant.util import dt as dt_util

LAST_SEEN: Final = "last_seen"
"""The attribute, or the end of the id of a sensor, in which bridges of radio networks
tell when they heard a device."""
MILLISECONDS: Final = 1e11
"""A Unix time beyond this is told in milliseconds: in seconds it lies after 5000 AD."""
CENTURY: Final = range(2000, 2100)
"""A year beyond is no time that a house tells: there even calendars end."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: the time stamp it got, and when that was by today's clock."""

    stamp: datetime
    at: datetime


class Reports:
    """The last report of each entity that was looked at.

    Home Assistant's time stamps do not follow when the clock is set: a reading of a
    minute ago then looks hours old, or lies ahead. What was heard before is moved here.
    """

    def __init__(self, *, is_starting: bool) -> None:
        """Begin with nothing heard; first states after a start are no reports."""
        self._is_starting = is_starting
        self._heard: dict[str, Report] = {}
        self._first: dict[str, datetime] = {}

    def at(self, state: State) -> datetime:
        """Return when a state was reported, never later than now."""
        stamp = state.last_reported
        heard = self._heard.get(state.entity_id)
        if heard is None or heard.stamp != stamp:
            heard = Report(stamp, min(stamp, dt_util.utcnow()))
            self._heard[state.entity_id] = heard
        return heard.at

    def seen_at(self, state: State) -> datetime:
        """Return when the device behind a state was heard last, as far as it tells."""
        at = self.at(state)
        seen = self._by_our_clock(state.attributes.get(LAST_SEEN), state)
        return max(at, seen) if seen else at

    def told_at(self, state: State) -> datetime | None:
        """Return the moment that a state tells; None where it is none, or to come."""
        return self._by_our_clock(state.state, state)

    def _by_our_clock(self, raw: object, state: State) -> datetime | None:
        """Return a moment that was told with a state, by the clock as it is set now.

        A time to come is a wrong clock in a device and says nothing, until it has come.
        """
        told = moment(raw)
        if told is None:
            return None
        told += self.at(state) - state.last_reported
        return told if told <= dt_util.utcnow() else None

    def is_restored(self, state: State) -> bool:
        """Return whether a state is still the one that a restart brought back."""
        first = self._first.setdefault(state.entity_id, state.last_reported)
        return self._is_starting and state.last_reported == first

    def move(self, by: timedelta) -> None:
        """Let everything heard so far have been `by` later: the clock was set."""
        self._heard = {
            entity: replace(report, at=report.at + by)
            for entity, report in self._heard.items()
        }


def moment(raw: object) -> datetime | None:
    """Return a moment of our century, told as ISO 8601, as Unix time, or as it is."""
    try:
        at = _any_moment(raw)
    except OSError, OverflowError, ValueError:
        return None  # Whatever that is, it is no moment.
    return at if at is not None and at.year in CENTURY else None


def _any_moment(raw: object) -> datetime | None:
    match raw:
        case datetime():
            return dt_util.as_utc(raw)
        case str():
            parsed = dt_util.parse_datetime(raw)
            return dt_util.as_utc(parsed) if parsed else None
        case int() | float() if not isinstance(raw, bool):
            seconds = raw / 1000 if raw > MILLISECONDS else raw
            return dt_util.utc_from_timestamp(seconds)
    return None
