"""How much heat the house loses: learned from what heating it takes, exciting nothing.

The heat that a house takes over a day is a straight line over the temperature
difference to outdoors, less what sun, people and appliances give:
q = UA · (room − outdoor − offset). Whole days are fitted, not hours: the sun and the
warmth that walls take up and give back follow the day, and bend any fit to its hours.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt
from typing import Final

from ..units import (
    SECONDS_PER_HOUR,
    Celsius,
    Delta,
    clamp,
    difference,
    shifted,
)
from .balance import Balance, balance_point
from .line import LineSums
from .span import Moment, Span

SECONDS_PER_DAY: Final = 24 * SECONDS_PER_HOUR
DAY_GAP: Final = timedelta(minutes=15)
"""After a longer interruption the hour and the day begin anew."""
STEADY_ROOM: Final = Delta(1.0)
"""The most that the room may differ between the first and the last hour of a day; and
within a day of which some hours are not known."""
LEAST_SHARE: Final = 0.1
"""Of its capacity, that the heat pump has to deliver on a day that counts: in milder
weather the house needs no heat for hours, and the line ends. There is no most: a room
that a full day's run leaves behind cools, and that is in the balance."""
DIFFERENCES: Final = (Delta(3.0), Delta(70.0))
"""Room less outdoors, of days that are believed."""
MOST_HEAT: Final = 100.0
"""kW, of days that are believed."""
STORED_HOURS: Final = 40.0
"""What a kelvin of room temperature stores, as hours of the loss of a kelvin: the time
constant of a framed house, 10 kWh/K at 0.25 kW/K. It corrects days that end warmer or
colder than they began, which hardly any does; it needs no better value."""
LOSS_BOUNDS: Final = (0.02, 3.0)
"""Bounds of the heat loss, kW/K: a tiny flat, a drafty mansion."""
OFFSET_BOUNDS: Final = (Delta(-2.0), Delta(12.0))
"""Bounds of what gains make up for, K."""

USUAL_ROOM: Final = Celsius(20)
USUAL_BALANCE: Final = Celsius(-3)
USUAL_OUTDOOR: Final = Celsius(3)
"""A heating season's mean, where nobody measures."""
USUAL_OFFSET: Final = Delta(3.0)
USUAL_LOSS: Final = 0.25
"""kW/K, where no capacity is known either."""

OFFSET_WEIGHT: Final = 0.25
SIZE_WEIGHT: Final = 0.05
"""What the prior counts, in days: its offset is known to some 2 K, where a day's
balance is met to 1 K; its size is a guess by a third."""
KEPT_PER_DAY: Final = 0.5 ** (1 / 21)
"""What a new day leaves of the weight of those before: half is gone in 21 of them.
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
class Prior:
    """What is assumed of a house before it has shown anything."""

    loss: float = USUAL_LOSS
    """kW/K"""
    offset: Delta = USUAL_OFFSET

    @property
    def design(self) -> float:
        """The load of a design day, kW: the scale of what is large for this house."""
        return self.loss * (self._difference - self.offset)

    @property
    def sums(self) -> LineSums:
        """The assumption as two faint points of the line."""
        none = LineSums().plus(self.offset, 0.0, OFFSET_WEIGHT)
        return none.plus(self._difference, self.design, SIZE_WEIGHT)

    @property
    def _difference(self) -> Delta:
        return difference(USUAL_ROOM, USUAL_BALANCE)


def prior_by_capacity(capacity: float | None) -> Prior:
    """Return the prior of a house for which a heat pump was chosen as usual.

    `capacity` is the heat pump's at −3 °C outdoors, kW, where a usual choice just meets
    the load: field balance points lie between −5 and 2 °C (23 … 35 °F). Gains make
    up for 3 K (65 °F bases and modern houses alike, to some 2 K). Without a
    capacity the loss is that of a framed house of 150 m², 0.25 kW/K.
    """
    if capacity is None:
        return Prior()
    span = difference(USUAL_ROOM, USUAL_BALANCE) - USUAL_OFFSET
    return Prior(loss=clamp(capacity / span, *LOSS_BOUNDS))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was learned of a house, and the day that is being watched."""

    sums: LineSums = field(default_factory=LineSums)
    error: float | None = None
    """By how much a day misses the line, kW; None before any was learned from."""
    lean: float = 0.0
    """To which side days miss of late: −1 … 1."""
    days: int = 0
    """How many days were learned from."""
    hour: Span = field(default_factory=Span)
    day: Span = field(default_factory=Span)
    at: datetime | None = None
    """Until when the hour was watched."""


@dataclass(frozen=True, slots=True)
class House:
    """A house in steady state: its heat loss, and the gains that make up for some."""

    loss: float
    """kW that each kelvin costs (UA), 0.02 … 3."""
    offset: Delta
    """How far outdoors may lie below the room before heat is needed, −2 … 12 K."""
    confidence: float
    """The part of the doubt in the loss that days have removed: 0 (assumed) … 1."""
    days: int
    """How many days it was learned from."""

    @property
    def rounded(self) -> House:
        """The house in steps that count."""
        loss, offset = round(self.loss, 3), Delta(round(self.offset, 1))
        return House(loss, offset, self.confidence, self.days)

    def base(self, room: Celsius) -> Celsius:
        """Return the outdoor temperature from which on a room needs no heat."""
        return shifted(room, Delta(-self.offset))

    def load(self, outdoor: Celsius, room: Celsius) -> float:
        """Return the heat that holds a room, kW: UA · (base − outdoor), never negative.

        The line holds for the mean of days; sun and walls move single hours about it.
        """
        return max(0.0, self.loss * difference(self.base(room), outdoor))


def envelope_after(
    envelope: Envelope,
    moment: Moment | None,
    prior: Prior,
    *,
    seconds: float,
    now: datetime,
) -> Envelope:
    """Return the envelope after a moment that stood for some seconds, until now.

    Give None for what must not count, and no seconds at the first step after a start.
    An hour ends with the first step that completes it, so it may be longer.
    """
    if (
        envelope.at is not None
        and now - envelope.at > timedelta(seconds=seconds) + DAY_GAP
    ):
        envelope = replace(envelope, hour=Span(), day=Span())
    hour = envelope.hour.plus(moment, seconds)
    if hour.elapsed < SECONDS_PER_HOUR:
        return replace(envelope, hour=hour, at=now)
    return envelope_after_hour(replace(envelope, hour=Span(), at=now), hour, prior)


def envelope_after_hour(envelope: Envelope, hour: Span, prior: Prior) -> Envelope:
    """Return the envelope after an hour; the one that completes a day teaches it."""
    day = envelope.day.plus(hour.mean, hour.elapsed)
    if day.elapsed < SECONDS_PER_DAY:
        return replace(envelope, day=day)
    point = _point_of_day(day)
    envelope = replace(envelope, day=Span())
    return envelope if point is None else _envelope_after_day(envelope, *point, prior)


def house_of(envelope: Envelope, prior: Prior) -> House:
    """Return the house that fits best what was learned and what is assumed of it."""
    return _fitted_house(envelope.sums, envelope.error, envelope.days, prior)


@lru_cache(maxsize=64)
def _fitted_house(
    seen: LineSums, error: float | None, days: int, prior: Prior
) -> House:
    """Return the house; it is asked for far more often than it changes."""
    sums = seen.joined(prior.sums)
    x, q = sums.x / sums.weight, sums.q / sums.weight
    slope = (sums.xq - sums.x * q) / sums.spread
    # Bounds turn the line about the middle of its points, where it is known best.
    offset = clamp(x - q / clamp(slope, *LOSS_BOUNDS), *OFFSET_BOUNDS)
    loss = clamp(q / max(x - offset, DIFFERENCES[0]), *LOSS_BOUNDS)
    before = FIRST_ERROR * prior.design / sqrt(prior.sums.spread)
    doubt = _standard_error(error, prior) / sqrt(sums.spread)
    confidence = clamp(1 - doubt / before, 0.0, 1.0)
    return House(loss, Delta(offset), confidence, days)


def thermal_balance_point(
    known: House, capacity: Callable[[Celsius], float | None], room: Celsius
) -> Balance | None:
    """Return the outdoor temperature at which capacity, kW, just meets the load.

    COLDER where it always does, WARMER where it never does; None where the capacity is
    not known anywhere.
    """

    def surplus(outdoor: Celsius) -> float | None:
        heat = capacity(outdoor)
        return None if heat is None else heat - known.load(outdoor, room)

    return balance_point(surplus)


def _standard_error(seen: float | None, prior: Prior) -> float:
    """Return by how much a day misses the line, kW."""
    if seen is None:
        return FIRST_ERROR * prior.design
    return max(seen, LEAST_ERROR * prior.design)


def _point_of_day(day: Span) -> tuple[float, float] | None:
    """Return a day as a point of the line, (K, kW); None where it tells nothing."""
    mean = day.mean
    if mean is None:
        return None
    apart = difference(mean.room, mean.outdoor)
    drift = day.last - day.first
    is_whole = day.known == day.elapsed
    is_steady = abs(drift) <= STEADY_ROOM and (
        is_whole or day.high - day.low <= STEADY_ROOM
    )
    is_sane = DIFFERENCES[0] <= apart <= DIFFERENCES[1] and 0 < mean.heat <= MOST_HEAT
    if not (is_steady and is_sane and mean.share >= LEAST_SHARE):
        return None
    return apart + STORED_HOURS * SECONDS_PER_HOUR * drift / day.elapsed, mean.heat


def _envelope_after_day(
    envelope: Envelope, x: float, q: float, prior: Prior
) -> Envelope:
    """Return the envelope after a day's point; one far off the line counts less."""
    error = _standard_error(envelope.error, prior)
    doubt = sqrt(envelope.sums.joined(prior.sums).doubt(x))
    known = house_of(envelope, prior)
    miss = (q - known.loss * (x - known.offset)) / doubt
    strays = abs(miss) / error
    lean = (
        envelope.lean + (clamp(miss / error, -1.0, 1.0) - envelope.lean) / LEANING_DAYS
    )
    kept = KEPT_PER_DAY if abs(lean) < LEANING_FROM else KEPT_LEANING
    weight = min(1.0, HUBER / strays) if strays else 1.0
    # 1.25 mean deviations make a standard one; a single day may not blow it up.
    seen = error * min(1.25 * strays, 3.0)
    return replace(
        envelope,
        sums=envelope.sums.faded(kept).plus(x, q, weight),
        error=error + (seen - error) / ERROR_DAYS,
        lean=lean,
        days=envelope.days + 1,
    )
