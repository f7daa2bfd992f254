"""What a state says as a number: in °C, kW, percent, and money per kWh."""

from collections.abc import Callable
import math
from typing import Final

from homeassistant.components.weather import (
    ATTR_WEATHER_TEMPERATURE,
    ATTR_WEATHER_TEMPERATURE_UNIT,
    DOMAIN as WEATHER,
)
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfPower,
    UnitOfVolumeFlowRate,
)
from homeassistant.core import State
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    PowerConverter,
    VolumeFlowRateConverter,
)

from ..engine.accounts.costs import FuelUnit, per_kwh
from ..engine.units import Celsius
from ..quantity import celsius
from .units import (
    PER_KWH,
    Measure,
    degree,
    emission,
    flow as flow_unit,
    is_share,
    is_understood,
    money,
    power as power_unit,
)

HOTTEST: Final = 60
"""A sensor of air beyond this is broken."""
WHOLE: Final = 100
"""Percent."""
DEAREST: Final = 100.0
"""No kWh is dearer, nor a cheap hour cheaper than minus this, …"""
DEAREST_IN_SMALL_MONEY: Final = 1e5
"""… but in currencies of which it takes dozens or thousands."""
SMALL_MONEY: Final = frozenset(
    """
    ALL AMD AOA ARS BIF CDF CLP COP CRC CVE DJF DZD GNF GYD HUF IDR INR IQD IRR ISK JMD
    JPY KES KHR KMF KPW KRW KZT LAK LBP LKR LRD MGA MMK MNT MRU MWK MZN NGN NPR PHP PKR
    PYG RSD RUB RWF SDG SLE SLL SOS SSP SYP THB TRY TWD TZS UAH UGX UYU UZS VES VND VUV
    XAF XOF XPF YER ZMW ZWG ZWL
    """.split()  # noqa: SIM905 - quoted one by one they are four times as long
)
DIRTIEST: Final = 5.0
"""No way to make a kWh emits more, in kg."""


def number(raw: object) -> float | None:
    """Return a finite number, or None; yes and no are none."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    try:
        value = float(raw)
    except OverflowError, ValueError:
        return None
    return value if math.isfinite(value) else None


def unit_of(state: State) -> object:
    """Return what an entity gives as its unit, whatever that may be."""
    is_weather = state.domain == WEATHER
    key = ATTR_WEATHER_TEMPERATURE_UNIT if is_weather else ATTR_UNIT_OF_MEASUREMENT
    return state.attributes.get(key)


def is_misread(state: State | None, measure: Measure, bought: FuelUnit) -> bool:
    """Return whether an entity measures in a unit that is not understood.

    One that says nothing may have its unit to come.
    """
    if state is None:
        return False
    unit = unit_of(state)
    is_silent = state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN)
    return not ((is_silent and unit is None) or is_understood(measure, unit, bought))


def temperature(
    state: State | None, household: str, coldest: float, hottest: float = HOTTEST
) -> Celsius | None:
    """Return a temperature of a sensor or of the weather; None if impossible.

    `household` is the unit of a sensor that tells none.
    """
    if state is None:
        return None
    is_weather = state.domain == WEATHER
    raw = state.attributes.get(ATTR_WEATHER_TEMPERATURE) if is_weather else state.state
    value, unit = number(raw), degree(unit_of(state), household)
    if value is None or unit is None:
        return None
    degrees = celsius(value, unit)
    return degrees if coldest <= degrees <= hottest else None


def percent(state: State | None) -> float | None:
    """Return a share from 0 to 100 percent; None if impossible."""
    if state is None or not is_share(unit_of(state)):
        return None
    return within(0, number(state.state), WHOLE)


def kilowatts(state: State | None) -> float | None:
    """Return a power in kW; None where its unit is none of power."""
    return _converted(state, power_unit, PowerConverter, UnitOfPower.KILO_WATT)


def cubic_metres_per_second(state: State | None) -> float | None:
    """Return a flow of water in m³/s; None where its unit is none of flow."""
    second = UnitOfVolumeFlowRate.CUBIC_METERS_PER_SECOND
    return _converted(state, flow_unit, VolumeFlowRateConverter, second)


def _converted(
    state: State | None,
    named: Callable[[object], str | None],
    converter: type[BaseUnitConverter],
    unit: str,
) -> float | None:
    """Return what a state measures in a unit; None where its own cannot be `named`."""
    if state is None:
        return None
    value, own = number(state.state), named(unit_of(state))
    if value is None or own is None:
        return None
    return number(converter.convert(value, own, unit))


def price_per_kwh(state: State | None, currency: str) -> float | None:
    """Return a price of electricity per kWh, in whole units of the currency.

    Understands "EUR/kWh", "EUR/MWh" and "ct/kWh"; a unit that tells no energy is
    taken to mean a kWh.
    """
    return fuel_price_per_kwh(state, currency, FuelUnit.GAS_KWH)


def fuel_price_per_kwh(
    state: State | None, currency: str, bought: FuelUnit
) -> float | None:
    """Return a price of fuel per kWh of its heat, in whole units of the currency.

    It is taken to be for the unit in which fuel is `bought`, unless its own unit tells
    of an energy.
    """
    if state is None:
        return None
    amount, unit = number(state.state), money(unit_of(state), bought)
    if amount is None or unit is None:
        return None
    worth, energy = unit
    priced = amount * PER_KWH[energy] if energy else per_kwh(amount, bought)
    dearest = DEAREST_IN_SMALL_MONEY if currency in SMALL_MONEY else DEAREST
    return within(-dearest, priced * worth, dearest)


def carbon_per_kwh(state: State | None) -> float | None:
    """Return a carbon intensity in kg per kWh.

    Understands "g/kWh", "gCO2eq/kWh", "kg/MWh" and the like; without a unit it is
    taken to be in kg per kWh.
    """
    if state is None:
        return None
    value, unit = number(state.state), emission(unit_of(state))
    return None if value is None or unit is None else within(0, value * unit, DIRTIEST)


def within(low: float, value: float | None, high: float) -> float | None:
    """Return a figure within its bounds; None of one beyond, or of none."""
    return value if value is not None and low <= value <= high else None
