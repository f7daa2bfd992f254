"""What a datasheet says of a machine, and what the model says of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Final, assert_never

from ..units import Celsius, Extent, clamp

EER_TO_COP: Final = 0.29307
"""Watts in one Btu/h: an EER (Btu/Wh) times this is a COP."""

CAPACITIES: Final = Extent(0.5, 60)
COPS: Final = Extent(1, 12)
COPS_IN_THE_COLD: Final = Extent(1, 8)
EERS: Final = Extent(3, 40)
HSPF2S: Final = Extent(4, 16)
SCOPS: Final = Extent(1.5, 8)
SEER2S: Final = Extent(8, 40)
SIZES: Final = Extent(0.1, 200)
HEATING_FLOWS: Final = Extent(20, 70)
RATED_SOURCES: Final = Extent(-40, 45)
"""What a datasheet or label may say of a machine for houses: capacity of heat pump and
backup in kW, COP, EER and HSPF2 in Btu/Wh, SCOP, the temperatures of heating water and
of the source in °C. Beyond that it is another figure, or another unit: a COP that
is asked for, at 8.3 °C and below, is no EER."""

FROST_ZONE: Final = (Celsius(-3), Celsius(5))
"""Where a test that counts defrosts (AHRI H2 at 1.7 °C, EN 14511 A2) is run, °C."""

INTEGRATED: Final = 0.95
"""A point in the frost zone this far under its neighbours' line counts defrosts.

AHRI 210/240's default for an untested H2 point is 0.90 of the line; machines in steady
state lie within 3 % of it.
"""


class Source(StrEnum):
    """Where the heat pump takes its heat from."""

    AIR = "air"
    GROUND = "ground"
    WATER = "water"
    EXHAUST_AIR = "exhaust_air"


class MachineType(StrEnum):
    """How an air source machine matches its output to the load."""

    SINGLE_SPEED = "single_speed"
    TWO_STAGE = "two_stage"
    VARIABLE_SPEED = "variable_speed"
    COLD_CLIMATE = "cold_climate"


INVERTERS: Final = frozenset({MachineType.VARIABLE_SPEED, MachineType.COLD_CLIMATE})


class Sink(StrEnum):
    """What the heat pump brings its heat into."""

    AIR = "air"
    WATER = "water"


USUAL_SINK: Mapping[Source, Sink] = {
    Source.AIR: Sink.AIR,
    Source.GROUND: Sink.WATER,
    Source.WATER: Sink.WATER,
    Source.EXHAUST_AIR: Sink.WATER,
}
"""What is heated from a source. Only from outdoor air it may be the other, too."""


class IndoorUnit(StrEnum):
    """How an air source machine that chooses its own speed blows its heat."""

    DUCTED = "ducted"
    DUCTLESS = "ductless"
    UNKNOWN = "unknown"


class Speed(StrEnum):
    """How hard a machine that chooses its own speed was run in a test.

    Rated is what its size is told by; it can do more, at a lower COP.
    """

    RATED = "rated"
    MAXIMUM = "maximum"
    UNKNOWN = "unknown"


class RatedWithDefrost(StrEnum):
    """Whether the datasheet's cold points already hold the loss to defrosting."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


class Basis(StrEnum):
    """What an estimate rests on, best first."""

    MEASURED = "measured"
    LEARNED = "learned"
    """What this unit was seen to give and take."""
    DATASHEET = "datasheet"
    SINGLE_POINT = "single_point"
    PRESET = "preset"


def _refuse_beyond(extent: Extent, figure: float | None) -> None:
    """Raise ValueError where a figure is told that cannot be."""
    if figure is not None and not extent.holds(figure):
        told = f"{figure:g} is not within {extent.low:g} … {extent.high:g}"
        raise ValueError(f"no rating of a heat pump: {told}")


@dataclass(frozen=True, slots=True)
class Point:
    """What a machine gives where its source has some temperature, at full load.

    Entered, typical, or worked out of either: `capacity` in kW, or as a share of a
    rated one. `flow` as of a `Rating`.
    """

    outdoor: Celsius
    capacity: float
    cop: float
    speed: Speed = Speed.UNKNOWN
    flow: Celsius | None = None

    @property
    def power(self) -> float:
        """Return the electric power, in the unit of the capacity."""
        return self.capacity / self.cop


@dataclass(frozen=True, slots=True)
class Rating(Point):
    """One point of a datasheet, at full load.

    `outdoor` is the temperature of the source, °C; `capacity` the heat delivered, kW;
    `flow` the temperature of the heating water, °C, where that is not the usual one of
    such tests.

    Raises:
        ValueError: A figure is none that a machine for houses has.

    """

    def __post_init__(self) -> None:
        """Refuse what no machine does."""
        _refuse_beyond(RATED_SOURCES, self.outdoor)
        _refuse_beyond(CAPACITIES, self.capacity)
        _refuse_beyond(COPS, self.cop)
        _refuse_beyond(HEATING_FLOWS, self.flow)

    @property
    def point(self) -> Point:
        """Return it as one of the points that a machine is told by."""
        return Point(self.outdoor, self.capacity, self.cop, self.speed, self.flow)


@dataclass(frozen=True, slots=True)
class HeatingCurve:
    """How warm heating water flows: a straight line over the outdoor temperature.

    `cold` is the flow's temperature at −10 °C outdoors and below, `mild` that at 15 °C
    and above. A fixed flow is the same at both.

    Raises:
        ValueError: An end is none that heating water has.

    """

    cold: Celsius
    mild: Celsius

    def __post_init__(self) -> None:
        """Refuse what is no heating water."""
        _refuse_beyond(HEATING_FLOWS, self.cold)
        _refuse_beyond(HEATING_FLOWS, self.mild)

    def flow(self, outdoor: Celsius) -> Celsius:
        """Return the flow's temperature in such weather."""
        low, high = CURVE_ENDS
        share = (clamp(outdoor, low, high) - low) / (high - low)
        return Celsius(self.cold + share * (self.mild - self.cold))


CURVE_ENDS: Final = (Celsius(-10), Celsius(15))
USUAL_CURVE: Final = HeatingCurve(Celsius(45), Celsius(27))
"""Radiators that were chosen with room to spare: between floors and old radiators."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What is known of a machine; every part of it may be missing.

    `cooling_capacity` (kW) and `cooling_eer` (Btu/Wh) are those at 35 °C outdoors;
    `rated_capacity` (kW) is that of heating where no point is known with its COP, and
    `sized_at` the speed that it was told at.
    `hspf2`, `seer2` (Btu/Wh) and `scop` are those of its label; `aux_power` is the
    electric backup's, kW. Without a `sink`, outdoor air heats air and every other
    source water.

    Raises:
        ValueError: A figure is none that a machine for houses has.

    """

    heating: tuple[Rating, ...] = ()
    source: Source = Source.AIR
    machine_type: MachineType = MachineType.SINGLE_SPEED
    with_defrost: RatedWithDefrost = RatedWithDefrost.AUTO
    cooling_capacity: float | None = None
    cooling_eer: float | None = None
    aux_power: float | None = None
    sink: Sink | None = None
    indoor_unit: IndoorUnit = IndoorUnit.UNKNOWN
    curve: HeatingCurve | None = None
    hspf2: float | None = None
    scop: float | None = None
    seer2: float | None = None
    rated_capacity: float | None = None
    sized_at: Speed = Speed.UNKNOWN

    def __post_init__(self) -> None:
        """Refuse what no machine does."""
        _refuse_beyond(CAPACITIES, self.cooling_capacity)
        _refuse_beyond(EERS, self.cooling_eer)
        _refuse_beyond(CAPACITIES, self.aux_power)
        _refuse_beyond(HSPF2S, self.hspf2)
        _refuse_beyond(SCOPS, self.scop)
        _refuse_beyond(SEER2S, self.seer2)
        _refuse_beyond(SIZES, self.rated_capacity)

    @property
    def into(self) -> Sink:
        """Return what it heats: the room's air, or water."""
        usual = USUAL_SINK[self.source]
        return self.sink or usual if self.source is Source.AIR else usual

    @property
    def is_sized(self) -> bool:
        """Return whether anything tells how large the machine is."""
        return bool(self.heating or self.cooling_capacity or self.rated_capacity)

    def flow_at(self, outdoor: Celsius | None) -> Celsius | None:
        """Return how warm heating water usually flows in such weather.

        Without a heating curve it is that of radiators where the outdoor air is drawn
        from, and from other sources the one that the datasheet was tested with. None
        where nothing tells: then it is taken to be as in the usual test.
        """
        curve = self.curve
        if curve is None and self.source is not Source.AIR:
            return self._tested_flow
        if curve is None and self.into is Sink.WATER:
            curve = USUAL_CURVE
        return None if curve is None or outdoor is None else curve.flow(outdoor)

    @property
    def _tested_flow(self) -> Celsius | None:
        """The flow that all points were taken with; None where they differ."""
        flows = {point.flow for point in self.heating}
        return flows.pop() if len(flows) == 1 else None

    @property
    def speed(self) -> Speed:
        """Return the speed that all points were taken at; unknown where they differ."""
        speeds = {point.speed for point in self.heating}
        return speeds.pop() if len(speeds) == 1 else Speed.UNKNOWN

    @property
    def utmost_speed(self) -> Speed | None:
        """Return the speed at which it gives its most; None for that of its datasheet.

        What was tested at a speed that nobody tells may have been its most.
        """
        if not self.is_inverter:
            return None
        told = {point.speed for point in self.heating} or {self.sized_at}
        return None if Speed.UNKNOWN in told else Speed.MAXIMUM

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the heating points, coldest first; the last of two at one place."""
        by_place = {rating.outdoor: rating.point for rating in self.heating}
        return tuple(by_place[place] for place in sorted(by_place))

    @property
    def is_inverter(self) -> bool:
        """Return whether the machine chooses its own speed, between air and air."""
        return (
            self.source is Source.AIR
            and self.into is Sink.AIR
            and self.machine_type in INVERTERS
        )

    @property
    def modulates(self) -> bool:
        """Return whether the compressor may choose its own speed."""
        return self.is_inverter or self.into is Sink.WATER

    @property
    def includes_defrost(self) -> bool:
        """Return whether the lines between the points hold the loss to defrosting.

        Tests of air to water always count it (EN 14511, EN 14825). Else a datasheet
        that knows no temperature of the frost zone or below holds none.
        """
        if self.source is Source.AIR and self.into is Sink.WATER:
            return True
        match self.with_defrost:
            case RatedWithDefrost.AUTO:
                return any(is_integrated(*three) for three in frosting(self.points))
            case RatedWithDefrost.YES:
                return any(point.outdoor <= FROST_ZONE[1] for point in self.heating)
            case RatedWithDefrost.NO:
                return False
            case _ as never:
                assert_never(never)

    @property
    def is_tested_with_frost(self) -> bool:
        """Return whether the cold points alone hold it, and no line between them.

        Tests in cold air do, as far as their coil frosts; with none of them near
        freezing, where the most is lost, a line from cold to mild passes that by. A
        table whose point near freezing lies on the line of its neighbours was drawn
        without frost.
        """
        is_told = self.with_defrost is not RatedWithDefrost.AUTO
        return not (is_told or self.includes_defrost or frosting(self.points))


def frosting(points: tuple[Point, ...]) -> list[tuple[Point, Point, Point]]:
    """Return every point of the frost zone that has two neighbours, between them."""
    pairs = pairwise(pairwise(points))
    return [
        (below, point, above)
        for (below, point), (_, above) in pairs
        if FROST_ZONE[0] <= point.outdoor <= FROST_ZONE[1]
    ]


def is_integrated(below: Point, point: Point, above: Point) -> bool:
    """Return whether a point of the frost zone sags as one that counts defrosts."""
    share = (point.outdoor - below.outdoor) / (above.outdoor - below.outdoor)
    line = below.capacity + share * (above.capacity - below.capacity)
    return point.capacity < INTEGRATED * line


@dataclass(frozen=True, slots=True)
class Output:
    """What the machine delivers and takes at one moment, at its present speed.

    `capacity` is heat (or cold) and `power` electricity, kW. `uncertainty` is the
    expected relative error of the COP. `ceiling` is the highest COP that temperatures
    and kind of machine allow. Without `is_sized` only the COP is told of this machine:
    capacity and power are those of a typical size.
    """

    capacity: float
    power: float
    basis: Basis
    uncertainty: float
    ceiling: float = inf
    is_sized: bool = True

    @property
    def cop(self) -> float:
        """Return heat per electricity."""
        return self.capacity / self.power

    @property
    def eer(self) -> float:
        """Return the cooling COP in Btu/Wh."""
        return self.cop / EER_TO_COP
