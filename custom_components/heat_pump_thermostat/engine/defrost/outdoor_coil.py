"""What is known of the outdoor coil: clear, frosting, defrosting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from ..units import Celsius
from .frosting import FULL_EXPOSURE
from .normal import Normals

MOST_FROST: Final = 2.0
TOO_MANY_DEFROSTS: Final = 3
EVENTFUL: Final = timedelta(hours=6)
"""Running time in weather that frosts any coil, after which a defrost was due."""


class DefrostState(StrEnum):
    """What the outdoor coil is about."""

    NOT_APPLICABLE = "not_applicable"
    CLEAR = "clear"
    FROSTING = "frosting"
    DEFROSTING = "defrosting"
    RECOVERING = "recovering"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What a defrost is told by, the most trusted first."""

    SIGNAL = "signal"
    """A 24 V sense wire on the defrost board."""
    COIL = "coil"
    """An outdoor coil warmer than the outdoor air."""
    REHEAT = "reheat"
    """Electric heat that the defrost board runs, and nobody else."""
    AIR = "air"
    """Supply that falls towards the return, or under it."""
    POWER = "power"
    """A compressor that works against little lift, its fan off."""
    ESTIMATE = "estimate"
    """Weather and run time: never a fact."""
    NONE = "none"

    @property
    def rank(self) -> int:
        """Its place, the most trusted first."""
        return list(Evidence).index(self)

    @property
    def is_sensed(self) -> bool:
        """Whether it can tell a defrost as a fact."""
        match self:
            case Evidence.ESTIMATE | Evidence.NONE:
                return False
            case (
                Evidence.SIGNAL
                | Evidence.COIL
                | Evidence.REHEAT
                | Evidence.AIR
                | Evidence.POWER
            ):
                return True
            case _ as never:
                assert_never(never)


class Oddity(StrEnum):
    """What is wrong with the defrosts."""

    TOO_LONG = "too_long"
    TOO_OFTEN = "too_often"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Frost:
    """What is known of the outdoor coil; remembered over a restart."""

    state: DefrostState = DefrostState.UNKNOWN
    evidence: Evidence = Evidence.NONE
    since: datetime | None = None
    """When the state began."""
    at: datetime | None = None
    """When it was last looked at."""
    seen_at: datetime | None = None
    """When the evidence last reported."""
    candidate_since: datetime | None = None
    """When the evidence began to look like a defrost that is not told yet."""
    is_disbelieved: bool = False
    """The evidence stood for too long: it has to return to normal first."""
    is_overlong: bool = False
    """The last defrost had no end in time."""
    is_echo: bool = False
    """The sense wire hears our own backup."""
    outdoor: Celsius | None = None
    """The outdoor temperature without the warmth of a defrost."""
    outdoor_at: datetime | None = None
    """When an outdoor temperature was last reported."""
    normals: Normals = field(default_factory=Normals)
    exposure: float = 0.0
    """The frost, as water offered to the coil (s: see `FULL_EXPOSURE`)."""
    full: float = FULL_EXPOSURE
    """The exposure at which this machine defrosts."""
    begun_at: datetime | None = None
    """When the last sensed defrost began."""
    ended_at: datetime | None = None
    """When the last sensed defrost ended, by itself or with the run."""
    guessed_at: datetime | None = None
    """When a defrost was last estimated to have been, without evidence."""
    refractory_until: datetime | None = None
    begins: tuple[datetime, ...] = ()
    """The sensed defrosts of the last hour."""
    uneventful: timedelta = timedelta()
    """Running time in frosty, humid weather since the last defrost."""

    @property
    def is_sensed(self) -> bool:
        """Whether a defrost goes on, as a fact: at most for `LONGEST_DEFROST`."""
        return self.state is DefrostState.DEFROSTING

    @property
    def is_suspected(self) -> bool:
        """Whether a defrost goes on or may just have begun: no time for a stop."""
        return self.is_sensed or self.candidate_since is not None

    @property
    def level(self) -> float:
        """The frost as a share of what this machine defrosts at, 0 … 2."""
        return min(self.exposure / self.full, MOST_FROST)

    @property
    def oddities(self) -> frozenset[Oddity]:
        """What is wrong with the defrosts."""
        wrong: Mapping[Oddity, bool] = {
            Oddity.TOO_LONG: self.is_overlong,
            Oddity.TOO_OFTEN: len(self.begins) > TOO_MANY_DEFROSTS,
            Oddity.MISSING: self.uneventful >= EVENTFUL,
        }
        return frozenset(oddity for oddity, is_so in wrong.items() if is_so)


FROSTLESS: Final = Frost(DefrostState.NOT_APPLICABLE)
"""A machine whose source is ground or water."""


def defrost_began(before: Frost, after: Frost) -> bool:
    """Return whether a sensed defrost began between the two."""
    return after.begun_at is not None and after.begun_at != before.begun_at
