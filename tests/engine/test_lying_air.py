"""Air that serves as the room and lies: the heat that is owed sets a bound to it."""

from dataclasses import replace
from math import sin

from hypothesis import Phase, given, settings, strategies as st
import pytest

from benchmarks.trouble.cases import DAY, DUCTED, SUMMER
from benchmarks.trouble.faults import Fault, Sensor, dead, healthy, stuck
from benchmarks.trouble.home import HOUR, Minute, Premise, home_of

BETWEEN = replace(DUCTED, mean=0.0, swing=4.0)
MILD = replace(DUCTED, mean=8.0, swing=2.0)


def trembling(value: float, by: float) -> Sensor:
    """Return a sensor that says the same, but for a bad contact of so many kelvin."""
    return lambda look: look.says(value + by * sin(look.now.timestamp()))


def story(premise: Premise, air: Sensor, hours: float = DAY) -> list[Minute]:
    """Return what becomes of a house with only this air to go by."""
    return [*home_of(premise).live(hours * HOUR, Fault(room=dead, back=air))]


def rooms(premise: Premise, air: Sensor, hours: float = DAY) -> list[float]:
    """Return how warm it is in it, minute by minute."""
    return [minute.room for minute in story(premise, air, hours)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("premise", "air"),
    [
        pytest.param(DUCTED, stuck(15.0), id="cold, in frost"),
        pytest.param(DUCTED, stuck(30.0), id="warm, in frost"),
        pytest.param(MILD, trembling(15.0, 0.3), id="cold and trembling, in autumn"),
    ],
)
def test_a_liar_neither_roasts_nor_freezes_a_house(
    premise: Premise, air: Sensor
) -> None:
    lived = rooms(replace(premise, days=0.5), air, hours=12)
    assert 15 <= min(lived) <= max(lived) <= 23.5


@pytest.mark.slow
@given(
    value=st.floats(-10, 40),
    by=st.sampled_from([0.0, 0.1, 0.3, 0.7]),
    season=st.sampled_from([DUCTED, BETWEEN, MILD]),
    house=st.sampled_from(["typical", "light", "leaky", "small machine"]),
    machine=st.sampled_from(["electric", "dual fuel"]),
)
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
def test_no_liar_does_in_any_house_or_season(
    value: float, by: float, season: Premise, house: str, machine: str
) -> None:
    premise = replace(season, house=house, machine=machine, days=2)
    lived = rooms(premise, trembling(value, by))
    assert 13.5 <= min(lived) <= max(lived) <= 25


@pytest.mark.slow
@pytest.mark.parametrize("house", ["typical", "light", "leaky"])
def test_what_does_tell_of_the_rooms_is_heeded_though_nobody_knows_the_house(
    house: str,
) -> None:
    lived = rooms(replace(DUCTED, house=house, days=0), healthy, hours=72)
    assert 13.5 <= min(lived) <= max(lived) <= 22


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("air", [stuck(30.0), healthy], ids=["stuck", "healthy"])
def test_nothing_is_cooled_by_it(air: Sensor) -> None:
    premise = replace(SUMMER, has_return=True, days=1 / DAY)
    assert not any(m.is_cooled for m in story(premise, air, hours=6) if m.hour > 1)
