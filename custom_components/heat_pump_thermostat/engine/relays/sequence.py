"""In which order relays move: each waits until those before it are confirmed.

This is the last gate before the relays. It looks only at what relays confirm, so it
holds whatever the rules before it decide and in whatever order relays answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, NEEDS_FAN, VALVE, Relay, Terminal
from ..decision import Order
from ..settings import SETTLING
from ..state import Pending
from .conflicts import Approach, Condition
from .corrections import is_release_due

UNREACHABLE: Final = timedelta(minutes=2)
"""How long a compressor relay must be silent before electric heat runs without it."""
BACK_OFF: Final = tuple(timedelta(seconds=s) for s in (5, 10, 20, 40, 60))
"""How long an order waits for its confirmation before it is repeated."""


def _fan_runs(approach: Approach, _: Terminal) -> bool:
    return not approach.board.is_wired(Terminal.G) or approach.stays_on(Terminal.G)


def _first_stage_runs(approach: Approach, _: Terminal) -> bool:
    return approach.stays_on(Terminal.Y1)


def _valve_has_settled(approach: Approach, _: Terminal) -> bool:
    """Return whether each valve relay confirms what was asked, and has for a while."""
    return all(
        contact.relay is (Relay.ON if approach.goal.get(terminal) else Relay.OFF)
        and approach.clock.passed(contact.since, SETTLING)
        for terminal in VALVE
        if (contact := approach.board.contacts.get(terminal))
    )


def _other_valve_is_off(approach: Approach, terminal: Terminal) -> bool:
    return all(map(approach.board.is_off, approach.rivals(terminal)))


def _no_rival_may_be_on(approach: Approach, terminal: Terminal) -> bool:
    return not any(map(approach.board.is_possibly_on, approach.rivals(terminal)))


def _compressor_has_rested(approach: Approach, _: Terminal) -> bool:
    return _are_off_for(approach, COMPRESSOR, approach.settings.compressor.rest)


def _furnace_has_cooled(approach: Approach, _: Terminal) -> bool:
    pause = approach.settings.dual_fuel.to_heat_pump
    return _are_off_for(approach, (Terminal.W1,), pause)


def _compressor_has_cleared(approach: Approach, _: Terminal) -> bool:
    """Return whether the furnace may follow; against frost one that is unreachable."""
    pause = approach.settings.dual_fuel.to_furnace
    return all(
        (approach.is_freezing and _is_unreachable(approach, stage))
        or _are_off_for(approach, (stage,), pause)
        for stage in COMPRESSOR
    )


def _compressor_is_off(approach: Approach, _: Terminal) -> bool:
    """Return whether each stage is off, or cannot be reached."""
    return all(
        approach.board.is_off(stage) or _is_unreachable(approach, stage)
        for stage in COMPRESSOR
    )


def _compressor_is_as_wanted(approach: Approach, terminal: Terminal) -> bool:
    if approach.goal.get(Terminal.Y1):
        return approach.board.is_on(Terminal.Y1)
    return _compressor_is_off(approach, terminal)


def _backup_has_let_go(approach: Approach, _: Terminal) -> bool:
    return all(_has_let_go(approach, terminal) for terminal in BACKUP)


def _second_stage_has_let_go(approach: Approach, _: Terminal) -> bool:
    return _has_let_go(approach, Terminal.Y2)


def _has_let_go(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it is off, stays on rightly, or had its time to go off."""
    stays = approach.goal.get(terminal) and not approach.must_open(terminal)
    if stays or not approach.board.is_possibly_on(terminal):
        return True
    return approach.had_its_time(terminal)


def _nothing_needs_the_fan(approach: Approach, _: Terminal) -> bool:
    return not any(map(approach.board.is_possibly_on, NEEDS_FAN))


def _is_unreachable(approach: Approach, stage: Terminal) -> bool:
    contact = approach.board.contacts.get(stage)
    if contact is None or contact.relay is not Relay.UNKNOWN:
        return False
    return approach.clock.passed(contact.since, UNREACHABLE)


def _are_off_for(
    approach: Approach, terminals: tuple[Terminal, ...], duration: timedelta
) -> bool:
    board = approach.board
    if any(map(board.is_possibly_on, terminals)):
        return False
    moments = [at for t in terminals if (at := board.since(t)) is not None]
    return not moments or approach.clock.passed(max(moments), duration)


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
    Terminal.W1: (_compressor_has_cleared,),
    Terminal.E: (_fan_runs, _compressor_is_off),
    Terminal.W2: (_fan_runs, _compressor_is_as_wanted),
    Terminal.Y2: (_first_stage_runs, _fan_runs),
    Terminal.Y1: (
        _fan_runs,
        _compressor_has_rested,
        _valve_has_settled,
        _no_rival_may_be_on,
        _furnace_has_cooled,
    ),
    Terminal.O: (_compressor_has_rested, _other_valve_is_off),
    Terminal.B: (_compressor_has_rested, _other_valve_is_off),
    Terminal.G: (),
}
"""What must be confirmed before a relay closes."""

OPENS_ONCE: Mapping[Terminal, tuple[Condition, ...]] = {
    Terminal.W1: (),
    Terminal.E: (),
    Terminal.W2: (),
    Terminal.Y2: (_backup_has_let_go,),
    Terminal.Y1: (_backup_has_let_go, _second_stage_has_let_go),
    Terminal.O: (_compressor_has_rested,),
    Terminal.B: (_compressor_has_rested,),
    Terminal.G: (_nothing_needs_the_fan,),
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
    if is_wanted and board.is_on(terminal) and not approach.must_open(terminal):
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
        order = pending[terminal] = _order(approach, terminal, to=to)
        if order is not approach.pending.get(terminal):
            approach.clock.wake(order.last + _patience(order))
            orders.append(Order(terminal, to))
    return tuple(orders), pending


def _order(approach: Approach, terminal: Terminal, *, to: bool) -> Pending:
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
    if clock.expired(before.last, _patience(before)):
        return replace(before, last=clock.now, tries=before.tries + 1)
    return before


def _patience(order: Pending) -> timedelta:
    return BACK_OFF[min(order.tries, len(BACK_OFF)) - 1]
