"""A room that stands to the last digit goes without heat until it shows itself."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import Doubt
from custom_components.heat_pump_thermostat.engine.board import BACKUP, Terminal
from custom_components.heat_pump_thermostat.engine.house.response import (
    Response,
    Verdict,
)
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason

from ..rig import DUAL_FUEL, NO_BACKUP, TWO_STAGE, Bench, minutes, settings_for
from ..situations import situation

HOUR = timedelta(hours=1)
HEATERS = frozenset({Terminal.Y1, *BACKUP})


def stuck(machine: Machine = TWO_STAGE, outdoor: float | None = -10.0) -> Bench:
    """Return a house in winter whose sensor tells tenths, and then the same."""
    bench = Bench(settings_for(machine), room=19.6, outdoor=-10.0).run(minutes(5))
    bench.sense(room=19.5).run(minutes(5))
    bench.outdoor = outdoor
    return bench


@pytest.mark.slow
@pytest.mark.parametrize("outdoor", [-10.0, None])
@pytest.mark.parametrize("machine", [TWO_STAGE, DUAL_FUEL, NO_BACKUP])
def test_a_reading_that_stands_whatever_heats_is_told_and_not_believed(
    machine: Machine, outdoor: float | None
) -> None:
    bench = stuck(machine, outdoor)
    waited = bench.run_until(
        lambda b: b.reason is Reason.SENSOR_COMPARED, within=5 * HOUR
    )
    assert waited > 4 * HOUR
    bench.run(minutes(85))
    assert bench.on.isdisjoint(HEATERS)
    bench.run(minutes(30))
    assert bench.state.senses.room.doubt is Doubt.UNMOVED
    assert Problem.ROOM_SENSOR_DOUBTED in bench.decision.repairs
    bench.run(HOUR)
    assert bench.reason is not Reason.SENSOR_COMPARED
    bench.sense(room=19.4).run(minutes(1))
    assert Problem.ROOM_SENSOR_DOUBTED not in bench.decision.problems


def test_a_room_that_shows_the_rest_is_heated_again_at_once() -> None:
    bench = stuck()
    bench.run_until(lambda b: b.reason is Reason.SENSOR_COMPARED, within=5 * HOUR)
    bench.run(minutes(10)).sense(room=19.4).run(minutes(2))
    assert Terminal.Y1 in bench.on
    bench.run(4 * HOUR)
    assert Terminal.Y1 in bench.on
    assert bench.decision.problems == {}


@pytest.mark.slow
def test_a_room_that_is_about_to_freeze_gets_no_rest() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=4.7, outdoor=-12.0).run(minutes(5))
    bench.sense(room=4.6).run(6 * HOUR)
    assert bench.reason is Reason.FREEZE_GUARD
    assert Terminal.Y1 in bench.on


def test_only_one_verdict_is_about_the_sensor() -> None:
    response = Response(verdict=Verdict.UNMOVED, since=situation().clock.now)
    assert response.unmoved_since == response.since
    assert Response(verdict=Verdict.DEAD, since=response.since).unmoved_since is None
