"""The indoor fan: with every call, after it, and as the household likes."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.vocabulary import Action, Call
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from ..invariants import W2, Y1, G
from ..rig import FANLESS, NO_BACKUP, Bench, minutes, seconds, settings_for

PLAIN = settings_for(NO_BACKUP)


def _with_fan(mode: FanMode, bench: Bench | None = None) -> Bench:
    return (bench or Bench(PLAIN)).wish(lambda w: w.with_fan(mode))


@pytest.mark.parametrize(
    ("mode", "room", "satisfied"),
    [
        pytest.param(Mode.HEAT, 19.5, 21, id="heating"),
        pytest.param(Mode.COOL, 24.5, 23, id="cooling"),
    ],
)
def test_it_runs_on_for_a_minute(mode: Mode, room: float, satisfied: float) -> None:
    bench = Bench(PLAIN, mode=mode, room=room).run(minutes(6))
    bench.sense(room=satisfied).run(minutes(3))
    assert bench.times("G off")[0] - bench.times("Y1 off")[0] == 60


@pytest.mark.parametrize(
    ("heat", "cool", "mode", "room", "lasts"),
    [
        pytest.param(90, 0, Mode.HEAT, 19.5, 90, id="heating"),
        pytest.param(0, 120, Mode.COOL, 24.5, 120, id="cooling"),
        pytest.param(0, 120, Mode.HEAT, 19.5, 0, id="not at all"),
    ],
)
def test_how_long_it_runs_on_is_an_option_of_each_side(
    heat: float, cool: float, mode: Mode, room: float, lasts: float
) -> None:
    bench = Bench(PLAIN, mode=mode, room=room).adjust(
        lambda s: replace(
            s,
            fan=replace(s.fan, run_on_heat=seconds(heat), run_on_cool=seconds(cool)),
        )
    )
    bench.run(minutes(6)).sense(room=22).run(minutes(5))
    assert bench.times("G off")[0] - bench.times("Y1 off")[0] == lasts


def test_it_runs_on_after_off_too_and_then_rests() -> None:
    bench = _with_fan(FanMode.ON, Bench(PLAIN, room=19.5)).run(minutes(6))
    bench.choose(Mode.OFF)
    assert bench.on == {G}
    assert bench.decision.action is Action.OFF
    assert bench.run(minutes(1)).on == set()


def test_it_does_not_run_on_where_it_does_not_run() -> None:
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).sense(room=21)
    assert bench.press(G, on=False).on == set()


def test_it_runs_on_after_electric_heat() -> None:
    bench = Bench(room=19.5).emergency(on=True).run(minutes(1)).sense(room=21)
    assert bench.run(seconds(59)).on == {G}
    assert bench.run(seconds(1)).on == set()


def test_shutting_down_it_does_not_run_on() -> None:
    assert Bench(PLAIN, room=19.5).run(minutes(6)).close().on == set()


@pytest.mark.parametrize("mode", [Mode.HEAT, Mode.COOL, Mode.HEAT_COOL])
def test_chosen_on_it_runs_in_every_mode_but_off(mode: Mode) -> None:
    bench = _with_fan(FanMode.ON).choose(mode)
    assert (bench.on, bench.decision.action) == ({G}, Action.FAN)
    assert bench.choose(Mode.OFF).run(minutes(1)).on == set()


def test_fan_only_runs_it_whatever_the_fan_mode() -> None:
    bench = Bench(PLAIN, mode=Mode.FAN_ONLY, room=10).run(minutes(60))
    assert (bench.on, bench.call) == ({G}, Call.FAN)


def test_auto_leaves_it_at_rest() -> None:
    assert Bench(PLAIN).run(minutes(120)).moves == []


def test_circulate_runs_it_for_fifteen_minutes_of_every_hour() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(179))
    assert bench.times("G on") == [0, 3600, 7200]
    assert bench.times("G off") == [900, 4500, 8100]


def test_circulate_counts_the_hour_from_the_last_stop() -> None:
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).sense(room=21).run(minutes(3))
    stop = bench.times("G off")[0]
    _with_fan(FanMode.CIRCULATE, bench).run(minutes(60))
    assert bench.times("G on")[1:] == [stop + 45 * 60]


def test_a_call_while_it_circulates_is_its_own() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(1)).sense(room=19.5)
    bench.run(minutes(19)).sense(room=21)
    assert bench.run(minutes(1)).times("G off") == [20 * 60 + 60]


def test_a_short_call_between_is_no_share_of_the_hour() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(20)).sense(room=19.5)
    bench.run(minutes(6)).sense(room=21).run(minutes(20))
    assert bench.times("G off")[1] - bench.times("Y1 off")[0] == 60


def test_switched_off_by_hand_it_circulates_on() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(1)).press(G, on=False)
    assert bench.on == {G}


def test_shutting_down_ends_a_circulation() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(1)).close()
    assert not bench.state.is_circulating
    assert bench.on == set()


def test_circulate_rests_in_off() -> None:
    bench = _with_fan(FanMode.CIRCULATE).run(minutes(1)).choose(Mode.OFF)
    assert bench.run(minutes(120)).on == set()


def test_circulate_can_fill_most_of_the_hour() -> None:
    bench = Bench(PLAIN).adjust(
        lambda s: replace(s, fan=replace(s.fan, circulate=minutes(55)))
    )
    _with_fan(FanMode.CIRCULATE, bench).run(minutes(119))
    assert bench.times("G off") == [55 * 60, 115 * 60]


def test_without_g_there_is_no_fan_to_wait_for() -> None:
    bench = _with_fan(FanMode.CIRCULATE, Bench(settings_for(FANLESS), room=19))
    bench.run(minutes(12))
    assert bench.on == {Y1, W2}
