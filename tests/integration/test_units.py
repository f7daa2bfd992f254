"""What a state says as a number, in whatever unit; no unit is guessed."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
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
    cubic_metres_per_second,
    fuel_price_per_kwh,
    is_misread,
    kilowatts,
    number,
    percent,
    price_per_kwh,
    temperature,
)
from custom_components.heat_pump_thermostat.reading.units import Measure

type Read = Callable[[State | None], float | None]

ANYTHING: Final[list[Any]] = [
    *([], ["°C"], {}, {"unit": "°C"}, True, 0, 20.5, float("nan"), b"\xb0C", object())
]
"""What has been seen as a unit, and what has not yet."""
ALL: Final = ("°C", "C", "°F", "K", "W", "kW", "%", "EUR", "EUR/kWh", "kg/kWh", "g/kWh")
STRANGE: Final = ("bananas", "°", "°X", "degrees", "m", "kWh", "h", "W/m²", "°C/h")
SILENT: Final = ("unavailable", "unknown", "nan", "inf", "-inf", "", "much")


def state(value: object, unit: object = None) -> State:
    """Return what a sensor says."""
    return State("sensor.any", str(value), {ATTR_UNIT_OF_MEASUREMENT: unit})


def weather(value: object, unit: object) -> State:
    """Return what a weather entity says."""
    return State(
        "weather.home", "sunny", {"temperature": value, "temperature_unit": unit}
    )


def degrees(told: State | None, household: str = "°C") -> float | None:
    """Return how warm it is told to be."""
    return temperature(told, household, -40)


def power(told: State | None, currency: str = "LBP") -> float | None:
    """Return what a kWh of electricity is told to cost."""
    return price_per_kwh(told, currency)


def gas(told: State | None, bought: FuelUnit = FuelUnit.GAS_KWH) -> float | None:
    """Return what a kWh of a fuel is told to cost."""
    return fuel_price_per_kwh(told, "LBP", bought)


READS: Final[Mapping[Measure, tuple[Read, str]]] = {
    Measure.TEMPERATURE: (degrees, "°C"),
    Measure.POWER: (kilowatts, "W"),
    Measure.FLOW: (cubic_metres_per_second, "L/min"),
    Measure.SHARE: (percent, "%"),
    Measure.ELECTRICITY: (power, "EUR/kWh"),
    Measure.FUEL: (gas, "EUR/kWh"),
    Measure.CARBON: (carbon_per_kwh, "g/kWh"),
}
"""How each is read, and a unit in which it is told."""


def spelled(*units: Any, as_: float) -> dict[Any, float]:
    """Return the number that all these units make of the same."""
    return dict.fromkeys(units, as_)


CELSIUS: Final = (
    *("°C", "℃", "ºC", "˚C", "° C", "C", "c", "°c", "C°", " °C ", "Â°C"),
    *("degC", "deg C", "deg. C", "degree_celsius", "degrees Celsius"),
    *("Celsius", "celsius", "CELSIUS", "Celcius", "centigrade"),
)
FAHRENHEIT: Final = (
    *("°F", "℉", "ºF", "° F", "F", "f", "°f", "Â°F", "degF", "deg F", "Fahrenheit"),
)
KELVIN: Final = ("K", "\u212a", "k", "kelvin", "Kelvin", "°K")
CENTS: Final = (
    *("ct/kWh", "¢/kWh", "c/kWh", "p / kWh", "Cent/kWh", "€ct/kWh", "ct€/kWh"),
    *("Cents/kWh", "öre/kWh"),
)
MONEY: Final = ("EUR/kWh", None, "EUR", "€/kWh", "kr/kWh", "$", "USD", "kr")


@pytest.mark.parametrize(
    ("read", "value", "spellings"),
    [
        pytest.param(
            partial(degrees, household=household),
            20,
            spelled(*CELSIUS, as_=20)
            | spelled(*FAHRENHEIT, as_=68)
            | spelled(*KELVIN, as_=293.15),
            id=f"a temperature in a house of {household}",
        )
        for household in ("°C", "°F")
    ]
    + [
        pytest.param(
            kilowatts,
            2.6,
            spelled("W", "watt", "Watts", "w", as_=2600)
            | spelled("kW", "KW", "kw", "Kilowatt", as_=2.6)
            | spelled("BTU/h", "Btu/h", "BTU/hr", as_=8871.57)
            | {"mW": 2.6e6, "MW": 0.0026},
            id="a power",
        ),
        pytest.param(
            cubic_metres_per_second,
            3e-4,
            spelled("L/min", "l/min", "LPM", "l / min", as_=18)
            | spelled("L/h", "l/h", "lph", as_=1080)
            | spelled("m³/h", "m3/h", as_=1.08)
            | spelled("gal/min", "gpm", "GPM", as_=4.755)
            | {"L/s": 0.3, "m³/s": 3e-4},
            id="a flow of water",
        ),
        pytest.param(
            percent,
            45,
            spelled("%", "\uff05", "percent", "% RH", "pct", None, "", as_=45),
            id="a share",
        ),
        pytest.param(
            power,
            0.3,
            spelled(*MONEY, as_=0.3)
            | spelled(*CENTS, as_=30)
            | spelled("EUR/MWh", "EUR / MWh", as_=300)
            | {"USD/Wh": 0.0003, "SEK/GJ": 1000 / 12},
            id="a price",
        ),
        pytest.param(
            carbon_per_kwh,
            0.4,
            spelled("g/kWh", "gCO2eq/kWh", "g CO₂/kWh", "kg/MWh", as_=400)
            | spelled("kg/kWh", "kgCO2/kWh", "tCO2/MWh", None, as_=0.4)
            | {"lbs/MWh": 0.4 / 0.4536 * 1000},
            id="an emission",
        ),
    ],
)
def test_the_spellings(
    read: Read, value: float, spellings: Mapping[object, float]
) -> None:
    told = {unit: read(state(says, unit)) for unit, says in spellings.items()}
    assert told == dict.fromkeys(spellings, pytest.approx(value, rel=1e-4))


@pytest.mark.parametrize(
    ("measure", "units"),
    [
        (Measure.TEMPERATURE, (*STRANGE, "W", "%")),
        # Mega and milli differ by their case, and by nine digits.
        (Measure.POWER, ("mw", "VA", "kWh", "", None, *STRANGE[:4])),
        (Measure.FLOW, ("L", "m³", "L/kWh", "W", "", None, *STRANGE[:4])),
        (Measure.SHARE, ("°C", "g/m³", "ppm")),
        (
            Measure.ELECTRICITY,
            ("EUR/h", "EUR/m³", "kWh", "W", "g/kWh", "kg/MWh", "€/day"),
        ),
        (Measure.CARBON, ("EUR/kWh", "kWh", "g", "g/h", "%/kWh")),
    ],
)
def test_no_other_unit_is_guessed(measure: Measure, units: Iterable[Any]) -> None:
    read, _ = READS[measure]
    for unit in (*units, *ANYTHING):
        assert read(state(20, unit)) is None, unit
        assert is_misread(state(20, unit), measure, FuelUnit.GAS_KWH), unit


@pytest.mark.parametrize("unit", [*STRANGE, "W", "%", *ANYTHING])
def test_no_degree_of_the_weather_is_guessed(unit: object) -> None:
    assert degrees(weather(20, unit)) is None
    assert is_misread(weather(20, unit), Measure.TEMPERATURE, FuelUnit.GAS_KWH)


@pytest.mark.parametrize("unit", [None, "", " "])
@pytest.mark.parametrize(("household", "celsius"), [("°C", 68.0), ("°F", 20.0)])
def test_without_a_unit_a_temperature_is_the_households(
    unit: str | None, household: str, celsius: float
) -> None:
    told = temperature(state(68, unit), household, -40, 100)
    assert told == pytest.approx(celsius)


@pytest.mark.parametrize(
    ("bought", "unit", "price"),
    [
        (FuelUnit.GAS_CUBIC_METRE, "EUR/m³", 1 / 10.556),
        (FuelUnit.GAS_CUBIC_METRE, "EUR/m3", 1 / 10.556),
        (FuelUnit.GAS_CUBIC_METRE, "USD/therm", None),
        (FuelUnit.GAS_THERM, "$/therm", 1 / 29.307),
        (FuelUnit.GAS_THERM, "USD/therm", 1 / 29.307),
        (FuelUnit.GAS_THERM, "¢/therm", 0.01 / 29.307),
        (FuelUnit.GAS_THERM, None, 1 / 29.307),
        (FuelUnit.GAS_THERM, "EUR/m³", None),
        (FuelUnit.PROPANE_GALLON, "USD/gal", 1 / 26.816),
        (FuelUnit.PROPANE_LITRE, "EUR/L", 1 / 7.084),
        (FuelUnit.OIL_LITRE, "ct/liter", 0.01 / 10.723),
        (FuelUnit.OIL_GALLON, "USD/l", None),
        (FuelUnit.OIL_LITRE, "EUR/kWh", 1),
        (FuelUnit.OIL_LITRE, "EUR/MWh", 0.001),
        (FuelUnit.GAS_KWH, "EUR/kWh", 1),
        (FuelUnit.GAS_KWH, "ct/kWh", 0.01),
        (FuelUnit.GAS_KWH, "EUR/m³", None),
    ],
)
def test_fuel_is_priced_by_what_it_is_bought_by(
    bought: FuelUnit, unit: str | None, price: float | None
) -> None:
    told = state(1, unit)
    assert gas(told, bought) == (price and pytest.approx(price, rel=1e-3))
    assert is_misread(told, Measure.FUEL, bought) is (price is None)


# --- Numbers -------------------------------------------------------------------------


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
    ("read", "told", "value"),
    [
        (degrees, state(20.5, "°C"), 20.5),
        (degrees, weather(14, "°F"), -10),
        (degrees, weather(-10, None), -10),
        (degrees, state(-40, "°C"), -40),
        (degrees, state(60, "°C"), 60),
        (degrees, state(-40.1, "°C"), None),
        (degrees, state(60.1, "°C"), None),
        (degrees, weather(None, "°C"), None),
        (partial(degrees, household="°F"), state(20.5, "°C"), 20.5),
        (percent, state(0, "%"), 0),
        (percent, state(45.5, "%"), 45.5),
        (percent, state(100, "%"), 100),
        (percent, state(-1), None),
        (percent, state(101), None),
        (kilowatts, state(0, "W"), 0),
        (kilowatts, state(-5, "W"), -0.005),
        (power, state(-20, "EUR/MWh"), -0.02),
        (carbon_per_kwh, state(0, "g/kWh"), 0),
        *((carbon_per_kwh, state(much, "g/kWh"), None) for much in (-1, 5001, 1e308)),
        *(
            (power, state(dear, "LBP/kWh"), dear)
            for dear in (-100_000, -0.5, 0, 24_000, 100_000)
        ),
        *(
            (read, state(dear, "LBP/kWh"), None)
            for dear in (1e308, -1e308, 100_001, -100_001, 1e300)
            for read in (power, partial(gas, bought=FuelUnit.OIL_LITRE))
        ),
    ],
)
def test_what_can_be_and_what_cannot(
    read: Read, told: State, value: float | None
) -> None:
    assert read(told) == (None if value is None else pytest.approx(value))


def test_a_machine_may_be_hotter_than_air() -> None:
    assert temperature(state(95, "°C"), "°C", -60, 150) == pytest.approx(95)


@pytest.mark.parametrize("measure", list(Measure))
def test_who_says_nothing_may_have_a_unit_to_come(measure: Measure) -> None:
    read, unit = READS[measure]
    assert read(None) is None
    assert [read(state(silence, unit)) for silence in SILENT] == [None] * len(SILENT)
    assert not is_misread(None, measure, FuelUnit.GAS_KWH)
    for silence in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        assert not is_misread(state(silence, None), measure, FuelUnit.GAS_KWH)
        assert is_misread(state(silence, "bananas"), measure, FuelUnit.GAS_KWH)


@pytest.mark.parametrize("value", ["20", "1e308", "-1e308", "nan", "inf", "much"])
def test_no_unit_and_no_number_raise(value: str) -> None:
    for unit in (*ALL, *STRANGE, None, "", *ANYTHING):
        told = state(value, unit)
        for read, _ in READS.values():
            read(told)
        for bought in FuelUnit:
            gas(told, bought)


@pytest.mark.parametrize(
    ("price", "currency", "counts"),
    [
        # What a kWh costs in the dearest hours of the dearest countries.
        *((9.0, "USD", True), (5.0, "EUR", True), (-1.0, "EUR", True)),
        *((40.0, "JPY", True), (27_000.0, "LBP", True), (3_000.0, "VND", True)),
        # What a meter says that is not there.
        *((65_535.0, "EUR", False), (-32_768.0, "USD", False)),
        *((4_294_967_295.0, "LBP", False), (1e308, "JPY", False)),
    ],
)
def test_a_price_counts_that_a_kwh_can_have_in_such_money(
    price: float, currency: str, *, counts: bool
) -> None:
    told = power(state(price, f"{currency}/kWh"), currency)
    assert told == (pytest.approx(price) if counts else None)
