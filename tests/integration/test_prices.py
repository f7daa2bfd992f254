"""What energy costs, what that makes of heat, and what it adds up to."""

from typing import Any

import pytest

from .gauges import beside, equip, exactly, told
from .house import DUAL_FUEL, House

POWER_PRICE = "sensor.power_price"
FUEL_PRICE = "input_number.gas_price"
GRID = "sensor.grid"


@pytest.fixture(autouse=True)
def everything(everything_enabled: None) -> None:
    """Show all of them."""


def say(house: House, entity: str, value: float | str, unit: str | None = None) -> None:
    """Let an entity tell a price."""
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    house.hass.states.async_set(entity, str(value), attributes)


async def priced(house: House, **prices: Any) -> None:
    """Tell what energy costs, and heat for ten minutes."""
    await house.tune(prices=prices)
    await house.ask("heat", room=18, outdoor=-3)
    await house.live(minutes=10)


def heat_price(house: House, source: str) -> float:
    """Return what a kWh of heat costs."""
    return told(house, f"heat_price_{source}")


# --- Electricity ---------------------------------------------------------------------


async def test_without_a_price_nothing_costs_anything(shell: House) -> None:
    await equip(shell)
    await priced(shell)

    for key in (
        "cost",
        "cost_today",
        "saved_on_resistance",
        "saved_on_furnace",
        "carbon",
        "heat_price_heat_pump",
        "heat_price_resistance",
        "heat_price_furnace",
        "economic_balance_point",
    ):
        assert key not in shell.keys(), key  # noqa: SIM118 - no mapping


async def test_a_fixed_price(shell: House) -> None:
    await equip(shell)
    await priced(shell, electricity_price=0.3)

    assert heat_price(shell, "resistance") == 0.3
    # Before the coil has frosted, as the machine is rated.
    assert heat_price(shell, "heat_pump") == pytest.approx(0.3 / 3.0, rel=0.1)
    assert not shell.keys() & {"heat_price_furnace", "economic_balance_point"}


async def test_a_price_that_changes_is_followed_within_a_minute(shell: House) -> None:
    say(shell, POWER_PRICE, 0.2, "EUR/kWh")
    await equip(shell)
    await priced(shell, electricity_price_entity=POWER_PRICE)
    before, power = exactly(shell, "cost"), exactly(shell, "estimated_power")
    aux = 9 if "w2" in shell.on else 0

    say(shell, POWER_PRICE, 0.8, "EUR/kWh")
    await shell.live(minutes=1)
    assert heat_price(shell, "resistance") == 0.8

    before = exactly(shell, "cost")
    aux = 9 if "w2" in shell.on else 0
    await shell.live(minutes=15)
    assert exactly(shell, "cost") - before == pytest.approx(
        (power + aux) * 0.8 / 4, rel=0.1
    )


@pytest.mark.parametrize("value", ["unavailable", "unknown", "nan", "soon"])
async def test_a_lost_price_falls_back_to_the_fixed_one(
    shell: House, value: str
) -> None:
    say(shell, POWER_PRICE, value, "EUR/kWh")
    await equip(shell)
    await priced(shell, electricity_price=0.3, electricity_price_entity=POWER_PRICE)

    assert heat_price(shell, "resistance") == 0.3


@pytest.mark.parametrize("value", ["unavailable", "unknown"])
async def test_a_lost_price_alone_is_unknown(shell: House, value: str) -> None:
    say(shell, POWER_PRICE, 0.3, "EUR/kWh")
    await equip(shell)
    await priced(shell, electricity_price_entity=POWER_PRICE)
    spent = told(shell, "cost")

    say(shell, POWER_PRICE, value, "EUR/kWh")
    await shell.live(minutes=10)
    assert shell.state("heat_price_resistance").state == "unknown"
    assert told(shell, "cost") == pytest.approx(spent, abs=0.05)


async def test_electricity_may_be_free_or_paid_for(shell: House) -> None:
    """An hour at less than nothing: what is spent falls, and is no new beginning."""
    say(shell, POWER_PRICE, -50, "EUR/MWh")
    await equip(shell)
    await priced(shell, electricity_price_entity=POWER_PRICE)

    assert heat_price(shell, "resistance") == -0.05
    assert exactly(shell, "cost") < 0
    assert beside(shell, "cost")["state_class"] == "total"


# --- What adds up --------------------------------------------------------------------


async def test_what_heating_costs_and_saves(shell: House) -> None:
    await equip(shell)
    await priced(shell, electricity_price=0.3)
    await shell.live(minutes=50)
    heat = exactly(shell, "heat_delivered")
    pump, aux = exactly(shell, "heat_pump_energy"), exactly(shell, "aux_heat_energy")

    assert exactly(shell, "cost") == pytest.approx(0.3 * (pump + aux))
    assert exactly(shell, "cost_today") == exactly(shell, "cost")
    assert exactly(shell, "saved_on_resistance") == pytest.approx(0.3 * (heat - pump))
    assert not shell.keys() & {"saved_on_furnace"}


@pytest.mark.parametrize(("currency"), ["EUR", "USD", "SEK"])
async def test_money_is_the_households(shell: House, currency: str) -> None:
    shell.hass.config.currency = currency
    await equip(shell)
    await priced(shell, electricity_price=0.3, fuel_price=0.1)

    for key in ("cost", "cost_today", "saved_on_resistance", "saved_on_furnace"):
        assert beside(shell, key)["unit_of_measurement"] == currency
        assert beside(shell, key)["device_class"] == "monetary"
    unit = beside(shell, "heat_price_furnace")["unit_of_measurement"]
    assert unit == f"{currency}/kWh"


# --- Fuel ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "price", "furnace"),
    [
        ("gas_kwh", 0.09, 0.1),
        ("gas_therm", 1.2, 1.2 / 29.307 / 0.9),
        ("gas_m3", 0.95, 0.95 / 10.556 / 0.9),
        ("propane_gallon", 2.5, 2.5 / 26.816 / 0.9),
        ("oil_litre", 1.0, 1.0 / 10.723 / 0.9),
    ],
)
async def test_fuel_is_priced_as_it_is_bought(
    shell: House, unit: str, price: float, furnace: float
) -> None:
    await equip(shell)
    await priced(shell, electricity_price=0.3, fuel_unit=unit, fuel_price=price)

    assert heat_price(shell, "furnace") == pytest.approx(furnace, rel=2e-3)


async def test_a_fuel_price_may_be_an_entity(shell: House) -> None:
    say(shell, FUEL_PRICE, 9, "ct/kWh")
    await equip(shell)
    await priced(
        shell, electricity_price=0.3, fuel_price=0.2, fuel_price_entity=FUEL_PRICE
    )
    assert heat_price(shell, "furnace") == 0.1

    say(shell, FUEL_PRICE, "unavailable")
    await shell.live(minutes=1)
    assert heat_price(shell, "furnace") == pytest.approx(0.2 / 0.9, abs=1e-4)


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_the_economic_balance_point_rises_with_electricity(
    shell: House,
) -> None:
    await equip(shell)
    await priced(shell, electricity_price=0.3, fuel_price=0.1)
    cheap = told(shell, "economic_balance_point")
    assert -15 < cheap < 5
    assert beside(shell, "economic_balance_point")["beyond"] is None

    await shell.tune(prices={"electricity_price": 0.36, "fuel_price": 0.1})
    assert told(shell, "economic_balance_point") > cheap


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
@pytest.mark.parametrize(("electricity", "beyond"), [(0.1, "colder"), (2.0, "warmer")])
async def test_a_point_beyond_all_weather_is_told_in_words(
    shell: House, electricity: float, beyond: str
) -> None:
    await equip(shell)
    await priced(shell, electricity_price=electricity, fuel_price=0.1)

    assert shell.state("economic_balance_point").state == "unknown"
    assert beside(shell, "economic_balance_point")["beyond"] == beyond


# --- Carbon --------------------------------------------------------------------------


async def test_the_grid_tells_what_it_emits(shell: House) -> None:
    say(shell, GRID, 400, "g/kWh")
    await equip(shell)
    await priced(shell, grid_carbon_entity=GRID)

    energy = exactly(shell, "heat_pump_energy")
    assert exactly(shell, "carbon") == pytest.approx(0.4 * energy)


async def test_a_lost_grid_falls_back_to_the_fixed_figure(shell: House) -> None:
    say(shell, GRID, "unavailable", "g/kWh")
    await equip(shell)
    await priced(shell, grid_carbon=0.5, grid_carbon_entity=GRID)

    energy = exactly(shell, "heat_pump_energy")
    assert exactly(shell, "carbon") == pytest.approx(0.5 * energy)


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_a_furnace_emits_by_its_fuel(shell: House) -> None:
    await equip(shell)
    await shell.tune(
        prices={"electricity_price": 0.3, "fuel_price": 0.1, "grid_carbon": 0.4}
    )
    await shell.ask("heat", room=18, outdoor=-15)
    await shell.live(minutes=40)

    burned = exactly(shell, "furnace_fuel_energy")
    assert exactly(shell, "carbon") == pytest.approx(0.181 * burned, rel=0.01)
    assert exactly(shell, "cost") == pytest.approx(0.1 * burned, rel=0.01)
