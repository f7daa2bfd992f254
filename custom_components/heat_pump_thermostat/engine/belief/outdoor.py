"""Whether the outdoor sensor is believed.

Outdoor air always moves, other people measure it too, and a house needs heat by it. A
sensor that contradicts one of them is doubted; what is doubted is lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..clock import Clock, since
from ..observation import Reading
from ..units import Celsius, Delta, difference

STANDS: Final = (
    (Delta(0.2), timedelta(hours=6)),
    (Delta(0.6), timedelta(hours=18)),
    (Delta(99.0), timedelta(hours=36)),
)
"""For so long a sensor of such steps may show the same in fog and wind."""
USUAL_OUTDOOR_STEP: Final = Delta(0.5)
FAR_OFF: Final = Delta(15.0)
FAR_FOR: Final = timedelta(minutes=30)
"""So far from what the weather service says there is no sun, no wall and no hill."""
OFF: Final = Delta(8.0)
OFF_FOR: Final = timedelta(hours=6)
"""So far they may lie apart for an afternoon in the sun."""
NEEDS: Final = Delta(15.0)
"""K by which the house would have to lose more than it was ever seen to."""


class OutdoorDoubt(StrEnum):
    """Why the outdoor sensor is not believed."""

    STANDS = "stands"
    """It stands to the last digit, as no weather does."""
    CONTRADICTED = "contradicted"
    """The weather service says something else altogether."""
    COLDER = "colder"
    """The house needs heat as in far colder weather."""


@dataclass(frozen=True, slots=True)
class OutdoorSense:
    """What is known of the outdoor sensor beside its last readings."""

    stood: Reading | None = None
    """What it shows, and since when."""
    step: Delta | None = None
    """The smallest change that it was seen to make."""
    off_since: datetime | None = None
    far_since: datetime | None = None
    """Since when the weather service has said something else, or something far else."""
    doubt: OutdoorDoubt | None = None
    doubted_since: datetime | None = None


def advance(
    sense: OutdoorSense,
    seen: Reading | None,
    weather: Celsius | None,
    needed: Celsius | None,
    clock: Clock,
) -> OutdoorSense:
    """Return what is known of the sensor after it said this.

    `weather` is what a weather service says, `needed` the weather in which this house
    would need the heat that it takes; None where that cannot be told.
    """
    if seen is None:
        return replace(sense, off_since=None, far_since=None)
    sense = _seen_to_stand(sense, seen)
    off = Delta(0.0) if weather is None else abs(difference(seen.value, weather))
    sense = replace(
        sense,
        off_since=since(sense.off_since, clock.now, holds=off > OFF),
        far_since=since(sense.far_since, clock.now, holds=off > FAR_OFF),
    )
    doubt = _contradiction(sense, seen, needed, clock)
    started = since(sense.doubted_since, clock.now, holds=doubt is not None)
    return replace(sense, doubt=doubt, doubted_since=started)


def _seen_to_stand(sense: OutdoorSense, seen: Reading) -> OutdoorSense:
    """Return the sensor with what it shows, since when, and by which steps it moves."""
    if sense.stood is None:
        return replace(sense, stood=seen)
    change = Delta(abs(difference(seen.value, sense.stood.value)))
    if not change:
        return sense
    step = change if sense.step is None else min(sense.step, change)
    return replace(sense, stood=seen, step=step)


def _contradiction(
    sense: OutdoorSense, seen: Reading, needed: Celsius | None, clock: Clock
) -> OutdoorDoubt | None:
    """Return why the sensor is not believed; None where it is."""
    if sense.far_since and clock.expired(sense.far_since, FAR_FOR):
        return OutdoorDoubt.CONTRADICTED
    if sense.off_since and clock.expired(sense.off_since, OFF_FOR):
        return OutdoorDoubt.CONTRADICTED
    if sense.stood and clock.expired(sense.stood.at, _longest(sense)):
        return OutdoorDoubt.STANDS
    if needed is not None and difference(seen.value, needed) > NEEDS:
        return OutdoorDoubt.COLDER
    return None


def _longest(sense: OutdoorSense) -> timedelta:
    """Return for how long the sensor may show the same."""
    step = USUAL_OUTDOOR_STEP if sense.step is None else sense.step
    return next(longest for widest, longest in STANDS if step <= widest)
