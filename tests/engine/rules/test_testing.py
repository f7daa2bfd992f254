"""A terminal is tested: as any call is made, for a while, and for no longer."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine import state
from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Machine, Settings
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.vocabulary import Finding, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, Y2, B, E, G, O
from ..rig import (
    BOTH_VALVES,
    COOLING_ONLY,
    DUAL_FUEL,
    E_ONLY,
    FANLESS,
    MACHINES,
    NO_BACKUP,
    NO_VALVE,
    NOON,
    SINGLE_STAGE_B,
    TWO_STAGE,
    Bench,
    minutes,
    seconds,
    settings_for,
)

REST = 301
PLAIN = settings_for(NO_BACKUP)


def bench_of(machine: Machine, mode: Mode = Mode.OFF) -> Bench:
    return Bench(settings_for(machine), mode=mode)


def outcome(bench: Bench) -> state.Tested:
    """Return what was found; the test must be over."""
    assert bench.state.trial.testing is None
    assert bench.state.trial.tested is not None
    return bench.state.trial.tested


def with_minimum_on(seconds_: float) -> Settings:
    limits = replace(PLAIN.compressor, minimum_on=seconds(seconds_))
    return replace(PLAIN, compressor=limits)


# --- What it energises ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "terminal", "side", "on"),
    [
        pytest.param(TWO_STAGE, Y1, Side.HEAT, {Y1, G}, id="Y1 heats"),
        pytest.param(TWO_STAGE, Y1, Side.COOL, {Y1, G, O}, id="Y1 cools"),
        pytest.param(TWO_STAGE, Y2, Side.HEAT, {Y1, Y2, G}, id="Y2 heats"),
        pytest.param(TWO_STAGE, Y2, Side.COOL, {Y1, Y2, G, O}, id="Y2 cools"),
        pytest.param(TWO_STAGE, G, Side.HEAT, {G}, id="G"),
        pytest.param(TWO_STAGE, O, Side.HEAT, {O}, id="O"),
        pytest.param(TWO_STAGE, W2, Side.HEAT, {W2, G}, id="W2"),
        pytest.param(TWO_STAGE, E, Side.HEAT, {E, W2, G}, id="E with W2"),
        pytest.param(E_ONLY, E, Side.HEAT, {E, G}, id="E alone"),
        pytest.param(DUAL_FUEL, W1, Side.HEAT, {W1}, id="W1"),
        pytest.param(SINGLE_STAGE_B, B, Side.HEAT, {B}, id="B"),
        pytest.param(SINGLE_STAGE_B, Y1, Side.HEAT, {Y1, G, B}, id="Y1 heats by B"),
        pytest.param(SINGLE_STAGE_B, Y1, Side.COOL, {Y1, G}, id="Y1 cools by B"),
        pytest.param(BOTH_VALVES, O, Side.HEAT, {O}, id="O beside B"),
        pytest.param(BOTH_VALVES, B, Side.HEAT, {B}, id="B beside O"),
        pytest.param(FANLESS, Y1, Side.HEAT, {Y1}, id="Y1 without G"),
        pytest.param(FANLESS, W2, Side.HEAT, {W2}, id="W2 without G"),
        pytest.param(NO_VALVE, Y1, Side.COOL, {Y1, G}, id="it can only heat"),
        pytest.param(COOLING_ONLY, Y1, Side.HEAT, {Y1, G}, id="it can only cool"),
    ],
)
def test_the_terminal_and_what_belongs_to_it(
    machine: Machine, terminal: Terminal, side: Side, on: set[Terminal]
) -> None:
    bench = bench_of(machine).test(terminal, side).run(seconds(20))
    assert bench.on == on
    assert bench.reason is Reason.TESTING


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_every_terminal_of_every_machine_in_every_mode(
    machine: str, mode: Mode
) -> None:
    bench = Bench(settings_for(MACHINES[machine]), mode=mode)
    for terminal in bench.relays:
        bench.test(terminal).run(seconds(1))
        bench.run_until(lambda b: b.state.trial.testing is None, within=minutes(30))
        assert outcome(bench).finding is Finding.ON, terminal


def test_a_machine_that_can_do_one_side_is_tested_on_that_side() -> None:
    bench = bench_of(COOLING_ONLY).test(Y1, Side.HEAT)
    assert bench.state.trial.testing is not None
    assert bench.state.trial.testing.side is Side.COOL


# --- How long it lasts ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("terminal", "lasts"), [(G, 60), (W2, 60), (E, 60), (Y1, 360), (Y2, 360)]
)
def test_it_ends_by_itself(terminal: Terminal, lasts: float) -> None:
    bench = bench_of(TWO_STAGE).test(terminal).run(minutes(10))
    name = terminal.name
    assert bench.times(f"{name} off")[0] - bench.times(f"{name} on")[0] == lasts
    assert bench.on <= {O}
    assert outcome(bench).finding is Finding.ON
    assert bench.reason is Reason.OFF


def test_a_valve_stays_where_it_was_put() -> None:
    bench = bench_of(TWO_STAGE).test(O).run(minutes(10))
    assert bench.moves == ["O on"]
    assert outcome(bench).finding is Finding.ON


def test_the_time_counts_from_when_the_relay_confirms() -> None:
    bench = bench_of(TWO_STAGE).slow(seconds(4), W2).test(W2).run(minutes(3))
    on = bench.times("W2 on")[0]
    assert bench.times("W2 off") == [on + 60 + 4]
    assert outcome(bench).answered_in == seconds(4)


def test_a_relay_that_is_on_already_answers_at_once() -> None:
    bench = bench_of(TWO_STAGE).press(O, on=True).run(minutes(1)).test(O)
    assert bench.state.trial.testing is not None
    assert bench.state.trial.testing.on_since == bench.now
    assert outcome(bench.run(minutes(1))).answered_in == seconds(0)


def test_a_compressor_runs_for_its_minimum_on_time() -> None:
    bench = Bench(with_minimum_on(900), mode=Mode.OFF).test(Y1).run(minutes(30))
    assert bench.times("Y1 off")[0] - bench.times("Y1 on")[0] == 900


def test_the_next_change_is_its_end() -> None:
    bench = bench_of(TWO_STAGE).test(W2)
    assert bench.decision.next_change == NOON + seconds(60)


def test_there_is_no_second_finding() -> None:
    bench = bench_of(TWO_STAGE).test(W2).run(minutes(2))
    assert outcome(bench).terminal is W2
    bench.test(G)
    assert bench.state.trial.tested is None


# --- It obeys ------------------------------------------------------------------------


def _just_ran() -> Bench:
    """Return a bench whose compressor stopped a moment ago, in mode off."""
    bench = Bench(PLAIN, room=19.5).run(minutes(6)).choose(Mode.OFF)
    return bench.run(seconds(70)).forget()


@pytest.mark.parametrize("terminal", [Y1, O])
def test_the_minimum_off_time_comes_first(terminal: Terminal) -> None:
    bench = _just_ran().test(terminal)
    assert bench.reason is Reason.MINIMUM_OFF
    assert bench.decision.next_change == bench.now + seconds(REST - 70)
    bench.run(minutes(4))
    assert bench.times(f"{terminal.name} on") == [360 + REST]
    assert bench.decision.reason is Reason.TESTING


def test_a_valve_waits_for_a_running_compressor() -> None:
    """It goes on for its minimum on time, rests, and then the valve moves."""
    bench = Bench(PLAIN, room=19.5).run(minutes(2)).forget().test(O)
    assert (bench.reason, bench.on) == (Reason.MINIMUM_ON, {Y1, G})
    bench.run(minutes(9))
    assert bench.moves == ["Y1 off", "G off", "O on"]
    assert bench.times("Y1 off") == [300]
    assert bench.times("O on") == [300 + REST]


def test_backup_heat_waits_for_a_running_compressor() -> None:
    bench = Bench(room=19.5).run(minutes(2)).forget().test(W2)
    assert bench.reason is Reason.MINIMUM_ON
    bench.run(minutes(4))
    assert bench.moves == ["Y1 off", "W2 on", "W2 off"]
    assert bench.times("W2 on") == bench.times("Y1 off") == [300]


def test_starts_per_hour_come_first() -> None:
    bench = bench_of(NO_BACKUP)
    bench.state = replace(
        bench.state, guards=replace(bench.state.guards, starts=(NOON - minutes(5),) * 4)
    )
    bench.test(Y1).run(minutes(17))
    assert bench.moves == []
    assert outcome(bench).finding is Finding.PREVENTED
    assert outcome(bench).because is Reason.STARTS_PER_HOUR


def test_ordinary_demand_waits() -> None:
    bench = bench_of(TWO_STAGE, Mode.HEAT).sense(room=21).test(W2).run(seconds(10))
    bench.sense(room=19).run(seconds(40))
    assert bench.on == {W2, G}
    bench.run(minutes(2))
    assert Y1 in bench.on


def test_a_sensed_defrost_is_left_alone() -> None:
    bench = Bench(room=19.5).run(minutes(7)).see(defrost=True).test(G)
    assert (bench.reason, bench.on) == (Reason.DEFROSTING, {Y1, G})


# --- What ends it --------------------------------------------------------------------


def test_whoever_leaves_ends_it() -> None:
    bench = bench_of(TWO_STAGE).test(Y1).run(minutes(1)).leave_test()
    assert Y1 not in bench.on
    assert outcome(bench).finding is Finding.STOPPED
    assert bench.leave_test().state.trial.tested == outcome(bench)


def test_emergency_heat_ends_it() -> None:
    bench = bench_of(TWO_STAGE, Mode.HEAT).test(Y1).run(minutes(1)).emergency(on=True)
    assert Y1 not in bench.on
    assert outcome(bench).because is Reason.EMERGENCY_HEAT


@pytest.mark.parametrize("terminal", [Y1, W2, E])
def test_a_lost_room_sensor_ends_what_heats(terminal: Terminal) -> None:
    bench = bench_of(TWO_STAGE).lose_room_sensor().run(minutes(14.5))
    bench.test(terminal).run(seconds(20))
    assert terminal in bench.on
    bench.run(seconds(20))
    assert terminal not in bench.on
    assert outcome(bench).because is Reason.ROOM_SENSOR_LOST


@pytest.mark.parametrize("terminal", [G, O])
def test_fan_and_valve_need_no_room_temperature(terminal: Terminal) -> None:
    bench = bench_of(TWO_STAGE).lose_room_sensor().run(minutes(20)).test(terminal)
    assert bench.on == {terminal}
    assert outcome(bench.run(minutes(2))).finding is Finding.ON


def test_the_freeze_guard_ends_it() -> None:
    bench = Bench(room=6, mode=Mode.FAN_ONLY).test(W2).run(seconds(10)).sense(room=4.5)
    assert outcome(bench).because is Reason.FREEZE_GUARD
    assert bench.reason is Reason.FREEZE_GUARD


def test_shutting_down_ends_it() -> None:
    bench = bench_of(TWO_STAGE).test(W2).run(seconds(10)).close()
    assert bench.on == {G}
    assert bench.run(minutes(1)).on == set()
    assert outcome(bench).because is Reason.STOPPING


def test_a_restart_ends_it() -> None:
    bench = bench_of(TWO_STAGE).test(W2).run(seconds(10)).restart(seconds(20))
    assert bench.state.trial.testing is None
    assert bench.on == {G}


def test_a_clock_that_is_set_does_not() -> None:
    bench = bench_of(TWO_STAGE).test(W2).run(seconds(10)).set_clock(minutes(120))
    assert bench.on == {W2, G}
    assert outcome(bench.run(seconds(50))).finding is Finding.ON


@pytest.mark.parametrize(
    ("machine", "side", "outdoor", "because"),
    [
        (DUAL_FUEL, Side.HEAT, -12, Reason.COMPRESSOR_LOCKED_OUT),
        (NO_BACKUP, Side.COOL, 2, Reason.COOLING_LOCKED_OUT),
    ],
)
def test_an_outdoor_limit_of_the_compressor_prevents_it(
    machine: Machine, side: Side, outdoor: float, because: Reason
) -> None:
    bench = bench_of(machine).sense(outdoor=outdoor).run(minutes(15)).test(Y1, side)
    assert bench.on == set()
    assert outcome(bench).because is because


@pytest.mark.parametrize(
    ("machine", "side", "outdoor"),
    [
        (DUAL_FUEL, Side.HEAT, 2),
        (NO_BACKUP, Side.HEAT, -12),
        (NO_BACKUP, Side.COOL, 30),
    ],
)
def test_but_not_that_of_the_other_side(
    machine: Machine, side: Side, outdoor: float
) -> None:
    bench = bench_of(machine).sense(outdoor=outdoor).run(minutes(15)).test(Y1, side)
    assert Y1 in bench.run(minutes(1)).on


def test_a_cold_crankcase_prevents_it() -> None:
    bench = bench_of(TWO_STAGE).restart(minutes(120)).test(Y1)
    assert outcome(bench).because is Reason.OUTAGE


# --- Relays that do not answer --------------------------------------------------------


@pytest.mark.parametrize("terminal", [Y1, G, O, W2])
def test_a_relay_that_does_not_do_it(terminal: Terminal) -> None:
    bench = bench_of(TWO_STAGE)
    bench.relays[terminal].is_silent = True
    bench.test(terminal).run(minutes(2))
    assert outcome(bench).finding is Finding.SILENT
    assert outcome(bench).terminal is terminal


def test_a_lost_relay_has_a_minute_to_answer() -> None:
    bench = bench_of(TWO_STAGE).lose(W2).run(minutes(30)).test(W2).run(seconds(60))
    assert bench.state.trial.testing is not None
    bench.run(seconds(10))
    assert outcome(bench).finding is Finding.SILENT


def test_a_relay_that_comes_back_is_tested() -> None:
    bench = bench_of(TWO_STAGE).lose(W2).run(minutes(30)).test(W2).run(seconds(30))
    bench.find(W2).run(minutes(5))
    assert outcome(bench).finding is Finding.ON


def test_a_relay_that_is_lost_meanwhile() -> None:
    bench = bench_of(TWO_STAGE).test(Y1).run(minutes(2)).lose(Y1).run(minutes(1))
    assert outcome(bench).finding is Finding.SILENT


@pytest.mark.parametrize(
    ("terminal", "lost"),
    [(Y1, G), (Y1, Y2), (Y1, O), (Y2, Y1), (O, Y1), (W2, G), (E, G)],
)
def test_a_relay_that_is_needed_for_it_is_lost(
    terminal: Terminal, lost: Terminal
) -> None:
    bench = bench_of(TWO_STAGE).lose(lost).run(minutes(10)).forget()
    bench.test(terminal).run(minutes(2))
    assert outcome(bench).because is Reason.RELAY_LOST
    assert f"{terminal.name} on" not in bench.moves


def test_a_relay_that_is_not_needed_may_be_lost() -> None:
    bench = bench_of(TWO_STAGE).lose(E).run(minutes(10)).test(Y1).run(minutes(10))
    assert outcome(bench).finding is Finding.ON


def test_a_relay_that_was_left_alone_is_tried_again() -> None:
    bench = bench_of(FANLESS)
    for _ in range(4):
        bench.press(W2, on=True).press(O, on=True).run(seconds(2))
    assert set(bench.state.wires.corrections) == {W2, O}
    bench.test(W2)
    assert set(bench.state.wires.corrections) == {O}


def test_a_relay_that_was_moved_by_hand_is_put_back() -> None:
    bench = bench_of(TWO_STAGE).test(G).run(seconds(20)).press(G, on=False)
    assert G in bench.on
    assert outcome(bench.run(minutes(2))).finding is Finding.ON


def test_a_relay_that_is_off_at_the_end_was_prevented() -> None:
    """Y1 falls for a moment, and has to rest before it may start again."""
    bench = bench_of(TWO_STAGE).test(Y1).run(minutes(4)).press(Y1, on=False)
    bench.run(minutes(4))
    assert outcome(bench).finding is Finding.PREVENTED
    assert outcome(bench).because is Reason.MINIMUM_OFF


# --- What it finds -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "supply", "finding"),
    [
        (Side.HEAT, 35, Finding.RIGHT_AIR),
        (Side.HEAT, 12, Finding.WRONG_AIR),
        (Side.HEAT, 21, Finding.SAME_AIR),
        (Side.HEAT, 18.5, Finding.SAME_AIR),
        (Side.COOL, 12, Finding.RIGHT_AIR),
        (Side.COOL, 35, Finding.WRONG_AIR),
        (Side.COOL, 19, Finding.SAME_AIR),
    ],
)
def test_the_air_tells_which_way_the_valve_stands(
    side: Side, supply: float, finding: Finding
) -> None:
    bench = bench_of(NO_BACKUP).measure(supply=supply, back=20)
    bench.test(Y1, side).run(minutes(7))
    assert outcome(bench).finding is finding
    lift = supply - 20 if side is Side.HEAT else 20 - supply
    assert outcome(bench).lift == pytest.approx(lift)


@pytest.mark.parametrize(
    ("supply", "back"), [(None, None), (12, None), (None, 20)], ids=str
)
def test_what_is_not_measured_tells_nothing(
    supply: float | None, back: float | None
) -> None:
    bench = bench_of(NO_BACKUP).measure(supply=supply, back=back)
    bench.test(Y1).run(minutes(7))
    assert outcome(bench).finding is Finding.ON
    assert outcome(bench).lift is None


def test_the_air_tells_nothing_of_a_fan() -> None:
    bench = bench_of(NO_BACKUP).measure(supply=12, back=20).test(G).run(minutes(2))
    assert outcome(bench).finding is Finding.ON


def test_the_air_tells_nothing_while_it_defrosts() -> None:
    bench = bench_of(NO_BACKUP).measure(supply=12, back=20).test(Y1).run(minutes(5))
    bench.see(defrost=True).run(minutes(2))
    assert outcome(bench).finding is Finding.ON


def test_nothing_is_tested_unless_somebody_asks() -> None:
    bench = Bench(room=19).run(minutes(30))
    assert bench.state.trial.testing is None
    assert bench.state.trial.tested is None
    assert Celsius(19) == bench.decision.room
