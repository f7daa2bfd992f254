"""What tells a defrost: the signs, what is normal for them, and what they say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from ..units import Celsius, Delta, difference
from .normal import FIRST_SPREAD, OUTDATED, Normal, Normals, normal_after
from .outdoor_coil import Evidence, Frost


class Testimony(Enum):
    """What the evidence says of this moment."""

    NORMAL = auto()
    SUSPICIOUS = auto()
    """Not normal, but no proof: a defrost that begins looks like it."""
    DEFROST = auto()
    UNCLEAR = auto()
    """Nothing can be read from it now; what was known stands."""


WARM_COIL: Final = Delta(3)
"""A heating coil is colder than the air; both sensors may be off by 1.5 K."""
COIL_JUMP: Final = Delta(4)
COLD_COIL: Final = Delta(-2)
NO_OUTDOOR: Final = Celsius(2)
"""Without an outdoor sensor, a coil that was below 0 °C and is above 5 °C is warm."""
AIR_DROP: Final = Delta(1.2)
AIR_DROP_SHARE: Final = 0.12
FROSTED_LEVEL: Final = 0.5
"""On a coil that has to be frosted by now, half of the drop tells as much."""
POWER_DROP: Final = 0.2
POWER_DROP_MOST: Final = 0.6
DEAD_POWER: Final = 0.15
"""A share of the normal power at which no compressor runs: valve shift or fault."""
SHARED_METER: Final = 2.0
"""Our own backup adds at least so much (kW) to a meter that it shares."""
UNKNOWN_BACKUP: Final = 4.5
"""So much more (kW) is no compressor, but a backup that was never seen before."""
SPREADS: Final = 4
"""So many mean deviations are no noise."""
ECHO_WITHIN: Final = timedelta(seconds=60)

LIFT_DOUBT: Final = 0.15
"""What our backup adds is known to this share."""
OLD_DOUBT: Final = 0.25
"""So much, as a share, may the weather or the frost have changed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is seen of the machine at one moment; None is not known.

    Temperatures in °C, power in kW, humidity in %.
    """

    running_since: datetime | None = None
    """When the compressor's relay was confirmed on; None at rest."""
    is_heating: bool = True
    calls_changed_at: datetime | None = None
    """When a relay of ours beside the compressor last changed: stage, backup, fan."""
    is_backup_on: bool = False
    """Our own backup, not the one that a defrost board drives."""
    outdoor: Celsius | None = None
    humidity: float | None = None
    signal: bool | None = None
    coil: Celsius | None = None
    supply: Celsius | None = None
    back: Celsius | None = None
    power: float | None = None
    expected_power: float | None = None

    @property
    def rise(self) -> Delta | None:
        """How much warmer the supply is than the return, in K."""
        if self.supply is None or self.back is None:
            return None
        return difference(self.supply, self.back)


@dataclass(frozen=True, slots=True)
class View:
    """The signs beside what is known of the coil."""

    now: datetime
    signs: Signs
    frost: Frost

    @property
    def gap(self) -> Delta | None:
        """How much warmer the coil is than the outdoor air, in K."""
        if self.signs.coil is None:
            return None
        outdoor = NO_OUTDOOR if self.frost.outdoor is None else self.frost.outdoor
        return difference(self.signs.coil, outdoor)

    def fresh(self, normal: Normal | None) -> Normal | None:
        """Return what is normal, unless the weather may have changed since."""
        if normal is None or self.now - normal.at > OUTDATED:
            return None
        return normal

    @property
    def usual_power(self) -> float | None:
        """The compressor's power while it heats, in kW."""
        known = self.fresh(self.frost.normals.power)
        return self.signs.expected_power if known is None else known.value


def _by_signal(view: View) -> Testimony | None:
    if view.signs.signal is None:
        return None
    is_told = view.signs.signal and not view.frost.is_echo
    return Testimony.DEFROST if is_told else Testimony.NORMAL


def _by_coil(view: View) -> Testimony | None:
    """Tell by a coil above outdoors; it ends half-way back to its normal gap."""
    gap, normal = view.gap, view.frost.normals.gap
    if gap is None:
        return None
    if view.frost.is_sensed:
        usual = -7.0 if normal is None else normal.value
        is_warm = gap >= (usual + WARM_COIL) / 2
        return Testimony.DEFROST if is_warm else Testimony.NORMAL
    if view.frost.outdoor is None and (normal is None or normal.value > COLD_COIL):
        return Testimony.NORMAL
    if gap >= WARM_COIL:
        return Testimony.DEFROST
    if normal is None:
        return Testimony.NORMAL
    jump = max(COIL_JUMP, SPREADS * normal.spread)
    return Testimony.SUSPICIOUS if gap >= normal.value + jump else Testimony.NORMAL


def _by_air(view: View) -> Testimony | None:
    """Tell by a drop of the supply under what is normal; it ends half-way back.

    Air that was never warm tells of a wrong valve, not of a defrost.
    """
    rise, normal = view.signs.rise, view.fresh(view.frost.normals.rise)
    if rise is None:
        return None
    if normal is None:
        return _incomparable(view)
    expected = normal.expected(with_backup=view.signs.is_backup_on)
    if expected is None:
        return _incomparable(view)
    drop = max(AIR_DROP, AIR_DROP_SHARE * normal.value)
    if view.frost.level >= FROSTED_LEVEL:
        drop /= 2
    drop = max(drop, SPREADS * normal.spread, _doubt_of_rise(normal, view))
    if view.frost.is_sensed:
        drop /= 2
    return Testimony.DEFROST if expected - rise >= drop else Testimony.NORMAL


def _by_power(view: View) -> Testimony | None:
    """Tell by a drop of the compressor's power, or by a backup that is not ours.

    A variable-speed compressor, whose power wanders, needs a deeper drop.
    """
    power = view.signs.power
    if power is None or _is_dead(power, view):
        return None
    known = view.frost.normals.power
    lift = None if known is None else known.lift
    usual = view.usual_power
    if view.signs.is_backup_on:
        if lift is None:
            return _incomparable(view)
        power -= lift
    elif known is not None:
        backup = _by_foreign_backup(power - known.value, lift, view)
        if backup is not None:
            return backup
    if not usual:
        return _incomparable(view)
    fresh = view.fresh(known)
    spread = FIRST_SPREAD if fresh is None else fresh.spread / usual
    drop = min(max(POWER_DROP, SPREADS * spread), POWER_DROP_MOST)
    if view.frost.is_sensed:
        drop /= 2
    return Testimony.DEFROST if power <= (1 - drop) * usual else Testimony.NORMAL


def _is_dead(power: float, view: View) -> bool:
    """Return whether a compressor that is called draws nothing: no evidence."""
    since = view.signs.running_since
    if since is None or view.now - since < WITNESSES[Evidence.POWER].grace:
        return False
    return power <= DEAD_POWER * (view.usual_power or 0.0)


def _by_foreign_backup(jump: float, lift: float | None, view: View) -> Testimony | None:
    """Tell by a backup on the compressor's meter: the defrost board's, if not ours."""
    if lift is None and jump > UNKNOWN_BACKUP:
        is_due = view.frost.level >= FROSTED_LEVEL
        return Testimony.DEFROST if is_due else Testimony.SUSPICIOUS
    if lift is not None and lift > SHARED_METER and jump > lift / 2:
        return Testimony.DEFROST
    return None


def _doubt_of_rise(normal: Normal, view: View) -> float:
    """Return how far off a rise may be after a rest, or a change of our backup."""
    lift = normal.lift or 0.0
    if normal.with_backup == view.signs.is_backup_on:
        lift = 0.0
    is_old = normal.at < (view.signs.running_since or view.now)
    return LIFT_DOUBT * lift + (OLD_DOUBT * normal.value if is_old else 0.0)


def _incomparable(view: View) -> Testimony:
    """Return what is said of a reading whose normal is not known: it is learned."""
    return Testimony.UNCLEAR if view.frost.is_sensed else Testimony.NORMAL


def _by_weather(view: View) -> Testimony | None:
    return None if view.frost.outdoor is None else Testimony.NORMAL


def _by_nothing(_view: View) -> Testimony:
    return Testimony.NORMAL


def _learn_gap(known: Normals, view: View) -> Normals:
    if view.gap is None or view.gap >= WARM_COIL:
        return known
    return replace(known, gap=normal_after(known.gap, view.gap, view.now))


def _learn_rise(known: Normals, view: View) -> Normals:
    seen, backup = view.signs.rise, view.signs.is_backup_on
    if seen is None:
        return known
    rise = normal_after(known.rise, seen, view.now, with_backup=backup)
    return replace(known, rise=rise)


def _learn_power(known: Normals, view: View) -> Normals:
    seen, backup = view.signs.power, view.signs.is_backup_on
    if seen is None:
        return known
    power = normal_after(known.power, seen, view.now, with_backup=backup)
    return replace(known, power=power)


def _learn_nothing(known: Normals, _view: View) -> Normals:
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """How one kind of evidence is read, and when it counts."""

    tells: Callable[[View], Testimony | None]
    """What it says of a moment; None where its sensors do not report."""
    learns: Callable[[Normals, View], Normals] = _learn_nothing
    """What is normal after one more undisturbed moment of heating."""
    grace: timedelta = timedelta()
    """After a start of the compressor, it tells nothing for so long."""
    settling: timedelta = timedelta()
    """After a change of our own calls, likewise."""
    hold: timedelta = timedelta()
    """It has to stand for so long."""


WITNESSES: Final[Mapping[Evidence, Witness]] = {
    Evidence.SIGNAL: Witness(
        tells=_by_signal,
        grace=timedelta(minutes=1),
        hold=timedelta(seconds=10),
    ),
    Evidence.COIL: Witness(
        tells=_by_coil,
        learns=_learn_gap,
        grace=timedelta(minutes=2),
        hold=timedelta(seconds=30),
    ),
    Evidence.AIR: Witness(
        tells=_by_air,
        learns=_learn_rise,
        grace=timedelta(minutes=5),
        settling=timedelta(minutes=3),
        hold=timedelta(seconds=45),
    ),
    Evidence.POWER: Witness(
        tells=_by_power,
        learns=_learn_power,
        grace=timedelta(minutes=5),
        settling=timedelta(minutes=1),
        hold=timedelta(seconds=45),
    ),
    Evidence.ESTIMATE: Witness(tells=_by_weather),
    Evidence.NONE: Witness(tells=_by_nothing),
}
"""The most trusted first."""


def best_evidence(view: View) -> tuple[Evidence, Testimony]:
    """Return the best evidence whose sensors report, and what it says."""
    return next(
        (evidence, said)
        for evidence, witness in WITNESSES.items()
        if (said := witness.tells(view)) is not None
    )
