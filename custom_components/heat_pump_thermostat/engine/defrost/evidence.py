"""What tells a defrost: what the signs say, and when they count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from ..records import replace
from ..units import Delta
from .normal import FIRST_SPREAD, Normal, Normals, normal_after
from .outdoor_coil import Evidence
from .signs import View


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
AIR_DROP: Final = Delta(1.2)
AIR_DROP_SHARE: Final = 0.12
FROSTED_LEVEL: Final = 0.5
"""On a coil that has to be frosted by now, half of the drop tells as much."""
DRAWN: Final = Delta(-1.5)
"""A supply so far under the return takes heat out of the house: sensors may be off."""
DEEPLY_DRAWN: Final = Delta(-4)
"""Little else that a machine does takes so much, unless it draws as much as ever."""
DRAWN_HEAT: Final = -1.0
"""The same of a heat meter, kW: a defrost takes several."""
WORKING_LITTLE: Final = 0.6
"""A compressor that melts ice draws less than this share of its usual power."""
WORKING_AS_USUAL: Final = 0.9
"""One that draws more than this share works against what it always does."""
MELTING_POWER: Final = 1.0
"""What a compressor that chooses its speed draws at most while it melts ice, kW."""
POWER_WAVERS: Final = 0.1
"""What the power drops by in a defrost at least, where its meter is asked to agree."""
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
LEAST_REHEAT: Final = 1.5
"""What electric heat draws at least, in kW."""

LIFT_DOUBT: Final = 0.15
"""What our backup adds is known to this share."""
OLD_DOUBT: Final = 0.25
"""So much, as a share, may the weather or the frost have changed meanwhile."""


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


def _by_reheat(view: View) -> Testimony | None:
    """Tell by electric heat that no relay of ours called: the board's, in a defrost.

    A machine that chooses its speed may help itself to it at other times. Where there
    is none the others are asked: not every board has a wire to it.
    """
    usual, drawn = view.frost.normals.aux_power, view.signs.aux_power
    if usual is None or drawn is None or view.signs.modulates:
        return None
    if drawn - usual.value >= LEAST_REHEAT:
        return Testimony.DEFROST
    is_over = view.frost.is_sensed and view.frost.evidence is Evidence.REHEAT
    return Testimony.NORMAL if is_over else None


def _by_air(view: View) -> Testimony | None:
    """Tell by heat that is taken from the house, or by a drop of the supply.

    A machine that slows down by itself heats less, and draws less, without defrosting;
    one that was stopped by its own board heats nothing.
    """
    if view.signs.rise is None and view.signs.heat is None:
        return None
    drawn = _by_heat_drawn(view)
    if drawn is not None:
        return drawn
    if _is_stopped(view):
        return Testimony.UNCLEAR
    if view.signs.modulates or view.signs.rise is None:
        return Testimony.NORMAL
    return _by_drop(view.signs.rise, view)


def _by_heat_drawn(view: View) -> Testimony | None:
    """Tell by heat that is taken from the house; a defrost ends half-way back.

    A machine whose air was never warm has a wrong valve: it is no defrost. A power that
    is metered has to agree: water that comes back from elsewhere, as while hot water
    is made, is no defrost. None where no heat is taken.
    """
    signs, normal = view.signs, view.frost.normals.rise
    share = 0.5 if view.frost.is_sensed else 1.0
    if signs.heat is not None:
        is_drawn, is_deep = signs.heat <= share * DRAWN_HEAT, True
    else:
        was_warm = normal is not None and normal.value > AIR_DROP
        is_drawn = signs.rise is not None and signs.rise <= share * DRAWN and was_warm
        is_deep = signs.rise is not None and signs.rise <= DEEPLY_DRAWN
    if not is_drawn:
        return None
    least = WORKING_AS_USUAL if is_deep else WORKING_LITTLE
    is_proof = view.frost.is_sensed or not _works_from(least, view)
    return Testimony.DEFROST if is_proof else Testimony.SUSPICIOUS


def _works_from(share: float, view: View) -> bool:
    """Return whether a compressor is known to draw such a share of its usual power.

    One that has slowed down draws in a defrost what it drew before: its full power is
    the measure, where that is known, and as much as no defrost takes. What is far
    beyond is a backup on the same meter.
    """
    signs = view.signs
    known = [view.usual_power or 0.0, signs.expected_power or 0.0]
    usual = max(known) if signs.modulates else known[0]
    if signs.power is None or not usual:
        return False
    least = share * usual
    if signs.modulates and share > WORKING_LITTLE:
        least = max(least, MELTING_POWER)
    return least < signs.power < usual + SHARED_METER


def _is_stopped(view: View) -> bool:
    """Return whether the machine stands, and neither gives nor takes heat."""
    power = view.signs.power
    return power is not None and _is_dead(power, view)


def _by_drop(rise: Delta, view: View) -> Testimony:
    """Tell by a drop of the supply under what is normal; it ends half-way back."""
    normal = view.fresh(view.frost.normals.rise)
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
    if expected - rise < drop:
        return Testimony.NORMAL
    is_alone = rise > expected / 2 and _draws_as_usual(view)
    return Testimony.SUSPICIOUS if is_alone else Testimony.DEFROST


def _draws_as_usual(view: View) -> bool:
    """Return whether a meter of the compressor alone says that nothing has changed."""
    known, power = view.fresh(view.frost.normals.power), view.signs.power
    if known is None or power is None or view.signs.is_backup_on:
        return False
    return abs(power - known.value) < POWER_WAVERS * known.value


def _by_power(view: View) -> Testimony | None:
    """Tell by a drop of the compressor's power, or by a backup that is not ours.

    A compressor that slows down by itself draws less without defrosting.
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
    return _by_power_drop(power, usual, view)


def _by_power_drop(power: float, usual: float | None, view: View) -> Testimony:
    """Tell by a drop of the power alone under what is usual; it ends half-way back."""
    if not usual:
        return _incomparable(view)
    if view.signs.modulates:
        return Testimony.NORMAL
    fresh = view.fresh(view.frost.normals.power)
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


def _learn_aux_power(known: Normals, view: View) -> Normals:
    seen = view.signs.aux_power
    if seen is None:
        return known
    return replace(known, aux_power=normal_after(known.aux_power, seen, view.now))


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
    Evidence.REHEAT: Witness(
        tells=_by_reheat,
        learns=_learn_aux_power,
        grace=timedelta(minutes=2),
        hold=timedelta(seconds=45),
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
        grace=timedelta(minutes=4),
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
