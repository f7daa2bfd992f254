"""A room sensor is believed while it says what a room can be, and goes as one goes."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import (
    Doubt,
    Sense,
    Surroundings,
    advance,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading

from ..rig import NOON, celsius, kelvin, minutes

WINTER = Surroundings(coldest=celsius(-15), warmest=celsius(-5), can_cool=True)
SUMMER = Surroundings(coldest=celsius(24), warmest=celsius(34), can_cool=True)
NOBODY_KNOWS = Surroundings()


@dataclass
class Sensor:
    """A sensor that says one thing after the other, and what is made of it."""

    around: Surroundings = WINTER
    every: float = 10
    """Minutes between two reports."""
    sense: Sense = field(default_factory=Sense)
    now: timedelta = timedelta()

    def say(self, *values: float | None, drift: float = 0.0) -> Sensor:
        for value in values:
            self.now += minutes(self.every)
            at = NOON + self.now
            seen = None if value is None else Reading(celsius(value), at)
            around = replace(self.around, drift=kelvin(drift))
            self.sense = advance(self.sense, seen, around, Clock(at))
        return self

    @property
    def doubt(self) -> Doubt | None:
        return self.sense.doubt

    @property
    def believed(self) -> float | None:
        return self.sense.reading.value if self.sense.reading else None


@pytest.mark.parametrize(
    ("around", "value"),
    [
        pytest.param(SUMMER, 0.0, id="a dead probe in summer"),
        pytest.param(SUMMER, 12.9, id="colder than any machine cools"),
        pytest.param(WINTER, -17.8, id="0 °F in winter"),
        pytest.param(WINTER, 41.0, id="hotter than any machine heats"),
        pytest.param(SUMMER, 47.0, id="hotter than any sun"),
        pytest.param(replace(SUMMER, can_cool=False), 21.9, id="nothing cools there"),
    ],
)
def test_what_no_room_can_be_is_doubted_from_the_first_report_on(
    around: Surroundings, value: float
) -> None:
    assert Sensor(around).say(value).doubt is Doubt.IMPOSSIBLE
    assert Sensor(around).say(value, value, value).believed is None
    assert Sensor(around).say(*[value] * 100).doubt is Doubt.IMPOSSIBLE


def test_a_doubted_reading_leaves_the_last_believed_one_alone() -> None:
    sensor = Sensor(WINTER).say(20.1, 20.0, 0.0)
    assert (sensor.doubt, sensor.believed) == (Doubt.LEAP, 20.0)
    assert sensor.sense.doubted_since == NOON + minutes(30)
    assert sensor.say(20.0).doubt is None
    assert sensor.believed == 20.0


def test_a_dead_probe_is_never_believed_however_long_it_stands() -> None:
    assert Sensor(WINTER).say(20.0, *[0.0] * 300).doubt is Doubt.LEAP
    noise = Random(1)  # noqa: S311
    noisy = [noise.choice((-0.1, 0.0, 0.1, 0.2)) for _ in range(300)]
    assert Sensor(WINTER).say(20.0, *noisy).believed == 20.0


def test_a_leap_to_where_people_live_is_believed_once_it_has_stood() -> None:
    sensor = Sensor(WINTER).say(26.0, 14.0, 14.0, 14.0)
    assert sensor.doubt is Doubt.LEAP
    assert sensor.say(14.0).doubt is None


def test_a_leap_is_believed_once_it_goes_a_way_as_rooms_do() -> None:
    door = Sensor(WINTER, every=5).say(20, 8.0)
    assert door.doubt is Doubt.LEAP
    assert door.say(7.5).doubt is Doubt.LEAP
    assert door.say(6.8).doubt is None
    assert door.say(6.0, 5.5).believed == 5.5


def test_leap_after_leap_is_no_way_that_a_room_goes() -> None:
    noise = Random(2)  # noqa: S311
    leaping = [noise.choice((-20.0, 0.0, 36.0, 8.0)) for _ in range(200)]
    assert Sensor(NOBODY_KNOWS).say(20.0, *leaping).believed == 20.0


@pytest.mark.parametrize(
    ("every", "values"),
    [
        pytest.param(1, (20, 19, 17, 15, 13, 11, 9, 8), id="a door open to winter"),
        pytest.param(10, (20, 14.5, 9, 5), id="the same, told now and then"),
        pytest.param(10, (18, 20.5, 23.5, 26, 28, 29), id="a wood stove"),
        pytest.param(10, (20.5, 16.8, 16.8), id="carried to the bedroom"),
        pytest.param(60, (20, 14, 9, 5), id="a house aired by the hour"),
        pytest.param(600, (20, 4), id="back after ten hours without heat"),
    ],
)
def test_what_a_house_can_do_is_believed_at_once(
    every: float, values: tuple[float, ...]
) -> None:
    sensor = Sensor(WINTER, every)
    for value in values:
        assert sensor.say(value).doubt is None


@pytest.mark.parametrize("first", [3.0, 36.0])
def test_a_house_where_nobody_lives_is_believed_once_it_moves(first: float) -> None:
    sensor = Sensor(WINTER).say(first, first, first)
    assert (sensor.doubt, sensor.believed) == (Doubt.LEAP, None)
    assert sensor.say(first + 0.6, first + 1.2).doubt is None


def test_what_another_room_says_too_is_believed() -> None:
    both = replace(WINTER, witnesses=(celsius(5.0),))
    assert Sensor(both).say(20.0, 4.0).doubt is None
    assert Sensor(both).say(3.0).doubt is None


def test_of_two_rooms_the_one_that_leapt_lies() -> None:
    twin = replace(WINTER, witnesses=(celsius(21.0),))
    sensor = Sensor(twin).say(20.0, *[12.0] * 50)
    assert (sensor.doubt, sensor.believed) == (Doubt.DISAGREES, 20.0)
    assert sensor.say(11.5, 10.9).doubt is None


def test_a_room_that_goes_its_own_way_step_by_step_is_believed_beside_others() -> None:
    twin = replace(WINTER, witnesses=(celsius(18.0),))
    stove = Sensor(twin).say(20, 22, 24, 26, 27)
    assert stove.doubt is None


@pytest.mark.parametrize(
    ("seen", "stands_after"),
    [
        pytest.param((20.0, 20.1), 11, id="steps of a tenth"),
        pytest.param((20.0, 20.5), 19, id="steps of half a degree"),
        pytest.param((20.0,), 19, id="of unknown steps"),
    ],
)
@pytest.mark.parametrize("drift", [0.11, -0.11])
def test_what_stands_although_the_room_must_have_moved_is_doubted(
    seen: tuple[float, ...], stands_after: int, drift: float
) -> None:
    sensor = (
        Sensor(WINTER).say(*seen).say(*[seen[-1]] * (stands_after - 1), drift=drift)
    )
    assert sensor.doubt is None
    assert sensor.say(seen[-1], drift=drift).doubt is Doubt.STANDS
    assert sensor.say(seen[-1] + 0.3).doubt is None


def test_a_flicker_is_standing() -> None:
    to_and_fro = [20.0, 20.1] * 20
    assert Sensor(WINTER).say(*to_and_fro, drift=-0.1).doubt is Doubt.STANDS
    assert Sensor(WINTER).say(*to_and_fro).doubt is None


def test_a_room_that_falls_although_it_must_rise_is_believed() -> None:
    falling = [20 - i / 2 for i in range(12)]
    sensor = Sensor(WINTER, every=60).say(*falling, drift=0.5)
    assert (sensor.doubt, sensor.believed) == (None, 14.5)


def test_the_swing_about_a_setpoint_is_no_flicker() -> None:
    sensor = Sensor(WINTER)
    for _ in range(10):
        sensor.say(19.5, 19.5, drift=0.3).say(20.0, 20.0, drift=-0.3)
    assert sensor.doubt is None


def test_silence_is_no_doubt_and_ends_none() -> None:
    sensor = Sensor(WINTER).say(20.0, None)
    assert sensor.sense.lost_since == NOON + minutes(20)
    assert sensor.doubt is None
    assert Sensor(WINTER).say(20.0, 0.0, None, 0.0).doubt is Doubt.LEAP


@pytest.mark.parametrize(
    ("values", "repeats"),
    [
        pytest.param((20.0, 20.1), False, id="changes only"),
        pytest.param((20.0, 20.0, 20.1), True, id="the same as well"),
    ],
)
def test_whether_a_sensor_repeats_itself_is_kept(
    values: tuple[float, ...], *, repeats: bool
) -> None:
    assert Sensor(WINTER).say(*values).sense.repeats is repeats
