"""Which units are understood, however they are spelled; no other one is guessed."""

from typing import Any, Final

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import State
import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import FuelUnit
from custom_components.heat_pump_thermostat.reading.readings import (
    carbon_per_kwh,
    fuel_price_per_kwh,
    is_misread,
    kilowatts,
    percent,
    price_per_kwh,
    temperature,
)
from custom_components.heat_pump_thermostat.reading.units import Measure

ANYTHING: Final[list[Any]] = [
    [],
    ["°C"],
    {},
    {"unit": "°C"},
    True,
    0,
    20.5,
    float("nan"),
    b"\xb0C",
    object(),
]
"""What has been seen as a unit, and what has not yet."""
ALL: Final = ("°C", "C", "°F", "K", "W", "kW", "%", "EUR", "EUR/kWh", "kg/kWh", "g/kWh")
STRANGE: Final = ("bananas", "°", "°X", "degrees", "m", "kWh", "h", "W/m²", "°C/h")


def state(value: object, unit: object) -> State:
    """Return what a sensor says."""
    return State("sensor.any", str(value), {ATTR_UNIT_OF_MEASUREMENT: unit})


CELSIUS: Final = (
    *("°C", "℃", "ºC", "˚C", "° C", "C", "c", "°c", "C°", " °C ", "Â°C"),
    *("degC", "deg C", "deg. C", "degree_celsius", "degrees Celsius"),
    *("Celsius", "celsius", "CELSIUS", "Celcius", "centigrade"),
)
FAHRENHEIT: Final = (
    *("°F", "℉", "ºF", "° F", "F", "f", "°f", "Â°F", "degF", "deg F", "Fahrenheit"),
)
KELVIN: Final = ("K", "\u212a", "k", "kelvin", "Kelvin", "°K")


@pytest.mark.parametrize(
    ("value", "spellings"), [(20, CELSIUS), (68, FAHRENHEIT), (293.15, KELVIN)]
)
@pytest.mark.parametrize("household", ["°C", "°F"])
def test_the_spellings_of_a_degree(
    value: float, spellings: tuple[str, ...], household: str
) -> None:
    told = {unit: temperature(state(value, unit), household, -40) for unit in spellings}
    assert told == dict.fromkeys(spellings, pytest.approx(20))


@pytest.mark.parametrize("unit", [None, "", " "])
@pytest.mark.parametrize(("household", "celsius"), [("°C", 68.0), ("°F", 20.0)])
def test_without_a_unit_a_temperature_is_the_households(
    unit: str | None, household: str, celsius: float
) -> None:
    told = temperature(state(68, unit), household, -40, 100)
    assert told == pytest.approx(celsius)


@pytest.mark.parametrize("unit", [*STRANGE, "W", "%", *ANYTHING])
def test_no_other_degree_is_guessed(unit: object) -> None:
    assert temperature(state(20, unit), "°C", -40) is None
    assert is_misread(state(20, unit), Measure.TEMPERATURE, FuelUnit.GAS_KWH)
    weather = State(
        "weather.home", "sunny", {"temperature": 20, "temperature_unit": unit}
    )
    assert temperature(weather, "°C", -40) is None
    assert is_misread(weather, Measure.TEMPERATURE, FuelUnit.GAS_KWH)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (2600, "W"),
        (2600, "watt"),
        (2600, "Watts"),
        (2600, "w"),
        (2.6, "kW"),
        (2.6, "KW"),
        (2.6, "kw"),
        (2.6, "Kilowatt"),
        (2.6e6, "mW"),
        (0.0026, "MW"),
        (8871.57, "BTU/h"),
        (8871.57, "Btu/h"),
        (8871.57, "BTU/hr"),
    ],
)
def test_the_spellings_of_a_power(value: float, unit: str) -> None:
    assert kilowatts(state(value, unit)) == pytest.approx(2.6, rel=1e-5)


@pytest.mark.parametrize("unit", ["mw", "VA", "kWh", "", None, *STRANGE[:4], *ANYTHING])
def test_no_other_power_is_guessed(unit: object) -> None:
    """Mega and milli differ by their case, and by nine digits."""
    assert kilowatts(state(2600, unit)) is None
    assert is_misread(state(2600, unit), Measure.POWER, FuelUnit.GAS_KWH)


@pytest.mark.parametrize("unit", ["%", "\uff05", "percent", "% RH", "pct", None, ""])
def test_the_spellings_of_a_share(unit: str | None) -> None:
    assert percent(state(45, unit)) == 45


@pytest.mark.parametrize("unit", ["°C", "g/m³", "ppm", *ANYTHING])
def test_no_other_share_is_guessed(unit: object) -> None:
    assert percent(state(45, unit)) is None
    assert is_misread(state(45, unit), Measure.SHARE, FuelUnit.GAS_KWH)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (0.3, "EUR/kWh"),
        (0.3, "€/kWh"),
        (0.3, "kr/kWh"),
        (0.3, "$"),
        (0.3, "USD"),
        (0.3, "kr"),
        (30, "€ct/kWh"),
        (30, "ct€/kWh"),
        (30, "Cents/kWh"),
        (300, "EUR / MWh"),
    ],
)
def test_the_spellings_of_a_price(value: float, unit: str) -> None:
    assert price_per_kwh(state(value, unit)) == pytest.approx(0.3)


@pytest.mark.parametrize(
    "unit", ["EUR/h", "EUR/m³", "kWh", "W", "g/kWh", "kg/MWh", "€/day", *ANYTHING]
)
def test_no_other_price_is_guessed(unit: object) -> None:
    assert price_per_kwh(state(0.3, unit)) is None
    assert is_misread(state(0.3, unit), Measure.ELECTRICITY, FuelUnit.GAS_KWH)


@pytest.mark.parametrize(
    ("bought", "unit", "is_price"),
    [
        (FuelUnit.GAS_CUBIC_METRE, "EUR/m³", True),
        (FuelUnit.GAS_CUBIC_METRE, "EUR/m3", True),
        (FuelUnit.GAS_CUBIC_METRE, "USD/therm", False),
        (FuelUnit.GAS_THERM, "$/therm", True),
        (FuelUnit.GAS_THERM, "EUR/m³", False),
        (FuelUnit.PROPANE_GALLON, "USD/gal", True),
        (FuelUnit.PROPANE_LITRE, "EUR/L", True),
        (FuelUnit.OIL_LITRE, "ct/liter", True),
        (FuelUnit.OIL_GALLON, "USD/l", False),
        (FuelUnit.OIL_LITRE, "EUR/kWh", True),
        (FuelUnit.GAS_KWH, "EUR/m³", False),
    ],
)
def test_fuel_is_priced_by_what_it_is_bought_by(
    bought: FuelUnit, unit: str, is_price: bool
) -> None:
    told = state(1, unit)
    assert (fuel_price_per_kwh(told, bought) is not None) is is_price
    assert is_misread(told, Measure.FUEL, bought) is not is_price


@pytest.mark.parametrize("unit", ["EUR/kWh", "kWh", "g", "g/h", "%/kWh", *ANYTHING])
def test_no_other_emission_is_guessed(unit: object) -> None:
    assert carbon_per_kwh(state(0.4, unit)) is None
    assert is_misread(state(0.4, unit), Measure.CARBON, FuelUnit.GAS_KWH)


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("silence", [STATE_UNAVAILABLE, STATE_UNKNOWN])
def test_who_says_nothing_may_have_a_unit_to_come(
    measure: Measure, silence: str
) -> None:
    assert not is_misread(None, measure, FuelUnit.GAS_KWH)
    assert not is_misread(state(silence, None), measure, FuelUnit.GAS_KWH)
    assert is_misread(state(silence, "bananas"), measure, FuelUnit.GAS_KWH)


@pytest.mark.parametrize("value", ["20", "1e308", "-1e308", "nan", "inf", "much"])
def test_no_unit_and_no_number_raise(value: str) -> None:
    for unit in (*ALL, *STRANGE, None, "", *ANYTHING):
        told = state(value, unit)
        for read in (kilowatts, percent, price_per_kwh, carbon_per_kwh):
            read(told)
        temperature(told, "°C", -40)
        for bought in FuelUnit:
            fuel_price_per_kwh(told, bought)
