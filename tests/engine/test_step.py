"""What a step tells: why, what is seen to happen, and what a signal makes of it."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.observation import Observation
from custom_components.heat_pump_thermostat.engine.settings import Comfort
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import fahrenheit_degrees
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Action,
    Call,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from .invariants import Y1, G
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


def test_the_room_swings_half_a_degree_fahrenheit_by_default() -> None:
    comfort = Comfort()
    assert comfort.heat_differential == comfort.cool_differential
    assert comfort.heat_differential == pytest.approx(5 / 18)
    assert comfort.separation == fahrenheit_degrees(3)


def test_shutting_down_releases_all_but_the_valve() -> None:
    bench = Bench(PLAIN, mode=Mode.COOL, room=24.5).run(minutes(1))
    bench.wish(lambda w: w.with_fan(FanMode.ON)).slow(seconds(2)).close()
    held = bench.on
    bench.run(minutes(1))
    assert bench.on == held - {Y1, G}
    assert len(bench.on) == 1


def _restarted() -> Bench:
    """Return a thermostat that never heard of its room, beside a running machine."""
    bench = _heating()
    bench.room, bench.state = (
        None,
        replace(bench.state, senses=replace(bench.state.senses, room=RoomSensor())),
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
