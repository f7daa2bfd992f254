"""E alone cannot help a compressor: it takes its place in a house that droops."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.curtailment import Curtailment
from custom_components.heat_pump_thermostat.engine.house.response import (
    Phase,
    Response,
)
from custom_components.heat_pump_thermostat.engine.rules import instead
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.state import (
    Course,
    Effort,
    Guards,
    Progress,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Lockout,
    Problem,
    Reason,
)

from ..invariants import W2, Y1, E, G
from ..rig import (
    DAY,
    E_ONLY,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    minutes,
    off_for_a_day,
    seconds,
    settings_for,
)
from ..situations import HEATING, situation

MILD = frozenset({Lockout.AUXILIARY})


def ago(number: float | None) -> datetime | None:
    """Return the moment so many minutes before noon."""
    return None if number is None else NOON - minutes(number)


def is_replaced(
    *,
    was: bool = False,
    lifted: float | None = 45,
    droops: float | None = 30,
    cold: float | None = None,
    lockouts: frozenset[Lockout] = frozenset(),
    deaf_until: datetime | None = None,
    machine: Machine = E_ONLY,
    lost: Terminal | None = None,
    effort: Effort | None = None,
    phase: Phase = Phase.WATCHING,
    says: float = 19.0,
) -> bool:
    """Return whether E takes over, by minutes since the room was so.

    `lifted` is when the compressor last made it warmer; None while it does not run.
    """
    told: dict[str, Any] = {"droop_since": ago(droops), "cold_since": ago(cold)}
    contacts = dict(off_for_a_day(machine).contacts)
    if lost:
        contacts[lost] = Contact(Relay.UNKNOWN, NOON - minutes(3), Relay.OFF)
    moment = situation(
        settings_for(machine),
        board=Board(contacts),
        need=HEATING,
        course=Course(**told),
        guards=Guards(lockouts=lockouts, sole_deaf_until=deaf_until),
        effort=effort,
        response=Response(phase=phase),
        shows=(says,),
    )
    since = ago(lifted)
    run = Progress(celsius(19), since) if since else None
    return instead.advance(was, run, moment)


COMPARED = {"phase": Phase.RESTING, "lifted": None}
TRIED = {"phase": Phase.TRYING, "lifted": None}
IN_VAIN = Effort(celsius(20), celsius(16), NOON - minutes(180))


@pytest.mark.parametrize(
    ("so", "replaced"),
    [
        pytest.param({}, True, id="a room that droops, and is not lifted"),
        pytest.param({"lifted": 44}, False, id="the compressor lifts it"),
        pytest.param({"droops": 29}, False, id="it may yet come"),
        pytest.param({"droops": None}, False, id="it is warm enough"),
        pytest.param({"lifted": None}, False, id="the compressor has not run"),
        pytest.param({"lockouts": MILD}, False, id="too mild for backup"),
        pytest.param({"lockouts": MILD, "cold": 60}, True, id="but the house is cold"),
        pytest.param({"lockouts": MILD, "cold": 59}, False, id="not for long enough"),
        pytest.param({"lifted": None, "cold": 60}, True, id="cold, and nothing runs"),
        pytest.param({"lifted": 44, "cold": 60}, False, id="cold, and it is lifted"),
        pytest.param({"droops": None, "was": True}, True, id="until it is satisfied"),
        pytest.param({"machine": TWO_STAGE}, False, id="W2 helps the compressor"),
        pytest.param({"lost": E}, False, id="E does not answer"),
        pytest.param({"was": True, "lost": E}, False, id="nor any more"),
        pytest.param(
            {"deaf_until": NOON + seconds(1)}, False, id="E did not close lately"
        ),
        pytest.param({"deaf_until": NOON}, True, id="it is tried again"),
        pytest.param({"was": True, "effort": IN_VAIN}, False, id="E lifts it no more"),
        pytest.param(COMPARED | {"droops": 19}, False, id="a rest has to be one"),
        pytest.param(COMPARED | {"droops": 20}, True, id="but not for long"),
        pytest.param(COMPARED | {"droops": 1, "says": 18.5}, True, id="nor when cold"),
        pytest.param(COMPARED | {"says": 19.1}, False, id="the sensor says otherwise"),
        pytest.param(TRIED | {"droops": 1}, True, id="it is tried in a warm room"),
        pytest.param(TRIED | {"says": 19.1}, False, id="it is warm: it is tried"),
        pytest.param(TRIED | {"lifted": 1}, False, id="it runs: it is being tried"),
    ],
)
def test_when_electric_heat_takes_the_place_of_a_compressor(
    so: dict[str, Any], *, replaced: bool
) -> None:
    assert is_replaced(**so) is replaced


def _drooping() -> Bench:
    """Return a house that its compressor does not lift, on the way to its E."""
    bench = Bench(settings_for(E_ONLY), room=18.8, outdoor=-12)
    bench.run_until(lambda b: E in b.on, minutes(60))
    return bench


@pytest.mark.slow
def test_it_heats_until_the_room_is_satisfied_and_never_beside_the_compressor() -> None:
    bench = _drooping()
    assert bench.on == {E, G}
    assert (bench.call, bench.reason) == (Call.LOCKED_OUT, Reason.AUXILIARY_HEAT)
    assert bench.sense(room=19.9).run(minutes(60)).on == {E, G}
    assert E not in bench.sense(room=20.6).run(minutes(2)).on
    assert Y1 in bench.sense(room=19.5).run(minutes(6)).on


def test_where_electric_heat_is_to_stay_off_the_compressor_goes_on() -> None:
    bench = _drooping()
    asked = Curtailment(NOON + DAY, backup=0.0)
    bench.wish(lambda w: replace(w, curtailments={"utility": asked}))
    assert Y1 in bench.run(minutes(7)).on


@pytest.mark.slow
def test_a_relay_of_it_that_does_not_close_leaves_the_heat_to_the_compressor() -> None:
    bench = Bench(settings_for(E_ONLY), room=18.8, outdoor=-12)
    bench.relays[E].is_silent = True
    bench.run_until(lambda b: b.call is Call.LOCKED_OUT, minutes(60))
    bench.run(minutes(10))
    assert Y1 in bench.on
    assert bench.decision.afflicted[Problem.RELAY_LOST] == {E}
    assert Y1 in bench.run(minutes(45)).on
    bench.relays[E].is_silent = False
    bench.run(minutes(30))
    assert E in bench.on
    assert bench.decision.problems == {}


def test_what_joins_the_compressor_is_not_put_in_its_place() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=17.5, outdoor=-12).run(minutes(120))
    assert {Y1, W2} <= bench.on
