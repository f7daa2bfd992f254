"""Whole days in a simulated house: comfort, little backup heat, and a calm machine."""

import pytest

from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import W2, Y1, G, O
from .plant import Day, daily, physics
from .rig import Bench, settings_for, wired

pytestmark = pytest.mark.slow

SINGLE_STAGE = settings_for(wired(Y1, G, O, W2))
BALANCE_POINT = -5
"""Where the house's compressor alone just holds 20 °C."""


def _is_calm(day: Day) -> bool:
    """Return whether the compressor started seldom and rested in between."""
    return day.most_starts_per_hour <= 4 and min(day.rests) >= 300


def test_a_winter_day_through_the_balance_point() -> None:
    house = physics.House(air=20, structure=19.5)
    day = Day(Bench(SINGLE_STAGE, outdoor=-5), daily(BALANCE_POINT, 7), house).live()
    assert min(day.rooms) > 18.9
    assert max(day.rooms) < 20.6
    cold = [minute for minute in day.aux if minute.outdoors < BALANCE_POINT + 3]
    assert len(cold) > 100
    assert len(day.aux) - len(cold) < 10
    assert any(minute.is_defrosting for minute in day.log)
    assert _is_calm(day)


def test_a_mild_winter_day_needs_no_help() -> None:
    house = physics.House(air=20, structure=19.8)
    day = Day(Bench(SINGLE_STAGE, outdoor=5), daily(5, 3), house).live()
    assert min(day.rooms) > 19.4
    assert max(day.rooms) < 20.6
    assert day.aux == []
    assert _is_calm(day)


def test_a_summer_day() -> None:
    house = physics.House(air=24, structure=24.5, humidity_ratio=0.011)
    day = Day(Bench(mode=Mode.COOL, room=24), daily(30, 7), house, sun=3000).live()
    assert min(day.rooms) > 23.4
    assert max(day.rooms) < 24.6
    assert day.aux == []
    assert _is_calm(day)


def test_a_day_of_emergency_heat() -> None:
    bench = Bench(outdoor=0).emergency(on=True)
    day = Day(bench, daily(0, 5), physics.House(air=20, structure=19.5)).live()
    assert min(day.rooms) > 19.4
    assert max(day.rooms) < 20.6
    assert day.starts == []
    assert len(day.aux) > 600


def test_a_spring_day_of_heating_and_cooling() -> None:
    house = physics.House(air=22, structure=22)
    day = Day(
        Bench(mode=Mode.HEAT_COOL, room=22), daily(15, 12), house, sun=9000
    ).live()
    assert min(day.rooms) > 19.4
    assert max(day.rooms) < 24.6
    assert day.aux == []
    assert day.bench.moves.count("O on") == 1
    assert _is_calm(day)
