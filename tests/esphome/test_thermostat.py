"""What the board does by the plan it was told, while it is alone."""

from collections.abc import Callable
from itertools import pairwise
from math import inf, nan
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from tests.esphome.board import (
    ALL,
    ALLOWED,
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

MakeBoard = Callable[..., Board]

WITH_O = ALL & ~B & ~W1
WITH_B = ALL & ~O & ~W1
DUAL_FUEL = Y1 | Y2 | G | O | W1
HOUR = 3600
DAY = 24 * HOUR
QUARTER = HOUR / 4
"""Between two starts of the compressor."""
FUEL = plan(backup=Backup.FUEL, compressor_above=-4)


@pytest.fixture
def make_alone(make_board: MakeBoard) -> MakeBoard:
    """Return a board with a plan that has been alone and satisfied for a while."""

    def make(
        wired: Terminal = WITH_O, *, outdoors: float = 0.0, **changes: Any
    ) -> Board:
        board = make_board(wired, heartbeat_timeout=HEARTBEAT_TIMEOUT)
        assert board.tell(plan(**changes), outdoors) == ""
        spend(board, QUARTER, 22)
        assert board.is_alone
        return board

    return make


def spend(board: Board, duration: float, room: float) -> list[tuple[float, str]]:
    """Let time pass in a room of this temperature; return what moved when."""
    moves: list[tuple[float, str]] = []
    began, ends = board.now, board.now + duration
    while board.now < ends:
        board.feel(room)
        until = min(ends, board.now + 60)
        while board.now < until:
            before = board.closed
            board.live_until_move(until - board.now)
            moves += [
                (round(board.now - began), f"{terminal.name} {'on' if on else 'off'}")
                for terminal in Terminal
                if (on := bool(terminal & board.closed)) != bool(terminal & before)
            ]
    return moves


# --- The plan ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({}, "", id="a plan"),
        pytest.param({"heat": 4.9}, "heat has to be 5 to 35", id="too cold"),
        pytest.param({"heat": nan}, "heat has to be 5 to 35", id="no number"),
        pytest.param({"cool": inf}, "cool has to be 7 to 40", id="endless"),
        pytest.param({"mode": 9}, "mode has to be off, heat, cool or heat_cool"),
        pytest.param({"backup": 3}, "backup has to be none, electric or fuel"),
        pytest.param({"minimum_off": 60}, "minimum_off has to be 180 to 900"),
        pytest.param({"minimum_on": 9999}, "minimum_on has to be 0 to 1200"),
        pytest.param({"starts_per_hour": 0}, "starts_per_hour has to be 1 to 6"),
        pytest.param(
            {"heat_differential": 0},
            "heat_differential has to be 0.1 to 1.5",
            id="no differential",
        ),
        pytest.param(
            {"mode": Mode.HEAT_COOL, "heat": 22, "cool": 22.2},
            "cool has to be above heat",
            id="back and forth",
        ),
        pytest.param(
            {"is_emergency": True, "backup": Backup.NONE},
            "emergency heat needs a backup",
            id="emergency without backup",
        ),
        pytest.param(
            {"backup": Backup.FUEL}, "the backup has no relay here", id="no furnace"
        ),
    ],
)
def test_a_plan_is_whole_or_refused(
    make_board: MakeBoard, changes: dict[str, Any], refusal: str
) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    assert board.tell(plan(heat=19)) == ""
    kept = bytes(board.plan)
    assert board.tell(plan(**changes)) == refusal
    assert (bytes(board.plan) == kept) is bool(refusal)


def test_a_valve_that_is_elsewhere_is_no_plan_for_both_sides(
    make_board: MakeBoard,
) -> None:
    board = make_board(Y1 | G)
    assert board.tell(plan(backup=Backup.NONE)) == "the valve has no relay here"
    assert board.tell(plan(backup=Backup.NONE, can_cool=False)) == ""


numbers = st.floats(width=32)
plans = st.builds(
    plan,
    mode=st.integers(0, 5),
    backup=st.integers(0, 3),
    is_emergency=st.booleans(),
    can_heat=st.booleans(),
    can_cool=st.booleans(),
    starts_per_hour=numbers | st.integers(0, 8),
    minimum_off=numbers | st.integers(0, 2000),
    minimum_on=numbers | st.integers(0, 2000),
    heat=numbers | st.sampled_from((18, 20, 22)),
    cool=numbers | st.sampled_from((22, 24, 28)),
    compressor_above=numbers | st.just(-4),
    cooling_above=numbers | st.just(12.8),
    backup_below=numbers | st.just(4.4),
)


@settings(max_examples=500, deadline=None)
@given(drawn=plans, wired=st.sampled_from((WITH_O, WITH_B, DUAL_FUEL, Y1 | G)))
def test_no_plan_that_is_kept_makes_no_sense(
    rules: Any, drawn: Plan, wired: Terminal
) -> None:
    board = Board(rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    if board.tell(drawn):
        assert board.plan.version == 0
        return
    kept = board.plan
    assert 5 <= kept.heat <= 35
    assert 7 <= kept.cool <= 40
    assert kept.mode is not Mode.HEAT_COOL or kept.cool > kept.heat
    assert 180 <= kept.minimum_off <= 900
    assert 1 <= kept.starts_per_hour <= 6


def test_a_plan_that_was_kept_over_a_power_cut_is_followed(
    make_board: MakeBoard,
) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.restore(plan(heat=21))
    spend(board, QUARTER + 60, 19)
    assert board.closed == G | Y1
    assert board.status == "alone, heats to 21.0 °C"


@pytest.mark.parametrize("changes", [{"version": 2}, {"version": 0}, {"heat": 99}])
def test_what_is_kept_and_not_understood_is_no_plan(
    make_board: MakeBoard, changes: dict[str, Any]
) -> None:
    """Of another version, or damaged."""
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.restore(plan(**changes))
    spend(board, HOUR, 15)
    assert board.closed == NONE
    assert board.status == "no heartbeat, released"


def test_a_second_thermostat_is_refused_while_the_first_lives(
    make_board: MakeBoard,
) -> None:
    board = make_board(WITH_O)
    assert board.tell(plan(author=1)) == ""
    board.wait(29 * 60)
    assert board.tell(plan(author=2)) == "another thermostat has told its plan"
    assert board.tell(plan(author=1)) == ""
    board.wait(31 * 60)
    assert board.tell(plan(author=2)) == ""


# --- By hand -----------------------------------------------------------------


def test_a_hand_at_the_board_counts_until_the_thermostat_is_back(
    make_alone: MakeBoard,
) -> None:
    board = make_alone()
    assert board.tell_by_hand(Mode.HEAT, 23) == ""
    assert board.plan.is_by_hand
    spend(board, HOUR, 22)
    assert board.closed & Y1
    board.heartbeat()
    assert board.tell_by_hand(Mode.HEAT, 18) == "the thermostat decides"
    assert board.plan.heat == 23
    assert board.tell(plan(heat=20)) == ""
    assert not board.plan.is_by_hand


def test_a_hand_may_not_wish_what_is_no_plan(make_alone: MakeBoard) -> None:
    board = make_alone()
    assert board.tell_by_hand(Mode.HEAT, 50) == "heat has to be 5 to 35"
    assert board.plan.heat == 20


def test_without_a_plan_there_is_nothing_to_change(make_board: MakeBoard) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.wait(HEARTBEAT_TIMEOUT)
    assert board.tell_by_hand(Mode.HEAT, 20) == "there is no plan yet"


def test_a_hand_turns_it_off_at_once(make_alone: MakeBoard) -> None:
    board = make_alone(WITH_O & ~Y2)
    spend(board, QUARTER, 19)
    assert board.closed & Y1
    assert board.tell_by_hand(Mode.OFF, 20) == ""
    assert spend(board, 10, 19) == [(1, "Y1 off")]


# --- What heats --------------------------------------------------------------


def test_a_call_has_two_edges(make_alone: MakeBoard) -> None:
    board = make_alone()
    states = []
    for room in (19.8, 19.7, 20.2, 20.3, 19.8, 19.7):
        spend(board, QUARTER, room)
        states.append((room, bool(board.closed & Y1)))
    assert states == [
        (19.8, False),
        (19.7, True),
        (20.2, True),
        (20.3, False),
        (19.8, False),
        (19.7, True),
    ]


@pytest.mark.parametrize(
    ("wired", "changes", "outdoors", "room", "closed"),
    [
        pytest.param(WITH_O, {}, 0, 19, G | Y1, id="heating by O"),
        pytest.param(WITH_B, {}, 0, 19, G | B | Y1, id="heating by B"),
        pytest.param(
            ALL & ~W1, {}, 0, 19, G | B | Y1, id="heating with O and B complementary"
        ),
        pytest.param(
            WITH_O, {"mode": Mode.COOL}, 30, 25, G | O | Y1, id="cooling by O"
        ),
        pytest.param(WITH_B, {"mode": Mode.COOL}, 30, 25, G | Y1, id="cooling by B"),
        pytest.param(
            WITH_O, {"mode": Mode.HEAT_COOL}, 30, 25, G | O | Y1, id="either: cools"
        ),
        pytest.param(WITH_O, {"mode": Mode.HEAT_COOL}, 0, 19, G | Y1, id="or heats"),
        pytest.param(
            WITH_O, {"is_emergency": True}, 0, 19, G | W2 | E, id="emergency heat"
        ),
        pytest.param(
            DUAL_FUEL,
            {"is_emergency": True, "backup": Backup.FUEL},
            0,
            19,
            W1,
            id="emergency heat by a furnace",
        ),
        pytest.param(
            WITH_O, {"compressor_above": -10}, -11, 19, G | W2, id="too cold for it"
        ),
        pytest.param(
            WITH_O & ~W2, {"compressor_above": -10}, -11, 19, G | E, id="E for W2"
        ),
        pytest.param(
            WITH_O,
            {"compressor_above": -10, "backup": Backup.NONE},
            -11,
            19,
            G | Y1,
            id="too cold, with nothing else",
        ),
        pytest.param(
            DUAL_FUEL,
            {"compressor_above": -4, "backup": Backup.FUEL},
            -5,
            19,
            W1,
            id="changeover to the furnace",
        ),
        pytest.param(WITH_O, {"mode": Mode.COOL}, 12, 25, NONE, id="too cold to cool"),
        pytest.param(
            WITH_O, {"mode": Mode.COOL}, nan, 25, NONE, id="unknown is not warm"
        ),
        pytest.param(
            WITH_O,
            {"mode": Mode.COOL, "cooling_above": -100},
            nan,
            25,
            G | O | Y1,
            id="no limit of cooling",
        ),
        pytest.param(WITH_O, {"mode": Mode.OFF}, 0, 15, NONE, id="off"),
        pytest.param(
            WITH_O, {"mode": Mode.HEAT, "heat": 35}, 0, 30.5, NONE, id="high stop"
        ),
        pytest.param(
            WITH_O, {"mode": Mode.COOL, "cool": 7}, 30, 14.5, NONE, id="low stop"
        ),
    ],
)
def test_what_heats_or_cools(
    make_board: MakeBoard,
    wired: Terminal,
    changes: dict[str, Any],
    outdoors: float,
    room: float,
    closed: Terminal,
) -> None:
    board = make_board(wired, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    assert board.tell(plan(**changes), outdoors) == ""
    spend(board, QUARTER + 4 * 60, room)
    assert board.closed == closed


def test_off_does_not_let_pipes_freeze(make_alone: MakeBoard) -> None:
    board = make_alone(mode=Mode.OFF)
    for room in (19, 16, 13, 10, 7, 5, 4.9):
        spend(board, HOUR / 2, room)
    assert board.closed & (G | Y1) == G | Y1
    assert board.status == "no heartbeat, keeps the house from freezing"
    spend(board, QUARTER, 7)
    assert board.closed == NONE


def test_frost_in_emergency_mode_never_starts_the_compressor(
    make_alone: MakeBoard,
) -> None:
    board = make_alone(is_emergency=True)
    for room in (19, 16, 13, 10, 7, 4, 3):
        moves = spend(board, HOUR / 2, room)
        assert "Y1 on" not in [move for _, move in moves]
    assert board.closed == G | W2 | E


@pytest.mark.parametrize("days", [0.9, 1.1, 6, 7.9])
def test_it_goes_on_cooling_though_nobody_tells_the_weather(
    make_alone: MakeBoard, days: float
) -> None:
    board = make_alone(mode=Mode.COOL, outdoors=30)
    spend(board, days * DAY, 23)
    spend(board, QUARTER, 25)
    assert board.closed & Y1


@pytest.mark.parametrize(
    ("days", "room", "outdoors"),
    [
        pytest.param(8.2, 23, 30, id="not for ever"),
        pytest.param(1.2, 23, 12, id="not where it was too cold"),
        pytest.param(1.2, 19, 30, id="not after it had to heat"),
    ],
)
def test_it_does_not_cool_in_weather_that_may_be_cold(
    make_alone: MakeBoard, days: float, room: float, outdoors: float
) -> None:
    board = make_alone(mode=Mode.HEAT_COOL, outdoors=outdoors)
    spend(board, days * DAY, room)
    spend(board, HOUR, 22)
    spend(board, HOUR, 25)
    assert not board.closed & Y1


@pytest.mark.parametrize("days", [0.9, 1.1, 6, 7.9])
def test_the_compressor_stays_locked_out_though_nobody_tells_the_weather(
    make_alone: MakeBoard, days: float
) -> None:
    board = make_alone(compressor_above=-20, outdoors=-28)
    spend(board, days * DAY, 21)
    spend(board, HOUR, 19)
    assert not board.closed & Y1
    assert board.closed & W2


def test_an_outdoor_sensor_of_its_own_counts_before_what_it_was_told(
    make_alone: MakeBoard,
) -> None:
    board = make_alone(mode=Mode.COOL, outdoors=5)
    board.feel_outdoor(30)
    spend(board, QUARTER, 25)
    assert board.closed & Y1


def test_from_one_side_to_the_other_it_waits(make_alone: MakeBoard) -> None:
    board = make_alone(WITH_O & ~Y2, mode=Mode.HEAT_COOL, outdoors=18)
    spend(board, QUARTER, 19.5)
    assert board.closed == G | Y1
    spend(board, HOUR, 22)
    moves = spend(board, HOUR, 24.5)
    assert next(at for at, move in moves if move == "O on") >= 600
    assert board.closed == G | O | Y1


# --- How much ----------------------------------------------------------------


def test_the_second_stage_joins_what_is_not_enough(make_alone: MakeBoard) -> None:
    board = make_alone()
    moves = spend(board, HOUR, 19.4)
    assert "Y2 on" in [move for _, move in moves]
    moves = spend(board, HOUR, 19.8)
    assert board.closed & Y2
    spend(board, HOUR, 20.05)
    assert not board.closed & Y2
    assert board.closed & Y1


def test_backup_heat_joins_where_the_room_stays_low(make_alone: MakeBoard) -> None:
    board = make_alone(outdoors=-8)
    moves = {move: at for at, move in spend(board, 2 * HOUR, 19.2)}
    assert moves["W2 on"] >= 600
    spend(board, QUARTER, 20.1)
    assert not board.closed & W2


def test_backup_heat_comes_in_pulses(make_alone: MakeBoard) -> None:
    """A share of the time, in runs and rests of at least four minutes."""
    board = make_alone(outdoors=-8)
    spend(board, QUARTER, 19.2)
    moves = [
        (at, move) for at, move in spend(board, 6 * HOUR, 19.6) if move[:2] == "W2"
    ]
    assert len(moves) > 4
    gaps = [after - before for (before, _), (after, _) in pairwise(moves)]
    assert min(gaps) >= 4 * 60


@pytest.mark.parametrize(
    ("room", "has_backup"),
    [
        pytest.param(18.5, False, id="mild"),
        pytest.param(17.5, True, id="mild, and far from warm"),
    ],
)
def test_backup_heat_heeds_its_limit(
    make_alone: MakeBoard, room: float, *, has_backup: bool
) -> None:
    board = make_alone(outdoors=8)
    spend(board, QUARTER, 20)
    moves = spend(board, 3 * HOUR, room)
    assert ("W2 on" in [move for _, move in moves]) is has_backup


def test_the_furnace_takes_over_where_the_heat_pump_is_not_enough(
    make_alone: MakeBoard,
) -> None:
    board = make_alone(DUAL_FUEL, backup=Backup.FUEL, compressor_above=-4)
    moves = {move: at for at, move in spend(board, 2 * HOUR, 19)}
    assert moves["W1 on"] - moves["Y1 off"] >= 60
    assert board.closed == W1
    spend(board, QUARTER, 20.5)
    assert board.closed == NONE
    spend(board, QUARTER, 19.6)
    assert board.closed == W1
    spend(board, 6 * HOUR, 20)
    spend(board, QUARTER, 20.5)
    spend(board, QUARTER, 19.6)
    assert board.closed & Y1


def test_the_compressor_starts_as_seldom_as_the_plan_says(
    make_alone: MakeBoard,
) -> None:
    board = make_alone(starts_per_hour=3)
    starts = []
    for number in range(200):
        began = board.now
        moves = spend(board, 120, 19 if number % 2 else 21)
        starts += [began + at for at, move in moves if move == "Y1 on"]
    gaps = [after - before for before, after in pairwise(starts)]
    assert len(gaps) > 10
    assert min(gaps) >= 1200


def test_the_compressor_rests_and_runs_as_long_as_the_plan_says(
    make_alone: MakeBoard,
) -> None:
    board = make_alone(minimum_off=900, minimum_on=900, starts_per_hour=6)
    spend(board, QUARTER, 19)
    (start, _), *_ = spend(board, 120, 19) or [(0, "")]
    stops = [at for at, move in spend(board, HOUR, 21) if move == "Y1 off"]
    assert len(stops) == 1
    starts = [at for at, move in spend(board, HOUR, 19) if move == "Y1 on"]
    assert len(starts) <= 1
    assert start is not None


# --- Hand-over ---------------------------------------------------------------


@pytest.mark.parametrize("room", [19.6, 19.9, 20.2])
def test_a_machine_that_runs_is_not_stopped(make_board: MakeBoard, room: float) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.tell(plan(), -8)
    board.live(300)
    board.heartbeat()
    assert board.on(G, Y1) == ALLOWED
    assert board.on(Y2) == ALLOWED
    moves = spend(board, HOUR / 2, room)
    assert board.is_alone
    assert "Y1 off" not in [move for _, move in moves]


def test_a_machine_that_cools_is_not_stopped(make_board: MakeBoard) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.tell(plan(mode=Mode.COOL), 30)
    board.live(300)
    board.heartbeat()
    board.on(G, O)
    board.live(5)
    assert board.on(Y1) == ALLOWED
    assert spend(board, HOUR / 4, 24) == []


def test_it_lets_go_of_what_the_plan_does_not_want(make_board: MakeBoard) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.tell(plan(mode=Mode.OFF))
    board.live(300)
    board.heartbeat()
    board.on(G, Y1, Y2)
    moves = spend(board, HEARTBEAT_TIMEOUT + 120, 19)
    assert [move for _, move in moves] == ["Y2 off", "Y1 off", "G off"]


def test_the_thermostat_takes_the_running_machine_back(make_alone: MakeBoard) -> None:
    board = make_alone(WITH_O & ~Y2)
    spend(board, QUARTER, 19)
    assert board.closed == G | Y1
    board.heartbeat()
    assert board.tell(plan(heat=18)) == ""
    for _ in range(20):
        board.heartbeat()
        assert spend(board, 60, 19) == []


def test_it_tells_what_became_of_the_house(make_alone: MakeBoard) -> None:
    board = make_alone()
    spend(board, HOUR, 19.5)
    assert not board.has_account()
    board.heartbeat()
    spend(board, 120, 19.5)
    board.heartbeat()
    assert board.has_account()
    account = board.tell_account()
    assert account.lasted == pytest.approx((HOUR + QUARTER) * 1000, abs=61_000)
    assert account.starts == 1
    assert 45 * 60_000 < account.compressed <= HOUR * 1000
    assert account.warmth / (account.measured / 3.6e6) == pytest.approx(20, abs=0.1)
    assert not board.has_account()
    spend(board, HEARTBEAT_TIMEOUT + 60, 20.3)
    board.heartbeat()
    assert board.tell_account().lasted == pytest.approx(360_000, abs=1000)


def test_silence_that_flutters_is_no_start_each_time(make_board: MakeBoard) -> None:
    """Heartbeats that come a moment after the timeout, for a day."""
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    board.tell(plan(), 0)
    starts = []
    for number in range(24 * 12):
        began = board.now
        moves = spend(board, HEARTBEAT_TIMEOUT + 5, 19.5 if number % 3 else 20.5)
        starts += [began + at for at, move in moves if move == "Y1 on"]
        board.heartbeat()
        board.off(Y2, Y1) if number % 5 == 0 else None
    gaps = [after - before for before, after in pairwise(starts)]
    assert min(gaps) >= QUARTER


@pytest.mark.parametrize("lasts", [60, 200, 400, 899])
def test_power_that_fails_again_and_again_never_starts_the_compressor(
    rules: Any, lasts: float
) -> None:
    for _ in range(20):
        board = Board(rules, WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
        board.restore(plan())
        assert "Y1 on" not in [move for _, move in spend(board, lasts, 15)]


# --- Sensors -----------------------------------------------------------------


@pytest.mark.parametrize("celsius", [-127, 85, nan, inf, -17.8, 68, 35, 4])
def test_what_no_room_does_is_not_believed(
    make_alone: MakeBoard, celsius: float
) -> None:
    board = make_alone()
    spend(board, 600, 20)
    assert board.indoors == pytest.approx(20)
    board.feel(celsius)
    assert board.indoors != board.indoors


def test_a_room_that_really_cools_is_believed(make_alone: MakeBoard) -> None:
    board = make_alone()
    for tenths in range(220, 100, -1):
        spend(board, 240, tenths / 10)
        assert board.indoors == pytest.approx(tenths / 10, abs=0.01)


def test_a_further_sensor_stands_in(make_alone: MakeBoard) -> None:
    board = make_alone()
    for _ in range(60):
        board.feel(-127)
        board.feel(19, room=1)
        board.live(60)
    assert board.closed & Y1
    assert board.status == "alone, heats to 20.0 °C"


def test_blind_it_heats_for_its_share(make_alone: MakeBoard) -> None:
    board = make_alone(outdoors=-5)
    board.live(HOUR)
    assert board.status == "alone without a thermometer, heats by the weather"
    on = sum(bool(board.closed & Y1) for _ in range(24 * 12) if board.live(300) or True)
    assert 0.5 < on / (24 * 12) < 0.95


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.COOL])
def test_blind_it_neither_cools_nor_heats_what_asks_for_no_heat(
    make_alone: MakeBoard, mode: Mode
) -> None:
    board = make_alone(mode=mode, outdoors=30)
    spend(board, QUARTER, 25)
    board.live(24 * HOUR)
    assert board.closed & ~O == NONE


def test_a_sensor_that_heat_does_not_move_is_doubted(make_alone: MakeBoard) -> None:
    board = make_alone(outdoors=0)
    for room in (20, 18, 16):
        spend(board, HOUR / 2, room)
    spend(board, 4 * HOUR, 16)
    assert board.indoors != board.indoors
    spend(board, 60, 16.4)
    assert board.indoors == pytest.approx(16.4)


@pytest.mark.parametrize("since", [0, 1, 3])
def test_a_sensor_that_repeats_itself_for_half_a_winters_day_is_doubted(
    make_alone: MakeBoard, since: int
) -> None:
    board = make_alone(outdoors=-5)
    for hour in range(since * 24):
        spend(board, HOUR, 20.5 + hour % 2 / 2)
    spend(board, 13 * HOUR, 21)
    assert board.indoors != board.indoors


@pytest.mark.parametrize(
    ("changes", "outdoors"),
    [({"mode": Mode.COOL}, nan), ({"mode": Mode.HEAT}, 15)],
)
def test_a_sensor_may_repeat_itself_where_nothing_has_to_heat(
    make_alone: MakeBoard, changes: dict[str, Any], outdoors: float
) -> None:
    board = make_alone(outdoors=outdoors, **changes)
    spend(board, 23 * HOUR, 23)
    assert board.indoors == 23


# --- What the plan costs, and what else depends on it --------------------------


def test_a_plan_is_written_so_often_a_day_at_most(rules: Any) -> None:
    pen, hours, written = rules.pen_new(), 0.0, []
    while hours < 72:
        now = round(1000 + hours * HOUR * 1000)
        if rules.pen_may_write(pen, now):
            rules.pen_write(pen, now)
            written.append(hours)
        hours += 0.1
    rules.pen_delete(pen)
    assert all(
        sum(begin <= at < begin + 24 for at in written) <= 24 for begin in written
    )
    assert len(written) == 3 * 24


def test_somebody_looks_after_the_house(make_board: MakeBoard) -> None:
    """What a guard relay shows: the thermostat, or a plan and a thermometer."""
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    assert board.is_looked_after()
    spend(board, HEARTBEAT_TIMEOUT, 20)
    assert not board.is_looked_after()
    board.restore(plan())
    assert board.is_looked_after()
    board.live(16 * 60)
    assert not board.is_looked_after()
    board.heartbeat()
    assert board.is_looked_after()


def test_it_restarts_only_where_that_costs_nothing(make_alone: MakeBoard) -> None:
    board = make_alone()
    assert not board.may_restart()
    spend(board, 6 * HOUR, 20.4)
    assert board.may_restart()
    spend(board, QUARTER, 19.5)
    assert not board.may_restart()


def test_without_a_plan_it_restarts_where_it_rests(make_board: MakeBoard) -> None:
    board = make_board(WITH_O, heartbeat_timeout=HEARTBEAT_TIMEOUT)
    assert not board.may_restart()
    board.live(HEARTBEAT_TIMEOUT)
    assert board.may_restart()
