"""What a state says as a number: in °C, kW, percent, and money per kWh."""

from collections.abc import Iterator, Mapping
from datetime import datetime
import math
import re
from typing import Any, Final

from homeassistant.components.weather import (
    ATTR_WEATHER_TEMPERATURE,
    ATTR_WEATHER_TEMPERATURE_UNIT,
    DOMAIN as WEATHER,
)
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfPower
from homeassistant.core import State
from homeassistant.util.unit_conversion import PowerConverter, TemperatureConverter

from ..engine.accounts.costs import FuelUnit, per_kwh
from ..engine.units import Celsius
from ..quantity import celsius
from .reports import moment

HOTTEST: Final = 60
"""A sensor of air beyond this is broken."""
WHOLE: Final = 100
"""Percent."""

PER_KWH: Final[Mapping[str, float]] = {"wh": 1e3, "kwh": 1.0, "mwh": 1e-3, "gj": 0.0036}
"""By the energy that a price, or an emission, is told for."""
HUNDREDTHS: Final = frozenset({"ct", "c", "¢", "cent", "cents", "öre", "øre", "p"})
"""Names of the hundredth part of a currency."""
KILOGRAMS: Final[Mapping[str, float]] = {
    "g": 1e-3,
    "kg": 1.0,
    "t": 1e3,
    "lb": 0.45359237,
    "lbs": 0.45359237,
}
"""By the mass that an emission is told in."""


def number(raw: object) -> float | None:
    """Return a finite number, or None."""
    if not isinstance(raw, str | int | float):
        return None
    try:
        value = float(raw)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def temperature(
    state: State | None, household: str, coldest: float, hottest: float = HOTTEST
) -> Celsius | None:
    """Return a temperature of a sensor or of the weather; None if impossible.

    `household` is the unit of a sensor that tells none.
    """
    if state is None:
        return None
    if state.domain == WEATHER:
        raw = state.attributes.get(ATTR_WEATHER_TEMPERATURE)
        unit = state.attributes.get(ATTR_WEATHER_TEMPERATURE_UNIT)
    else:
        raw = state.state
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    value = number(raw)
    if value is None:
        return None
    known = unit in TemperatureConverter.VALID_UNITS
    degrees = celsius(value, str(unit) if known else household)
    return degrees if coldest <= degrees <= hottest else None


def percent(state: State | None) -> float | None:
    """Return a share from 0 to 100 percent; None if impossible."""
    value, _ = _told(state)
    return value if value is not None and 0 <= value <= WHOLE else None


def kilowatts(state: State | None) -> float | None:
    """Return a power in kW; None where its unit is none of power."""
    value, unit = _told(state)
    if value is None or unit not in PowerConverter.VALID_UNITS:
        return None
    return PowerConverter.convert(value, unit, UnitOfPower.KILO_WATT)


def price_per_kwh(state: State | None) -> float | None:
    """Return a price of electricity per kWh, in whole units of the currency.

    Understands "EUR/kWh", "EUR/MWh" and "ct/kWh"; a unit that tells no energy is
    taken to mean a kWh.
    """
    amount, energy = _price(state)
    return None if amount is None else amount * PER_KWH.get(energy, 1.0)


def fuel_price_per_kwh(state: State | None, unit: FuelUnit) -> float | None:
    """Return a price of fuel per kWh of its heat, in whole units of the currency.

    It is taken to be for the `unit` in which the household buys, unless its own unit
    tells of an energy.
    """
    amount, energy = _price(state)
    if amount is None:
        return None
    return amount * PER_KWH[energy] if energy in PER_KWH else per_kwh(amount, unit)


def carbon_per_kwh(state: State | None) -> float | None:
    """Return a carbon intensity in kg per kWh.

    Understands "g/kWh", "gCO2eq/kWh", "kg/MWh" and the like; without a unit it is
    taken to be in kg per kWh.
    """
    value, unit = _told(state)
    if value is None:
        return None
    emitted, energy = _quotient(unit)
    mass = next((m for m in KILOGRAMS if re.match(rf"{m}(\W|co|$)", emitted)), "kg")
    return value * KILOGRAMS[mass] * PER_KWH.get(energy, 1.0)


def _price(state: State | None) -> tuple[float | None, str]:
    """Return an amount in whole units of the currency, and what it is for."""
    value, unit = _told(state)
    if value is None:
        return None, ""
    money, bought = _quotient(unit)
    return value * (0.01 if money in HUNDREDTHS else 1.0), bought


def _told(state: State | None) -> tuple[float | None, str]:
    """Return the number that a state is, or None, and its unit."""
    if state is None:
        return None, ""
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT, "")
    return number(state.state), str(unit)


def _quotient(unit: str) -> tuple[str, str]:
    """Return both parts of a unit such as "EUR/kWh", in small letters."""
    over, _, under = unit.lower().partition("/")
    return over.strip(), under.strip()


def told(entries: Any, begins: str, value: str) -> Iterator[tuple[datetime, float]]:
    """Return what a list tells of hours; entries that tell nothing are passed over.

    `begins` and `value` are what its entries call the time and the figure.
    """
    for entry in entries if isinstance(entries, list | tuple) else ():
        if not isinstance(entry, Mapping):
            continue
        at, figure = moment(entry.get(begins)), number(entry.get(value))
        if at is not None and figure is not None:
            yield at, figure
