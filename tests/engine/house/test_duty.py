"""Heat without a room sensor: neither frost nor heat, whatever house it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.house import assumed
from custom_components.heat_pump_thermostat.engine.house.duty import (
    COLDER,
    QUANTUM,
    Duty,
    DutyHeater,
    Means,
    Past,
    duty_after,
    house_as_lived_in,
    kwh_unshown,
    need,
    weather,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import (
    USUAL_BALANCE,
    House,
    Prior,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta
from custom_components.heat_pump_thermostat.records import decoded, encoded

from .inhabited import HOUSES, USES, Inhabited, daily

COLD = daily(-10, 5)
MILD = daily(5, 5)
HOUR = 3600.0
ASSUMED = House(loss=0.25, offset=Delta(3), confidence=0.0, days=0)
LEARNED = House(loss=0.4, offset=Delta(4), confidence=0.8, days=30)
BOTH = Means(compressor=6.0, backup=10.0, together=True)
DUAL_FUEL = Means(compressor=6.0, backup=16.0, together=False)
COMPRESSOR = Means(compressor=6.0, backup=None, together=True)
BACKUP = Means(compressor=None, backup=10.0, together=True)
NONE = Means(compressor=None, backup=None, together=True)


def remembered(room: float, outdoor: float, heat: float | None, hours: int) -> Past:
    """Return the past after some hours that were all the same."""
    past = Past()
    for _ in range(hours):
        past = past.plus(
            room=Celsius(room),
            outdoor=Celsius(outdoor),
            heat=heat,
            offset=Delta(3),
            seconds=HOUR,
        )
    return past


# What the house needs.


def test_a_learned_house_is_taken_at_its_word() -> None:
    past = remembered(20, 0, 9.0, hours=96)
    assert need(past, LEARNED, Celsius(-10), Celsius(16)) == pytest.approx(0.4 * 22)


def test_else_it_needs_what_it_took_in_the_last_days() -> None:
    past = remembered(20, 0, 6.8, hours=96)
    assert need(past, ASSUMED, Celsius(-10), Celsius(16)) == pytest.approx(
        0.4 * 23, rel=0.1
    )


def test_a_house_that_has_shown_nothing_is_assumed_to_need_less_rather_than_more() -> (
    None
):
    needed = need(Past(), ASSUMED, Celsius(-10), Celsius(16))
    assert needed == pytest.approx(0.8 * 0.25 * 23)


def test_a_warm_day_needs_nothing() -> None:
    assert need(Past(), ASSUMED, Celsius(15), Celsius(16)) == 0


@pytest.mark.parametrize(
    ("room", "outdoor", "heat"),
    [
        pytest.param(20, 0, None, id="heat that nobody knows"),
        pytest.param(20, 16, 5.0, id="mild"),
        pytest.param(24, 35, 0.0, id="summer"),
    ],
)
def test_what_tells_nothing_is_not_remembered(
    room: float, outdoor: float, heat: float | None
) -> None:
    past = remembered(room, outdoor, heat, hours=24)
    assert (past.heat, past.apart) == (0, 0)
    assert past.outdoor == outdoor


def test_a_summer_forgets_nothing() -> None:
    winter = remembered(20, 0, 5.0, hours=96)
    autumn = winter
    for _ in range(1000):
        autumn = autumn.plus(
            room=Celsius(25),
            outdoor=Celsius(25),
            heat=0.0,
            offset=Delta(3),
            seconds=HOUR,
        )
    assert house_as_lived_in(autumn, ASSUMED) == house_as_lived_in(winter, ASSUMED)


def test_days_make_the_house_better_known_but_never_surely() -> None:
    known = [
        house_as_lived_in(remembered(20, 0, 5.0, hours=hours), ASSUMED).confidence
        for hours in (0, 6, 96)
    ]
    assert known == sorted(set(known))
    assert known[-1] < 0.5


def test_of_unknown_outdoors_only_the_heat_is_remembered() -> None:
    past = remembered(20, 0, 5.0, hours=3)
    later = past.plus(
        room=Celsius(20), outdoor=None, heat=5.0, offset=Delta(3), seconds=HOUR
    )
    assert later == replace(past, taken=later.taken)
    assert past.taken < later.taken < 5.0


def test_the_weather_while_nobody_tells_it() -> None:
    past = remembered(20, -8, 5.0, hours=48)
    assert weather(past, Celsius(3)) == Celsius(3)
    assert weather(past, None) == pytest.approx(-8 - COLDER)
    assert weather(Past(), None) == USUAL_BALANCE


# What is assumed of machines.


def test_an_unrated_machine_is_as_large_as_its_house_needs() -> None:
    prior = Prior()
    assert assumed.capacity(prior, USUAL_BALANCE) == pytest.approx(prior.design)
    capacities = [assumed.capacity(prior, Celsius(t)) for t in (-40, -10, 0, 10)]
    assert capacities == sorted(set(capacities))
    assert capacities[0] > 0
    assert assumed.backup(prior, is_fuel=True) > assumed.backup(prior, is_fuel=False)


# How it is paid.


@dataclass(frozen=True)
class Paid:
    """A day of duty."""

    given: float
    """kWh"""
    lengths: list[int]
    """Minutes for which a heater stayed as it was, but for the first and the last."""
    heaters: set[DutyHeater]


def paid(means: Means, needed: float, hours: int = 24) -> Paid:
    """Return what a day is like of which every hour needs so much."""
    duty, given = Duty(), 0.0
    moves: list[int] = []
    heaters = set()
    for minute in range(hours * 60):
        compressor, backup = USES[duty.heater]
        heat = compressor * (means.compressor or 0) + backup * (means.backup or 0)
        given += heat / 60
        before, duty = duty, duty_after(duty, means, needed, heat, 60)
        heaters.add(duty.heater)
        if duty.heater is not before.heater:
            moves.append(minute)
    lengths = [later - earlier for earlier, later in pairwise(moves)]
    return Paid(given, lengths, heaters)


@pytest.mark.parametrize("needed", [0.3, 1.0, 3.0, 5.5, 9.0])
@pytest.mark.parametrize(
    "means",
    [
        pytest.param(BOTH, id="electric"),
        pytest.param(DUAL_FUEL, id="dual fuel"),
        pytest.param(BACKUP, id="backup alone"),
    ],
)
def test_the_house_gets_what_it_needs_in_runs_and_rests_that_are_long_enough(
    means: Means, needed: float
) -> None:
    day = paid(means, needed)
    assert day.given == pytest.approx(24 * needed, abs=4)
    assert min(day.lengths) >= QUANTUM * 60


def test_backup_helps_only_a_compressor_that_is_too_small() -> None:
    assert paid(BOTH, 5.0).heaters == {DutyHeater.NOTHING, DutyHeater.COMPRESSOR}
    assert DutyHeater.BOTH in paid(BOTH, 9.0).heaters
    assert DutyHeater.BOTH not in paid(DUAL_FUEL, 9.0).heaters
    assert DutyHeater.BACKUP in paid(DUAL_FUEL, 9.0).heaters


def test_a_compressor_without_backup_does_what_it_can() -> None:
    assert paid(COMPRESSOR, 9.0).given == pytest.approx(24 * 6, rel=0.05)


def test_where_nothing_can_heat_nothing_does() -> None:
    assert paid(NONE, 5.0).heaters == {DutyHeater.NOTHING}


def test_what_could_not_be_given_is_made_good_but_not_for_ever() -> None:
    after_a_night = duty_after(Duty(), NONE, 3.0, 0.0, 8 * HOUR)
    after_a_week = duty_after(Duty(), NONE, 3.0, 0.0, 168 * HOUR)
    assert after_a_night.owed == pytest.approx(24)
    assert after_a_week.owed == pytest.approx(36)


# What air has to show that serves as the room.

OWED = pytest.mark.parametrize("owed", [5.0, -5.0], ids=["lacking", "too much"])
SERVES = Duty(air=Celsius(15))


@OWED
def test_air_is_refuted_that_did_not_show_the_heat(owed: float) -> None:
    duty = replace(SERVES, owed=owed)
    assert not duty.with_air_heard(Celsius(15), 5.0).refutes(Celsius(15))
    assert duty.with_air_heard(Celsius(15.2), 4.9).refutes(Celsius(15))


@OWED
def test_until_it_moves_as_no_bad_contact_makes_it(owed: float) -> None:
    refuted = replace(SERVES, owed=owed).with_air_heard(Celsius(15), 4.9)
    assert refuted.refutes(Celsius(16.4))
    assert not refuted.refutes(Celsius(16.5))
    assert refuted.with_air_heard(Celsius(13.5), 4.9) == Duty(air=Celsius(13.5))


def test_its_account_begins_with_it() -> None:
    assert Duty(owed=9.0).with_air_heard(Celsius(15), 1.0) == Duty(air=Celsius(15))


def test_what_heats_by_it_is_no_duty() -> None:
    duty = replace(SERVES, heater=DutyHeater.COMPRESSOR)
    assert duty.with_air_heard(Celsius(15), 1.0).heater is DutyHeater.NOTHING


def test_a_house_that_is_not_to_be_heated_owes_nothing_but_knows_its_air() -> None:
    refuted = replace(SERVES, owed=5.0, is_refuted=True)
    assert refuted.forgiven == replace(SERVES, is_refuted=True)


def test_the_more_a_house_loses_the_more_heat_it_takes_to_show() -> None:
    leaky = replace(LEARNED, loss=2 * LEARNED.loss)
    assert kwh_unshown(Past(), leaky) == 2 * kwh_unshown(Past(), LEARNED) > 0


MEANS = st.builds(
    Means,
    compressor=st.one_of(st.none(), st.floats(0.1, 100)),
    backup=st.one_of(st.none(), st.floats(0.1, 100)),
    together=st.booleans(),
)


@given(
    st.builds(Duty, owed=st.floats(-1e4, 1e4), heater=st.sampled_from(DutyHeater)),
    MEANS,
    st.floats(0, 100),
    st.floats(0, 200),
    st.floats(0, 1e6),
)
def test_only_what_can_heat_is_told_to(
    duty: Duty, means: Means, needed: float, heat: float, seconds: float
) -> None:
    after = duty_after(duty, means, needed, heat, seconds)
    uses_compressor, uses_backup = USES[after.heater]
    assert abs(after.owed) <= 12 * needed
    assert not (uses_compressor and means.compressor is None)
    assert not (uses_backup and means.backup is None)
    assert means.together or after.heater is not DutyHeater.BOTH
    stored = json.loads(json.dumps(encoded(after)))
    assert decoded(Duty, stored).value == after


# In simulated houses. Four days are house_as_lived_in before the sensor dies, or none.

HOUSE = pytest.mark.parametrize("house", HOUSES)


def lost(home: Inhabited) -> Inhabited:
    """Let the room sensor die."""
    home.is_room_lost = True
    home.rooms.clear()
    return home


@pytest.mark.slow
@HOUSE
@pytest.mark.parametrize("is_fuel", [False, True], ids=["electric", "dual fuel"])
@pytest.mark.parametrize("is_rated", [True, False], ids=["datasheet", "none"])
def test_a_house_that_is_known_stays_warm_for_five_days_of_frost(
    house: str,
    is_fuel: bool,
    is_rated: bool,
) -> None:
    home = Inhabited(HOUSES[house], COLD, is_fuel=is_fuel, is_rated=is_rated)
    lost(home.live(96)).live(120)
    assert min(home.rooms) >= 10
    assert max(home.rooms) <= 25


@pytest.mark.slow
@HOUSE
@pytest.mark.parametrize("is_rated", [True, False], ids=["datasheet", "none"])
@pytest.mark.parametrize("outdoors", [COLD, MILD], ids=["cold", "mild"])
def test_a_house_that_nobody_knows_neither_freezes_nor_roasts_in_three_days(
    house: str, is_rated: bool, outdoors: Callable[[float], float]
) -> None:
    home = lost(Inhabited(HOUSES[house], outdoors, is_rated=is_rated)).live(72)
    assert min(home.rooms) >= 5
    assert max(home.rooms) <= 28


@pytest.mark.slow
@pytest.mark.parametrize(
    ("can_compressor", "is_outdoor_lost"),
    [
        pytest.param(False, False, id="the backup alone"),
        pytest.param(True, True, id="outdoors unknown too"),
    ],
)
def test_it_stays_warm_whatever_else_is_lost(
    can_compressor: bool,
    is_outdoor_lost: bool,
) -> None:
    home = Inhabited(HOUSES["typical"], COLD).live(48)
    home.can_compressor, home.is_outdoor_lost = can_compressor, is_outdoor_lost
    lost(home).live(72)
    assert min(home.rooms) >= 10
    assert max(home.rooms) <= 25


def test_a_day_of_frost_without_a_sensor() -> None:
    home = lost(Inhabited(HOUSES["light"], COLD)).live(24)
    assert min(home.rooms) >= 12
    assert max(home.rooms) <= 24
    assert min(b - a for a, b in pairwise(home.moves)) >= QUANTUM * 60
