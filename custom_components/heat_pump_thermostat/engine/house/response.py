"""Whether the compressor really heats: told by the house alone.

What the house took and the backup did not give is the compressor's. Held against what a
well machine gives, it is a share: near 1 where the compressor works, weak or not, and
near 0 where it only hums.

A share so low is no proof: an open window takes as much as a compressor gives. So the
compressor is made to rest for a while, and to run again. Where the house does not care,
it is dead; where the house cools meanwhile, or takes more of the backup, it is well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, hypot
from typing import Final, assert_never

from ..clock import HOUR
from ..records import replace
from ..units import clamp
from .intake import STORED_DOUBT, Ledger, Shell, Sight, Track, track_after

LEAST_LOAD: Final = 4.0
"""Kelvins beyond the gains from room to outdoors, below which nothing is told."""
LONG_ENOUGH: Final = 0.9
MOSTLY: Final = 0.6
"""Hours that it has to have run of late, and the share of them: a machine that does
nothing is never satisfied."""
LITTLE: Final = 0.3
BENEFIT: Final = 0.5
"""The share below which a compressor is suspected, and what part of the doubt about it
is added: to suspect costs little."""
FINE: Final = 0.6
"""The share from which on it is well without a trial."""

CARRIES: Final = 0.4
"""The share of the load, and twice the doubt about it, that a well machine must give to
be suspected: in such cold that it gives less it hardly shows."""
WARMING: Final = 0.5
"""What a recovering room stores, as a share of its load."""

RECOVERS_FOR: Final = 1.0
"""Hours after which what a resting house stored is left out: with a sensor that follows
late it has recovered from more than anybody saw."""

FELT_NOTHING: Final = 0.35
"""The share between running and resting below which it is dead."""
FELT: Final = 0.5
"""The share from which on it is well though a trial leaves doubts."""
HARMED: Final = -0.5
"""The share below which it cools the house that it should heat: its valve is on the
wrong side. Nothing that befalls a room hides that, …"""
HARMED_AFTER: Final = (0.4, 0.2)
"""… nor does it take long: hours of running until it is suspected, and until a trial
has shown it."""
LATE: Final = 0.05
"""Hours by which sensors show late what a pulse of the backup does."""
TRIAL: Final = (0.5, 1.5)
"""Hours of rest, and of running again, that are compared: at least, and at most."""
BEGUN_AFTER: Final = timedelta(minutes=3)
"""How long a compressor must run for a trial to begin: it always does."""
BLUR: Final = 0.15
"""What a step of the sensor may make of that share: the rest is longer where it makes
more, with a coarse sensor and a small machine."""
TRIAL_PATIENCE: Final = timedelta(hours=6)
"""How long a trial may take before it is given up."""
LET_OFF: Final = (1, 3, 6, 12, 24, 48)
"""Hours for which a compressor is not suspected again after so many trials that it has
not failed; one that it has passed counts twice."""
LONGEST_PHASE: Final = LET_OFF[-1] * HOUR
WAITS: Final = (1, 2, 4, 6)
"""Hours until a dead compressor is tried again; the last for ever after."""

HELPED: Final = 0.15
"""The share of the load from which on backup heats as well."""
SURE_DOUBT: Final = 0.24
"""Up to such a doubt about its loss a house is known."""
LEAK: Final = 0.5
"""What a resting house takes beyond what is known of it, as a share of the compressor's
heat, where that explains it all: a window is open."""
FED: Final = 2.0
"""How many times the doubt about a resting house it may seem to be given by nothing:
more is no doubt any longer."""
MORE_BOUNDS: Final = (-0.3, 1.5)
"""Bounds of what the house takes beyond what is known of it, as a share of its load."""
MORE_LASTING: Final = 48.0
"""Hours after which e times less is believed of that."""
UNMOVED_FOR: Final = timedelta(hours=3)
"""A reading that stands so long throughout a trial tells nothing of the machine."""
NO_HEAT: Final = 0.25
"""The share of the backup's heat below which the house does as if it were dead too."""


class Verdict(StrEnum):
    """What is believed of the compressor."""

    UNKNOWN = "unknown"
    WELL = "well"
    DEAD = "dead"
    """It runs, and the house does as if it did not."""
    COOLS = "cools"
    """It cools the house that it should heat."""
    NO_EFFECT = "no_effect"
    """The house does as if nothing ran, backup included."""
    UNMOVED = "unmoved"
    """The reading stands, whatever runs: it is the sensor that is not believed."""


IS_FAULT: Mapping[Verdict, bool] = {
    Verdict.UNKNOWN: False,
    Verdict.WELL: False,
    Verdict.DEAD: True,
    Verdict.COOLS: True,
    Verdict.NO_EFFECT: True,
    Verdict.UNMOVED: True,
}


class Phase(StrEnum):
    """What is being done about it."""

    WATCHING = "watching"
    RESTING = "resting"
    """The compressor is suspected, and rests for the sake of comparison."""
    TRYING = "trying"
    """It has rested, and is to run again as soon as heat is asked for."""
    WAITING = "waiting"
    """It is dead, and rests until it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the house has answered to the compressor of late, and what follows."""

    track: Track = field(default_factory=Track)
    running: Ledger = field(default_factory=Ledger)
    resting: Ledger = field(default_factory=Ledger)
    """Of late, with the compressor and without; during a trial, of the trial."""
    verdict: Verdict = Verdict.UNKNOWN
    since: datetime | None = None
    phase: Phase = Phase.WATCHING
    until: datetime | None = None
    """When the phase ends by itself; while watching, from when on is suspected."""
    strikes: int = 0
    """How many comparisons of this trial it has failed: of a rest and the run after it,
    of that run and the next rest."""
    passed: int = 0
    """Trials in a row that it has not failed; those that it has passed count twice."""
    tries: int = 0
    """How often it was found dead in a row."""
    stirred_at: datetime | None = None
    """When the room last went further than any machine moves it."""
    more: float = 0.0
    """By what share the house takes more than is known of it, as a trial has shown."""

    @property
    def unmoved_since(self) -> datetime | None:
        """When the reading was found to stand, whatever runs; None where it moves."""
        return self.since if self.verdict is Verdict.UNMOVED else None

    @property
    def excess(self) -> float:
        """What the house takes of late beyond what is known of it, in kelvins' losses.

        A night without sun, a storm, a machine that gives less than it should.
        """
        total = self.running.plus(self.resting)
        if self.phase is not Phase.WATCHING or total.hours < LONG_ENOUGH:
            return 0.0
        shown = total.load * self.more / (1 + self.more)
        return max(0.0, (total.compressor - total.missing + shown) / total.hours)

    @property
    def is_held(self) -> bool:
        """Whether the compressor is to rest, whatever the room asks for.

        What else can heat does so in its place, whatever the weather.
        """
        return self.phase in (Phase.RESTING, Phase.WAITING)

    @property
    def may_teach(self) -> bool:
        """Whether the heat that is given may be learned from.

        Heat that was never given would make the house look as if it lost it.
        """
        total = self.running.plus(self.resting)
        has_run = self.track.runs and self.running.hours >= LONG_ENOUGH / 2
        return self.is_calm and not (has_run and total.share < FINE)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is held against the compressor."""
        return self.phase is Phase.WATCHING and not IS_FAULT[self.verdict]

    @property
    def lacks_evidence(self) -> bool:
        """Whether a trial has nothing to compare with: a store may lose parts."""
        if self.phase is Phase.RESTING:
            return not (self.running.hours and self.running.compressor)
        return self.phase is Phase.TRYING and not self.resting.hours

    def ends(self, now: datetime) -> bool:
        """Return whether the phase is over by the clock."""
        return self.until is None or now >= self.until


def response_after(
    before: Response, seen: Sight, known: Shell, now: datetime
) -> Response:
    """Return the response after what was seen since the last step, until now."""
    after, piece = _with_piece(before, seen, known, now)
    if after.lacks_evidence:
        return _let_off(after, now)
    if seen.takes_turns and _is_warmed_first(after, piece, now):
        return after
    match after.phase:
        case Phase.WATCHING:
            return _response_watching(after, piece, known, now)
        case Phase.RESTING:
            return _response_resting(after, piece, known, now)
        case Phase.TRYING:
            return _response_trying(after, piece, known, now)
        case Phase.WAITING:
            return _response_waiting(after, piece, now)
        case _ as never:
            assert_never(never)


def _with_piece(
    response: Response, seen: Sight, known: Shell, now: datetime
) -> tuple[Response, Ledger]:
    """Return the response with what was seen, and what is summed up of the time."""
    track, piece = track_after(response.track, seen, known, now)
    more = response.more * exp(-piece.hours / MORE_LASTING)
    if more:
        piece = replace(piece, load=piece.load * (1 + more))
    response = replace(response, track=track, more=more)
    if response.verdict is Verdict.UNMOVED and track.moved == now:
        response = _with_verdict(response, Verdict.UNKNOWN, now)
    return response, piece


def response_unseen(response: Response, now: datetime) -> Response:
    """Return the response while room or weather are not known, and tell nothing.

    A trial is given up, and a dead compressor is tried again as it would be otherwise.
    """
    if response.phase is Phase.RESTING:
        return _let_off(response, now)
    if response.phase is Phase.WAITING and response.ends(now):
        return replace(_try(response), until=None)
    return response


def _with_verdict(response: Response, verdict: Verdict, now: datetime) -> Response:
    """Return the response with a verdict; the same one stands since it was found."""
    if response.verdict is verdict:
        return response
    return replace(response, verdict=verdict, since=now)


def _response_watching(
    response: Response, piece: Ledger, known: Shell, now: datetime
) -> Response:
    """Return the response while nothing is suspected; it may be from now on.

    Where the backup takes its turns, that the compressor rests tells nothing of it.
    """
    running = response.running.faded(piece.hours)
    resting = response.resting.faded(piece.hours)
    if piece.compressor:
        running = running.plus(piece)
    elif not response.track.is_relieved:
        resting = resting.plus(piece)
    response = replace(response, running=running, resting=resting)
    total = running.plus(resting)
    may_suspect = response.track.runs and response.ends(now)
    if may_suspect and _seems_to_harm(response, known, now):
        return _rest(response, now)
    has_run = running.hours >= max(LONG_ENOUGH, MOSTLY * total.hours)
    if not has_run or total.load < LEAST_LOAD * total.hours:
        return response
    if total.share >= FINE:
        return _with_verdict(replace(response, passed=0), Verdict.WELL, now)
    # Walls that cool after a setback take no heat: what it does while it runs counts.
    is_odd = total.share < LITTLE + BENEFIT * total.doubt(known)
    is_odd = is_odd and running.share < FINE
    carries = total.compressor >= total.load * (CARRIES + known.doubt)
    is_telling = carries and not (_is_warming(total) or response.track.rises(now))
    # One that does nothing is never satisfied: it runs.
    if not (is_odd and is_telling and may_suspect):
        return response
    return _rest(response, now)


def _rest(response: Response, now: datetime) -> Response:
    """Return the response of a compressor that is to rest, to be compared."""
    return replace(
        response, phase=Phase.RESTING, until=now + TRIAL_PATIENCE, resting=Ledger()
    )


def _response_resting(
    response: Response, piece: Ledger, known: Shell, now: datetime
) -> Response:
    """Return the response while a suspected compressor rests."""
    if response.ends(now):
        return _let_off(response, now)
    if response.track.runs or not response.track.is_settled(now):
        return response
    response = replace(response, resting=response.resting.plus(piece))
    hours = response.resting.hours
    # It cooled the room: that shows, however fast the room recovers.
    is_clear = response.running.share < HARMED
    if _is_warming(response.resting) and not is_clear:
        resting = response.resting if hours < RECOVERS_FOR else Ledger()
        return replace(response, resting=resting)
    if hours < _rest_needed(response, known):
        return response
    if response.strikes:
        return _response_judged(response, response.resting.hours, known, now)
    return _try(response)


def _is_warmed_first(response: Response, piece: Ledger, now: datetime) -> bool:
    """Return whether the backup still warms a room that was low, to be compared then.

    Where it can: one that is not warm after a while is compared as it is.
    """
    match response.phase:
        case Phase.WATCHING | Phase.WAITING:
            return False
        case Phase.RESTING:
            compared, within = response.resting, RECOVERS_FOR * HOUR
        case Phase.TRYING:
            compared, within = response.running, TRIAL_PATIENCE
        case _ as never:
            assert_never(never)
    is_late = response.track.is_settled(now, within)
    return bool(piece.backup) and not compared.hours and not is_late


def _try(response: Response) -> Response:
    """Return the response of a compressor that has rested and is to run."""
    return replace(response, phase=Phase.TRYING, running=Ledger())


def _rest_needed(response: Response, known: Shell) -> float:
    """Return how many hours of rest tell this compressor from none."""
    compressor = response.running.per_hour().compressor
    return clamp(_blur(response, known) / (BLUR * compressor), *TRIAL)


def _response_waiting(response: Response, piece: Ledger, now: datetime) -> Response:
    """Return the response while a dead compressor waits for its next try."""
    response = _with_rest_known(response, piece, now)
    if not response.ends(now):
        return response
    return replace(_try(response), until=None)


def _with_rest_known(response: Response, piece: Ledger, now: datetime) -> Response:
    """Return the response with what the house does of late without the compressor."""
    if response.track.runs or not response.track.is_settled(now):
        return response
    return replace(response, resting=response.resting.faded(piece.hours).plus(piece))


def _response_trying(
    response: Response, piece: Ledger, known: Shell, now: datetime
) -> Response:
    """Return the response while a compressor that rested is to run.

    From its start on all time is summed up: where it runs only part of it, the room
    would be seen to rise, but never to fall.
    """
    if response.until is not None and response.ends(now):
        return _let_off(response, now)
    has_begun = response.track.runs and response.track.is_settled(now, BEGUN_AFTER)
    if not response.running.hours and not has_begun:
        return _with_rest_known(response, piece, now)
    response = replace(response, running=response.running.plus(piece))
    hours = response.running.hours
    is_telling = response.track.runs and hours >= HARMED_AFTER[1]
    is_harming = is_telling and _harms(response, known)
    if hours < TRIAL[0] and not is_harming:
        return response
    return _response_judged(response, hours, known, now)


def _seems_to_harm(response: Response, known: Shell, now: datetime) -> bool:
    """Return whether the house gets colder and colder while the compressor runs."""
    running = response.running
    has_run = running.hours >= HARMED_AFTER[0] and response.track.falls(now)
    return has_run and running.share + running.doubt(known) < HARMED


def _harms(response: Response, known: Shell) -> bool:
    """Return whether the house is colder by the compressor, beyond doubt."""
    felt, doubt = _heat_felt(response, known)
    return felt + doubt < HARMED


def _response_judged(
    response: Response, hours: float, known: Shell, now: datetime
) -> Response:
    """Return the response after some hours of a trial; it may still go on."""
    felt, doubt = _heat_felt(response, known)
    run, rest = response.running.per_hour(), response.resting.per_hour()
    is_faulty = IS_FAULT[response.verdict]
    taken = -rest.missing - _blur(response, known) / response.resting.hours
    leaks = taken > LEAK * run.compressor and not _is_heat_lost(rest)
    is_leaking = leaks and not is_faulty
    is_over = hours >= TRIAL[1]
    if is_leaking or felt - doubt >= FELT_NOTHING or (is_over and felt >= FELT):
        return _response_acquitted(response, rest, now)
    is_blurred = _is_warming(run) or _is_warming(rest) or _is_fed(response, known, now)
    harms = felt + doubt < HARMED
    if felt + doubt >= FELT_NOTHING or (is_blurred and not harms):
        if not is_over:
            return response
        if is_faulty:
            return _response_convicted(response, now, harms=harms)
        # A rest that tells nothing yet is compared with the next run as well.
        is_resting = response.phase is Phase.RESTING
        return _try(response) if is_resting else _let_off(response, now)
    response = replace(response, strikes=response.strikes + 1)
    needed = 2 if harms else _strikes_needed(run, known)
    if is_faulty or response.strikes >= needed:
        return _response_convicted(response, now, harms=harms)
    return _try(response) if response.phase is Phase.RESTING else _rest(response, now)


def _strikes_needed(run: Ledger, known: Shell) -> int:
    """Return how many comparisons in a row a compressor must fail.

    In weather in which backup helps, a window that is opened while the compressor runs
    may hide it; and a house that nobody knows well may be any.
    """
    is_helped = run.backup > HELPED * run.load
    is_known = known.doubt <= SURE_DOUBT
    return (2 if is_helped else 1) * (1 if is_known else 2)


def _heat_felt(response: Response, known: Shell) -> tuple[float, float]:
    """Return what the house felt of the compressor, and by how much that may be wrong.

    Both are shares of its heat.
    """
    run, rest = response.running.per_hour(), response.resting.per_hour()
    times = (1 / response.running.hours + 1 / response.resting.hours) / 2
    pulse = LATE * response.track.pulse * times if run.backup or rest.backup else 0.0
    stored = STORED_DOUBT * (run.stored - rest.stored)
    doubt = hypot(_blur(response, known) * times, pulse, stored)
    return (run.missing - rest.missing) / run.compressor, doubt / run.compressor


def _blur(response: Response, known: Shell) -> float:
    """Return what a step of the sensor stands for, in kelvins' losses times hours."""
    return response.track.step * known.air


def _is_warming(hour: Ledger) -> bool:
    """Return whether a room recovers: then hardly anybody knows where heat goes."""
    return hour.stored > WARMING * hour.load


def _is_fed(response: Response, known: Shell, now: datetime) -> bool:
    """Return whether a house that rests is warmed by more than it can have: a stove.

    Or its sensor is: a draught has ended. Nothing is told by comparing with that. A
    reading that only stands is another fault.
    """
    if response.track.stands(now, UNMOVED_FOR):
        return False
    return response.resting.missing > FED * response.resting.unsure(known)


def _response_acquitted(response: Response, rest: Ledger, now: datetime) -> Response:
    """Return the response of a house that felt its compressor, or has a window open."""
    extra = -rest.missing / max(rest.load, LEAST_LOAD)
    more = clamp((1 + response.more) * (1 + extra) - 1, *MORE_BOUNDS)
    response = replace(response, more=more, passed=response.passed + 1)
    return _with_verdict(_let_off(response, now), Verdict.WELL, now)


def _response_convicted(response: Response, now: datetime, *, harms: bool) -> Response:
    """Return the response of a house that felt nothing good of its compressor."""
    fault = Verdict.COOLS if harms else _fault(response, now)
    response = _with_verdict(response, fault, now)
    if fault is Verdict.UNMOVED:
        return _let_off(response, now)
    return replace(
        response,
        phase=Phase.WAITING,
        until=now + _hours_of_nth(WAITS, response.tries),
        strikes=0,
        passed=0,
        tries=response.tries + 1,
    )


def _fault(response: Response, now: datetime) -> Verdict:
    """Return what is wrong where nothing was felt of the compressor."""
    if response.track.stands(now, UNMOVED_FOR):
        return Verdict.UNMOVED
    is_heat_lost = _is_heat_lost(response.resting.per_hour())
    return Verdict.NO_EFFECT if is_heat_lost else Verdict.DEAD


def _is_heat_lost(rest: Ledger) -> bool:
    """Return whether a house cools as if its backup did not heat it."""
    is_heated = rest.backup >= rest.load
    return is_heated and rest.load + rest.stored < NO_HEAT * rest.backup


def _let_off(response: Response, now: datetime) -> Response:
    """Return the response of a compressor that is not suspected for a while."""
    return replace(
        response,
        running=Ledger(),
        resting=Ledger(),
        phase=Phase.WATCHING,
        until=now + _hours_of_nth(LET_OFF, response.passed),
        strikes=0,
        passed=response.passed + 1,
        tries=0,
    )


def _hours_of_nth(hours: tuple[int, ...], number: int) -> timedelta:
    return hours[min(number, len(hours) - 1)] * HOUR
