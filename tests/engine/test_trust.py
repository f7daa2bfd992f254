"""Which readings are believed, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine import trust
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.model import (
    Problem,
    Reading,
    Reason,
    Room,
)
from custom_components.heat_pump_thermostat.engine.settings import Sensors

from .invariants import W2, Y1
from .rig import NOON, Bench, celsius, minutes, seconds

TWENTY = Reading(celsius(20), NOON)


@pytest.mark.parametrize(
    ("repeats", "silent_for", "believed"),
    [
        pytest.param(True, minutes(60) - seconds(1), 20, id="repeats: an hour"),
        pytest.param(True, minutes(60), None, id="repeats: then stale"),
        pytest.param(False, minutes(120) - seconds(1), 20, id="changes: two hours"),
        pytest.param(False, minutes(120), None, id="changes: then stale"),
    ],
)
def test_when_a_reading_is_stale(
    silent_for: timedelta, believed: float | None, *, repeats: bool
) -> None:
    room = Room(TWENTY, None, repeats)
    now = NOON + silent_for
    assert trust.believed(room, Sensors(), Clock(now)) == believed


@pytest.mark.parametrize(
    ("lost_for", "believed"),
    [
        pytest.param(minutes(15) - seconds(1), 20, id="just lost"),
        pytest.param(minutes(15), None, id="lost for good"),
    ],
)
def test_when_a_sensor_is_lost(lost_for: timedelta, believed: float | None) -> None:
    now = NOON + lost_for
    assert trust.believed(Room(TWENTY, NOON), Sensors(), Clock(now)) == believed


def test_nothing_was_ever_reported() -> None:
    assert trust.believed(Room(), Sensors(), Clock(NOON)) is None


def test_the_patience_is_an_option() -> None:
    room, sensors = Room(TWENTY, None, repeats=True), Sensors(stale=minutes(5))
    assert trust.believed(room, sensors, Clock(NOON + minutes(5))) is None


@pytest.mark.parametrize(
    ("seen", "repeats"),
    [
        pytest.param(Reading(celsius(20), NOON + minutes(1)), True, id="unchanged"),
        pytest.param(Reading(celsius(21), NOON + minutes(1)), False, id="changed"),
        pytest.param(TWENTY, False, id="the same report again"),
    ],
)
def test_whether_a_sensor_repeats_itself(seen: Reading, *, repeats: bool) -> None:
    now = NOON + minutes(1)
    assert trust.watched(Room(TWENTY), seen, now) == Room(seen, None, repeats)


def test_that_is_not_forgotten() -> None:
    room = trust.watched(Room(TWENTY, None, repeats=True), None, NOON + minutes(1))
    assert room == Room(TWENTY, NOON + minutes(1), repeats=True)
    assert trust.watched(room, None, NOON + minutes(2)) == room


def _silent() -> Bench:
    return Bench(room=19.5, is_reporting=False)


def test_a_call_ends_when_the_reading_goes_stale_and_resumes_with_the_next() -> None:
    bench = _silent().run(minutes(130))
    assert bench.times("Y1 off") == [7200]
    assert bench.reason is Reason.ROOM_SENSOR_LOST
    assert bench.decision.room is None
    assert bench.decision.problems == {Problem.ROOM_SENSOR_LOST: NOON + minutes(120)}
    bench.forget().sense(room=19.5)
    assert bench.moves == ["G on", "Y1 on"]
    assert bench.decision.problems == {}


def test_backup_ends_with_it() -> None:
    bench = _silent().emergency(on=True).run(minutes(130))
    assert bench.times("W2 off") == bench.times("E off") == [7200]


def test_a_lost_sensor_is_worth_a_look_after_two_more_hours() -> None:
    bench = Bench().lose_room_sensor().run(minutes(15 + 120) - seconds(1))
    assert bench.decision.repairs == set()
    bench.run(seconds(1))
    assert bench.decision.repairs == {Problem.ROOM_SENSOR_LOST}


def test_a_short_absence_changes_nothing() -> None:
    bench = Bench(room=19.5).lose_room_sensor().run(minutes(14))
    assert Y1 in bench.on
    bench.sense(room=19.5).lose_room_sensor().run(minutes(14))
    assert Y1 in bench.on


def _samples(*values: tuple[float, float]) -> tuple[Reading, ...]:
    return tuple(Reading(celsius(v), NOON + minutes(at)) for at, v in values)


@pytest.mark.parametrize(
    ("samples", "seen", "now", "after"),
    [
        pytest.param((), [(0, 5)], 0, [5], id="the first"),
        pytest.param(((0, 5),), [(0, 5)], 1, [5], id="no news"),
        pytest.param(((0, 5),), [(2, 6)], 2, [5, 6], id="one more"),
        pytest.param(((0, 5), (2, 6)), [(2.5, 7)], 3, [5, 6, 7], id="after a while"),
        pytest.param(
            ((0, 5), (2, 6), (2.5, 7)), [(2.9, 8)], 3, [5, 6, 8], id="one per minute"
        ),
        pytest.param(((0, 5), (2, 6)), [(11, 7)], 11, [5, 6, 7], id="of ten minutes"),
        pytest.param(((0, 5), (2, 6)), [(13, 7)], 13, [6, 7], id="and what stood"),
        pytest.param(((0, 5), (2, 6)), [], 60, [6], id="the newest however old"),
    ],
)
def test_outdoor_samples(
    samples: tuple[tuple[float, float], ...],
    seen: list[tuple[float, float]],
    now: float,
    after: list[float],
) -> None:
    reading = next(iter(_samples(*seen)), None)
    kept = trust.sampled(_samples(*samples), reading, NOON + minutes(now))
    assert [sample.value for sample in kept] == after


@pytest.mark.parametrize(
    ("samples", "age", "median"),
    [
        pytest.param((), 0, None, id="none"),
        pytest.param(((0, -3),), 0, -3, id="one"),
        pytest.param(((0, 5), (1, 30), (2, 6)), 3, 6, id="an outlier is ignored"),
        pytest.param(((0, 0), (9, 15)), 10, 0, id="a change has to stand"),
        pytest.param(((0, 0), (4, 15)), 10, 15, id="for half of the time"),
        pytest.param(((0, 9), (5, 9)), 5, 9, id="the same again"),
        pytest.param(((0, 0),), 0, 0, id="0 °C is a temperature"),
        pytest.param(((0, 5),), 179, 5, id="for three hours"),
        pytest.param(((0, 5),), 180, None, id="then it is unknown"),
    ],
)
def test_the_outdoor_median(
    samples: tuple[tuple[float, float], ...], age: float, median: float | None
) -> None:
    clock = Clock(NOON + minutes(age))
    assert trust.outdoor_median(_samples(*samples), clock) == median


def test_a_stale_outdoor_temperature_locks_nothing() -> None:
    bench = Bench(room=17, outdoor=10, is_reporting=False)
    known = bench.decision.outdoor
    for _ in range(13):
        bench.run(minutes(15)).sense(room=17)
    assert (known, bench.decision.outdoor) == (10.0, None)
    assert W2 in bench.on


def test_the_shown_outdoor_temperature_is_the_newest() -> None:
    bench = Bench(outdoor=5).run(minutes(5)).sense(outdoor=0.0).run(seconds(1))
    assert bench.decision.outdoor == 0.0


def test_a_settings_change_applies_at_the_next_step() -> None:
    bench = (
        _silent()
        .run(minutes(60))
        .adjust(lambda s: replace(s, sensors=Sensors(stale=minutes(20))))
    )
    assert bench.reason is Reason.ROOM_SENSOR_LOST
