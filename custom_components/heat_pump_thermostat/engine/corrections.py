"""Relays that somebody else moves: put right a few times, then left alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .board import Board, Relay, Terminal
from .clock import Clock
from .model import Pending

WITHIN: Final = timedelta(minutes=10)
AT_MOST: Final = 3
"""After so many corrections within that time, something else controls the relay."""

type Corrections = Mapping[Terminal, tuple[datetime, ...]]


def counted(
    corrections: Corrections,
    before: Board,
    board: Board,
    goal: Mapping[Terminal, bool],
    pending: Mapping[Terminal, Pending],
    now: datetime,
) -> dict[Terminal, tuple[datetime, ...]]:
    """Return the recent moves by others, with those that have just been seen.

    A relay was moved by somebody else where it stood at its goal, nothing was ordered
    of it, and it now stands on the other side.
    """
    counts: dict[Terminal, tuple[datetime, ...]] = {}
    for terminal in board.contacts:
        recent = tuple(at for at in corrections.get(terminal, ()) if now - at < WITHIN)
        if terminal not in pending and _was_moved(terminal, before, board, goal):
            recent = (*recent, now)
        if recent:
            counts[terminal] = recent
    return counts


def _was_moved(
    terminal: Terminal, before: Board, board: Board, goal: Mapping[Terminal, bool]
) -> bool:
    wanted = goal.get(terminal)
    was = before.contacts.get(terminal)
    if wanted is None or was is None or was.relay is Relay.UNKNOWN:
        return False
    right = Relay.ON if wanted else Relay.OFF
    return was.relay is right and board.contacts[terminal].relay not in (
        right,
        Relay.UNKNOWN,
    )


def given_up(corrections: Corrections, clock: Clock) -> frozenset[Terminal]:
    """Return the relays that are left alone until the disputes are old enough."""
    return frozenset(
        terminal
        for terminal, moments in corrections.items()
        if len(moments) > AT_MOST and not clock.expired(moments[0], WITHIN)
    )
