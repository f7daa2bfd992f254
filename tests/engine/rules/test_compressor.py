"""What protects the compressor: rest, minimum run, and few starts."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.rules.compressor import (
    recent_starts,
)
from custom_components.heat_pump_thermostat.engine.settings import Compressor, Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import Y1, Y2, E
from ..rig import (
    DUAL_FUEL,
    E_ONLY,
    NO_BACKUP,
    NOON,
    Bench,
    celsius,
    minutes,
    off_for_a_day,
    seconds,
    settings_for,
)
from ..situations import situation

REST = 301
"""The minimum off time, and the moment that is added to it."""
PLAIN = settings_for(NO_BACKUP)


def _running() -> Bench:
    return Bench(PLAIN, room=19.5).run(minutes(1))


def _stopped() -> Bench:
    return _running().choose(Mode.OFF).forget().choose(Mode.HEAT)


def test_it_rests_for_its_minimum() -> None:
    bench = _stopped().run(minutes(2))
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.MINIMUM_OFF)
    assert bench.decision.next_change == NOON + minutes(1) + seconds(REST)
    assert bench.run(minutes(6)).times("Y1 on") == [60 + REST]


@pytest.mark.parametrize("gap", [10, 100, 250])
def test_a_restart_does_not_shorten_the_rest(gap: float) -> None:
    bench = _stopped().restart(seconds(gap)).run(minutes(6))
    assert bench.times("Y1 on") == [60 + REST]


def test_a_compressor_that_stopped_unseen_rests_from_when_it_was_found_off() -> None:
    bench = _running()
    bench.relays[Y1].press(bench.now + minutes(1), on=False)
    bench.restart(minutes(30)).forget().run(minutes(6))
    assert bench.times("Y1 on") == [60 + 1800 + REST]


def test_one_that_ran_through_a_restart_goes_on() -> None:
    bench = _running().restart(minutes(30)).forget().run(minutes(6))
    assert bench.moves == []
    assert Y1 in bench.on


def test_an_unknown_past_may_have_ended_just_now() -> None:
    bench = Bench(PLAIN, room=19.5, is_rested=False).run(minutes(6))
    assert bench.times("Y1 on") == [REST]


def test_a_lost_relay_may_have_run_until_it_was_found() -> None:
    bench = Bench(PLAIN, room=20).lose(Y1).sense(room=19.5).run(minutes(60))
    assert bench.reason is Reason.RELAY_LOST
    bench.find(Y1).run(minutes(6))
    assert bench.times("Y1 on") == [3600 + REST]


def test_the_second_stage_must_rest_as_well() -> None:
    bench = Bench(room=19.3).run(minutes(6)).lose(Y2).sense(room=21).run(minutes(9))
    bench.find(Y2, on=False).forget().sense(room=19.5).run(minutes(6))
    assert bench.times("Y1 on") == [900 + REST]


def test_an_ordinary_stop_waits_for_the_minimum_run() -> None:
    bench = _running().sense(room=21)
    assert (bench.call, bench.reason) == (Call.HEAT_1, Reason.MINIMUM_ON)
    assert bench.run(minutes(6)).times("Y1 off") == [300]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda b: b.sense(room=21), id="satisfied"),
        pytest.param(lambda b: b.choose(Mode.COOL), id="another mode"),
        pytest.param(lambda b: b.choose(Mode.FAN_ONLY), id="fan only"),
        pytest.param(lambda b: b.see(window=True), id="window"),
    ],
)
def test_an_ordinary_stop_is(end: Callable[[Bench], Bench]) -> None:
    assert end(_running()).run(minutes(6)).times("Y1 off") == [300]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda b: b.choose(Mode.OFF), id="off"),
        pytest.param(lambda b: b.emergency(on=True), id="emergency heat"),
        pytest.param(lambda b: b.close(), id="shut down"),
        pytest.param(
            lambda b: b.choose(Mode.OFF).emergency(on=False), id="off stays off"
        ),
    ],
)
def test_a_stop_at_once_is(end: Callable[[Bench], Bench]) -> None:
    bench = end(Bench(room=19.5).run(minutes(1)))
    assert bench.times("Y1 off") == [60]


@pytest.mark.parametrize("mode", [Mode.HEAT, Mode.FAN_ONLY])
def test_a_lost_room_sensor_stops_at_once_too(mode: Mode) -> None:
    bench = Bench(PLAIN, mode=Mode.OFF, room=19.5).lose_room_sensor().run(minutes(13))
    bench.choose(Mode.HEAT).run(minutes(1)).choose(mode).run(minutes(2))
    assert bench.times("Y1 on") == [13 * 60]
    assert bench.times("Y1 off") == [15 * 60]


def test_without_a_minimum_run() -> None:
    bench = _running().adjust(
        lambda s: replace(s, compressor=replace(s.compressor, minimum_on=seconds(0)))
    )
    bench.inspector.machine = NO_BACKUP
    bench.run(minutes(5)).sense(room=21)
    assert bench.times("Y1 off") == [360]


def test_a_defrost_may_come_before_the_minimum_run() -> None:
    bench = _running().see(defrost=True)
    assert (bench.call, bench.reason) == (Call.DEFROST, Reason.DEFROSTING)


def test_what_may_be_a_defrost_is_not_cut_short() -> None:
    bench = _running().sense(outdoor=0).measure(coil=-8).run(minutes(8))
    bench.measure(coil=-2).sense(room=21)
    assert (bench.call, bench.reason) == (Call.HEAT_1, Reason.MINIMUM_ON)
    assert bench.measure(coil=-8).call is Call.IDLE


def _cycle(bench: Bench) -> Bench:
    """Run for five minutes and rest for about as long."""
    bench.sense(room=19.5).run(minutes(5) + seconds(1))
    return bench.sense(room=21).run(minutes(5) + seconds(2))


def test_the_fifth_start_within_an_hour_waits_for_the_hour() -> None:
    bench = Bench(PLAIN)
    for _ in range(4):
        _cycle(bench)
    bench.sense(room=19.5)
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.STARTS_PER_HOUR)
    assert bench.decision.next_change == NOON + minutes(60)
    assert bench.run(minutes(30)).times("Y1 on")[4] == 3600


def test_starts_are_not_spaced() -> None:
    bench = Bench(PLAIN)
    _cycle(_cycle(bench))
    assert bench.times("Y1 on") == [0, 603]


def test_starts_are_remembered_over_a_restart() -> None:
    bench = Bench(PLAIN)
    for _ in range(4):
        _cycle(bench)
    bench.restart(minutes(5)).sense(room=19.5).run(minutes(20))
    assert bench.times("Y1 on")[4] == 3600


def test_only_confirmed_starts_of_the_last_hour_count() -> None:
    off, on = off_for_a_day(NO_BACKUP), Bench(PLAIN, room=19).state.wires.board
    old = (NOON - minutes(60), NOON - minutes(59))
    assert recent_starts(old, situation(before=off, board=off)) == old[1:]
    assert recent_starts(old, situation(before=off, board=on)) == (old[1], NOON)
    assert recent_starts(old, situation(before=on, board=on)) == old[1:]


def test_a_start_by_hand_is_a_run_with_all_its_rules() -> None:
    bench = Bench(PLAIN).press(Y1, on=True)
    assert (bench.call, bench.reason) == (Call.HEAT_1, Reason.MINIMUM_ON)
    bench.run(minutes(6)).sense(room=19.5).run(minutes(6))
    assert bench.times("Y1 off") == [300]
    assert bench.times("Y1 on") == [0, 300 + REST]


@pytest.mark.parametrize(
    "machine",
    [pytest.param(DUAL_FUEL, id="a furnace"), pytest.param(E_ONLY, id="E")],
)
def test_a_start_by_hand_beside_what_excludes_it_ends_at_once(machine: Machine) -> None:
    cold = Compressor(minimum_outdoor=celsius(0))
    bench = Bench(replace(settings_for(machine), compressor=cold), outdoor=-6)
    bench.sense(room=19.5).run(minutes(20)).forget().press(Y1, on=True)
    assert bench.moves[:2] == ["Y1 on", "Y1 off"]


def test_a_stop_that_is_on_its_way_is_not_called_back() -> None:
    bench = _running().run(minutes(5)).slow(seconds(4)).sense(room=21)
    bench.run(seconds(1)).sense(room=19.3).run(minutes(6))
    off = bench.times("Y1 off")[0]
    assert bench.times("Y1 on") == [0, off + REST + 4 + 4]


def test_a_called_back_start_counts_as_a_run() -> None:
    bench = Bench(PLAIN).slow(seconds(4), Y1).sense(room=19.5).choose(Mode.OFF)
    bench.run(seconds(1)).choose(Mode.HEAT).run(minutes(7))
    assert bench.moves[:3] == ["G on", "Y1 on", "Y1 off"]
    assert bench.times("Y1 on")[1] >= REST


def test_emergency_heat_never_starts_it() -> None:
    bench = Bench(room=17).emergency(on=True).forget().run(minutes(300))
    assert "Y1 on" not in bench.moves
    assert E in bench.on
