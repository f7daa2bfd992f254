"""Whether the machine defrosts: told by the best evidence, never guessed as a fact."""

from datetime import datetime, timedelta
from typing import Final

from ..clock import HOUR, Clock
from ..records import replace
from ..units import Celsius, clamp
from .evidence import ECHO_WITHIN, WITNESSES, Testimony, best_evidence
from .frosting import FULL_EXPOSURE, exposure_after_heating, exposure_after_melting
from .normal import Normals
from .outdoor_coil import MOST_FROST, DefrostState, Evidence, Frost
from .signs import Signs, View

LONGEST_DEFROST: Final = timedelta(minutes=15)
"""No board defrosts for longer (14 min and a tail): then the evidence is wrong."""
REFRACTORY: Final = timedelta(minutes=10)
MISTRUST: Final = timedelta(minutes=30)
"""After a defrost without an end, the evidence is not asked again for so long."""
RECOVERY: Final = timedelta(minutes=3)
SUSPICION: Final = timedelta(minutes=5)
"""What begins to look like a defrost, and is none by then, is a new normal."""
SILENCE: Final = timedelta(minutes=2)
"""So long a silent sensor still stands for what it said."""
FORGOTTEN_AFTER: Final = timedelta(minutes=15)
"""After a longer gap nothing is known of what went on before it."""
WARM_OUTDOORS: Final = Celsius(15)
"""No defrost above: the warmest that was seen was at 11.4 °C."""
SLEW: Final = 1.0
"""The air outdoors changes by no more K a minute; the plume of a defrost does."""
OUTDOOR_SERVES: Final = timedelta(minutes=30)
"""An outdoor temperature serves for so long after its last report."""
FROSTING_LEVEL: Final = 0.25

SURE_EVIDENCE: Final = frozenset({Evidence.SIGNAL, Evidence.COIL})
"""What misses no defrost, so that none seen is none."""
HUMID_AIR: Final = 80.0
FROSTY_OUTDOORS: Final = (Celsius(-5), Celsius(2))

LEARNING_SHARE: Final = 0.1
LEAST_FULL_EXPOSURE: Final = 0.4 * FULL_EXPOSURE
MOST_FULL_EXPOSURE: Final = 3 * FULL_EXPOSURE


def advance(frost: Frost, signs: Signs, clock: Clock) -> Frost:
    """Return what is known of the coil after another look at the machine."""
    frost = _with_what_still_holds(frost, clock.now)
    frost = _with_time_passed(frost, signs, clock.now)
    if signs.running_since is None:
        return _at_rest(frost, View(clock.now, signs, frost))
    if not signs.is_heating:
        frost = _without_defrost(frost, clock.now)
        return _in_state(frost, DefrostState.NOT_APPLICABLE, clock.now)
    return _while_heating(frost, signs, signs.running_since, clock)


def _while_heating(
    frost: Frost, signs: Signs, running_since: datetime, clock: Clock
) -> Frost:
    """Return what the best evidence makes of a machine that heats."""
    if frost.is_sensed and frost.begun_at and frost.begun_at < running_since:
        frost = _without_defrost(frost, clock.now)
    is_echo = _is_echo(frost, signs, clock.now)
    if is_echo is not frost.is_echo:
        frost = replace(frost, is_echo=is_echo)
    view = View(clock.now, signs, frost)
    frost, said = _with_evidence(frost, view, running_since, clock)
    if frost.is_sensed:
        frost = _until_the_defrost_ends(frost, said, clock)
    else:
        frost = _until_a_defrost_is_told(frost, said, running_since, clock)
    if frost.is_suspected:
        return frost
    return _with_normal_learned(frost, said, view, running_since, clock)


def _in_state(frost: Frost, state: DefrostState, now: datetime) -> Frost:
    if frost.state is state:
        return frost
    return replace(frost, state=state, since=now)


def _with_what_still_holds(frost: Frost, now: datetime) -> Frost:
    """Return the frost without what is too long ago."""
    begins = tuple(begin for begin in frost.begins if now - begin < HOUR)
    if len(begins) < len(frost.begins):
        frost = replace(frost, begins=begins)
    if frost.at is None or now - frost.at <= FORGOTTEN_AFTER:
        return frost
    frost = _without_defrost(frost, frost.at)
    return replace(frost, is_disbelieved=False, at=None, outdoor=None)


def _without_defrost(frost: Frost, now: datetime) -> Frost:
    """Return what is left of a defrost that did not end by itself."""
    if frost.is_sensed:
        frost = replace(_in_state(frost, DefrostState.UNKNOWN, now), ended_at=now)
    if frost.candidate_since is None:
        return frost
    return replace(frost, candidate_since=None)


def _with_time_passed(frost: Frost, signs: Signs, now: datetime) -> Frost:
    """Return the frost, the calm outdoor temperature and the uneventful time."""
    time = timedelta() if frost.at is None else max(timedelta(), now - frost.at)
    is_heating = signs.running_since is not None and signs.is_heating
    is_disturbed = frost.is_suspected or frost.state is DefrostState.RECOVERING
    outdoor, outdoor_at = frost.outdoor, frost.outdoor_at
    if not (is_heating and is_disturbed):
        outdoor, outdoor_at = _calm_outdoor(frost, signs.outdoor, time, now)
    exposure, uneventful = frost.exposure, frost.uneventful
    if outdoor is not None and not is_heating:
        exposure = exposure_after_melting(exposure, outdoor, time)
    elif outdoor is not None and not is_disturbed:
        exposure = exposure_after_heating(
            exposure, outdoor, signs.humidity, signs.coil, time
        )
        if _would_frost(outdoor, signs.humidity) and frost.evidence in SURE_EVIDENCE:
            uneventful += time
    return replace(
        frost,
        at=now,
        outdoor=outdoor,
        outdoor_at=outdoor_at,
        exposure=min(exposure, MOST_FROST * frost.full),
        uneventful=uneventful,
    )


def _would_frost(outdoor: Celsius, humidity: float | None) -> bool:
    """Return whether any coil frosts in such weather."""
    is_humid = humidity is not None and humidity > HUMID_AIR
    return is_humid and FROSTY_OUTDOORS[0] <= outdoor <= FROSTY_OUTDOORS[1]


def _calm_outdoor(
    frost: Frost, seen: Celsius | None, time: timedelta, now: datetime
) -> tuple[Celsius | None, datetime | None]:
    """Return the outdoor temperature, calm, and when it was last reported.

    None once that was long ago.
    """
    if seen is None:
        is_stale = frost.outdoor_at is None or now - frost.outdoor_at > OUTDOOR_SERVES
        return None if is_stale else frost.outdoor, frost.outdoor_at
    if frost.outdoor is not None:
        reach = SLEW * time.total_seconds() / 60
        seen = Celsius(min(max(seen, frost.outdoor - reach), frost.outdoor + reach))
    return seen, now


def _at_rest(frost: Frost, view: View) -> Frost:
    """Return what is known while the compressor is at rest: nothing defrosts."""
    best, _ = best_evidence(view)
    frost = replace(
        _without_defrost(frost, view.now),
        is_disbelieved=False,
        is_echo=False,
        evidence=best,
        seen_at=view.now,
    )
    return _in_state(frost, _calm_state(frost), view.now)


def _calm_state(frost: Frost) -> DefrostState:
    """Return the state of a coil that is not being defrosted."""
    if frost.evidence is Evidence.NONE or frost.is_disbelieved:
        return DefrostState.UNKNOWN
    is_frosting = frost.level >= FROSTING_LEVEL
    return DefrostState.FROSTING if is_frosting else DefrostState.CLEAR


def _is_echo(frost: Frost, signs: Signs, now: datetime) -> bool:
    """Return whether the sense wire is on because our own backup is.

    On some boards the wire that a defrost energises is the one that we energise too.
    """
    if not signs.signal or not signs.is_backup_on or frost.is_sensed:
        return False
    if frost.is_echo:
        return True
    changed = signs.calls_changed_at
    is_recent = changed is not None and now - changed < ECHO_WITHIN
    return frost.candidate_since is None and is_recent


def _with_evidence(
    frost: Frost, view: View, running_since: datetime, clock: Clock
) -> tuple[Frost, Testimony]:
    """Return the frost with the evidence in use, and what that says.

    A sensor that misses a report is waited for before lesser evidence takes over.
    Where that is but a guess, it cannot claim a defrost.
    """
    best, said = best_evidence(view)
    is_lost = best.rank > frost.evidence.rank
    if is_lost and frost.seen_at and not clock.expired(frost.seen_at, SILENCE):
        return frost, Testimony.UNCLEAR
    if best is not frost.evidence and not best.is_sensed:
        frost = _without_defrost(frost, clock.now)
    frost = replace(frost, evidence=best, seen_at=clock.now)
    is_readable = _is_readable(best, view, running_since)
    return frost, said if is_readable else Testimony.UNCLEAR


def _is_readable(evidence: Evidence, view: View, running_since: datetime) -> bool:
    """Return whether evidence can be read, so soon after a start or a change."""
    witness, changed = WITNESSES[evidence], view.signs.calls_changed_at
    if not witness.settling:
        return True
    is_settled = changed is None or view.now - changed >= witness.settling
    return is_settled and view.now - running_since >= witness.grace


def _until_the_defrost_ends(frost: Frost, said: Testimony, clock: Clock) -> Frost:
    """Return a defrost that goes on, ends, or has no end."""
    if said is Testimony.NORMAL:
        full = frost.full + LEARNING_SHARE * (frost.exposure - frost.full)
        return replace(
            _in_state(frost, DefrostState.RECOVERING, clock.now),
            ended_at=clock.now,
            refractory_until=clock.now + REFRACTORY,
            is_overlong=False,
            exposure=0.0,
            full=clamp(full, LEAST_FULL_EXPOSURE, MOST_FULL_EXPOSURE),
        )
    if not clock.expired(frost.begun_at or clock.now, LONGEST_DEFROST):
        return frost
    return replace(
        _without_defrost(frost, clock.now),
        is_overlong=True,
        is_disbelieved=True,
        refractory_until=clock.now + MISTRUST,
    )


def _until_a_defrost_is_told(
    frost: Frost, said: Testimony, running_since: datetime, clock: Clock
) -> Frost:
    """Return whether a defrost is suspected or told."""
    if said is Testimony.UNCLEAR:
        return frost
    is_normal = said is Testimony.NORMAL
    if is_normal or _cannot_defrost(frost, clock.now):
        is_disbelieved = frost.is_disbelieved and not is_normal
        return _without_suspicion(frost, is_disbelieved=is_disbelieved)
    if frost.is_disbelieved:
        return frost
    since = frost.candidate_since or clock.now
    frost = replace(frost, candidate_since=since)
    is_proof = said is Testimony.DEFROST
    if clock.expired(since, SUSPICION) and not is_proof:
        return _without_suspicion(frost, is_disbelieved=True)
    witness = WITNESSES[frost.evidence]
    has_held = clock.expired(since, witness.hold)
    is_past_start = clock.expired(running_since, witness.grace)
    if not (is_proof and has_held and is_past_start):
        return frost
    return replace(
        _in_state(frost, DefrostState.DEFROSTING, clock.now),
        begun_at=since,
        begins=(*frost.begins, since),
        candidate_since=None,
        uneventful=timedelta(),
    )


def _cannot_defrost(frost: Frost, now: datetime) -> bool:
    """Return whether no machine defrosts in such warmth, or so soon after the last."""
    is_warm = frost.outdoor is not None and frost.outdoor > WARM_OUTDOORS
    return is_warm or (frost.refractory_until or now) > now


def _without_suspicion(frost: Frost, *, is_disbelieved: bool) -> Frost:
    if frost.candidate_since is None and is_disbelieved is frost.is_disbelieved:
        return frost
    return replace(frost, candidate_since=None, is_disbelieved=is_disbelieved)


def _with_normal_learned(
    frost: Frost, said: Testimony, view: View, running_since: datetime, clock: Clock
) -> Frost:
    """Return the state without a defrost, and what was learned of the normal."""
    is_recovering = frost.state is DefrostState.RECOVERING
    if is_recovering and not clock.expired(frost.ended_at or clock.now, RECOVERY):
        return frost
    if said is Testimony.NORMAL or frost.is_disbelieved:
        normals = _learned_normals(frost.normals, view, running_since)
        if normals is not frost.normals:
            frost = replace(frost, normals=normals)
    if frost.evidence is Evidence.ESTIMATE and frost.level >= 1:
        frost = replace(frost, exposure=0.0, guessed_at=clock.now)
    return _in_state(frost, _calm_state(frost), clock.now)


def _learned_normals(normals: Normals, view: View, running_since: datetime) -> Normals:
    """Return what is normal after one more undisturbed moment."""
    for evidence, witness in WITNESSES.items():
        is_past_start = view.now - running_since >= witness.grace
        if is_past_start and _is_readable(evidence, view, running_since):
            normals = witness.learns(normals, view)
    return normals
