"""The rules of the board, as Python sees them: time in seconds."""

from ctypes import CDLL, c_bool, c_char_p, c_float, c_int, c_uint64, c_void_p
from enum import IntFlag
from pathlib import Path


class Terminal(IntFlag):
    """A terminal, or a set of them."""

    Y1 = 1
    Y2 = 2
    G = 4
    O = 8  # noqa: E741 - the field's name of the wire
    B = 16
    W2 = 32
    E = 64
    W1 = 128


NONE = Terminal(0)
Y1, Y2, G, O, B, W2, E, W1 = Terminal  # noqa: E741
COMPRESSOR = Y1 | Y2
VALVE = O | B
ALL = COMPRESSOR | G | VALVE | W2 | E | W1

MINIMUM_OFF = 180.0
FAN_RUN_ON = 60.0
HEARTBEAT_TIMEOUT = 300.0
SETTLING = 3.0
PURGE = 60.0

ALLOWED = "allowed"

FUNCTIONS = {
    "board_new": ((c_int, c_uint64, c_uint64, c_uint64, c_int, c_uint64), c_void_p),
    "board_delete": ((c_void_p,), None),
    "board_heartbeat": ((c_void_p, c_uint64), None),
    "board_feel": ((c_void_p, c_float, c_uint64), None),
    "board_watch": ((c_void_p, c_uint64), None),
    "board_release_all": ((c_void_p, c_uint64), None),
    "board_is_alone": ((c_void_p, c_uint64), c_bool),
    "board_status": ((c_void_p, c_uint64), c_char_p),
    "board_request": ((c_void_p, c_int, c_bool, c_uint64), c_char_p),
    "board_closed": ((c_void_p,), c_int),
}


def load(library: Path) -> CDLL:
    """Return the library, its functions declared."""
    rules = CDLL(str(library))
    for name, (arguments, result) in FUNCTIONS.items():
        function = getattr(rules, name)
        function.argtypes, function.restype = arguments, result
    return rules


class Board:
    """A board that was just switched on, with a clock that the test moves."""

    def __init__(
        self,
        rules: CDLL,
        wired: Terminal,
        *,
        minimum_off: float = MINIMUM_OFF,
        fan_run_on: float = FAN_RUN_ON,
        heartbeat_timeout: float = 0,
        heat: Terminal = NONE,
    ) -> None:
        """Wire the terminals; a heartbeat timeout of 0 is none."""
        self.now = 1000.0
        self._rules = rules
        limits = (_ms(s) for s in (minimum_off, fan_run_on, heartbeat_timeout))
        self._board = rules.board_new(wired, *limits, heat, _ms(self.now))

    def __del__(self) -> None:
        self._rules.board_delete(self._board)

    @property
    def closed(self) -> Terminal:
        """The relays that are on."""
        return Terminal(self._rules.board_closed(self._board))

    @property
    def is_alone(self) -> bool:
        return bool(self._rules.board_is_alone(self._board, _ms(self.now)))

    @property
    def status(self) -> str:
        return str(self._rules.board_status(self._board, _ms(self.now)).decode())

    def on(self, *terminals: Terminal) -> str:
        """Ask for each; return what the last one was answered."""
        return [self._request(terminal, on=True) for terminal in terminals][-1]

    def off(self, *terminals: Terminal) -> str:
        return [self._request(terminal, on=False) for terminal in terminals][-1]

    def heartbeat(self) -> None:
        self._rules.board_heartbeat(self._board, _ms(self.now))

    def feel(self, celsius: float) -> None:
        self._rules.board_feel(self._board, celsius, _ms(self.now))

    def release_all(self) -> None:
        self._rules.board_release_all(self._board, _ms(self.now))

    def watch(self) -> None:
        self._rules.board_watch(self._board, _ms(self.now))

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def live(self, seconds: float) -> list[tuple[float, str]]:
        """Let time pass, watched each second; return when which relay moved."""
        began, moves = self.now, []
        for _ in range(int(seconds)):
            before = self.closed
            self.wait(1)
            self.watch()
            moves += [
                (self.now - began, f"{terminal.name} {'on' if on else 'off'}")
                for terminal in Terminal
                if (on := bool(terminal & self.closed)) != bool(terminal & before)
            ]
        return moves

    def _request(self, terminal: Terminal, *, on: bool) -> str:
        answer = self._rules.board_request(self._board, terminal, on, _ms(self.now))
        return str(answer.decode())


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
