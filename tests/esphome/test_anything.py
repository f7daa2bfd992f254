"""A board of which anything is asked, a million times, under a witness of its own."""

from ctypes import CDLL
from dataclasses import dataclass, field
from math import inf, nan
from random import Random

import pytest

from tests.esphome.board import (
    ALL,
    HEARTBEAT_TIMEOUT,
    NONE,
    W1,
    W2,
    Y1,
    Y2,
    B,
    Backup,
    Board,
    E,
    G,
    Mode,
    O,
    Plan,
    Terminal,
    plan,
)
from tests.esphome.witness import Witness

pytestmark = pytest.mark.slow

STEPS = 1_000_000
"""In all wirings together."""
WIRINGS = (ALL, ALL & ~B & ~W1, ALL & ~O & ~W1, Y1 | G | O | W1, Y1 | O | W2, Y1 | G)
TEMPERATURES: tuple[float, ...] = (
    *(-127.0, -20.0, 3.0, 4.9, 7.0, 15.0, 17.0, 19.0, 19.6, 20.4, 22.0, 24.4),
    *(26.0, 29.9, 31.0, 55.0, 85.0, nan, inf, -inf),
)
SILENCES = (0.001, 1.0, 1.0, 4.0, 4.0, 30.0, 61.0, 181.0, 301.0, 1000.0)


@dataclass
class Abuse:
    """Whatever may happen to a board, at random."""

    board: Board
    random: Random
    witness: Witness = field(init=False)
    starts: int = 0
    started: list[float] = field(default_factory=list)
    was_on: Terminal = NONE

    def __post_init__(self) -> None:
        self.witness = Witness(self.board.wired, ALL, self.board.now)

    def happen(self) -> None:
        choose = self.random.choice
        things = (
            self._ask,
            self._ask,
            self._ask,
            self._let_time_pass,
            self._let_time_pass,
            self._beat,
            self._feel,
            self._feel,
            self._tell,
            self._turn,
        )
        choose(things)()
        self._look()

    def _look(self) -> None:
        on, now = self.board.closed, self.board.now
        if on & ~self.was_on & Y1:
            self.starts += 1
        self.was_on = on
        self.witness.sees(on, now)

    def _ask(self) -> None:
        terminal = self.random.choice(list(Terminal))
        if self.random.random() < 0.7:
            self.board.on(terminal)
        else:
            self.board.off(terminal)

    def _let_time_pass(self) -> None:
        until = self.board.now + self.random.choice(SILENCES)
        while self.board.now < until:
            self.board.live_until_move(until - self.board.now)
            self._look()

    def _beat(self) -> None:
        self.board.heartbeat()
        self.witness.heard = self.board.now

    def _feel(self) -> None:
        celsius = self.random.choice(TEMPERATURES)
        self.random.choice((self.board.feel, self.board.feel_outdoor))(celsius)

    def _tell(self) -> None:
        self.board.tell(self._plan(), self.random.choice(TEMPERATURES))

    def _turn(self) -> None:
        mode = self.random.choice(list(Mode))
        self.board.tell_by_hand(mode, self.random.choice(TEMPERATURES))

    def _plan(self) -> Plan:
        choose = self.random.choice
        return plan(
            mode=choose((0, 1, 1, 2, 3, 3, 7)),
            backup=choose(list(Backup)),
            is_emergency=self.random.random() < 0.1,
            can_heat=self.random.random() < 0.9,
            can_cool=self.random.random() < 0.8,
            heat=choose(TEMPERATURES),
            cool=choose(TEMPERATURES),
            minimum_off=choose((0, 180, 300, 900)),
            minimum_on=choose((0, 300, 1200)),
            starts_per_hour=choose((0, 1, 4, 6)),
            compressor_above=choose((-100, -4, 5, nan)),
            cooling_above=choose((-100, 12.8, nan)),
            backup_below=choose((-20, 4.4, 100, inf)),
            author=choose((1, 1, 1, 2)),
        )


@pytest.mark.parametrize("wired", WIRINGS, ids=str)
def test_anything(rules: CDLL, wired: Terminal) -> None:
    random = Random(int(wired))  # noqa: S311 - no secrets
    now = random.choice((1000.0, 2**32 / 1000 - 600))
    board = Board(
        rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT, heat=Y1 | G | B, now=now
    )
    abuse = Abuse(board, random)
    for _ in range(STEPS // len(WIRINGS)):
        abuse.happen()
    assert abuse.starts > 500


@pytest.mark.parametrize("wired", WIRINGS, ids=str)
def test_a_board_that_was_abused_still_regulates(rules: CDLL, wired: Terminal) -> None:
    """Nothing that happened keeps it from heating, cooling and letting go."""
    board = Board(rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    abuse = Abuse(board, Random(7))  # noqa: S311 - no secrets
    for _ in range(3000):
        abuse.happen()
    can_cool = bool(wired & (O | B))
    told = plan(backup=Backup.NONE, can_cool=can_cool, author=1, heat=20)
    while board.tell(told, 0):
        board.wait(60)

    def spend(hours: int, room: float) -> Terminal:
        for _ in range(hours * 60):
            board.feel(room)
            board.live_until_move(60)
            abuse._look()
        return board.closed

    board.wait(HEARTBEAT_TIMEOUT)
    spend(6, 20)
    assert spend(3, 19) & Y1
    assert not spend(3, 21) & (Y1 | Y2 | W1 | W2 | E | G)
