"""Whether the machine defrosts: told by the best evidence, never guessed as a fact."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..clock import HOUR, Clock
from ..units import Celsius
from .evidence import (
    ECHO_WITHIN,
    TIMINGS,
    Evidence,
    Signs,
    Testimony,
    View,
    best_evidence,
    normals_after,
)
from .frosting import FULL_EXPOSURE, exposure_after_heating, exposure_after_melting
from .outdoor_coil import MOST_FROST, DefrostState, Frost

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
FORGOTTEN: Final = timedelta(minutes=15)
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
    frost = _accumulated(_remembered(frost, clock.now), signs, clock.now)
    if signs.running_since is None:
        return _resting(frost, _view(frost, signs, clock.now))
    if not signs.is_heating:
        frost = _interrupted(frost, clock.now)
        return _entered(frost, DefrostState.NOT_APPLICABLE, clock.now)
    if frost.is_sensed and frost.begun_at and frost.begun_at < signs.running_since:
        frost = _interrupted(frost, clock.now)
    is_echo = _is_echo(frost, signs, clock.now)
    if is_echo is not frost.is_echo:
        frost = replace(frost, is_echo=is_echo)
    view = _view(frost, signs, clock.now)
    frost, said = _heard(frost, view, signs.running_since, clock)
    if frost.is_sensed:
        frost = _continued(frost, said, clock)
    else:
        frost = _considered(frost, said, signs.running_since, clock)
    if not frost.is_suspected:
        frost = _undisturbed(frost, said, view, clock)
    return frost


def _view(frost: Frost, signs: Signs, now: datetime) -> View:
    return View(
        now,
        signs,
        frost.outdoor,
        frost.normals,
        frost.level,
        frost.is_sensed,
        frost.is_echo,
    )


def _entered(frost: Frost, state: DefrostState, now: datetime) -> Frost:
    if frost.state is state:
        return frost
    return replace(frost, state=state, since=now)


def _remembered(frost: Frost, now: datetime) -> Frost:
    """Return what still holds after the time since the last look."""
    begins = tuple(begin for begin in frost.begins if now - begin < HOUR)
    if len(begins) < len(frost.begins):
        frost = replace(frost, begins=begins)
    if frost.at is None or now - frost.at <= FORGOTTEN:
        return frost
    frost = _interrupted(frost, frost.at)
    return replace(frost, is_disbelieved=False, at=None, outdoor=None)


def _interrupted(frost: Frost, now: datetime) -> Frost:
    """Return what is left of a defrost that did not end by itself."""
    if frost.is_sensed:
        frost = replace(_entered(frost, DefrostState.UNKNOWN, now), ended_at=now)
    if frost.candidate_since is None:
        return frost
    return replace(frost, candidate_since=None)


def _accumulated(frost: Frost, signs: Signs, now: datetime) -> Frost:
    """Return the frost, the calm outdoor temperature and the uneventful time."""
    time = timedelta() if frost.at is None else max(timedelta(), now - frost.at)
    is_heating = signs.running_since is not None and signs.is_heating
    is_disturbed = frost.is_suspected or frost.state is DefrostState.RECOVERING
    if not (is_heating and is_disturbed):
        frost = _outdoors(frost, signs.outdoor, time, now)
    outdoor, exposure, uneventful = frost.outdoor, frost.exposure, frost.uneventful
    if outdoor is not None and not is_heating:
        exposure = exposure_after_melting(exposure, outdoor, time)
    elif outdoor is not None and not is_disturbed:
        exposure = exposure_after_heating(
            exposure, outdoor, signs.humidity, signs.coil, time
        )
        is_humid = (signs.humidity or 0.0) > HUMID_AIR
        if (
            is_humid
            and FROSTY_OUTDOORS[0] <= outdoor <= FROSTY_OUTDOORS[1]
            and frost.evidence in SURE_EVIDENCE
        ):
            uneventful += time
    return replace(
        frost,
        at=now,
        exposure=min(exposure, MOST_FROST * frost.full),
        uneventful=uneventful,
    )


def _outdoors(
    frost: Frost, seen: Celsius | None, time: timedelta, now: datetime
) -> Frost:
    """Return the outdoor temperature, calm, and forgotten once it is not reported."""
    if seen is None:
        is_stale = frost.outdoor_at is None or now - frost.outdoor_at > OUTDOOR_SERVES
        return replace(frost, outdoor=None) if is_stale else frost
    if frost.outdoor is not None:
        reach = SLEW * time.total_seconds() / 60
        seen = Celsius(min(max(seen, frost.outdoor - reach), frost.outdoor + reach))
    return replace(frost, outdoor=seen, outdoor_at=now)


def _resting(frost: Frost, view: View) -> Frost:
    """Return what is known while the compressor is at rest: nothing defrosts."""
    best, _ = best_evidence(view)
    frost = replace(
        _interrupted(frost, view.now),
        is_disbelieved=False,
        is_echo=False,
        evidence=best,
        seen_at=view.now,
    )
    return _entered(frost, _calm(frost, best), view.now)


def _calm(frost: Frost, evidence: Evidence) -> DefrostState:
    """Return the state of a coil that is not being defrosted."""
    if evidence is Evidence.NONE or frost.is_disbelieved:
        return DefrostState.UNKNOWN
    return (
        DefrostState.FROSTING if frost.level >= FROSTING_LEVEL else DefrostState.CLEAR
    )


def _is_echo(frost: Frost, signs: Signs, now: datetime) -> bool:
    """Return whether the sense wire is on because our own backup is.

    On some boards the wire that a defrost energises is the one that we energise too.
    """
    if not signs.signal or not signs.is_backup_on or frost.is_sensed:
        return False
    if frost.is_echo:
        return True
    changed = signs.calls_changed_at
    return (
        frost.candidate_since is None
        and changed is not None
        and now - changed < ECHO_WITHIN
    )


def _heard(
    frost: Frost, view: View, running_since: datetime, clock: Clock
) -> tuple[Frost, Testimony]:
    """Return the evidence in use and what it says.

    A sensor that misses a report is waited for before lesser evidence takes over.
    """
    best, said = best_evidence(view)
    is_lost = list(Evidence).index(best) > list(Evidence).index(frost.evidence)
    if is_lost and frost.seen_at and not clock.expired(frost.seen_at, SILENCE):
        return frost, Testimony.UNCLEAR
    if best is not frost.evidence:
        frost = replace(_demoted(frost, best, clock.now), evidence=best)
    frost = replace(frost, seen_at=clock.now)
    return frost, said if _counts(best, view, running_since) else Testimony.UNCLEAR


def _demoted(frost: Frost, best: Evidence, now: datetime) -> Frost:
    """Return what other evidence leaves standing: a guess cannot claim a defrost."""
    return frost if best.is_sensed else _interrupted(frost, now)


def _counts(evidence: Evidence, view: View, running_since: datetime) -> bool:
    """Return whether evidence can be read, so soon after a start or a change."""
    rule = TIMINGS.get(evidence)
    if rule is None or not rule.settling:
        return True
    changed = view.signs.calls_changed_at
    is_settled = changed is None or view.now - changed >= rule.settling
    return is_settled and view.now - running_since >= rule.grace


def _continued(frost: Frost, said: Testimony, clock: Clock) -> Frost:
    """Return a defrost that goes on, ends, or has no end."""
    begun = frost.begun_at or clock.now
    if said is Testimony.NORMAL:
        full = frost.full + LEARNING_SHARE * (frost.exposure - frost.full)
        return replace(
            _entered(frost, DefrostState.RECOVERING, clock.now),
            ended_at=clock.now,
            refractory_until=clock.now + REFRACTORY,
            is_overlong=False,
            exposure=0.0,
            full=min(max(full, LEAST_FULL_EXPOSURE), MOST_FULL_EXPOSURE),
        )
    if clock.expired(begun, LONGEST_DEFROST):
        frost = _interrupted(frost, clock.now)
        return replace(
            frost,
            is_overlong=True,
            is_disbelieved=True,
            refractory_until=clock.now + MISTRUST,
        )
    return frost


def _considered(
    frost: Frost, said: Testimony, running_since: datetime, clock: Clock
) -> Frost:
    """Return whether a defrost is suspected or told."""
    if said is Testimony.UNCLEAR:
        return frost
    is_warm = frost.outdoor is not None and frost.outdoor > WARM_OUTDOORS
    rests_until = frost.refractory_until or clock.now
    if said is Testimony.NORMAL or is_warm or rests_until > clock.now:
        is_disbelieved = frost.is_disbelieved and said is not Testimony.NORMAL
        if (None, is_disbelieved) == (frost.candidate_since, frost.is_disbelieved):
            return frost
        return replace(frost, candidate_since=None, is_disbelieved=is_disbelieved)
    if frost.is_disbelieved:
        return frost
    since = frost.candidate_since or clock.now
    frost = replace(frost, candidate_since=since)
    if clock.expired(since, SUSPICION) and said is Testimony.SUSPICIOUS:
        return replace(frost, candidate_since=None, is_disbelieved=True)
    rule = TIMINGS[frost.evidence]
    has_held = clock.expired(since, rule.hold)
    is_past_start = clock.expired(running_since, rule.grace)
    if said is Testimony.SUSPICIOUS or not has_held or not is_past_start:
        return frost
    return replace(
        _entered(frost, DefrostState.DEFROSTING, clock.now),
        begun_at=since,
        begins=(*frost.begins, since),
        candidate_since=None,
        uneventful=timedelta(),
    )


def _learned(view: View, evidence: Evidence) -> View:
    """Return the view after one more undisturbed moment."""
    normals = normals_after(view, evidence)
    return view if normals is view.normals else replace(view, normals=normals)


def _undisturbed(frost: Frost, said: Testimony, view: View, clock: Clock) -> Frost:
    """Return the state without a defrost, and what was learned of the normal."""
    is_recovering = frost.state is DefrostState.RECOVERING
    if is_recovering and not clock.expired(frost.ended_at or clock.now, RECOVERY):
        return frost
    if said is Testimony.NORMAL or frost.is_disbelieved:
        running_since = view.signs.running_since or clock.now
        for evidence, rule in TIMINGS.items():
            is_past_start = clock.now - running_since >= rule.grace
            if is_past_start and _counts(evidence, view, running_since):
                view = _learned(view, evidence)
        if view.normals is not frost.normals:
            frost = replace(frost, normals=view.normals)
    if frost.evidence is Evidence.ESTIMATE and frost.level >= 1:
        frost = replace(frost, exposure=0.0, guessed_at=clock.now)
    return _entered(frost, _calm(frost, frost.evidence), clock.now)
