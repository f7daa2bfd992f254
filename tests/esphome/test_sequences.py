"""Whatever is asked, in whatever order: a witness of its own watches the relays."""

from ctypes import CDLL
from dataclasses import dataclass
from math import nan

from hypothesis import given, settings, strategies as st
import pytest

from tests.esphome.board import (
    ALL,
    FAN_RUN_ON,
    HEARTBEAT_TIMEOUT,
    HOT,
    MINIMUM_OFF,
    NONE,
    SETTLING,
    VALVE,
    W1,
    W2,
    Y1,
    Y2,
    B,
    Board,
    E,
    G,
    O,
    Terminal,
)
from tests.esphome.witness import Witness

RELEASE_ORDER = (W1, E, W2, Y2, Y1, G)
FALLBACKS = (NONE, Y1 | G | B, W2 | E | G, W1)


CALLS = (
    (G, Y1),
    (G, Y1, Y2),
    (G, O, Y1, W2),
    (G, B, Y1, W2),
    (G, W2, E),
    (W1,),
    (O, B),
    (Y1,),
)
RESTS = (0, 1, MINIMUM_OFF - 0.001, MINIMUM_OFF)
TIMES = (1, 4, 30, FAN_RUN_ON + 5, MINIMUM_OFF + 5, HEARTBEAT_TIMEOUT + 10)
TEMPERATURES = (-127.0, -3.0, 4.9, 6.0, 7.0, nan)

terminals = st.sampled_from(list(Terminal))
calls = st.tuples(
    st.just("call"), st.tuples(st.sampled_from(RESTS), st.sampled_from(CALLS))
)
actions = st.one_of(
    calls,
    calls,
    st.tuples(st.just("off"), terminals),
    st.tuples(st.just("on"), terminals),
    st.tuples(st.just("live"), st.sampled_from(TIMES)),
    st.tuples(st.just("heartbeat"), st.none()),
    st.tuples(st.just("feel"), st.sampled_from(TEMPERATURES)),
)
wirings = st.sampled_from((ALL, ALL & ~B, ALL & ~O)) | st.integers(0, 255).map(
    lambda bits: Terminal(bits) | Y1
)


@dataclass
class Rehearsal:
    """A board, and the witness that looks after each thing that happens to it."""

    board: Board
    witness: Witness

    def on(self, terminal: Terminal) -> None:
        self.board.on(terminal)
        self._look()

    def off(self, terminal: Terminal) -> None:
        """What heats or cools lets go at once, whatever else the board does."""
        before = self.board.closed
        self.board.off(terminal)
        if terminal not in (G, O, B):
            assert not self.board.closed & terminal
        assert not self.board.closed & ~before
        self._look()

    def call(self, how: tuple[float, tuple[Terminal, ...]]) -> None:
        rest, terminals = how
        self.board.wait(rest)
        for terminal in terminals:
            self.on(terminal)
            self.board.wait(SETTLING)

    def live(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.board.live(1)
            self._look()

    def heartbeat(self, _: None) -> None:
        self.board.heartbeat()
        self.witness.heard = self.board.now

    def feel(self, celsius: float) -> None:
        self.board.feel(celsius)

    def fall_silent(self) -> None:
        """From wherever it is, let go of all but the valve, in order."""
        self.board.feel(20)
        self.board.heartbeat()
        self.board.live(HOT)  # A fan that was let go may yet have to cool elements.
        self.board.heartbeat()
        before = self.board.closed
        assert self.board.live(HEARTBEAT_TIMEOUT - 1) == []
        released = [move for _, move in self.board.live(FAN_RUN_ON + 10)]
        assert released == [f"{t.name} off" for t in RELEASE_ORDER if t & before]
        assert self.board.closed == before & VALVE

    def _look(self) -> None:
        self.witness.sees(self.board.closed, self.board.now)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(
    wired=wirings,
    heat=st.sampled_from(FALLBACKS),
    timeline=st.lists(actions, min_size=5, max_size=50),
)
def test_in_any_order(
    rules: CDLL,
    wired: Terminal,
    heat: Terminal,
    timeline: list[tuple[str, object]],
) -> None:
    board = Board(rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT, heat=heat)
    rehearsal = Rehearsal(board, Witness(wired, heat, board.now))
    for action, argument in timeline:
        getattr(rehearsal, action)(argument)
    rehearsal.fall_silent()


@settings(max_examples=300, deadline=None)
@given(wired=st.integers(0, 255).map(lambda bits: Terminal(bits) | Y1))
def test_every_row_of_the_truth_table_is_reached(rules: CDLL, wired: Terminal) -> None:
    """No wiring makes the board refuse what a thermostat rightly asks for."""
    cool = O if wired & O else NONE
    heat = NONE if wired & O else B & wired
    rows = (
        (heat, (G, Y1, Y2, W2)),
        (cool, (G, Y1, Y2)),
        (NONE, (G, W2, E)),
        (NONE, (W1,)),
        (NONE, (G,)),
    )
    for valve, calls in rows:
        board = Board(rules, wired & ~(B if wired & O else NONE))
        board.wait(MINIMUM_OFF)
        asked = [t for t in (*valve, *calls) if t & wired]
        for terminal in asked:
            board.on(terminal)
            board.wait(SETTLING)
        assert board.closed == sum(asked, NONE)
