"""What adds up: run times and starts, in total and since the day began."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from .board import Board, Terminal
from .model import Counters


def counted(
    counters: Counters,
    before: Board,
    board: Board,
    *,
    since: datetime | None,
    now: datetime,
    midnight: datetime,
    today: date,
) -> Counters:
    """Return the counters after the time since then, in which `before` stood.

    Of a stretch that crosses midnight only the part after it belongs to the new day.
    """
    if counters.day != today:
        counters = replace(
            counters, day=today, aux_heat_today=timedelta(), starts_today=0
        )
    if board.is_on(Terminal.Y1) and not before.is_on(Terminal.Y1):
        counters = replace(counters, starts_today=counters.starts_today + 1)
    if since is None or now <= since:
        return counters
    elapsed = now - since
    since_midnight = min(elapsed, max(now - midnight, timedelta()))
    if before.is_on(Terminal.Y1):
        counters = replace(counters, compressor=counters.compressor + elapsed)
    if before.is_backup_on:
        counters = replace(
            counters,
            aux_heat=counters.aux_heat + elapsed,
            aux_heat_today=counters.aux_heat_today + since_midnight,
        )
    return counters


def is_counting(board: Board) -> bool:
    """Return whether something runs whose time is counted."""
    return board.is_on(Terminal.Y1) or board.is_backup_on
