"""What a household should hear of its backup heat, though nothing may be broken.

Each alert is an event: it is raised once, and anew each day in which it is so again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..clock import HOUR
from ..records import replace

DAY: Final = timedelta(days=1)
LONG_IN_A_DAY: Final = timedelta(hours=10)
"""So much backup heat in a day is worth a word, unless the weather explains it."""
UNEXPLAINED: Final = 0.5
"""That is where more than this share of it ran in weather that the compressor holds."""
IN_EASY_WEATHER: Final = timedelta(hours=2)
"""So much of it in a day is, where the compressor carries the weather with ease."""


class Alert(StrEnum):
    """Something about the backup heat that a household should hear of."""

    BACKUP_RAN_LONG = "backup_ran_long"
    """It ran for longer than this weather and this house explain."""
    BACKUP_IN_MILD_WEATHER = "backup_in_mild_weather"
    """It ran for hours in weather that the compressor carries alone."""
    EMERGENCY_HEAT_LONG = "emergency_heat_long"
    """Emergency heat has been on for a day."""


@dataclass(frozen=True, slots=True)
class BackupHour:
    """What the backup did in an hour, in seconds; not where somebody chose it."""

    begun: datetime
    ran: float = 0.0
    held: float = 0.0
    """In weather in which the compressor holds the room."""
    eased: float = 0.0
    """In weather that it carries with ease."""

    def plus(self, other: BackupHour) -> BackupHour:
        """Return the hour with what ran meanwhile."""
        return replace(
            self,
            ran=self.ran + other.ran,
            held=self.held + other.held,
            eased=self.eased + other.eased,
        )


@dataclass(frozen=True, slots=True)
class Emergency:
    """Emergency heat that goes on."""

    since: datetime
    cost: float | None
    """What heat had cost until then; None where nobody told prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert that was raised."""

    at: datetime
    times: int
    """How often it was raised, ever: this is what shows that it was raised anew."""
    hours: float
    """For how long the backup ran, of which it tells."""
    cost: float | None = None
    """What that cost so far, where it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """What was raised, and what may be soon."""

    hours: tuple[BackupHour, ...] = ()
    """The last day, as far as the backup ran."""
    emergency: Emergency | None = None
    raised: Mapping[Alert, Raised] = field(default_factory=dict)

    @property
    def forgotten_emergency(self) -> Raised | None:
        """What was raised of the emergency heat that is on, once it was for a day."""
        raised = self.raised.get(Alert.EMERGENCY_HEAT_LONG)
        if self.emergency is None or raised is None:
            return None
        return raised if raised.at - self.emergency.since >= DAY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupNow:
    """What the backup did since the last step, and in which weather."""

    seconds: float
    """For how long it ran; nothing where it was chosen to heat."""
    is_held: bool
    """Whether the compressor holds the room in this weather."""
    is_eased: bool
    """Whether it does so with ease."""
    is_emergency: bool
    cost: float | None
    """What heat has cost, ever; None where nobody tells prices."""


def advance(alerts: Alerts, seen: BackupNow, now: datetime) -> Alerts:
    """Return the alerts after what the backup did since the last step."""
    hours, emergency = _with_hour(alerts.hours, seen, now), None
    if seen.is_emergency:
        emergency = alerts.emergency or Emergency(now, seen.cost)
    if not hours and emergency is None and alerts.emergency is None:
        return alerts if not alerts.hours else replace(alerts, hours=hours)
    after = Alerts(hours=hours, emergency=emergency, raised=alerts.raised)
    raised = {
        alert: replace(each, times=_times(after, alert) + 1)
        for alert, each in _worth_a_word(after, seen, now)
        if _is_due(after, alert, now)
    }
    return replace(after, raised={**after.raised, **raised}) if raised else after


def _with_hour(
    hours: tuple[BackupHour, ...], seen: BackupNow, now: datetime
) -> tuple[BackupHour, ...]:
    """Return the hours of the last day, with what ran since the last step."""
    recent = tuple(hour for hour in hours if now - hour.begun < DAY)
    if not seen.seconds:
        return recent
    piece = BackupHour(
        now,
        seen.seconds,
        seen.seconds if seen.is_held else 0.0,
        seen.seconds if seen.is_eased else 0.0,
    )
    if recent and now - recent[-1].begun < HOUR:
        return (*recent[:-1], recent[-1].plus(piece))
    return (*recent, piece)


def _worth_a_word(
    alerts: Alerts, seen: BackupNow, now: datetime
) -> Iterator[tuple[Alert, Raised]]:
    """Return what a household should hear of, whether or not it has."""
    ran = _total(hour.ran for hour in alerts.hours)
    held = _total(hour.held for hour in alerts.hours)
    eased = _total(hour.eased for hour in alerts.hours)
    if ran > LONG_IN_A_DAY and held > UNEXPLAINED * ran:
        yield Alert.BACKUP_RAN_LONG, _raised_alert(ran, now)
    if eased >= IN_EASY_WEATHER:
        yield Alert.BACKUP_IN_MILD_WEATHER, _raised_alert(eased, now)
    began = alerts.emergency
    if began is not None and now - began.since >= DAY:
        is_priced = began.cost is not None and seen.cost is not None
        cost = (seen.cost or 0.0) - (began.cost or 0.0) if is_priced else None
        yield Alert.EMERGENCY_HEAT_LONG, _raised_alert(now - began.since, now, cost)


def _total(seconds: Iterable[float]) -> timedelta:
    return timedelta(seconds=sum(seconds))


def _raised_alert(
    lasted: timedelta, now: datetime, cost: float | None = None
) -> Raised:
    return Raised(at=now, times=0, hours=lasted / HOUR, cost=cost)


def _times(alerts: Alerts, alert: Alert) -> int:
    before = alerts.raised.get(alert)
    return before.times if before else 0


def _is_due(alerts: Alerts, alert: Alert, now: datetime) -> bool:
    """Return whether an alert was not raised within the last day."""
    before = alerts.raised.get(alert)
    return before is None or now - before.at >= DAY
