"""One guess of where the sensor hangs, and the room as it would be then.

A Kalman filter of four states: the air with what follows it within minutes, what it
would drift to without heat, what heat makes of it, and what is the guess's own.

    air' = a·air + (1 − a)·(idle + gain·τ·heat)        a = exp(−time/τ)

Walls, weather, sun and whatever is wrong with the heat itself are in `idle`, which may
wander; so a machine that gives less than it should does not deceive the filter long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp, inf
from typing import Final, assert_never

from ..records import replace
from ..units import Celsius, clamp
from .interval import Between, cut_to

TIME: Final = 1.0
"""τ, hours: how slowly the air goes where it drifts to."""
LAG: Final = 1 / 6
"""Hours in which a sensor that lags follows the air but for one part in e."""
AIR_WANDERS: Final = 0.06
IDLE_WANDERS: Final = 0.36
"""K² an hour."""
STIRRED: Final = 10.0
"""How many times more while a window is open, or the machine defrosts."""
GAIN_WANDERS: Final = 0.003
"""An hour, as a share of the gain's square."""
GAIN_DOUBT: Final = 0.5
"""By what share the assumed gain may be wrong."""
IDLE_DOUBT: Final = 2.0
"""K"""
HALF_LIFE: Final = 6.0
"""Hours after which half is left of the evidence for and against a guess."""
NOISE_BOUNDS: Final = (0.03**2, 0.5**2)
"""K²"""
NOISE_KEEN: Final = 0.03
"""What one report counts in what is known of the noise."""
STRAY: Final = 4.0
"""Sigmas by which the room may miss what was expected before that is given up."""
LEAST_VARIANCE: Final = 1e-6


OWN_WANDERS: Final = 0.02**2
"""K² per kW² an hour, of what the supply air adds."""


class Seat(StrEnum):
    """Where the sensor hangs, or what it is like."""

    AIR = "air"
    """It shows the air."""
    BEHIND = "behind"
    """It follows the air slowly; its own state is what it shows, °C."""
    SUPPLY = "supply"
    """It hangs in the supply air; its own state is what it shows too much, K per kW."""


OWN_DOUBT: Final[Mapping[Seat, float]] = {
    Seat.AIR: 0.0,
    Seat.BEHIND: 0.3,
    Seat.SUPPLY: 0.15,
}
UNLIKELY: Final[Mapping[Seat, float]] = {
    Seat.AIR: 0.0,
    Seat.BEHIND: -0.7,
    Seat.SUPPLY: -2.0,
}
"""What is held against a guess before anything is heard, as a logarithm."""


@dataclass(frozen=True, slots=True)
class Supply:
    """The heat in the air that the machine blows, kW, and by how much it may be wrong.

    How soon a sensor in it follows the machine is not known, nor a defrost that nobody
    noticed.
    """

    heat: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What a sensor is expected to show, °C."""

    value: float
    sure: float
    """K²: its variance while the supply air is as the machine makes it."""
    astray: float = 0.0
    """K²: what is added to it while that is otherwise."""

    @property
    def variance(self) -> float:
        """K², all in all."""
        return self.sure + self.astray


@dataclass(frozen=True, slots=True)
class Guess:
    """The room as it would be if the sensor hung there."""

    seat: Seat
    mean: tuple[float, ...]
    """Air and idle, °C; gain, K an hour per kW; its own."""
    spread: tuple[float, ...]
    """The covariance of these, its upper half row by row."""
    score: float
    """The evidence for it, as a logarithm."""
    noise: float
    """K²: how reports scatter about it, beyond what rounding explains."""

    def like(self, before: Guess | None) -> Guess:
        """Return the guess with what is known of the sensor from an earlier one."""
        if before is None:
            return self
        return replace(self, score=before.score, noise=before.noise)

    def reading_expected(self, supply: Supply) -> Expected:
        """Return what the sensor shows in such air."""
        (air, _, _, own), p, heat = self.mean, self.spread, supply.heat
        match self.seat:
            case Seat.AIR:
                return Expected(air, max(LEAST_VARIANCE, p[0]))
            case Seat.BEHIND:
                return Expected(own, max(LEAST_VARIANCE, p[9]))
            case Seat.SUPPLY:
                variance = p[0] + heat * (2 * p[3] + heat * p[9])
                return Expected(
                    air + heat * own,
                    max(LEAST_VARIANCE, variance),
                    (own * supply.doubt) ** 2,
                )
            case _ as never:
                assert_never(never)


def first_guess(
    seat: Seat, room: Celsius, held_by: float, gain: float, variance: float
) -> Guess:
    """Return a guess of a room that shows so much, and is held there by so many kW."""
    own = {Seat.AIR: 0.0, Seat.BEHIND: room, Seat.SUPPLY: 0.0}[seat]
    doubt, spare = (gain * GAIN_DOUBT) ** 2, TIME * held_by
    return Guess(
        seat,
        (room, room - gain * spare, gain, own),
        (
            variance + OWN_DOUBT[seat] ** 2 * (seat is Seat.BEHIND),
            0.0,
            0.0,
            0.0,
            IDLE_DOUBT**2 + doubt * spare**2,
            -doubt * spare,
            0.0,
            doubt,
            0.0,
            OWN_DOUBT[seat] ** 2 if seat is Seat.SUPPLY else variance,
        ),
        UNLIKELY[seat],
        NOISE_BOUNDS[0],
    )


@lru_cache(maxsize=64)
def _decays(seconds: int) -> tuple[float, float, float]:
    """Return what is left after a time: of air, of a lag, of evidence."""
    hours = seconds / 3600
    return exp(-hours / TIME), exp(-hours / LAG), 0.5 ** (hours / HALF_LIFE)


def later(
    guess: Guess, seconds: float, heat: float, *, is_stirred: bool = False
) -> Guess:
    """Return the guess after some seconds under so many kW.

    Something that is not in them may stir it: an open window, a defrost.
    """
    wander = STIRRED if is_stirred else 1.0
    keeps, lags, fades = _decays(round(seconds))
    hours, takes = seconds / 3600, 1 - keeps
    pull = takes * TIME * heat
    x0, x1, x2, x3 = guess.mean
    p00, p01, p02, p03, p11, p12, p13, p22, p23, p33 = guess.spread
    air = keeps * x0 + takes * x1 + pull * x2
    r0 = keeps * p00 + takes * p01 + pull * p02
    r1 = keeps * p01 + takes * p11 + pull * p12
    r2 = keeps * p02 + takes * p12 + pull * p22
    r3 = keeps * p03 + takes * p13 + pull * p23
    r00 = keeps * r0 + takes * r1 + pull * r2 + AIR_WANDERS * wander * hours
    if guess.seat is Seat.BEHIND:
        m = (1 - lags) / 2
        p33 = (
            lags * lags * p33
            + m * m * (p00 + r00 + 2 * r0)
            + 2 * lags * m * (p03 + r3)
            + LEAST_VARIANCE
        )
        p13 = lags * p13 + m * (p01 + r1)
        p23 = lags * p23 + m * (p02 + r2)
        r3 = lags * r3 + m * (r0 + r00)
        x3 = lags * x3 + m * (x0 + air)
    elif guess.seat is Seat.SUPPLY:
        p33 += OWN_WANDERS * hours
    return Guess(
        guess.seat,
        (air, x1, x2, x3),
        (
            r00,
            r1,
            r2,
            r3,
            p11 + IDLE_WANDERS * wander * hours,
            p12,
            p13,
            p22 + GAIN_WANDERS * hours * x2 * x2,
            p23,
            p33,
        ),
        guess.score * fades,
        guess.noise,
    )


def noise_after(guess: Guess, expected: Expected, says: Between) -> float:
    """Return the noise about a guess, K², with what a report shows of it."""
    miss = (says.low + says.high) / 2 - expected.value
    rounding = (says.high - says.low) ** 2 / 12
    unexplained = miss**2 - expected.variance - rounding - guess.noise
    return clamp(guess.noise + NOISE_KEEN * unexplained, *NOISE_BOUNDS)


def guess_after(
    guess: Guess, expected: Expected, says: Between, heat: float, noise: float
) -> Guess:
    """Return the guess after a report, or after a silence that says as much.

    What was `expected` of it in air with so many kW, about which there is such a noise.
    """
    total = expected.variance + noise
    seen = cut_to(expected.value, total, says)
    p00, p01, p02, p03, p11, p12, p13, p22, p23, p33 = guess.spread
    match guess.seat:
        case Seat.AIR:
            c0, c1, c2, c3 = p00, p01, p02, p03
        case Seat.BEHIND:
            c0, c1, c2, c3 = p03, p13, p23, p33
        case Seat.SUPPLY:
            c0, c1 = p00 + heat * p03, p01 + heat * p13
            c2, c3 = p02 + heat * p23, p03 + heat * p33
        case _ as never:
            assert_never(never)
    k = (seen.mean - expected.value) / total
    less = (1 - seen.variance / total) / total
    x0, x1, x2, x3 = guess.mean
    own = x3 + c3 * k
    if guess.seat is Seat.SUPPLY:
        own = max(0.0, own)
    return Guess(
        guess.seat,
        (x0 + c0 * k, x1 + c1 * k, max(x2 + c2 * k, x2 / 2), own),
        (
            p00 - c0 * c0 * less,
            p01 - c0 * c1 * less,
            p02 - c0 * c2 * less,
            p03 - c0 * c3 * less,
            p11 - c1 * c1 * less,
            p12 - c1 * c2 * less,
            p13 - c1 * c3 * less,
            p22 - c2 * c2 * less,
            p23 - c2 * c3 * less,
            p33 - c3 * c3 * less,
        ),
        guess.score + max(seen.evidence, _evidence_if_sure(expected, says, noise)),
        noise,
    )


def _evidence_if_sure(expected: Expected, says: Between, noise: float) -> float:
    """Return the evidence for it while the supply air is as the machine makes it.

    That is nearly always so, and goes astray for minutes on end. Doubted anew at each
    report, the guess would lose all of a long run to one that takes the sensor's way
    for the room's.
    """
    if not expected.astray:
        return -inf
    return cut_to(expected.value, expected.sure + noise, says).evidence
