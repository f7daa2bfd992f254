"""Between which bounds a room moves."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.heat_pump.full_load import HeatPump
from custom_components.heat_pump_thermostat.engine.house.home import Home, home_of
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.tendency import (
    ANYWHERE,
    NOTHING_MOVED,
    Giving,
    Tendency,
    tendency,
)
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta

from ..rated import DATASHEET, KNOWN

HOUR = 3600.0
LEARNED = home_of(KNOWN, HeatPump(DATASHEET))
NOTHING = Giving(None, has_backup=False)
HEATED = Giving(Side.HEAT, has_backup=False)
HELPED = Giving(Side.HEAT, has_backup=True)
COOLED = Giving(Side.COOL, has_backup=False)


def moved(
    giving: Giving = NOTHING,
    outdoor: float | None = 0.0,
    room: float = 20.0,
    seconds: float = HOUR,
    home: Home = LEARNED,
    unsure: float = 0.0,
) -> Tendency:
    """Return how far a room goes in an hour."""
    air = None if outdoor is None else Celsius(outdoor)
    return tendency(home, Warming(), giving, air, Celsius(room), seconds, Delta(unsure))


def way(tendency: Tendency) -> str:
    """Return which way a room goes."""
    if tendency.least > 0:
        return "up"
    return "down" if tendency.most < 0 else "any"


@pytest.mark.parametrize(
    ("giving", "outdoor", "goes"),
    [
        pytest.param(NOTHING, 0, "down", id="nothing heats in frost"),
        pytest.param(NOTHING, 10, "any", id="the sun may shine"),
        pytest.param(NOTHING, 30, "up", id="or it is warmer outdoors"),
        pytest.param(HEATED, 8, "up", id="a well sized machine heats"),
        pytest.param(HEATED, -8, "any", id="or just about does"),
        pytest.param(HELPED, -8, "up", id="not with its backup"),
        pytest.param(COOLED, 25, "down", id="it is cooled"),
        pytest.param(COOLED, 45, "any", id="or tries to be"),
    ],
)
def test_which_way_it_must_go(giving: Giving, outdoor: float, goes: str) -> None:
    assert way(moved(giving, outdoor)) == goes


def test_a_house_that_nobody_knows_may_go_further() -> None:
    unknown = replace(LEARNED, house=replace(LEARNED.house, confidence=0.0))
    known, guessed = moved(HEATED, 8), moved(HEATED, 8, home=unknown)
    assert not unknown.is_learned
    assert guessed.most - guessed.least > known.most - known.least


def test_in_unknown_weather_it_goes_anywhere() -> None:
    hour = moved(outdoor=None)
    assert hour == Tendency(Delta(-ANYWHERE), ANYWHERE)


@pytest.mark.parametrize(
    ("change", "is_excluded"),
    [(-0.1, False), (0.0, False), (0.1, True)],
)
def test_a_room_that_falls_does_not_rise(change: float, *, is_excluded: bool) -> None:
    falls = Tendency(Delta(-2), Delta(-1))
    rises = Tendency(Delta(1), Delta(2))
    assert falls.excludes(Delta(change)) is is_excluded
    assert rises.excludes(Delta(-change)) is is_excluded
    assert not NOTHING_MOVED.excludes(Delta(change))


OUTDOORS = st.floats(-40, 50)
ROOMS = st.floats(-10, 45)
ANY = st.builds(Giving, st.sampled_from((None, *Side)), has_backup=st.booleans())


@given(ANY, st.one_of(st.none(), OUTDOORS), ROOMS, st.floats(0, 1e5))
def test_the_bounds_are_in_order(
    giving: Giving, outdoor: float | None, room: float, seconds: float
) -> None:
    bounds = moved(giving, outdoor, room, seconds)
    assert bounds.least <= bounds.most


@given(ANY, OUTDOORS, ROOMS)
def test_two_halves_are_a_whole(giving: Giving, outdoor: float, room: float) -> None:
    half = moved(giving, outdoor, room, HOUR / 2)
    both, whole = half.plus(half), moved(giving, outdoor, room)
    assert both.least == pytest.approx(whole.least)
    assert both.most == pytest.approx(whole.most)


@given(OUTDOORS, ROOMS, st.floats(0.1, 20))
def test_colder_weather_never_makes_a_room_warmer(
    outdoor: float, room: float, colder: float
) -> None:
    mild, cold = (
        moved(outdoor=outdoor, room=room),
        moved(outdoor=outdoor - colder, room=room),
    )
    assert cold.most <= mild.most
    assert cold.least <= mild.least


def test_a_light_house_moves_faster() -> None:
    recoveries = LineSums().plus(5, 2, 10).plus(15, 6, 10)
    light, unknown = (
        tendency(LEARNED, warming, NOTHING, Celsius(0), Celsius(20), HOUR, Delta(0.0))
        for warming in (Warming(recoveries), Warming())
    )
    assert light.most < unknown.most < 0


@pytest.mark.parametrize("giving", [NOTHING, HEATED, HELPED, COOLED])
@pytest.mark.parametrize("unsure", [1.0, 5.0, 12.0])
def test_weather_that_is_not_known_well_widens_the_bounds(
    giving: Giving, unsure: float
) -> None:
    known, guessed = moved(giving), moved(giving, unsure=unsure)
    assert guessed.least < known.least
    assert guessed.most > known.most
