"""The rules of the board, as Python sees them: time in seconds."""

from ctypes import (
    CDLL,
    Structure,
    c_bool,
    c_char_p,
    c_float,
    c_int,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from enum import IntEnum, IntFlag
from math import nan
from pathlib import Path
from typing import Any


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
HOT = 60.0
"""How long the elements of electric heat need air."""

ALLOWED = "allowed"


class Mode(IntEnum):
    """What a plan is for."""

    OFF, HEAT, COOL, HEAT_COOL = range(4)


class Backup(IntEnum):
    """What heats beside the compressor, or in its place."""

    NONE, ELECTRIC, FUEL = range(3)


class Plan(Structure):
    """What the household wants of a board that is alone."""

    _fields_ = (
        ("version", c_uint8),
        ("mode", c_uint8),
        ("backup", c_uint8),
        ("is_emergency", c_bool),
        ("is_by_hand", c_bool),
        ("can_heat", c_bool),
        ("can_cool", c_bool),
        *(
            (name, c_float)
            for name in (
                "starts_per_hour",
                "minimum_off",
                "minimum_on",
                "heat",
                "cool",
                "heat_differential",
                "cool_differential",
                "compressor_above",
                "cooling_above",
                "backup_below",
            )
        ),
        ("author", c_uint32),
    )


class Account(Structure):
    """What became of the house since the last heartbeat; times in ms."""

    _fields_ = (
        ("lasted", c_uint64),
        ("measured", c_uint64),
        ("warmth", c_float),
        ("compressed", c_uint64),
        ("backed_up", c_uint64),
        ("starts", c_uint32),
    )


def plan(**changes: Any) -> Plan:
    """Return a plan to heat, changed."""
    return Plan(
        **{
            "version": 1,
            "mode": Mode.HEAT,
            "backup": Backup.ELECTRIC,
            "can_heat": True,
            "can_cool": True,
            "starts_per_hour": 4,
            "minimum_off": 300,
            "minimum_on": 300,
            "heat": 20,
            "cool": 24,
            "heat_differential": 0.28,
            "cool_differential": 0.28,
            "compressor_above": -100,
            "cooling_above": 12.8,
            "backup_below": 4.4,
            "author": 1,
            **changes,
        }
    )


FUNCTIONS = {
    "board_new": ((c_int, c_uint64, c_uint64, c_uint64, c_int, c_uint64), c_void_p),
    "board_delete": ((c_void_p,), None),
    "board_heartbeat": ((c_void_p, c_uint64), None),
    "board_feel": ((c_void_p, c_int, c_float, c_uint64), None),
    "board_feel_outdoor": ((c_void_p, c_float, c_uint64), None),
    "board_indoors": ((c_void_p, c_uint64), c_float),
    "board_live": ((c_void_p, c_uint64, c_uint64), c_uint64),
    "board_restore": ((c_void_p, Plan), None),
    "board_tell": ((c_void_p, Plan, c_float, c_uint64), c_char_p),
    "board_tell_by_hand": ((c_void_p, c_int, c_float, c_float, c_uint64), c_char_p),
    "board_is_looked_after": ((c_void_p, c_uint64), c_bool),
    "board_may_restart": ((c_void_p, c_uint64), c_bool),
    "pen_new": ((), c_void_p),
    "pen_delete": ((c_void_p,), None),
    "pen_may_write": ((c_void_p, c_uint64), c_bool),
    "pen_write": ((c_void_p, c_uint64), None),
    "plan_of": ((c_void_p,), Plan),
    "board_has_account": ((c_void_p,), c_bool),
    "board_tell_account": ((c_void_p,), Account),
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
        now: float = 1000.0,
    ) -> None:
        """Wire the terminals; a heartbeat timeout of 0 is none."""
        self.now = now
        self.wired = wired
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

    def is_looked_after(self) -> bool:
        return bool(self._rules.board_is_looked_after(self._board, _ms(self.now)))

    def may_restart(self) -> bool:
        return bool(self._rules.board_may_restart(self._board, _ms(self.now)))

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

    def feel(self, celsius: float, room: int = 0) -> None:
        self._rules.board_feel(self._board, room, celsius, _ms(self.now))

    def feel_outdoor(self, celsius: float) -> None:
        self._rules.board_feel_outdoor(self._board, celsius, _ms(self.now))

    @property
    def indoors(self) -> float:
        """What is believed of the room; no number where nothing is."""
        return float(self._rules.board_indoors(self._board, _ms(self.now)))

    @property
    def plan(self) -> Plan:
        return self._rules.plan_of(self._board)  # type: ignore[no-any-return]

    def has_account(self) -> bool:
        return bool(self._rules.board_has_account(self._board))

    def tell_account(self) -> Account:
        """Return what became of the house, which is forgotten then."""
        return self._rules.board_tell_account(self._board)  # type: ignore[no-any-return]

    def tell(self, plan: Plan, outdoors: float = nan) -> str:
        """Hand a plan over; return why it is refused, or nothing."""
        now = _ms(self.now)
        return str(self._rules.board_tell(self._board, plan, outdoors, now).decode())

    def tell_by_hand(self, mode: Mode, heat: float, cool: float = 26) -> str:
        now = _ms(self.now)
        answer = self._rules.board_tell_by_hand(self._board, mode, heat, cool, now)
        return str(answer.decode())

    def restore(self, plan: Plan) -> None:
        """Find a plan that was kept over a power cut."""
        self._rules.board_restore(self._board, plan)

    def release_all(self) -> None:
        self._rules.board_release_all(self._board, _ms(self.now))

    def watch(self) -> None:
        self._rules.board_watch(self._board, _ms(self.now))

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def live_until_move(self, seconds: float) -> None:
        """Let time pass, watched each second, until a relay moves or it is over."""
        ends = self.now + seconds
        now = self._rules.board_live(self._board, _ms(self.now), _ms(ends))
        self.now = ends if now >= _ms(ends) else now / 1000

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
