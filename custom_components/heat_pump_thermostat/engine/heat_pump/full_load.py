"""What one heat pump gives at full load, by its datasheet and by what it has shown."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from ..board import Board, Side, Terminal
from ..units import Celsius
from .calibration import Scale, calibrated_output
from .cooling import cooling_output
from .performance import heating_output, low_stage_output
from .ratings import Output, Ratings
from .sources import entering_temperature

AS_RATED: Final = Scale()


@dataclass(frozen=True, slots=True)
class HeatPump:
    """One heat pump as it is known."""

    ratings: Ratings
    scale: Scale = Scale()
    source: Celsius | None = None
    """What a sensor tells of its source, where that is not outdoor air."""

    @property
    def rounded(self) -> HeatPump:
        """The heat pump with what it has shown in steps that count.

        What is worked out from it need not be worked out anew with every measurement.
        """
        return HeatPump(self.ratings, self.scale.rounded, self.source)

    @property
    def as_rated(self) -> HeatPump:
        """The heat pump as its datasheet tells of it."""
        return HeatPump(self.ratings, AS_RATED, self.source)

    def entering(self, outdoor: Celsius | None) -> Celsius | None:
        """Return the temperature at which heat enters it; None if unknown."""
        return entering_temperature(self.ratings.source, outdoor, self.source)

    def full_load(
        self, side: Side, outdoor: Celsius | None, humidity: float | None = None
    ) -> Output | None:
        """Return what it delivers and takes on a side; None where unknown.

        `humidity` is the outdoor air's, 0 … 100 %.
        """
        at = self.entering(outdoor) if side is Side.HEAT else outdoor
        if at is None:
            return None
        moisture = None if humidity is None else round(humidity)
        rated = _rated_output(self.ratings, side, Celsius(round(at, 1)), moisture)
        return rated and calibrated_output(rated, self.scale)

    def heating(self, outdoor: Celsius) -> Output | None:
        """Return what it delivers and takes; None where its size is not known."""
        output = self.full_load(Side.HEAT, outdoor)
        return output if output and output.is_sized else None

    def capacity(self, outdoor: Celsius) -> float | None:
        """Return its heat in such weather, in kW."""
        output = self.heating(outdoor)
        return output.capacity if output else None

    def cop(self, outdoor: Celsius) -> float | None:
        """Return its COP in such weather: known even of a machine of unknown size."""
        output = self.full_load(Side.HEAT, outdoor)
        return output.cop if output else None


@lru_cache(maxsize=1024)
def _rated_output(
    ratings: Ratings, side: Side, at: Celsius, humidity: float | None
) -> Output | None:
    match side:
        case Side.HEAT:
            return heating_output(ratings, at, humidity)
        case Side.COOL:
            return cooling_output(ratings, at)
        case _ as never:
            assert_never(never)


def at_running_stage(output: Output, board: Board) -> Output:
    """Return what it delivers in the stage that runs."""
    is_low = board.is_wired(Terminal.Y2) and not board.is_on(Terminal.Y2)
    return low_stage_output(output) if is_low else output
