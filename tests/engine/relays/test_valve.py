"""The reversing valve moves only at rest, settles, and never while Y may run."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import Y1, Y2, B, G, O
from ..rig import (
    BOTH_VALVES,
    COOLING_ONLY,
    NO_BACKUP,
    NO_VALVE,
    NOON,
    SINGLE_STAGE_B,
    Bench,
    minutes,
    seconds,
    settings_for,
)

REST = 301
PLAIN = settings_for(NO_BACKUP)


def _cooling_after_heating(machine: Machine) -> Bench:
    bench = Bench(settings_for(machine), room=19.5).run(minutes(6)).forget()
    return bench.choose(Mode.COOL).sense(room=24.5).run(minutes(7))


def test_it_moves_after_the_minimum_off_and_settles_before_the_start() -> None:
    bench = _cooling_after_heating(NO_BACKUP)
    off = bench.times("Y1 off")[0]
    assert off == 360
    assert bench.times("O on") == [off + REST]
    assert bench.times("Y1 on") == [off + REST + 5]


def test_meanwhile_it_says_that_it_switches() -> None:
    bench = Bench(PLAIN, mode=Mode.COOL, room=24.5)
    assert (bench.call, bench.reason) == (Call.COOL_1, Reason.SWITCHING)
    assert bench.decision.next_change == NOON + seconds(5)
    assert bench.run(seconds(5)).reason is Reason.COOLING


def test_of_a_complementary_pair_one_opens_before_the_other_closes() -> None:
    bench = Bench(settings_for(BOTH_VALVES), room=19.5).run(minutes(6))
    assert bench.times("B on") == [0]
    assert bench.times("Y1 on") == [5]
    bench.forget().slow(seconds(2)).choose(Mode.COOL).sense(room=24.5).run(minutes(7))
    off = bench.times("Y1 off")[0]
    assert bench.times("B off") == [off + REST + 2]
    assert bench.times("O on") == [off + REST + 4]
    assert bench.times("Y1 on") == [off + REST + 4 + 5 + 2]


def test_type_b_is_energised_to_heat() -> None:
    bench = Bench(settings_for(SINGLE_STAGE_B), room=19.5).run(minutes(6))
    assert bench.on == {Y1, G, B}
    bench.choose(Mode.COOL).sense(room=24.5).run(minutes(7))
    assert bench.on == {Y1, G}


@pytest.mark.parametrize(
    ("machine", "mode", "room"),
    [
        pytest.param(NO_VALVE, Mode.HEAT, 19.5, id="heats only"),
        pytest.param(COOLING_ONLY, Mode.COOL, 24.5, id="cools only"),
    ],
)
def test_without_a_valve_there_is_nothing_to_wait_for(
    machine: Machine, mode: Mode, room: float
) -> None:
    bench = Bench(settings_for(machine), mode=mode, room=room)
    assert bench.on == {Y1, G}


@pytest.mark.parametrize(
    ("machine", "mode", "room"),
    [
        pytest.param(NO_VALVE, Mode.COOL, 30, id="a heater cannot cool"),
        pytest.param(COOLING_ONLY, Mode.COOL, 10, id="a cold room needs no cold"),
    ],
)
def test_what_the_machine_cannot_do_is_not_called(
    machine: Machine, mode: Mode, room: float
) -> None:
    bench = Bench(settings_for(machine), mode=mode, room=room).run(minutes(10))
    assert bench.moves == []


def test_at_rest_it_stays_where_it_was() -> None:
    bench = Bench(PLAIN, mode=Mode.COOL, room=24.5).run(minutes(6))
    bench.sense(room=23).run(minutes(60)).choose(Mode.OFF).run(minutes(60))
    assert bench.on == {O}
    assert bench.close().on == {O}


def test_moved_by_hand_at_rest_it_is_put_back() -> None:
    bench = Bench(PLAIN).sense(room=19.5).run(minutes(6)).sense(room=21)
    bench.run(minutes(10)).forget().press(O, on=True)
    assert bench.moves == ["O on", "O off"]


def test_moved_by_hand_before_the_rest_is_over_it_must_wait() -> None:
    bench = Bench(PLAIN).sense(room=19.5).run(minutes(6)).sense(room=21)
    bench.run(minutes(1)).press(O, on=True).run(minutes(6))
    assert bench.times("O off") == [360 + REST]


def test_moved_by_hand_under_a_running_compressor() -> None:
    bench = Bench(room=19.3).run(minutes(2)).forget().press(O, on=True)
    assert bench.moves == ["O on", "Y2 off", "Y1 off"]
    bench.forget().run(minutes(7))
    assert bench.times("O off") == [120 + REST]
    assert bench.times("Y1 on") == [120 + REST + 5]


def test_even_then_the_second_stage_goes_first() -> None:
    bench = Bench(room=19.3).run(minutes(2)).forget().slow(seconds(3)).press(O, on=True)
    bench.run(minutes(1))
    assert bench.times("Y2 off") == [123]
    assert bench.times("Y1 off") == [126]


def test_a_lost_valve_does_not_stop_a_run_but_prevents_a_start() -> None:
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).lose(O).run(minutes(6))
    assert Y1 in bench.on
    bench.sense(room=21).run(minutes(10)).sense(room=19.5).run(minutes(10))
    assert bench.reason is Reason.RELAY_LOST
    assert Y1 not in bench.on
    assert Y1 in bench.find(O).run(minutes(1)).on


def test_it_does_not_move_while_a_stage_is_lost() -> None:
    bench = Bench(room=20).lose(Y2).choose(Mode.COOL).sense(room=26).run(minutes(60))
    assert bench.times("O on") == []
    bench.find(Y2).run(minutes(6))
    assert bench.times("O on") == [3600 + REST]


def test_a_move_on_its_way_is_waited_for() -> None:
    bench = Bench(PLAIN).slow(seconds(8), O).choose(Mode.COOL).sense(room=24.5)
    bench.run(seconds(3)).choose(Mode.HEAT).sense(room=19.5).run(minutes(1))
    assert bench.times("O on") == [8]
    assert bench.times("O off") == [11]
    assert bench.times("Y1 on") == [16]


def test_a_move_that_was_called_back_in_time_costs_half_a_minute() -> None:
    bench = Bench(PLAIN)
    bench.relays[O].is_silent = True
    bench.choose(Mode.COOL).sense(room=24.5).run(seconds(3))
    bench.choose(Mode.HEAT).sense(room=19.5).run(minutes(1))
    assert bench.state.wires.board.contacts[O].relay is Relay.OFF
    assert bench.times("Y1 on") == [3 + 30 + 5]


def test_the_settings_may_ask_for_a_longer_rest() -> None:
    bench = Bench(PLAIN).adjust(
        lambda s: replace(s, compressor=replace(s.compressor, minimum_off=minutes(9)))
    )
    bench.sense(room=19.5).run(minutes(6)).choose(Mode.COOL).sense(room=24.5)
    bench.run(minutes(10))
    assert bench.times("O on") == [360 + 541]
    assert Y2 not in bench.on
