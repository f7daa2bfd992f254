"""What a run of the compressor makes of the room: how warm, and when."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import Board, Contact, Relay
from custom_components.heat_pump_thermostat.engine.rules import progress
from custom_components.heat_pump_thermostat.engine.state import Progress

from ..invariants import Y1
from ..rig import NOON, celsius, minutes
from ..situations import situation

RUNNING = Board({Y1: Contact(Relay.ON, NOON - minutes(600))})


@pytest.mark.parametrize(
    ("rooms", "warmest", "at"),
    [
        pytest.param([19.5, 19.4], 19.5, 0, id="it falls"),
        pytest.param([19.5, 19.55], 19.5, 0, id="hardly at all"),
        pytest.param([19.5, 19.7, 19.6], 19.7, 2, id="it rose, and falls"),
        pytest.param([19.5, 19.6, 19.7], 19.7, 4, id="it rises"),
    ],
)
def test_how_warm_it_got_and_when(
    rooms: list[float], warmest: float, at: float
) -> None:
    run: Progress | None = None
    for number, room in enumerate(rooms):
        now = NOON + number * minutes(2)
        run = progress.advance(run, situation(shows=(room,), board=RUNNING, now=now))
    assert run == Progress(celsius(warmest), NOON + minutes(at))


def test_without_a_run_there_is_none() -> None:
    assert progress.advance(Progress(celsius(20.0), NOON), situation()) is None
    assert progress.advance(None, situation(shows=(), board=RUNNING)) is None
