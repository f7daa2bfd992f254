"""Letting go of the machine: what there still is to wait for."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.relays.answers import (
    is_machine_released,
)

from ..invariants import W1, W2, Y1, Y2, G, O
from ..rig import NOON

ON, OFF = Contact(Relay.ON, NOON), Contact(Relay.OFF, NOON)
LOST = Contact(Relay.UNKNOWN, NOON, Relay.ON)
LOST_OFF = Contact(Relay.UNKNOWN, NOON, Relay.OFF)


@pytest.mark.parametrize(
    ("contacts", "absent", "is_over"),
    [
        pytest.param({Y1: OFF, G: OFF}, set(), True, id="all off"),
        pytest.param({Y1: OFF, O: ON}, set(), True, id="the valve stays"),
        pytest.param({Y1: ON, G: ON}, set(), False, id="nothing has answered"),
        pytest.param({Y1: ON}, {Y1}, False, id="one that says to be on"),
        pytest.param({W1: ON}, set(), False, id="a furnace"),
        pytest.param({Y1: OFF, G: ON}, set(), False, id="the fan is next"),
        pytest.param({Y1: LOST}, set(), True, id="one that does not answer"),
        pytest.param({Y1: LOST, G: ON}, {Y1}, True, id="the fan stays for it"),
        pytest.param({Y1: LOST, G: ON}, set(), False, id="it may yet answer"),
        pytest.param({Y1: LOST_OFF, G: ON}, {Y1}, True, id="it may have closed"),
        pytest.param({W2: LOST, G: ON}, {W2}, True, id="electric heat"),
        pytest.param({W2: LOST_OFF, G: ON}, {W2}, False, id="no heat: the fan is next"),
        pytest.param(
            {Y1: LOST, Y2: LOST, G: ON}, {Y1}, False, id="the other may yet answer"
        ),
        pytest.param({Y1: LOST, Y2: ON, G: ON}, {Y1}, False, id="the other is next"),
        pytest.param({Y1: OFF, G: LOST}, {G}, True, id="a lost fan"),
    ],
)
def test_whether_the_relays_have_let_go(
    contacts: dict[Terminal, Contact], absent: set[Terminal], *, is_over: bool
) -> None:
    assert is_machine_released(Board(contacts), absent) is is_over
