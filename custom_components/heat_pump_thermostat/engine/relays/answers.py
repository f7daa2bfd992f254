"""Which relays are told again, and which do not, or not yet, do as they are told."""

from collections.abc import Mapping, Set as AbstractSet
from datetime import timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, FAN, VALVE, Board, Contact, Relay, Terminal
from ..clock import Clock
from ..decision import Order
from ..state import Pending
from .conditions import UNREACHABLE, is_valve_opposed
from .sequence import ORDER

SILENT: Final = timedelta(seconds=30)
"""How long an order may stay unconfirmed before it is worth a word."""


def reminders(
    board: Board, goal: Mapping[Terminal, bool], silent: frozenset[Terminal]
) -> tuple[Order, ...]:
    """Return the orders that tell each relay that is rightly on so again."""
    return tuple(
        Order(terminal, on=True)
        for terminal in ORDER
        if board.is_on(terminal) and goal.get(terminal) and terminal not in silent
    )


def lost_relays(
    board: Board, pending: Mapping[Terminal, Pending], clock: Clock
) -> frozenset[Terminal]:
    """Return the relays that have long not answered, or not closed when told."""
    disobedient = {
        terminal
        for terminal, order in pending.items()
        if order.on and clock.expired(order.first, SILENT)
    }
    unknown = {
        terminal
        for terminal, contact in board.contacts.items()
        if contact.relay is Relay.UNKNOWN and clock.expired(contact.since, SILENT)
    }
    return frozenset(disobedient | unknown)


def stuck_relays(
    board: Board, pending: Mapping[Terminal, Pending], clock: Clock
) -> frozenset[Terminal]:
    """Return the relays that stay on although they were told to release."""
    return frozenset(
        terminal
        for terminal, order in pending.items()
        if not order.on and board.is_on(terminal) and clock.expired(order.first, SILENT)
    )


def is_backup_there(board: Board, clock: Clock) -> bool:
    """Return whether there is backup heat, and not all of it silent for long."""
    contacts = [board.contacts[t] for t in BACKUP if board.is_wired(t)]
    return not all(
        contact.relay is Relay.UNKNOWN and clock.expired(contact.since, UNREACHABLE)
        for contact in contacts
    )


def doubtful_relays(
    goal: Mapping[Terminal, bool],
    board: Board,
    pending: Mapping[Terminal, Pending],
    *,
    is_closing: bool,
) -> list[Terminal]:
    """Return the relays that may yet obey an order which is no longer wanted.

    It may also have reached a relay that was lost before it answered. What closes
    late, and a valve that moves late, would meet what has been called since, as a
    compressor would meet a valve that has to move; a call that ends late only ends,
    and a fan harms nobody who still looks after it.
    """
    valve_moves = is_valve_opposed(goal, board)

    def is_overtaken(terminal: Terminal, contact: Contact, order: Pending) -> bool:
        if contact.relay is Relay.UNKNOWN:
            return order.on
        is_obeyed = order.on is (contact.relay is Relay.ON)
        is_wanted = goal.get(terminal) is order.on
        is_late = terminal in COMPRESSOR and valve_moves
        return not is_obeyed and (is_late or not is_wanted)

    return [
        terminal
        for terminal, order in pending.items()
        if (order.on or terminal in VALVE)
        and (is_closing or terminal not in FAN)
        and (contact := board.contacts.get(terminal))
        and not contact.is_doubted
        and is_overtaken(terminal, contact, order)
    ]


def is_machine_released(board: Board, absent: AbstractSet[Terminal]) -> bool:
    """Return whether the relays have let go of the machine as far as they ever will.

    `absent` are the relays that cannot be told anything. A relay that does not answer
    is told, but not waited for. The fan stays on for heat or cold that may still be
    made; where only absent relays may make it, waiting would change nothing.
    """
    machines = {*COMPRESSOR, *BACKUP}
    on = {terminal for terminal in (*machines, *FAN) if board.is_on(terminal)}
    if on != {*FAN}:
        return not on
    kept_on_by = {terminal for terminal in machines if board.is_possibly_on(terminal)}
    return bool(kept_on_by) and kept_on_by <= absent
