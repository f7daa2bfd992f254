"""What each terminal does: the truth table, and what may not be on together."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ..board import NEEDS_FAN, VALVE, Board, Relay, Side, Terminal
from ..settings import Settings
from ..vocabulary import COMPRESSOR_CALLS, Call

O = Terminal.O  # noqa: E741 - the field's name of the wire
Y1, Y2, G, B, W2, E, W1 = (
    Terminal.Y1,
    Terminal.Y2,
    Terminal.G,
    Terminal.B,
    Terminal.W2,
    Terminal.E,
    Terminal.W1,
)


class Cell(StrEnum):
    """What a call makes of a terminal."""

    OFF = "0"
    ON = "1"
    HOLD = "hold"
    SOLE = "1 where W2 is not wired"
    FAN = "1 for the user's fan"
    TEMPER = "hold, or 1 to temper the defrost"


_0, _1, HOLD = Cell.OFF, Cell.ON, Cell.HOLD

TABLE: Mapping[Call, Mapping[Terminal, Cell]] = {
    call: dict(zip((Y1, Y2, G, O, B, W2, E, W1), row, strict=True))
    for call, row in {
        #                Y1    Y2    G         O     B     W2           E          W1
        Call.IDLE: (_0, _0, Cell.FAN, HOLD, HOLD, _0, _0, _0),
        Call.FAN: (_0, _0, _1, HOLD, HOLD, _0, _0, _0),
        Call.COOL_1: (_1, _0, _1, _1, _0, _0, _0, _0),
        Call.COOL_2: (_1, _1, _1, _1, _0, _0, _0, _0),
        Call.HEAT_1: (_1, _0, _1, _0, _1, _0, _0, _0),
        Call.HEAT_2: (_1, _1, _1, _0, _1, _0, _0, _0),
        Call.HEAT_AUX: (_1, _1, _1, _0, _1, _1, _0, _0),
        Call.DEFROST: (HOLD, HOLD, _1, HOLD, HOLD, Cell.TEMPER, _0, _0),
        Call.EMERGENCY: (_0, _0, _1, _0, HOLD, _1, _1, _0),
        Call.LOCKED_OUT: (_0, _0, _1, _0, HOLD, _1, Cell.SOLE, _0),
        Call.FURNACE: (_0, _0, Cell.FAN, _0, HOLD, _0, _0, _1),
        Call.VALVE_TO_COOL: (_0, _0, Cell.FAN, _1, _0, _0, _0, _0),
        Call.VALVE_TO_HEAT: (_0, _0, Cell.FAN, _0, _1, _0, _0, _0),
    }.items()
}
"""One row per call; a terminal that is not wired drops out."""


class Conflict(NamedTuple):
    """Two that may not be on together while the valve stands for one of the sides."""

    one: Terminal
    other: Terminal
    sides: tuple[Side, ...] = tuple(Side)


CONFLICTS: Final = (
    Conflict(Y1, W2, (Side.COOL,)),
    Conflict(Y1, E),
    Conflict(Y1, W1),
    Conflict(Y2, W2, (Side.COOL,)),
    Conflict(Y2, E),
    Conflict(Y2, W1),
    Conflict(O, B),
)
"""The table above asks for none of them. But others move relays too."""

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
"""The conflicts by terminal: what may not be on beside it."""


def terminals_of(call: Call, board: Board) -> frozenset[Terminal]:
    """Return the terminals that a call takes: those on, and a compressor's valve."""
    taken = {Cell.ON} if board.is_wired(W2) else {Cell.ON, Cell.SOLE}
    on = {terminal for terminal, cell in TABLE[call].items() if cell in taken}
    return frozenset(on.union(VALVE) if call in COMPRESSOR_CALLS else on)


def goal_of(
    call: Call,
    settings: Settings,
    board: Board,
    before: Mapping[Terminal, bool],
    *,
    is_fan_wanted: bool,
    may_temper: bool = True,
) -> dict[Terminal, bool]:
    """Return what each wired terminal shall become.

    What is to be held keeps the goal `before`, else what its relay confirms; of a relay
    that never answered there is no opinion, and it is left out.
    """

    def held(terminal: Terminal) -> bool | None:
        contact = board.contacts[terminal]
        confirmed = None if contact.relay is Relay.UNKNOWN else board.is_on(terminal)
        return before.get(terminal, confirmed)

    values: Mapping[Cell, bool | None] = {
        Cell.OFF: False,
        Cell.ON: True,
        Cell.SOLE: not board.is_wired(W2),
        Cell.FAN: is_fan_wanted,
        Cell.TEMPER: (may_temper and settings.auxiliary.temper_defrost) or None,
        Cell.HOLD: None,
    }
    shall = {}
    for terminal, cell in TABLE[call].items():
        if board.is_wired(terminal):
            value = values[cell]
            wanted = held(terminal) if value is None else value
            if wanted is not None:
                shall[terminal] = wanted
    if O in shall and B in shall:
        shall[B] = not shall[O]
    if G in shall and board.is_any_on(NEEDS_FAN):
        # Whoever closed them: neither coil nor element may be without air.
        shall[G] = True
    return shall
