"""How a room sensor speaks: in which steps, and whether it repeats itself."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from ..observation import Reading
from ..units import Celsius, Delta, difference
from .interval import Between

FIRST_STEP: Final = Delta(0.1)
"""The step of a sensor that was not yet seen to change; a coarser one soon is."""
CHANGES_KEPT: Final = 16
"""Changes by which a sensor is known."""
CHANGES_NEEDED: Final = 3
"""Changes after which it is known whether it repeats itself."""
REPEATS_FROM: Final = 0.1
"""The share of reports without a change from which on a sensor repeats itself, and its
silence tells nothing."""
REGULAR_FROM: Final = 0.5
"""The share of reports after equal times from which on it reports by the clock."""
PUNCTUAL: Final = 2.0
"""Seconds by which equal times may differ."""
HOLDS: Final = (300.0, 600.0)
"""Seconds for which a sensor repeats what it measured once, at least and at most: of
what is sooner over, and later, nothing is made."""
STANDS_KNOWN: Final = 2
"""From so many changes on it is known how soon it says anything new."""
COARSE: Final = Delta(0.3)
"""Steps beyond which a sensor hides what a room does between them; crossing an edge
between finer ones tells no more than the step itself."""
ALIKE: Final = Delta(0.12)
"""By how much changes of one step may differ: degrees Fahrenheit, rounded in °C."""
CROSSED: Final = (Delta(0.03), Delta(0.09))
"""How far a room may be before and past an edge whose crossing is reported."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a sensor speaks, as far as it was heard."""

    changes: tuple[Delta, ...] = ()
    """By how much its last reports differed from those before, where they did."""
    repeated: float = 0.0
    """The share of its reports that said the same again."""
    regular: float = 0.0
    """The share of its reports that came after the same time as the one before."""
    after: float = 0.0
    """Seconds after which the last one came."""

    @property
    def step(self) -> Delta:
        """What it rounds to."""
        return min(self.changes, default=FIRST_STEP)

    @property
    def is_coarse(self) -> bool:
        """Whether its steps are known to hide much of what a room does."""
        return self.step > COARSE

    @property
    def tells_changes(self) -> bool:
        """Whether it reports as soon as what it shows changes, and only then."""
        is_known = len(self.changes) >= CHANGES_NEEDED
        is_periodic = self.repeated >= REPEATS_FROM or self.regular >= REGULAR_FROM
        return is_known and not is_periodic

    @property
    def silence(self) -> Delta:
        """By how much the room may differ while a sensor that tells changes is silent.

        By half a step, or by its dead band where its changes are no steps.
        """
        usual = Delta(median(self.changes))
        return Delta(self.step / 2) if usual - self.step <= ALIKE else usual

    def after_report(self, before: Reading, now: Reading) -> Manner:
        """Return the manner after another report."""
        change = Delta(round(abs(difference(now.value, before.value)), 3))
        after = (now.at - before.at).total_seconds()
        is_regular = abs(after - self.after) <= PUNCTUAL
        return Manner(
            (*self.changes, change)[-CHANGES_KEPT:] if change else self.changes,
            self.repeated + ((not change) - self.repeated) / CHANGES_KEPT,
            self.regular + (is_regular - self.regular) / CHANGES_KEPT,
            after,
        )

    def says(self, before: Celsius, now: Celsius) -> Between:
        """Return what a report tells, after the one before."""
        change, step = difference(now, before), self.step
        crosses = self.is_coarse and abs(abs(change) - step) <= ALIKE
        if not (self.tells_changes and crosses and self.silence < step):
            half = step / 2
            return Between(Celsius(now - half), Celsius(now + half))
        edge, (short, past) = (before + now) / 2, CROSSED
        if change > 0:
            return Between(Celsius(edge - short), Celsius(edge + past))
        return Between(Celsius(edge - past), Celsius(edge + short))

    def keeps_silent(self, shown: Celsius) -> Between:
        """Return what the silence of a sensor that tells changes says."""
        far = self.silence
        return Between(Celsius(shown - far), Celsius(shown + far))


@dataclass(frozen=True, slots=True)
class Stands:
    """For how long a sensor says the same: one may repeat what it measured once.

    So do clouds that are asked every minute and have something new every ten, averages
    and templates. What is told again is no measurement then.
    """

    lasts: float = 0.0
    """Seconds for which it has been saying the same."""
    lasted: tuple[float, ...] = ()
    """Seconds for which it said the same before each of its last changes."""

    @property
    def hold(self) -> float:
        """Seconds for which it may repeat itself: it never said anything new sooner."""
        least, most = HOLDS
        shortest = min(self.lasted) if len(self.lasted) >= STANDS_KNOWN else 0.0
        return min(shortest, most) if shortest > least else 0.0

    @property
    def repeats_for(self) -> float:
        """Seconds for which it has repeated what it measured."""
        hold = self.hold
        return self.lasts % hold if hold else 0.0

    def after_report(self, before: Reading, now: Reading) -> Stands:
        """Return the stands after another report."""
        lasts = self.lasts + (now.at - before.at).total_seconds()
        if now.value == before.value:
            return Stands(lasts, self.lasted)
        return Stands(0.0, (*self.lasted, lasts)[-CHANGES_KEPT:])

    def is_news_after(self, before: Stands) -> bool:
        """Return whether the last report is a measurement: not the one from before."""
        hold = self.hold
        return not (hold and self.lasts) or self.lasts // hold > before.lasts // hold
