"""What a fault that the machine signals keeps from running."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.settings import (
    FaultStops,
    Machine,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, Y2, G, O
from ..rig import DUAL_FUEL, NO_BACKUP, TWO_STAGE, Bench, minutes, settings_for

HEAT, COOL = Mode.HEAT, Mode.COOL
NOTHING: set[Terminal] = set()


def _settings(machine: Machine, stops: FaultStops) -> Settings:
    chosen = settings_for(machine)
    return replace(chosen, sensors=replace(chosen.sensors, fault_stops=stops))


@pytest.mark.parametrize(
    ("stops", "mode", "machine", "on"),
    [
        (FaultStops.NOTHING, HEAT, TWO_STAGE, {Y1, Y2, G}),
        (FaultStops.NOTHING, COOL, TWO_STAGE, {Y1, Y2, G, O}),
        (FaultStops.COOLING, HEAT, TWO_STAGE, {Y1, Y2, G}),
        (FaultStops.COOLING, COOL, TWO_STAGE, {O}),
        (FaultStops.COMPRESSOR, HEAT, TWO_STAGE, {W2, G}),
        (FaultStops.COMPRESSOR, HEAT, DUAL_FUEL, {W1}),
        (FaultStops.COMPRESSOR, HEAT, NO_BACKUP, NOTHING),
        (FaultStops.COMPRESSOR, COOL, TWO_STAGE, {O}),
        (FaultStops.EVERYTHING, HEAT, TWO_STAGE, NOTHING),
        (FaultStops.EVERYTHING, HEAT, DUAL_FUEL, NOTHING),
        (FaultStops.EVERYTHING, COOL, TWO_STAGE, {O}),
    ],
)
def test_what_goes_on(
    stops: FaultStops, mode: Mode, machine: Machine, on: set[Terminal]
) -> None:
    room = 19.0 if mode is HEAT else 26.0
    bench = Bench(_settings(machine, stops), mode=mode, room=room)
    bench.run(minutes(1))
    bench.more["has_fault"] = True
    bench.run(minutes(6))
    assert bench.on == on
    assert Problem.FAULT_SIGNAL in bench.decision.repairs
    assert (bench.reason is Reason.FAULT_SIGNAL) is (Y1 not in bench.on)


def test_frost_is_kept_out_by_what_may_still_heat() -> None:
    bench = Bench(_settings(TWO_STAGE, FaultStops.COMPRESSOR), room=4.0)
    bench.more["has_fault"] = True
    bench.run(minutes(6))
    assert bench.on == {W2, G}
    assert bench.reason is Reason.FREEZE_GUARD


def test_it_ends_with_the_signal() -> None:
    bench = Bench(_settings(TWO_STAGE, FaultStops.EVERYTHING), room=19.0)
    bench.more["has_fault"] = True
    bench.run(minutes(6))
    bench.more["has_fault"] = False
    bench.run(minutes(6))
    assert Y1 in bench.on
    assert Problem.FAULT_SIGNAL not in bench.decision.problems
