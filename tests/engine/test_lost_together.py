"""Room and outdoor sensor fail at once: they hang on one device, or on one cloud."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta

import pytest

from benchmarks.simulation.programme import BEGINNING
from benchmarks.trouble.faults import Fault, Sensor, coarse, dead, frozen, healthy
from benchmarks.trouble.home import HOUR, Home, Premise, home_of
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


@dataclass
class Front:
    """Weather that turns within a day after the sensors were lost."""

    home: Home
    by: float

    def __post_init__(self) -> None:
        self.before = self.home.outdoors
        self.begins = (self.home.now - BEGINNING) / HOUR

    def __call__(self, hour: float) -> float:
        """Return how warm it is outdoors."""
        return self.before(hour) + self.by * min(1.0, (hour - self.begins) / 24)


@pytest.mark.parametrize("minutes", [14, 21, 33])
@pytest.mark.parametrize(
    ("machine", "mean"), [("dual fuel", -10.0), ("none", 2.0), ("electric", -10.0)]
)
def test_a_room_that_stands_neither_roasts_nor_freezes(
    machine: str, mean: float, minutes: int
) -> None:
    home = copy(home_of(Premise(house="typical", machine=machine, mean=mean)))
    list(home.live(timedelta(minutes=minutes)))
    story = list(home.live(2 * DAY, Fault(room=frozen, outdoor=dead)))
    assert max(minute.room for minute in story) <= 26
    assert min(minute.room for minute in story) >= 12


@pytest.mark.parametrize("outdoor", [dead, frozen])
@pytest.mark.parametrize("minutes", [14, 33])
@pytest.mark.parametrize(
    ("house", "machine", "mean"),
    [
        ("typical", "electric", -10.0),
        ("light", "electric", -10.0),
        ("typical", "electric", -2.0),
        ("leaky", "electric", -2.0),
        ("typical", "dual fuel", -10.0),
        ("small machine", "electric", -10.0),
    ],
)
def test_two_that_stand_together_are_told_within_hours(
    house: str, machine: str, mean: float, minutes: int, outdoor: Sensor
) -> None:
    """However much the house is heated meanwhile, or however little."""
    home = copy(home_of(Premise(house=house, machine=machine, mean=mean, swing=5.0)))
    list(home.live(timedelta(minutes=minutes)))
    story = list(home.live(DAY, Fault(room=frozen, outdoor=outdoor)))
    told = [m.hour for m in story if Problem.ROOM_SENSOR_DOUBTED in m.repairs]
    assert told[0] <= 7
    assert max(minute.room for minute in story) <= 28
    assert min(minute.room for minute in story) >= 10


@pytest.mark.parametrize("mean", [-15.0, -4.0])
@pytest.mark.parametrize("machine", ["electric", "dual fuel", "none"])
@pytest.mark.parametrize("house", ["typical", "light", "leaky", "small machine"])
def test_no_room_in_balance_is_blamed(house: str, machine: str, mean: float) -> None:
    """In weather that stands, where each day is as the one before."""
    home = copy(home_of(Premise(house=house, machine=machine, mean=mean, days=1)))
    told = {problem for minute in home.live(2 * DAY) for problem in minute.problems}
    assert Problem.ROOM_SENSOR_DOUBTED not in told


@pytest.mark.parametrize("sensor", [healthy, coarse])
@pytest.mark.parametrize("by", [-16.0, 16.0])
@pytest.mark.parametrize(
    ("house", "machine", "mean"),
    [("small machine", "none", 2.0), ("typical", "electric", -5.0)],
)
def test_a_room_sensor_is_not_blamed_for_weather_that_nobody_saw_turn(
    house: str, machine: str, mean: float, by: float, sensor: Sensor
) -> None:
    home = copy(home_of(Premise(house=house, machine=machine, mean=mean, swing=5.0)))
    home.outdoors = Front(home, by)
    told = {
        problem
        for minute in home.live(2 * DAY, Fault(room=sensor, outdoor=dead))
        for problem in minute.problems
    }
    assert Problem.ROOM_SENSOR_DOUBTED not in told
