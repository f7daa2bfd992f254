"""What a rest and a run of the compressor, held against each other, tell of it."""

from datetime import datetime, timedelta
from math import hypot
from typing import Final

from ..units import clamp
from .intake import STORED_DOUBT, Ledger, Shell
from .response import Response, Verdict

WARMING: Final = 0.5
"""What a recovering room stores, as a share of its load."""
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
BLUR: Final = 0.15
"""What a step of the sensor may make of that share: the rest is longer where it makes
more, with a coarse sensor and a small machine."""
HELPED: Final = 0.15
"""The share of the load from which on backup heats as well."""
SURE_DOUBT: Final = 0.24
"""Up to such a doubt about its loss a house is known."""
NOTHING_AT_ALL: Final = 0.2
"""The share below which nothing was felt whatever house it is: one would have to lose
many times what is assumed of it."""
LEAK: Final = 0.5
"""What a resting house takes beyond what is known of it, as a share of the compressor's
heat, where that explains it all: a window is open."""
FED: Final = 2.0
"""How many times the doubt about a resting house it may seem to be given by nothing:
more is no doubt any longer."""
UNMOVED_FOR: Final = timedelta(hours=3)
"""A reading that stands so long throughout a trial tells nothing of the machine."""
NO_HEAT: Final = 0.25
"""The share of the backup's heat below which the house does as if it were dead too."""


def rest_needed(response: Response, known: Shell) -> float:
    """Return how many hours of rest tell this compressor from none."""
    compressor = response.running.per_hour().compressor
    return clamp(blur(response, known) / (BLUR * compressor), *TRIAL)


def seems_to_harm(response: Response, known: Shell, now: datetime) -> bool:
    """Return whether the house gets colder and colder while the compressor runs."""
    running = response.running
    has_run = running.hours >= HARMED_AFTER[0] and response.track.falls(now)
    return has_run and running.share + running.doubt(known) < HARMED


def harms_house(response: Response, known: Shell) -> bool:
    """Return whether the house is colder by the compressor, beyond doubt."""
    felt, doubt = heat_felt(response, known)
    return felt + doubt < HARMED


def strikes_needed(run: Ledger, most_felt: float, known: Shell) -> int:
    """Return how many comparisons in a row a compressor must fail.

    In weather in which backup helps, a window that is opened while the compressor runs
    may hide it; and a house that nobody knows well may be any that feels a little.
    """
    is_helped = run.backup > HELPED * run.load
    is_known = known.doubt <= SURE_DOUBT or most_felt < NOTHING_AT_ALL
    return (2 if is_helped else 1) * (1 if is_known else 2)


def heat_felt(response: Response, known: Shell) -> tuple[float, float]:
    """Return what the house felt of the compressor, and by how much that may be wrong.

    Both are shares of its heat.
    """
    run, rest = response.running.per_hour(), response.resting.per_hour()
    times = (1 / response.running.hours + 1 / response.resting.hours) / 2
    pulse = LATE * response.track.pulse * times if run.backup or rest.backup else 0.0
    stored = STORED_DOUBT * (run.stored - rest.stored)
    doubt = hypot(blur(response, known) * times, pulse, stored)
    return (run.missing - rest.missing) / run.compressor, doubt / run.compressor


def blur(response: Response, known: Shell) -> float:
    """Return what a step of the sensor stands for, in kelvins' losses times hours."""
    return response.track.step * known.air


def is_warming(hour: Ledger) -> bool:
    """Return whether a room recovers: then hardly anybody knows where heat goes."""
    return hour.stored > WARMING * hour.load


def is_fed(response: Response, known: Shell, now: datetime) -> bool:
    """Return whether a house that rests is warmed by more than it can have: a stove.

    Or its sensor is: a draught has ended. Nothing is told by comparing with that. A
    reading that only stands is another fault.
    """
    if response.track.stands(now, UNMOVED_FOR):
        return False
    return response.resting.missing > FED * response.resting.unsure(known)


def fault_shown(response: Response, now: datetime) -> Verdict:
    """Return what is wrong where nothing was felt of the compressor."""
    if response.track.stands(now, UNMOVED_FOR):
        return Verdict.UNMOVED
    if is_heat_lost(response.resting.per_hour()):
        return Verdict.NO_EFFECT
    return Verdict.DEAD


def is_heat_lost(rest: Ledger) -> bool:
    """Return whether a house cools as if its backup did not heat it."""
    is_heated = rest.backup >= rest.load
    return is_heated and rest.load + rest.stored < NO_HEAT * rest.backup
