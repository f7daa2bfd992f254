"""Which reports of a room are believed, and for how long."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import Lately
from custom_components.heat_pump_thermostat.engine.belief.room import (
    SERVES,
    Doubt,
    RoomSensor,
    Warmth,
    advance,
    believed_temperature,
    disputed_temperature,
    needs_rest,
)
from custom_components.heat_pump_thermostat.engine.belief.standing import Stand
from custom_components.heat_pump_thermostat.engine.belief.surroundings import (
    Surroundings,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.house.tendency import Tendency
from custom_components.heat_pump_thermostat.engine.observation import Reading

from ..rig import NOON, celsius, kelvin, minutes, seconds

HOUR = minutes(60)
STALE = HOUR
"""The patience that most households have."""
TWENTY = Reading(celsius(20), NOON)
KNOWN = RoomSensor(reading=TWENTY, pace=TWENTY)
"""A sensor that said 20 °C at noon."""
ALONE = Surroundings()
IMPOSSIBLE, LEAP, DISAGREES, SUPPLY_AIR, STANDS, UNMOVED, HEEDLESS = Doubt


def said(room: float, after: timedelta = timedelta(), **more: Any) -> Reading:
    """Return a report, so long after noon."""
    return Reading(celsius(room), NOON + after, **more)


def heard(
    sensor: RoomSensor,
    *reports: tuple[float, float],
    around: Surroundings = ALONE,
) -> RoomSensor:
    """Return a sensor that has said this: how many minutes after noon, and what."""
    for after, room in reports:
        seen = said(room, minutes(after))
        sensor = advance(sensor, seen, around, Clock(seen.at))
    return sensor


def around(*witnesses: float, **more: Any) -> Surroundings:
    """Return what a sensor is judged by."""
    return Surroundings(witnesses=tuple(map(celsius, witnesses)), **more)


def believed(
    sensor: RoomSensor, after: timedelta, stale: timedelta = STALE
) -> float | None:
    """Return what is believed of a sensor so long after noon."""
    return believed_temperature(sensor, stale, Clock(NOON + after))


# --- For how long ---


@pytest.mark.parametrize(
    ("repeats", "silent_for", "room"),
    [
        pytest.param(True, HOUR - seconds(1), 20, id="repeats: an hour"),
        pytest.param(True, HOUR, None, id="repeats: then stale"),
        pytest.param(False, 2 * HOUR - seconds(1), 20, id="changes: two hours"),
        pytest.param(False, 2 * HOUR, None, id="changes: then stale"),
    ],
)
def test_when_a_report_is_stale(
    silent_for: timedelta, room: float | None, *, repeats: bool
) -> None:
    assert believed(RoomSensor(reading=TWENTY, repeats=repeats), silent_for) == room


@pytest.mark.parametrize(
    ("silent_for", "alive_for", "room"),
    [
        pytest.param(359, 240, 20, id="its device lives"),
        pytest.param(359, 239, None, id="its device is silent too"),
        pytest.param(360, 360, None, id="three times its patience"),
        pytest.param(119, -10, 20, id="it spoke after its device"),
    ],
)
def test_a_sensor_lives_with_its_device_for_a_while(
    silent_for: float, alive_for: float, room: float | None
) -> None:
    sensor = RoomSensor(reading=replace(TWENTY, alive_at=NOON + minutes(alive_for)))
    assert believed(sensor, minutes(silent_for)) == room


@pytest.mark.parametrize(("alive_for", "due"), [(10, 130), (300, 360)])
def test_it_is_looked_at_again_when_either_patience_ends(
    alive_for: float, due: float
) -> None:
    sensor = RoomSensor(reading=replace(TWENTY, alive_at=NOON + minutes(alive_for)))
    clock = Clock(NOON + minutes(1))
    believed_temperature(sensor, STALE, clock)
    assert clock.wake_at == NOON + minutes(due)


def test_the_patience_is_an_option() -> None:
    sensor = RoomSensor(reading=TWENTY, repeats=True)
    assert believed(sensor, minutes(5), stale=minutes(5)) is None
    assert believed(sensor, minutes(5), stale=minutes(6)) == 20


def test_nothing_was_ever_reported() -> None:
    assert believed(RoomSensor(), timedelta()) is None


@pytest.mark.parametrize("doubt", [None, *Doubt])
def test_the_last_report_serves_a_quarter_of_an_hour(doubt: Doubt | None) -> None:
    gone = replace(KNOWN, lost_since=NOON)
    if doubt is not None:
        gone = replace(KNOWN, doubt=doubt, doubted_since=NOON)
    serves = doubt is None or SERVES[doubt]
    assert believed(gone, minutes(15) - seconds(1)) == (20 if serves else None)
    assert believed(gone, minutes(15)) is None


def test_but_not_one_that_stood_or_went_its_own_way_and_was_wrong_already() -> None:
    assert [doubt for doubt, serves in SERVES.items() if not serves] == [
        STANDS,
        UNMOVED,
        HEEDLESS,
    ]


def test_what_falls_less_than_it_must_is_summed_up_until_it_falls() -> None:
    cooling = Surroundings(going=Tendency(kelvin(-0.9), kelvin(-0.5)))
    heated = Surroundings(going=Tendency(kelvin(0.1), kelvin(0.8)))
    warm = heard(KNOWN, (5, 20.0), (10, 20.5), (15, 20.1), around=cooling)
    assert warm.unfallen == pytest.approx(0.6)
    assert heard(warm, (20, 20.5), around=heated).unfallen == pytest.approx(0.2)
    trembling = heard(warm, (20, 18.2), (25, 20.1), around=cooling)
    assert trembling.unfallen == pytest.approx(1.6)
    fallen = heard(warm, (20, 17.9), around=cooling)
    assert fallen.warmth == Warmth(celsius(17.9))
    assert RoomSensor().unfallen == kelvin(0)


# --- What it is known by ---


@pytest.mark.parametrize(
    ("seen", "repeats"),
    [
        pytest.param(said(20, minutes(1)), True, id="unchanged"),
        pytest.param(said(21, minutes(1)), False, id="changed"),
        pytest.param(TWENTY, False, id="the same report again"),
    ],
)
def test_whether_it_repeats_itself(seen: Reading, *, repeats: bool) -> None:
    after = advance(KNOWN, seen, ALONE, Clock(NOON + minutes(1)))
    assert (after.reading, after.repeats) == (seen, repeats)


def test_that_is_not_forgotten() -> None:
    sensor = heard(KNOWN, (1, 20), (2, 21))
    lost = advance(sensor, None, ALONE, Clock(NOON + minutes(3)))
    assert lost == replace(sensor, lost_since=NOON + minutes(3))
    assert advance(lost, None, ALONE, Clock(NOON + minutes(4))) == lost
    assert heard(lost, (5, 21.1)).repeats


@pytest.mark.parametrize(
    ("rooms", "step"),
    [
        pytest.param((20, 20), None, id="not yet"),
        pytest.param((20.5, 20.4, 20.9), 0.1, id="the smallest change"),
        pytest.param((20.5, 21.5), 0.5, id="coarse"),
    ],
)
def test_by_which_steps_it_moves(rooms: Iterable[float], step: float | None) -> None:
    sensor = heard(KNOWN, *enumerate(rooms, 1))
    assert sensor.step == (None if step is None else pytest.approx(step))


def test_a_restored_state_is_no_report() -> None:
    seen, clock = said(21, minutes(1), is_restored=True), Clock(NOON + minutes(1))
    lost = replace(KNOWN, lost_since=NOON)
    assert advance(lost, seen, ALONE, clock) == KNOWN
    assert advance(RoomSensor(), seen, ALONE, clock) == RoomSensor(lost_since=clock.now)


@pytest.mark.parametrize(
    ("room", "doubt"),
    [
        (4.9, LEAP),
        (5.0, None),
        (32.0, None),
        (32.1, LEAP),
    ],
)
def test_the_first_report_is_believed_where_people_live(
    room: float, doubt: Doubt | None
) -> None:
    assert heard(RoomSensor(), (0, room)).doubt is doubt


# --- What goes on from before ---


@pytest.mark.parametrize(
    ("after", "room", "doubt"),
    [
        pytest.param(0, 24.0, None, id="carried to another room, or in the sun"),
        pytest.param(0, 24.1, LEAP, id="no further"),
        pytest.param(0, 16.0, None, id="nor down"),
        pytest.param(0, 15.9, LEAP, id="than that"),
        pytest.param(20, 20 - 4 - 5 - 0.6, None, id="beside an open door"),
        pytest.param(20, 20 - 4 - 5 - 0.8, LEAP, id="not faster"),
        pytest.param(120, 20 - 4 - 5 - 3.9, None, id="left alone since"),
        pytest.param(120, 20 - 4 - 5 - 4.1, LEAP, id="not colder"),
        pytest.param(-5, 23.9, None, id="a clock that was set"),
    ],
)
def test_how_far_a_room_may_have_gone(
    after: float, room: float, doubt: Doubt | None
) -> None:
    assert heard(KNOWN, (after, room)).doubt is doubt


def test_a_doubted_report_changes_nothing_that_is_believed() -> None:
    sensor = heard(KNOWN, (1, 30))
    assert (sensor.reading, sensor.doubt) == (TWENTY, LEAP)
    assert (sensor.suspect, sensor.doubted_since) == (
        said(30, minutes(1)),
        NOON + minutes(1),
    )


@pytest.mark.parametrize(
    ("slice_", "is_believed"),
    [
        pytest.param(2.0, False, id="in slices"),
        pytest.param(0.9, True, id="no faster than somebody strolls"),
    ],
)
def test_a_ramp_is_a_leap_that_was_cut_into_slices(
    slice_: float, *, is_believed: bool
) -> None:
    ramp = [(minute, 20 + slice_ * minute) for minute in range(1, 9)]
    assert (heard(KNOWN, *ramp).doubt is None) is is_believed


def test_what_came_to_be_half_an_hour_ago_is_no_measure_any_more() -> None:
    slow = [(30 * step, 20 - 1.5 * step) for step in range(1, 7)]
    assert heard(KNOWN, *slow).doubt is None


def test_a_liar_gains_nothing_by_talking() -> None:
    talk = [(minute, 35.0) for minute in range(1, 200, 5)]
    assert heard(KNOWN, *talk).doubt is LEAP


# --- How it is believed again ---


@pytest.mark.parametrize(
    ("reports", "is_believed"),
    [
        pytest.param([(2, 20.5)], True, id="it goes on from before"),
        pytest.param([(2, 29)], False, id="it stays"),
        pytest.param([(30.9, 29)], False, id="for not quite half an hour"),
        pytest.param([(31, 29)], False, id="and then still says the same"),
        pytest.param([(31, 29.1)], True, id="but trembles like air"),
        pytest.param([(2, 28.4), (3, 27.9)], True, id="it moved as rooms do"),
        pytest.param([(2, 26), (3, 29)], False, id="but not by leaps"),
        pytest.param([(20, 13), (31, 13)], False, id="of which each begins anew"),
        pytest.param([(20, 13), (50, 12.9)], True, id="half an hour later it may"),
    ],
)
def test_when_what_leapt_is_a_room_after_all(
    reports: list[tuple[float, float]], *, is_believed: bool
) -> None:
    sensor = heard(KNOWN, (1, 29), *reports)
    assert (sensor.doubt is None) is is_believed


@pytest.mark.parametrize(
    ("room", "is_believed"),
    [(11.9, False), (12.0, True), (30.0, True), (30.1, False)],
)
def test_only_what_can_be_lived_in_is_believed_for_trembling(
    room: float, *, is_believed: bool
) -> None:
    sensor = heard(KNOWN, (1, 12.5 if room < 20 else 29.5), (31, room))
    assert (sensor.doubt is None) is is_believed


@pytest.mark.parametrize(
    ("coldest", "room", "is_believed"),
    [
        pytest.param(25, 14, False, id="nobody cools a house to that in summer"),
        pytest.param(25, 18, True, id="but to that"),
        pytest.param(5, 14, True, id="and weather may have done so"),
    ],
)
def test_in_summer_nothing_cold_is_believed_for_trembling(
    coldest: float, room: float, *, is_believed: bool
) -> None:
    weather = around(lately=Lately(celsius(coldest), celsius(32)), can_cool=True)
    warm = RoomSensor(reading=said(24), pace=said(24))
    sensor = heard(warm, (1, room + 0.1), (31, room), around=weather)
    assert (sensor.doubt is None) is is_believed


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(
            [5 + wave / 2 for wave in (0, 1, 2, 3, 2, 1, 0)], id="in a fridge"
        ),
        pytest.param([35 + wave for wave in (0, 1, 2, 3, 2, 1, 0)], id="in an attic"),
        pytest.param([-3.0 - wave / 2 for wave in range(7)], id="in a winter night"),
    ],
)
def test_what_leapt_to_where_nobody_lives_is_no_room_however_it_moves(
    way: list[float],
) -> None:
    reports = [(10.0 * number + 1, room) for number, room in enumerate(way)]
    assert heard(KNOWN, *reports).doubt is LEAP
    assert heard(KNOWN, *reports, around=around(20)).doubt is DISAGREES
    assert heard(KNOWN, *reports, (80, 20.5)).doubt is None


def test_a_sensor_that_was_never_believed_is_a_room_once_it_has_moved() -> None:
    """A house may be found as cold as that."""
    assert heard(RoomSensor(), (1, 3), (20, 3.5), (40, 4.1)).doubt is None
    assert heard(RoomSensor(), (1, 3), (20, 3.5), (40, 3.9)).doubt is LEAP


@pytest.mark.parametrize(
    ("outdoor", "is_believed"),
    [(27.6, False), (24.6, False), (27.7, True), (24.5, True), (None, True)],
)
def test_what_leapt_to_the_outdoor_temperature_hangs_there(
    outdoor: float | None, *, is_believed: bool
) -> None:
    weather = around(outdoor=None if outdoor is None else celsius(outdoor))
    sensor = heard(KNOWN, (1, 27.4), (20, 26.8), (40, 26.1), around=weather)
    assert (sensor.doubt is None) is is_believed


def test_what_hangs_outdoors_does_not_come_back_with_the_warmth_of_noon() -> None:
    sensor = heard(KNOWN, (1, 11))
    for number in range(10):
        room = 11 + 0.8 * number
        noon = around(outdoor=celsius(room + 0.3))
        sensor = heard(sensor, (20.0 * number + 2, room), around=noon)
        assert sensor.doubt is LEAP
    assert heard(sensor, (200, 19.5), around=around(outdoor=celsius(17))).doubt is None
    assert heard(KNOWN, (200, 18), around=around(outdoor=celsius(18))).doubt is None


def test_what_it_was_doubted_for_is_forgotten_with_the_doubt() -> None:
    sensor = heard(KNOWN, (1, 30), (2, 20.5))
    assert (sensor.suspect, sensor.doubted_since, sensor.apart) == (None, None, None)


# --- Witnesses ---


@pytest.mark.parametrize(
    ("witnesses", "room", "doubt"),
    [
        pytest.param((26,), 30, None, id="another says nearly the same"),
        pytest.param((25.9,), 30, LEAP, id="not nearly"),
        pytest.param((23.9,), 30, DISAGREES, id="it says otherwise"),
        pytest.param((20, 27), 30, None, id="one of them is enough"),
        pytest.param((10,), 20.5, None, id="it went its own way step by step"),
    ],
)
def test_what_another_room_says_of_a_leap(
    witnesses: tuple[float, ...], room: float, doubt: Doubt | None
) -> None:
    assert heard(KNOWN, (1, room), around=around(*witnesses)).doubt is doubt


def test_who_is_contradicted_is_not_believed_for_standing() -> None:
    twin = around(20)
    assert heard(KNOWN, (1, 29), (60, 29), around=twin).doubt is DISAGREES
    moved = heard(KNOWN, (1, 29), (20, 28.3), (40, 27.6), around=twin)
    assert moved.doubt is None


def test_a_first_report_that_is_contradicted_is_a_lie_where_nobody_lives() -> None:
    assert heard(RoomSensor(), (0, 4), around=around(20)).doubt is DISAGREES
    assert heard(RoomSensor(), (0, 12), around=around(20)).doubt is None


# --- What no room can be ---

WINTER = Lately(celsius(-5), celsius(3))
SUMMER = Lately(celsius(18), celsius(33))


@pytest.mark.parametrize(
    ("lately", "can_cool", "room", "is_possible"),
    [
        pytest.param(WINTER, False, -7.0, True, id="as cold as outdoors"),
        pytest.param(WINTER, False, -7.1, False, id="not colder"),
        pytest.param(SUMMER, False, 16.0, True, id="as cold as a summer night"),
        pytest.param(SUMMER, False, 15.9, False, id="not colder without a machine"),
        pytest.param(SUMMER, True, 13.0, True, id="cooled"),
        pytest.param(SUMMER, True, 12.9, False, id="not so far"),
        pytest.param(WINTER, False, 40.0, True, id="heated"),
        pytest.param(WINTER, False, 40.1, False, id="not so far"),
        pytest.param(SUMMER, False, 45.0, True, id="behind glass"),
        pytest.param(SUMMER, False, 45.1, False, id="not so warm"),
        pytest.param(None, False, 60.0, True, id="nobody knows the weather"),
    ],
)
def test_what_weather_and_machine_cannot_make(
    lately: Lately | None, room: float, *, can_cool: bool, is_possible: bool
) -> None:
    """A sensor that got there by itself, and another one that says the same."""
    before = said(room)
    sensor = RoomSensor(reading=before, pace=before)
    context = around(room, lately=lately, can_cool=can_cool)
    doubt = heard(sensor, (1, room), around=context).doubt
    assert doubt is (None if is_possible else IMPOSSIBLE)


# --- What stands ---

FALLS = Tendency(kelvin(-3), kelvin(-1))
"""What a room does in an hour that nothing heats."""
RESTS = Tendency(kelvin(-2), kelvin(1))
MINUTELY = 15


def stood(
    hours: float,
    moved: Tendency,
    step: float | None = 0.1,
    *,
    rooms: tuple[float, ...] = (20,),
    outdoor: tuple[float, float] | None = None,
    rested: float = 0.0,
    warmest: float | None = None,
) -> RoomSensor:
    """Return a sensor that said the same while the room went so far in each hour.

    For the last hours that are `rested` nothing heated it.
    """
    sensor = replace(KNOWN, step=None if step is None else kelvin(step))
    share = MINUTELY / 60
    part = Tendency(kelvin(moved.least * share), kelvin(moved.most * share))
    for number in range(int(hours * 60 / MINUTELY) + 1):
        weather = None
        if outdoor is not None:
            weather = celsius(outdoor[number % 2])
        is_resting = number * share > hours - rested
        context = Surroundings(
            outdoor=weather,
            warmest=None if warmest is None else celsius(warmest),
            moved=part,
            rested=minutes(MINUTELY if is_resting else 0),
        )
        report = (MINUTELY * number, rooms[number % len(rooms)])
        sensor = heard(sensor, report, around=context)
    return sensor


@pytest.mark.parametrize(
    ("hours", "moved", "step", "doubt"),
    [
        pytest.param(1.75, FALLS, 0.1, None, id="two hours are nothing"),
        pytest.param(2, FALLS, 0.1, STANDS, id="it must have fallen by 2 K"),
        pytest.param(12, RESTS, 0.1, None, id="it may be in balance"),
        pytest.param(2, FALLS, None, STANDS, id="a sensor of unknown steps"),
        pytest.param(1.75, FALLS, None, None, id="is given as much"),
        pytest.param(2.5, FALLS, 1.0, None, id="a coarse one"),
        pytest.param(2.75, FALLS, 1.0, STANDS, id="a little longer"),
        pytest.param(
            2, Tendency(kelvin(1), kelvin(5)), 0.1, STANDS, id="it must have risen"
        ),
    ],
)
def test_a_sensor_stands_where_the_room_must_have_moved(
    hours: float, moved: Tendency, step: float | None, doubt: Doubt | None
) -> None:
    assert stood(hours, moved, step).doubt is doubt


@pytest.mark.parametrize(
    ("hours", "outdoor", "step", "doubt"),
    [
        pytest.param(6, (-2, 1), 0.1, STANDS, id="six hours in a winter that moves"),
        pytest.param(5.75, (-2, 1), 0.1, None, id="not quite"),
        pytest.param(6, (-2, 0.9), 0.1, None, id="in fog"),
        pytest.param(6, (3, 6), 0.1, None, id="in mild weather"),
        pytest.param(6, (-2, 1), 20.2 - 20, STANDS, id="of fifths"),
        pytest.param(6, (-2, 1), 0.3, None, id="with a coarse sensor"),
        pytest.param(6, (-2, 1), None, None, id="with one of unknown steps"),
    ],
)
def test_no_room_stands_to_the_last_digit_in_a_winter_that_moves(
    hours: float,
    outdoor: tuple[float, float],
    step: float | None,
    doubt: Doubt | None,
) -> None:
    assert stood(hours, RESTS, step, outdoor=outdoor).doubt is doubt


@pytest.mark.parametrize(
    ("hours", "rested", "warmest", "step", "doubt"),
    [
        pytest.param(6, 1.5, 5, 0.1, UNMOVED, id="six hours, some without heat"),
        pytest.param(5.75, 1.5, 5, 0.1, None, id="not quite six hours"),
        pytest.param(6, 1.25, 5, 0.1, None, id="not quite so many without heat"),
        pytest.param(8, 0, 5, 0.1, None, id="it may be in balance"),
        pytest.param(8, 8, 5.1, 0.1, None, id="in mild weather"),
        pytest.param(8, 8, None, 0.1, None, id="in weather that nobody knows"),
        pytest.param(8, 8, 5, 0.3, None, id="with a coarse sensor"),
        pytest.param(8, 8, 5, None, None, id="with one of unknown steps"),
    ],
)
def test_no_room_stands_to_the_last_digit_without_heat_in_winter(
    hours: float,
    rested: float,
    warmest: float | None,
    step: float | None,
    doubt: Doubt | None,
) -> None:
    sensor = stood(hours, RESTS, step, rested=rested, warmest=warmest)
    assert sensor.doubt is doubt


def test_what_is_not_told_again_after_the_rest_is_not_standing() -> None:
    sensor = stood(6, RESTS, rested=1.0, warmest=5)
    assert sensor.reading is not None
    silent = Surroundings(rested=minutes(30), warmest=celsius(5))
    later = Clock(sensor.reading.at + minutes(30))
    assert advance(sensor, sensor.reading, silent, later).doubt is None
    assert heard(sensor, (390, 20), around=silent).doubt is UNMOVED


@pytest.mark.parametrize(
    ("hours", "rested", "warmest", "step", "is_needed"),
    [
        pytest.param(4.5, 0, 5, 0.1, True, id="in time for six hours"),
        pytest.param(4.25, 0, 5, 0.1, False, id="not before"),
        pytest.param(5.25, 0.5, 5, 0.1, True, id="it goes on"),
        pytest.param(4.75, 0.5, 5, 0.1, False, id="it has rested a little already"),
        pytest.param(6, 1.5, 5, 0.1, False, id="it has rested"),
        pytest.param(6, 0, 5.1, 0.1, False, id="in mild weather"),
        pytest.param(6, 0, None, 0.1, False, id="in weather that nobody knows"),
        pytest.param(6, 0, 5, 0.3, False, id="with a coarse sensor"),
    ],
)
def test_a_reading_that_stands_is_told_from_a_room_in_balance_by_a_rest(
    hours: float, rested: float, warmest: float | None, step: float, *, is_needed: bool
) -> None:
    sensor = stood(hours, RESTS, step, rested=rested, warmest=warmest)
    outdoors = None if warmest is None else celsius(warmest)
    assert needs_rest(sensor, outdoors) is is_needed
    assert not needs_rest(replace(sensor, lost_since=NOON), outdoors)
    at = minutes(hours * 60 + 1)
    moved = heard(sensor, (at / minutes(1), 19.9), around=around(20))
    assert not needs_rest(moved, outdoors)


def test_what_did_not_heed_the_machine_is_not_believed_until_it_moves() -> None:
    sensor = stood(3, RESTS)
    told = Surroundings(unmoved_since=NOON + 3 * HOUR)
    doubted = heard(sensor, (181, 20), around=told)
    assert doubted.doubt is UNMOVED
    assert heard(doubted, (182, 20)).doubt is UNMOVED
    assert heard(doubted, (182, 19.9), around=told).doubt is None


def test_to_and_fro_is_a_flicker_where_the_room_goes_one_way() -> None:
    assert stood(3, FALLS, rooms=(20, 20.1)).doubt is STANDS
    assert stood(3, RESTS, rooms=(20, 20.1)).doubt is None


def test_it_is_believed_again_once_it_moves() -> None:
    sensor = stood(2, FALLS)
    assert heard(sensor, (121, 20), around=around(20)).doubt is STANDS
    assert heard(sensor, (121, 19.9)).doubt is None


def test_who_changes_from_standing_to_flickering_is_not() -> None:
    sensor = stood(2.25, FALLS, rooms=(20.1,) * 1 + (20,) * 20)
    assert sensor.doubt is STANDS
    still = Surroundings(moved=Tendency(kelvin(-0.2), kelvin(-0.1)))
    assert heard(sensor, (136, 20.1), around=still).doubt is STANDS


def test_silence_is_not_standing() -> None:
    """What only tells of changes is not asked what it showed meanwhile."""
    sensor = replace(KNOWN, stand=Stand(celsius(20), NOON))
    lost = advance(sensor, None, Surroundings(moved=FALLS), Clock(NOON + 5 * HOUR))
    assert lost.doubt is None


# --- What hangs in the supply air ---

BLOWN = Surroundings(is_blown=True)


def after_runs(
    *runs: float, every: float = 60, around: Surroundings = BLOWN
) -> list[Doubt | None]:
    """Return what is doubted ten minutes into each run, which ends at 20 °C again."""
    sensor, doubts = KNOWN, []
    for number, leap in enumerate(runs):
        begun = 10 + number * every
        sensor = heard(sensor, (begun, 20))
        sensor = heard(sensor, (begun + 10, 20 + leap), around=around)
        doubts.append(sensor.doubt)
        sensor = heard(sensor, (begun + 40, 20))
    return doubts


@pytest.mark.parametrize(
    ("runs", "doubts"),
    [
        pytest.param((15, 14, 15), [LEAP, LEAP, SUPPLY_AIR], id="each time"),
        pytest.param((-12, -12, -11), [LEAP, LEAP, SUPPLY_AIR], id="cooling too"),
        pytest.param((15, 2, 2), [LEAP, None, None], id="once is a hand"),
        pytest.param((15, 2, 15, 2), [LEAP, None, LEAP, None], id="twice still is"),
    ],
)
def test_what_leaps_with_the_machine_hangs_in_its_air(
    runs: tuple[float, ...], doubts: list[Doubt | None]
) -> None:
    assert after_runs(*runs) == doubts
    assert SUPPLY_AIR not in after_runs(*runs, around=ALONE)


def test_it_is_no_room_because_it_warms_step_by_step() -> None:
    sensor = KNOWN
    for begun in (10, 70):
        sensor = heard(sensor, (begun + 10, 35), around=BLOWN)
        sensor = heard(sensor, (begun + 40, 20))
    sensor = heard(sensor, (139, 20))
    climbing = [(140.0 + minute, 26 + minute / 5) for minute in range(20)]
    assert heard(sensor, *climbing, around=BLOWN).doubt is SUPPLY_AIR
    assert heard(sensor, *climbing, around=ALONE).doubt is None


def test_where_it_hung_is_forgotten_after_a_day() -> None:
    assert after_runs(15, 14, 15, every=60 * 13)[2] is LEAP


# --- Two that part ---

COOLS = Tendency(kelvin(-1.5), kelvin(-0.5))
"""What an hour without heat does to a room."""


def parted(
    *rooms: float, twin: float, moved: Tendency = COOLS, sensor: RoomSensor = KNOWN
) -> RoomSensor:
    """Return a sensor that said this each hour, while another one fell to a cold."""
    sensor = heard(sensor, (1, rooms[0]), around=around(rooms[0]))
    for hour, room in enumerate(rooms, 1):
        cold = around(max(twin, rooms[0] - hour), moved=moved)
        sensor = heard(sensor, (hour * 60, room), around=cold)
    return sensor


def test_the_warm_one_of_two_is_doubted_if_no_heat_explains_it() -> None:
    warm = [20.0 + 0.1 * (hour % 3) for hour in range(9)]
    assert parted(*warm, twin=14).doubt is DISAGREES
    assert parted(*warm, twin=15.1).doubt is None, "a bedroom may be cool"
    heats = Tendency(kelvin(0.5), kelvin(2.0))
    assert parted(*warm, twin=14, moved=heats).doubt is None, "it was heated"
    falls = [20.0 - 0.4 * hour for hour in range(9)]
    assert parted(*falls, twin=12).doubt is None, "it falls, as it must"


def test_it_stays_doubted_while_the_other_one_is_warmed_again() -> None:
    doubted = parted(*(20.0 + 0.1 * (hour % 3) for hour in range(9)), twin=14)
    warmed = around(18.0, moved=Tendency(kelvin(1.0), kelvin(5.0)))
    still = heard(doubted, (600, 23.5), around=warmed)
    assert still.doubt is DISAGREES
    assert heard(still, (610, 18.4), around=warmed).doubt is None


@pytest.mark.parametrize(
    ("says", "minute", "disputed"),
    [
        pytest.param(20.4, 490, 20.4, id="it goes on step by step"),
        pytest.param(33.0, 490, None, id="it leaps"),
        pytest.param(None, 490, None, id="it is lost"),
        pytest.param(20.4, 700, None, id="it has long said nothing"),
    ],
)
def test_what_is_only_disputed_may_be_right(
    says: float | None, minute: float, disputed: float | None
) -> None:
    sensor = parted(*(20.0 + 0.1 * (hour % 3) for hour in range(9)), twin=14)
    cold = around(14.0, moved=COOLS)
    at = NOON + minutes(485)
    reading = None if says is None else Reading(celsius(says), at)
    sensor = advance(sensor, reading, cold, Clock(at))
    told = disputed_temperature(sensor, STALE, Clock(NOON + minutes(minute)))
    assert told == disputed


def test_without_another_one_nothing_is_compared() -> None:
    assert heard(KNOWN, (1, 20.0), around=around(20.0)).alike is not None
    assert heard(KNOWN, (1, 20.0)).alike is None
    gone = heard(heard(KNOWN, (1, 20.0), around=around(20.0)), (2, 20.0))
    assert gone.alike is None


# --- Now and then ---


def every(
    minute: float, wrong: float, right: float = 20.0
) -> list[tuple[float, float]]:
    """Return the reports of half an hour of which each second one is wrong."""
    times = [after * minute for after in range(int(30 / minute))]
    return [(after, (right, wrong)[n % 2]) for n, after in enumerate(times, 1)]


@pytest.mark.parametrize("minute", [0.2, 1, 2, 4])
@pytest.mark.parametrize("wrong", [0.0, -40.0, 35.0, 85.0])
def test_what_lies_every_other_time_stays_doubted(minute: float, wrong: float) -> None:
    sensor, told = KNOWN, []
    for after, room in every(minute, wrong):
        sensor = heard(sensor, (after + 1, room))
        told.append(sensor.lasting_doubt is not None)
    first = told.index(True)
    assert all(told[first + 4 :]), "doubted for good after the third time"
    assert believed(sensor, minutes(31)) == 20, "and served all the while"


@pytest.mark.parametrize("stuck", [20.4, 22.5, 23.9])
def test_of_a_sensor_of_two_minds_the_half_that_stands_is_not_believed(
    stuck: float,
) -> None:
    """The room falls by half a kelvin an hour, as it must."""
    falls = Surroundings(moved=Tendency(kelvin(-0.02), kelvin(-0.005)))
    sensor, lost = replace(KNOWN, step=kelvin(0.1)), []
    for after in range(1, 12 * 60):
        room = stuck if after % 2 else 20 - after / 120
        sensor = heard(sensor, (after, round(room, 1)), around=falls)
        lost.append(believed(sensor, minutes(after)) is None)
    assert all(lost[-60:])


@pytest.mark.parametrize("times", [1, 2])
def test_a_reading_that_was_wrong_once_or_twice_is_forgiven_at_once(times: int) -> None:
    wrong = [(5.0 * n, 85.0) for n in range(1, times + 1)]
    right = [(5.0 * n + 1, 20.0) for n in range(1, times + 1)]
    sensor = heard(KNOWN, *sorted(wrong + right))
    assert sensor.lasting_doubt is None


def test_after_ten_minutes_without_a_doubt_a_sensor_is_well_again() -> None:
    sensor = heard(KNOWN, *every(1, 85.0))
    end = 29.0
    early = heard(sensor, (end, 20.0), (end + 9, 20.0))
    assert early.lasting_doubt == LEAP
    clock = Clock(NOON + minutes(end + 9))
    advance(sensor, said(20.0, minutes(end + 9)), ALONE, clock)
    assert clock.wake_at is not None, "and it is looked at again by then"
    assert heard(early, (end + 10, 20.0)).lasting_doubt is None
