"""What a machine has and can do, by its wires and its datasheet."""

from dataclasses import replace
from math import inf, nan

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    AIRFLOWS,
    WATER_FLOWS,
    Machine,
)

from .rig import (
    BOTH_VALVES,
    COOLING_ONLY,
    DUAL_FUEL,
    E_ONLY,
    FANLESS,
    NO_BACKUP,
    NO_VALVE,
    SINGLE_STAGE_B,
    TWO_STAGE,
)

COMMON = {"cools", "has_valve", "has_fan", "stores_heat", "frosts"}
ELECTRIC = COMMON | {"has_backup", "has_electric_backup"}
QUESTIONS = (
    Machine.cools,
    Machine.has_valve,
    Machine.has_one_side,
    Machine.has_stage_2,
    Machine.has_fan,
    Machine.has_backup,
    Machine.has_electric_backup,
    Machine.has_furnace,
    Machine.stores_heat,
    Machine.frosts,
)


@pytest.mark.parametrize(
    ("machine", "so"),
    [
        pytest.param(TWO_STAGE, ELECTRIC | {"has_stage_2"}, id="two stages"),
        pytest.param(SINGLE_STAGE_B, ELECTRIC, id="one stage"),
        pytest.param(BOTH_VALVES, ELECTRIC, id="O and B"),
        pytest.param(E_ONLY, ELECTRIC, id="E alone"),
        pytest.param(FANLESS, ELECTRIC - {"has_fan"}, id="no G"),
        pytest.param(NO_BACKUP, COMMON, id="no backup"),
        pytest.param(
            DUAL_FUEL,
            COMMON - {"stores_heat"} | {"has_backup", "has_furnace"},
            id="a furnace",
        ),
        pytest.param(
            NO_VALVE,
            ELECTRIC - {"cools", "has_valve"} | {"has_one_side"},
            id="heats only",
        ),
        pytest.param(
            COOLING_ONLY,
            ELECTRIC - {"has_valve"} | {"has_one_side"},
            id="cools only",
        ),
        pytest.param(
            replace(NO_BACKUP, ratings=Ratings(source=Source.GROUND)),
            COMMON - {"frosts"},
            id="from the ground",
        ),
    ],
)
def test_what_a_machine_has(machine: Machine, so: set[str]) -> None:
    assert {asked.__name__ for asked in QUESTIONS if asked(machine)} == so


def test_without_a_valve_the_compressor_has_one_side() -> None:
    sides = [[side for side in Side if m.can(side)] for m in (NO_VALVE, COOLING_ONLY)]
    assert sides == [[Side.HEAT], [Side.COOL]]


@pytest.mark.parametrize("flow", [nan, inf, 0.0, -1.0, 400.0])
@pytest.mark.parametrize("name", ["airflow", "water_flow"])
def test_no_machine_has_such_a_flow(name: str, flow: float) -> None:
    with pytest.raises(ValueError, match="no flow"):
        replace(NO_BACKUP, **{name: flow})  # type: ignore[arg-type]


def test_but_any_that_the_form_takes() -> None:
    for extent, name in ((AIRFLOWS, "airflow"), (WATER_FLOWS, "water_flow")):
        for flow in (extent.low, extent.high):
            assert replace(NO_BACKUP, **{name: flow})  # type: ignore[arg-type]
