"""What each terminal does: the truth table, typed out once more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Side,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.relays import wiring
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.vocabulary import Call
from custom_components.heat_pump_thermostat.engine.wishes import FanMode

from ..invariants import W1, W2, Y1, Y2, B, E, G, O
from ..rig import DUAL_FUEL, E_ONLY, NOON, Bench, minutes, settings_for, wired

TERMINALS = (Y1, Y2, G, O, B, W2, E, W1)
TABLE = """
call          | only if  | Y1   | Y2   | G | O    | B    | W2   | E | W1
idle          | not fan  | 0    | 0    | 0 | hold | hold | 0    | 0 | 0
fan           |          | 0    | 0    | 1 | hold | hold | 0    | 0 | 0
idle          | fan      | 0    | 0    | 1 | hold | hold | 0    | 0 | 0
cool_1        |          | 1    | 0    | 1 | 1    | 0    | 0    | 0 | 0
cool_2        |          | 1    | 1    | 1 | 1    | 0    | 0    | 0 | 0
heat_1        |          | 1    | 0    | 1 | 0    | 1    | 0    | 0 | 0
heat_2        |          | 1    | 1    | 1 | 0    | 1    | 0    | 0 | 0
heat_aux      |          | 1    | 1    | 1 | 0    | 1    | 1    | 0 | 0
defrost       | not warm | hold | hold | 1 | hold | hold | hold | 0 | 0
defrost       | warm     | hold | hold | 1 | hold | hold | 1    | 0 | 0
emergency     |          | 0    | 0    | 1 | 0    | hold | 1    | 1 | 0
locked_out    | W2       | 0    | 0    | 1 | 0    | hold | 1    | 0 | 0
locked_out    | not W2   | 0    | 0    | 1 | 0    | hold |      | 1 | 0
furnace       | not fan  | 0    | 0    | 0 | 0    | hold | 0    | 0 | 1
furnace       | fan      | 0    | 0    | 1 | 0    | hold | 0    | 0 | 1
valve_to_cool | not fan  | 0    | 0    | 0 | 1    | 0    | 0    | 0 | 0
valve_to_cool | fan      | 0    | 0    | 1 | 1    | 0    | 0    | 0 | 0
valve_to_heat | not fan  | 0    | 0    | 0 | 0    | 1    | 0    | 0 | 0
valve_to_heat | fan      | 0    | 0    | 1 | 0    | 1    | 0    | 0 | 0
"""


def _cut() -> Iterator[list[str]]:
    _, *lines = TABLE.strip().splitlines()
    return ([cell.strip() for cell in line.split("|")] for line in lines)


ROWS = {
    (Call[call.upper()], only_if): dict(zip(TERMINALS, cells, strict=True))
    for call, only_if, *cells in _cut()
}


@dataclass(frozen=True)
class Case:
    """A row under circumstances that the row may depend on, or must not."""

    call: Call
    only_if: str
    valve: Terminal
    held: bool
    """What every terminal was asked to be before."""
    has_fan_wish: bool
    tempers: bool
    has_w2: bool

    @property
    def is_meant(self) -> bool:
        """Whether the row speaks of these circumstances."""
        facts = {"fan": self.has_fan_wish, "warm": self.tempers, "W2": self.has_w2}
        fact = self.only_if.removeprefix("not ")
        return not fact or facts[fact] is (fact == self.only_if)

    @property
    def terminals(self) -> set[Terminal]:
        """What is wired: all but the other valve, and perhaps W2."""
        absent = {O, B} - {self.valve} | (set() if self.has_w2 else {W2})
        return set(TERMINALS) - absent

    def goal(self) -> dict[Terminal, bool]:
        """Return what the engine makes of it."""
        return wiring.goal_of(
            self.call,
            tempering(settings_for(wired(*self.terminals)), is_on=self.tempers),
            board_of(dict.fromkeys(self.terminals, Relay.OFF)),
            dict.fromkeys(self.terminals, self.held),
            is_fan_wanted=self.has_fan_wish,
        )

    def row(self) -> dict[Terminal, bool]:
        """Return what its row says."""
        values = {"0": False, "1": True, "hold": self.held}
        return {t: values[ROWS[self.call, self.only_if][t]] for t in self.terminals}


def tempering(settings: Settings, *, is_on: bool) -> Settings:
    """Return settings with or without warm air during a defrost."""
    return replace(
        settings, auxiliary=replace(settings.auxiliary, temper_defrost=is_on)
    )


def board_of(says: Mapping[Terminal, Relay]) -> Board:
    """Return a board by what its relays say."""
    return Board({terminal: Contact(relay, NOON) for terminal, relay in says.items()})


def cases(call: Call) -> Iterator[Case]:
    """Return all rows of a call under all circumstances that they speak of."""
    facts = list(product((False, True), repeat=4))
    every = (
        Case(*row, valve, *known)
        for row in ROWS
        for valve in (O, B)
        for known in facts
        if row[0] is call
    )
    return (case for case in every if case.is_meant)


@pytest.mark.parametrize("call", Call)
def test_each_cell(call: Call) -> None:
    wrong = [case for case in cases(call) if case.goal() != case.row()]
    assert list(cases(call))
    assert not wrong


NOTHING_ELSE = {W2: {wiring.Cell.SOLE}}
"""In the column of W2, "where W2 is not wired" is just another word for off."""


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("call", Call)
def test_each_cell_is_tested(
    call: Call, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = wiring.TABLE[call]
    others = set(wiring.Cell) - {cells[terminal]} - NOTHING_ELSE.get(terminal, set())

    def is_noticed(other: wiring.Cell) -> bool:
        monkeypatch.setitem(cells, terminal, other)
        return any(case.goal() != case.row() for case in cases(call))

    assert all(is_noticed(other) for other in others)


@pytest.mark.parametrize(
    ("call", "o_and_b"),
    [
        pytest.param(Call.HEAT_1, (False, True), id="heating"),
        pytest.param(Call.COOL_1, (True, False), id="cooling"),
        pytest.param(Call.EMERGENCY, (False, True), id="emergency: B follows O"),
        pytest.param(Call.IDLE, (False, True), id="idle: as before"),
    ],
)
def test_o_and_b_complement_each_other(call: Call, o_and_b: tuple[bool, bool]) -> None:
    settings = settings_for(wired(Y1, O, B))
    board = board_of(dict.fromkeys((Y1, O, B), Relay.OFF))
    goal = wiring.goal_of(call, settings, board, {O: False}, is_fan_wanted=False)
    assert (goal[O], goal[B]) == o_and_b


@pytest.mark.parametrize(
    ("says", "before", "held"),
    [
        pytest.param(Relay.ON, {O: False}, {O: False}, id="the goal before"),
        pytest.param(Relay.ON, {}, {O: True}, id="else what it confirms: on"),
        pytest.param(Relay.OFF, {}, {O: False}, id="else what it confirms: off"),
        pytest.param(Relay.UNKNOWN, {}, {}, id="else nothing at all"),
    ],
)
def test_what_is_held(
    says: Relay, before: dict[Terminal, bool], held: dict[Terminal, bool]
) -> None:
    goal = wiring.goal_of(
        Call.IDLE,
        settings_for(wired(O)),
        board_of({O: says}),
        before,
        is_fan_wanted=False,
    )
    assert goal == held


def _cold(bench: Bench) -> Bench:
    return bench.sense(room=19.5)


def test_there_is_no_aux_without_w2() -> None:
    bench = _cold(Bench(settings_for(E_ONLY))).run(minutes(60))
    assert bench.on == {Y1, G}


@pytest.mark.parametrize(
    ("reach", "closed"),
    [
        pytest.param(lambda b: b.sense(outdoor=-5), {W1}, id="locked out by cold"),
        pytest.param(lambda b: b.emergency(on=True), {W1}, id="emergency heat"),
        pytest.param(
            lambda b: b.sense(outdoor=-5).wish(lambda w: w.with_fan(FanMode.ON)),
            {W1, G},
            id="the user's fan",
        ),
    ],
)
def test_a_furnace_runs_its_own_blower(
    reach: Callable[[Bench], Bench], closed: set[Terminal]
) -> None:
    bench = _cold(reach(Bench(settings_for(DUAL_FUEL)))).run(minutes(6))
    assert bench.call is Call.FURNACE
    assert bench.on == closed


def test_of_a_valve_that_never_answered_there_is_no_opinion() -> None:
    board = Board({O: Contact(Relay.UNKNOWN, NOON)})
    settings = settings_for()
    assert wiring.goal_of(Call.IDLE, settings, board, {}, is_fan_wanted=False) == {}


def test_no_row_asks_for_what_may_not_be_on_together() -> None:
    for row in wiring.TABLE.values():
        on = {terminal for terminal, cell in row.items() if cell is wiring.Cell.ON}
        side = Side.COOL if O in on else Side.HEAT
        assert [t for t in on if not on.isdisjoint(wiring.RIVALS[side][t])] == []


def test_all_but_the_fan_has_something_that_it_may_not_meet() -> None:
    rivals = wiring.RIVALS[Side.COOL]
    assert {terminal for terminal in Terminal if not rivals[terminal]} == {G}
