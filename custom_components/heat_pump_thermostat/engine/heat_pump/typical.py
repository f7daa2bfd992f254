"""What machines that choose their own speed typically give, by kind and weather.

Their tables mix speeds, so that no straight line leads from point to point: a machine
is told by how it stands beside a typical one.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from typing import Final

from ..units import Celsius, Delta, clamp, difference
from .carnot import TO_WATER, refrigerant_cycle, tested_sink
from .ratings import IndoorUnit, MachineType, Point, Ratings, Sink, Speed

type Curve = tuple[tuple[Celsius, float], ...]
"""A figure over the outdoor temperature, coldest first."""


@dataclass(frozen=True, slots=True)
class Typical:
    """A typical machine's output at one temperature and speed."""

    capacity: float
    """As a share of the rated capacity, at rated speed and 8.3 °C (to water 7 °C)."""
    cop: float


COLDEST, COLD, MILD = Celsius(-15), Celsius(-8.33), Celsius(8.33)
"""5, 17 and 47 °F, where air source machines are tested."""


def _tested(coldest: float, cold: float, mild: float) -> Curve:
    return ((COLDEST, coldest), (COLD, cold), (MILD, mild))


COP_TO_AIR: Mapping[IndoorUnit, tuple[Curve, Curve]] = {
    IndoorUnit.DUCTED: (_tested(2.33, 2.76, 3.80), _tested(1.99, 2.35, 3.51)),
    IndoorUnit.DUCTLESS: (_tested(2.44, 2.79, 3.88), _tested(2.08, 2.39, 3.34)),
    IndoorUnit.UNKNOWN: (_tested(2.41, 2.78, 3.86), _tested(2.06, 2.37, 3.37)),
}
"""COP of inverters into a room of 21 °C without defrosts, at rated and maximum speed.

Medians of 228 machines of 14 makes of the NEEP cold-climate list of 2018
(ashp.neep.org). A make counts by the root of its machines, and half of what ducts make
for is believed: so makes that were left out are told best. Rated speed was not tested
at −15 °C: it is as much better there as at −8.3 °C.
"""

CAPACITY_BY_UNIT: Mapping[IndoorUnit, tuple[Curve, Curve]] = {
    IndoorUnit.DUCTED: (_tested(0.59, 0.69, 1.0), _tested(0.66, 0.78, 1.05)),
    IndoorUnit.DUCTLESS: (_tested(0.61, 0.69, 1.0), _tested(0.87, 0.98, 1.21)),
    IndoorUnit.UNKNOWN: (_tested(0.60, 0.68, 1.0), _tested(0.78, 0.90, 1.18)),
}
"""Their capacity beside that at rated speed and 8.3 °C; from the same list."""

LESS_IN_THE_COLD: Final = 0.012
"""What a machine that was not built for the cold loses more per K below 8.3 °C."""

CAPACITY_TO_WATER: Curve = tuple(
    (Celsius(at), share)
    for at, share in (
        *((-20, 0.50), (-15, 0.58), (-7, 0.71), (2, 0.88)),
        *((7, 1.0), (12, 1.1), (20, 1.25)),
    )
)
"""Air to water at full load, defrosts counted: the mean of published tables."""

GROWS_UNTIL: Mapping[Sink, Celsius] = {Sink.AIR: Celsius(12), Sink.WATER: Celsius(20)}
"""From here on a machine gives no more: an inverter slows down in mild weather."""

BELOW_TESTS: Final = 0.03
"""What capacity loses per K below −15 °C, of that there: −0.025 per °F in the form
1 / (1 + 0.025 ΔT) of the NEEP list's statistics, averaged over the first 10 K."""

FLOW_LIFTS: Final = (Delta(10), Delta(65))
FITTED: Final = (Celsius(-15), Celsius(15))

FADING: Mapping[Sink, Delta] = {Sink.AIR: Delta(20), Sink.WATER: Delta(12)}
"""How far from a known point e times less is left of how a machine's COP stands beside
a typical one's, K: it was fitted leaving out makes, over both lists."""
SIZE_FADES: Final = Delta(1000)
"""The same of its size: that hardly fades."""

KINSHIP: Mapping[frozenset[Speed], float] = {
    frozenset({Speed.RATED, Speed.MAXIMUM}): 0.25,
    frozenset({Speed.RATED, Speed.UNKNOWN}): 0.6,
    frozenset({Speed.MAXIMUM, Speed.UNKNOWN}): 0.6,
}
"""What one speed's COP tells of another's. A nameplate tells little of the cold."""


def typical_output(
    ratings: Ratings, at: Celsius, speed: Speed, flow: Celsius | None = None
) -> Typical:
    """Return what a typical machine of such a kind gives.

    To air without defrosts, to water with them, as either is tested.
    """
    if ratings.into is Sink.WATER:
        return Typical(_capacity_to_water(at, flow), _cop_to_water(at, flow))
    rated, most = CAPACITY_BY_UNIT[ratings.indoor_unit]
    is_frail = ratings.machine_type is not MachineType.COLD_CLIMATE
    less = LESS_IN_THE_COLD * max(0.0, MILD - at) if is_frail else 0.0
    reached = min(at, GROWS_UNTIL[Sink.AIR])
    capacity = _at_speed(speed, _line(rated, reached), _line(most, reached))
    cops = COP_TO_AIR[ratings.indoor_unit]
    return Typical(
        capacity * max(0.5, 1 - less) * _below_tests(at),
        _at_speed(speed, *(_by_second_law(cop, at) for cop in cops)),
    )


def _at_speed(speed: Speed, rated: float, most: float) -> float:
    """Return a figure at a speed; one that nobody knows lies between the two."""
    return {
        Speed.RATED: rated,
        Speed.MAXIMUM: most,
        Speed.UNKNOWN: sqrt(rated * most),
    }[speed]


def _below_tests(at: Celsius) -> float:
    return 1 / (1 + BELOW_TESTS * max(0.0, COLDEST - at))


def _by_second_law(curve: Curve, at: Celsius) -> float:
    """Return a COP: beyond the tests a machine keeps its second-law efficiency."""
    tested = clamp(at, curve[0][0], curve[-1][0])
    easier = (
        refrigerant_cycle(Sink.AIR, at).carnot
        / refrigerant_cycle(Sink.AIR, tested).carnot
    )
    return _line(curve, tested) * easier


def _line(curve: Curve, at: Celsius) -> float:
    """Return a figure on the straight lines of a curve, held at its cold end."""
    if at <= curve[0][0]:
        return curve[0][1]
    place = min(bisect_right([where for where, _ in curve], at), len(curve) - 1)
    (cold, low), (warm, high) = curve[place - 1], curve[place]
    return low + (high - low) * (at - cold) / (warm - cold)


def _capacity_to_water(at: Celsius, flow: Celsius | None) -> float:
    reached = min(at, GROWS_UNTIL[Sink.WATER])
    warmer = difference(tested_sink(TO_WATER, flow), TO_WATER.sink)
    less = 1 - TO_WATER.loss * warmer
    return _line(CAPACITY_TO_WATER, reached) * less * _below_tests(at)


def _cop_to_water(at: Celsius, flow: Celsius | None) -> float:
    """Return a typical COP of air to water, defrosts counted.

    ln COP = 2.626 − 0.04766 L + 0.000301 L² + 0.00648 T − 0.000619 T², L the flow less
    the outdoor temperature T. Fitted to 3,400 points of 92 makers, EN 14825 at W35 and
    W55, of the Heat Pump Keymark (through hplib, CC BY 4.0), each maker counting alike.
    """
    lift = clamp(difference(tested_sink(TO_WATER, flow), at), *FLOW_LIFTS)
    air = clamp(at, *FITTED)
    return exp(
        2.626 - 0.04766 * lift + 0.000301 * lift**2 + 0.00648 * air - 0.000619 * air**2
    )


@dataclass(frozen=True, slots=True)
class Known:
    """How one known point of a machine stands beside a typical one's: ln of the ratio.

    `kinship` is what it tells of the speed that is asked for, 0 … 1.
    """

    at: Celsius
    capacity: float
    cop: float
    kinship: float


@dataclass(frozen=True, slots=True)
class Beside:
    """How a machine stands beside a typical one at some temperature: ratios.

    `known` is how much of its own is known there, 0 … 1.
    """

    capacity: float
    cop: float
    known: float


def standing_at(points: tuple[Known, ...], at: Celsius, fading: Delta) -> Beside:
    """Return how a machine stands at a temperature, by its known points.

    Simple kriging in one dimension with covariance exp(−distance / `fading`): beyond
    the points the nearest counts, between two both; a point is met exactly.
    """
    if not points:
        return Beside(1.0, 1.0, 0.0)
    if at <= points[0].at or len(points) == 1 or at >= points[-1].at:
        nearest = points[0] if at <= points[0].at else points[-1]
        told = nearest.kinship * exp(-abs(at - nearest.at) / fading)
        return Beside(exp(nearest.capacity), exp(told * nearest.cop), told**2)
    cold, warm = next(pair for pair in pairwise(points) if at <= pair[1].at)
    left, right = _weights(at, cold.at, warm.at, SIZE_FADES)
    capacity = left * cold.capacity + right * warm.capacity
    left, right = _weights(at, cold.at, warm.at, fading)
    left, right = left * cold.kinship, right * warm.kinship
    near = exp(-(at - cold.at) / fading), exp(-(warm.at - at) / fading)
    known = left * near[0] * cold.kinship + right * near[1] * warm.kinship
    return Beside(exp(capacity), exp(left * cold.cop + right * warm.cop), min(1, known))


def _weights(
    at: Celsius, cold: Celsius, warm: Celsius, fading: Delta
) -> tuple[float, float]:
    """Return what two points weigh between them, the colder one first."""
    apart = exp(-(warm - cold) / fading)
    near, far = exp(-(at - cold) / fading), exp(-(warm - at) / fading)
    scale = 1 - apart * apart
    return (near - far * apart) / scale, (far - near * apart) / scale


def known_points(
    ratings: Ratings, points: tuple[Point, ...], speed: Speed
) -> tuple[Known, ...]:
    """Return how a machine's points stand, told of a speed; coldest first."""
    return tuple(
        Known(
            point.outdoor,
            log(point.capacity / usual.capacity),
            log(point.cop / usual.cop),
            KINSHIP.get(frozenset({point.speed, speed}), 1.0),
        )
        for point in points
        for usual in (typical_output(ratings, point.outdoor, point.speed, point.flow),)
    )
