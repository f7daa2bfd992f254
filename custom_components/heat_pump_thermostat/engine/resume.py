"""Taking up again after nothing ran: a restart, a reload, a crash, an outage."""

from dataclasses import replace
from datetime import datetime, timedelta

from .board import Board, Relay
from .model import State


def resumed(state: State, now: datetime) -> State:
    """Return a stored state as it is to be taken up at `now`.

    Nobody watched since the last step, so nothing is counted for that time, and a relay
    that was on is taken to have been on until now: found off, it rests from now; found
    on, its minimum on time counts from now. A rest that begins ahead means that the
    clock was set back meanwhile: it begins now; a start that lies ahead is forgotten.
    """
    contacts = {
        terminal: replace(
            contact,
            since=now if contact.relay is not Relay.OFF else min(contact.since, now),
        )
        for terminal, contact in state.board.contacts.items()
    }
    gap = now - state.at if state.at else timedelta()
    return replace(
        state,
        at=None,
        pending={},
        corrections={},
        testing=None,
        board=Board(contacts),
        starts=tuple(start for start in state.starts if start <= now),
        resumed_at=now,
        was_out_for=max(gap, timedelta()),
    )
