"""All the heat together lifts the room in weather in which it must, or that is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.heeding import Heeding, Stage
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.engine.rules import effort, problems
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.situation import Situation
from custom_components.heat_pump_thermostat.engine.state import (
    Effort,
    Learned,
    Need,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, G, O
from ..rated import rated
from ..rig import DUAL_FUEL, NOON, celsius, minutes, off_for_a_day, wired
from ..situations import HEATING, situation

HOUR = timedelta(hours=1)
RATED = rated(wired(Y1, G, O, W2))
SHOWN = Learned(
    envelope=Envelope(Trend(LineSums().plus(5, 0.8, 20).plus(25, 8.8, 20), days=40))
)
"""0.4 kW/K"""
LONG_ON = NOON - 5 * HOUR


def heated(
    room: float | None,
    after: timedelta = timedelta(),
    *,
    before: Effort | None = None,
    settings: Settings = RATED,
    on: frozenset[Terminal] = frozenset({Y1, G, W2}),
    outdoor: float | None = -5,
    need: Need = HEATING,
    learned: Learned = SHOWN,
    off_since: timedelta = HOUR,
    stage: Stage = Stage.WATCHING,
    mode: Mode = Mode.HEAT,
) -> Situation:
    """Return a moment after some time of heat, with what the rule made of it."""
    now = NOON + after
    backed = {
        terminal: Contact(Relay.ON, LONG_ON, Relay.ON)
        if terminal in on
        else Contact(Relay.OFF, now - off_since, Relay.ON)
        for terminal in off_for_a_day(settings.machine).contacts
    }
    moment = situation(
        settings,
        now=now,
        shows=() if room is None else (room,),
        outdoor=outdoor,
        before=Board(backed),
        board=Board(backed),
        need=need,
        learned=learned,
        heeding=Heeding(stage=stage),
        mode=mode,
    )
    return moment.after(effort=effort.advance(before, moment))


def fallen(room: float = 18.0, hours: float = 3, **more: Any) -> Situation:
    """Return a moment in which a room of 20 °C has been so cold for so long."""
    first = heated(20.0).state.effort
    assert first == Effort(celsius(20), celsius(20))
    then = heated(room, HOUR, before=first, **more).state.effort
    return heated(room, (1 + hours) * HOUR, before=then, **more)


def test_a_room_that_falls_under_all_the_heat_is_told_after_three_hours() -> None:
    told = fallen()
    assert effort.is_in_vain(told)
    assert Problem.NO_HEAT in problems.advance({}, told, {})
    early = fallen(hours=2.9)
    assert not effort.is_in_vain(early)
    assert early.clock.wake_at == NOON + 4 * HOUR


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"room": 18.1}, id="a room that is held"),
        pytest.param({"outdoor": -40.0}, id="colder than all the heat can hold"),
        pytest.param({"outdoor": None}, id="nobody knows the weather"),
        pytest.param({"on": frozenset({Y1, G})}, id="the backup has long been off"),
        pytest.param(
            {"learned": Learned(), "room": 17.1}, id="it is held in an unknown house"
        ),
        pytest.param({"need": Need()}, id="the call is over"),
    ],
)
def test_where_a_room_that_falls_is_no_fault(more: dict[str, Any]) -> None:
    assert not effort.is_in_vain(fallen(**more))


def test_in_a_house_that_nobody_knows_it_falls_further_until_then() -> None:
    assert effort.is_in_vain(fallen(17.0, learned=Learned()))


def test_what_was_told_stands_until_the_room_rises_by_far() -> None:
    told = fallen(16.0).state.effort
    noon = heated(17.9, 5 * HOUR, before=told)
    assert effort.is_in_vain(noon)
    night = heated(16.0, 9 * HOUR, before=noon.state.effort, learned=Learned())
    assert effort.is_in_vain(night)
    mended = heated(18.0, 10 * HOUR, before=night.state.effort)
    assert not effort.is_in_vain(mended)


def test_nor_is_it_forgotten_while_the_room_is_not_believed() -> None:
    told = fallen(16.0).state.effort
    lost = heated(None, 5 * HOUR, before=told, need=Need()).state.effort
    back = heated(16.0, 5 * HOUR, before=lost, need=Need()).state.effort
    assert effort.is_in_vain(heated(16.0, 6 * HOUR, before=back))
    assert not effort.is_in_vain(heated(18.1, 6 * HOUR, before=back))


@pytest.mark.parametrize(
    ("room", "mode"), [(18.2, Mode.HEAT), (16.0, Mode.OFF), (16.0, Mode.COOL)]
)
def test_a_call_that_is_over_ends_it(room: float, mode: Mode) -> None:
    told = fallen(16.0).state.effort
    over = heated(room, 5 * HOUR, before=told, need=Need(), mode=mode)
    assert not effort.is_in_vain(over)


def test_the_backup_may_pause_meanwhile() -> None:
    more: dict[str, Any] = {"on": frozenset({Y1, G}), "off_since": minutes(39)}
    assert effort.is_in_vain(fallen(**more))


def test_a_room_that_rises_again_has_to_fall_from_there() -> None:
    first = heated(17.0).state.effort
    warm = heated(20.0, HOUR, before=first).state.effort
    assert warm == Effort(celsius(20), celsius(20))
    cold = heated(17.9, 2 * HOUR, before=warm).state.effort
    assert cold == Effort(celsius(20), celsius(17.9), NOON + 2 * HOUR)
    again = heated(18.9, 3 * HOUR, before=cold).state.effort
    assert again == Effort(celsius(18.9), celsius(18.9))


def test_what_a_room_loses_while_all_heat_rests_is_no_fall_that_it_rises_from() -> None:
    cold = fallen(hours=1).state.effort
    rested = heated(15.0, 3 * HOUR, before=cold, stage=Stage.RESTING).state.effort
    risen = heated(17.9, 3.9 * HOUR, before=rested)
    assert not effort.is_in_vain(risen)
    told = heated(17.9, 4.1 * HOUR, before=risen.state.effort)
    assert effort.is_in_vain(told), "it never rose above what it was before"

    warm = heated(18.1, 3.8 * HOUR, before=rested).state.effort
    again = heated(17.0, 3.9 * HOUR, before=warm).state.effort
    assert warm is not None
    assert again is not None
    assert (warm.coldest, again.coldest) == (18.0, 17.0)


def test_a_time_of_which_nothing_can_be_said_does_not_count() -> None:
    low = fallen(hours=1).state.effort
    off = frozenset({Y1, G})
    silent = heated(18.0, 2.5 * HOUR, before=low, on=off).state.effort
    assert low is not None
    assert low.low_since == NOON + HOUR
    assert silent == replace(low, low_since=NOON + HOUR + minutes(1))


def test_a_furnace_without_gas_is_told_too() -> None:
    furnace = rated(DUAL_FUEL)
    on = frozenset({W1})
    assert effort.is_in_vain(fallen(settings=furnace, on=on))


@pytest.mark.parametrize("before", [None, Effort(celsius(20), celsius(18), NOON)])
def test_without_a_room_nothing_is_known_of_it(before: Effort | None) -> None:
    assert heated(None, before=before).state.effort is None
