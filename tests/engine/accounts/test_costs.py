"""Prices of heat, and the temperature from which on the heat pump is cheaper."""

from collections.abc import Callable

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import (
    CARBON,
    ENERGY_CONTENT,
    FuelUnit,
    HeatGenerator,
    Prices,
    economic_balance_point,
    heat_prices,
    per_kwh,
    preferred_generator,
)
from custom_components.heat_pump_thermostat.engine.house.balance import Balance, Beyond
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

BTUH = 1 / 3412.14163
"""kW"""

EXAMPLE = Prices(0.15, per_kwh(1.20, FuelUnit.GAS_THERM), 0.9)
"""A bill of 0.15 per kWh and 1.20 per therm, and a furnace of AFUE 0.9."""


def goodman(outdoor: Celsius) -> float:
    """Return a heat pump's COP, its heat and power on lines through 17 and 47 °F."""
    share = (outdoor - fahrenheit(17)) / (fahrenheit(47) - fahrenheit(17))
    heat = (18_200 + share * (29_000 - 18_200)) * BTUH
    return heat / (2.08 + share * (2.25 - 2.08))


@pytest.mark.parametrize(
    ("unit", "kwh"),
    [
        pytest.param(FuelUnit.GAS_THERM, 29.3071, id="a therm"),
        pytest.param(FuelUnit.GAS_CUBIC_METRE, 10.556, id="a cubic metre of gas"),
        pytest.param(FuelUnit.GAS_KWH, 1, id="a kWh of gas"),
        pytest.param(FuelUnit.PROPANE_GALLON, 26.816, id="a gallon of propane"),
        pytest.param(FuelUnit.PROPANE_LITRE, 7.084, id="a litre of propane"),
        pytest.param(FuelUnit.OIL_GALLON, 40.590, id="a gallon of oil"),
        pytest.param(FuelUnit.OIL_LITRE, 10.723, id="a litre of oil"),
    ],
)
def test_what_fuels_hold(unit: FuelUnit, kwh: float) -> None:
    assert ENERGY_CONTENT[unit] == pytest.approx(kwh, abs=0.0006)
    assert per_kwh(2 * kwh, unit) == pytest.approx(2, rel=1e-4)


@pytest.mark.parametrize(
    ("unit", "kilograms"),
    [
        pytest.param(FuelUnit.GAS_KWH, 0.181, id="gas"),
        pytest.param(FuelUnit.PROPANE_LITRE, 0.2145, id="propane"),
        pytest.param(FuelUnit.OIL_LITRE, 0.2524, id="oil"),
    ],
)
def test_what_fuels_emit(unit: FuelUnit, kilograms: float) -> None:
    assert CARBON[unit] == pytest.approx(kilograms, abs=0.0001)


def test_every_unit_has_its_figures() -> None:
    assert ENERGY_CONTENT.keys() == CARBON.keys() == set(FuelUnit)


@pytest.mark.parametrize(
    ("prices", "cop", "costs"),
    [
        pytest.param(
            Prices(0.3, 0.09, 0.9),
            3.0,
            {
                HeatGenerator.HEAT_PUMP: 0.1,
                HeatGenerator.RESISTANCE: 0.3,
                HeatGenerator.FURNACE: 0.1,
            },
            id="all",
        ),
        pytest.param(
            Prices(0.3),
            3.0,
            {HeatGenerator.HEAT_PUMP: 0.1, HeatGenerator.RESISTANCE: 0.3},
            id="no furnace",
        ),
        pytest.param(
            Prices(0.3), None, {HeatGenerator.RESISTANCE: 0.3}, id="COP unknown"
        ),
        pytest.param(
            Prices(0.3), 0.0, {HeatGenerator.RESISTANCE: 0.3}, id="gives no heat"
        ),
        pytest.param(
            Prices(0.3), -1.0, {HeatGenerator.RESISTANCE: 0.3}, id="takes heat"
        ),
        pytest.param(
            Prices(0.0, 0.0),
            2.0,
            {
                HeatGenerator.HEAT_PUMP: 0,
                HeatGenerator.RESISTANCE: 0,
                HeatGenerator.FURNACE: 0,
            },
            id="for free",
        ),
    ],
)
def test_what_a_kwh_of_heat_costs(
    prices: Prices, cop: float | None, costs: dict[HeatGenerator, float]
) -> None:
    assert heat_prices(prices, cop) == pytest.approx(costs)


def test_economic_balance_point_of_the_example() -> None:
    """Its COP on a straight line: 2.55 at 17 °F, 3.78 at 47 °F."""

    def line(outdoor: Celsius) -> float:
        return 2.55 + (3.78 - 2.55) * (outdoor - fahrenheit(17)) / (30 / 1.8)

    found = economic_balance_point(line, EXAMPLE)
    assert found == pytest.approx(fahrenheit(35.2), abs=0.05)


def test_at_the_balance_point_both_cost_the_same() -> None:
    found = economic_balance_point(goodman, EXAMPLE)
    assert isinstance(found, float)
    costs = heat_prices(EXAMPLE, goodman(Celsius(found)))
    assert costs[HeatGenerator.HEAT_PUMP] == pytest.approx(
        costs[HeatGenerator.FURNACE], rel=1e-3
    )


@pytest.mark.parametrize(
    ("cop", "prices", "balance"),
    [
        pytest.param(
            lambda _: 1.0, Prices(0.1, 0.1), Beyond.COLDER, id="cheap electricity"
        ),
        pytest.param(goodman, Prices(0.9, 0.05), Beyond.WARMER, id="cheap fuel"),
        pytest.param(goodman, Prices(0.15, 0.0), Beyond.WARMER, id="free fuel"),
        pytest.param(lambda _: 2.0, Prices(0.0, 0.0), Beyond.COLDER, id="a tie"),
        pytest.param(
            lambda _: 2.0,
            Prices(-0.05, 0.05),
            Beyond.COLDER,
            id="negative electricity price",
        ),
        pytest.param(goodman, Prices(0.15), None, id="no furnace"),
        pytest.param(lambda _: None, EXAMPLE, None, id="COP unknown"),
        pytest.param(lambda _: 0.0, EXAMPLE, Beyond.WARMER, id="gives no heat"),
        pytest.param(lambda _: -1.0, EXAMPLE, Beyond.WARMER, id="takes heat away"),
    ],
)
def test_economic_balance_points_beyond_all_weather(
    cop: Callable[[Celsius], float | None], prices: Prices, balance: Balance | None
) -> None:
    assert economic_balance_point(cop, prices) is balance


def test_a_balance_point_of_carbon() -> None:
    """The COP that emits as much as the furnace: 0.40 · 0.9 / 0.181 = 1.99."""
    grid = Prices(0.40, CARBON[FuelUnit.GAS_THERM], 0.9)
    found = economic_balance_point(goodman, grid)
    assert isinstance(found, float)
    assert goodman(Celsius(found)) == pytest.approx(1.988, abs=0.001)


@pytest.mark.parametrize(
    ("now", "outdoor", "balance", "then"),
    [
        pytest.param(
            HeatGenerator.HEAT_PUMP,
            2.0,
            2.0,
            HeatGenerator.HEAT_PUMP,
            id="at the point",
        ),
        pytest.param(
            HeatGenerator.HEAT_PUMP, 1.9, 2.0, HeatGenerator.FURNACE, id="below it"
        ),
        pytest.param(
            HeatGenerator.FURNACE, 3.4, 2.0, HeatGenerator.FURNACE, id="not yet back"
        ),
        pytest.param(
            HeatGenerator.FURNACE, 3.5, 2.0, HeatGenerator.HEAT_PUMP, id="back"
        ),
        pytest.param(
            HeatGenerator.FURNACE,
            -30.0,
            Beyond.COLDER,
            HeatGenerator.HEAT_PUMP,
            id="always cheaper",
        ),
        pytest.param(
            HeatGenerator.HEAT_PUMP,
            19.0,
            Beyond.WARMER,
            HeatGenerator.FURNACE,
            id="never cheaper",
        ),
        pytest.param(
            HeatGenerator.FURNACE, None, 2.0, HeatGenerator.FURNACE, id="no outdoor"
        ),
        pytest.param(
            HeatGenerator.FURNACE,
            9.0,
            None,
            HeatGenerator.FURNACE,
            id="no balance point",
        ),
    ],
)
def test_changeover_follows_the_balance_point(
    now: HeatGenerator,
    outdoor: Celsius | None,
    balance: Balance | None,
    then: HeatGenerator,
) -> None:
    assert preferred_generator(now, outdoor, balance) is then
