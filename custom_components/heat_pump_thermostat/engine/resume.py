"""Taking up again after nothing ran: a restart, a reload, a crash, an outage."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from .board import Board, Relay
from .state import State

LONG_OUTAGE: Final = timedelta(hours=1)
"""How long nothing must have run for a compressor to have cooled down."""


def resumed_state(state: State, now: datetime) -> State:
    """Return a stored state as it is to be taken up at `now`.

    Nobody watched since the last step, so nothing is counted for that time, and a relay
    that was on is taken to have been on until now: found off, it rests from now; found
    on, its minimum on time counts from now. A rest that begins ahead means that the
    clock was set back meanwhile: it begins now; a start that lies ahead is forgotten.
    A short outage neither begins a compressor's warm-up nor ends one.
    """
    contacts = {
        terminal: replace(
            contact,
            since=now if contact.relay is not Relay.OFF else min(contact.since, now),
        )
        for terminal, contact in state.wires.board.contacts.items()
    }
    was_long = state.at is not None and now - state.at >= LONG_OUTAGE
    before = state.guards.outage_until
    return replace(
        state,
        at=None,
        wires=replace(state.wires, board=Board(contacts), pending={}, corrections={}),
        guards=replace(
            state.guards,
            starts=tuple(start for start in state.guards.starts if start <= now),
            outage_until=now if was_long else before and min(before, now),
        ),
        trial=replace(state.trial, testing=None),
    )
