"""What became of the cases, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from custom_components.heat_pump_thermostat.engine.vocabulary import Problem

from .bounds import Story
from .cases import Case
from .home import Home, Minute


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its title and how much room it has."""

    title: str
    width: int


COLUMNS: Final = (
    Column("case", 34),
    Column("house", 13),
    Column("machine", 9),
    Column("room °C (at h)", 26),
    Column("HP kWh", 6),
    Column("backup", 6),
    Column("wrong min", 9),
    Column("verdict", 0),
)


def heading() -> str:
    """Return what stands above the rows."""
    return _aligned(*(column.title for column in COLUMNS))


def row(case: Case, before: Home, after: Home, story: Story) -> str:
    """Return what became of a case, and below it what was told when."""
    cells = _aligned(
        case.name,
        case.premise.house,
        case.premise.machine,
        _range(story),
        f"{after.house.heat_pump_kwh - before.house.heat_pump_kwh:.0f}",
        f"{after.backup_kwh - before.backup_kwh:.0f}",
        f"{sum(minute.is_wrong for minute in story)}",
        _verdict(case, story),
    )
    told = [
        f"{title} {_told(story, of)}"
        for title, of in TELLINGS.items()
        if any(of(minute) for minute in story)
    ]
    return "\n".join([cells, *([f"    {'; '.join(told)}"] if told else [])])


TELLINGS: Final[dict[str, Callable[[Minute], frozenset[Problem]]]] = {
    "problems": lambda minute: minute.problems,
    "repairs": lambda minute: minute.repairs,
}


def _told(story: Story, of: Callable[[Minute], frozenset[Problem]]) -> str:
    """Return what was told, from which minute until which, and in how many spells."""
    told = sorted(set().union(*map(of, story)))
    return ", ".join(f"{problem} {_spells(story, of, problem)}" for problem in told)


def _spells(
    story: Story, of: Callable[[Minute], frozenset[Problem]], problem: Problem
) -> str:
    stands = [problem in of(minute) for minute in story]
    minutes = [place for place, is_so in enumerate(stands) if is_so]
    begins = sum(now and not before for before, now in pairwise([False, *stands]))
    spells = f" ({begins} times)" if begins > 1 else ""
    return f"{minutes[0]}–{minutes[-1]}{spells}"


def _range(story: Story) -> str:
    """Return the coldest and the warmest room, and at which hours they were."""
    ends = (pick(story, key=lambda minute: minute.room) for pick in (min, max))
    return " … ".join(f"{minute.room:.1f} ({minute.hour:.0f})" for minute in ends)


def _verdict(case: Case, story: Story) -> str:
    missed = [bound.text for bound in case.wanted if not bound.holds(story)]
    return f"FAIL {', '.join(missed)}" if missed else "pass"


def _aligned(*cells: str) -> str:
    """Return cells below each other."""
    fields = (
        cell.ljust(column.width) for cell, column in zip(cells, COLUMNS, strict=True)
    )
    return "  ".join(fields).rstrip()
