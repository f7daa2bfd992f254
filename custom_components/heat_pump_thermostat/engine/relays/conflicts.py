"""What may not be on together, and which relay gives way where it comes to that.

The rules never ask for it. But others move relays too, and some do not let go.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple

from ..board import COMPRESSOR, DOUBT, VALVE, Board, Relay, Side, Terminal
from ..clock import Clock
from ..settings import Settings
from ..state import Pending


class Conflict(NamedTuple):
    """Two that may not be on together while the valve stands for one of the sides."""

    one: Terminal
    other: Terminal
    sides: tuple[Side, ...] = tuple(Side)


CONFLICTS: Final = (
    Conflict(Terminal.Y1, Terminal.W2, (Side.COOL,)),
    Conflict(Terminal.Y1, Terminal.E),
    Conflict(Terminal.Y1, Terminal.W1),
    Conflict(Terminal.Y2, Terminal.W2, (Side.COOL,)),
    Conflict(Terminal.Y2, Terminal.E),
    Conflict(Terminal.Y2, Terminal.W1),
    Conflict(Terminal.O, Terminal.B),
)

RIVALS: Mapping[Side, Mapping[Terminal, tuple[Terminal, ...]]] = {
    side: {
        terminal: tuple(
            conflict.other if terminal is conflict.one else conflict.one
            for conflict in CONFLICTS
            if side in conflict.sides and terminal in (conflict.one, conflict.other)
        )
        for terminal in Terminal
    }
    for side in Side
}
"""The same for each terminal: what may not be on beside it."""

GRACE: Final = timedelta(seconds=5)
"""How long a release waits for one before it, and a conflict for the other relay."""
FAN_GRACE: Final = timedelta(seconds=30)
"""How long heat or cold may be made without a confirmed fan."""


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

    def rivals(self, terminal: Terminal) -> tuple[Terminal, ...]:
        """Return what may not be on beside a terminal, as the valve stands."""
        return RIVALS[self._valve_side()][terminal]

    def _valve_side(self) -> Side:
        """Return which side the valve stands for, as far as is known."""
        contacts = self.board.contacts
        if valve := contacts.get(Terminal.O):
            return Side.COOL if valve.last_answer is Relay.ON else Side.HEAT
        if valve := contacts.get(Terminal.B):
            return Side.COOL if valve.last_answer is Relay.OFF else Side.HEAT
        return self.settings.machine.without_valve

    def had_its_time(self, terminal: Terminal) -> bool:
        """Return whether it was told to go off long enough ago to have done so.

        What is disputed may not be told for a while.
        """
        if terminal in self.disputed:
            return True
        order = self.pending.get(terminal)
        if order is None or order.on:
            return False
        return self.clock.expired(order.first, GRACE)

    def must_open(self, terminal: Terminal) -> bool:
        """Return whether a relay that is wanted on must go off for something else."""
        return any(is_so(self, terminal) for is_so in GIVES_WAY_WHEN[terminal])

    def stays_on(self, terminal: Terminal) -> bool:
        """Return whether a relay is on, and need not go off for something else."""
        return self.board.is_on(terminal) and not self.must_open(terminal)


type Condition = Callable[[Approach, Terminal], bool]


def _a_rival_stays(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a rival is on although it was told to go off.

    To the compressor it is enough that it may be on.
    """
    board = approach.board
    is_on = board.is_possibly_on if terminal in COMPRESSOR else board.is_on
    rivals = approach.rivals(terminal)
    return any(is_on(rival) and approach.had_its_time(rival) for rival in rivals)


def _fan_is_missing(approach: Approach, terminal: Terminal) -> bool:
    """Return whether a call has gone on for too long without a confirmed fan."""
    fan_since = approach.board.since(Terminal.G)
    if fan_since is None or approach.board.is_on(Terminal.G):
        return False
    call_since = approach.board.contacts[terminal].since
    return approach.clock.expired(max(fan_since, call_since), FAN_GRACE)


def _fan_is_missing_or_a_rival_stays(approach: Approach, terminal: Terminal) -> bool:
    # Both are asked, so that the clock wakes for whichever comes first.
    is_missing = _fan_is_missing(approach, terminal)
    return _a_rival_stays(approach, terminal) or is_missing


def _first_stage_goes(approach: Approach, _: Terminal) -> bool:
    return not approach.stays_on(Terminal.Y1)


def _valve_is_wrong(approach: Approach, _: Terminal) -> bool:
    """Return whether a valve relay confirms the opposite of what was asked."""
    return any(
        contact.relay is (Relay.OFF if approach.goal.get(terminal) else Relay.ON)
        for terminal in VALVE
        if (contact := approach.board.contacts.get(terminal))
    )


def _may_yet_obey(approach: Approach, terminal: Terminal) -> bool:
    """Return whether it was told to go off, and may do so under a new call."""
    order = approach.pending.get(terminal)
    if order is None or order.on:
        return False
    if order.last < approach.board.contacts[terminal].since:
        return False
    return not approach.clock.expired(order.first, DOUBT)


GIVES_WAY_WHEN: Mapping[Terminal, tuple[Condition, ...]] = {
    Terminal.W1: (_a_rival_stays,),
    Terminal.E: (_fan_is_missing, _a_rival_stays),
    Terminal.W2: (_fan_is_missing_or_a_rival_stays,),
    Terminal.Y2: (_first_stage_goes,),
    Terminal.Y1: (_may_yet_obey, _fan_is_missing, _valve_is_wrong, _a_rival_stays),
    Terminal.O: (_a_rival_stays,),
    Terminal.B: (_a_rival_stays,),
    Terminal.G: (_may_yet_obey,),
}
"""Why a relay goes off although it is wanted on."""
