"""How fast a room warms under full heat: learned from recoveries, helped or not.

Air and furniture follow at once, walls slowly: under a constant surplus of heat a room
rises as time to the power of some two thirds (the square root would be a wall alone,
in proportion to time the air alone). One line over the surplus tells the rest: its
slope is how light the house is, its offset what is wrong with the surplus itself: the
gains of a night, that are not a day's.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Final

from ..records import replace
from ..units import SECONDS_PER_HOUR, Celsius, Delta, clamp, difference
from .line import LineSums

RUN_GAP: Final = timedelta(minutes=15)
"""After a longer interruption a run begins anew."""
TIME_POWER: Final = 0.65
"""Of time, that a room's rise goes with."""
LIGHTNESS: Final = 0.1
"""K that a room rises in the first hour under a surplus that is the loss of one kelvin,
before any was seen: what moves within an hour of a framed house."""
LIGHTNESS_BOUNDS: Final = (0.01, 0.5)
"""Bounds of that."""
FASTEST_RISE: Final = 10.0
"""K in the first hour, either way: what is believed of any house."""
PRIOR_WEIGHT: Final = 0.3
"""What each of the two points counts that the prior is made of, in recoveries."""
PRIOR_SURPLUS: Final = 10.0
"""Where the second of them lies, in kelvins' losses; the first is no surplus."""
KEPT_PER_RECOVERY: Final = 0.5 ** (1 / 7)
"""What a recovery leaves of the weight of those before: half is gone in a week."""
SHORTEST_RUN: Final = timedelta(minutes=30)
"""A shorter run shows the air, not the room."""
LONGEST_HOURS: Final = 1000.0
"""Hours that are as good as for ever."""
STRAY_RISE: Final = 1.0
"""K in the first hour: one that misses by more counts less, as one over the miss."""


@dataclass(frozen=True, slots=True)
class Run:
    """A recovery that is being watched."""

    begun: datetime
    room: Celsius
    at: datetime
    """Until when it was watched."""
    surplus: float = 0.0
    """Sum over its seconds, in kelvins' losses."""


@dataclass(frozen=True, slots=True)
class Warming:
    """What recoveries have shown, and the one that is being watched."""

    sums: LineSums = field(default_factory=LineSums)
    """The rise in the first hour, K, over the surplus in kelvins' losses."""
    run: Run | None = None


def _assumed_sums() -> LineSums:
    none = LineSums().plus(0.0, 0.0, PRIOR_WEIGHT)
    return none.plus(PRIOR_SURPLUS, LIGHTNESS * PRIOR_SURPLUS, PRIOR_WEIGHT)


ASSUMED_SUMS: Final = _assumed_sums()


def rise_in_first_hour(warming: Warming, surplus: float) -> float:
    """Return by how much the room rises in the first hour, K; it may fall.

    `surplus` is the heat beyond the load, in kelvins' losses: (capacity − load) / UA.
    """
    x, rise, slope = _line_of(warming)
    return clamp(rise + slope * (surplus - x), -FASTEST_RISE, FASTEST_RISE)


def time_to_rise(warming: Warming, rise: Delta, surplus: float) -> timedelta:
    """Return how long the room takes to rise by so much; `timedelta.max` for ever."""
    if rise <= 0:
        return timedelta()
    speed = rise_in_first_hour(warming, surplus)
    hours = (rise / speed) ** (1 / TIME_POWER) if speed > 0 else inf
    return timedelta(hours=hours) if hours < LONGEST_HOURS else timedelta.max


def rise_within(warming: Warming, within: timedelta, surplus: float) -> Delta:
    """Return how far the room rises within a while; nothing where it would fall."""
    speed = max(0.0, rise_in_first_hour(warming, surplus))
    return Delta(speed * (within / timedelta(hours=1)) ** TIME_POWER)


def lightness(warming: Warming) -> float:
    """Return K that a room rises in an hour under a surplus of the loss of a kelvin.

    One over it is the hours of loss that a kelvin of room temperature stores.
    """
    return _line_of(warming)[2]


def thermal_mass(warming: Warming, loss: float) -> float | None:
    """Return what a kelvin of room temperature stores within an hour, in kWh.

    `loss` is the house's, in kW/K. None until a recovery has shown something of it.
    """
    return loss / lightness(warming) if warming.sums.weight else None


def _line_of(warming: Warming) -> tuple[float, float, float]:
    """Return the middle of what was seen, surplus and rise, and the slope there."""
    sums = warming.sums.joined(ASSUMED_SUMS)
    return *sums.middle, clamp(sums.slope, *LIGHTNESS_BOUNDS)


def warming_after(
    warming: Warming, room: Celsius, surplus: float | None, now: datetime
) -> Warming:
    """Return the warming after a moment of recovery; no surplus ends what is watched.

    `surplus` is what stood since the last moment, `room` is how warm it is now.
    """
    run = warming.run
    if surplus is None:
        return (
            warming
            if run is None
            else _warming_after_run(replace(warming, run=None), run, room)
        )
    if run is None or not timedelta() <= now - run.at <= RUN_GAP:
        return replace(warming, run=Run(now, room, now))
    seconds = (now - run.at).total_seconds()
    longer = replace(run, at=now, surplus=run.surplus + surplus * seconds)
    return replace(warming, run=longer)


def _warming_after_run(warming: Warming, run: Run, room: Celsius) -> Warming:
    """Return the warming after a run has ended in a room so warm."""
    if run.at - run.begun < SHORTEST_RUN:
        return warming
    hours = (run.at - run.begun) / timedelta(hours=1)
    surplus = run.surplus / (hours * SECONDS_PER_HOUR)
    rise = difference(room, run.room) / hours**TIME_POWER
    miss = abs(rise - rise_in_first_hour(warming, surplus))
    weight = min(1.0, STRAY_RISE / miss) if miss else 1.0
    return replace(
        warming, sums=warming.sums.faded(KEPT_PER_RECOVERY).plus(surplus, rise, weight)
    )
