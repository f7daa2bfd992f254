"""Whether the compressor really heats: told by the house alone.

What the house took and the backup did not give is the compressor's. Held against what a
well machine gives, it is a share: near 1 where the compressor works, weak or not, and
near 0 where it only hums.

A share so low is no proof: an open window takes as much as a compressor gives. So the
compressor is made to rest for a while, and to run again. Where the house does not care,
it is dead; where the house cools meanwhile, or takes more of the backup, it is well.
"""

from datetime import datetime, timedelta
from math import exp
from typing import Final, assert_never

from ..clock import HOUR
from ..records import replace
from ..units import Delta, clamp
from .comparison import (
    FELT,
    FELT_NOTHING,
    HARMED,
    HARMED_AFTER,
    LEAK,
    TRIAL,
    blur,
    fault_shown,
    harms_house,
    heat_felt,
    is_fed,
    is_heat_lost,
    is_warming,
    rest_needed,
    seems_to_harm,
    strikes_needed,
)
from .intake import Ledger, Shell, Sight, track_after
from .response import (
    FINE,
    IS_FAULT,
    LET_OFF,
    LONG_ENOUGH,
    MOSTLY,
    Phase,
    Response,
    Verdict,
)

LEAST_LOAD: Final = 4.0
"""Kelvins beyond the gains from room to outdoors, below which nothing is told."""
LITTLE: Final = 0.3
BENEFIT: Final = 0.5
"""The share below which a compressor is suspected, and what part of the doubt about it
is added: to suspect costs little."""
CARRIES: Final = 0.4
"""The share of the load, and twice the doubt about it, that a well machine must give to
be suspected: in such cold that it gives less it hardly shows."""
FINELY: Final = Delta(0.2)
"""Steps of a sensor that show within half an hour whether a room is heated."""
RECOVERS_FOR: Final = 1.0
"""Hours after which what a resting house stored is left out: with a sensor that follows
late it has recovered from more than anybody saw."""
BEGUN_AFTER: Final = timedelta(minutes=3)
"""How long a compressor must run for a trial to begin: it always does."""
TRIAL_PATIENCE: Final = timedelta(hours=6)
"""How long a trial may take before it is given up."""
WAITS: Final = (1, 2, 4, 6)
"""Hours until a dead compressor is tried again; the last for ever after."""
MORE_BOUNDS: Final = (-0.3, 1.5)
"""Bounds of what the house takes beyond what is known of it, as a share of its load."""
MORE_LASTING: Final = 48.0
"""Hours after which e times less is believed of that."""


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
            return _response_watching(after, seen, piece, known, now)
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
    response: Response, seen: Sight, piece: Ledger, known: Shell, now: datetime
) -> Response:
    """Return the response while nothing is suspected; it may be from now on.

    Where the backup takes its turns, that the compressor rests tells nothing of it.
    """
    enough = _hours_that_tell(response, seen)
    hours = piece.hours * LONG_ENOUGH / enough
    running = response.running.faded(hours)
    resting = response.resting.faded(hours)
    if piece.compressor:
        running = running.plus(piece)
    elif not response.track.is_relieved:
        resting = resting.plus(piece)
    response = replace(response, running=running, resting=resting)
    total = response.total
    may_suspect = response.track.runs and response.ends(now)
    if may_suspect and seems_to_harm(response, known, now):
        return _rest(response, now)
    has_run = running.hours >= max(enough, MOSTLY * total.hours)
    if not has_run or total.load < LEAST_LOAD * total.hours:
        return response
    if total.share >= FINE:
        return _with_verdict(replace(response, passed=0), Verdict.WELL, now)
    # Walls that cool after a setback take no heat: what it does while it runs counts.
    is_odd = total.share < LITTLE + BENEFIT * total.doubt(known)
    is_odd = is_odd and running.share < FINE
    carries = total.compressor >= total.load * (CARRIES + known.doubt)
    # Both together may be warming it: by a schedule's block it is to be warm.
    is_helped = response.track.rises(now) and not seen.takes_turns
    is_telling = carries and not (is_warming(total) or is_helped)
    # One that does nothing is never satisfied: it runs.
    if not (is_odd and is_telling and may_suspect):
        return response
    return _rest(response, now)


def _hours_that_tell(response: Response, seen: Sight) -> float:
    """Return how many hours of running it takes for a compressor to be suspected.

    Where the backup takes its turns it ends each run of one that does nothing. Then
    what is compared in a trial is enough, with a sensor that shows so much of it; and
    what was before fades so much sooner.
    """
    is_shown = seen.takes_turns and 0 < response.track.step <= FINELY
    return TRIAL[0] if is_shown else LONG_ENOUGH


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
    if not response.track.rests(now):
        return replace(response, track=response.track.begun_anew)
    response = replace(response, resting=response.resting.plus(piece))
    hours = response.resting.hours
    # It cooled the room: that shows, however fast the room recovers.
    is_clear = response.running.share < HARMED
    if is_warming(response.resting) and not is_clear:
        resting = response.resting if hours < RECOVERS_FOR else Ledger()
        return replace(response, resting=resting)
    if hours < rest_needed(response, known):
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


def _response_waiting(response: Response, piece: Ledger, now: datetime) -> Response:
    """Return the response while a dead compressor waits for its next try."""
    response = _with_rest_known(response, piece, now)
    if not response.ends(now):
        return response
    return replace(_try(response), until=None)


def _with_rest_known(response: Response, piece: Ledger, now: datetime) -> Response:
    """Return the response with what the house does of late without the compressor."""
    if not response.track.rests(now):
        return replace(response, track=response.track.begun_anew)
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
    is_harming = is_telling and harms_house(response, known)
    if hours < TRIAL[0] and not is_harming:
        return response
    return _response_judged(response, hours, known, now)


def _response_judged(
    response: Response, hours: float, known: Shell, now: datetime
) -> Response:
    """Return the response after some hours of a trial; it may still go on."""
    felt, doubt = heat_felt(response, known)
    run, rest = response.running.per_hour(), response.resting.per_hour()
    is_faulty = IS_FAULT[response.verdict]
    taken = -rest.missing - blur(response, known) / response.resting.hours
    leaks = taken > LEAK * run.compressor and not is_heat_lost(rest)
    is_leaking = leaks and not is_faulty
    is_over = hours >= TRIAL[1]
    if is_leaking or felt - doubt >= FELT_NOTHING or (is_over and felt >= FELT):
        return _response_acquitted(response, rest, now)
    is_blurred = is_warming(run) or is_warming(rest) or is_fed(response, known, now)
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
    needed = 2 if harms else strikes_needed(run, felt + doubt, known)
    if is_faulty or response.strikes >= needed:
        return _response_convicted(response, now, harms=harms)
    return _try(response) if response.phase is Phase.RESTING else _rest(response, now)


def _response_acquitted(response: Response, rest: Ledger, now: datetime) -> Response:
    """Return the response of a house that felt its compressor, or has a window open."""
    extra = -rest.missing / max(rest.load, LEAST_LOAD)
    more = clamp((1 + response.more) * (1 + extra) - 1, *MORE_BOUNDS)
    response = replace(response, more=more, passed=response.passed + 1)
    return _with_verdict(_let_off(response, now), Verdict.WELL, now)


def _response_convicted(response: Response, now: datetime, *, harms: bool) -> Response:
    """Return the response of a house that felt nothing good of its compressor."""
    fault = Verdict.COOLS if harms else fault_shown(response, now)
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
