"""What a run of the compressor makes of the room."""

from ..belief.room import SENSOR_STEP
from ..board import Terminal
from ..situation import Situation
from ..state import Progress
from ..units import at_least, difference


def advance(run: Progress | None, situation: Situation) -> Progress | None:
    """Return what this run made of the room; None while nothing runs."""
    room, now = situation.room, situation.clock.now
    if room is None or not situation.board.is_on(Terminal.Y1):
        return None
    if run is None or not situation.are_same_rooms_since(run.at):
        return Progress(room, now)
    if at_least(difference(room, run.warmest), SENSOR_STEP):
        return Progress(room, now)
    return run
