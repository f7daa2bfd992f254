"""Further room sensors that fall silent: told in time, as what they are, and no more.

Nothing stops for them, and the room's own sensor is told as if they were not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.belief.senses import FALLBACK, ROOM
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.settings import (
    Counting,
    CountingRooms,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .rig import Bench, celsius, minutes, seconds, settings_for

HALL: Final = "sensor.hall"
REPORTS_EVERY: Final = minutes(5)
OF_ROOMS: Final = frozenset(
    {
        Problem.ROOM_SENSOR_LOST,
        Problem.ROOM_SENSOR_DOUBTED,
        Problem.OTHER_ROOM_SENSOR_LOST,
    }
)


@dataclass(frozen=True)
class Silence:
    """A way to fall silent, and after how long that is a problem."""

    is_gone: bool
    missed_after: timedelta


UNAVAILABLE: Final = Silence(is_gone=True, missed_after=minutes(10))
STALE: Final = Silence(is_gone=False, missed_after=minutes(60))
"""It is there, and says nothing, though it was seen to repeat its value."""


def _say_hall(bench: Bench, says: float) -> None:
    bench.more = {"further": {HALL: Reading(celsius(says), bench.now)}}
    bench.settle()


def _lose_hall(bench: Bench) -> None:
    bench.more = {"further": {HALL: None}}
    bench.settle()


SAYING: Final[Mapping[str, Callable[[Bench, float], Any]]] = {
    ROOM: lambda bench, says: bench.sense(room=says),
    FALLBACK: lambda bench, says: bench.sense(fallback=says),
    HALL: _say_hall,
}
LOSING: Final[Mapping[str, Callable[[Bench], Any]]] = {
    ROOM: Bench.lose_room_sensor,
    FALLBACK: Bench.lose_fallback_sensor,
    HALL: _lose_hall,
}


class Rooms:
    """A house with three room sensors, of which some say nothing any more."""

    def __init__(
        self,
        outdoor: float,
        mode: Mode = Mode.HEAT,
        counting: Counting = Counting.FIRST,
    ) -> None:
        self._outdoor = outdoor
        self._silent: set[str] = set()
        self._reports = 0
        self.bench = Bench(
            replace(settings_for(), rooms=CountingRooms(counting=counting)),
            mode,
            room=18.0,
            fallback=18.0,
            outdoor=outdoor,
            is_reporting=False,
        )

    def live(self, duration: timedelta) -> Rooms:
        """Let time pass in which the others report; each value twice."""
        end = self.bench.now + duration
        while self.bench.now < end:
            self._report()
            self.bench.run(min(end - self.bench.now, REPORTS_EVERY))
        return self

    def hush(self, name: str, silence: Silence = UNAVAILABLE) -> Rooms:
        """Let a sensor report once more, and then no longer."""
        self._report()
        self._silent.add(name)
        if silence.is_gone:
            LOSING[name](self.bench)
        return self

    def wake(self, name: str) -> Rooms:
        """Let it report again."""
        self._silent.remove(name)
        self._report()
        return self

    def _report(self) -> None:
        self._reports += 1
        says = 18.0 + self._reports // 2 % 2 / 10
        self.bench.sense(outdoor=self._outdoor)
        for name in SAYING.keys() - self._silent:
            SAYING[name](self.bench, says)

    @property
    def told(self) -> frozenset[Problem]:
        """What a person is told of room sensors."""
        return self.bench.decision.repairs & OF_ROOMS

    @property
    def does(self) -> tuple[object, ...]:
        """What the machine does, and why."""
        bench = self.bench
        return bench.on, bench.reason, bench.decision.room


@given(
    name=st.sampled_from([FALLBACK, HALL]),
    silence=st.sampled_from([UNAVAILABLE, STALE]),
    outdoor=st.sampled_from([-20.0, 4.9, 5.0, 20.0]),
    mode=st.sampled_from([Mode.OFF, Mode.HEAT, Mode.HEAT_COOL]),
    counting=st.sampled_from(list(Counting)),
)
@examples(deadline=None, derandomize=True, max_examples=8)
def test_one_that_falls_silent_is_told_in_time_and_changes_nothing(
    name: str, silence: Silence, outdoor: float, mode: Mode, counting: Counting
) -> None:
    patience = minutes(4 if outdoor < 5 else 45)
    rooms, others = (Rooms(outdoor, mode, counting).live(minutes(21)) for _ in range(2))
    rooms.hush(name, silence).live(silence.missed_after + patience - seconds(1))
    others.hush("nobody's", STALE).live(silence.missed_after + patience - seconds(1))
    assert rooms.told == set()
    rooms.live(seconds(1))
    others.live(seconds(1))
    assert rooms.told == {Problem.OTHER_ROOM_SENSOR_LOST}
    assert rooms.bench.decision.silent == {name}
    assert (rooms.does, others.told) == (others.does, frozenset())

    assert rooms.wake(name).told == set()
    assert rooms.bench.decision.silent == set()


@pytest.mark.parametrize("outdoor", [-5.0, 12.0])
@pytest.mark.parametrize("other", [FALLBACK, HALL])
def test_the_rooms_own_is_told_as_soon_though_another_has_long_been_silent(
    outdoor: float, other: str
) -> None:
    rooms = Rooms(outdoor).live(minutes(21)).hush(other).live(minutes(240))
    patience = minutes(4 if outdoor < 5 else 45)
    rooms.hush(ROOM).live(UNAVAILABLE.missed_after + patience - seconds(1))
    assert rooms.told == {Problem.OTHER_ROOM_SENSOR_LOST}
    rooms.live(seconds(1))
    assert rooms.told == {Problem.OTHER_ROOM_SENSOR_LOST, Problem.ROOM_SENSOR_LOST}
    assert rooms.bench.decision.silent == {other}
    assert rooms.wake(ROOM).told == {Problem.OTHER_ROOM_SENSOR_LOST}


def test_who_else_falls_silent_is_named_at_once() -> None:
    rooms = Rooms(12.0).live(minutes(21)).hush(FALLBACK).live(minutes(60))
    assert rooms.bench.decision.silent == {FALLBACK}
    rooms.hush(HALL).live(UNAVAILABLE.missed_after)
    assert rooms.bench.decision.silent == {FALLBACK, HALL}
    assert rooms.wake(FALLBACK).told == {Problem.OTHER_ROOM_SENSOR_LOST}


def test_one_that_is_doubted_is_told_as_that_alone() -> None:
    rooms = Rooms(-5.0).live(minutes(21)).hush(HALL, STALE)
    _say_hall(rooms.bench, 44)
    rooms.live(minutes(11))
    assert rooms.told == {Problem.ROOM_SENSOR_DOUBTED}
    _lose_hall(rooms.bench)
    rooms.live(minutes(200))
    assert rooms.told == {Problem.ROOM_SENSOR_DOUBTED}
    assert rooms.bench.decision.silent == set()


def test_one_that_never_spoke_may_start_first() -> None:
    bench = Bench(is_fallback_expected=True).run(minutes(10) - seconds(1))
    assert bench.decision.problems == {}
    bench.run(seconds(1))
    assert bench.decision.problems == {Problem.OTHER_ROOM_SENSOR_LOST: bench.now}
    assert bench.sense(fallback=20).decision.problems == {}


def test_one_that_nobody_chose_is_not_missed() -> None:
    bench = Bench().run(minutes(11))
    assert bench.decision.problems == {}


@pytest.mark.parametrize("says", [None, 44.0])
def test_a_fallback_is_forgotten_with_its_sensor(says: float | None) -> None:
    bench = Bench(fallback=20, believes_leaps=False).run(minutes(5))
    bench.lose_fallback_sensor() if says is None else bench.sense(fallback=says)
    bench.run(minutes(11))
    assert bench.decision.problems.keys() & OF_ROOMS
    bench.fallback, bench.is_fallback_expected = None, False
    assert bench.settle().decision.problems == {}
    assert bench.state.senses.rooms[FALLBACK].reading is None
