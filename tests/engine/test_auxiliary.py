"""Auxiliary heat joins where the compressor makes no progress, and leaves early."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.auxiliary import (
    may_change,
    wants_aux,
)
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.model import Call, Progress
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Comfort,
    Strategy,
)
from custom_components.heat_pump_thermostat.engine.units import fahrenheit
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import W2
from .rig import NOON, Bench, celsius, kelvin, minutes, seconds

ECONOMY, BALANCED, COMFORT = Strategy


@pytest.mark.parametrize(
    ("strategy", "droop", "stuck_for", "joins"),
    [
        pytest.param(ECONOMY, 1.1, 10, True, id="economy: droop 1.1 K"),
        pytest.param(ECONOMY, 1.08, 59, False, id="economy: less, not yet"),
        pytest.param(ECONOMY, 1.08, 60, True, id="economy: 60 min"),
        pytest.param(BALANCED, 0.5, 10, True, id="balanced: droop 0.5 K"),
        pytest.param(BALANCED, 0.48, 19, False, id="balanced: less, not yet"),
        pytest.param(BALANCED, 0.48, 20, True, id="balanced: 20 min"),
        pytest.param(COMFORT, 0.4, 10, True, id="comfort: droop 0.4 K"),
        pytest.param(COMFORT, 0.38, 9, False, id="comfort: less, not yet"),
        pytest.param(COMFORT, 0.38, 10, True, id="comfort: 10 min"),
        pytest.param(COMFORT, 5, 9.9, False, id="none in the first 10 min"),
        pytest.param(COMFORT, 0.26, 300, False, id="within the differential: none"),
        pytest.param(COMFORT, 0.27, 300, True, id="its edge, rounding forgiven"),
    ],
)
def test_when_it_joins(
    strategy: Strategy, droop: float, stuck_for: float, *, joins: bool
) -> None:
    run = Progress(celsius(19), NOON - minutes(stuck_for))
    auxiliary = Auxiliary(strategy=strategy)
    wants = wants_aux(False, kelvin(droop), run, auxiliary, Comfort(), Clock(NOON))
    assert wants is joins


@pytest.mark.parametrize(
    ("strategy", "droop", "stays"),
    [
        pytest.param(BALANCED, 0.29, True, id="still out of the differential"),
        pytest.param(BALANCED, 0.28, False, id="within it, rounding forgiven"),
        pytest.param(COMFORT, 0.29, True, id="comfort alike"),
        pytest.param(COMFORT, 0.28, False, id="comfort: within it"),
        pytest.param(BALANCED, -0.1, False, id="past the setpoint"),
    ],
)
def test_when_it_leaves(strategy: Strategy, droop: float, *, stays: bool) -> None:
    auxiliary = Auxiliary(strategy=strategy)
    wants = wants_aux(True, kelvin(droop), None, auxiliary, Comfort(), Clock(NOON))
    assert wants is stays


@pytest.mark.parametrize(
    ("strategy", "leaves_at"),
    [
        pytest.param(ECONOMY, 1.0, id="economy"),
        pytest.param(BALANCED, 0.4, id="balanced"),
        pytest.param(COMFORT, 0.3, id="comfort"),
    ],
)
def test_it_leaves_a_step_before_it_would_join_again(
    strategy: Strategy, leaves_at: float
) -> None:
    wide, auxiliary = (
        Comfort(heat_differential=kelvin(1.5)),
        Auxiliary(strategy=strategy),
    )
    stays = [
        wants_aux(True, kelvin(droop), None, auxiliary, wide, Clock(NOON))
        for droop in (leaves_at + 0.02, leaves_at)
    ]
    assert stays == [True, False]


def test_without_a_running_compressor_there_is_nothing_to_help() -> None:
    assert not wants_aux(False, kelvin(3), None, Auxiliary(), Comfort(), Clock(NOON))


def test_droop_counts_once_the_compressor_had_ten_minutes() -> None:
    bench = Bench(room=17).run(minutes(11))
    assert bench.times("Y1 on") == [0]
    assert bench.times("W2 on") == [600]


def test_a_room_that_warms_is_left_to_the_compressor() -> None:
    bench = Bench(room=17)
    for tenths in range(20):
        bench.sense(room=17 + tenths / 10).run(minutes(9))
    assert "W2 on" not in bench.moves


def test_ten_minutes_without_progress_end_that() -> None:
    bench = Bench(room=17).run(minutes(9)).sense(room=17.1).run(minutes(10))
    assert bench.times("W2 on") == [60 * 19]


def test_run_time_counts_from_the_last_progress() -> None:
    bench = Bench(room=19.55).run(minutes(9)).sense(room=19.65).run(minutes(21))
    assert bench.times("W2 on") == [60 * 29]


def _with_aux() -> Bench:
    return Bench(room=19).run(minutes(11))


def test_its_minimum_on_time() -> None:
    bench = _with_aux().sense(room=19.8).run(minutes(10))
    assert bench.call is Call.HEAT_2
    assert bench.times("W2 off") == [600 + 300]


def test_its_minimum_on_time_ends_with_the_call() -> None:
    bench = _with_aux().sense(room=20.3)
    assert bench.call is Call.IDLE
    assert bench.times("W2 off") == [660]


def test_it_rejoins_only_after_another_ten_minutes_without_progress() -> None:
    bench = _with_aux().run(minutes(10)).sense(room=19.8).sense(room=19)
    bench.run(minutes(11))
    assert bench.times("W2 off") == [1260]
    assert bench.times("W2 on") == [600, 1260 + 600]


@pytest.mark.parametrize(
    ("is_aux", "says", "since", "may"),
    [
        pytest.param(True, Relay.ON, 299, False, id="on for less than 300 s"),
        pytest.param(True, Relay.ON, 300, True, id="on for its minimum"),
        pytest.param(True, Relay.OFF, 0, True, id="wanted, but not on yet"),
        pytest.param(False, Relay.OFF, 179, False, id="off for less than 180 s"),
        pytest.param(False, Relay.OFF, 180, True, id="off for its minimum"),
        pytest.param(False, Relay.UNKNOWN, 999, False, id="lost"),
    ],
)
def test_its_minimum_times(
    is_aux: bool, says: Relay, since: float, *, may: bool
) -> None:
    board = Board({W2: Contact(says, NOON - seconds(since))})
    assert may_change(is_aux, board, Auxiliary(), Clock(NOON)) is may


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda b: b.choose(Mode.OFF), id="off"),
        pytest.param(lambda b: b.choose(Mode.FAN_ONLY), id="fan only"),
        pytest.param(lambda b: b.sense(room=21), id="satisfied"),
        pytest.param(lambda b: b.close(), id="shut down"),
    ],
)
def test_it_never_outlasts_the_call(end: Callable[[Bench], Bench]) -> None:
    assert W2 not in end(_with_aux()).on


@pytest.mark.parametrize(
    ("outdoor", "helps"),
    [
        pytest.param(fahrenheit(40), False, id="locked at 40 °F"),
        pytest.param(4.43, True, id="allowed below"),
        pytest.param(None, True, id="unknown outdoors"),
    ],
)
def test_its_maximum_outdoor_temperature(outdoor: float | None, *, helps: bool) -> None:
    bench = Bench(room=17, outdoor=outdoor).run(minutes(30))
    assert (W2 in bench.on) is helps


def test_a_lockout_ends_it_after_its_minimum_on_time() -> None:
    bench = Bench(room=17, outdoor=4).run(minutes(11)).sense(outdoor=8)
    bench.run(minutes(11))
    assert len(bench.times("W2 off")) == 1
    assert bench.call is Call.HEAT_2


def test_no_limit_at_all() -> None:
    bench = Bench(room=17, outdoor=20).adjust(
        lambda s: replace(s, auxiliary=replace(s.auxiliary, maximum_outdoor=None))
    )
    assert W2 in bench.run(minutes(11) + seconds(1)).on


def test_help_that_never_came_may_be_withdrawn_at_once() -> None:
    board = Board({W2: Contact(Relay.OFF, NOON)})
    assert may_change(True, board, Auxiliary(), Clock(NOON))
