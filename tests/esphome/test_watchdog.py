"""What the board does when the thermostat falls silent."""

from collections.abc import Callable

import pytest

from tests.esphome.board import (
    ALL,
    ALLOWED,
    FAN_RUN_ON,
    HEARTBEAT_TIMEOUT,
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

WITH_O = ALL & ~B
WITH_B = ALL & ~O
BY_COMPRESSOR = Y1 | G | B
BY_ELECTRICITY = W2 | E | G
BY_FURNACE = W1


@pytest.fixture
def make_running(make_board: MakeBoard) -> MakeBoard:
    """Return a board with these relays on, heard of just now."""

    def make(
        *running: Terminal, wired: Terminal = WITH_O, heat: Terminal = NONE
    ) -> Board:
        board = make_board(wired, heartbeat_timeout=HEARTBEAT_TIMEOUT, heat=heat)
        board.wait(MINIMUM_OFF)
        for terminal in running:
            assert board.on(terminal) == ALLOWED
            board.wait(SETTLING)
        board.heartbeat()
        return board

    return make


def silent(board: Board, seconds: float) -> list[tuple[float, str]]:
    """Let the thermostat be silent for so long after the timeout."""
    before = board.live(HEARTBEAT_TIMEOUT - 1)
    assert before == []
    assert not board.is_alone
    return board.live(seconds)


@pytest.mark.parametrize(
    ("running", "moves"),
    [
        pytest.param(
            (G, Y1, Y2, W2),
            [(1, "W2 off"), (2, "Y2 off"), (3, "Y1 off"), (63, "G off")],
            id="heating with all it has",
        ),
        pytest.param(
            (G, O, Y1, Y2),
            [(1, "Y2 off"), (2, "Y1 off"), (62, "G off")],
            id="cooling: the valve is held",
        ),
        pytest.param(
            (G, W2, E),
            [(1, "E off"), (2, "W2 off"), (62, "G off")],
            id="emergency heat",
        ),
        pytest.param((G, W1), [(1, "W1 off"), (2, "G off")], id="furnace"),
        pytest.param((O, G), [(1, "G off")], id="fan"),
        pytest.param((O,), [], id="at rest"),
    ],
)
def test_releases_in_order(
    make_running: MakeBoard,
    running: tuple[Terminal, ...],
    moves: list[tuple[float, str]],
) -> None:
    board = make_running(*running)
    assert silent(board, 2 * FAN_RUN_ON) == moves
    assert board.status == "no heartbeat, released"


def test_heartbeats_keep_it_running(make_running: MakeBoard) -> None:
    board = make_running(G, Y1)
    for _ in range(60):
        assert board.live(60) == []
        board.heartbeat()
    assert board.closed == G | Y1


def test_refuses_calls_but_not_releases_while_alone(make_running: MakeBoard) -> None:
    board = make_running(G, Y1)
    board.wait(HEARTBEAT_TIMEOUT)
    assert board.on(W2) == "no heartbeat of the thermostat"
    assert board.off(Y1) == ALLOWED


def test_obeys_again_after_a_heartbeat(make_running: MakeBoard) -> None:
    board = make_running(G, Y1)
    silent(board, HEARTBEAT_TIMEOUT)
    board.heartbeat()
    assert not board.is_alone
    assert board.status == "ready"
    assert board.on(G, Y1) == ALLOWED


def test_without_a_timeout_it_is_never_alone(make_board: MakeBoard) -> None:
    board = make_board(WITH_O)
    board.wait(MINIMUM_OFF)
    board.on(G, Y1)
    assert board.live(3600) == []
    assert not board.is_alone


@pytest.mark.parametrize(
    ("wired", "heat", "moves"),
    [
        pytest.param(
            WITH_O,
            BY_COMPRESSOR,
            [(1, "O off"), (2, "G on"), (4, "Y1 on")],
            id="compressor, valve to heating by O",
        ),
        pytest.param(
            WITH_B,
            BY_COMPRESSOR,
            [(1, "B on"), (2, "G on"), (4, "Y1 on")],
            id="compressor, valve to heating by B",
        ),
        pytest.param(
            WITH_O,
            BY_ELECTRICITY,
            [(1, "G on"), (2, "W2 on"), (3, "E on")],
            id="electric heat, valve held",
        ),
        pytest.param(
            WITH_O & ~E & ~G,
            BY_ELECTRICITY,
            [(1, "W2 on")],
            id="electric heat, as far as wired",
        ),
        pytest.param(WITH_O, BY_FURNACE, [(1, "W1 on")], id="furnace"),
        pytest.param(WITH_O, NONE, [], id="no fallback"),
    ],
)
def test_fallback_heats_a_cold_house(
    make_running: MakeBoard,
    wired: Terminal,
    heat: Terminal,
    moves: list[tuple[float, str]],
) -> None:
    valve = (O,) if wired & O else ()
    board = make_running(*valve, wired=wired, heat=heat)
    board.wait(HEARTBEAT_TIMEOUT - 1)
    board.feel(4.9)
    assert board.live(60) == moves


def test_fallback_waits_for_the_rest_without_a_draught(
    make_running: MakeBoard,
) -> None:
    board = make_running(G, Y1, heat=BY_COMPRESSOR)
    board.wait(HEARTBEAT_TIMEOUT - 60)
    board.off(Y1)
    board.off(G)
    board.wait(59)
    board.feel(3)
    moves = board.live(600)
    assert moves == [(121, "G on"), (122, "Y1 on")]


def test_fallback_furnace_waits_for_the_purge(make_running: MakeBoard) -> None:
    board = make_running(G, Y1, heat=BY_FURNACE)
    board.wait(HEARTBEAT_TIMEOUT - 1)
    board.feel(3)
    assert board.live(120) == [(1, "Y1 off"), (61, "W1 on"), (62, "G off")]


def test_fallback_keeps_between_its_limits(make_running: MakeBoard) -> None:
    board = make_running(heat=BY_ELECTRICITY)
    board.wait(HEARTBEAT_TIMEOUT)
    states = []
    for celsius in (6.9, 5.0, 4.9, 6.9, 7.0, 5.0, 4.9):
        board.feel(celsius)
        board.live(120)
        states.append((celsius, bool(board.closed & W2)))
    assert states == [
        (6.9, False),
        (5.0, False),
        (4.9, True),
        (6.9, True),
        (7.0, False),
        (5.0, False),
        (4.9, True),
    ]


@pytest.mark.parametrize("celsius", [float("nan"), -127, 85, float("inf")])
def test_fallback_does_not_believe_a_broken_sensor(
    make_running: MakeBoard, celsius: float
) -> None:
    board = make_running(heat=BY_ELECTRICITY)
    board.wait(HEARTBEAT_TIMEOUT)
    board.feel(4)
    board.live(10)
    assert board.closed == G | W2 | E
    board.feel(celsius)
    board.live(10)
    assert board.closed == G


def test_fallback_does_not_believe_an_old_reading(make_running: MakeBoard) -> None:
    board = make_running(heat=BY_ELECTRICITY)
    board.wait(HEARTBEAT_TIMEOUT)
    board.feel(4)
    board.live(14 * 60)
    assert board.closed == G | W2 | E
    board.live(3 * 60)
    assert board.closed == NONE


def test_fallback_is_handed_over_as_it_runs(make_running: MakeBoard) -> None:
    board = make_running(heat=BY_COMPRESSOR)
    board.wait(HEARTBEAT_TIMEOUT)
    board.feel(4)
    board.live(10)
    assert board.status == "no heartbeat, keeps the house from freezing"
    board.heartbeat()
    assert board.live(60) == []
    assert board.status == "compressor runs"


def test_alone_after_a_power_cut(make_board: MakeBoard) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT, heat=BY_COMPRESSOR)
    for _ in range(10):
        board.feel(4)
        board.live(60)
    assert board.closed == G | Y1
