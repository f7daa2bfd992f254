"""Why some backup heat, and some datasheets, cannot be accepted."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any, Final, assert_never

from ..const import CONF_OUTDOOR_TEMPERATURE
from ..engine.board import ELECTRIC, Terminal
from ..engine.settings import Backup
from .entry import outdoor_sources
from .forms import DATASHEET, EN_14511, HOT
from .options import chosen_of
from .roles import Chosen
from .sheet import half_points


def backup_refusals(backup: Backup, terminals: Mapping[str, str]) -> dict[str, str]:
    """Return why these terminals are not enough for this kind of backup heat."""
    wired = {Terminal(key) for key in terminals}
    match backup:
        case Backup.ELECTRIC:
            is_heated = bool(wired & set(ELECTRIC))
            return {} if is_heated else {Terminal.W2: "electric_needs_w2_or_e"}
        case Backup.FUEL:
            return {} if Terminal.W1 in wired else {Terminal.W1: "fuel_needs_w1"}
        case Backup.NONE:
            return {}
        case _ as never:
            assert_never(never)


def outdoor_refusals(backup: Backup, data: Chosen, options: Chosen) -> dict[str, str]:
    """Return why a furnace cannot take its turns: nobody tells when it is cold."""
    if backup is not Backup.FUEL or outdoor_sources(data, chosen_of(options)):
        return {}
    return {CONF_OUTDOOR_TEMPERATURE: "fuel_needs_outdoor"}


MOST_IN_THE_COLD: Mapping[str, float] = {"heating_cop": 1.1, "heating_capacity": 1.5}
"""What a machine makes in colder air is at most so many times what it does in warmer.

COPs are rounded, and some points near freezing count defrosts that colder ones do not
need: published tables rise by up to 9 % there. A capacity may be a machine's rating at
one point and its greatest output at the other.
"""

SHEETS: Final = (DATASHEET, EN_14511, tuple(f"{name}_{HOT}" for name in EN_14511))
"""The points of one table, warmest first: of two, each may be of another speed."""


def sheet_refusals(sheet: Mapping[str, Any]) -> dict[str, str]:
    """Return which figures of a datasheet cannot be, and which tell nothing.

    They rise towards the cold, or are half of a point.
    """
    refused = {}
    sheets = ((f, m, s) for f, m in MOST_IN_THE_COLD.items() for s in SHEETS)
    for figure, most, points in sheets:
        keys = [f"{figure}_{point}" for point in points]
        known = [(key, sheet[key]) for key in keys if key in sheet]
        for (_, warmer), (key, colder) in combinations(known, 2):
            if colder > most * warmer:
                refused[key] = "rises_in_the_cold"
    halves = () if refused else half_points(sheet)
    for key in halves:
        refused[key] = "half_a_point"
    return refused
