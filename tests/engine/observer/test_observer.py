"""Whatever its sensor is like, the room is known: how warm, and how warm it will be.

A small room of its own is heated here: its air follows within the hour, its walls in
many, and its heat is half as much again as the observer is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import exp, sqrt
from typing import Final

import pytest

from benchmarks.simulation.sensors import KINDS, Kind, RoomSensor
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.observer.guess import Seat
from custom_components.heat_pump_thermostat.engine.observer.observer import (
    Glimpse,
    Observer,
    observer_after,
)

from ..rig import NOON, celsius, minutes

HEAT: Final = 7.0
GAIN: Final = 0.65
HELD_BY: Final = 5.0
TOLD: Final = 1.5
"""What the observer takes the heat for, as a multiple of what it is."""
LIFT: Final = 9.0
"""K by which the air from the outlet is warmer than the room."""


@dataclass
class Room:
    """A room that is heated between two edges, with a sensor and its observer."""

    kind: Kind = field(default_factory=Kind)
    air: float = 20.0
    idle: float = 20.0 - GAIN * HELD_BY
    minute: int = 0
    is_on: bool = False
    works: bool = True
    """Whether the heat that is told of is there."""
    observer: Observer = field(default_factory=Observer)

    def __post_init__(self) -> None:
        self.sensor = RoomSensor(self.kind)

    @property
    def error(self) -> float:
        """Return by how much the observer takes the room for too warm, K."""
        return self.observer.view().air - self.air

    def live(self, hours: float) -> Iterator[Room]:
        """Let time pass; yield each minute after it was thought about."""
        for _ in range(round(hours * 60)):
            heat = HEAT * self.is_on
            goal = self.idle + GAIN * heat * self.works
            self.air = goal + (self.air - goal) * exp(-1 / 60)
            self.idle += (self.air - 3.25 - self.idle) / (8 * 60)
            self.minute += 1
            self.hear(heat)
            if abs(self.air - 20.0) > 0.4:
                self.is_on = self.air < 20.0
            yield self

    def pass_by(self, hours: float) -> Room:
        """Let time pass."""
        for _ in self.live(hours):
            pass
        return self

    def hear(
        self,
        heat: float = 0.0,
        *,
        is_stirred: bool = False,
        by_backup: bool | None = None,
    ) -> None:
        """Let the sensor feel the room, and the observer think."""
        since = minutes(self.minute)
        blown = self.air + LIFT * (heat > 0) * self.works
        self.sensor.sense(since, self.air, blown)
        reading = Reading(celsius(self.sensor.shown), NOON + self.sensor.at)
        seen = Glimpse(
            reading=reading,
            heat=heat * TOLD,
            held_by=HELD_BY,
            gain=GAIN / TOLD * 1.3,
            is_stirred=is_stirred,
            by_backup=by_backup,
        )
        self.observer = observer_after(self.observer, seen, NOON + since)


WITHIN: Final = {
    "perfect": 0.05,
    "0.1K/10min": 0.06,
    "0.5K/10min": 0.17,
    "held": 0.17,
    "0.5K-change": 0.15,
    "1F/5min": 0.16,
    "1F-change": 0.16,
    "lag": 0.12,
    "noise": 0.12,
    "worst": 0.25,
    "deadband": 0.2,
    "supply-air": 0.35,
}
"""K, root mean square, of the second day."""


def test_every_sensor_of_the_benchmark_is_tried() -> None:
    assert WITHIN.keys() == KINDS.keys()


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("kind", KINDS)
def test_the_room_is_known_whatever_shows_it(kind: str) -> None:
    room = Room(KINDS[kind]).pass_by(24)
    errors = [later.error for later in room.live(24)]
    assert sqrt(sum(e * e for e in errors) / len(errors)) < WITHIN[kind]
    assert abs(sum(errors) / len(errors)) < WITHIN[kind] * 0.7


@pytest.mark.parametrize(
    ("kind", "seat"),
    [("lag", Seat.BEHIND), ("worst", Seat.BEHIND), ("supply-air", Seat.SUPPLY)],
)
def test_after_a_day_it_is_known_where_the_sensor_hangs(kind: str, seat: Seat) -> None:
    observer = Room(KINDS[kind]).pass_by(24).observer
    weights = dict(zip(Seat, observer.weights, strict=True))
    assert max(weights, key=weights.__getitem__) is seat
    assert sum(weights.values()) == pytest.approx(1.0)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("kind", KINDS)
def test_how_much_heat_lifts_the_room_is_foreseen(kind: str) -> None:
    room = Room(KINDS[kind]).pass_by(36)
    for _ in room.live(6):
        if not room.is_on and room.air < 19.75:
            break
    before, foreseen = room.air, room.observer.view().rise(0.25, HEAT * TOLD)
    goal = room.idle + GAIN * HEAT
    risen = (goal - before) * (1 - exp(-0.25))
    assert foreseen == pytest.approx(risen, abs=0.25)


@pytest.mark.parametrize("kind", ["perfect", "0.5K/10min", "0.5K-change", "worst"])
def test_a_machine_that_gives_nothing_deceives_it_for_two_hours_at_most(
    kind: str,
) -> None:
    room = Room(KINDS[kind]).pass_by(24)
    room.works = False
    room.pass_by(2)
    assert room.is_on
    assert room.observer.view().rise(0.25, HEAT * TOLD) < 0.1
    assert abs(room.error) < 0.5


def test_a_room_that_shows_the_same_stays_where_that_may_be() -> None:
    room = Room(KINDS["0.5K/10min"]).pass_by(12)
    shown, at = room.sensor.shown, NOON + minutes(room.minute)
    for number in range(60):
        seen = Glimpse(
            reading=Reading(celsius(shown), at + number * minutes(10)),
            heat=0.0,
            held_by=HELD_BY,
            gain=GAIN,
        )
        room.observer = observer_after(room.observer, seen, at + number * minutes(10))
        assert number < 6 or abs(room.observer.view().air - shown) < 0.3


@pytest.mark.parametrize("leap", [-3.0, -1.0, 1.0, 3.0])
def test_after_a_leap_the_room_is_where_it_is_told_to_be(leap: float) -> None:
    room = Room(KINDS["perfect"]).pass_by(12)
    room.air += leap
    room.is_on = False
    for _ in range(3):
        room.minute += 1
        room.hear()
    assert abs(room.error) < 0.2


def test_after_a_gap_only_the_sensor_and_the_house_are_known() -> None:
    room = Room(KINDS["0.5K/10min"]).pass_by(24)
    before = room.observer
    room.minute += 61
    room.air = 18.2
    room.hear()
    after = room.observer
    assert after.view().air == pytest.approx(18.0, abs=0.01)
    assert after.manner.step == before.manner.step
    assert after.view().gain == pytest.approx(before.view().gain)


def test_at_rest_only_the_sensor_and_the_house_are_known() -> None:
    before = Room(KINDS["lag"]).pass_by(12).observer
    rested = before.at_rest
    assert (rested.at, rested.guesses) == (None, ())
    assert rested.manner == before.manner
    assert rested.gain == pytest.approx(before.view().gain)


def test_a_room_was_measured_when_its_sensor_last_said_something_new() -> None:
    room = Room(KINDS["0.5K/10min"]).pass_by(12.05)
    assert room.observer.measured_at == NOON + room.sensor.at
    assert room.observer.at_rest.measured_at is None


def test_while_a_window_is_open_less_is_believed() -> None:
    doubts = []
    for is_stirred in (False, True):
        room = Room(KINDS["0.1K/10min"]).pass_by(24)
        for _ in range(28):
            room.minute += 1
            room.air -= 0.03
            room.hear(is_stirred=is_stirred)
        assert abs(room.error) < 0.4
        doubts.append(room.observer.view().doubt)
    assert doubts[1] > 2 * doubts[0]


def test_within_a_minute_in_which_nothing_happens_nothing_is_thought() -> None:
    room = Room().pass_by(1)
    seen = Glimpse(
        reading=Reading(celsius(room.sensor.shown), NOON + room.sensor.at),
        heat=0.0,
        held_by=HELD_BY,
        gain=GAIN,
    )
    now = NOON + minutes(room.minute)
    assert observer_after(room.observer, seen, now + minutes(0.9)) is room.observer
    moved = replace(seen, is_changing=True)
    assert observer_after(room.observer, moved, now + minutes(0.9)).at != now


def test_when_it_will_be_as_cold_as_an_edge() -> None:
    view = Room().pass_by(6).observer.view()
    hours = view.until(view.air - 0.5, 0.0)
    assert view.rise(hours, 0.0) == pytest.approx(-0.5)
    assert view.until(view.air + 0.5, 0.0) == float("inf")
    assert view.until(view.idle - 0.5, 0.0) == float("inf")


@pytest.mark.parametrize("pace", [3.0, 6.0, 12.0, 20.0])
@pytest.mark.parametrize("hours", [0.5, 1.5, 4.0])
def test_what_a_dead_compressor_made_of_the_room_says_nothing_of_a_furnace(
    pace: float, hours: float
) -> None:
    room = Room()
    for _ in range(round(hours * 60)):
        room.minute += 1
        room.air -= 1.5 / 60
        room.hear(HEAT, by_backup=False)

    for minute in range(20):
        room.minute += 1
        room.air += pace / 60
        room.hear(2 * HEAT, by_backup=True)
        if minute >= 5:
            assert abs(room.error) < 0.7, minute
