"""In which order relays move: each waits until those before it are confirmed.

This is the last gate before the relays. It looks only at what relays confirm, so it
holds whatever the rules before it decide and in whatever order relays answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from .board import (
    BACKUP,
    COMPRESSOR,
    ELECTRIC,
    VALVE,
    Board,
    Relay,
    Terminal,
)
from .clock import Clock
from .model import Order, Pending
from .settings import SETTLING, Settings

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

RELEASED_FIRST: Mapping[Terminal, tuple[Terminal, ...]] = {
    Terminal.Y2: BACKUP,
    Terminal.Y1: (*BACKUP, Terminal.Y2),
}
"""What a call lets go of before a compressor stage."""

GRACE: Final = timedelta(seconds=5)
"""How long a release waits for one before it, and a conflict for the other relay."""
FAN_GRACE: Final = timedelta(seconds=30)
"""How long heat or cold may be made without a confirmed fan."""
UNREACHABLE: Final = timedelta(minutes=2)
"""How long a compressor relay must be silent before electric heat runs without it."""
SILENT: Final = timedelta(seconds=30)
"""How long an order may stay unconfirmed before it is worth a word."""
BACK_OFF: Final = tuple(timedelta(seconds=s) for s in (5, 10, 20, 40, 60))
"""How long an order waits for its confirmation before it is repeated."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """The way from what the relays confirm to the goal."""

    goal: Mapping[Terminal, bool]
    board: Board
    pending: Mapping[Terminal, Pending]
    settings: Settings
    clock: Clock
    is_freezing: bool = False
    left_alone: frozenset[Terminal] = frozenset()
    """Relays that something else keeps moving: they get no orders."""

    def target(self, terminal: Terminal) -> bool | None:
        """Return where the terminal's relay must be now; None to leave it alone."""
        wanted = self.goal.get(terminal)
        if wanted is None or terminal in self.left_alone:
            return None
        if not wanted:
            return False if self._may_open(terminal) else None
        if self.board.is_on(terminal):
            return not self._must_open(terminal)
        unknown = not self.board.is_off(terminal)
        if unknown and terminal in (*COMPRESSOR, *BACKUP):
            return False
        return True if self._may_close(terminal) else None

    def _may_close(self, terminal: Terminal) -> bool:
        match terminal:
            case Terminal.Y1:
                return self._has_fan() and self._may_start()
            case Terminal.Y2:
                return self.board.is_on(Terminal.Y1) and self._has_fan()
            case Terminal.W2 | Terminal.E:
                return self._has_fan() and self._may_heat_electrically(terminal)
            case Terminal.W1:
                return self._may_burn()
            case Terminal.O:
                return self._may_move_valve() and self.board.is_off(Terminal.B)
            case Terminal.B:
                return self._may_move_valve() and self.board.is_off(Terminal.O)
            case Terminal.G:
                return True

    def _may_open(self, terminal: Terminal) -> bool:
        if terminal in VALVE:
            return self._may_move_valve()
        if terminal is Terminal.G:
            return not self._any_possibly_on((*COMPRESSOR, *ELECTRIC))
        return all(self._is_released(t) for t in RELEASED_FIRST.get(terminal, ()))

    def _must_open(self, terminal: Terminal) -> bool:
        """Return whether a relay that is wanted on must go off for something else."""
        match terminal:
            case Terminal.Y1:
                return (
                    self._lost_fan() or self._valve_is_wrong() or self._backup_clings()
                )
            case Terminal.Y2:
                return not self.board.is_on(Terminal.Y1) or self._lost_fan()
            case Terminal.W2:
                return self._lost_fan()
            case Terminal.E:
                return self._lost_fan() or self._cling(COMPRESSOR)
            case Terminal.W1:
                return self._cling(COMPRESSOR)
            case Terminal.O | Terminal.B | Terminal.G:
                return False

    def _may_start(self) -> bool:
        """Return whether compressor, valve and backup are ready for a start."""
        unwanted = tuple(t for t in BACKUP if not self.goal.get(t))
        return (
            self._off_for(COMPRESSOR, self.settings.compressor.rest)
            and self._valve_stands()
            and not self._any_possibly_on(unwanted)
            and self._off_for((Terminal.W1,), self.settings.dual_fuel.to_heat_pump)
        )

    def _may_heat_electrically(self, terminal: Terminal) -> bool:
        """Return whether the compressor is where it belongs beside electric heat."""
        if terminal is Terminal.W2 and self.goal.get(Terminal.Y1):
            return self.board.is_on(Terminal.Y1)
        return all(self._is_off_or_unreachable(stage) for stage in COMPRESSOR)

    def _may_burn(self) -> bool:
        """Return whether the heat pump is off; against frost, or cannot be reached."""
        if self.is_freezing and all(
            self._is_off_or_unreachable(stage) for stage in COMPRESSOR
        ):
            return True
        return self._off_for(COMPRESSOR, self.settings.dual_fuel.to_furnace)

    def _is_off_or_unreachable(self, stage: Terminal) -> bool:
        contact = self.board.contacts.get(stage)
        if contact is None or contact.relay is Relay.OFF:
            return True
        silent = contact.relay is Relay.UNKNOWN
        return silent and self.clock.passed(contact.since, UNREACHABLE)

    def _may_move_valve(self) -> bool:
        return self._off_for(COMPRESSOR, self.settings.compressor.rest)

    def _valve_stands(self) -> bool:
        """Return whether each valve relay confirms what was asked and has settled."""
        return all(
            contact.relay is (Relay.ON if self.goal.get(terminal) else Relay.OFF)
            and self.clock.passed(contact.since, SETTLING)
            for terminal in VALVE
            if (contact := self.board.contacts.get(terminal))
        )

    def _valve_is_wrong(self) -> bool:
        """Return whether a valve relay confirms the opposite of what was asked."""
        return any(
            contact.relay is (Relay.OFF if self.goal.get(terminal) else Relay.ON)
            for terminal in VALVE
            if (contact := self.board.contacts.get(terminal))
        )

    def _has_fan(self) -> bool:
        return not self.board.is_wired(Terminal.G) or self.board.is_on(Terminal.G)

    def _lost_fan(self) -> bool:
        since = self.board.since(Terminal.G)
        if self._has_fan() or since is None:
            return False
        return self.clock.expired(since, FAN_GRACE)

    def _backup_clings(self) -> bool:
        return self._cling(tuple(t for t in BACKUP if not self.goal.get(t)))

    def _cling(self, terminals: tuple[Terminal, ...]) -> bool:
        """Return whether one of them stays on although it was told to go off."""
        return any(
            self.board.is_on(terminal)
            and (pending := self.pending.get(terminal)) is not None
            and self.clock.expired(pending.first, GRACE)
            for terminal in terminals
        )

    def _is_released(self, terminal: Terminal) -> bool:
        """Return whether it is off, stays on rightly, or had its time to go off."""
        if self.goal.get(terminal) or not self.board.is_possibly_on(terminal):
            return True
        pending = self.pending.get(terminal)
        return pending is not None and self.clock.expired(pending.first, GRACE)

    def _any_possibly_on(self, terminals: tuple[Terminal, ...]) -> bool:
        return any(self.board.is_possibly_on(terminal) for terminal in terminals)

    def _off_for(self, terminals: tuple[Terminal, ...], duration: timedelta) -> bool:
        if self._any_possibly_on(terminals):
            return False
        since = self.board.off_since(terminals)
        return since is None or self.clock.passed(since, duration)

    def advance(self) -> tuple[tuple[Order, ...], Mapping[Terminal, Pending]]:
        """Return the orders to send now, and all that are still unconfirmed."""
        orders: list[Order] = []
        pending: dict[Terminal, Pending] = {}
        for terminal in ORDER:
            target = self.target(terminal)
            if target is None or self._is_at(terminal, on=target):
                continue
            before = self.pending.get(terminal)
            if before is None or before.on != target:
                after = Pending(target, self.clock.now, self.clock.now, 1)
            elif self.clock.expired(before.last, _wait(before)):
                after = replace(before, last=self.clock.now, tries=before.tries + 1)
            else:
                pending[terminal] = before
                continue
            pending[terminal] = after
            self.clock.expired(after.last, _wait(after))
            orders.append(Order(terminal, target))
        return tuple(orders), pending

    def _is_at(self, terminal: Terminal, *, on: bool) -> bool:
        return self.board.is_on(terminal) if on else self.board.is_off(terminal)


def _wait(pending: Pending) -> timedelta:
    return BACK_OFF[min(pending.tries, len(BACK_OFF)) - 1]


def keep_alive(
    board: Board, goal: Mapping[Terminal, bool], silent: frozenset[Terminal]
) -> tuple[Order, ...]:
    """Return the orders that tell each relay that is rightly on so again."""
    return tuple(
        Order(terminal, on=True)
        for terminal in ORDER
        if board.is_on(terminal) and goal.get(terminal) and terminal not in silent
    )


def lost(
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


def stuck(
    board: Board, pending: Mapping[Terminal, Pending], clock: Clock
) -> frozenset[Terminal]:
    """Return the relays that stay on although they were told to release."""
    return frozenset(
        terminal
        for terminal, order in pending.items()
        if not order.on and board.is_on(terminal) and clock.expired(order.first, SILENT)
    )
