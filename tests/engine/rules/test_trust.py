"""Which readings are believed, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.rules import trust
from custom_components.heat_pump_thermostat.engine.settings import Sensors
from custom_components.heat_pump_thermostat.engine.state import Room, Senses, State
from custom_components.heat_pump_thermostat.engine.vocabulary import Reason

from ..invariants import Y1
from ..rig import NOON, Bench, celsius, minutes, seconds
from ..situations import situation

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
    assert trust.believed_temperature(room, Sensors(), Clock(now)) == believed


@pytest.mark.parametrize(
    ("silent_for", "alive_for", "believed"),
    [
        pytest.param(minutes(359), minutes(240), 20, id="its device lives"),
        pytest.param(minutes(359), minutes(239), None, id="its device is silent too"),
        pytest.param(minutes(360), minutes(360), None, id="three times its patience"),
        pytest.param(minutes(119), minutes(-10), 20, id="it spoke after its device"),
    ],
)
def test_a_sensor_lives_with_its_device_for_a_while(
    silent_for: timedelta, alive_for: timedelta, believed: float | None
) -> None:
    room = Room(replace(TWENTY, alive_at=NOON + alive_for))
    now = NOON + silent_for
    assert trust.believed_temperature(room, Sensors(), Clock(now)) == believed


def test_it_is_looked_at_again_when_either_patience_ends() -> None:
    for alive_for, due in ((minutes(10), minutes(130)), (minutes(300), minutes(360))):
        clock = Clock(NOON + minutes(1))
        trust.believed_temperature(
            Room(replace(TWENTY, alive_at=NOON + alive_for)), Sensors(), clock
        )
        assert clock.wake_at == NOON + due


@pytest.mark.parametrize(
    ("lost_for", "believed"),
    [
        pytest.param(minutes(15) - seconds(1), 20, id="just lost"),
        pytest.param(minutes(15), None, id="lost for good"),
    ],
)
def test_when_a_sensor_is_lost(lost_for: timedelta, believed: float | None) -> None:
    now = NOON + lost_for
    assert (
        trust.believed_temperature(Room(TWENTY, NOON), Sensors(), Clock(now))
        == believed
    )


def test_nothing_was_ever_reported() -> None:
    assert trust.believed_temperature(Room(), Sensors(), Clock(NOON)) is None


def test_the_patience_is_an_option() -> None:
    room, sensors = Room(TWENTY, None, repeats=True), Sensors(stale=minutes(5))
    assert trust.believed_temperature(room, sensors, Clock(NOON + minutes(5))) is None


@pytest.mark.parametrize(
    ("seen", "repeats"),
    [
        pytest.param(Reading(celsius(20), NOON + minutes(1)), True, id="unchanged"),
        pytest.param(Reading(celsius(21), NOON + minutes(1)), False, id="changed"),
        pytest.param(TWENTY, False, id="the same report again"),
    ],
)
def test_whether_a_sensor_repeats_itself(seen: Reading, *, repeats: bool) -> None:
    clock = Clock(NOON + minutes(1))
    assert trust.room_after_report(Room(TWENTY), seen, clock) == Room(
        seen, None, repeats
    )


def test_that_is_not_forgotten() -> None:
    clock = Clock(NOON + minutes(1))
    room = trust.room_after_report(Room(TWENTY, None, repeats=True), None, clock)
    assert room == Room(TWENTY, NOON + minutes(1), repeats=True)
    assert trust.room_after_report(room, None, Clock(NOON + minutes(2))) == room


def _silent() -> Bench:
    return Bench(room=19.5, is_reporting=False)


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
    kept = trust.recent_samples(_samples(*samples), reading, NOON + minutes(now))
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


def _seen(value: float, at: float) -> Reading:
    return Reading(celsius(value), NOON + minutes(at))


def _watch(room: Room, seen: Reading, at: float) -> tuple[Room, Clock]:
    clock = Clock(NOON + minutes(at))
    return trust.room_after_report(room, seen, clock), clock


@pytest.mark.parametrize(
    ("seen", "is_believed"),
    [
        pytest.param(_seen(25, 1), True, id="5 K is no jump"),
        pytest.param(_seen(25.1, 1), False, id="more is, up"),
        pytest.param(_seen(14.9, 1), False, id="and down"),
        pytest.param(_seen(30, 29), False, id="for half an hour"),
        pytest.param(_seen(30, 30), True, id="after it, anything"),
    ],
)
def test_what_is_a_jump(seen: Reading, *, is_believed: bool) -> None:
    room, _ = _watch(Room(TWENTY), seen, 30)
    assert (room.reading == seen) is is_believed
    assert (room.suspect == seen) is not is_believed


def test_a_jump_takes_a_second_reading() -> None:
    room, _ = _watch(Room(TWENTY), _seen(30, 1), 1)
    room, _ = _watch(room, _seen(31, 2), 2)
    assert room == Room(_seen(31, 2))


def test_another_jump_is_no_second_reading() -> None:
    room, _ = _watch(Room(TWENTY), _seen(30, 1), 1)
    room, _ = _watch(room, _seen(5, 2), 2)
    assert (room.reading, room.suspect) == (TWENTY, _seen(5, 2))


def test_an_outlier_that_went_away_is_forgotten() -> None:
    room, _ = _watch(Room(TWENTY), _seen(30, 1), 1)
    room, _ = _watch(room, _seen(20.5, 2), 2)
    assert room == Room(_seen(20.5, 2))


def test_a_jump_that_stands_for_five_minutes_is_believed() -> None:
    room, clock = _watch(Room(TWENTY), _seen(30, 1), 1)
    assert clock.wake_at == NOON + minutes(6)
    room, clock = _watch(room, _seen(30, 1), 5.9)
    assert (room.reading, clock.wake_at) == (TWENTY, NOON + minutes(6))
    room, _ = _watch(room, _seen(30, 1), 6)
    assert room.reading == _seen(30, 1)


def test_a_jump_in_a_room_that_is_called_for() -> None:
    bench = Bench(room=20, is_reporting=False).sense(room=12)
    assert (bench.reason, bench.decision.room) == (Reason.IDLE, 20.0)
    bench.run(minutes(5))
    assert (bench.decision.room, Y1 in bench.on) == (12.0, True)


def test_a_restored_state_is_no_report() -> None:
    clock = Clock(NOON + minutes(1))
    seen = _seen(21, 1)
    before = Room(TWENTY, NOON)
    assert trust.room_after_report(before, seen, clock, is_restored=True) == Room(
        TWENTY
    )
    first = trust.room_after_report(Room(), seen, clock, is_restored=True)
    assert first == Room(None, clock.now)


def test_a_first_reading_is_believed_however_far() -> None:
    room, _ = _watch(Room(), _seen(35, 1), 1)
    assert room == Room(_seen(35, 1))


@pytest.mark.parametrize(
    ("room", "may"),
    [
        pytest.param(Room(None, NOON), True, id="starting"),
        pytest.param(Room(None, NOON - minutes(15)), False, id="for too long"),
        pytest.param(Room(TWENTY, NOON), False, id="it spoke once"),
        pytest.param(Room(), False, id="not looked for yet"),
    ],
)
def test_whether_a_sensor_may_still_start(room: Room, *, may: bool) -> None:
    moment = situation(state=State(senses=Senses(room=room)))
    assert trust.may_room_sensor_start(moment) is may


def test_the_fallback_sensor_serves_while_the_first_is_lost() -> None:
    bench = Bench(room=20, fallback=19).lose_room_sensor()
    assert bench.decision.room == 20.0
    bench.run(minutes(15))
    assert (bench.decision.room, Y1 in bench.on) == (19.0, True)
    assert bench.sense(room=21).decision.room == 21.0
    assert bench.lose_room_sensor().lose_fallback_sensor().run(minutes(16)).reason is (
        Reason.ROOM_SENSOR_LOST
    )
