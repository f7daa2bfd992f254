"""What a state says as a number, in whatever unit it is told."""

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import State
import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import FuelUnit
from custom_components.heat_pump_thermostat.reading.readings import (
    carbon_per_kwh,
    fuel_price_per_kwh,
    kilowatts,
    number,
    percent,
    price_per_kwh,
    temperature,
)

SILENT = ["unavailable", "unknown", "nan", "inf", "-inf", "", "much"]


def state(value: object, unit: str | None = None) -> State:
    """Return what a sensor says."""
    attributes = {} if unit is None else {ATTR_UNIT_OF_MEASUREMENT: unit}
    return State("sensor.any", str(value), attributes)


def weather(value: object, unit: str | None) -> State:
    """Return what a weather entity says."""
    return State(
        "weather.home", "sunny", {"temperature": value, "temperature_unit": unit}
    )


@pytest.mark.parametrize(
    ("raw", "value"), [("20.5", 20.5), (-3, -3.0), (0.0, 0.0), ("1e3", 1000.0)]
)
def test_a_number(raw: object, value: float) -> None:
    assert number(raw) == value


@pytest.mark.parametrize(
    "raw", [*SILENT, None, [], {}, True, False, 10**400, "9" * 400, b"20"]
)
def test_no_number(raw: object) -> None:
    assert number(raw) is None


@pytest.mark.parametrize(
    ("told", "household", "celsius"),
    [
        (state(20.5, "°C"), "°F", 20.5),
        (state(68, "°F"), "°C", 20),
        (state(293.15, "K"), "°C", 20),
        (state(68), "°F", 20),
        (weather(14, "°F"), "°C", -10),
        (weather(-10, None), "°C", -10),
        (state(-40, "°C"), "°C", -40),
        (state(60, "°C"), "°C", 60),
    ],
)
def test_a_temperature(told: State, household: str, celsius: float) -> None:
    assert temperature(told, household, -40) == pytest.approx(celsius)


@pytest.mark.parametrize(
    "told",
    [None, state(-40.1, "°C"), state(60.1, "°C"), weather(None, "°C")]
    + [state(silent, "°C") for silent in SILENT],
)
def test_no_temperature(told: State | None) -> None:
    assert temperature(told, "°C", -40) is None


def test_a_machine_may_be_hotter_than_air() -> None:
    assert temperature(state(95, "°C"), "°C", -60, 150) == pytest.approx(95)


@pytest.mark.parametrize("value", [0, 45.5, 100])
def test_a_share(value: float) -> None:
    assert percent(state(value, "%")) == value


@pytest.mark.parametrize(
    "told", [None, state(-1), state(101), *(state(silent) for silent in SILENT)]
)
def test_no_share(told: State | None) -> None:
    assert percent(told) is None


@pytest.mark.parametrize(
    ("value", "unit", "power"),
    [
        (2600, "W", 2.6),
        (2.6, "kW", 2.6),
        (0.0026, "MW", 2.6),
        (0, "W", 0),
        (-5, "W", -0.005),
    ],
)
def test_a_power(value: float, unit: str, power: float) -> None:
    assert kilowatts(state(value, unit)) == pytest.approx(power)


@pytest.mark.parametrize(
    "told",
    [None, state(2600), state(2600, "kWh"), *(state(s, "W") for s in SILENT)],
)
def test_no_power(told: State | None) -> None:
    assert kilowatts(told) is None


@pytest.mark.parametrize(
    ("value", "unit", "price"),
    [
        (0.3, "EUR/kWh", 0.3),
        (0.3, None, 0.3),
        (0.3, "EUR", 0.3),
        (300, "EUR/MWh", 0.3),
        (0.0003, "USD/Wh", 0.3),
        (30, "ct/kWh", 0.3),
        (30, "¢/kWh", 0.3),
        (30, "c/kWh", 0.3),
        (30, "p / kWh", 0.3),
        (30, "Cent/kWh", 0.3),
        (150, "öre/kWh", 1.5),
        (1000, "SEK/GJ", 3.6),
        (-20, "EUR/MWh", -0.02),
        (0, "EUR/kWh", 0),
    ],
)
def test_a_price_of_electricity(value: float, unit: str | None, price: float) -> None:
    assert price_per_kwh(state(value, unit)) == pytest.approx(price)


@pytest.mark.parametrize(
    ("value", "unit", "bought", "price"),
    [
        (1.2, "USD/therm", FuelUnit.GAS_THERM, 1.2 / 29.307),
        (120, "¢/therm", FuelUnit.GAS_THERM, 1.2 / 29.307),
        (1.2, None, FuelUnit.GAS_THERM, 1.2 / 29.307),
        (1.0, "EUR/m³", FuelUnit.GAS_CUBIC_METRE, 1 / 10.556),
        (0.1, "EUR/kWh", FuelUnit.GAS_KWH, 0.1),
        (10, "ct/kWh", FuelUnit.GAS_KWH, 0.1),
        (100, "EUR/MWh", FuelUnit.OIL_LITRE, 0.1),
    ],
)
def test_a_price_of_fuel(
    value: float, unit: str | None, bought: FuelUnit, price: float
) -> None:
    told = fuel_price_per_kwh(state(value, unit), bought)
    assert told == pytest.approx(price, rel=1e-4)


@pytest.mark.parametrize(
    ("value", "unit", "carbon"),
    [
        (400, "g/kWh", 0.4),
        (400, "gCO2eq/kWh", 0.4),
        (400, "g CO₂/kWh", 0.4),
        (0.4, "kg/kWh", 0.4),
        (0.4, "kgCO2/kWh", 0.4),
        (400, "kg/MWh", 0.4),
        (0.4, "tCO2/MWh", 0.4),
        (1000, "lbs/MWh", 0.4536),
        (0.4, None, 0.4),
        (0, "g/kWh", 0),
    ],
)
def test_a_carbon_intensity(value: float, unit: str | None, carbon: float) -> None:
    assert carbon_per_kwh(state(value, unit)) == pytest.approx(carbon, rel=1e-4)


@pytest.mark.parametrize("value", SILENT)
def test_no_price(value: str) -> None:
    assert price_per_kwh(state(value, "EUR/kWh")) is None
    assert fuel_price_per_kwh(state(value, "EUR/kWh"), FuelUnit.GAS_KWH) is None
    assert carbon_per_kwh(state(value, "g/kWh")) is None


def test_nobody_tells_no_price() -> None:
    assert price_per_kwh(None) is None
    assert fuel_price_per_kwh(None, FuelUnit.GAS_KWH) is None
    assert carbon_per_kwh(None) is None


@pytest.mark.parametrize("value", [1e308, -1e308, 100_001, -100_001, 1e300])
def test_no_money_makes_a_kwh_so_dear(value: float) -> None:
    assert price_per_kwh(state(value, "LBP/kWh")) is None
    assert fuel_price_per_kwh(state(value, "LBP/kWh"), FuelUnit.OIL_LITRE) is None


@pytest.mark.parametrize("value", [-100_000, -0.5, 0, 24_000, 100_000])
def test_a_dear_kwh_is_one_and_a_negative_price_too(value: float) -> None:
    assert price_per_kwh(state(value, "LBP/kWh")) == value


@pytest.mark.parametrize("value", [-1, 5001, 1e308])
def test_no_power_station_emits_so_much(value: float) -> None:
    assert carbon_per_kwh(state(value, "g/kWh")) is None
