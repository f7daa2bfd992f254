"""The second stage joins far from the setpoint or after a long first stage."""

import pytest

from custom_components.heat_pump_thermostat.engine.model import Call
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import Y1, Y2
from .rig import NO_BACKUP, Bench, minutes, seconds, settings_for


@pytest.mark.parametrize(
    ("mode", "room", "call"),
    [
        pytest.param(Mode.HEAT, 19.42, Call.HEAT_1, id="heat: near"),
        pytest.param(Mode.HEAT, 19.4, Call.HEAT_2, id="heat: 0.6 K below"),
        pytest.param(Mode.COOL, 24.58, Call.COOL_1, id="cool: near"),
        pytest.param(Mode.COOL, 24.6, Call.COOL_2, id="cool: 0.6 K above"),
    ],
)
def test_it_joins_by_distance(mode: Mode, room: float, call: Call) -> None:
    assert Bench(mode=mode).sense(room=room).call is call


def test_it_joins_after_fifteen_minutes_of_the_first() -> None:
    bench = Bench(mode=Mode.COOL, room=24.5).run(minutes(16))
    start = bench.times("Y1 on")[0]
    assert bench.times("Y2 on") == [start + 900]


def test_it_leaves_at_the_setpoint_and_the_first_finishes() -> None:
    bench = Bench(mode=Mode.COOL, room=25).run(minutes(6))
    assert bench.sense(room=24.01).call is Call.COOL_2
    assert bench.sense(room=24.0).call is Call.COOL_1
    assert bench.on >= {Y1}
    assert bench.sense(room=23.72).call is Call.IDLE


def test_it_rejoins_only_after_another_long_first_stage() -> None:
    bench = Bench(mode=Mode.COOL, room=25).run(minutes(30)).sense(room=24)
    bench.sense(room=24.1).run(minutes(15) - seconds(1))
    assert Y2 not in bench.on
    assert Y2 in bench.run(seconds(1)).on


def test_a_first_stage_past_the_setpoint_needs_no_second() -> None:
    bench = Bench(mode=Mode.COOL, room=24.5).run(minutes(5)).sense(room=24)
    assert bench.run(minutes(60)).call is Call.COOL_1


def test_a_resting_compressor_gathers_no_time() -> None:
    bench = Bench(mode=Mode.COOL).press(Y1, on=True).run(minutes(6))
    bench.sense(room=24.5).run(minutes(14))
    assert Y2 not in bench.on


def test_a_single_stage_has_no_second() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=15).run(minutes(60))
    assert bench.call is Call.HEAT_1
