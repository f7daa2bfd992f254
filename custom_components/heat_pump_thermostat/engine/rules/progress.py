"""What a run of the compressor makes of the room."""

from dataclasses import replace

from ..belief.room import SENSOR_STEP
from ..board import Terminal
from ..situation import Situation
from ..state import Progress
from ..units import Celsius, Delta, at_least, difference


def advance(run: Progress | None, situation: Situation) -> Progress | None:
    """Return what this run made of the room; None while nothing runs."""
    room, now = situation.room, situation.clock.now
    if room is None or not situation.board.is_on(Terminal.Y1):
        return None
    if run is None:
        return Progress(room, now, room, False, room, now)  # noqa: FBT003
    run = _with_direction(run, room)
    if at_least(difference(room, run.warmest), SENSOR_STEP):
        run = replace(run, warmest=room, at=now)
    if room == run.shown:
        return run
    step = max(Delta(0.0), difference(run.shown, room))
    return replace(run, shown=room, changed=now, step=step, took=now - run.changed)


def _with_direction(run: Progress, room: Celsius) -> Progress:
    """Return the run with the way that the room goes now."""
    beyond = difference(run.turn, room) if run.falls else difference(room, run.turn)
    if beyond > 0:
        return replace(run, turn=room)
    if at_least(-beyond, SENSOR_STEP):
        return replace(run, turn=room, falls=not run.falls)
    return run
