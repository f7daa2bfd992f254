"""What a house takes of heat, by room and weather alone.

It takes what it loses to outdoors, and what warms its air and its walls. Everything is
reckoned in kelvins' losses (heat over the loss of a kelvin), so that house and machine
may both be known badly, as long as it is by the same factor.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, hypot, inf
from typing import Final

from ..clock import HOUR
from ..records import replace
from ..units import Celsius, Delta, clamp, difference
from .envelope import House, Prior
from .home import SURE_CONFIDENCE
from .warming import Warming, lightness

GAP: Final = timedelta(minutes=15)
"""After a longer interruption it is not known what warmed or cooled the room."""
SETTLED_AFTER: Final = timedelta(minutes=10)
"""After a start or stop, a sensor that follows slowly still shows what was before."""

AIR: Final = 0.45
"""Of what a kelvin stores within an hour, the part in the air and in what stands in it;
walls take the rest."""
COUPLING: Final = 4.2
"""What a kelvin between room and walls carries, in losses of a kelvin."""
WALLS_LAG: Final = 6.5
"""Hours in which walls follow the room but for one part in e."""

FALLS_EVERY: Final = timedelta(minutes=12)
"""A room that cools shows it so often, whatever the sensor."""
RISES_EVERY: Final = timedelta(minutes=20)
"""One that recovers shows it at least so often."""

STANDS_FOR: Final = 0.5
"""Hours after which a reading that does not change tells something as well."""

SEEN_LASTING: Final = 2.0
"""Hours after which e times less is left of what was seen."""
KEEN: Final = 0.02
"""By what share of it a larger change shows that the sensor's steps have become so."""

GAINS: Final = Delta(2.0)
"""What sun and people add or leave out within hours, in kelvins' losses."""
STORED_DOUBT: Final = 0.3
"""By what share what the house stores may be wrong."""
LIKELY: Final = (0.5, 2.0)
"""What another loses, in multiples of what is assumed of it."""
DOUBTS: Final = (0.12, 0.35)
"""By what share the loss of a house may be wrong, learned and assumed."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What is known of the house, for the hours ahead."""

    loss: float
    """kW/K"""
    offset: Delta
    doubt: float
    """By what share the loss may be wrong."""
    air: float
    """Hours of loss that a kelvin of room air stores."""


def shell(house: House, prior: Prior, warming: Warming) -> Shell:
    """Return what is known of a house, as it was learned or is assumed.

    One that is not known well yet is taken to be of likely size: what a few days have
    shown may be the heat of a stove.
    """
    least, most = DOUBTS
    doubt = max(least, most * (1 - house.confidence))
    loss = house.loss
    if house.confidence < SURE_CONFIDENCE:
        smallest, largest = (times * prior.loss for times in LIKELY)
        loss = clamp(loss, smallest, largest)
    return Shell(loss, house.offset, doubt, AIR / lightness(warming))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What stood since the last step, and what the sensors say now."""

    room: Celsius | None
    outdoor: Celsius | None
    """As they are believed."""
    measured: datetime | None = None
    """When the room was measured last; None where that is not known, and where the
    backup takes turns: what a sensor shows late is the same in two cooling rooms."""
    compressor: float | None
    """kW that the compressor gives if it is well, never what is measured; 0 at rest.
    None where it is not known whether it runs."""
    backup: float | None
    """kW of the backup; None where that is not known."""
    is_backup_rated: bool = True
    """Whether it is known while the backup heats: nobody rates a furnace."""
    takes_turns: bool = False
    """Whether the backup heats in the compressor's place or not at all."""
    is_disturbed: bool = False
    """Whether a window is open, or the outdoor unit defrosts: it tells nothing then."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A time that is being summed up: kelvins' losses times hours."""

    hours: float = 0.0
    load: float = 0.0
    stored: float = 0.0
    """In air and walls; below zero while they cool."""
    backup: float = 0.0
    compressor: float = 0.0

    def faded(self, hours: float) -> Ledger:
        """Return the ledger in which everything counts less after some hours."""
        kept = exp(-hours / SEEN_LASTING)
        return Ledger(
            self.hours * kept,
            self.load * kept,
            self.stored * kept,
            self.backup * kept,
            self.compressor * kept,
        )

    def plus(self, other: Ledger) -> Ledger:
        """Return both together."""
        return Ledger(
            self.hours + other.hours,
            self.load + other.load,
            self.stored + other.stored,
            self.backup + other.backup,
            self.compressor + other.compressor,
        )

    @property
    def missing(self) -> float:
        """What the house took and the backup did not give."""
        return self.load + self.stored - self.backup

    @property
    def share(self) -> float:
        """What the compressor gave of what it should: about 1 where it is well.

        Infinite where it did not run.
        """
        return self.missing / self.compressor if self.compressor else inf

    def doubt(self, known: Shell) -> float:
        """Return by how much that share may be wrong; infinite where nothing ran."""
        return self.unsure(known) / self.compressor if self.compressor else inf

    def unsure(self, known: Shell) -> float:
        """Return by how much it may be wrong what the house took."""
        gains = GAINS * self.hours
        return hypot(known.doubt * self.load, STORED_DOUBT * self.stored, gains)

    def per_hour(self) -> Ledger:
        """Return the mean of its hours, of which there must be some."""
        return Ledger(
            1.0,
            self.load / self.hours,
            self.stored / self.hours,
            self.backup / self.hours,
            self.compressor / self.hours,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What room, walls and compressor have been doing."""

    at: datetime | None = None
    """When the room was last believed."""
    room: Celsius | None = None
    walls: Celsius | None = None
    moved: datetime | None = None
    """When the reading last changed."""
    fell: datetime | None = None
    """When it last fell."""
    step: Delta = Delta(0.0)
    """The smallest change that the reading shows; nothing before the first."""
    runs: bool = False
    turned: datetime | None = None
    """Since when the compressor runs, or rests."""
    pulse: float = 0.0
    """The backup's heat while it was last on, in kelvins' losses."""
    measured: datetime | None = None
    """When the room was last measured."""
    untold: Ledger | None = None
    """What is summed up since the room was last told; None from a time that is not
    known until it is told again."""
    is_relieved: bool = False
    """Whether the backup has heated in the compressor's place since its last run."""

    def stands(self, now: datetime, duration: timedelta) -> bool:
        """Return whether the reading has not changed for so long."""
        return self.moved is not None and now - self.moved >= duration

    def falls(self, now: datetime) -> bool:
        """Return whether the reading has fallen of late."""
        return self.fell is not None and now - self.fell <= FALLS_EVERY

    def rises(self, now: datetime) -> bool:
        """Return whether the reading has last risen, and that of late."""
        if self.moved is None or (self.fell is not None and self.fell >= self.moved):
            return False
        return now - self.moved <= RISES_EVERY

    @property
    def begun_anew(self) -> Track:
        """The track from which on it is summed up once the room is told again."""
        return self if self.measured is None else replace(self, untold=None)

    def rests(self, now: datetime) -> bool:
        """Return whether the compressor has rested for a while."""
        return not self.runs and self.is_settled(now)

    def is_settled(self, now: datetime, after: timedelta = SETTLED_AFTER) -> bool:
        """Return whether the compressor has done for a while what it does."""
        return self.turned is not None and now - self.turned > after


def track_after(
    track: Track, seen: Sight, known: Shell, now: datetime
) -> tuple[Track, Ledger]:
    """Return the track until now, and what is to be summed up of the time since.

    The ledger is empty where that is not known.
    """
    room, runs = seen.room, bool(seen.compressor)
    if track.turned is None or runs is not track.runs:
        track = replace(track, runs=runs, turned=now)
    is_relieved = not runs and (track.is_relieved or seen.backup != 0)
    if is_relieved is not track.is_relieved:
        track = replace(track, is_relieved=is_relieved)
    if room is None:
        return track, Ledger()
    if track.at is None or track.room is None or track.walls is None:
        return replace(track, at=now, room=room, walls=room, moved=now), Ledger()
    passed = max(now - track.at, timedelta())
    hours = passed / HOUR
    walls = Celsius(room + (track.walls - room) * exp(-hours / WALLS_LAG))
    risen = difference(room, track.room)
    moved, fell, step = _change_shown(track, risen, now)
    is_told = _is_room_told(track, seen, risen)
    track = replace(
        track,
        at=now,
        room=room,
        walls=walls,
        moved=moved,
        fell=fell,
        step=step,
        measured=seen.measured,
    )
    is_known = passed <= GAP and not seen.is_disturbed
    if not is_known or seen.outdoor is None:
        return replace(track, untold=None), Ledger()
    if seen.compressor is None or seen.backup is None:
        return replace(track, untold=None), Ledger()
    backup = seen.backup / known.loss
    if backup:
        track = replace(track, pulse=backup)
    load = max(0.0, difference(room, seen.outdoor) - known.offset)
    piece = Ledger(
        hours=hours,
        load=load * hours,
        stored=known.air * risen + COUPLING * difference(room, walls) * hours,
        backup=backup * hours,
        compressor=seen.compressor / known.loss * hours,
    )
    return _told_until_now(track, piece, seen, is_told=is_told)


def _is_room_told(track: Track, seen: Sight, risen: Delta) -> bool:
    """Return whether it is known how warm the room is now.

    Whenever it is measured; but a furnace is known by nothing else than the room: there
    up to a step that nobody saw, time and again, would add up.
    """
    if risen or not seen.is_backup_rated:
        return bool(risen)
    return seen.measured != track.measured


def _told_until_now(
    track: Track, piece: Ledger, seen: Sight, *, is_told: bool
) -> tuple[Track, Ledger]:
    """Return what is to be summed up of a time that ends where the room is told.

    Between two such moments the room went by what its reading did. Before the first and
    after the last it went by what nobody saw.
    """
    if seen.is_backup_rated and seen.measured is None:
        return track, piece
    if track.untold is None:
        return replace(track, untold=Ledger() if is_told else None), Ledger()
    if track.turned == track.at:
        return replace(track, untold=piece), track.untold
    told = track.untold.plus(piece)
    if is_told or told.hours >= STANDS_FOR:
        return replace(track, untold=Ledger()), told
    return replace(track, untold=told), Ledger()


def _change_shown(
    track: Track, risen: Delta, now: datetime
) -> tuple[datetime | None, datetime | None, Delta]:
    """Return when the reading last changed and fell, and what it shows of its steps."""
    change = abs(risen)
    if not change:
        return track.moved, track.fell, track.step
    step = track.step or change
    larger = max(0.0, change - step) * KEEN
    return now, now if risen < 0 else track.fell, Delta(min(change, step) + larger)
