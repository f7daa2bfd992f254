"""What one heat pump gives at full load, by its datasheet and by what it has shown."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import assert_never

from ..board import Board, Side, Terminal
from ..records import replace
from ..units import Celsius
from .calibration import Factor, Scale, calibrated_output, sized_output
from .cooling import cooling_output
from .performance import heating_output, low_stage_output, steady_output
from .ratings import Output, Ratings, Sink, Source, Speed
from .sources import entering_temperature


class Split(Enum):
    """Which output is meant."""

    STEADY = auto()
    """Between defrosts, from a clear coil."""
    AVERAGED = auto()
    """Over hours, defrosts included."""


@dataclass(frozen=True, slots=True)
class HeatPump:
    """One heat pump as it is known."""

    ratings: Ratings
    scale: Scale = Scale()
    source: Celsius | None = None
    """What a sensor tells of its source, where that is not outdoor air."""
    humidity: float | None = None
    """The outdoor air's, 0 … 100 %: the same for whatever is asked of it."""
    size: Factor = Factor()
    """Beside a typical machine, where nobody rated it."""

    @property
    def rounded(self) -> HeatPump:
        """The heat pump with what it has shown in steps that count.

        What is worked out from it need not be worked out anew with every measurement.
        """
        humidity = None if self.humidity is None else round(self.humidity, -1)
        size = Factor(round(self.size.value, 2), self.size.seconds)
        scale = self.scale.rounded
        return HeatPump(self.ratings, scale, self.source, humidity, size)

    @property
    def as_rated(self) -> HeatPump:
        """The heat pump as its datasheet tells of it."""
        return HeatPump(self.ratings, source=self.source, humidity=self.humidity)

    @property
    def as_sized(self) -> HeatPump:
        """The same, or as large as it was seen to be where no datasheet tells."""
        return replace(self, scale=Scale())

    def entering(self, outdoor: Celsius | None) -> Celsius | None:
        """Return the temperature at which heat enters it; None if unknown."""
        return entering_temperature(self.ratings.source, outdoor, self.source)

    def full_load(
        self, side: Side, outdoor: Celsius | None, flow: Celsius | None = None
    ) -> Output | None:
        """Return what it delivers and takes on a side over hours, defrosts included.

        `flow` is the temperature of the heating water where it is measured; else it
        is what the heating curve says. None where nothing is known.
        """
        return self._output(side, outdoor, flow, Split.AVERAGED)

    def steady(
        self, side: Side, outdoor: Celsius | None, flow: Celsius | None = None
    ) -> Output | None:
        """Return the same between defrosts, from a clear coil: as it is measured."""
        return self._output(side, outdoor, flow, Split.STEADY)

    def utmost(self, side: Side, outdoor: Celsius | None) -> Output | None:
        """Return what it delivers and takes at most, from a clear coil.

        An inverter's maximum speed gives more than the rated one.
        """
        speed = Speed.MAXIMUM if self.ratings.is_inverter else None
        return self._output(side, outdoor, None, Split.STEADY, speed)

    def _output(
        self,
        side: Side,
        outdoor: Celsius | None,
        flow: Celsius | None,
        split: Split,
        speed: Speed | None = None,
    ) -> Output | None:
        at = self.entering(outdoor) if side is Side.HEAT else outdoor
        if at is None:
            return None
        rated = _rated_output(
            self.ratings,
            side,
            Celsius(round(at, 1)),
            split,
            None if self.humidity is None else round(self.humidity),
            self._sink(outdoor, flow) if side is Side.HEAT else self._loop,
            speed,
        )
        if rated is None:
            return None
        return calibrated_output(
            sized_output(rated, self.size),
            self.scale,
            modulates=self.ratings.modulates,
        )

    @property
    def _loop(self) -> Celsius | None:
        """The temperature of the loop that takes heat while it cools."""
        is_air = self.ratings.source is Source.AIR
        return None if is_air or self.source is None else Celsius(round(self.source))

    def _sink(self, outdoor: Celsius | None, flow: Celsius | None) -> Celsius | None:
        """Return the temperature of the heating water, in whole degrees."""
        if self.ratings.into is not Sink.WATER:
            return None
        told = self.ratings.flow_at(outdoor) if flow is None else flow
        return None if told is None else Celsius(round(told))

    def heating(self, outdoor: Celsius) -> Output | None:
        """Return what it delivers and takes; None where its size is not known."""
        output = self.full_load(Side.HEAT, outdoor)
        return output if output and output.is_sized else None

    def capacity(self, outdoor: Celsius) -> float | None:
        """Return its heat in such weather, in kW."""
        output = self.heating(outdoor)
        return output.capacity if output else None

    def reserve(self, outdoor: Celsius | None) -> float:
        """Return the most heat that it can give as a multiple of full load.

        More than 1 of an inverter alone, whose datasheet tells of a lower speed.
        """
        speed = self.ratings.utmost_speed
        if speed is None:
            return 1.0
        usual, most = (
            self._output(Side.HEAT, outdoor, None, Split.STEADY, each)
            for each in (None, speed)
        )
        return max(1.0, most.capacity / usual.capacity) if usual and most else 1.0

    def most_heat(self, outdoor: Celsius) -> float | None:
        """Return the most heat that it can give in such weather over hours, in kW.

        That is what it carries a house with; None where its size is not known.
        """
        capacity = self.capacity(outdoor)
        return None if capacity is None else capacity * self.reserve(outdoor)

    def cop(self, outdoor: Celsius) -> float | None:
        """Return its COP in such weather: known even of a machine of unknown size."""
        output = self.full_load(Side.HEAT, outdoor)
        return output.cop if output else None


@lru_cache(maxsize=1024)
def _rated_output(
    ratings: Ratings,
    side: Side,
    at: Celsius,
    split: Split,
    humidity: float | None,
    sink: Celsius | None,
    speed: Speed | None,
) -> Output | None:
    if side is Side.COOL:
        return cooling_output(ratings, at, sink)
    match split:
        case Split.STEADY:
            return steady_output(ratings, at, sink, speed)
        case Split.AVERAGED:
            return heating_output(ratings, at, humidity, sink, speed)
        case _ as never:
            assert_never(never)


def at_running_stage(output: Output, board: Board) -> Output:
    """Return what it delivers in the stage that runs."""
    is_low = board.is_wired(Terminal.Y2) and not board.is_on(Terminal.Y2)
    return low_stage_output(output) if is_low else output
