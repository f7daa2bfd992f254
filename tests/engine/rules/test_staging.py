"""The second stage joins far from the setpoint or after a long first stage."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.rules import staging
from custom_components.heat_pump_thermostat.engine.settings import Compressor, Settings
from custom_components.heat_pump_thermostat.engine.state import Demand, Need
from custom_components.heat_pump_thermostat.engine.vocabulary import Call
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import Y1, Y2, G
from ..rig import NO_BACKUP, NOON, TWO_STAGE, Bench, minutes, seconds, settings_for
from ..situations import situation, with_strength


def test_a_single_stage_has_no_second() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=15).run(minutes(60))
    assert bench.call is Call.HEAT_1


def staged(strength: float | None, mode: Mode = Mode.HEAT, **seen: Any) -> bool:
    """Return whether the second stage runs at a call's begin, near the setpoint."""
    side = Side.HEAT if mode is Mode.HEAT else Side.COOL
    room = 20.1 if mode is Mode.HEAT else 23.9
    compressor = Compressor(quiet_from=time(22), quiet_until=time(6))
    moment = situation(
        Settings(machine=TWO_STAGE, compressor=compressor),
        mode=mode,
        shows=(room,),
        need=Need(demand=Demand(side, NOON)),
        seen=seen,
    )
    return staging.advance(False, with_strength(moment, strength))


@pytest.mark.parametrize(
    ("strength", "joins"),
    [
        pytest.param(1.14, True, id="hardly holds the room"),
        pytest.param(1.15, False, id="ample"),
        pytest.param(None, False, id="unknown"),
    ],
)
def test_it_runs_all_the_while_where_full_load(
    strength: float | None, *, joins: bool
) -> None:
    assert staged(strength) is joins


def test_but_not_in_quiet_hours_nor_to_cool() -> None:
    assert not staged(0.9, local=time(23))
    assert not staged(0.9, Mode.COOL)


# --- How long it stays ----------------------------------------------------------------


def test_it_stays_for_five_minutes_beside_a_first_stage_that_runs_on() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=19.3)
    assert Y2 in bench.on
    began = bench.now
    bench.run(seconds(30)).sense(room=20.1)
    assert bench.call is Call.HEAT_1
    bench.run_until(lambda b: Y2 not in b.on, within=minutes(10))
    assert bench.now - began == minutes(5)
    assert Y1 in bench.on


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(lambda b: b.choose(Mode.OFF), id="off"),
        pytest.param(lambda b: b.emergency(on=True), id="emergency heat"),
        pytest.param(lambda b: b.lose_room_sensor().run(minutes(16)), id="no sensor"),
        pytest.param(lambda b: b.press(Y1, on=False), id="the first stage"),
    ],
)
def test_whatever_stops_the_first_stage_stops_it(
    stop: Callable[[Bench], Bench],
) -> None:
    bench = Bench(settings_for(TWO_STAGE), room=19.3).run(seconds(30))
    assert Y2 in bench.on
    assert not stop(bench).on & {Y1, Y2}


def test_it_stays_off_for_three_minutes() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=19.3).run(minutes(6)).sense(room=20.1)
    assert bench.on == {Y1, G}
    bench.run(seconds(30)).sense(room=19.3)
    assert bench.call is Call.HEAT_2
    assert Y2 not in bench.run(seconds(149)).on
    assert Y2 in bench.run(seconds(1)).on


# --- Quiet hours ---------------------------------------------------------------------


def quiet_at(hour: int, room: float, mode: Mode = Mode.HEAT) -> Bench:
    """Return a thermostat with quiet hours from ten to six, at such an hour."""
    compressor = Compressor(quiet_from=time(22), quiet_until=time(6))
    settings = Settings(machine=TWO_STAGE, compressor=compressor)
    return Bench(settings, mode, room=room, more={"local": time(hour)})


@pytest.mark.parametrize("hour", [22, 0, 5])
def test_a_long_first_stage_is_enough_in_quiet_hours(hour: int) -> None:
    assert Y2 not in quiet_at(hour, room=19.5).run(minutes(16)).on


@pytest.mark.parametrize("hour", [6, 12, 21])
def test_by_day_the_second_stage_joins_as_ever(hour: int) -> None:
    assert Y2 in quiet_at(hour, room=19.5).run(minutes(16)).on


def test_a_room_that_falls_behind_has_it_in_quiet_hours_too() -> None:
    bench = quiet_at(0, room=19.4)
    assert bench.call is Call.HEAT_2
    assert bench.sense(room=19.6).call is Call.HEAT_2
    assert bench.sense(room=19.8).call is Call.HEAT_1


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        pytest.param(time(13), time(15), {13, 14}, id="by day"),
        pytest.param(time(22), time(1), {22, 23, 0}, id="over midnight"),
        pytest.param(time(7), time(7), set(), id="never"),
        pytest.param(None, time(7), set(), id="no beginning"),
        pytest.param(time(22), None, set(), id="no end"),
    ],
)
def test_quiet_hours(begins: time | None, ends: time | None, quiet: set[int]) -> None:
    compressor = Compressor(quiet_from=begins, quiet_until=ends)
    assert {hour for hour in range(24) if compressor.is_quiet(time(hour))} == quiet


def test_a_household_without_a_clock_has_no_quiet_hours() -> None:
    assert not Compressor(quiet_from=time(0), quiet_until=time(23)).is_quiet(None)
