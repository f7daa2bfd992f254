"""The room as it is behind its sensor: how warm, how sure, and how warm it will be.

Everything a sensor does on the way from the room to us is in three places: how it
speaks (`manner.py`), where it hangs (`guess.py`), and what one report is (an interval).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, hypot, inf, log, sqrt
from typing import Final

from ..clock import HOUR
from ..observation import Reading
from ..records import replace
from ..units import Delta, clamp
from .guess import (
    STRAY,
    TIME,
    Expected,
    Guess,
    Seat,
    Supply,
    first_guess,
    guess_after,
    later,
    noise_after,
)
from .interval import Between
from .manner import Manner, Stands

EVERY: Final = timedelta(seconds=60)
"""How often the room is thought about while nothing happens."""
LONGEST_GAP: Final = timedelta(hours=1)
"""After a longer interruption nobody knows what became of the room."""
QUIET: Final = timedelta(minutes=2)
"""From so long on silence is heard."""
NEAR_END: Final = 0.5
"""Sigmas from its end within which silence is heard: told again and again to one that
is well inside, it would count twice."""
DULL: Final = 0.35
"""Less than this share of the warmth that its heat should bring is next to nothing."""
GAIN_BOUNDS: Final = (0.2, 5.0)
"""What heat makes of a house, in multiples of what is assumed."""
STRAY_SLACK: Final = Delta(0.2)
"""Beyond the sigmas: nobody knows any of this so well."""
MIXED: Final = 0.04
"""Hours in which supply air becomes as warm as the machine makes it, but for 1/e."""
ASTRAY: Final = 0.3
"""The share of the heat in it that may be otherwise: of frost, and of a defrost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What there is to know of the time since the last step."""

    reading: Reading
    """The last report that is believed."""
    heat: float
    """kW into the air since the last step; below zero while it is cooled."""
    held_by: float
    """kW that would hold the room as it is."""
    gain: float
    """K an hour per kW, as it is assumed of such a house."""
    by_backup: bool | None = None
    """Whether the backup heats without the compressor; None while nothing does."""
    is_heat_doubtful: bool = False
    """Whether the compressor is being compared, or is believed dead."""
    is_changing: bool = False
    """Whether relays have moved: from now on it is another heat."""
    is_stirred: bool = False
    """Whether a window is open, or the machine defrosts."""

    def refutes(self, before: Observer) -> bool:
        """Return whether another machine heats, after one that may be broken.

        What the room did then says nothing of the other one's heat, nor of where the
        sensor hangs.
        """
        is_other = self.by_backup not in (None, before.by_backup)
        was_dull = is_other and before.view().gain < DULL * self.gain
        return was_dull or (is_other and self.is_heat_doubtful)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """What is known of a room and of the sensor in it."""

    at: datetime | None = None
    report: Reading | None = None
    """The last report."""
    manner: Manner = field(default_factory=Manner)
    stands: Stands = field(default_factory=Stands)
    gain: float | None = None
    """What heat made of the room when it was last begun anew, K an hour per kW."""
    guesses: tuple[Guess, ...] = ()
    supply: float = 0.0
    """kW in the supply air, which follows the machine slowly."""
    by_backup: bool = False
    """Whether it was the backup alone that heated last."""

    @property
    def at_rest(self) -> Observer:
        """What is left of it after nobody looked for a while: no room, but a sensor."""
        gain = self.view().gain if self.guesses else self.gain
        stands = replace(self.stands, lasts=0.0)
        return Observer(manner=self.manner, stands=stands, gain=gain)

    @property
    def measured_at(self) -> datetime | None:
        """When what it says was measured: one may repeat it for a while."""
        if self.report is None:
            return None
        return self.report.at - timedelta(seconds=self.stands.repeats_for)

    @property
    def weights(self) -> tuple[float, ...]:
        """How much each guess counts; all together 1."""
        best = max(guess.score for guess in self.guesses)
        shares = [exp(guess.score - best) for guess in self.guesses]
        total = sum(shares)
        return tuple(share / total for share in shares)

    def view(self) -> RoomView:
        """Return the room as all guesses together see it."""
        air = idle = gain = doubt = joint = idle_doubt = 0.0
        for weight, guess in zip(self.weights, self.guesses, strict=True):
            x, p = guess.mean, guess.spread
            air += weight * x[0]
            idle += weight * x[1]
            gain += weight * x[2]
            doubt += weight * p[0]
            joint += weight * p[1]
            idle_doubt += weight * p[4]
        return RoomView(air, idle, gain, doubt, joint, idle_doubt)


@dataclass(frozen=True, slots=True)
class RoomView:
    """The room at a moment, and what it does next."""

    air: float
    idle: float
    """°C"""
    gain: float
    """K an hour per kW"""
    doubt: float
    joint: float
    idle_doubt: float
    """K²: the variance of the air, its covariance with idle, and idle's."""

    @property
    def sigma(self) -> Delta:
        """How far the air may be from where it is taken to be, K."""
        return Delta(sqrt(max(0.0, self.doubt)))

    def rise(self, hours: float, heat: float) -> Delta:
        """Return by how much so many kW warm it within some hours, K."""
        left = exp(-hours / TIME)
        return Delta((1 - left) * (self.idle + self.gain * TIME * heat - self.air))

    def until(self, edge: float, heat: float) -> float:
        """Return after how many hours it passes a temperature; for ever if never."""
        goal = self.idle + self.gain * TIME * heat
        way, rest = self.air - goal, edge - goal
        if way * rest <= 0 or abs(rest) >= abs(way):
            return inf
        return TIME * log(way / rest)


def observer_after(before: Observer, seen: Glimpse, now: datetime) -> Observer:
    """Return the observer after what was seen since it last thought."""
    report, last = seen.reading, before.report
    if last is None or before.at is None or not before.guesses:
        return _new_observer_from(before, seen, now)
    passed = now - before.at
    if not timedelta() <= passed <= LONGEST_GAP:
        return _new_observer_from(before, seen, now)
    if seen.refutes(before):
        return _new_observer_from(
            Observer(manner=before.manner, stands=before.stands), seen, now
        )
    if seen.by_backup not in (None, before.by_backup):
        before = replace(before, by_backup=seen.by_backup)
    is_news = report.at != last.at or report.value != last.value
    if not is_news and not seen.is_changing and passed < EVERY:
        return before
    guesses = tuple(
        later(guess, passed.total_seconds(), seen.heat, is_stirred=seen.is_stirred)
        for guess in before.guesses
    )
    left = exp(-(passed / HOUR) / MIXED)
    missing = (before.supply - seen.heat) * left
    heat = seen.heat + missing
    supply = Supply(heat, hypot(missing, ASTRAY * heat))
    if is_news:
        return _observer_after_report(before, guesses, last, seen, supply, now)
    after = replace(before, at=now, guesses=guesses, supply=heat)
    return _observer_still_waiting(after, seen, supply, now)


def _observer_after_report(
    before: Observer,
    guesses: tuple[Guess, ...],
    last: Reading,
    seen: Glimpse,
    supply: Supply,
    now: datetime,
) -> Observer:
    """Return the observer, with guesses as they are by now, after a report."""
    report = seen.reading
    manner = before.manner.after_report(last, report)
    stands = before.stands.after_report(last, report)
    told: tuple[Guess, ...] | None = guesses
    if stands.is_news_after(before.stands):
        told = _guesses_after(guesses, manner.says(last.value, report.value), supply)
    after = replace(
        before,
        at=now,
        report=report,
        manner=manner,
        stands=stands,
        guesses=guesses if told is None else told,
        supply=supply.heat,
    )
    return _new_observer_from(after, seen, now) if told is None else after


def _guesses_after(
    guesses: tuple[Guess, ...], says: Between, supply: Supply
) -> tuple[Guess, ...] | None:
    """Return the guesses after a report; None where none of them explains it."""
    told = [(guess, guess.reading_expected(supply)) for guess in guesses]
    if all(_is_stray(guess, expected, says) for guess, expected in told):
        return None
    return tuple(
        guess_after(
            guess, expected, says, supply.heat, noise_after(guess, expected, says)
        )
        for guess, expected in told
    )


def _is_stray(guess: Guess, expected: Expected, says: Between) -> bool:
    """Return whether a report is beyond what was expected by more than chance."""
    nearest = clamp(expected.value, says.low, says.high)
    sigma = sqrt(expected.variance + guess.noise)
    return abs(nearest - expected.value) > STRAY * sigma + STRAY_SLACK


def _observer_still_waiting(
    observer: Observer, seen: Glimpse, supply: Supply, now: datetime
) -> Observer:
    """Return the observer after nothing was said; that tells something, too."""
    manner, report = observer.manner, seen.reading
    if not manner.tells_changes or now - report.at < QUIET:
        return observer
    says = manner.keeps_silent(report.value)

    def listen(guess: Guess) -> Guess:
        expected = guess.reading_expected(supply)
        if not says.excludes(expected.value, NEAR_END * sqrt(expected.variance)):
            return guess
        return guess_after(guess, expected, says, supply.heat, guess.noise)

    return replace(observer, guesses=tuple(map(listen, observer.guesses)))


def _new_observer_from(observer: Observer, seen: Glimpse, now: datetime) -> Observer:
    """Return the observer of a room that is as it was told just now.

    What the sensor is like, and what heat makes of the house, is still known.
    """
    known = observer.view().gain if observer.guesses else observer.gain
    least, most = (seen.gain * times for times in GAIN_BOUNDS)
    gain = seen.gain if known is None else clamp(known, least, most)
    seats = {guess.seat: guess for guess in observer.guesses}
    variance = observer.manner.step**2 / 12
    guesses = (
        first_guess(seat, seen.reading.value, seen.held_by, gain, variance)
        for seat in Seat
    )
    return replace(
        observer,
        at=now,
        report=seen.reading,
        gain=gain,
        by_backup=bool(seen.by_backup),
        guesses=tuple(guess.like(seats.get(guess.seat)) for guess in guesses),
    )
