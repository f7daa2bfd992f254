"""A room sensor that does not follow the heat is told from one that does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from custom_components.heat_pump_thermostat.engine.house.heeding import (
    SPARED_FOR,
    Heeding,
    Pulse,
    Stage,
    heeding_after,
)

from ..rig import NOON, celsius, kelvin

MINUTE = timedelta(minutes=1)
LIFTS = 2.0
"""K an hour by which the heat lifts a room at least."""

COOLS = 0.6

type Says = Callable[[float, float], float]
"""What a sensor says, by hours and by what the room is."""


def room(_hours: float, truth: float) -> float:
    return truth


def falling(hours: float, _truth: float) -> float:
    return 20.0 - 0.5 * hours


def rising(hours: float, _truth: float) -> float:
    return 20.0 + 0.5 * hours


class Life:
    """A house, minute by minute: heated where that is asked for, or compared."""

    def __init__(self, says: Says, *, lifts: float = LIFTS, tremble: float = 0) -> None:
        self.says = says
        self.lifts = lifts
        """K an hour by which the heat lifts this one."""
        self.truth = 20.0
        self.minutes = 0
        self.heeding = Heeding()
        self.vain = False
        self.unfallen = 0.0
        self.may_heat = True
        self.is_lost = False
        self.is_unsure = False
        self.has_heat = True
        self.asks = True
        self._noise = Random(0)  # noqa: S311 - a tremble, no secret
        self._tremble = tremble

    @property
    def now(self) -> datetime:
        return NOON + self.minutes * MINUTE

    @property
    def is_heated(self) -> bool:
        if self.heeding.heedless_since:  # By duty: a quarter of an hour, and another.
            return self.has_heat and self.minutes // 15 % 2 == 0
        wants = {
            Stage.WATCHING: self.asks,
            Stage.RESTING: False,
            Stage.HEATING: True,
        }[self.heeding.stage]
        return self.has_heat and wants

    def pass_time(self, hours: float) -> Life:
        for _ in range(round(hours * 60)):
            is_heated = self.is_heated
            self.minutes += 1
            self.truth += ((self.lifts if is_heated else 0.0) - COOLS) / 60
            said = self.says(self.minutes / 60, self.truth)
            said += self._noise.uniform(-self._tremble, self._tremble)
            pulse = Pulse(
                said=None if self.is_lost else celsius(round(said, 1)),
                seconds=60.0,
                is_heated=is_heated,
                lifts=None if self.is_unsure else kelvin(LIFTS / 60 * is_heated),
                is_vain=self.vain,
                unfallen=kelvin(self.unfallen),
                may_heat=self.may_heat,
            )
            self.heeding = heeding_after(self.heeding, pulse, self.now)
        return self


def suspected(says: Says, **more: float) -> Life:
    """Return a house whose room seems to fall under all the heat."""
    life = Life(says, **more).pass_time(2)
    life.vain = True
    return life


def too_warm(says: Says, **more: float) -> Life:
    """Return a house that nothing heats, and that seems to need nothing."""
    life = Life(says, **more)
    life.asks = False
    life.pass_time(2)
    life.unfallen = 4.0
    return life


@pytest.mark.parametrize("tremble", [0.0, 0.1, 0.3])
@pytest.mark.parametrize(
    ("begin", "says", "stage"),
    [
        pytest.param(suspected, falling, Stage.RESTING, id="falls in spite of heat"),
        pytest.param(too_warm, rising, Stage.HEATING, id="rises without any"),
    ],
)
def test_one_that_goes_its_own_way_is_found_within_two_hours(
    begin: Callable[..., Life], says: Says, stage: Stage, tremble: float
) -> None:
    life = begin(says, tremble=tremble)
    assert life.pass_time(0.5).heeding.stage is stage
    assert life.heeding.heedless_since is None
    assert life.pass_time(1.6).heeding.heedless_since is not None
    assert life.heeding.stage is Stage.WATCHING


@pytest.mark.parametrize("lifts", [0.6, 1.0, 4.0])
@pytest.mark.parametrize("begin", [suspected, too_warm])
def test_one_that_feels_the_heat_is_left_alone(
    begin: Callable[..., Life], lifts: float
) -> None:
    life = begin(room, lifts=lifts).pass_time(1.1)
    assert life.heeding.heedless_since is None
    assert life.heeding.stage is Stage.WATCHING
    assert life.heeding.until is not None


def test_it_is_compared_more_and_more_seldom() -> None:
    life = too_warm(room)
    compared: list[float] = []
    while len(compared) <= len(SPARED_FOR):
        was = life.heeding.stage
        life.pass_time(0.25)
        if was is Stage.WATCHING and life.heeding.stage is Stage.HEATING:
            compared.append(life.minutes / 60)
    gaps = [after - before for before, after in pairwise(compared)]
    assert gaps == [pytest.approx(hours + 1, abs=0.6) for hours in SPARED_FOR]


def test_what_was_not_seen_before_is_seen_first() -> None:
    life = Life(falling).pass_time(0.5)
    life.vain = True
    assert life.pass_time(1.1).heeding.stage is Stage.HEATING
    assert life.pass_time(2.2).heeding.heedless_since is not None


def test_it_is_given_up_where_the_heat_does_not_come() -> None:
    life = too_warm(rising)
    life.has_heat = False
    assert life.pass_time(3.9).heeding.stage is Stage.HEATING
    assert life.pass_time(0.3).heeding.stage is Stage.WATCHING
    assert life.heeding.heedless_since is None


def test_nobody_heats_who_may_not() -> None:
    life = too_warm(rising)
    life.may_heat = False
    assert life.pass_time(1).heeding.stage is Stage.WATCHING
    life.may_heat = True
    life.pass_time(0.2)
    life.may_heat = False
    assert life.pass_time(0.1).heeding.stage is Stage.WATCHING


def test_a_sensor_that_is_gone_tells_nothing() -> None:
    life = suspected(falling).pass_time(0.5)
    life.is_lost = True
    life.pass_time(0.1)
    assert life.heeding == Heeding()
    life.pass_time(0.1)
    assert life.heeding == Heeding()


def test_heat_that_may_not_have_been_given_is_not_compared() -> None:
    life = suspected(falling)
    life.is_unsure = True
    assert life.pass_time(3).heeding.stage is Stage.RESTING
    assert life.heeding.rested.hours == 0


@pytest.mark.parametrize("tremble", [0.0, 0.1])
def test_it_is_believed_again_once_it_follows(tremble: float) -> None:
    life = suspected(falling, tremble=tremble).pass_time(2.1)
    began = life.heeding.heedless_since
    assert life.pass_time(24).heeding.heedless_since == began
    life.says = room
    life.heeding = replace(life.heeding, said=None)
    life.vain = False
    assert life.pass_time(10).heeding.heedless_since is None


def test_what_is_gone_meanwhile_is_no_more_believed_for_that() -> None:
    life = suspected(falling).pass_time(2.1)
    began = life.heeding.heedless_since
    life.is_lost = True
    assert life.pass_time(5).heeding.heedless_since == began


@pytest.mark.parametrize("goes_out_after", [1.0, 1.8, 2.0, 2.2, 2.6, 3.0, 3.5])
@pytest.mark.parametrize("lifts", [1.0, 3.0])
def test_a_stove_that_goes_out_meanwhile_makes_no_liar(
    goes_out_after: float, lifts: float
) -> None:
    def warmed(hours: float, truth: float) -> float:
        burnt, out = min(hours, goes_out_after), max(0.0, hours - goes_out_after)
        return truth + 3.0 * burnt - 1.5 * out

    life = too_warm(warmed, lifts=lifts).pass_time(3)
    assert life.heeding.heedless_since is None
    assert life.heeding.passed == 1


def test_a_house_is_heated_no_longer_than_it_takes_to_see() -> None:
    quick = too_warm(room, lifts=6.0).pass_time(0.6)
    assert quick.heeding.stage is Stage.WATCHING
    assert quick.heeding.passed == 1
    slow = too_warm(room, lifts=2.0).pass_time(0.6)
    assert slow.heeding.stage is Stage.HEATING


def test_heat_that_is_to_lift_nothing_speaks_against_no_sensor() -> None:
    """A store may lose parts."""
    life = suspected(falling).pass_time(0.1)
    lost = replace(life.heeding.heated, lifted=0.0)
    life.heeding = replace(life.heeding, heated=lost)
    assert life.pass_time(1).heeding.heedless_since is None
    assert life.heeding.passed == 1
