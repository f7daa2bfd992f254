"""The reversing valve moves only at rest, settles, and never while Y may run."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import Y1, G, O
from ..rig import (
    COOLING_ONLY,
    NO_BACKUP,
    NO_VALVE,
    Bench,
    minutes,
    seconds,
    settings_for,
)

PLAIN = settings_for(NO_BACKUP)


@pytest.mark.parametrize(
    ("machine", "mode", "room"),
    [
        pytest.param(NO_VALVE, Mode.HEAT, 19.5, id="heats only"),
        pytest.param(COOLING_ONLY, Mode.COOL, 24.5, id="cools only"),
    ],
)
def test_without_a_valve_there_is_nothing_to_wait_for(
    machine: Machine, mode: Mode, room: float
) -> None:
    bench = Bench(settings_for(machine), mode=mode, room=room)
    assert bench.on == {Y1, G}


@pytest.mark.parametrize(
    ("machine", "mode", "room"),
    [
        pytest.param(NO_VALVE, Mode.COOL, 30, id="a heater cannot cool"),
        pytest.param(COOLING_ONLY, Mode.COOL, 10, id="a cold room needs no cold"),
    ],
)
def test_what_the_machine_cannot_do_is_not_called(
    machine: Machine, mode: Mode, room: float
) -> None:
    bench = Bench(settings_for(machine), mode=mode, room=room).run(minutes(10))
    assert bench.moves == []


def test_a_move_that_was_called_back_in_time_costs_half_a_minute() -> None:
    bench = Bench(PLAIN)
    bench.relays[O].is_silent = True
    bench.choose(Mode.COOL).sense(room=24.5).run(seconds(3))
    bench.choose(Mode.HEAT).sense(room=19.5).run(minutes(1))
    assert bench.state.wires.board.contacts[O].relay is Relay.OFF
    assert bench.times("Y1 on") == [3 + 30 + 5]
