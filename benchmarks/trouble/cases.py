"""The cases: in which household what fails for how long, and what is wanted then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..simulation.houses import HOUSES
from .bounds import (
    OVER,
    RIGHT_WAY,
    Bound,
    at_least,
    between,
    told_within,
)
from .faults import NONE, Fault, dead, stuck, without_compressor
from .home import HOUR, Home, Minute, Premise, home_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A household, what fails in it, and what is wanted then."""

    name: str
    premise: Premise
    days: int = 4
    """How long the household lived before."""
    fault: Fault
    lasts: float | None = None
    """After how many hours it is over; None where it never is."""
    hours: float
    """How long that is watched."""
    wanted: tuple[Bound, ...]

    def live(self) -> tuple[Home, Home, list[Minute]]:
        """Return the household before the fault and in the end, and its story."""
        before = home_after(self.premise, self.days)
        home = home_after(self.premise, self.days)
        lasts = self.hours if self.lasts is None else self.lasts
        story = [*home.live(lasts * HOUR, self.fault)]
        story += (
            replace(minute, hour=minute.hour + lasts)
            for minute in home.live((self.hours - lasts) * HOUR, NONE)
        )
        return before, home, story


def across(
    *cases: Case, houses: Iterable[str] = (), machines: Iterable[str]
) -> Iterator[Case]:
    """Yield cases in several houses, with several machines."""
    for case in cases:
        for house in houses or (case.premise.house,):
            for machine in machines:
                premise = replace(case.premise, house=house, machine=machine)
                yield replace(case, premise=premise)


SUMMER: Final = Premise(mode=Mode.COOL, mean=32.0, room=24.0)
WINTER: Final = Premise(mean=-10.0, swing=5.0)
FROST: Final = Premise(mean=-5.0)
BOTH: Final = ("electric", "dual fuel")
DEAD_UNIT: Final = Fault(wires=without_compressor)
MINUTES: Final = 1 / 60

NOT_HEATED: Final = (RIGHT_WAY, told_within(15 * MINUTES))

CASES: Final[tuple[Case, ...]] = (
    *across(
        Case(
            name="cooling, room says 0.0",
            premise=SUMMER,
            days=1,
            fault=Fault(room=stuck(0.0)),
            hours=24,
            wanted=NOT_HEATED,
        ),
        machines=BOTH,
    ),
    *across(
        Case(
            name="room sensor dead",
            premise=WINTER,
            fault=Fault(room=dead),
            hours=5 * 24,
            wanted=(*between(10, 25), told_within(0.5)),
        ),
        houses=HOUSES,
        machines=BOTH,
    ),
    *across(
        Case(
            name="room sensor dead, just installed",
            premise=WINTER,
            days=0,
            fault=Fault(room=dead),
            hours=3 * 24,
            wanted=(*between(5, 28), told_within(0.5)),
        ),
        machines=BOTH,
    ),
    Case(
        name="outdoor unit dead",
        premise=Premise(mean=0.0, swing=4.0),
        fault=DEAD_UNIT,
        lasts=3 * 24,
        hours=4 * 24,
        wanted=(at_least(17.5), told_within(6), OVER),
    ),
    *across(
        Case(
            name="outdoor unit dead, mild",
            premise=Premise(mean=8.0, swing=2.0),
            fault=DEAD_UNIT,
            lasts=3 * 24,
            hours=4 * 24,
            wanted=(at_least(17.5), told_within(4), OVER),
        ),
        machines=BOTH,
    ),
    Case(
        name="outdoors says 15, is -12",
        premise=Premise(mean=-12.0),
        fault=Fault(outdoor=stuck(15.0)),
        hours=2 * 24,
        wanted=(at_least(17.5, after=3),),
    ),
)
