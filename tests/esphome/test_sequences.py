"""Whatever is asked, in whatever order: a witness of its own watches the relays."""

from ctypes import CDLL
from dataclasses import dataclass, field
from math import inf, nan

from hypothesis import given, settings, strategies as st

from tests.esphome.board import (
    B,
    Board,
    COMPRESSOR,
    E,
    FAN_RUN_ON,
    G,
    HEARTBEAT_TIMEOUT,
    MINIMUM_OFF,
    NONE,
    O,
    SETTLING,
    Terminal,
    VALVE,
    W1,
    W2,
    Y1,
    Y2,
)

RELEASE_ORDER = (W1, E, W2, Y2, Y1, G)
FALLBACKS = (NONE, Y1 | G | B, W2 | E | G, W1)


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


terminals = st.sampled_from(list(Terminal))
CALLS = ((G, Y1), (G, Y1, Y2), (G, O, Y1), (G, B, Y1, W2), (G, W2, E), (W1,), (O, B))
actions = st.one_of(
    st.tuples(st.just("call"), st.sampled_from(CALLS)),
    st.tuples(st.just("on"), terminals),
    st.tuples(st.just("off"), terminals),
    st.tuples(st.just("live"), st.sampled_from((1, 2, 4, 30, 65, 185, 310, 400))),
    st.tuples(st.just("wait"), st.sampled_from((0.001, 2.999, 3, 59, 179.999, 180))),
    st.tuples(st.just("heartbeat"), st.none()),
    st.tuples(st.just("feel"), st.sampled_from((-3.0, 4.9, 6, 7, 20, nan, 85))),
)


def act(board: Board, witness: Witness, action: str, argument: object) -> None:
    match action, argument:
        case "on", Terminal() as terminal:
            board.on(terminal)
        case "call", tuple() as call:
            _called(board, witness, call)
        case "off", Terminal() as terminal:
            _released(board, witness, terminal)
        case "live", int() as seconds:
            for _ in range(seconds):
                board.wait(1)
                board.watch()
                witness.sees(board.closed, board.now)
        case "wait", (int() | float()) as seconds:
            board.wait(seconds)
        case "heartbeat", _:
            board.heartbeat()
            witness.heard = board.now
        case "feel", (int() | float()) as celsius:
            board.feel(celsius)
    witness.sees(board.closed, board.now)


def _called(board: Board, witness: Witness, call: tuple[Terminal, ...]) -> None:
    """Ask for a row of the truth table when the compressor has rested."""
    board.wait(MINIMUM_OFF)
    for terminal in call:
        board.on(terminal)
        witness.sees(board.closed, board.now)
        board.wait(SETTLING)


def _released(board: Board, witness: Witness, terminal: Terminal) -> None:
    """Ask for off: what heats or cools lets go at once, whatever the board does."""
    board.off(terminal)
    if terminal not in (G, O, B):
        assert not board.closed & terminal
    assert not board.closed & ~witness.closed


@settings(
    max_examples=500,
    deadline=None,
)
@given(
    wired=st.integers(0, 255).map(lambda bits: Terminal(bits) | Y1),
    heat=st.sampled_from(FALLBACKS),
    timeline=st.lists(actions, max_size=60),
)
def test_in_any_order(
    rules: CDLL,
    wired: Terminal,
    heat: Terminal,
    timeline: list[tuple[str, object]],
) -> None:
    board = Board(rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT, heat=heat)
    witness = Witness(wired, heat, board.now)
    for action, argument in timeline:
        act(board, witness, action, argument)
    _falls_silent(board)


def _falls_silent(board: Board) -> None:
    """From wherever it is, a silent board lets go of all but the valve, in order."""
    board.feel(20)
    board.heartbeat()
    before = board.closed
    assert board.live(HEARTBEAT_TIMEOUT - 1) == []
    released = [move for _, move in board.live(FAN_RUN_ON + 10)]
    assert released == [f"{t.name} off" for t in RELEASE_ORDER if t & before]
    assert board.closed == before & VALVE


@settings(
    max_examples=300,
    deadline=None,
)
@given(wired=st.integers(0, 255).map(lambda bits: Terminal(bits) | Y1))
def test_every_row_of_the_truth_table_is_reached(
    rules: CDLL, wired: Terminal
) -> None:
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

