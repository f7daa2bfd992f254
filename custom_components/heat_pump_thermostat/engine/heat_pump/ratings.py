"""What a datasheet says of a machine, and what the model says of a moment."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Final, assert_never

from ..units import Celsius

EER_TO_COP: Final = 0.29307
"""Watts in one Btu/h: an EER (Btu/Wh) times this is a COP."""

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


class RatedWithDefrost(StrEnum):
    """Whether the datasheet's cold points already hold the loss to defrosting."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


class Basis(StrEnum):
    """What an estimate rests on, best first."""

    MEASURED = "measured"
    DATASHEET = "datasheet"
    SINGLE_POINT = "single_point"
    PRESET = "preset"


@dataclass(frozen=True, slots=True)
class Rating:
    """One point of a datasheet, at full load.

    `outdoor` is the temperature of the source, °C; `capacity` the heat delivered, kW.
    """

    outdoor: Celsius
    capacity: float
    cop: float

    @property
    def power(self) -> float:
        """Return the electric power of the point, kW."""
        return self.capacity / self.cop


@dataclass(frozen=True, slots=True)
class Ratings:
    """What is known of a machine; every part of it may be missing.

    `cooling_capacity` (kW) and `cooling_eer` (Btu/Wh) are those at 35 °C outdoors;
    `aux_power` is the electric backup's, kW.
    """

    heating: tuple[Rating, ...] = ()
    source: Source = Source.AIR
    machine_type: MachineType = MachineType.SINGLE_SPEED
    with_defrost: RatedWithDefrost = RatedWithDefrost.AUTO
    cooling_capacity: float | None = None
    cooling_eer: float | None = None
    aux_power: float | None = None

    @property
    def points(self) -> tuple[Rating, ...]:
        """Return the heating points, coldest first; the last of two at one place."""
        by_place = {point.outdoor: point for point in self.heating}
        return tuple(by_place[place] for place in sorted(by_place))

    @property
    def is_inverter(self) -> bool:
        """Return whether the machine chooses its own speed."""
        return self.source is Source.AIR and self.machine_type in INVERTERS

    @property
    def includes_defrost(self) -> bool:
        """Return whether the cold points already hold the loss to defrosting.

        A datasheet that knows no temperature of the frost zone or below holds none.
        """
        match self.with_defrost:
            case RatedWithDefrost.AUTO:
                return any(is_integrated(*three) for three in triples(self.points))
            case RatedWithDefrost.YES:
                return any(point.outdoor <= FROST_ZONE[1] for point in self.heating)
            case RatedWithDefrost.NO:
                return False
            case _ as never:
                assert_never(never)


def triples(points: tuple[Rating, ...]) -> list[tuple[Rating, Rating, Rating]]:
    """Return every point that has two neighbours, between them."""
    pairs = pairwise(pairwise(points))
    return [(below, point, above) for (below, point), (_, above) in pairs]


def is_integrated(below: Rating, point: Rating, above: Rating) -> bool:
    """Return whether a point of the frost zone sags as one that counts defrosts."""
    if not FROST_ZONE[0] <= point.outdoor <= FROST_ZONE[1]:
        return False
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
