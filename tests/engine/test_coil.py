"""What the outdoor coil is about: only one in outdoor air ever frosts."""

from itertools import groupby

import pytest

from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    FROSTLESS,
    DefrostState,
    Evidence,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.meter import Count

from .rated import BARE, DATASHEET, cooling, grown, heating, rated
from .rig import TWO_STAGE, Bench, minutes

FROSTY = 0.0


@pytest.mark.parametrize("source", [Source.GROUND, Source.WATER, Source.EXHAUST_AIR])
def test_a_machine_that_draws_from_no_outdoor_air_never_frosts(source: Source) -> None:
    bench = heating(rated(ratings=Ratings(source=source)), FROSTY, humidity=95)
    assert bench.state.frost == FROSTLESS
    assert bench.see(defrost=True).state.frost == FROSTLESS
    assert Count.DEFROSTS not in grown(bench)


def test_a_coil_in_damp_and_freezing_air_frosts() -> None:
    coil = heating(outdoor=FROSTY, humidity=90, coil=-6, ran=minutes(40)).state.frost
    assert coil.state is DefrostState.FROSTING
    assert coil.evidence is not Evidence.NONE
    assert coil.level > 0


def test_a_machine_that_cools_does_not() -> None:
    assert cooling().state.frost.state is DefrostState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("ratings", "is_suspected"),
    [
        pytest.param(DATASHEET, True, id="little for this machine"),
        pytest.param(BARE, False, id="nobody knows what is little for it"),
    ],
)
def test_little_power_is_told_by_the_datasheet_before_any_was_seen(
    ratings: Ratings, is_suspected: bool
) -> None:
    bench = Bench(rated(ratings=ratings), room=19.5, outdoor=FROSTY)
    bench.is_defrosting = None
    bench.measure(power=0.9).run(minutes(9))
    assert bench.state.frost.evidence is Evidence.POWER
    assert any(decision.state.frost.is_suspected for decision in bench.decisions) is (
        is_suspected
    )


def test_what_the_sense_wire_says_counts_before_what_the_sensors_do() -> None:
    bench = heating(outdoor=FROSTY, coil=-6, power=2.4).see(defrost=True)
    assert bench.state.frost.is_sensed
    assert bench.state.frost.evidence is Evidence.SIGNAL


def test_electric_heat_that_no_relay_of_ours_calls_is_the_defrost_boards() -> None:
    bench = Bench(rated(ratings=DATASHEET), room=19.5, outdoor=FROSTY)
    bench.is_defrosting = None
    for drawn, during in ((0.0, 20), (5.0, 2), (0.0, 1)):
        bench.measure(power=2.4, aux_power=drawn).run(minutes(during))
    states = groupby(decision.state.frost.state for decision in bench.decisions)
    assert [state for state, _ in states][-2:] == [
        DefrostState.DEFROSTING,
        DefrostState.RECOVERING,
    ]
    assert bench.state.frost.evidence is Evidence.REHEAT


def test_electric_heat_that_we_call_is_not() -> None:
    bench = Bench(rated(TWO_STAGE), room=19.5, outdoor=FROSTY)
    bench.is_defrosting = None
    bench.measure(power=2.4, aux_power=0.0).run(minutes(20))
    bench.room = 16.0
    bench.measure(power=2.4, aux_power=0.0).run(minutes(20))
    assert bench.state.wires.board.is_on(Terminal.W2)
    bench.measure(power=2.4, aux_power=5.0).run(minutes(10))
    bench.room = 19.9
    while bench.state.wires.board.is_on(Terminal.W2):
        bench.run(minutes(1))
    assert bench.state.wires.board.is_on(Terminal.Y1)
    bench.run(minutes(2)).measure(power=2.4, aux_power=0.0).run(minutes(10))
    assert not bench.state.frost.is_suspected
    assert Count.DEFROSTS not in grown(bench)
