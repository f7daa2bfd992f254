"""How warm heating, and how cold cooling, may make any room."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import Doubt
from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.decision import Ruling, Urgency
from custom_components.heat_pump_thermostat.engine.rules import room_limits
from custom_components.heat_pump_thermostat.engine.settings import Limits
from custom_components.heat_pump_thermostat.engine.state import Guards
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, O
from ..rig import (
    DUAL_FUEL,
    Bench,
    celsius,
    minutes,
    seconds,
    settings_for,
    targets,
)
from ..situations import situation

HEAT, COOL = frozenset({Side.HEAT}), frozenset({Side.COOL})
NONE: frozenset[Side] = frozenset()


@pytest.mark.parametrize(
    ("rooms", "before", "after"),
    [
        pytest.param((29.9,), NONE, NONE, id="a warm room"),
        pytest.param((30.0,), NONE, HEAT, id="too warm"),
        pytest.param((29.6,), HEAT, HEAT, id="not cool enough again"),
        pytest.param((29.4,), HEAT, NONE, id="half a kelvin below"),
        pytest.param((20.0, 30.0), NONE, HEAT, id="any room"),
        pytest.param((15.1,), NONE, NONE, id="a cool room"),
        pytest.param((15.0,), NONE, COOL, id="too cold"),
        pytest.param((15.4,), COOL, COOL, id="not warm enough again"),
        pytest.param((15.6,), COOL, NONE, id="half a kelvin above"),
        pytest.param((30.0, 15.0), NONE, HEAT | COOL, id="one of each"),
        pytest.param((), HEAT, NONE, id="nobody knows"),
    ],
)
def test_when_a_room_has_gone_too_far(
    rooms: tuple[float, ...], before: frozenset[Side], after: frozenset[Side]
) -> None:
    assert room_limits.advance(before, situation(shows=rooms)) == after


@pytest.mark.parametrize(("room", "is_beyond"), [(26.9, False), (27.0, True)])
def test_the_limits_are_options(room: float, *, is_beyond: bool) -> None:
    limits = Limits(warmest=celsius(27))
    moment = situation(replace(settings_for(), limits=limits), shows=(room,))
    assert (Side.HEAT in room_limits.advance(NONE, moment)) is is_beyond


@pytest.mark.parametrize(
    ("call", "beyond", "reason"),
    [
        (Call.HEAT_1, HEAT, Reason.ROOM_TOO_WARM),
        (Call.HEAT_2, HEAT, Reason.ROOM_TOO_WARM),
        (Call.HEAT_AUX, HEAT, Reason.ROOM_TOO_WARM),
        (Call.EMERGENCY, HEAT, Reason.ROOM_TOO_WARM),
        (Call.LOCKED_OUT, HEAT, Reason.ROOM_TOO_WARM),
        (Call.FURNACE, HEAT, Reason.ROOM_TOO_WARM),
        (Call.COOL_1, COOL, Reason.ROOM_TOO_COLD),
        (Call.COOL_2, COOL, Reason.ROOM_TOO_COLD),
        (Call.COOL_1, HEAT, None),
        (Call.HEAT_1, COOL, None),
        (Call.FAN, HEAT | COOL, None),
        (Call.IDLE, HEAT | COOL, None),
    ],
)
def test_what_is_stopped_then(
    call: Call, beyond: frozenset[Side], reason: Reason | None
) -> None:
    wanted = Ruling(call, Reason.HEATING)
    moment = situation(guards=Guards(beyond=beyond))
    allowed = room_limits.within_room_limits(wanted, moment)
    stopped = None if reason is None else Ruling(Call.IDLE, reason, Urgency.AT_ONCE)
    assert allowed == (stopped or wanted)


def test_somebody_watches_a_test() -> None:
    test = Ruling(Call.HEAT_1, Reason.TESTING)
    moment = situation(guards=Guards(beyond=HEAT | COOL))
    assert room_limits.within_room_limits(test, moment) == test


def test_heat_ends_within_the_minimum_run() -> None:
    bench = Bench(room=29.9).wish(lambda w: w.with_targets(targets(35, 40), None))
    bench.run(seconds(30))
    assert bench.on >= {Y1}
    bench.sense(room=30.0).run(seconds(5))
    assert (Y1 in bench.on, bench.reason) == (False, Reason.ROOM_TOO_WARM)


def test_a_furnace_does_not_wait_for_its_minimum_either() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19, outdoor=-12).run(minutes(6))
    bench.sense(room=20.5).sense(room=19.0).run(minutes(7))
    assert bench.on == {W1}
    bench.sense(room=30.0).run(seconds(5))
    assert bench.on == set()


def test_nor_for_a_compressor_that_has_to_rest_before_it_cools() -> None:
    bench = Bench(settings_for(DUAL_FUEL), Mode.COOL, room=26).run(minutes(7))
    bench.sense(room=3)
    while bench.on != {W1}:
        bench.run(seconds(5))
    bench.sense(room=34).run(seconds(5))
    assert (bench.on, bench.reason) == (set(), Reason.MINIMUM_OFF)


def test_a_second_sensor_stops_it_too() -> None:
    bench = Bench(room=19, fallback=29.5).run(minutes(31))
    assert bench.on >= {Y1, W2}
    bench.sense(fallback=30.0).run(seconds(5))
    assert not bench.on & {Y1, W2}
    bench.sense(fallback=29.6).run(minutes(10))
    assert Y1 not in bench.on
    bench.sense(fallback=29.4).run(seconds(5))
    assert Y1 in bench.on


def test_one_that_leapt_there_stops_nothing() -> None:
    bench = Bench(room=19, fallback=20, believes_leaps=False).run(minutes(2))
    bench.sense(fallback=31.0).run(minutes(1))
    assert bench.on >= {Y1}


def parting(
    bench: Bench, *, hours: int, warming: float, cooling: float
) -> Iterator[float]:
    """Let a stove warm the first room, K an hour, and another one cool; yield hours."""
    for sixth in range(1, hours * 6):
        room = 20 + warming * sixth / 6 + 0.2 * abs(sixth % 12 - 6)
        bench.sense(room=room, fallback=20 - cooling * sixth / 6).run(minutes(10))
        yield room


@pytest.mark.slow
def test_a_stove_beside_a_cold_bedroom_makes_no_room_hotter_than_the_limit() -> None:
    """Neither has leapt: which of them lies nobody knows."""
    bench = Bench(fallback=20, outdoor=-5, believes_leaps=False)
    for _ in parting(bench, hours=12, warming=0.7, cooling=0.5):
        pass
    assert bench.state.senses.room.doubt is Doubt.DISAGREES
    assert bench.on >= {Y1}, "the bedroom has become cold"

    def heats_at(bedroom: float) -> bool:
        warm = 30.4 + 0.2 * (bedroom % 1)
        bench.sense(room=warm, fallback=bedroom).run(minutes(10))
        assert bench.state.senses.room.doubt is Doubt.DISAGREES
        return Y1 in bench.on

    assert [heats_at(each) for each in (14.4, 14.8, 15.2, 15.6)] == [1, 1, 0, 0]
    assert [heats_at(each) for each in (15.0, 14.0, 13.2, 12.9)] == [0, 0, 0, 1]


@pytest.mark.slow
def test_what_leaps_beyond_the_limit_while_it_is_disputed_stops_nothing() -> None:
    bench = Bench(fallback=20, outdoor=-5, mode=Mode.COOL, believes_leaps=False)
    for _ in parting(bench, hours=11, warming=0.0, cooling=0.5):
        pass
    bench.wish(lambda w: w.with_mode(Mode.HEAT)).run(minutes(10))
    assert bench.state.senses.room.doubt is Doubt.DISAGREES
    bench.sense(room=31).run(minutes(20))
    assert bench.on >= {Y1}


@pytest.mark.slow
def test_a_sensor_that_drifts_lets_no_house_freeze() -> None:
    """It has come there step by step as well."""
    bench = Bench(fallback=20, outdoor=-5, mode=Mode.COOL, believes_leaps=False)
    for _ in parting(bench, hours=23, warming=0.6, cooling=0.7):
        pass
    assert bench.state.senses.room.doubt is Doubt.DISAGREES
    assert bench.on >= {Y1}
    assert bench.reason is Reason.FREEZE_GUARD


def test_cold_ends_within_the_minimum_run() -> None:
    bench = Bench(mode=Mode.COOL, room=15.3).wish(
        lambda w: w.with_targets(targets(10, 12), None)
    )
    bench.run(seconds(30))
    assert bench.on >= {Y1, O}
    bench.sense(room=15.0).run(seconds(5))
    assert (Y1 in bench.on, bench.reason) == (False, Reason.ROOM_TOO_COLD)
