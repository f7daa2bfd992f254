"""A compressor that died, and told nobody, leaves no house cold, nor goes unnoticed."""

from datetime import timedelta
from typing import Final

import pytest

from benchmarks.simulation.houses import HOUSES
from benchmarks.trouble.faults import DEAD_UNIT, Look, Sensor, coarse
from benchmarks.trouble.home import Premise, home_of
from custom_components.heat_pump_thermostat.engine.house.response import Verdict
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.units import fahrenheit

from .storey import HOUR, OWN, House

COMFORTABLE: Final = 19.5
"""°C: half a kelvin below the setpoint nobody minds."""
LOW, WARM = 18.0, 20.6
"""°C: about as far as a call for heat begins and ends, but for what nobody shows."""


def verdict(house: House) -> Verdict:
    """Return what the thermostat believes of its compressor."""
    return house.bench.state.response.verdict


@pytest.mark.slow
@pytest.mark.parametrize("outdoors", [-8.0, 0.0])
def test_three_days_without_it_are_hardly_colder_and_its_return_is_felt(
    outdoors: float,
) -> None:
    house = House(outdoors=outdoors, apart={OWN: 0.0}, sensors={OWN: "0.5K/10min"})
    house.live(24)
    house.has_compressor = False
    house.live(72)
    lacks = (COMFORTABLE - rooms[OWN] for rooms in house.log[-72 * HOUR :])
    assert sum(lack for lack in lacks if lack > 0) / HOUR <= 2
    assert verdict(house) is Verdict.DEAD

    house.has_compressor = True
    house.live(12)
    assert verdict(house) is Verdict.WELL


def in_half_degrees(look: Look) -> Reading | None:
    """Round to half a kelvin."""
    return look.says(look.truth, 0.5)


def in_whole_fahrenheit(look: Look) -> Reading:
    """Round to a degree Fahrenheit."""
    return Reading(fahrenheit(round(look.truth * 1.8 + 32)), look.now)


@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("sensor", [in_half_degrees, in_whole_fahrenheit, coarse])
def test_strips_overheat_no_room_in_which_it_is_compared_whatever_the_sensor(
    house: str, sensor: Sensor
) -> None:
    """What it made of the room says nothing of what they make of it."""
    home = home_of(Premise(house=house, mean=8.0, swing=2.0, days=0, sensor=sensor))
    story = [*home.live(timedelta(hours=4), DEAD_UNIT)]
    assert any(minute.is_heated and not minute.has_compressor for minute in story)
    assert max(minute.room for minute in story) < WARM
    assert min(minute.room for minute in story) > LOW
