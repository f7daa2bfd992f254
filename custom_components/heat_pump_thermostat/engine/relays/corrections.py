"""Relays that somebody else moves: put right a few times, then not fought over.

Those that let go by themselves, however seldom, are told of until they hold once.

A disputed relay is not closed any more, and what heats or cools is released only
after a while each time. Meanwhile the others give way to where it stands.
"""

from collections.abc import Mapping, Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, Board, Contact, Relay, Terminal
from ..clock import HOUR, Clock
from ..state import Pending, Slips

WITHIN: Final = timedelta(minutes=10)
AT_MOST: Final = 3
"""After so many corrections within that time, something else controls the relay."""
LEFT_ALONE_FOR: Final = timedelta(seconds=60)
"""How long a disputed backup relay stays on; a compressor stage as long as it rests.

Something else may close it again each time, and a compressor that is cycled faster
than its minimum off time suffers more than it does from running on.
"""

IN_A_ROW: Final = 3
"""So many times in a row it was moved that it does not hold where it is told to be."""
HOLDS_AFTER: Final[Mapping[bool, timedelta]] = {True: 2 * HOUR, False: WITHIN}
"""Where it has stood so long, it holds: a person moved it, who may do so."""
LONGER_BY: Final = timedelta(minutes=5)
"""A relay that stands longer than before by this much holds again."""

type Corrections = Mapping[Terminal, tuple[datetime, ...]]


def moved_by_others(
    before: Board,
    board: Board,
    goal: Mapping[Terminal, bool],
    pending: Mapping[Terminal, Pending],
) -> frozenset[Terminal]:
    """Return the relays that somebody else has just moved.

    Each stood at its goal, nothing was ordered of it, and it now stands on the other
    side.
    """
    if board is before:
        return frozenset()
    return frozenset(
        terminal
        for terminal in board.contacts
        if terminal not in pending and _has_left_goal(terminal, before, board, goal)
    )


def recent_corrections(
    corrections: Corrections, moved: AbstractSet[Terminal], now: datetime
) -> dict[Terminal, tuple[datetime, ...]]:
    """Return the recent moves by others, with those that have just been seen."""
    counts: dict[Terminal, tuple[datetime, ...]] = {}
    for terminal in {**corrections, **dict.fromkeys(moved)}:
        recent = tuple(at for at in corrections.get(terminal, ()) if now - at < WITHIN)
        if terminal in moved:
            recent = (*recent, now)
        if recent:
            counts[terminal] = recent
    return counts


def recent_slips(
    slips: Mapping[Terminal, Slips],
    moved: AbstractSet[Terminal],
    before: Board,
    board: Board,
    goal: Mapping[Terminal, bool],
    clock: Clock,
) -> dict[Terminal, Slips]:
    """Return the relays that have not held since others moved them.

    A relay with a timer of its own lets go too seldom to be disputed, and yet hardly
    runs.
    """
    known: dict[Terminal, Slips] = {}
    for terminal, contact in board.contacts.items():
        slip = slips.get(terminal)
        is_at_goal = slip is not None and goal.get(terminal) is slip.position
        if slip and is_at_goal and _holds(contact, slip, clock):
            slip = None
        if terminal in moved:
            stood = clock.now - before.contacts[terminal].since
            slip = _slips_after_move(slip, stood, position=goal[terminal])
        if slip:
            known[terminal] = slip
    return known


def _slips_after_move(
    before: Slips | None, stood: timedelta, *, position: bool
) -> Slips | None:
    """Return what is known of a relay that was moved after it stood so long."""
    if stood >= HOLDS_AFTER[position]:
        return None
    earlier = before.stood if before and before.position is position else ()
    return Slips(position, (*earlier, stood)[-IN_A_ROW:])


def _holds(contact: Contact, slip: Slips, clock: Clock) -> bool:
    position = Relay.ON if slip.position else Relay.OFF
    longest = max(slip.stood) + LONGER_BY
    return contact.relay is position and clock.expired(contact.since, longest)


def unsteady_relays(slips: Mapping[Terminal, Slips]) -> frozenset[Terminal]:
    """Return the relays that did not hold so often that somebody has to know."""
    return frozenset(
        terminal for terminal, slip in slips.items() if len(slip.stood) >= IN_A_ROW
    )


def _has_left_goal(
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


def disputed_relays(corrections: Corrections, clock: Clock) -> frozenset[Terminal]:
    """Return the relays that are disputed until the moves by others are old enough."""
    return frozenset(
        terminal
        for terminal, moments in corrections.items()
        if len(moments) > AT_MOST and not clock.expired(moments[0], WITHIN)
    )


def is_release_due(
    terminal: Terminal, contact: Contact, rest: timedelta, clock: Clock
) -> bool:
    """Return whether a disputed relay that shall be off is to be told so again.

    Fan and valve harm nobody where they stand: they are left alone.
    """
    if terminal in COMPRESSOR:
        return clock.expired(contact.since, rest)
    return terminal in BACKUP and clock.expired(contact.since, LEFT_ALONE_FOR)
