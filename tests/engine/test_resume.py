"""Taking up again after nothing ran."""

from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.board import Board, Contact, Relay
from custom_components.heat_pump_thermostat.engine.resume import resumed
from custom_components.heat_pump_thermostat.engine.state import (
    Guards,
    Pending,
    State,
    Wires,
)

from .invariants import W2, Y1, G
from .rig import NOON, minutes

LATER = NOON + minutes(30)


def _stored() -> State:
    return State(
        at=NOON,
        wires=Wires(
            board=Board(
                {
                    Y1: Contact(Relay.ON, NOON - minutes(20)),
                    G: Contact(Relay.OFF, NOON - minutes(10)),
                    W2: Contact(Relay.UNKNOWN, NOON - minutes(5)),
                }
            ),
            pending={G: Pending(on=True, first=NOON, last=NOON, tries=1)},
            corrections={G: (NOON,)},
        ),
        guards=Guards(starts=(NOON - minutes(20), NOON)),
    )


def test_what_was_on_may_have_been_on_until_now() -> None:
    contacts = resumed(_stored(), LATER).wires.board.contacts
    assert contacts[Y1].since == contacts[W2].since == LATER
    assert contacts[G].since == NOON - minutes(10)


def test_nothing_is_counted_or_expected_of_the_time_between() -> None:
    state = resumed(_stored(), LATER)
    assert (state.at, state.wires.pending, state.wires.corrections) == (None, {}, {})
    assert state.guards.starts == (NOON - minutes(20), NOON)


def test_the_first_start_ever_was_no_outage() -> None:
    assert resumed(State(), NOON).guards.outage_until is None


@pytest.mark.parametrize(
    ("lasted", "before", "until"),
    [
        pytest.param(59, None, None, id="a short one is none"),
        pytest.param(60, None, 60, id="a long one"),
        pytest.param(30, -10, -10, id="a short one after a long one"),
        pytest.param(60, -10, 60, id="a second long one"),
        pytest.param(-15, -10, -15, id="none in the time to come"),
    ],
)
def test_when_the_last_long_outage_ended(
    lasted: float, before: float | None, until: float | None
) -> None:
    def at(minute: float | None) -> datetime | None:
        return None if minute is None else NOON + minutes(minute)

    stored = State(at=NOON, guards=Guards(outage_until=at(before)))
    assert resumed(stored, NOON + minutes(lasted)).guards.outage_until == at(until)


def test_a_clock_that_was_set_back_meanwhile() -> None:
    before = NOON - minutes(15)
    state = resumed(_stored(), before)
    assert state.wires.board.contacts[G].since == before
    assert state.guards.starts == (NOON - minutes(20),)
