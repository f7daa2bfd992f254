"""What a step tells: why, what is seen to happen, and what a signal makes of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.observation import Observation
from custom_components.heat_pump_thermostat.engine.settings import Comfort, FreezeGuard
from custom_components.heat_pump_thermostat.engine.state import Room, State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import fahrenheit_degrees
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Action,
    Call,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from .invariants import W2, Y1, G
from .rig import (
    DAY,
    MACHINES,
    NO_BACKUP,
    NOON,
    SEASON,
    Bench,
    minutes,
    seconds,
    settings_for,
)

PLAIN = settings_for(NO_BACKUP)


def _heating() -> Bench:
    return Bench(room=19.5).run(minutes(6))


@pytest.mark.parametrize(
    ("bench", "reason", "action"),
    [
        pytest.param(lambda: Bench(mode=Mode.OFF), Reason.OFF, Action.OFF, id="off"),
        pytest.param(Bench, Reason.IDLE, Action.IDLE, id="idle"),
        pytest.param(
            lambda: Bench(mode=Mode.FAN_ONLY), Reason.FAN, Action.FAN, id="fan only"
        ),
        pytest.param(
            lambda: Bench().wish(lambda w: w.with_fan(FanMode.ON)),
            Reason.IDLE,
            Action.FAN,
            id="the user's fan",
        ),
        pytest.param(_heating, Reason.HEATING, Action.HEATING, id="heating"),
        pytest.param(
            lambda: Bench(room=19.3),
            Reason.HEATING_STAGE_2,
            Action.HEATING,
            id="heating, stage 2",
        ),
        pytest.param(
            lambda: Bench(room=19.3).run(minutes(11)),
            Reason.AUXILIARY_HEAT,
            Action.HEATING,
            id="auxiliary heat",
        ),
        pytest.param(
            lambda: Bench(room=24.5, mode=Mode.COOL).run(minutes(1)),
            Reason.COOLING,
            Action.COOLING,
            id="cooling",
        ),
        pytest.param(
            lambda: Bench(room=25, mode=Mode.COOL).run(minutes(1)),
            Reason.COOLING_STAGE_2,
            Action.COOLING,
            id="cooling, stage 2",
        ),
        pytest.param(
            lambda: _heating().see(defrost=True),
            Reason.DEFROSTING,
            Action.DEFROSTING,
            id="defrost",
        ),
        pytest.param(
            lambda: Bench(room=None),
            Reason.ROOM_SENSOR_LOST,
            Action.IDLE,
            id="no room temperature",
        ),
        pytest.param(
            lambda: _heating().close(), Reason.STOPPING, Action.IDLE, id="shut down"
        ),
    ],
)
def test_why_and_what(
    bench: Callable[[], Bench], reason: Reason, action: Action
) -> None:
    now = bench()
    assert (now.reason, now.decision.action) == (reason, action)


def _at_noon() -> Observation:
    """Return what is seen where there is nothing to see."""
    return Observation(
        now=NOON,
        today=NOON.date(),
        midnight=NOON,
        next_midnight=NOON + DAY,
        season=SEASON,
        relays={},
    )


def test_a_first_step_knows_nothing_and_does_nothing() -> None:
    for machine in MACHINES.values():
        decision = step(settings_for(machine), State(), _at_noon())
        assert decision.orders == ()
        assert decision.reason is Reason.OFF
        assert decision.action is Action.OFF


def test_at_first_nothing_is_assumed() -> None:
    seen = _at_noon()
    assert (seen.room, seen.outdoor, seen.schedule) == (None, None, None)
    assert not any((seen.is_window_open, seen.is_defrosting, seen.is_closing))
    state = State()
    assert not any((state.course.is_stage_2, state.course.aux, state.is_circulating))


def test_the_default_settings_are_the_designs() -> None:
    comfort = Comfort()
    assert comfort.heat_differential == comfort.cool_differential
    assert comfort.heat_differential == pytest.approx(5 / 18)
    assert comfort.separation == fahrenheit_degrees(3)


def test_an_open_window_pauses_after_its_delay() -> None:
    bench = _heating().see(window=True).run(seconds(59))
    assert Y1 in bench.on
    bench.run(seconds(1))
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.WINDOW_OPEN)
    assert bench.run(minutes(10)).see(window=False).call is Call.HEAT_1


def test_a_window_that_closes_in_time_changes_nothing() -> None:
    bench = _heating().see(window=True).run(seconds(59)).see(window=False)
    assert bench.see(window=True).run(seconds(59)).call is Call.HEAT_1


def test_a_defrost_is_left_alone() -> None:
    bench = _heating().see(defrost=True).forget().sense(room=21).run(minutes(5))
    assert bench.call is Call.DEFROST
    assert bench.moves == []
    assert bench.see(defrost=False).call is Call.IDLE


def test_aux_heat_that_helped_goes_on_during_a_defrost() -> None:
    bench = Bench(room=19).run(minutes(11)).see(defrost=True).run(minutes(5))
    assert W2 in bench.on


def test_a_defrost_is_believed_for_a_quarter_of_an_hour() -> None:
    bench = _heating().see(defrost=True).sense(room=21)
    assert bench.run(minutes(15) - seconds(11)).call is Call.DEFROST
    assert bench.run(seconds(1)).call is Call.IDLE
    assert bench.run(minutes(60)).call is Call.IDLE


@pytest.mark.parametrize(
    ("mode", "room"),
    [
        pytest.param(Mode.HEAT, 20, id="at rest"),
        pytest.param(Mode.COOL, 24.5, id="while cooling"),
    ],
)
def test_a_defrost_signal_means_nothing(mode: Mode, room: float) -> None:
    bench = Bench(PLAIN, mode=mode, room=room).run(minutes(1)).see(defrost=True)
    assert bench.call is not Call.DEFROST


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda b: b.choose(Mode.OFF), id="off"),
        pytest.param(lambda b: b.emergency(on=True), id="emergency heat"),
        pytest.param(lambda b: b.close(), id="shut down"),
        pytest.param(lambda b: b.press(Y1, on=False), id="the compressor stops"),
        pytest.param(
            lambda b: (
                b.lose_room_sensor().run(minutes(15) - seconds(1)).run(seconds(1))
            ),
            id="the room sensor is lost",
        ),
    ],
)
def test_a_defrost_ends_with(end: Callable[[Bench], Bench]) -> None:
    bench = end(_heating().see(defrost=True))
    assert bench.call is not Call.DEFROST
    assert Y1 not in bench.on


def test_shutting_down_releases_all_but_the_valve() -> None:
    bench = Bench(PLAIN, mode=Mode.COOL, room=24.5).run(minutes(1))
    bench.wish(lambda w: w.with_fan(FanMode.ON)).slow(seconds(2)).close()
    held = bench.on
    bench.run(minutes(1))
    assert bench.on == held - {Y1, G}
    assert len(bench.on) == 1


def test_a_setting_applies_without_a_restart() -> None:
    narrow = Comfort(heat_differential=fahrenheit_degrees(0.2))
    bench = Bench(room=19.8)
    assert bench.on == set()
    assert bench.adjust(lambda s: replace(s, comfort=narrow)).on == {G, Y1}


def _restarted() -> Bench:
    """Return a thermostat that never heard of its room, beside a running machine."""
    bench = _heating()
    bench.room, bench.state = (
        None,
        replace(bench.state, senses=replace(bench.state.senses, room=Room())),
    )
    return bench.restart(minutes(1))


def test_what_runs_after_a_restart_may_wait_for_the_room_sensor() -> None:
    bench = _restarted()
    assert (bench.call, bench.reason) == (Call.HEAT_1, Reason.WAITING_FOR_ROOM)
    bench.run(minutes(14))
    assert Y1 in bench.on


def test_but_not_for_long() -> None:
    bench = _restarted().run(minutes(15))
    assert bench.reason is Reason.ROOM_SENSOR_LOST
    assert Y1 not in bench.on


def test_and_not_where_it_is_off() -> None:
    assert _restarted().choose(Mode.OFF).reason is Reason.OFF


def test_without_a_room_temperature_the_fan_may_run() -> None:
    bench = Bench(mode=Mode.FAN_ONLY, room=None)
    assert (bench.call, G in bench.on) == (Call.FAN, True)


def test_blind_heat_is_called_where_it_is_chosen() -> None:
    bench = Bench(room=None, outdoor=0)
    seen = bench.observation()
    settings = replace(bench.settings, freeze_guard=FreezeGuard(heats_blindly=True))
    decision = step(settings, bench.state, seen)
    assert decision.call is Call.HEAT_1
    later = replace(seen, now=NOON + minutes(11))
    assert step(settings, bench.state, later).reason is Reason.ROOM_SENSOR_LOST
