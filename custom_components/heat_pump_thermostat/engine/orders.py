"""What the relays are told now, so that the wires come to carry a call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .board import Board, Terminal
from .decision import Order
from .relays import corrections, sequence, wiring
from .relays.answers import doubtful_relays, reminders
from .relays.conditions import Approach
from .rules import fan
from .situation import Situation
from .state import Pending, Wires
from .vocabulary import Call


@dataclass(frozen=True, slots=True)
class Told:
    """What the relays are told in a step."""

    wires: Wires
    """What the wires are to carry, and what their relays have yet to confirm."""
    orders: tuple[Order, ...]
    disputed: frozenset[Terminal]
    """The relays that something else keeps moving."""


def orders_for(call: Call, situation: Situation) -> Told:
    """Return the orders that lead to a call, and the wires on their way to it."""
    disputed = corrections.disputed_relays(
        situation.state.wires.corrections, situation.clock
    )
    goal = wiring.goal_of(
        call,
        situation.settings,
        situation.board,
        situation.state.wires.goal,
        is_fan_wanted=fan.runs_beyond_calls(call, situation),
        may_temper=not situation.is_backup_curtailed,
    )
    board, orders, pending = _next_orders(goal, disputed, situation)
    silent = disputed.union(pending)
    reminded, kept_alive_at = _reminders(goal, board, silent, situation)
    wires = Wires(
        board=board,
        call=call,
        goal=goal,
        pending=pending,
        corrections=situation.state.wires.corrections,
        slips=situation.state.wires.slips,
        kept_alive_at=kept_alive_at,
    )
    told = _to_present_relays((*orders, *reminded), situation)
    return Told(wires, told, disputed)


def _next_orders(
    goal: Mapping[Terminal, bool], disputed: frozenset[Terminal], situation: Situation
) -> tuple[Board, tuple[Order, ...], Mapping[Terminal, Pending]]:
    """Return which relays are to switch now, which are yet to answer, and the board.

    On it a relay is not believed while an order that was taken back is on its way.
    """
    wires, clock = situation.state.wires, situation.clock
    is_closing = situation.seen.is_closing
    late = doubtful_relays(goal, wires.board, wires.pending, is_closing=is_closing)
    board = wires.board.doubting(late, clock.now)
    approach = Approach(
        goal,
        board,
        wires.pending,
        situation.settings,
        clock,
        is_freezing=situation.state.guards.is_freezing,
        disputed=disputed,
        ends_at=situation.seen.ends_at,
    )
    return board, *sequence.advance(approach)


def _reminders(
    goal: Mapping[Terminal, bool],
    board: Board,
    silent: frozenset[Terminal],
    situation: Situation,
) -> tuple[tuple[Order, ...], datetime | None]:
    """Return the orders that keep relays on which let go by themselves, and when."""
    every, clock = situation.settings.relays.keep_alive, situation.clock
    before = situation.state.wires.kept_alive_at
    if not every:
        return (), None
    if before is not None and not clock.expired(before, every):
        return (), before
    clock.wake(clock.now + every)
    return reminders(board, goal, silent), clock.now


def _to_present_relays(
    orders: tuple[Order, ...], situation: Situation
) -> tuple[Order, ...]:
    """Return the orders to relays that can be told anything."""
    absent = situation.seen.absent
    return tuple(order for order in orders if order.terminal not in absent)
