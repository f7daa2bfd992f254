"""A machine that chooses its own speed: what else it does is taken for no defrost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest

from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.defrost.defrost import advance
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    Frost,
    defrost_began,
)
from custom_components.heat_pump_thermostat.engine.defrost.signs import Signs
from custom_components.heat_pump_thermostat.engine.units import Celsius

from .traces import START

FULL_RISE, FULL_POWER = 6.0, 2.6
"""Flow above return, in K, and kW at full speed."""
STANDBY = 0.18
TICK = 15
"""Seconds between two looks."""
SENSORS = ["rise and power", "rise", "heat meter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the machine is about: a share of its speed, or something else."""

    minute: float
    load: float = 1.0
    is_standing: bool = False
    is_defrosting: bool = False
    makes_hot_water: bool = False
    draws: float | None = None
    """By how many kelvins water comes back warmer from elsewhere, for a while."""

    @property
    def rise(self) -> float:
        if self.draws is not None:
            return -self.draws
        if self.is_standing:
            return -0.3
        if self.is_defrosting:
            return -8.0
        return FULL_RISE * (0.9 if self.makes_hot_water else self.load)

    @property
    def power(self) -> float:
        if self.is_standing:
            return STANDBY
        if self.is_defrosting:
            return 0.6
        return FULL_POWER * (1.2 if self.makes_hot_water else self.load**1.1)


def defrosts_told(
    moments: Iterator[Moment], sensors: str = SENSORS[0], noise: float = 0.1
) -> tuple[list[float], list[float]]:
    """Return the minutes at which defrosts began, and at which they were told."""
    random = Random(sensors)  # noqa: S311
    frost, was_defrosting, rise, power = Frost(), False, 0.0, 0.0
    begun: list[float] = []
    told: list[float] = []
    for moment in moments:
        rise += (moment.rise - rise) * TICK / 45
        power += (moment.power - power) * min(1.0, TICK / 20)
        seen = random.gauss(rise, noise)
        warmer = 1.5 if moment.is_defrosting else 0.0
        signs = Signs(
            running_since=START,
            outdoor=Celsius(round(1.5 + warmer + random.gauss(0, 0.1), 1)),
            humidity=90,
            supply=Celsius(round(35 + seen, 1)) if "rise" in sensors else None,
            back=Celsius(35.0) if "rise" in sensors else None,
            heat=1.3 * seen if "heat" in sensors else None,
            expected_power=FULL_POWER if "sheet" in sensors else None,
            power=round(max(0.0, random.gauss(power, 0.02)), 3)
            if "power" in sensors
            else None,
        )
        before = frost
        now = START + timedelta(minutes=moment.minute)
        frost = advance(frost, signs, Clock(now))
        if moment.is_defrosting and not was_defrosting:
            begun.append(moment.minute)
        if defrost_began(before, frost):
            told.append(moment.minute)
        was_defrosting = moment.is_defrosting
    return begun, told


def day_of_work(defrosts: tuple[tuple[float, float], ...]) -> Iterator[Moment]:
    """Yield nine hours that throttle, stand, make hot water and defrost."""
    for tick in range(9 * 60 * 60 // TICK):
        minute = tick * TICK / 60
        phase = minute % 90
        yield Moment(
            minute=minute,
            load=1.0 if phase < 30 else max(0.3, 1 - (phase - 30) / 20),
            is_standing=70 <= phase < 80,
            is_defrosting=any(at <= minute < at + long for at, long in defrosts),
            makes_hot_water=200 <= minute < 230,
        )


REAL = ((45, 3.5), (105, 8.5), (155, 6), (285, 5), (375, 4), (465, 7))
"""When the machine defrosts, and for how many minutes."""


@pytest.mark.parametrize("sensors", SENSORS)
def test_six_of_six_are_told_within_two_minutes(sensors: str) -> None:
    begun, told = defrosts_told(day_of_work(REAL), sensors)
    assert len(begun) == len(REAL)
    assert len(told) == len(REAL)
    for begin, at in zip(begun, told, strict=True):
        assert 0 <= at - begin <= 2


@pytest.mark.parametrize("sensors", SENSORS)
def test_a_day_without_any_tells_none(sensors: str) -> None:
    assert defrosts_told(day_of_work(()), sensors) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("sensors", SENSORS)
@pytest.mark.parametrize("ramp", [1, 3, 10, 60])
def test_it_may_slow_down_and_stop_as_it_likes(ramp: float, sensors: str) -> None:
    def modulating() -> Iterator[Moment]:
        hours = 72 if ramp == 3 else 12
        for tick in range(hours * 60 * 60 // TICK):
            minute = tick * TICK / 60
            phase = minute % (4 * ramp + 40)
            down = min(1.0, max(0.0, (phase - 20) / ramp))
            up = min(1.0, max(0.0, (phase - 20 - 2 * ramp) / ramp))
            yield Moment(
                minute=minute,
                load=1 - 0.75 * (down - up),
                is_standing=1.2 * ramp <= phase - 20 < 1.5 * ramp,
            )

    assert defrosts_told(modulating(), sensors) == ([], [])


def test_a_stop_in_the_midst_of_a_defrost_is_waited_for() -> None:
    """Boards rest the compressor for a minute while the valve moves."""

    def shifting() -> Iterator[Moment]:
        for tick in range(80 * 60 // TICK):
            minute = tick * TICK / 60
            yield Moment(
                minute=minute,
                is_standing=50 <= minute < 51,
                is_defrosting=51 <= minute < 56,
            )

    begun, told = defrosts_told(shifting())
    assert len(begun) == len(told) == 1


def hot_water(draws: float, lasts: float, load: float = 1.0) -> Iterator[Moment]:
    """Yield nine hours with hot water in each, that begins with colder water."""
    for tick in range(9 * 60 * 60 // TICK):
        minute = tick * TICK / 60
        phase = minute % 60
        yield Moment(
            minute=minute,
            load=load,
            makes_hot_water=30 <= phase < 50,
            draws=draws if 30 <= phase < 30 + lasts else None,
        )


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("lasts", [1, 2, 3])
@pytest.mark.parametrize("draws", [2, 3, 6, 10])
@pytest.mark.parametrize("sensors", ["rise and power", "heat meter and power"])
def test_hot_water_at_full_power_is_no_defrost(
    sensors: str, draws: float, lasts: float
) -> None:
    assert defrosts_told(hot_water(draws, lasts), sensors) == ([], [])


@pytest.mark.parametrize("load", [0.3, 0.5, 1.0])
@pytest.mark.parametrize(
    "sensors",
    ["rise and power", "rise and power beside a sheet", "heat meter and power"],
)
def test_a_slow_machine_that_defrosts_is_believed(sensors: str, load: float) -> None:
    """It draws in a defrost about what it drew before."""

    def slow() -> Iterator[Moment]:
        for tick in range(4 * 60 * 60 // TICK):
            minute = tick * TICK / 60
            defrosts = 30 <= minute % 60 < 35
            yield Moment(minute=minute, load=load, is_defrosting=defrosts)

    begun, told = defrosts_told(slow(), sensors)
    assert len(told) == len(begun) == 4
    assert all(at - begin <= 2 for begin, at in zip(begun, told, strict=True))
