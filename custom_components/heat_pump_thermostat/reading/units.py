"""The units that are understood, in the ways in which people and devices spell them.

What is not understood is never guessed: 21 of an unknown degree is no temperature.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
import re
from typing import Final, assert_never
from unicodedata import category, normalize

from homeassistant.const import (
    PERCENTAGE,
    UnitOfPower,
    UnitOfTemperature,
    UnitOfVolumeFlowRate,
)
from homeassistant.generated.currencies import ACTIVE_CURRENCIES, HISTORIC_CURRENCIES
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    PowerConverter,
    VolumeFlowRateConverter,
)

from ..engine.accounts.costs import FuelUnit


class Measure(Enum):
    """What an entity measures, as far as it needs a unit that is understood."""

    TEMPERATURE = auto()
    POWER = auto()
    FLOW = auto()
    """Of water."""
    SHARE = auto()
    """In percent."""
    ELECTRICITY = auto()
    """A price per kWh."""
    FUEL = auto()
    """A price per kWh, or per what the household buys fuel by."""
    CARBON = auto()
    """An emission per kWh."""


DEGREE: Final = re.compile(r"â?°|deg(rees?)?\.?|[\s_.-]")
"""What a unit of temperature has beside its name; a wrong code page adds the `â`."""
DEGREES: Final[Mapping[str, UnitOfTemperature]] = {
    **dict.fromkeys(
        ("c", "celsius", "celcius", "centigrade"), UnitOfTemperature.CELSIUS
    ),
    **dict.fromkeys(("f", "fahrenheit"), UnitOfTemperature.FAHRENHEIT),
    **dict.fromkeys(("k", "kelvin", "kelvins"), UnitOfTemperature.KELVIN),
}
POWERS: Final[Mapping[str, UnitOfPower]] = {
    **dict.fromkeys(("w", "watt", "watts"), UnitOfPower.WATT),
    **dict.fromkeys(("kw", "kilowatt", "kilowatts"), UnitOfPower.KILO_WATT),
    **dict.fromkeys(("btu/h", "btu/hr", "btuh"), UnitOfPower.BTU_PER_HOUR),
}
"""The spellings beside Home Assistant's own. `mw` is none: mega and milli differ."""
FLOW_RATES: Final[Mapping[str, UnitOfVolumeFlowRate]] = {
    **dict.fromkeys(
        ("l/min", "lpm", "l/m", "litres/min", "liters/min"),
        UnitOfVolumeFlowRate.LITERS_PER_MINUTE,
    ),
    **dict.fromkeys(("l/h", "lph", "l/hr"), UnitOfVolumeFlowRate.LITERS_PER_HOUR),
    **dict.fromkeys(("l/s", "lps"), UnitOfVolumeFlowRate.LITERS_PER_SECOND),
    **dict.fromkeys(
        ("m3/h", "m3/hr", "cbm/h"), UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR
    ),
    **dict.fromkeys(("gpm", "gal/min"), UnitOfVolumeFlowRate.GALLONS_PER_MINUTE),
}
"""Likewise."""
SHARES: Final = frozenset({"", PERCENTAGE, "percent", "pct", "%rh", "rh%"})

PER_KWH: Final[Mapping[str, float]] = {"wh": 1e3, "kwh": 1.0, "mwh": 1e-3, "gj": 0.0036}
"""By the energy that a price, or an emission, is told for."""
HUNDREDTHS: Final = frozenset(
    {"c", "ct", "cts", "¢", "cent", "cents", "centimes", "eurocent", "eurocents"}
    | {"öre", "øre", "ore", "p", "pence", "snt"}
)
"""Names of the hundredth part of a currency."""
CURRENCIES: Final = frozenset(
    {each.lower() for each in ACTIVE_CURRENCIES | HISTORIC_CURRENCIES}
    | {"kr", "kr.", "zł", "kč", "ft", "fr", "fr.", "lei", "лв", "din"}
)
KILOGRAMS: Final[Mapping[str, float]] = {
    "g": 1e-3,
    "kg": 1.0,
    "t": 1e3,
    "lb": 0.45359237,
    "lbs": 0.45359237,
}
"""By the mass that an emission is told in."""
CUBIC_METRES: Final = frozenset({"m3", "cbm", "nm3", "sm3"})
THERMS: Final = frozenset({"therm", "therms", "thm"})
GALLONS: Final = frozenset({"gal", "gallon", "gallons"})
LITRES: Final = frozenset({"l", "ltr", "litre", "liter", "litres", "liters"})
SOLD_BY: Final[Mapping[FuelUnit, frozenset[str]]] = {
    FuelUnit.GAS_THERM: THERMS,
    FuelUnit.GAS_CUBIC_METRE: CUBIC_METRES,
    FuelUnit.GAS_KWH: frozenset(),
    FuelUnit.PROPANE_GALLON: GALLONS,
    FuelUnit.PROPANE_LITRE: LITRES,
    FuelUnit.OIL_GALLON: GALLONS,
    FuelUnit.OIL_LITRE: LITRES,
}
"""What a price of fuel may be told for beside an energy, by what fuel is bought by."""


def is_understood(
    measure: Measure, raw: object, bought: FuelUnit = FuelUnit.GAS_KWH
) -> bool:
    """Return whether what an entity gives as its unit tells what it measures.

    `bought` is the unit in which the household buys its fuel.
    """
    match measure:
        case Measure.TEMPERATURE:
            return degree(raw, UnitOfTemperature.CELSIUS) is not None
        case Measure.POWER:
            return power(raw) is not None
        case Measure.FLOW:
            return flow(raw) is not None
        case Measure.SHARE:
            return is_share(raw)
        case Measure.ELECTRICITY:
            return money(raw) is not None
        case Measure.FUEL:
            return money(raw, bought) is not None
        case Measure.CARBON:
            return emission(raw) is not None
        case _ as never:
            assert_never(never)


def degree(raw: object, household: str) -> str | None:
    """Return the degree that a unit names; the household's where there is none."""
    spelled = _plain(raw)
    if spelled == "":
        return household
    return _degree(spelled) if spelled else None


def power(raw: object) -> str | None:
    """Return the unit of power that a unit names, one that Home Assistant converts."""
    return _convertible(raw, PowerConverter, POWERS)


def flow(raw: object) -> str | None:
    """Return the unit of flow that a unit names, one that Home Assistant converts."""
    return _convertible(raw, VolumeFlowRateConverter, FLOW_RATES)


def is_share(raw: object) -> bool:
    """Return whether a unit is a percentage, or none at all."""
    return _plain(raw) in SHARES


def money(raw: object, bought: FuelUnit = FuelUnit.GAS_KWH) -> tuple[float, str] | None:
    """Return what one of a price is worth in whole currency, and the energy it is for.

    The energy is a key of `PER_KWH`, or empty where the price is for what is `bought`.
    """
    parts = _quotient(raw)
    if parts is None:
        return None
    amount, energy = parts
    if amount in KILOGRAMS or not (energy or _is_currency(amount)):
        return None
    energy = "" if energy in SOLD_BY[bought] else energy
    if energy and energy not in PER_KWH:
        return None
    return 0.01 if _unsigned(amount) in HUNDREDTHS else 1.0, energy


def emission(raw: object) -> float | None:
    """Return what one of an emission is in kg per kWh; without a unit it is just that.

    Understands "g/kWh", "gCO2eq/kWh", "kg/MWh" and the like.
    """
    parts = _quotient(raw)
    if parts is None:
        return None
    emitted, energy = parts
    if not emitted:
        return None if energy else 1.0
    mass = next((m for m in KILOGRAMS if re.match(rf"{m}(\W|co|$)", emitted)), None)
    if mass is None or energy not in PER_KWH:
        return None
    return KILOGRAMS[mass] * PER_KWH[energy]


def _convertible(
    raw: object, converter: type[BaseUnitConverter], spellings: Mapping[str, str]
) -> str | None:
    """Return the unit that another spelling names, one that is converted."""
    if isinstance(raw, str) and raw in converter.VALID_UNITS:
        return raw
    return spellings.get(_plain(raw) or "")


def _is_currency(name: str) -> bool:
    """Return whether a name is one of money, or left out."""
    return _unsigned(name) in {"", *CURRENCIES, *HUNDREDTHS}


def _unsigned(name: str) -> str:
    """Return a name of money without the signs of currencies: "€ct" is "ct"."""
    return name if name == "¢" else "".join(c for c in name if category(c) != "Sc")


def _quotient(raw: object) -> tuple[str, str] | None:
    """Return both parts of a unit such as "EUR/kWh", in small letters."""
    spelled = _plain(raw)
    if spelled is None:
        return None
    over, _, under = spelled.partition("/")
    return over, under


def _plain(raw: object) -> str | None:
    """Return a unit in small letters of one form, without spaces; None of no text."""
    if raw is None:
        return ""
    return _spelled(raw) if isinstance(raw, str) else None


@lru_cache(maxsize=256)
def _degree(spelled: str) -> str | None:
    return DEGREES.get(DEGREE.sub("", spelled))


@lru_cache(maxsize=256)
def _spelled(raw: str) -> str:
    round_signs = raw.replace("º", "°").replace("˚", "°")
    return "".join(normalize("NFKC", round_signs).casefold().split())
