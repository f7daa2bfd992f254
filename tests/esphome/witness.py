"""What the relays of a heat pump must never do, told by what they did."""

from dataclasses import dataclass, field
from math import inf

from tests.esphome.board import (
    COMPRESSOR,
    HEARTBEAT_TIMEOUT,
    HOT,
    MINIMUM_OFF,
    NONE,
    SETTLING,
    VALVE,
    W2,
    Y1,
    B,
    E,
    G,
    Terminal,
)


@dataclass
class Witness:
    """What the relays did, and what they must never do."""

    wired: Terminal
    heat: Terminal
    booted: float
    closed: Terminal = NONE
    stopped: float = field(init=False)
    moved: float = field(init=False)
    heard: float = field(init=False)
    heated: float = -inf
    """When electric heat was last on."""

    def __post_init__(self) -> None:
        self.stopped = self.heard = self.booted
        self.moved = -inf

    def sees(self, closed: Terminal, now: float) -> None:
        """Look at the relays after something happened."""
        if self.closed & COMPRESSOR and not closed & Y1:
            self.stopped = now
        self._no_conflict(closed)
        self._protected(closed, now)
        if now - self.heard >= HEARTBEAT_TIMEOUT and not self.heat:
            assert not closed & ~self.closed, "nothing starts while alone"
        if (closed ^ self.closed) & VALVE:
            self.moved = now
        if self.closed & (W2 | E):
            self.heated = now
        if self.closed & ~closed & G:
            assert now - self.heated >= HOT - 0.002, "the elements are hot"
        self.closed = closed

    def _no_conflict(self, closed: Terminal) -> None:
        on = {terminal.name for terminal in closed}
        compresses = bool(on & {"Y1", "Y2"})
        assert not closed & ~self.wired
        assert not (compresses and on & {"E", "W1"})
        assert not ("W1" in on and on & {"W2", "E"})
        assert not {"O", "B"} <= on
        assert "Y1" in on or "Y2" not in on
        if G & self.wired and (compresses or on & {"W2", "E"}):
            assert "G" in on
        if compresses and "W2" in on:
            assert "O" not in on
            assert "B" in on or not B & self.wired

    def _protected(self, closed: Terminal, now: float) -> None:
        starts = closed & ~self.closed & Y1
        moves = (closed ^ self.closed) & VALVE
        if starts:
            assert now - self.stopped >= MINIMUM_OFF - 0.002
            assert now - self.moved >= SETTLING - 0.002
        if moves:
            assert not (closed | self.closed) & COMPRESSOR
            assert now - self.stopped >= MINIMUM_OFF - 0.002
