"""When the room will be as warm as it is set."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.arrival import warm_at
from custom_components.heat_pump_thermostat.engine.settings import Machine, Settings
from custom_components.heat_pump_thermostat.engine.situation import Situation
from custom_components.heat_pump_thermostat.engine.state import Learned

from .rated import DATASHEET, KNOWN
from .rig import NO_BACKUP, NOON, TWO_STAGE, minutes, settings_for
from .situations import situation

MILD, BITTER = 7.0, -18.0
"""In the second the machine alone does not hold the house, and with its backup does."""


def settings_of(machine: Machine) -> Settings:
    return settings_for(replace(machine, ratings=DATASHEET))


ALONE, BACKED = settings_of(NO_BACKUP), settings_of(TWO_STAGE)


def at(settings: Settings, *rooms: float, outdoor: float = MILD) -> Situation:
    learned = Learned(envelope=KNOWN)
    return situation(settings, shows=rooms, outdoor=outdoor, learned=learned)


@pytest.mark.parametrize("room", [19.9, 20.0, 23.0])
def test_a_room_that_is_warm_is_warm_now(room: float) -> None:
    assert warm_at(at(ALONE, room)) == NOON


def test_a_room_that_nobody_knows_is_never_said_to_be_warm() -> None:
    assert warm_at(at(ALONE)) is None


def test_the_colder_the_room_the_longer_it_takes() -> None:
    times = [warm_at(at(ALONE, room)) for room in (19.0, 18.0, 17.0)]
    known = [each for each in times if each]
    assert len(known) == 3
    assert known == sorted(known)
    assert known[0] > NOON


def test_what_has_to_rest_first_is_waited_for() -> None:
    moment = at(ALONE, 18.0)
    at_once = warm_at(moment)
    rested = warm_at(moment, NOON + minutes(5))

    assert at_once
    assert rested
    assert rested - at_once == timedelta(minutes=5)


def test_a_rest_that_is_over_is_not_waited_for() -> None:
    moment = at(ALONE, 18.0)
    assert warm_at(moment, NOON - minutes(5)) == warm_at(moment)


def test_a_compressor_that_cannot_is_helped_where_there_is_help() -> None:
    assert warm_at(at(ALONE, 18.0, outdoor=BITTER)) is None
    assert warm_at(at(BACKED, 18.0, outdoor=BITTER))
