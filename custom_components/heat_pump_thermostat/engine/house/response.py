"""What the house answers to its compressor: whether it really heats.

Told by the house alone; how that is found out is the trial's affair.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..clock import HOUR
from ..units import Delta
from .intake import GAINS, Ledger, Track

LONG_ENOUGH: Final = 0.9
MOSTLY: Final = 0.6
"""Hours that it has to have run of late, and the share of them: a machine that does
nothing is never satisfied."""
FINE: Final = 0.6
"""The share from which on it is well without a trial."""
LET_OFF: Final = (1, 3, 6, 12, 24, 48)
"""Hours for which a compressor is not suspected again after so many trials that it has
not failed; one that it has passed counts twice."""
UNUSUAL: Final = Delta(2 * GAINS)
"""What a house takes beyond what is known of it before that is the weather's doing, or
the machine's: sun and people may leave out all that they added before."""
LONGEST_PHASE: Final = LET_OFF[-1] * HOUR


class Verdict(StrEnum):
    """What is believed of the compressor."""

    UNKNOWN = "unknown"
    WELL = "well"
    DEAD = "dead"
    """It runs, and the house does as if it did not."""
    COOLS = "cools"
    """It cools the house that it should heat."""
    NO_EFFECT = "no_effect"
    """The house does as if nothing ran, backup included."""
    UNMOVED = "unmoved"
    """The reading stands, whatever runs: it is the sensor that is not believed."""


IS_FAULT: Mapping[Verdict, bool] = {
    Verdict.UNKNOWN: False,
    Verdict.WELL: False,
    Verdict.DEAD: True,
    Verdict.COOLS: True,
    Verdict.NO_EFFECT: True,
    Verdict.UNMOVED: True,
}


class Phase(StrEnum):
    """What is being done about it."""

    WATCHING = "watching"
    RESTING = "resting"
    """The compressor is suspected, and rests for the sake of comparison."""
    TRYING = "trying"
    """It has rested, and is to run again as soon as heat is asked for."""
    WAITING = "waiting"
    """It is dead, and rests until it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the house has answered to the compressor of late, and what follows."""

    track: Track = field(default_factory=Track)
    running: Ledger = field(default_factory=Ledger)
    resting: Ledger = field(default_factory=Ledger)
    """Of late, with the compressor and without; during a trial, of the trial."""
    verdict: Verdict = Verdict.UNKNOWN
    since: datetime | None = None
    phase: Phase = Phase.WATCHING
    until: datetime | None = None
    """When the phase ends by itself; while watching, from when on is suspected."""
    strikes: int = 0
    """How many comparisons of this trial it has failed: of a rest and the run after it,
    of that run and the next rest."""
    passed: int = 0
    """Trials in a row that it has not failed; those that it has passed count twice."""
    tries: int = 0
    """How often it was found dead in a row."""
    stirred_at: datetime | None = None
    """When the room last went further than any machine moves it."""
    more: float = 0.0
    """By what share the house takes more than is known of it, as a trial has shown."""

    @property
    def unmoved_since(self) -> datetime | None:
        """When the reading was found to stand, whatever runs; None where it moves."""
        return self.since if self.verdict is Verdict.UNMOVED else None

    @property
    def total(self) -> Ledger:
        """All of it, of late."""
        return self.running.plus(self.resting)

    @property
    def excess(self) -> float:
        """What the house takes of late beyond what is known of it, in kelvins' losses.

        Beyond what sun and people make of it any day: a storm, a machine that gives
        less than it should.
        """
        total = self.total
        if self.phase is not Phase.WATCHING or total.hours < LONG_ENOUGH:
            return 0.0
        shown = total.load * self.more / (1 + self.more)
        beyond = (total.compressor - total.missing + shown) / total.hours
        return max(0.0, beyond - UNUSUAL)

    @property
    def is_held(self) -> bool:
        """Whether the compressor is to rest, whatever the room asks for.

        What else can heat does so in its place, whatever the weather.
        """
        return self.phase in (Phase.RESTING, Phase.WAITING)

    @property
    def is_on_trial(self) -> bool:
        """Whether a rest of the compressor is held against a run of it."""
        return self.phase in (Phase.RESTING, Phase.TRYING)

    @property
    def may_teach(self) -> bool:
        """Whether the heat that is given may be learned from.

        Heat that was never given would make the house look as if it lost it.
        """
        has_run = self.track.runs and self.running.hours >= LONG_ENOUGH / 2
        return self.is_calm and not (has_run and self.total.share < FINE)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is held against the compressor."""
        return self.phase is Phase.WATCHING and not IS_FAULT[self.verdict]

    @property
    def lacks_evidence(self) -> bool:
        """Whether a trial has nothing to compare with: a store may lose parts."""
        if self.phase is Phase.RESTING:
            return not (self.running.hours and self.running.compressor)
        return self.phase is Phase.TRYING and not self.resting.hours

    def ends(self, now: datetime) -> bool:
        """Return whether the phase is over by the clock."""
        return self.until is None or now >= self.until
