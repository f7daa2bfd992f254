"""What a run of the compressor makes of the room."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import Board, Contact, Relay
from custom_components.heat_pump_thermostat.engine.rules import progress
from custom_components.heat_pump_thermostat.engine.state import Progress

from ..invariants import Y1
from ..rig import NOON, minutes
from ..situations import situation

RUNNING = Board({Y1: Contact(Relay.ON, NOON - minutes(600))})


def _after(*rooms: float, apart: float = 2) -> Progress:
    """Return what a run made of a room that is read every so many minutes."""
    run: Progress | None = None
    for number, room in enumerate(rooms):
        now = NOON + number * minutes(apart)
        run = progress.advance(run, situation(rooms=(room,), board=RUNNING, now=now))
    assert run is not None
    return run


@pytest.mark.parametrize(
    ("rooms", "falls"),
    [
        pytest.param([19.5], False, id="unknown"),
        pytest.param([19.5, 19.45], False, id="less than a sensor flickers"),
        pytest.param([19.5, 19.4], True, id="down"),
        pytest.param([19.5, 19.9, 19.8], True, id="down from the top"),
        pytest.param([19.5, 19.4, 19.45], True, id="still down"),
        pytest.param([19.5, 19.4, 19.3, 19.4], False, id="up from the bottom"),
    ],
)
def test_which_way_the_room_goes(rooms: list[float], *, falls: bool) -> None:
    assert _after(*rooms).falls is falls


def test_the_last_step_down_and_how_long_the_one_above_stood() -> None:
    run = _after(19.6, 19.6, 19.5, 19.5)
    assert run.changed == NOON + minutes(4)
    assert run.step == pytest.approx(0.1)
    assert run.took == minutes(4)
    assert not _after(19.5, 19.6).step
