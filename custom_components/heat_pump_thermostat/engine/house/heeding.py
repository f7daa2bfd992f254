"""Whether what a room sensor says follows the heat that the house is given.

A sensor that creeps, or that hangs in another house, goes as a room may go: its own
readings never betray it. Heat does that changes nothing of what it says, or winter
that changes nothing where no heat is given. Neither proves it, as a furnace may have
no gas, and a stove may burn: so a time with heat is compared with those without that
went before and come after, or the other way round: a fire that goes out meanwhile
hides the heat from one of them.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, inf
from typing import Final, assert_never

from ..clock import HOUR
from ..records import replace
from ..units import Celsius, Delta, difference
from .intake import SEEN_LASTING

INEXPLICABLE: Final = Delta(4.0)
"""A room that fell so much less than it must have is doubted; …"""
COMPARED: Final = 0.75
"""… hours with heat are compared with as many without, …"""
LAGS_FOR: Final = timedelta(minutes=15)
"""… from so soon after heat was turned on or off."""
GIVEN_UP_AFTER: Final = timedelta(hours=4)
"""Heat that may not run is not waited for any longer."""
FELT_BY: Final = ((0.25, 1.5), (COMPARED, 0.25))
"""After so many hours heat is felt that lifted a room by such a share of the least that
it must. Part of it may be missing; and nobody is to get warmer than it takes to see."""
FOLLOWS_AGAIN: Final = (2.0, 0.5)
"""Hours with heat, and without, after which a sensor that went its own way is believed
again, and the share of the least that it has to have felt then."""
SPARED_FOR: Final = (12, 24, 48)
"""Hours until a sensor that has felt it so often is compared again."""


class Stage(StrEnum):
    """What is being done about it."""

    WATCHING = "watching"
    RESTING = "resting"
    """All heat rests, to be compared."""
    HEATING = "heating"
    """The house is heated, to be compared."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time that is summed up."""

    hours: float = 0.0
    risen: float = 0.0
    """By how much the room got warmer in it, K."""
    lifted: float = 0.0
    """The least by which the heat must have lifted it, K."""

    def plus(self, other: Stretch) -> Stretch:
        """Return both together."""
        return Stretch(
            self.hours + other.hours,
            self.risen + other.risen,
            self.lifted + other.lifted,
        )

    def faded(self, hours: float) -> Stretch:
        """Return the time in which everything counts less after some hours."""
        kept = exp(-hours / SEEN_LASTING)
        return Stretch(self.hours * kept, self.risen * kept, self.lifted * kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What stood since the last step, and what the room sensor says now."""

    said: Celsius | None
    """None where nothing is to be told by it."""
    seconds: float
    is_heated: bool
    lifts: Delta | None
    """The least by which heat lifts the room in this time; None where nobody knows."""
    is_vain: bool
    """Whether the room falls under heat that should lift it."""
    unfallen: Delta
    """By how much it fell less than it must have: nobody told what warms it."""
    may_heat: bool
    """Whether the house may be heated, though the room does not ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeding:
    """What a room sensor has made of the heat of late, and what follows."""

    said: Celsius | None = None
    """What it said last."""
    heated: Stretch = field(default_factory=Stretch)
    rested: Stretch = field(default_factory=Stretch)
    """Of late, with heat and without; those that are compared, while they are."""
    turned: datetime | None = None
    """Since when the house is heated, or is not."""
    is_heated: bool = False
    stage: Stage = Stage.WATCHING
    since: datetime | None = None
    """Since when it is compared, …"""
    until: datetime | None = None
    """… and until when it is not again."""
    failed: int = 0
    """How many comparisons it has failed: with the time before, and the one after."""
    passed: int = 0
    """How often it has felt the heat."""
    heedless_since: datetime | None = None
    """Since when it is known to go its own way; None where it is not."""


def heeding_after(before: Heeding, pulse: Pulse, now: datetime) -> Heeding:
    """Return what the sensor has made of the heat until now."""
    if pulse.said is None:
        return _heeding_unseen(before)
    after = _with_stretches(before, pulse, now)
    if after.heedless_since is not None:
        return _tried_again(after)
    match after.stage:
        case Stage.WATCHING:
            return _heeding_watching(after, pulse, now)
        case Stage.RESTING | Stage.HEATING:
            return _heeding_comparing(after, pulse, now)
        case _ as never:
            assert_never(never)


def _heeding_unseen(heeding: Heeding) -> Heeding:
    """Return the heeding where the sensor tells nothing: what was compared is void."""
    if heeding.said is None and heeding.stage is Stage.WATCHING:
        return heeding
    return Heeding(
        until=heeding.until,
        passed=heeding.passed,
        heedless_since=heeding.heedless_since,
    )


def _with_stretches(heeding: Heeding, pulse: Pulse, now: datetime) -> Heeding:
    """Return the heeding with the time since the last step summed up."""
    turned = heeding.turned
    if turned is None or pulse.is_heated is not heeding.is_heated:
        turned = now
    after = replace(heeding, said=pulse.said, is_heated=pulse.is_heated, turned=turned)
    is_watched = heeding.stage is Stage.WATCHING and heeding.heedless_since is None
    hours = pulse.seconds / HOUR.total_seconds()
    if is_watched:
        heated, rested = heeding.heated.faded(hours), heeding.rested.faded(hours)
        after = replace(after, heated=heated, rested=rested)
    if heeding.said is None or pulse.said is None or pulse.lifts is None:
        return after
    if now - turned < LAGS_FOR and not heeding.heedless_since:
        return after
    piece = Stretch(hours, difference(pulse.said, heeding.said), pulse.lifts)
    if pulse.is_heated:
        return replace(after, heated=after.heated.plus(piece))
    return replace(after, rested=after.rested.plus(piece))


def _heeding_watching(heeding: Heeding, pulse: Pulse, now: datetime) -> Heeding:
    """Return the heeding while nothing is compared; it may be from now on."""
    if heeding.until is not None and now < heeding.until:
        return heeding
    if pulse.is_vain:
        return replace(heeding, stage=Stage.RESTING, since=now, rested=Stretch())
    if pulse.unfallen >= INEXPLICABLE and pulse.may_heat:
        return replace(heeding, stage=Stage.HEATING, since=now, heated=Stretch())
    return heeding


def _heeding_comparing(heeding: Heeding, pulse: Pulse, now: datetime) -> Heeding:
    """Return the heeding while it is compared, with the time before and that after."""
    began = heeding.since
    is_over = began is None or now - began >= GIVEN_UP_AFTER
    is_refused = heeding.stage is Stage.HEATING and not pulse.may_heat
    if is_over or is_refused:
        return _left_alone(heeding, now)
    is_resting = heeding.stage is Stage.RESTING
    this, other = heeding.rested, heeding.heated
    if not is_resting:
        this, other = other, this
    has_other = other.hours >= COMPARED
    if has_other and _is_felt(heeding, this.hours):
        return _left_alone(heeding, now)
    if this.hours < COMPARED:
        return heeding
    return _after_stage(replace(heeding, failed=heeding.failed + has_other), now)


def _after_stage(heeding: Heeding, now: datetime) -> Heeding:
    """Return the heeding after a time with heat, or without, in which none was felt."""
    if heeding.failed > 1:
        return Heeding(said=heeding.said, passed=heeding.passed, heedless_since=now)
    if heeding.stage is Stage.RESTING:
        return replace(heeding, stage=Stage.HEATING, heated=Stretch())
    return replace(heeding, stage=Stage.RESTING, rested=Stretch())


def _tried_again(heeding: Heeding) -> Heeding:
    """Return the heeding of a sensor that went its own way: it may follow again."""
    hours, share = FOLLOWS_AGAIN
    if min(heeding.heated.hours, heeding.rested.hours) < hours:
        return heeding
    if _share_felt(heeding) >= share:
        return Heeding(said=heeding.said)
    return replace(heeding, heated=Stretch(), rested=Stretch())


def _is_felt(heeding: Heeding, hours: float) -> bool:
    """Return whether the heat was felt in so many hours that are compared."""
    return any(
        hours >= after and _share_felt(heeding) >= share for after, share in FELT_BY
    )


def _share_felt(heeding: Heeding) -> float:
    """Return what the room felt of the heat, as a share of the least that it must.

    Infinite where nothing was to be felt: that speaks against no sensor.
    """
    heated, rested = heeding.heated, heeding.rested
    if heated.lifted <= 0:
        return inf
    felt = heated.risen / heated.hours - rested.risen / rested.hours
    return felt * heated.hours / heated.lifted


def _left_alone(heeding: Heeding, now: datetime) -> Heeding:
    """Return the heeding of a sensor that is not compared for a while."""
    hours = SPARED_FOR[min(heeding.passed, len(SPARED_FOR) - 1)]
    return Heeding(
        said=heeding.said, until=now + hours * HOUR, passed=heeding.passed + 1
    )
