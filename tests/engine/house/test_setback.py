"""How deep a setback pays."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.house.setback import (
    Night,
    best_depth,
    electricity_of_night,
)
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.units import Delta

from .test_warming import taught

ASKED = Delta(3.0)
MILD = Night(hours=8, longest=6, load=12, surplus=20, cop=3.5)
"""Kelvins' losses: a machine of 32 where 12 hold the room."""
COLD = replace(MILD, load=26, surplus=0, cop=3.5)
"""A machine that just holds the room."""
LIGHT = Warming()
HEAVY = taught((10, 0.35), (30, 1.05))


def test_where_the_compressor_makes_it_good_a_deep_setback_is_best() -> None:
    assert best_depth(MILD, ASKED, LIGHT) == ASKED
    costs = [
        electricity_of_night(MILD, Delta(depth), LIGHT) for depth in (0, 0.5, 1, 1.5, 2)
    ]
    assert costs == sorted(costs, reverse=True)


def test_without_any_a_night_costs_what_holds_the_room() -> None:
    assert electricity_of_night(MILD, Delta(0), LIGHT) == pytest.approx(12 * 8 / 3.5)


def test_backup_heat_for_what_the_machine_lacks_has_a_cop_of_one() -> None:
    short = replace(COLD, surplus=-6)
    expected = 20 * 8 / 3.5 + 6 * 8
    assert electricity_of_night(short, Delta(0), LIGHT) == pytest.approx(expected)


def test_where_backup_would_make_it_good_a_shallow_one_is_better() -> None:
    assert 0 <= best_depth(COLD, ASKED, LIGHT) < ASKED
    assert electricity_of_night(COLD, ASKED, LIGHT) > electricity_of_night(
        COLD, Delta(0), LIGHT
    )


def test_it_has_to_be_clearly_better() -> None:
    inefficient = replace(COLD, cop=1.5)
    assert best_depth(inefficient, ASKED, LIGHT) == ASKED


def test_a_depth_that_the_room_does_not_get_to_does_not_matter() -> None:
    brief = replace(MILD, hours=2)
    assert best_depth(brief, ASKED, HEAVY) == ASKED


def test_no_setback_is_no_question() -> None:
    assert best_depth(COLD, Delta(0), LIGHT) == Delta(0)
