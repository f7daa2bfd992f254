"""A room that does not follow the heat goes without it for an hour, or gets some."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import (
    Doubt,
    RoomSensor,
    Warmth,
)
from custom_components.heat_pump_thermostat.engine.belief.senses import ROOM, Senses
from custom_components.heat_pump_thermostat.engine.board import BACKUP, Terminal
from custom_components.heat_pump_thermostat.engine.house.heeding import Heeding, Stage
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.rules import heeding
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..rig import (
    DUAL_FUEL,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    settings_for,
)
from ..situations import situation

HOUR = timedelta(hours=1)
HEATERS = frozenset({Terminal.Y1, *BACKUP})
FAR_TOO_WARM = Senses(
    room=RoomSensor(
        reading=Reading(celsius(24), NOON), warmth=Warmth(celsius(24), kelvin(4))
    )
)


def creep(bench: Bench, by: float, hours: float, until: Reason | None = None) -> Bench:
    """Let a sensor go its own way, K an hour, for some hours or until a reason."""
    said = bench.room or 0.0
    for part in range(1, round(hours * 12) + 1):
        bench.sense(room=round(said + by * part / 12, 1)).run(minutes(5))
        if bench.reason is until:
            break
    return bench


@pytest.mark.parametrize("machine", [TWO_STAGE, DUAL_FUEL], ids=["strips", "furnace"])
def test_one_that_creeps_down_is_told_and_replaced_by_duty(
    machine: Machine,
) -> None:
    bench = Bench(settings_for(machine), room=19.0, outdoor=0.0)
    creep(bench, -0.7, 12, until=Reason.SENSOR_COMPARED)
    assert bench.reason is Reason.SENSOR_COMPARED
    creep(bench, -0.7, 0.5)
    assert bench.on.isdisjoint(HEATERS)
    creep(bench, -0.7, 2)
    assert bench.state.senses.room.doubt is Doubt.HEEDLESS
    assert Problem.ROOM_SENSOR_DOUBTED in bench.decision.repairs
    creep(bench, -0.7, 1)
    assert bench.reason in {Reason.BLIND_HEAT, Reason.ROOM_SENSOR_LOST}


def test_one_that_stays_warm_in_winter_is_told_and_replaced_by_duty() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=20.5, outdoor=-10.0)
    creep(bench, 0.3, 12, until=Reason.SENSOR_COMPARED)
    assert bench.reason is Reason.SENSOR_COMPARED
    creep(bench, 0.3, 0.5)
    assert Terminal.Y1 in bench.on
    creep(bench, 0.3, 2)
    assert bench.state.senses.room.doubt is Doubt.HEEDLESS
    bench.run_until(lambda b: b.reason is Reason.BLIND_HEAT, within=2 * HOUR)
    assert not bench.on.isdisjoint(HEATERS)


def test_a_room_that_is_warmed_by_a_stove_is_left_alone() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=20.5, outdoor=-10.0)
    creep(bench, 0.3, 12, until=Reason.SENSOR_COMPARED)
    creep(bench, 4.0, 1.5)
    assert bench.reason is not Reason.SENSOR_COMPARED
    creep(bench, -0.3, 10)
    assert bench.decision.problems == {}


@pytest.mark.parametrize(
    ("more", "others", "stage"),
    [
        pytest.param({}, {}, Stage.HEATING, id="nothing else"),
        pytest.param({"mode": Mode.COOL}, {}, Stage.WATCHING, id="it is to be cooled"),
        pytest.param({"mode": Mode.OFF}, {}, Stage.WATCHING, id="it is off"),
        pytest.param(
            {"seen": {"is_window_open": True}},
            {},
            Stage.WATCHING,
            id="an open window",
        ),
        pytest.param({}, {"bedroom": 20.0}, Stage.WATCHING, id="another is believed"),
    ],
)
def test_when_a_house_is_heated_for_that(
    more: dict[str, Any], others: dict[str, float], stage: Stage
) -> None:
    moment = situation(outdoor=0, **more)
    rooms = {ROOM: 24.0, **others}
    moment = replace(
        moment,
        state=replace(moment.state, senses=FAR_TOO_WARM),
        believed={name: celsius(value) for name, value in rooms.items()},
    )
    assert heeding.advance(Heeding(), moment).stage is stage
