"""In which order relays move: each waits until those before it are confirmed.

This is the last gate before the relays. It looks only at what relays confirm, so it
holds whatever the rules before it decide and in whatever order relays answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from ..board import (
    BACKUP,
    COMPRESSOR,
    DOUBT,
    ELECTRIC,
    VALVE,
    Board,
    Relay,
    Side,
    Terminal,
)
from ..clock import Clock
from ..decision import Order
from ..settings import SETTLING, Settings
from ..state import Pending
from . import corrections
from .wiring import EXCLUDED

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
    disputed: frozenset[Terminal] = frozenset()
    """Relays that something else keeps moving: the others give way to them."""

    def target(self, terminal: Terminal) -> bool | None:
        """Return where the terminal's relay must be now; None to leave it alone."""
        target = self._undisputed_target(terminal)
        if terminal not in self.disputed or target is None:
            return target
        if target or not corrections.is_release_due(
            terminal,
            self.board.contacts[terminal],
            self.settings.compressor.rest,
            self.clock,
        ):
            return None
        return False

    def _undisputed_target(self, terminal: Terminal) -> bool | None:
        wanted = self.goal.get(terminal)
        if wanted is None:
            return None
        if terminal is Terminal.G:
            wanted = wanted or self._needs_fan()
        if not wanted:
            return False if self._may_open(terminal) else None
        if self.board.is_on(terminal):
            if not self._must_open(terminal):
                return True
            return False if self._may_open(terminal) else None
        unknown = not self.board.is_off(terminal)
        if unknown and terminal in (*COMPRESSOR, *BACKUP):
            return False
        return True if self._may_close(terminal) else None

    def _may_close(self, terminal: Terminal) -> bool:
        match terminal:
            case Terminal.Y1:
                return self._has_fan() and self._may_start()
            case Terminal.Y2:
                return self._stays_on(Terminal.Y1) and self._has_fan()
            case Terminal.W2 | Terminal.E:
                return self._has_fan() and self._may_heat_electrically(terminal)
            case Terminal.W1:
                return self._may_burn()
            case Terminal.O:
                return self._may_move_valve() and self.board.is_off(Terminal.B)
            case Terminal.B:
                return self._may_move_valve() and self.board.is_off(Terminal.O)
        return True

    def _may_open(self, terminal: Terminal) -> bool:
        if terminal in VALVE:
            return self._may_move_valve()
        if terminal is Terminal.G:
            return not self._any_possibly_on((*COMPRESSOR, *ELECTRIC))
        return all(self._is_released(t) for t in RELEASED_FIRST.get(terminal, ()))

    def _stays_on(self, terminal: Terminal) -> bool:
        return self.board.is_on(terminal) and not self._must_open(terminal)

    def _must_open(self, terminal: Terminal) -> bool:
        """Return whether a relay that is wanted on must go off for something else."""
        match terminal:
            case Terminal.Y1:
                return (
                    self._is_going(terminal)
                    or self._lost_fan(terminal)
                    or self._valve_is_wrong()
                    or self._meets_backup()
                )
            case Terminal.Y2:
                return not self._stays_on(Terminal.Y1)
            case Terminal.W2:
                meets_cooling = self._cools() and self._cling(COMPRESSOR)
                return self._lost_fan(terminal) or meets_cooling
            case Terminal.E:
                return self._lost_fan(terminal) or self._cling(COMPRESSOR)
            case Terminal.W1:
                return self._cling(COMPRESSOR)
            case Terminal.G:
                return self._is_going(terminal)
        return self._cling(tuple(other for other in VALVE if other is not terminal))

    def _may_start(self) -> bool:
        """Return whether compressor, valve and backup are ready for a start."""
        return (
            self._off_for(COMPRESSOR, self.settings.compressor.rest)
            and self._valve_stands()
            and not self._any_possibly_on(self._excluded())
            and self._off_for((Terminal.W1,), self.settings.dual_fuel.to_heat_pump)
        )

    def _may_heat_electrically(self, terminal: Terminal) -> bool:
        """Return whether the compressor is where it belongs beside electric heat."""
        if terminal is Terminal.W2 and self.goal.get(Terminal.Y1):
            return self.board.is_on(Terminal.Y1)
        return all(
            self.board.is_off(stage) or self._is_unreachable(stage)
            for stage in COMPRESSOR
        )

    def _may_burn(self) -> bool:
        """Return whether the heat pump rests; against frost, or cannot be reached."""
        pause = self.settings.dual_fuel.to_furnace
        return all(
            (self.is_freezing and self._is_unreachable(stage))
            or self._off_for((stage,), pause)
            for stage in COMPRESSOR
        )

    def _is_unreachable(self, stage: Terminal) -> bool:
        contact = self.board.contacts.get(stage)
        if contact is None or contact.relay is not Relay.UNKNOWN:
            return False
        return self.clock.passed(contact.since, UNREACHABLE)

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

    def _cools(self) -> bool:
        """Return whether the valve stands for cooling, as far as is known."""
        for terminal, cools in ((Terminal.O, Relay.ON), (Terminal.B, Relay.OFF)):
            if contact := self.board.contacts.get(terminal):
                return contact.last_answer is cools
        return self.settings.machine.without_valve is Side.COOL

    def _needs_fan(self) -> bool:
        """Return whether heat or cold is made, even if nobody called for it."""
        return any(
            contact.last_answer is Relay.ON
            for terminal in (*COMPRESSOR, *ELECTRIC)
            if (contact := self.board.contacts.get(terminal))
        )

    def _has_fan(self) -> bool:
        if not self.board.is_wired(Terminal.G):
            return True
        return self.board.is_on(Terminal.G) and not self._is_going(Terminal.G)

    def _is_going(self, terminal: Terminal) -> bool:
        """Return whether it was told to go off, and may do so under a new call."""
        pending = self.pending.get(terminal)
        if pending is None or pending.on:
            return False
        if pending.last < self.board.contacts[terminal].since:
            return False
        return not self.clock.expired(pending.first, DOUBT)

    def _lost_fan(self, terminal: Terminal) -> bool:
        """Return whether a call has gone on for too long without a confirmed fan."""
        fan = self.board.since(Terminal.G)
        if fan is None or self.board.is_on(Terminal.G):
            return False
        call = self.board.contacts[terminal].since
        return self.clock.expired(max(fan, call), FAN_GRACE)

    def _excluded(self) -> tuple[Terminal, ...]:
        """Return the backup that the compressor must not meet as the valve stands."""
        return EXCLUDED[Side.COOL if self._cools() else Side.HEAT]

    def _meets_backup(self) -> bool:
        """Return whether backup may stay on although it was told to go off."""
        return any(
            self.board.is_possibly_on(terminal) and self._had_its_time(terminal)
            for terminal in self._excluded()
        )

    def _cling(self, terminals: tuple[Terminal, ...]) -> bool:
        """Return whether one of them stays on although it was told to go off."""
        return any(
            self.board.is_on(terminal) and self._had_its_time(terminal)
            for terminal in terminals
        )

    def _is_released(self, terminal: Terminal) -> bool:
        """Return whether it is off, stays on rightly, or had its time to go off."""
        stays = self.goal.get(terminal) and not self._must_open(terminal)
        if stays or not self.board.is_possibly_on(terminal):
            return True
        return self._had_its_time(terminal)

    def _had_its_time(self, terminal: Terminal) -> bool:
        """Return whether it was told to go off long enough ago to have done so.

        What is disputed may not be told for a while.
        """
        if terminal in self.disputed:
            return True
        pending = self.pending.get(terminal)
        if pending is None or pending.on:
            return False
        return self.clock.expired(pending.first, GRACE)

    def _any_possibly_on(self, terminals: tuple[Terminal, ...]) -> bool:
        return any(self.board.is_possibly_on(terminal) for terminal in terminals)

    def _off_for(self, terminals: tuple[Terminal, ...], duration: timedelta) -> bool:
        if self._any_possibly_on(terminals):
            return False
        moments = [s for t in terminals if (s := self.board.since(t)) is not None]
        return not moments or self.clock.passed(max(moments), duration)

    def advance(self) -> tuple[tuple[Order, ...], Mapping[Terminal, Pending]]:
        """Return the orders to send now, and all that are still unconfirmed."""
        orders: list[Order] = []
        pending: dict[Terminal, Pending] = {}
        for terminal in ORDER:
            target = self.target(terminal)
            if target is None or self._is_at(terminal, on=target):
                continue
            before = self.pending.get(terminal)
            if before and self.board.contacts[terminal].since > before.last:
                before = None  # What has spoken since is told at once, not in a while.
            if before is None or before.on != target:
                after = Pending(target, self.clock.now, self.clock.now, 1)
            elif self._has_moved_since(terminal, before) or self.clock.expired(
                before.last, _wait(before)
            ):
                after = replace(before, last=self.clock.now, tries=before.tries + 1)
            else:
                pending[terminal] = before
                continue
            pending[terminal] = after
            self.clock.expired(after.last, _wait(after))
            orders.append(Order(terminal, target))
        return tuple(orders), pending

    def _has_moved_since(self, terminal: Terminal, order: Pending) -> bool:
        """Return whether the relay has returned, or moved, without doing as told."""
        since = self.board.since(terminal)
        return since is not None and since > order.last

    def _is_at(self, terminal: Terminal, *, on: bool) -> bool:
        return self.board.is_on(terminal) if on else self.board.is_off(terminal)


def _wait(pending: Pending) -> timedelta:
    return BACK_OFF[min(pending.tries, len(BACK_OFF)) - 1]
