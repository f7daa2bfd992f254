"""Letting go of the machine: what there still is to wait for."""

from collections.abc import Set as AbstractSet
from typing import Final

from ..board import BACKUP, COMPRESSOR, Board, Terminal

FAN_ALONE: Final = {Terminal.G}


def is_released(board: Board, absent: AbstractSet[Terminal]) -> bool:
    """Return whether the relays have let go as far as they ever will.

    `absent` are the relays that cannot be told anything. A relay that does not answer
    is told, but not waited for. The fan stays on for heat or cold that may still be
    made; where only absent relays may make it, waiting would change nothing.
    """
    machines = {*COMPRESSOR, *BACKUP}
    on = {terminal for terminal in (*machines, Terminal.G) if board.is_on(terminal)}
    if on != FAN_ALONE:
        return not on
    kept_on_by = {terminal for terminal in machines if board.is_possibly_on(terminal)}
    return bool(kept_on_by) and kept_on_by <= absent
