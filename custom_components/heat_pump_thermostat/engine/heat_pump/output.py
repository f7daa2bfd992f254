"""What the machine can deliver, by its datasheet and by what it has shown since."""

from functools import lru_cache

from ..board import Board, Side, Terminal
from ..settings import Machine
from ..units import Celsius
from .calibration import Scale, calibrated_output
from .cooling import cooling_output
from .performance import heating_output, low_stage_output
from .ratings import Output, Ratings


@lru_cache(maxsize=1024)
def _rated_output(
    ratings: Ratings, side: Side, at: Celsius, humidity: float | None
) -> Output | None:
    return (
        heating_output(ratings, at, humidity)
        if side is Side.HEAT
        else cooling_output(ratings, at)
    )


def full_load(
    machine: Machine,
    scale: Scale,
    side: Side,
    at: Celsius | None,
    humidity: float | None = None,
) -> Output | None:
    """Return what the machine delivers on a side at full load; None where unknown.

    `at` is the temperature of its source, or of the outdoor air that cooling warms.
    """
    if at is None:
        return None
    moisture = None if humidity is None else round(humidity)
    rated = _rated_output(machine.ratings, side, Celsius(round(at, 1)), moisture)
    return rated and calibrated_output(rated, scale)


def at_running_stage(output: Output, board: Board) -> Output:
    """Return what it delivers in the stage that runs."""
    is_low = board.is_wired(Terminal.Y2) and not board.is_on(Terminal.Y2)
    return low_stage_output(output) if is_low else output
