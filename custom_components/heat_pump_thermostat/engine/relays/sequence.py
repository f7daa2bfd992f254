"""In which order relays move: each waits until those before it are confirmed.

This is the last gate before the relays. It looks only at what relays confirm, so it
holds whatever the rules before it decide and in whatever order relays answer.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, NEEDS_FAN, Relay, Terminal
from ..decision import Order
from ..records import replace
from ..state import Pending
from .conditions import (
    STAGE_2_ON,
    Approach,
    Condition,
    compressor_has_made_way,
    compressor_has_rested,
    compressor_is_as_wanted,
    compressor_is_off,
    elements_have_cooled,
    furnace_has_made_way,
    had_its_time,
    lacks_fan,
    lacks_fan_or_meets_rival,
    may_yet_open,
    meets_rival,
    no_rival_may_be_on,
    nothing_needs_fan,
    rivals_are_off,
    second_stage_has_rested,
    valve_has_settled,
    valve_is_wrong,
)
from .corrections import is_release_due

BACK_OFF: Final = tuple(timedelta(seconds=s) for s in (5, 10, 20, 40, 60))
"""How long an order waits for its confirmation before it is repeated."""


def must_open(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a relay that is wanted on must go off for something else."""
    return any(gives_way(approach, terminal) for gives_way in GIVES_WAY_WHEN[terminal])


def stays_on(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a relay is on, and need not go off for something else."""
    return approach.board.is_on(terminal) and not must_open(approach, terminal)


def has_let_go(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it is off, stays on rightly, or had its time to go off."""
    stays = approach.goal.get(terminal) and not must_open(approach, terminal)
    if stays or not approach.board.is_possibly_on(terminal):
        return True
    return had_its_time(approach, terminal)


def fan_runs(approach: Approach, _: Terminal) -> bool:
    """Return whether the fan stays on, where one is wired."""
    return not approach.board.is_wired(Terminal.G) or stays_on(approach, Terminal.G)


def first_stage_runs(approach: Approach, _: Terminal) -> bool:
    """Return whether the first stage stays on."""
    return stays_on(approach, Terminal.Y1)


def lacks_first_stage(approach: Approach, _: Terminal) -> bool:
    """Return whether it does not."""
    return not stays_on(approach, Terminal.Y1)


def backup_has_let_go(approach: Approach, _: Terminal) -> bool:
    """Return whether all backup has."""
    return all(has_let_go(approach, terminal) for terminal in BACKUP)


def second_stage_has_let_go(approach: Approach, _: Terminal) -> bool:
    """Return whether the second stage has."""
    return has_let_go(approach, Terminal.Y2)


def second_stage_may_leave(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it has run for its minimum, or stops with the first stage."""
    goes_on = approach.goal.get(Terminal.Y1) and first_stage_runs(approach, terminal)
    if not goes_on or not approach.board.is_on(terminal):
        return True
    return approach.clock.passed(approach.board.contacts[terminal].since, STAGE_2_ON)


ORDER: Final = (
    Terminal.W1,
    Terminal.E,
    Terminal.W2,
    Terminal.Y2,
    Terminal.Y1,
    Terminal.O,
    Terminal.B,
    Terminal.G,
)
"""The order in which orders of the same moment are sent."""

CLOSES_ONCE: Mapping[Terminal, tuple[Condition, ...]] = {
    Terminal.W1: (compressor_has_made_way,),
    Terminal.E: (fan_runs, compressor_is_off),
    Terminal.W2: (fan_runs, compressor_is_as_wanted),
    Terminal.Y2: (first_stage_runs, fan_runs, second_stage_has_rested),
    Terminal.Y1: (
        fan_runs,
        compressor_has_rested,
        valve_has_settled,
        no_rival_may_be_on,
        furnace_has_made_way,
    ),
    Terminal.O: (compressor_has_rested, rivals_are_off),
    Terminal.B: (compressor_has_rested, rivals_are_off),
    Terminal.G: (),
}
"""What must be confirmed before a relay closes."""

GIVES_WAY_WHEN: Mapping[Terminal, tuple[Condition, ...]] = {
    Terminal.W1: (meets_rival,),
    Terminal.E: (lacks_fan, meets_rival),
    Terminal.W2: (lacks_fan_or_meets_rival,),
    Terminal.Y2: (lacks_first_stage,),
    Terminal.Y1: (may_yet_open, lacks_fan, valve_is_wrong, meets_rival),
    Terminal.O: (meets_rival,),
    Terminal.B: (meets_rival,),
    Terminal.G: (may_yet_open,),
}
"""When a relay that is on goes off although it is wanted on."""

OPENS_ONCE: Mapping[Terminal, tuple[Condition, ...]] = {
    Terminal.W1: (),
    Terminal.E: (),
    Terminal.W2: (),
    Terminal.Y2: (backup_has_let_go, second_stage_may_leave),
    Terminal.Y1: (backup_has_let_go, second_stage_has_let_go),
    Terminal.O: (compressor_has_rested,),
    Terminal.B: (compressor_has_rested,),
    Terminal.G: (nothing_needs_fan, elements_have_cooled),
}
"""What must be confirmed before a relay opens."""


def target(approach: Approach, terminal: Terminal) -> bool | None:
    """Return where the terminal's relay must be now; None to leave it alone."""
    to = _undisputed_target(approach, terminal)
    if to is None or terminal not in approach.disputed:
        return to
    contact, rest = approach.board.contacts[terminal], approach.settings.compressor.rest
    is_due = not to and is_release_due(terminal, contact, rest, approach.clock)
    return False if is_due else None


def _undisputed_target(approach: Approach, terminal: Terminal) -> bool | None:
    board, is_wanted = approach.board, approach.goal.get(terminal)
    if is_wanted is None:
        return None
    if terminal is Terminal.G:
        is_wanted = is_wanted or _is_fan_needed(approach)
    if is_wanted and board.is_on(terminal) and not must_open(approach, terminal):
        return True
    if board.is_on(terminal) or not is_wanted:
        return False if _are_met(OPENS_ONCE, approach, terminal) else None
    is_unknown = not board.is_off(terminal)
    if is_unknown and terminal in (*COMPRESSOR, *BACKUP):
        return False
    return True if _are_met(CLOSES_ONCE, approach, terminal) else None


def _are_met(
    table: Mapping[Terminal, tuple[Condition, ...]],
    approach: Approach,
    terminal: Terminal,
) -> bool:
    return all(is_met(approach, terminal) for is_met in table[terminal])


def _is_fan_needed(approach: Approach) -> bool:
    """Return whether heat or cold is made, even if nobody called for it."""
    return any(
        contact.last_answer is Relay.ON
        for terminal in NEEDS_FAN
        if (contact := approach.board.contacts.get(terminal))
    )


def advance(approach: Approach) -> tuple[tuple[Order, ...], Mapping[Terminal, Pending]]:
    """Return the orders to send now, and all that are still unconfirmed."""
    orders: list[Order] = []
    pending: dict[Terminal, Pending] = {}
    for terminal in ORDER:
        to = target(approach, terminal)
        is_at = approach.board.is_on if to else approach.board.is_off
        if to is None or is_at(terminal):
            continue
        order = pending[terminal] = _standing_order(approach, terminal, to=to)
        if order is not approach.pending.get(terminal):
            approach.clock.wake(order.last + _time_to_answer(order, approach))
            orders.append(Order(terminal, to))
    return tuple(orders), pending


def _standing_order(approach: Approach, terminal: Terminal, *, to: bool) -> Pending:
    """Return the order as it stands: a new one, repeated, or left to be answered.

    A relay that has spoken since it was told is told at once, not in a while.
    """
    before, clock = approach.pending.get(terminal), approach.clock
    if (
        before is None
        or before.on is not to
        or approach.board.contacts[terminal].since > before.last
    ):
        return Pending(to, clock.now, clock.now, 1)
    if clock.expired(before.last, _time_to_answer(before, approach)):
        return replace(before, last=clock.now, tries=before.tries + 1)
    return before


def _time_to_answer(order: Pending, approach: Approach) -> timedelta:
    """Return after how long an order is repeated; who lets go for good cannot wait."""
    tries = 1 if approach.ends_at is not None else order.tries
    return BACK_OFF[min(tries, len(BACK_OFF)) - 1]
