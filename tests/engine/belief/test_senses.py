"""All sensors together: who is held against whom, and who serves for whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import OutdoorDoubt
from custom_components.heat_pump_thermostat.engine.belief.room import (
    Doubt,
    RoomSensor,
    is_impossible,
)
from custom_components.heat_pump_thermostat.engine.belief.senses import (
    FALLBACK,
    ROOM,
    Air,
    Senses,
    believed_rooms,
    may_room_sensor_start,
    with_rooms,
    with_weather,
)
from custom_components.heat_pump_thermostat.engine.belief.surroundings import (
    Surroundings,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.house.tendency import (
    NOTHING_MOVED,
    Tendency,
)
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from ..invariants import Y1, G
from ..rig import (
    DAY,
    NOON,
    SEASON,
    TWO_STAGE,
    Bench,
    celsius,
    minutes,
    seconds,
    settings_for,
)

HOUR = minutes(60)
HALL = "sensor.hall"


def observed(after: timedelta, **told: Any) -> Observation:
    """Return what is seen so long after noon; sensors say numbers, just now."""
    now = NOON + after
    sensors = {
        name: Reading(celsius(value), now)
        for name, value in told.items()
        if isinstance(value, int | float) and name != "back"
    }
    return Observation(
        now=now,
        today=now.date(),
        midnight=NOON - DAY,
        next_midnight=NOON + DAY,
        season=SEASON,
        relays={},
        **(told | sensors),
    )


def heard(
    senses: Senses,
    after: float,
    *,
    is_air_moving: bool = False,
    moved: Tendency = NOTHING_MOVED,
    **told: Any,
) -> Senses:
    """Return the senses after sensors said this so many minutes after noon."""
    seen = observed(minutes(after), **told)
    clock = Clock(seen.now)
    senses, outdoor = with_weather(senses, seen, 0.0, clock)
    return with_rooms(
        senses,
        seen,
        outdoor,
        moved,
        clock,
        can_cool=False,
        air=Air(is_moving=is_air_moving, is_treated=False),
    )


def rooms_of(senses: Senses, after: float) -> Mapping[str, float]:
    """Return what is believed so many minutes after noon."""
    return believed_rooms(senses, HOUR, Clock(NOON + minutes(after)))


# --- Rooms beside each other ---

TWINS = heard(Senses(), 0, room=20, fallback=21)


@pytest.mark.parametrize(
    ("told", "liar"),
    [
        pytest.param({"room": 30, "fallback": 21}, ROOM, id="the first"),
        pytest.param({"room": 20, "fallback": 30}, FALLBACK, id="the second"),
    ],
)
def test_of_two_that_contradict_each_other_the_one_that_leapt_is_the_liar(
    told: dict[str, Any], liar: str
) -> None:
    senses = heard(TWINS, 5, **told)
    assert senses.doubted == {liar}
    assert senses.rooms[liar].doubt is Doubt.DISAGREES
    assert liar in rooms_of(senses, 19.9)
    other = ({ROOM, FALLBACK} - {liar}).pop()
    assert rooms_of(senses, 20) == {other: told[{ROOM: "room"}.get(other, other)]}


def test_a_liar_is_no_witness() -> None:
    lying = heard(TWINS, 5, room=30, fallback=21)
    assert heard(lying, 6, room=30, fallback=29).doubted == {ROOM, FALLBACK}


def test_nor_is_one_that_is_lost() -> None:
    lost = heard(TWINS, 5, room=20)
    assert heard(lost, 6, room=28).room.doubt is Doubt.LEAP


@pytest.mark.parametrize(
    ("back", "is_air_moving", "doubt"),
    [
        pytest.param(26, True, None, id="the air that comes back says so"),
        pytest.param(25, True, Doubt.LEAP, id="not quite"),
        pytest.param(20, True, Doubt.DISAGREES, id="or says otherwise"),
        pytest.param(26, False, Doubt.LEAP, id="air that stands tells nothing"),
        pytest.param(None, True, Doubt.LEAP, id="nor does air that nobody measures"),
    ],
)
def test_return_air_is_a_witness(
    back: float | None, doubt: Doubt | None, *, is_air_moving: bool
) -> None:
    before = heard(Senses(), 0, room=20)
    air = None if back is None else celsius(back)
    after = heard(before, 5, room=30, is_air_moving=is_air_moving, back=air)
    assert after.room.doubt is doubt


@pytest.mark.parametrize(
    ("beside", "doubt"),
    [
        pytest.param((20, 24.5), None, id="it says so too"),
        pytest.param((20, 20), Doubt.LEAP, id="or not: then it says nothing"),
        pytest.param((20, 85), Doubt.LEAP, id="a liar is no witness"),
        pytest.param((20, None), Doubt.LEAP, id="nor is one that is lost"),
        pytest.param((None, None), Doubt.LEAP, id="nor is none"),
    ],
)
def test_what_the_humidity_sensor_says_beside_is_a_witness(
    beside: tuple[float | None, float | None], doubt: Doubt | None
) -> None:
    senses = Senses()
    for after, room, said in zip((0, 5), (20, 25.5), beside, strict=True):
        told = None if said is None else Reading(celsius(said), NOON + minutes(after))
        senses = heard(senses, after, room=room, beside=told)
    assert senses.room.doubt is doubt
    assert set(rooms_of(senses, 5)) == {ROOM}, "and no room"


def test_it_never_speaks_against_a_room() -> None:
    senses = heard(Senses(), 0, room=20)
    for after in range(1, 200):
        cold = Reading(celsius(max(20 - after / 10, 8)), NOON + minutes(after))
        senses = heard(senses, after, room=20 + after / 100, beside=cold)
        assert senses.room.doubt is None


def test_further_rooms_serve_in_their_order_and_are_forgotten_with_their_sensor() -> (
    None
):
    hall = {HALL: Reading(celsius(19), NOON)}
    senses = heard(Senses(), 0, room=20, fallback=21, further=hall)
    assert list(senses.rooms) == [ROOM, FALLBACK, HALL]
    assert list(rooms_of(senses, 0).values()) == [20, 21, 19]
    assert heard(senses, 1, room=20, fallback=21).further == {}


def test_a_first_reading_that_others_contradict_is_not_believed() -> None:
    further = {HALL: Reading(celsius(4.0), NOON + minutes(1))}
    senses = heard(TWINS, 1, room=20, fallback=21, further=further)
    assert senses.doubted == {HALL}


# --- The weather ---


def outdoor_after(
    senses: Senses, after: float, **told: Any
) -> tuple[Senses, float | None]:
    """Return the senses, and how warm it is outdoors, so many minutes after noon."""
    seen = observed(minutes(after), **told)
    return with_weather(senses, seen, 60.0, Clock(seen.now))


def test_a_doubted_outdoor_sensor_is_replaced_at_once_and_wholly() -> None:
    senses, outdoor = outdoor_after(Senses(), 0, outdoor=5)
    senses, outdoor = outdoor_after(senses, 9, outdoor=25, weather=6)
    assert senses.outdoor_sensor.doubt is OutdoorDoubt.LEAP
    assert outdoor == 6
    senses, outdoor = outdoor_after(senses, 10, outdoor=5, weather=6)
    assert outdoor == 5


def test_without_a_weather_service_nobody_knows_then() -> None:
    senses, _ = outdoor_after(Senses(), 0, outdoor=5)
    senses, outdoor = outdoor_after(senses, 9, outdoor=25)
    assert (outdoor, senses.outdoor) == (None, ())


@pytest.mark.parametrize(
    ("told", "is_known"),
    [
        pytest.param({"outdoor": 5.5}, True, id="it reports"),
        pytest.param({"outdoor": 25, "weather": 6}, False, id="it is doubted"),
        pytest.param({"weather": 6}, False, id="it is gone"),
        pytest.param({}, True, id="its last word counts for hours"),
    ],
)
def test_when_the_sensor_itself_was_last_believed(
    told: dict[str, float], *, is_known: bool
) -> None:
    senses, _ = outdoor_after(Senses(), 0, outdoor=5)
    assert senses.outdoor_sensor.known_at == NOON
    senses, _ = outdoor_after(senses, 9, **told)
    known_at = NOON + minutes(9) if is_known else NOON
    assert senses.outdoor_sensor.known_at == known_at


def test_what_it_was_like_of_late_is_remembered_while_nobody_tells() -> None:
    senses, _ = outdoor_after(Senses(), 0, outdoor=5)
    assert senses.lately is not None
    later, outdoor = outdoor_after(senses, 300)
    assert (outdoor, later.lately) == (None, senses.lately)


def test_since_when_a_window_is_open() -> None:
    senses, _ = outdoor_after(Senses(), 1, is_window_open=True)
    senses, _ = outdoor_after(senses, 2, is_window_open=True)
    assert senses.window_since == NOON + minutes(1)
    assert outdoor_after(senses, 3)[0].window_since is None


# --- What becomes of it on the bench ---


@pytest.mark.parametrize("outdoor", [12.0, 18.0, 24.0, 30.0])
def test_a_cool_house_is_believed_on_the_first_warm_day(outdoor: float) -> None:
    """One that nothing cools, and of which nobody has seen the nights before."""
    senses, _ = outdoor_after(Senses(), 0, outdoor=outdoor)
    around = Surroundings(lately=senses.lately)
    assert not is_impossible(celsius(17), around)
    assert is_impossible(celsius(outdoor - 18), around)


@pytest.mark.parametrize(
    ("sensor", "may"),
    [
        pytest.param(RoomSensor(lost_since=NOON), True, id="starting"),
        pytest.param(
            RoomSensor(lost_since=NOON - minutes(15)), False, id="for too long"
        ),
        pytest.param(
            RoomSensor(reading=Reading(celsius(20), NOON), lost_since=NOON),
            False,
            id="it spoke once",
        ),
        pytest.param(RoomSensor(), False, id="not looked for yet"),
    ],
)
def test_whether_a_sensor_may_still_start(sensor: RoomSensor, *, may: bool) -> None:
    assert may_room_sensor_start(Senses(room=sensor), Clock(NOON)) is may


def test_the_fallback_sensor_serves_while_the_first_is_lost() -> None:
    bench = Bench(room=20, fallback=19).lose_room_sensor()
    assert bench.decision.room == 20.0
    bench.run(minutes(15))
    assert (bench.decision.room, Y1 in bench.on) == (19.0, True)
    assert bench.sense(room=21).decision.room == 21.0


def test_a_settings_change_applies_at_the_next_step() -> None:
    bench = Bench(room=19.5, is_reporting=False).run(minutes(60))
    sensors = replace(bench.settings.sensors, stale=minutes(20))
    bench.adjust(lambda s: replace(s, sensors=sensors))
    assert bench.reason is Reason.ROOM_SENSOR_LOST


def test_the_shown_outdoor_temperature_is_the_newest() -> None:
    bench = Bench(outdoor=5).run(minutes(5)).sense(outdoor=0.0).run(seconds(1))
    assert bench.decision.outdoor == 0.0


def _doubting(**fields: Any) -> Bench:
    """Return a bench whose room sensor is judged as any is."""
    return Bench(believes_leaps=False, is_reporting=False, **fields).run(minutes(1))


def test_a_leap_is_told_and_what_was_before_serves_a_quarter_of_an_hour() -> None:
    bench = _doubting(room=19.5).sense(room=28)
    assert (bench.decision.room, Y1 in bench.on) == (19.5, True)
    bench.run(minutes(10))
    assert bench.decision.repairs == {Problem.ROOM_SENSOR_DOUBTED}
    bench.run(minutes(5))
    assert (bench.decision.room, Y1 in bench.on) == (None, False)
    bench.sense(room=20)
    assert (bench.decision.room, bench.decision.repairs) == (20.0, frozenset())


def test_a_cold_leap_starts_nothing() -> None:
    bench = _doubting(room=20.5).sense(room=9).run(minutes(14))
    assert (bench.on, bench.decision.room) == (set(), 20.5)


def test_the_fan_alone_brings_the_air_of_the_rooms() -> None:
    bench = _doubting(room=20.0).measure(back=celsius(28)).sense(room=29)
    assert bench.state.senses.room.doubt is Doubt.LEAP
    bench = _doubting(room=19.0).measure(back=celsius(28)).run(minutes(2))
    assert G in bench.on
    assert bench.sense(room=29).state.senses.room.doubt is None


@pytest.mark.parametrize(
    ("mode", "room", "outdoor", "warmer"),
    [
        pytest.param(Mode.HEAT, 19.5, 2.0, True, id="heated"),
        pytest.param(Mode.COOL, 24.5, 30.0, False, id="cooled"),
    ],
)
def test_a_sensor_is_held_against_what_the_machine_does(
    mode: Mode, room: float, outdoor: float, *, warmer: bool
) -> None:
    quarter = {}
    for chosen in (mode, Mode.OFF):
        bench = Bench(mode=chosen, room=room, outdoor=outdoor).run(minutes(15))
        assert bench.state.senses.room.stand is not None
        quarter[chosen] = bench.state.senses.room.stand.moved
    worked, idle = quarter[mode], quarter[Mode.OFF]
    assert (worked.most > idle.most) is warmer
    assert (worked.least < idle.least) is not warmer


# --- The air that comes back from the rooms ---


def in_mixed_air(back: float, *, fan_for: float = 10, room: float = 21) -> Bench:
    """Return a house whose room sensor has died, and whose fan runs."""
    bench = Bench(settings_for(TWO_STAGE), room=room, outdoor=0)
    bench.run(minutes(6)).wish(lambda wishes: wishes.with_fan(FanMode.ON))
    bench.measure(back=back).lose_room_sensor().run(minutes(16))
    bench.wish(lambda wishes: wishes.with_fan(FanMode.AUTO)).run(minutes(5))
    bench.wish(lambda wishes: wishes.with_fan(FanMode.ON))
    return bench.run(minutes(fan_for))


@pytest.mark.parametrize(
    ("back", "fan_for", "room"),
    [
        pytest.param(19.8, 6, 19.8, id="serves once the fan has mixed it"),
        pytest.param(19.8, 4, None, id="not yet"),
        pytest.param(4.0, 6, None, id="not what no room is like"),
    ],
)
def test_air_that_comes_back_is_the_room_where_no_sensor_is(
    back: float, fan_for: float, room: float | None
) -> None:
    bench = in_mixed_air(back, fan_for=fan_for)
    assert bench.decision.room == room
    assert Problem.ROOM_SENSOR_LOST in bench.decision.problems


def test_a_house_is_heated_by_it_until_it_is_warm() -> None:
    bench = in_mixed_air(19.4)
    assert Y1 in bench.on
    bench.measure(back=21).run(minutes(6))
    assert Y1 not in bench.on


def test_it_is_not_asked_while_a_sensor_is_believed() -> None:
    bench = Bench(settings_for(TWO_STAGE), room=20, outdoor=0).run(minutes(6))
    bench.wish(lambda wishes: wishes.with_fan(FanMode.ON)).measure(back=15)
    assert bench.run(minutes(10)).decision.room == celsius(20)
    assert bench.state.senses.air == RoomSensor()
