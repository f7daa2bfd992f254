"""The results as a table, for a terminal or for a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from .comfort import Comfort
from .month import Score


@dataclass(frozen=True, slots=True)
class Case:
    """Who did what where."""

    thermostat: str
    site: str
    house: str
    mode: str
    sensor: str


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of the table."""

    title: str
    cell: Callable[[Score], str]


COLUMNS: Final = (
    Column("cold K·h", lambda score: f"{score.cold:.1f}"),
    Column("HP kWh", lambda score: f"{score.heat_pump:.0f}"),
    Column("aux kWh", lambda score: f"{score.aux:.0f}"),
    Column("total kWh", lambda score: f"{score.total:.0f}"),
    Column("starts/d", lambda score: f"{score.starts:.1f}"),
    Column("off<5min", lambda score: f"{score.short_rests}"),
    Column("aux starts/d", lambda score: f"{score.aux_starts:.1f}"),
    Column("top starts/d", lambda score: f"{score.full_starts:.1f}"),
    Column("hasty aux", lambda score: f"{score.hasty}"),
    Column("peak kW", lambda score: f"{score.peak:.1f}"),
    Column("RHU", lambda score: f"{score.used:.2f}"),
    Column("Tmean °C", lambda score: f"{score.mean:.2f}"),
    Column("late min", lambda score: "" if score.late is None else f"{score.late:.0f}"),
)
NAMES: Final = ("thermostat", "site", "house", "mode", "sensor")
WIDTHS: Final = (10, 8, 13, 9, 11, *(len(column.title) for column in COLUMNS))


def heading(*, markdown: bool) -> str:
    """Return what stands above the rows."""
    titles = (*NAMES, *(column.title for column in COLUMNS))
    if not markdown:
        return _aligned(titles)
    rules = ("---",) * len(NAMES) + ("--:",) * len(COLUMNS)
    return f"{_barred(titles)}\n{_barred(rules)}"


def row(case: Case, score: Score, *, markdown: bool) -> str:
    """Return the row of one month."""
    names = (case.thermostat, case.site, case.house, case.mode, case.sensor)
    cells = (*names, *(column.cell(score) for column in COLUMNS))
    return _barred(cells) if markdown else _aligned(cells)


COMFORT: Final = ("cold K·h", "total kWh", "aux kWh", "joins at K")
"""The columns of months at equal cold."""
COMFORT_WIDTHS: Final = (*WIDTHS[: len(NAMES)], *map(len, COMFORT))


def comfort_heading(*, markdown: bool) -> str:
    """Return what stands above the rows of months at equal cold."""
    titles = (*NAMES, *COMFORT)
    if not markdown:
        return _aligned(titles, COMFORT_WIDTHS)
    rules = ("---",) * len(NAMES) + ("--:",) * len(COMFORT)
    return f"{_barred(titles)}\n{_barred(rules)}"


def comfort_row(
    case: Case, cold: float, month: Comfort | None, *, markdown: bool
) -> str:
    """Return the row of a month of so much cold; of none, where none was so cold."""
    figures = (
        ("", "", "")
        if month is None
        else (f"{month.total:.0f}", f"{month.aux:.0f}", f"{month.droop:.2f}")
    )
    names = (case.thermostat, case.site, case.house, case.mode, case.sensor)
    cells = (*names, f"{cold:g}", *figures)
    return _barred(cells) if markdown else _aligned(cells, COMFORT_WIDTHS)


def bins(used: Mapping[int, float]) -> str:
    """Return how much auxiliary heat was used, by bins of 5 °F."""
    cells = (f"{low} … {low + 5} °F: {share:.2f}" for low, share in used.items())
    return "    RHU " + ", ".join(cells)


def _barred(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _aligned(cells: tuple[str, ...], widths: tuple[int, ...] = WIDTHS) -> str:
    """Return cells below each other: names begin, figures end at the same place."""
    fields = [
        cell.ljust(width) if place < len(NAMES) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(fields).rstrip()
