"""Taking up again after nothing ran."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import OutdoorSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.board import Board, Contact, Relay
from custom_components.heat_pump_thermostat.engine.resume import (
    FORBIDDING,
    MOST_STARTS,
    resumed_state,
)
from custom_components.heat_pump_thermostat.engine.rules import lockout
from custom_components.heat_pump_thermostat.engine.settings import (
    DEFAULT_TARGETS,
    Compressor,
)
from custom_components.heat_pump_thermostat.engine.state import (
    Guards,
    Outage,
    Pending,
    State,
    Wires,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.vocabulary import Lockout
from custom_components.heat_pump_thermostat.engine.wishes import Hold, Wishes

from .invariants import W2, Y1, G
from .rig import DUAL_FUEL, NOON, minutes, settings_for
from .situations import situation

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


def ago(time: timedelta | None) -> datetime | None:
    return None if time is None else NOON - time


def test_what_was_on_may_have_been_on_until_now() -> None:
    contacts = resumed_state(_stored(), LATER).wires.board.contacts
    assert contacts[Y1].since == contacts[W2].since == LATER
    assert contacts[G].since == NOON - minutes(10)


def test_nothing_is_counted_or_expected_of_the_time_between() -> None:
    state = resumed_state(_stored(), LATER)
    assert (state.at, state.wires.pending, state.wires.corrections) == (None, {}, {})
    assert state.guards.starts == (NOON - minutes(20), NOON)


def test_of_the_time_between_nobody_has_seen_anything() -> None:
    assert resumed_state(State(), NOON).guards.outage == Outage()
    assert resumed_state(_stored(), LATER).guards.outage.dark_since == NOON


def test_what_was_dark_before_is_dark_since_then() -> None:
    stored = State(at=NOON, guards=Guards(outage=Outage(dark_since=NOON - minutes(9))))
    outage = resumed_state(stored, LATER).guards.outage
    assert outage.dark_since == NOON - minutes(9)


def test_a_clock_that_was_set_back_meanwhile() -> None:
    before = NOON - minutes(15)
    state = resumed_state(_stored(), before)
    assert state.wires.board.contacts[G].since == before
    assert state.guards.starts == (NOON - minutes(20), before)


@pytest.mark.parametrize("lost", ["", "at", "guards", "guards.outage.since"])
def test_an_outage_of_which_nothing_is_known_was_long(lost: str) -> None:
    assert resumed_state(_stored(), LATER, [lost]).guards.outage == Outage(until=LATER)


@pytest.mark.parametrize(
    ("lost", "unknown"),
    [
        pytest.param([""], MOST_STARTS, id="everything"),
        pytest.param(["guards"], MOST_STARTS, id="the group"),
        pytest.param(["guards.starts"], MOST_STARTS, id="all starts"),
        pytest.param(["guards.starts.1", "guards.starts.3"], 2, id="two of them"),
        pytest.param(["guards.is_freezing", "starts"], 0, id="something else"),
    ],
)
def test_starts_that_are_not_known_were_just_now(lost: list[str], unknown: int) -> None:
    state = resumed_state(_stored(), LATER, lost)
    assert state.guards.starts == (*_stored().guards.starts, *[LATER] * unknown)


@pytest.mark.parametrize("lost", ["guards.lockouts", "guards.lockouts.0", "guards", ""])
def test_limits_that_are_not_known_lock_the_machine_out(lost: str) -> None:
    assert resumed_state(_stored(), LATER, [lost]).guards.lockouts == FORBIDDING


@pytest.mark.parametrize("lost", ["guards.heated_at", "guards", ""])
def test_a_machine_of_which_it_is_not_known_heated_just_now(lost: str) -> None:
    assert resumed_state(_stored(), LATER, [lost]).guards.heated_at == LATER


KNOWN_AT = "senses.outdoor_sensor.known_at"


@pytest.mark.parametrize("lost", [KNOWN_AT, "senses.outdoor_sensor", "senses", ""])
def test_an_outdoor_sensor_of_which_nothing_is_known_was_lost_just_now(
    lost: str,
) -> None:
    state = resumed_state(_stored(), LATER, [lost])
    known_at = state.senses.outdoor_sensor.known_at
    assert known_at is not None
    assert LATER - minutes(1) < known_at < LATER
    assert Lockout.COOLING in state.guards.lockouts


@pytest.mark.parametrize(
    "lost",
    [
        [],
        [KNOWN_AT],
        ["senses"],
        ["guards.heated_at"],
        ["guards.lockouts"],
        ["guards"],
        ["guards", "senses"],
        [""],
    ],
)
@pytest.mark.parametrize("known", [None, minutes(60), timedelta(days=5)])
@pytest.mark.parametrize("heated", [None, timedelta(days=1)])
@pytest.mark.parametrize("lockouts", [frozenset[Lockout](), FORBIDDING])
def test_in_weather_of_which_nobody_tells_no_less_is_locked_out(
    lost: list[str],
    known: timedelta | None,
    heated: timedelta | None,
    lockouts: frozenset[Lockout],
) -> None:
    sensor = OutdoorSensor(known_at=ago(known))
    state = State(
        senses=Senses(outdoor_sensor=sensor),
        guards=Guards(lockouts=lockouts, heated_at=ago(heated)),
    )
    limits = Compressor(minimum_outdoor=Celsius(-4))
    settings = replace(settings_for(DUAL_FUEL), compressor=limits)
    moment = situation(settings, outdoor=None, seen={"is_outdoor_expected": True})

    def locked_out(state: State) -> frozenset[Lockout]:
        return lockout.advance(state.guards.lockouts, replace(moment, state=state))

    assert locked_out(resumed_state(state, NOON, lost)) >= locked_out(state)


def test_a_room_that_may_have_been_freezing_is_heated_until_it_surely_is_not() -> None:
    assert resumed_state(_stored(), LATER, ["guards.is_freezing"]).guards.is_freezing


def test_of_what_is_not_lost_nothing_worse_is_assumed() -> None:
    lost = ["wishes.mode", "learned", "atlas", "wires.board"]
    assert resumed_state(_stored(), LATER, lost) == resumed_state(_stored(), LATER)


@pytest.mark.parametrize(
    ("days", "ends"),
    [pytest.param(90, 90, id="a year"), pytest.param(3000, 366, id="no more")],
)
def test_a_hold_may_end_within_a_year(days: int, ends: int) -> None:
    hold = Hold(DEFAULT_TARGETS, LATER + timedelta(days=days))
    held = resumed_state(State(wishes=Wishes(hold=hold)), LATER).wishes.hold
    assert held is not None
    assert held.until == LATER + timedelta(days=ends)
