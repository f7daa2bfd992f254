"""Heating and cooling output over temperature: datasheet, single point or preset."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..tables import Some
from ..units import Celsius, clamp, difference
from .carnot import EXCHANGERS, cop_ceiling, refrigerant_cycle, tested_sink
from .frost import NO_DEGRADATION, Degradation, degradation
from .presets import RATED_AT, heating_size, preset_points, typical_points
from .ratings import FROST_ZONE, Basis, MachineType, Output, Rating, Ratings, Source


@dataclass(frozen=True, slots=True)
class Range:
    """Source temperatures between which a machine may be estimated, °C.

    Beyond `clamped_at` it delivers what it delivers there.
    """

    low: Celsius
    high: Celsius
    clamped_at: Celsius

    def covering(self, points: tuple[Rating, ...]) -> Range:
        """Return the range that also covers what the datasheet itself covers."""
        warmest = points[-1].outdoor
        return Range(
            low=min(self.low, points[0].outdoor),
            high=max(self.high, warmest),
            clamped_at=max(self.clamped_at, warmest),
        )


FIXED_SPEED: Final = Range(Celsius(-25), Celsius(20), clamped_at=Celsius(20))

RANGE_BY_TYPE: Mapping[MachineType, Range] = {
    MachineType.SINGLE_SPEED: FIXED_SPEED,
    MachineType.TWO_STAGE: FIXED_SPEED,
    # An inverter slows down in mild weather; its end slope leads nowhere.
    MachineType.VARIABLE_SPEED: Range(Celsius(-25), Celsius(25), Celsius(12)),
    MachineType.COLD_CLIMATE: Range(Celsius(-30), Celsius(25), Celsius(12)),
}

RANGE_BY_SOURCE: Some[Source, Range] = {
    Source.GROUND: Range(Celsius(-10), Celsius(25), Celsius(25)),
    Source.WATER: Range(Celsius(0), Celsius(25), Celsius(25)),
    Source.EXHAUST_AIR: Range(Celsius(5), Celsius(30), Celsius(30)),
}

EXPECTED_ERROR: Some[Basis, tuple[float, float]] = {
    Basis.DATASHEET: (0.05, 0.10),
    Basis.SINGLE_POINT: (0.12, 0.15),
    Basis.PRESET: (0.20, 0.25),
}
"""Relative error of the COP: of fixed speed, and of inverters.

Against published tables, in the mean over a table: two points and more 1 – 4 % and
4 – 14 % (the tables of inverters mix compressor speeds), one point 1 – 10 % and up to
18 %. Machines of one type scatter by a fifth.
"""

LOW_STAGE_CAPACITY: Final = 0.72
LOW_STAGE_POWER: Final = 0.65
"""Share of full load in the low stage.

Capacity: Cutler et al. (NREL/TP-5500-56354). Power: the NEEP list's input ratio falls
from 1 at rated speed to 0.73 at 27 % of capacity, which is 0.90 at 72 %.
"""

LOW_STAGE_ERROR: Final = 0.10


@dataclass(frozen=True, slots=True)
class SteadyOutput:
    """Full load without frost, or with what the datasheet counts of it, kW."""

    capacity: float
    power: float


def heating_output(
    ratings: Ratings,
    source_temperature: Celsius,
    humidity: float | None = None,
    sink: Celsius | None = None,
) -> Output | None:
    """Return what the machine delivers and takes at full load, heating.

    `source_temperature` is the outdoor air's, or that of brine, water or exhaust air
    where it enters; `humidity` the outdoor air's, 0 … 100 %; `sink` the room's
    temperature, or the flow's for water-borne sources. Where unknown, humidity is taken
    as usual and the sink as in the rating test. Defrosts are counted in the mean, once.
    None outside what is known of the machine, and where the estimate breaks the second
    law or falls below a COP of 1.
    """
    steady = steady_heating(ratings, source_temperature)
    rated = steady_heating(ratings, RATED_AT)
    if steady is None or rated is None:
        return None
    steady = steady_with_sink(steady, ratings.source, source_temperature, sink)
    frost = frost_of(ratings, source_temperature, humidity)
    basis = basis_of(ratings)
    return believed_output(
        Output(
            capacity=steady.capacity * frost.capacity - rated.capacity * frost.drawn,
            power=steady.power * frost.power + rated.capacity * frost.spent,
            basis=basis,
            uncertainty=expected_error(ratings, basis),
            ceiling=cop_ceiling(ratings.source, source_temperature, sink),
            is_sized=basis is not Basis.PRESET or heating_size(ratings).is_known,
        ),
        refrigerant_cycle(ratings.source, source_temperature, sink).carnot,
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


def expected_error(ratings: Ratings, basis: Basis) -> float:
    """Return the expected relative error of the COP."""
    fixed_speed, inverter = EXPECTED_ERROR[basis]
    return inverter if ratings.is_inverter else fixed_speed


def range_of(ratings: Ratings) -> Range:
    """Return where a machine of this kind may be estimated."""
    if ratings.source is Source.AIR:
        return RANGE_BY_TYPE[ratings.machine_type]
    return RANGE_BY_SOURCE[ratings.source]


def frost_of(
    ratings: Ratings, source_temperature: Celsius, humidity: float | None
) -> Degradation:
    """Return the loss to frost that the ratings do not hold already."""
    if ratings.source is not Source.AIR or ratings.includes_defrost:
        return NO_DEGRADATION
    return degradation(source_temperature, humidity)


def steady_heating(ratings: Ratings, at: Celsius) -> SteadyOutput | None:
    """Return full load by the ratings alone; None outside their range."""
    points = ratings.points or preset_points(ratings)
    known = range_of(ratings).covering(points)
    if not known.low <= at <= known.high:
        return None
    reached = clamp(at, known.low, known.clamped_at)
    if len(points) == 1:
        return steady_by_point(ratings, points[0], reached)
    return steady_on_lines(points, reached, ratings)


def steady_with_sink(
    steady: SteadyOutput, source: Source, at: Celsius, sink: Celsius | None
) -> SteadyOutput:
    """Return full load into another sink than the rating test's.

    The COP keeps its share of Carnot's: 2 … 3 % more per K that the room is colder.
    """
    exchangers = EXCHANGERS[source]
    warmer = difference(tested_sink(exchangers, sink), exchangers.sink)
    less = 1 - exchangers.loss * warmer
    harder = (
        refrigerant_cycle(source, at).carnot
        / refrigerant_cycle(source, at, sink).carnot
    )
    return SteadyOutput(steady.capacity * less, steady.power * less * harder)


def steady_on_lines(
    points: tuple[Rating, ...], at: Celsius, ratings: Ratings
) -> SteadyOutput:
    """Return capacity and power, each on the straight lines between points.

    AHRI 210/240 (eqs 11.117, 11.118): never the COP itself, which is a quotient.
    """
    left, right = points_around(points, at, ratings)
    share = (at - left.outdoor) / (right.outdoor - left.outdoor)
    return SteadyOutput(
        capacity=left.capacity + share * (right.capacity - left.capacity),
        power=left.power + share * (right.power - left.power),
    )


def points_around(
    points: tuple[Rating, ...], at: Celsius, ratings: Ratings
) -> tuple[Rating, Rating]:
    """Return the two points on whose line a temperature lies.

    Above the warmest point, a point that sags under defrosts would tilt the line: the
    one below it, free of frost or with as little, takes its place (AHRI: 17 to 47 °F).
    """
    place = bisect_right([point.outdoor for point in points], at)
    if place < len(points) or not ratings.includes_defrost:
        place = max(1, min(place, len(points) - 1))
        return points[place - 1], points[place]
    clear = [p for p in points[:-1] if not FROST_ZONE[0] <= p.outdoor <= FROST_ZONE[1]]
    return (clear or points[:-1])[-1], points[-1]


def steady_by_point(ratings: Ratings, anchor: Rating, at: Celsius) -> SteadyOutput:
    """Return full load from one point: its second-law efficiency held.

    COP follows Carnot's between the refrigerant's temperatures, capacity the shape of
    a typical machine of the same kind.
    """
    typical = typical_points(ratings)
    here = steady_on_lines(typical, at, ratings).capacity
    there = steady_on_lines(typical, anchor.outdoor, ratings).capacity
    capacity = anchor.capacity * here / there
    source = ratings.source
    easier = (
        refrigerant_cycle(source, at).carnot
        / refrigerant_cycle(source, anchor.outdoor).carnot
    )
    return SteadyOutput(capacity, capacity / (anchor.cop * easier))


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
