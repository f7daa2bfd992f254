"""Heating and cooling output over temperature: datasheet, single point or preset."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt
from typing import Final

from ..records import replace
from ..tables import Some
from ..units import Celsius, clamp, difference
from .carnot import EXCHANGERS, cop_ceiling, refrigerant_cycle, tested_sink
from .frost import NO_DEGRADATION, Degradation, degradation
from .label import better_than_typical
from .presets import heating_size, preset_points, typical_points
from .ranges import range_of
from .ratings import (
    FROST_ZONE,
    Basis,
    Output,
    Point,
    Ratings,
    Sink,
    Source,
    Speed,
)
from .typical import FADING, known_points, standing_at, typical_output

EXPECTED_ERROR: Some[Basis, float] = {
    Basis.DATASHEET: 0.05,
    Basis.SINGLE_POINT: 0.05,
    Basis.PRESET: 0.20,
}
"""Relative error of a fixed-speed machine's COP where its datasheet knows it.

Against published tables 1 – 4 % between points. Machines of one type scatter by a
fifth.
"""
FARTHER: Some[Basis, float] = {Basis.DATASHEET: 0.004, Basis.SINGLE_POINT: 0.005}
"""What it grows by with each K from the nearest point that is known."""

POINT_ERROR: Final = 0.05
TYPICAL_ERROR: Mapping[Sink, float] = {Sink.AIR: 0.12, Sink.WATER: 0.08}
"""The same of machines that choose their speed: at a point that is known, and of a
typical one; makes left out of the fit."""

LOW_STAGE_CAPACITY: Final = 0.72
LOW_STAGE_POWER: Final = 0.65
"""Share of full load in the low stage.

Capacity: Cutler et al. (NREL/TP-5500-56354). Power: the NEEP list's input ratio falls
from 1 at rated speed to 0.73 at 27 % of capacity, which is 0.90 at 72 %.
"""

LOW_STAGE_ERROR: Final = 0.10


@dataclass(frozen=True, slots=True)
class SteadyOutput:
    """Full load from a clear coil, kW, and the expected relative error of its COP."""

    capacity: float
    power: float
    error: float


def heating_output(
    ratings: Ratings,
    source_temperature: Celsius,
    humidity: float | None = None,
    sink: Celsius | None = None,
    speed: Speed | None = None,
) -> Output | None:
    """Return what the machine delivers and takes at full load, heating.

    `source_temperature` is the outdoor air's, or that of brine, water or exhaust air
    where it enters; `humidity` the outdoor air's, 0 … 100 %; `sink` the room's
    temperature, or the flow's of heating water. Where unknown, humidity is taken as
    usual and the sink as in the rating test. `speed` is an inverter's; without it, that
    of its datasheet. Defrosts are counted in the mean, once: see `steady_output`
    without. None outside what is known of the machine, and where the estimate breaks
    the second law or falls below a COP of 1.
    """
    frost = degradation_of(ratings.source, source_temperature, humidity)
    return _output_left_by(frost, ratings, source_temperature, sink, speed)


def steady_output(
    ratings: Ratings,
    source_temperature: Celsius,
    sink: Celsius | None = None,
    speed: Speed | None = None,
) -> Output | None:
    """Return the same between defrosts, from a clear coil."""
    return _output_left_by(NO_DEGRADATION, ratings, source_temperature, sink, speed)


def _output_left_by(
    frost: Degradation,
    ratings: Ratings,
    at: Celsius,
    sink: Celsius | None,
    speed: Speed | None,
) -> Output | None:
    steady = steady_heating(ratings, at, sink, speed)
    if steady is None:
        return None
    basis = basis_of(ratings)
    return believed_output(
        Output(
            capacity=steady.capacity * frost.capacity,
            power=steady.power * frost.power,
            basis=basis,
            uncertainty=steady.error,
            ceiling=cop_ceiling(ratings.into, at, sink),
            is_sized=basis is not Basis.PRESET or heating_size(ratings).is_known,
        ),
        refrigerant_cycle(ratings.into, at, sink).carnot,
    )


def believed_output(output: Output, limit: float) -> Output | None:
    """Return the output with a COP from 1 to its ceiling.

    None below 1 and above Carnot's `limit`: there the ratings, or the lines drawn
    through them, lead to nonsense. What is possible but not believed is held at the
    ceiling, by its power.
    """
    if output.capacity <= 0 or output.power <= 0 or not 1 <= output.cop <= limit:
        return None
    return replace(output, power=max(output.power, output.capacity / output.ceiling))


def basis_of(ratings: Ratings) -> Basis:
    """Return what a heating estimate from such ratings rests on."""
    match len(ratings.points):
        case 0:
            return Basis.PRESET
        case 1:
            return Basis.SINGLE_POINT
        case _:
            return Basis.DATASHEET


def degradation_of(
    source: Source, source_temperature: Celsius, humidity: float | None
) -> Degradation:
    """Return what frost leaves: all, where no coil stands in outdoor air."""
    if source is not Source.AIR:
        return NO_DEGRADATION
    return degradation(source_temperature, humidity)


@lru_cache(maxsize=64)
def comparable_points(ratings: Ratings) -> tuple[Point, ...]:
    """Return a datasheet's points as lines may be drawn through them.

    Without the defrosts that its cold points alone hold. Of a machine that a curve over
    flow and outdoor temperatures tells (`typical`) the flow stays as it was tested; of
    any other that heats water it becomes that of the usual rating test.
    """
    points = ratings.points
    if ratings.source is Source.AIR and ratings.is_tested_with_frost:
        points = tuple(map(_without_frost, points))
    if is_told_by_typical(ratings):
        return points
    return tuple(_into_tested_sink(point, ratings.into) for point in points)


def _without_frost(point: Point) -> Point:
    lost = degradation(point.outdoor, None)
    return _shared_out(point, lost.capacity, lost.power)


def _into_tested_sink(point: Point, into: Sink) -> Point:
    """Return a point as it would be with the flow of the usual test."""
    if into is Sink.AIR or point.flow is None:
        return point
    told = steady_with_sink(
        SteadyOutput(1.0, 1.0, 0.0), into, point.outdoor, point.flow
    )
    return replace(_shared_out(point, told.capacity, told.power), flow=None)


def _shared_out(point: Point, of_capacity: float, of_power: float) -> Point:
    """Return the point of which one is known by its shares of capacity and power."""
    capacity, power = point.capacity / of_capacity, point.power / of_power
    return replace(point, capacity=capacity, cop=capacity / power)


def steady_heating(
    ratings: Ratings,
    at: Celsius,
    sink: Celsius | None = None,
    speed: Speed | None = None,
) -> SteadyOutput | None:
    """Return full load between defrosts; None outside the range of the ratings."""
    known = range_of(ratings).covering(ratings.points)
    if not known.low <= at <= known.high:
        return None
    if is_told_by_typical(ratings):
        found = _steady_beside_typical(ratings, at, sink, speed)
    else:
        reached = clamp(at, known.low, known.clamped_at)
        found = _steady_by_itself(ratings, reached)
        found = steady_with_sink(found, ratings.into, at, sink)
        found = replace(found, error=_error_beyond(ratings.points, at))
    if not ratings.points:
        found = replace(found, power=found.power / better_than_typical(ratings))
    if not ratings.includes_defrost:
        return found
    held = degradation_of(ratings.source, at, None)
    return replace(
        found, capacity=found.capacity / held.capacity, power=found.power / held.power
    )


def _steady_by_itself(ratings: Ratings, at: Celsius) -> SteadyOutput:
    """Return full load by the datasheet, or by that of a typical machine."""
    points = comparable_points(ratings) or preset_points(ratings)
    if len(points) == 1:
        return _steady_by_point(ratings, points[0], at)
    return _steady_on_lines(points, at, sags=ratings.includes_defrost)


def is_told_by_typical(ratings: Ratings) -> bool:
    """Return whether no line leads from one point of a machine to the next.

    The points of inverters, and of air to water, are of different speeds.
    """
    return ratings.source is Source.AIR and (
        ratings.into is Sink.WATER or ratings.is_inverter
    )


def _steady_beside_typical(
    ratings: Ratings, at: Celsius, sink: Celsius | None, speed: Speed | None
) -> SteadyOutput:
    """Return full load by how a machine's points stand beside a typical one's."""
    wanted = ratings.speed if speed is None else speed
    flow = sink if ratings.into is Sink.WATER else None
    usual = typical_output(ratings, at, wanted, flow)
    known = known_points(ratings, comparable_points(ratings), wanted)
    own = standing_at(known, at, FADING[ratings.into])
    size = 1.0 if ratings.points else heating_size(ratings).capacity
    capacity = usual.capacity * own.capacity * size
    strange = TYPICAL_ERROR[ratings.into] * sqrt(1 - own.known)
    found = SteadyOutput(
        capacity, capacity / (usual.cop * own.cop), hypot(POINT_ERROR, strange)
    )
    return found if flow is sink else steady_with_sink(found, ratings.into, at, sink)


def steady_with_sink(
    steady: SteadyOutput, into: Sink, at: Celsius, sink: Celsius | None
) -> SteadyOutput:
    """Return full load into another sink than the rating test's.

    The COP follows Carnot's: 2 … 3 % more per K that the room is colder. Into water,
    where the sink wanders far, it follows it to the power of 1.5: compressors lose
    second-law efficiency with the lift (brine at 0 °C, W35 to W50: −33 %).
    """
    exchangers = EXCHANGERS[into]
    warmer = difference(tested_sink(exchangers, sink), exchangers.sink)
    less = 1 - exchangers.loss * warmer
    harder = (
        refrigerant_cycle(into, at).carnot / refrigerant_cycle(into, at, sink).carnot
    )
    power = steady.power * less * harder**exchangers.steepness
    return replace(steady, capacity=steady.capacity * less, power=power)


def _steady_on_lines(
    points: tuple[Point, ...], at: Celsius, *, sags: bool = False
) -> SteadyOutput:
    """Return capacity and power, each on the straight lines between points.

    AHRI 210/240 (eqs 11.117, 11.118): never the COP itself, which is a quotient.
    """
    left, right = points_around(points, at, sags=sags)
    share = (at - left.outdoor) / (right.outdoor - left.outdoor)
    return SteadyOutput(
        capacity=left.capacity + share * (right.capacity - left.capacity),
        power=left.power + share * (right.power - left.power),
        error=0.0,
    )


def points_around(
    points: tuple[Point, ...], at: Celsius, *, sags: bool = False
) -> tuple[Point, Point]:
    """Return the two points on whose line a temperature lies.

    Above the warmest point, one that `sags` under more defrosts than usual would tilt
    the line: the one below it, with less frost, takes its place (AHRI: 17 to 47 °F).
    """
    place = bisect_right([point.outdoor for point in points], at)
    if place < len(points) or not sags:
        place = max(1, min(place, len(points) - 1))
        return points[place - 1], points[place]
    clear = [p for p in points[:-1] if not FROST_ZONE[0] <= p.outdoor <= FROST_ZONE[1]]
    return (clear or points[:-1])[-1], points[-1]


def _error_beyond(points: tuple[Point, ...], at: Celsius) -> float:
    """Return the expected error, which grows with the distance from what is known."""
    if not points:
        return EXPECTED_ERROR[Basis.PRESET]
    basis = Basis.DATASHEET if len(points) > 1 else Basis.SINGLE_POINT
    inside = clamp(at, points[0].outdoor, points[-1].outdoor)
    return EXPECTED_ERROR[basis] + FARTHER[basis] * abs(at - inside)


def _steady_by_point(ratings: Ratings, anchor: Point, at: Celsius) -> SteadyOutput:
    """Return full load from one point: its second-law efficiency held.

    COP follows Carnot's between the refrigerant's temperatures, capacity the shape of
    a typical machine of the same kind.
    """
    typical = typical_points(ratings)
    here = _steady_on_lines(typical, at).capacity
    there = _steady_on_lines(typical, anchor.outdoor).capacity
    capacity = anchor.capacity * here / there
    easier = (
        refrigerant_cycle(ratings.into, at).carnot
        / refrigerant_cycle(ratings.into, anchor.outdoor).carnot
    )
    return SteadyOutput(capacity, capacity / (anchor.cop * easier), error=0.0)


def low_stage_output(output: Output) -> Output:
    """Return what a two-stage machine delivers and takes in its low stage."""
    capacity = output.capacity * LOW_STAGE_CAPACITY
    power = output.power * LOW_STAGE_POWER
    return replace(
        output,
        capacity=capacity,
        power=max(power, capacity / output.ceiling),
        uncertainty=max(output.uncertainty, LOW_STAGE_ERROR),
    )
