"""What a terminal is refused, and that nothing slips through in any order."""

from collections.abc import Callable

import pytest

from tests.esphome.board import (
    ALL,
    ALLOWED,
    COMPRESSOR,
    MINIMUM_OFF,
    NONE,
    SETTLING,
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

MakeBoard = Callable[..., Board]

BESIDE = "instead of what runs, not beside it"
COOLING = "no heat while the valve stands for cooling"
FAN = "the fan has to run"
PRESSURE = "the valve moves only after the compressor's rest"
RESTS = "the compressor rests"
STAGE = "Y2 needs Y1"
WITH_O = ALL & ~B
WITH_B = ALL & ~O


@pytest.mark.parametrize(
    ("wired", "running", "asked", "answer"),
    [
        pytest.param(WITH_O, (G, Y1), E, BESIDE, id="emergency beside compressor"),
        pytest.param(WITH_O, (G, E), Y1, BESIDE, id="compressor beside emergency"),
        pytest.param(WITH_O, (G, Y1), W1, BESIDE, id="furnace beside compressor"),
        pytest.param(WITH_O, (G, W1), Y1, BESIDE, id="compressor beside furnace"),
        pytest.param(WITH_O, (G, W2), W1, BESIDE, id="furnace beside electric heat"),
        pytest.param(WITH_O, (G, W1), W2, BESIDE, id="electric heat beside furnace"),
        pytest.param(WITH_O, (G, W1), E, BESIDE, id="emergency heat beside furnace"),
        pytest.param(WITH_O, (G, W2), E, ALLOWED, id="W2 and E together"),
        pytest.param(WITH_O, (G, Y1), Y2, ALLOWED, id="second stage"),
        pytest.param(WITH_O, (G,), Y2, STAGE, id="second stage alone"),
        pytest.param(WITH_O, (), Y1, FAN, id="compressor without fan"),
        pytest.param(WITH_O, (), W2, FAN, id="W2 without fan"),
        pytest.param(WITH_O, (), E, FAN, id="E without fan"),
        pytest.param(WITH_O, (), W1, ALLOWED, id="a furnace runs its own fan"),
        pytest.param(WITH_O & ~G, (), Y1, ALLOWED, id="no fan wired"),
        pytest.param(WITH_O, (G, Y1), W2, ALLOWED, id="auxiliary, heating by O"),
        pytest.param(WITH_O, (G, O, Y1), W2, COOLING, id="auxiliary, cooling by O"),
        pytest.param(WITH_O, (G, O, W2), Y1, COOLING, id="cooling by O beside W2"),
        pytest.param(WITH_B, (G, B, Y1), W2, ALLOWED, id="auxiliary, heating by B"),
        pytest.param(WITH_B, (G, Y1), W2, COOLING, id="auxiliary, cooling by B"),
        pytest.param(WITH_B, (G, W2), Y1, COOLING, id="cooling by B beside W2"),
        pytest.param(ALL & ~O & ~B, (G, Y1), W2, ALLOWED, id="no valve: it heats"),
        pytest.param(ALL, (O,), B, "O and B are never on together", id="O and B"),
        pytest.param(WITH_O, (G, Y1), O, PRESSURE, id="valve under pressure"),
        pytest.param(Y1 | G, (), W2, "this terminal has no relay", id="not wired"),
    ],
)
def test_asked_on(
    make_board: MakeBoard,
    wired: Terminal,
    running: tuple[Terminal, ...],
    asked: Terminal,
    answer: str,
) -> None:
    board = make_board(wired)
    board.wait(MINIMUM_OFF)
    for terminal in running:
        assert board.on(terminal) == ALLOWED
        board.wait(SETTLING)
    before = board.closed

    assert board.on(asked) == answer
    assert board.closed == (before | asked if answer == ALLOWED else before)


@pytest.mark.parametrize(
    ("running", "asked", "answer", "left"),
    [
        pytest.param((G, Y1, Y2), Y1, ALLOWED, G, id="Y1 takes Y2 along"),
        pytest.param((G, Y1, Y2), Y2, ALLOWED, G | Y1, id="back to the first stage"),
        pytest.param((G, Y1), G, FAN, G | Y1, id="fan under the compressor"),
        pytest.param((G, W2), G, FAN, G | W2, id="fan under electric heat"),
        pytest.param((G, W1), G, ALLOWED, W1, id="fan beside a furnace"),
        pytest.param((G, O, Y1), O, PRESSURE, G | O | Y1, id="valve under pressure"),
        pytest.param((O,), O, ALLOWED, NONE, id="valve at rest"),
    ],
)
def test_asked_off(
    make_board: MakeBoard,
    running: tuple[Terminal, ...],
    asked: Terminal,
    answer: str,
    left: Terminal,
) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    for terminal in running:
        board.on(terminal)
        board.wait(SETTLING)

    assert board.off(asked) == answer
    assert board.closed == left


@pytest.mark.parametrize(
    ("rested", "answer"), [(0, RESTS), (179.999, RESTS), (180, ALLOWED)]
)
def test_rest_after_power_up(make_board: MakeBoard, rested: float, answer: str) -> None:
    board = make_board(WITH_O)
    board.on(G)
    board.wait(rested)
    assert board.on(Y1) == answer


@pytest.mark.parametrize("asked", [Y1, O])
def test_rest_after_a_run(make_board: MakeBoard, asked: Terminal) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    board.on(G, Y1, Y2)
    board.wait(600)
    board.off(Y1)
    board.wait(MINIMUM_OFF - 0.001)
    assert board.on(asked) != ALLOWED
    board.wait(0.001)
    assert board.on(asked) == ALLOWED


def test_valve_is_held_however_long_the_compressor_runs(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    board.on(G, Y1)
    board.wait(10 * MINIMUM_OFF)
    assert board.on(O) == PRESSURE


def test_valve_settles_before_a_start(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    board.on(G, O)
    assert board.on(Y1) == "the valve settles"
    board.wait(SETTLING - 0.001)
    assert board.on(Y1) == "the valve settles"
    board.wait(0.001)
    assert board.on(Y1) == ALLOWED


def test_a_refusal_is_forgotten(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    board.on(G)
    assert board.on(Y1) == RESTS
    assert board.live(2 * MINIMUM_OFF) == []


def test_release_all_holds_the_valve(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    board.on(G, O)
    board.wait(SETTLING)
    board.on(Y1, Y2)
    board.release_all()
    assert board.closed == O
    assert board.on(G, Y1) == RESTS


def test_status(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    assert board.status == "compressor rests"
    board.wait(MINIMUM_OFF)
    assert board.status == "ready"
    board.on(G, Y1)
    assert board.status == "compressor runs"
    assert board.closed & COMPRESSOR
