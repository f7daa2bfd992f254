"""What relays confirm, and whether it is enough for another one to move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..board import (
    COMPRESSOR,
    DOUBT,
    ELECTRIC,
    FURNACE,
    NEEDS_FAN,
    VALVE,
    Board,
    Relay,
    Side,
    Terminal,
)
from ..clock import Clock
from ..settings import SETTLING, Settings
from ..state import Pending
from .wiring import RIVALS

GRACE: Final = timedelta(seconds=5)
"""How long a release waits for one before it, and a conflict for the other relay."""
FAN_GRACE: Final = timedelta(seconds=30)
"""How long heat or cold may be made without a confirmed fan."""
UNREACHABLE: Final = timedelta(minutes=2)
"""How long a compressor relay must be silent before electric heat runs without it."""
STAGE_2_ON: Final = timedelta(minutes=5)
STAGE_2_OFF: Final = timedelta(minutes=3)
"""How long a second stage stays on, beside a first one that runs on, and off."""
HOT_FOR: Final = timedelta(seconds=60)
"""How long the elements of electric heat need air after they were on."""


@dataclass(frozen=True, slots=True)
class Approach:
    """How far the relays are on the way from what they confirm to the goal."""

    goal: Mapping[Terminal, bool]
    board: Board
    pending: Mapping[Terminal, Pending]
    settings: Settings
    clock: Clock
    is_freezing: bool = False
    disputed: frozenset[Terminal] = frozenset()
    """Relays that something else keeps moving: the others give way to them."""
    ends_at: datetime | None = None
    """By when the fan has to be let go, because nobody will look after it."""


type Condition = Callable[[Approach, Terminal], bool]
"""What has to be so for a terminal's relay, or has to be so of others."""


def valve_side(approach: Approach) -> Side:
    """Return which side the valve stands for, as far as is known."""
    contacts = approach.board.contacts
    if valve := contacts.get(Terminal.O):
        return Side.COOL if valve.last_answer is Relay.ON else Side.HEAT
    if valve := contacts.get(Terminal.B):
        return Side.COOL if valve.last_answer is Relay.OFF else Side.HEAT
    return approach.settings.machine.without_valve


def rivals(approach: Approach, terminal: Terminal) -> tuple[Terminal, ...]:
    """Return what may not be on beside a terminal, as the valve stands."""
    return RIVALS[valve_side(approach)][terminal]


def had_its_time(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it was told to go off long enough ago to have done so.

    What is disputed may not be told for a while.
    """
    if terminal in approach.disputed:
        return True
    order = approach.pending.get(terminal)
    if order is None or order.on:
        return False
    return approach.clock.expired(order.first, GRACE)


def may_yet_open(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it was told to go off, and may do so under a new call.

    One that was lost for a moment and is where it was will not; one that has closed
    since then obeyed an order before that one.
    """
    order = approach.pending.get(terminal)
    if order is None or order.on:
        return False
    contact = approach.board.contacts[terminal]
    if order.last < contact.since and contact.was is contact.relay:
        return False
    return not approach.clock.expired(order.first, DOUBT)


def meets_rival(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a rival is on although it was told to go off.

    To the compressor it is enough that it may be on.
    """
    board = approach.board
    is_on = board.is_possibly_on if terminal in COMPRESSOR else board.is_on
    return any(
        is_on(rival) and had_its_time(approach, rival)
        for rival in rivals(approach, terminal)
    )


def lacks_fan(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a call has gone on for too long without a confirmed fan."""
    fan_since = approach.board.since(Terminal.G)
    if fan_since is None or approach.board.is_on(Terminal.G):
        return False
    call_since = approach.board.contacts[terminal].since
    return approach.clock.expired(max(fan_since, call_since), FAN_GRACE)


def lacks_fan_or_meets_rival(approach: Approach, terminal: Terminal) -> bool:
    """Return whether one of the two is so; both are asked, to be woken for either."""
    is_without_fan = lacks_fan(approach, terminal)
    return meets_rival(approach, terminal) or is_without_fan


def is_valve_opposed(goal: Mapping[Terminal, bool], board: Board) -> bool:
    """Return whether a valve relay confirms the opposite of a goal."""
    return any(
        contact.relay is (Relay.OFF if goal.get(terminal) else Relay.ON)
        for terminal in VALVE
        if (contact := board.contacts.get(terminal))
    )


def valve_is_wrong(approach: Approach, _: Terminal) -> bool:
    """Return whether a valve relay confirms the opposite of what was asked."""
    return is_valve_opposed(approach.goal, approach.board)


def valve_has_settled(approach: Approach, _: Terminal) -> bool:
    """Return whether each valve relay confirms what was asked, and has for a while."""
    return all(
        contact.relay is (Relay.ON if approach.goal.get(terminal) else Relay.OFF)
        and approach.clock.passed(contact.since, SETTLING)
        for terminal in VALVE
        if (contact := approach.board.contacts.get(terminal))
    )


def rivals_are_off(approach: Approach, terminal: Terminal) -> bool:
    """Return whether each rival confirms to be off."""
    return all(map(approach.board.is_off, rivals(approach, terminal)))


def no_rival_may_be_on(approach: Approach, terminal: Terminal) -> bool:
    """Return whether no rival is on, or was when it was lost."""
    return not approach.board.is_any_possibly_on(rivals(approach, terminal))


def nothing_needs_fan(approach: Approach, _: Terminal) -> bool:
    """Return whether nothing is on, or may be, that makes heat or cold."""
    return not approach.board.is_any_possibly_on(NEEDS_FAN)


def are_elements_hot(board: Board, clock: Clock, ends_at: datetime | None) -> bool:
    """Return whether electric heat was on a moment ago, and there is time to cool."""
    on_until = board.last_on(ELECTRIC)
    is_over = ends_at is not None and clock.expired(ends_at, timedelta())
    return not is_over and on_until is not None and not clock.expired(on_until, HOT_FOR)


def elements_have_cooled(approach: Approach, _: Terminal) -> bool:
    """Return whether the fan has carried off what electric heat leaves behind."""
    return not are_elements_hot(approach.board, approach.clock, approach.ends_at)


def second_stage_has_rested(approach: Approach, terminal: Terminal) -> bool:
    """Return whether the second stage has been off for its minimum."""
    return _are_off_for(approach, (terminal,), STAGE_2_OFF)


def compressor_is_off(approach: Approach, _: Terminal) -> bool:
    """Return whether each stage is off, or cannot be reached."""
    return all(
        approach.board.is_off(stage) or _is_unreachable(approach, stage)
        for stage in COMPRESSOR
    )


def compressor_is_as_wanted(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it runs where something is to join it, and else is off."""
    if approach.goal.get(Terminal.Y1):
        return approach.board.is_on(Terminal.Y1)
    return compressor_is_off(approach, terminal)


def compressor_has_rested(approach: Approach, _: Terminal) -> bool:
    """Return whether pressures are even again: for a start, or to move the valve."""
    return _are_off_for(approach, COMPRESSOR, approach.settings.compressor.rest)


def compressor_has_made_way(approach: Approach, _: Terminal) -> bool:
    """Return whether a furnace may follow; against frost one out of reach is enough."""
    pause = approach.settings.dual_fuel.to_furnace
    return all(
        (approach.is_freezing and _is_unreachable(approach, stage))
        or _are_off_for(approach, (stage,), pause)
        for stage in COMPRESSOR
    )


def furnace_has_made_way(approach: Approach, _: Terminal) -> bool:
    """Return whether the compressor may follow."""
    return _are_off_for(approach, FURNACE, approach.settings.dual_fuel.to_heat_pump)


def _is_unreachable(approach: Approach, stage: Terminal) -> bool:
    contact = approach.board.contacts.get(stage)
    if contact is None or contact.relay is not Relay.UNKNOWN:
        return False
    return approach.clock.passed(contact.since, UNREACHABLE)


def _are_off_for(
    approach: Approach, terminals: tuple[Terminal, ...], duration: timedelta
) -> bool:
    board = approach.board
    if board.is_any_possibly_on(terminals):
        return False
    moments = [at for t in terminals if (at := board.since(t)) is not None]
    return not moments or approach.clock.passed(max(moments), duration)
