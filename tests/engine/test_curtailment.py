"""What others ask a household to go without, and what they cannot take."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.curtailment import (
    Curtailment,
    strictest,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Ratings
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Compressor,
    Settings,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.units import shifted
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from .invariants import W2
from .rig import (
    DUAL_FUEL,
    MACHINES,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    settings_for,
    targets,
)

HEAT, COOL, HEAT_COOL = Mode.HEAT, Mode.COOL, Mode.HEAT_COOL
HOUR_ON = NOON + minutes(60)
TWO_ON = NOON + minutes(120)


def less(
    offset: float = 0, backup: float | None = None, hours: float = 1
) -> Curtailment:
    """Return what somebody asks to go without from noon on."""
    return Curtailment(NOON + minutes(60 * hours), kelvin(offset), backup)


def limited(bench: Bench, **asked: Curtailment) -> Bench:
    """Let each of these ask for something."""
    for each in asked.items():
        bench.wish(partial(Wishes.with_curtailment, source=each[0], asked=each[1]))
    return bench


def with_aux_power(power: float | None) -> Settings:
    """Return the settings of a machine with electric heat of this power."""
    machine = replace(TWO_STAGE, ratings=Ratings(aux_power=power))
    return settings_for(machine)


# --- The strictest wins -------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        pytest.param((), None, id="nobody"),
        pytest.param((less(2),), less(2), id="one"),
        pytest.param((less(2), less(3, hours=2)), less(3), id="offsets"),
        pytest.param((less(0, 5), less(2), less(1, 3)), less(2, 3), id="of each"),
    ],
)
def test_the_strictest_of_each_counts(
    asked: tuple[Curtailment, ...], left: Curtailment | None
) -> None:
    assert strictest(asked) == left


@pytest.mark.parametrize(
    ("pair", "offset", "left"),
    [
        pytest.param(targets(20, 24), 2, (18, 26), id="less of both"),
        pytest.param(targets(16, 29), 5, (15, 30), id="no colder, and no warmer"),
        pytest.param(targets(12, 32), 5, (12, 32), id="as it was set, if that is so"),
    ],
)
def test_no_room_becomes_cold_for_anybody_else(
    pair: Targets, offset: float, left: tuple[float, float]
) -> None:
    assert less(offset).of(pair) == targets(*left)


# --- What it does ---------------------------------------------------------------------


def test_a_room_may_become_colder_and_shows_what_was_set() -> None:
    bench = limited(Bench(room=20), utility=less(2)).sense(room=19.5)
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.CURTAILED)
    assert bench.decision.targets == targets()
    assert bench.decision.next_change == HOUR_ON
    assert bench.run(minutes(59)).call is Call.IDLE
    assert bench.run(minutes(2)).call is not Call.IDLE


def test_a_room_may_become_warmer() -> None:
    bench = limited(Bench(mode=COOL, room=25), utility=less(2))
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.CURTAILED)


def test_a_room_that_has_what_was_set_is_not_said_to_go_without() -> None:
    bench = limited(Bench(room=20.5), utility=less(2))
    assert bench.reason is Reason.IDLE


def test_one_that_ends_leaves_the_others() -> None:
    bench = limited(Bench(), utility=less(3), battery=less(1, hours=2))
    bench.sense(room=18.5)
    assert bench.reason is Reason.CURTAILED
    assert bench.run(minutes(61)).call is not Call.IDLE
    assert set(bench.state.wishes.curtailments) == {"battery"}


def test_whoever_asks_again_replaces_what_was_asked() -> None:
    bench = limited(Bench(room=19), utility=less(3))
    limited(bench, utility=less(0, 0))
    assert bench.state.wishes.curtailments == {"utility": less(0, 0)}
    bench.wish(lambda w: w.with_curtailment("utility", None))
    assert bench.state.wishes.curtailments == {}


@pytest.mark.parametrize(
    ("power", "backup", "helps"),
    [
        pytest.param(10, 0, False, id="none at all"),
        pytest.param(10, 5, False, id="too much"),
        pytest.param(4, 5, True, id="little enough"),
        pytest.param(None, 5, False, id="nobody knows"),
        pytest.param(10, None, True, id="as much as it takes"),
    ],
)
def test_auxiliary_heat_draws_no_more_than_it_may(
    power: float | None, backup: float | None, helps: bool
) -> None:
    bench = Bench(with_aux_power(power), room=16.5, outdoor=-10)
    limited(bench, battery=less(0.5, backup, hours=24))
    bench.run(minutes(45))
    assert (bench.call is Call.HEAT_AUX) is helps


def test_backup_heat_in_the_compressors_place_goes_without_too() -> None:
    settings = replace(
        with_aux_power(10), compressor=Compressor(minimum_outdoor=celsius(-5))
    )
    bench = Bench(settings, room=18, outdoor=-10)
    assert bench.call is Call.LOCKED_OUT
    limited(bench, battery=less(0, 0)).run(minutes(10))
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.CURTAILED)


@pytest.mark.parametrize("is_asked", [False, True])
def test_no_defrost_is_tempered_while_backup_heat_is_to_stay_off(
    is_asked: bool,
) -> None:
    settings = replace(with_aux_power(10), auxiliary=Auxiliary(temper_defrost=True))
    bench = Bench(settings, room=19, outdoor=-2, is_defrosting=False)
    bench.run(minutes(6))
    if is_asked:
        limited(bench, battery=less(0, 0))
    bench.see(defrost=True).run(minutes(1))
    assert bench.call is Call.DEFROST
    assert (W2 in bench.on) is not is_asked


def test_a_room_that_has_become_cold_is_heated_for_all_that() -> None:
    settings = replace(
        with_aux_power(10), compressor=Compressor(minimum_outdoor=celsius(-5))
    )
    bench = limited(Bench(settings, room=14.5, outdoor=-10), battery=less(5, 0))
    assert bench.call is Call.LOCKED_OUT


def test_a_furnace_draws_no_electricity() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=18, outdoor=-10)
    limited(bench, battery=less(0, 0))
    assert bench.call is Call.FURNACE


# --- What stands above it -------------------------------------------------------------


def test_emergency_heat_stands_above_it() -> None:
    bench = limited(Bench(with_aux_power(10), room=19), battery=less(3, 0))
    bench.emergency(on=True)
    assert bench.call is Call.EMERGENCY


@pytest.mark.slow
@examples(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(MACHINES)),
    st.sampled_from([HEAT, COOL, HEAT_COOL, Mode.FAN_ONLY]),
    st.sampled_from([1.0, 3.0, 4.9]),
    st.sampled_from([-20, -5, 5, None]),
    st.sampled_from([0, 2, 5]),
    st.sampled_from([None, 0, 3]),
)
def test_no_limit_touches_the_protection_from_frost(
    machine: str,
    mode: Mode,
    room: float,
    outdoor: float | None,
    offset: float,
    backup: float | None,
) -> None:
    def moves(asked: Curtailment | None) -> list[tuple[datetime, str]]:
        bench = Bench(settings_for(MACHINES[machine]), mode, room, outdoor=outdoor)
        bench.wish(lambda w: w.with_curtailment("utility", asked))
        return bench.run(minutes(50)).trace

    assert moves(less(offset, backup)) == moves(None)


def test_an_offset_is_a_difference() -> None:
    assert less(2).of(targets()).heat == shifted(targets().heat, kelvin(-2))
