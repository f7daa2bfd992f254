"""How warm the room is: by its sensor and what heats it, for as long as that holds."""

from dataclasses import replace
from typing import Unpack

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    DefrostState,
    Frost,
)
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.observer.observer import Observer
from custom_components.heat_pump_thermostat.engine.rules import means, room
from custom_components.heat_pump_thermostat.engine.situation import Memory, Situation
from custom_components.heat_pump_thermostat.engine.state import State, Wires

from ..invariants import W2, Y1, Y2, O
from ..rated import DATASHEET
from ..rig import NOON, Bench, celsius, minutes, off_for_a_day, settings_for
from ..situations import situation

RATED = replace(
    settings_for(), machine=replace(settings_for().machine, ratings=DATASHEET)
)
OUTDOOR = celsius(0)


def told(name: str, value: float, observer: Observer | None = None) -> Observer:
    """Return the observer after a sensor of that name said so at noon."""
    reading = Reading(celsius(value), NOON)
    senses = Senses(further={name: RoomSensor(reading=reading)})
    board = off_for_a_day(RATED.machine)
    state = State(senses=senses, wires=Wires(board=board))
    moment = situation(RATED, before=board, outdoor=OUTDOOR, state=state)
    moment = replace(moment, believed={name: celsius(value)})
    return room.advance(observer or Observer(), moment)


def test_it_begins_where_the_sensor_says() -> None:
    observer = told("hall", 19.3)
    assert observer.source == "hall"
    assert observer.view().air == pytest.approx(19.3)


def test_another_sensor_is_another_room() -> None:
    hall = told("hall", 19.3)
    assert told("hall", 19.3, hall) is hall
    bedroom = told("bedroom", 17.1, hall)
    assert bedroom.view().air == pytest.approx(17.1)


def test_a_room_that_nobody_believes_is_forgotten() -> None:
    hall = told("hall", 19.3)
    assert room.advance(hall, situation(rooms=())) == Observer()
    assert situation(rooms=(), observer=hall).room is None


def test_rules_go_by_the_observer_and_entities_by_the_sensor() -> None:
    hall = told("hall", 19.3)
    moment = situation(rooms=(19.5,), observer=hall)
    assert moment.room == pytest.approx(19.3)
    assert moment.shown == pytest.approx(19.5)
    assert Bench(room=19.3).decision.room == pytest.approx(19.3)


def _running(*terminals: Terminal, **memory: Unpack[Memory]) -> Situation:
    """Return a moment in which these have been on for half an hour."""
    off = Contact(Relay.OFF, NOON - minutes(600))
    on = Contact(Relay.ON, NOON - minutes(30))
    wired = RATED.machine.wired
    board = Board({each: on if each in terminals else off for each in wired})
    state = State(wires=Wires(board=board))
    moment = situation(RATED, before=board, outdoor=OUTDOOR, state=state)
    return moment.after(**memory)


def test_what_heats_and_cools_the_air() -> None:
    compressor = means.compressor_heat(_running(), OUTDOOR)
    backup = means.backup_heat(_running())
    assert means.into_air(_running(), OUTDOOR) == 0
    assert means.into_air(_running(Y1, Y2), OUTDOOR) == pytest.approx(compressor)
    assert 0 < means.into_air(_running(Y1), OUTDOOR) < compressor
    assert means.into_air(_running(W2), OUTDOOR) == pytest.approx(backup)
    both = means.into_air(_running(Y1, Y2, W2), OUTDOOR)
    assert both == pytest.approx(compressor + backup)
    assert -compressor * 2 < means.into_air(_running(Y1, O), OUTDOOR) < 0


def test_a_defrost_takes_heat_from_the_room() -> None:
    frost = Frost(state=DefrostState.DEFROSTING)
    assert means.into_air(_running(Y1, frost=frost), OUTDOOR) < 0


def test_a_room_left_alone_is_looked_at_before_it_can_be_cold() -> None:
    bench = Bench(room=20.0, outdoor=-15.0, settings=RATED, is_reporting=False)
    wake_at = bench.decision.wake_at
    assert wake_at is not None
    assert minutes(1) <= wake_at - bench.now <= minutes(10)


def test_a_silent_sensor_does_not_leave_a_house_cold() -> None:
    bench = Bench(room=20.0, outdoor=-15.0, settings=RATED, is_reporting=False)
    assert bench.run(minutes(115)).times("Y1 on")
