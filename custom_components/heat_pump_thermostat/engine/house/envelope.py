"""How much heat the house loses: learned from what heating it takes, exciting nothing.

The heat that a house takes is a straight line over the temperature difference to
outdoors, less what sun, people and appliances give: q = UA · (room − outdoor − offset).
How steep it is, nights tell: the sun shines on cold days rather than on mild ones, and
tilts any line through days. How much less heat is needed, whole days tell, with all
that the sun and people gave in them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt
from typing import Final

from ..records import replace
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
from .trend import FIRST_ERROR, Assumed, Trend, trend_after

SECONDS_PER_DAY: Final = 24 * SECONDS_PER_HOUR
DAY_GAP: Final = timedelta(minutes=15)
"""After a longer interruption the hour and the day begin anew."""
STEADY_ROOM: Final = Delta(1.0)
"""The most that the room may differ between the first and the last hour of a day; and
within a day of which some hours are not known."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a day or a night has to be like to count."""

    least_share: float
    """Of its capacity, that the heat pump has to deliver: where the house needs no heat
    for hours the line ends. There is no most: a room that a full day's run leaves
    behind cools, and that is in the balance."""
    least_apart: Delta
    """Room less outdoors."""
    most_drift: Delta
    """The most that the room may differ between the first and the last hour."""
    stored_hours: float
    """What a kelvin of room temperature stores, as hours of the loss of a kelvin: it
    corrects for a room that ends warmer or colder than it began."""


OF_DAY: Final = Terms(
    least_share=0.1,
    least_apart=Delta(3.0),
    most_drift=STEADY_ROOM,
    stored_hours=40.0,
)
"""A kelvin stores the time constant of a framed house, 10 kWh/K at 0.25 kW/K."""
OF_NIGHT: Final = Terms(
    least_share=0.02,
    least_apart=Delta(10.0),
    most_drift=Delta(3.0),
    stored_hours=12.0,
)
"""A night may hold a setback, or its end; walls follow by half meanwhile. Which nights
count, the weather says, not the heat: a choice by heat would tilt the line."""
MOST_APART: Final = Delta(70.0)
MOST_HEAT: Final = 100.0
"""kW; of days that are believed."""
LEAST_APART: Final = Delta(3.0)
"""Room less its base, to divide heat by."""
NIGHT: Final = (timedelta(hours=2), timedelta(hours=8))
"""Which hours since midnight tell the slope: what the sun has left is mostly gone."""
ENOUGH_NIGHTS: Final = 5.0
"""From so many on, old ones counting less, they tell the slope."""
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

GAINS_WEIGHT: Final = 0.25
SIZE_WEIGHT: Final = 0.05
"""What the prior counts, in days: what people and sun give, in kW, is known to half of
it, where a day's balance is met to a quarter; the size is a guess by a third."""


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
    def line(self) -> Assumed:
        """The assumption as two faint points of the line.

        Not where the line begins is assumed, but what is given besides, in kW: in a
        tight house that makes up for more kelvins.
        """
        gains = LineSums().plus(0.0, -self.loss * self.offset, GAINS_WEIGHT)
        sums = gains.plus(self._difference, self.design, SIZE_WEIGHT)
        return Assumed(sums, self.design)

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
    """What was learned of a house, and the day and night that are being watched."""

    by_day: Trend = field(default_factory=Trend)
    by_night: Trend = field(default_factory=Trend)
    hour: Span = field(default_factory=Span)
    day: Span = field(default_factory=Span)
    night: Span = field(default_factory=Span)
    at: datetime | None = None
    """Until when the hour was watched."""

    @property
    def days(self) -> int:
        """How many days were learned from."""
        return self.by_day.days


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
    midnight: datetime,
) -> Envelope:
    """Return the envelope after a moment that stood for some seconds, until now.

    Give None for what must not count, and no seconds at the first step after a start.
    An hour ends with the first step that completes it, so it may be longer. `midnight`
    is the household's last one.
    """
    if (
        envelope.at is not None
        and now - envelope.at > timedelta(seconds=seconds) + DAY_GAP
    ):
        envelope = replace(envelope, hour=Span(), day=Span(), night=Span())
    hour = envelope.hour.plus(moment, seconds)
    if hour.elapsed < SECONDS_PER_HOUR:
        return replace(envelope, hour=hour, at=now)
    envelope = replace(envelope, hour=Span(), at=now)
    is_night = NIGHT[0] < now - midnight <= NIGHT[1]
    return envelope_after_hour(envelope, hour, prior, is_night=is_night)


def envelope_after_hour(
    envelope: Envelope, hour: Span, prior: Prior, *, is_night: bool
) -> Envelope:
    """Return the envelope after an hour; the end of a day, or a night, teaches it."""
    envelope = _envelope_after_day(envelope, hour, prior)
    if is_night:
        return replace(envelope, night=envelope.night.plus(hour.mean, hour.elapsed))
    if not envelope.night.elapsed:
        return envelope
    by_night = _taught_trend(envelope.by_night, _point_of_night(envelope.night), prior)
    return replace(envelope, night=Span(), by_night=by_night)


def _envelope_after_day(envelope: Envelope, hour: Span, prior: Prior) -> Envelope:
    """Return the envelope after an hour of a day; the last one teaches it."""
    day = envelope.day.plus(hour.mean, hour.elapsed)
    if day.elapsed < SECONDS_PER_DAY:
        return replace(envelope, day=day)
    by_day = _taught_trend(envelope.by_day, _point_of_day(day), prior)
    return replace(envelope, day=Span(), by_day=by_day)


def _taught_trend(
    trend: Trend, point: tuple[float, float] | None, prior: Prior
) -> Trend:
    return trend if point is None else trend_after(trend, *point, prior.line)


def house_of(envelope: Envelope, prior: Prior) -> House:
    """Return the house that fits best what was learned and what is assumed of it."""
    return _fitted_house(envelope.by_day, envelope.by_night, prior)


@lru_cache(maxsize=64)
def _fitted_house(by_day: Trend, by_night: Trend, prior: Prior) -> House:
    """Return the house; it is asked for far more often than it changes."""
    assumed = prior.line
    sloping = by_night if by_night.sums.weight >= ENOUGH_NIGHTS else by_day
    line = sloping.sums.joined(assumed.sums)
    x, q = (by_day if by_day.sums.weight else sloping).sums.joined(assumed.sums).middle
    loss = clamp(line.slope, *LOSS_BOUNDS)
    offset = clamp(x - q / loss, *OFFSET_BOUNDS)
    if offset in OFFSET_BOUNDS:
        # The line turns about the middle of its points, where it is known best.
        loss = clamp(q / max(x - offset, LEAST_APART), *LOSS_BOUNDS)
    before = FIRST_ERROR * prior.design / sqrt(assumed.sums.spread)
    doubt = sloping.standard_error(prior.design) / sqrt(line.spread)
    confidence = clamp(1 - doubt / before, 0.0, 1.0)
    return House(loss, Delta(offset), confidence, by_day.days)


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


def _point_of_day(day: Span) -> tuple[float, float] | None:
    """Return a day as a point of the line, (K, kW); None where it tells nothing."""
    is_whole = day.known == day.elapsed
    is_steady = is_whole or day.high - day.low <= STEADY_ROOM
    return _point_of(day, OF_DAY) if is_steady else None


def _point_of_night(night: Span) -> tuple[float, float] | None:
    """Return the same of a night, of which at most an hour may lack."""
    least = (NIGHT[1] - NIGHT[0]).total_seconds() - SECONDS_PER_HOUR
    return None if night.elapsed < least else _point_of(night, OF_NIGHT)


def _point_of(span: Span, terms: Terms) -> tuple[float, float] | None:
    mean, drift = span.mean, span.last - span.first
    if mean is None:
        return None
    apart = difference(mean.room, mean.outdoor)
    is_sane = apart <= MOST_APART and 0 < mean.heat <= MOST_HEAT
    is_telling = apart >= terms.least_apart and mean.share >= terms.least_share
    if not (is_sane and is_telling and abs(drift) <= terms.most_drift):
        return None
    stored_hours = terms.stored_hours * SECONDS_PER_HOUR / span.elapsed
    return apart + stored_hours * drift, mean.heat
