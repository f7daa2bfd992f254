"""The model against what manufacturers publish."""

from statistics import fmean

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Output,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

from .published import GOODMAN, UNITS, Row, Unit


def modelled(ratings: Ratings, row: Row) -> Output:
    output = heating_output(ratings, Celsius(row[0]))
    assert output is not None
    return output


def cop_error(ratings: Ratings, rows: tuple[Row, ...]) -> float:
    return fmean(abs(modelled(ratings, r).cop * r[2] / r[1] - 1) for r in rows)


def capacity_error(ratings: Ratings, rows: tuple[Row, ...]) -> float:
    return fmean(abs(modelled(ratings, r).capacity / r[1] - 1) for r in rows)


def test_eighteen_points_from_two() -> None:
    known = (GOODMAN.nearest(fahrenheit(47)), GOODMAN.nearest(fahrenheit(17)))
    ratings = GOODMAN.rated(*known)
    assert len(GOODMAN.rows) == 18
    assert cop_error(ratings, GOODMAN.rows) <= 0.02
    assert capacity_error(ratings, GOODMAN.rows) <= 0.03


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_machine_from_its_two_usual_points(unit: Unit) -> None:
    ratings = unit.rated(unit.nearest(-8), unit.nearest(7))
    limit = 0.10 if unit.is_inverter else 0.04
    assert cop_error(ratings, unit.up_to(12)) <= limit


def test_machines_from_one_point() -> None:
    """In the mean over machines; one by itself may stray half as far again."""
    sheets = [(unit, unit.rated(unit.nearest(7))) for unit in UNITS]
    errors = [cop_error(ratings, unit.up_to(12)) for unit, ratings in sheets]
    told = [modelled(ratings, unit.rows[0]).uncertainty for unit, ratings in sheets]
    assert fmean(errors) <= fmean(told)
    assert all(error <= 1.5 * most for error, most in zip(errors, told, strict=True))


def test_machines_from_no_point() -> None:
    errors = [cop_error(unit.rated(), unit.up_to(12)) for unit in UNITS]
    told = modelled(GOODMAN.rated(), GOODMAN.rows[0]).uncertainty
    assert fmean(errors) <= told


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_published_point_is_returned_as_published(unit: Unit) -> None:
    ratings = unit.rated(*unit.rows)
    told = [modelled(ratings, row) for row in unit.rows]
    assert [output.capacity for output in told] == pytest.approx(
        [capacity for _, capacity, _ in unit.rows]
    )
