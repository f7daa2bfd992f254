"""What heat costs by its source: in money, in carbon, and from where on which is best.

Money is of any currency, as long as all prices are of one. Fuel is counted by its
higher heating value, as bills and a furnace's efficiency (AFUE) are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final

from ..house.balance import Balance, balance_point, outdoor_limit
from ..units import BTU_PER_KWH, Celsius, Delta, at_least

BTU: Final = 1 / BTU_PER_KWH
"""kWh."""
GALLON: Final = 3.785411784
"""Litres (US)."""
BALANCE_HYSTERESIS: Final = Delta(1.5)
FURNACE_EFFICIENCY: Final = 0.9
"""A common furnace's, heat by fuel (AFUE)."""


class FuelUnit(StrEnum):
    """By what a fuel is sold."""

    GAS_THERM = "gas_therm"
    GAS_CUBIC_METRE = "gas_m3"
    GAS_KWH = "gas_kwh"
    PROPANE_GALLON = "propane_gallon"
    PROPANE_LITRE = "propane_litre"
    OIL_GALLON = "oil_gallon"
    OIL_LITRE = "oil_litre"


PROPANE: Final = 91_500 * BTU
OIL: Final = 138_500 * BTU
"""kWh per US gallon: the figures of the US Energy Information Administration."""

ENERGY_CONTENT: Mapping[FuelUnit, float] = {
    FuelUnit.GAS_THERM: 100_000 * BTU,
    # 38 MJ/m³; networks deliver 36 … 41, and a bill tells its own factor.
    FuelUnit.GAS_CUBIC_METRE: 38 / 3.6,
    FuelUnit.GAS_KWH: 1.0,
    FuelUnit.PROPANE_GALLON: PROPANE,
    FuelUnit.PROPANE_LITRE: PROPANE / GALLON,
    FuelUnit.OIL_GALLON: OIL,
    FuelUnit.OIL_LITRE: OIL / GALLON,
}
"""kWh of higher heating value in one unit."""

GAS_CARBON: Final = 53.06e-6 / BTU
PROPANE_CARBON: Final = 62.87e-6 / BTU
OIL_CARBON: Final = 73.96e-6 / BTU
"""kg of CO₂ from burning what holds 1 kWh, without its supply: 40 CFR 98, table C-1,
which gives kg per million Btu."""

CARBON: Mapping[FuelUnit, float] = {
    FuelUnit.GAS_THERM: GAS_CARBON,
    FuelUnit.GAS_CUBIC_METRE: GAS_CARBON,
    FuelUnit.GAS_KWH: GAS_CARBON,
    FuelUnit.PROPANE_GALLON: PROPANE_CARBON,
    FuelUnit.PROPANE_LITRE: PROPANE_CARBON,
    FuelUnit.OIL_GALLON: OIL_CARBON,
    FuelUnit.OIL_LITRE: OIL_CARBON,
}


def per_kwh(price: float, unit: FuelUnit) -> float:
    """Return a fuel's price per kWh from its price per unit sold."""
    return price / ENERGY_CONTENT[unit]


class HeatGenerator(StrEnum):
    """Where heat can come from."""

    HEAT_PUMP = "heat_pump"
    RESISTANCE = "resistance"
    FURNACE = "furnace"


@dataclass(frozen=True, slots=True)
class Prices:
    """What energy costs, or emits: money or kg of CO₂ per kWh of each."""

    electricity: float
    """May be negative, for some hours of some tariffs."""
    fuel: float | None = None
    """None where there is no furnace."""
    efficiency: float = FURNACE_EFFICIENCY
    """The furnace's, heat by fuel (AFUE), 0.5 … 1; 1.5 for absorption."""

    @property
    def furnace(self) -> float | None:
        """What a kWh of the furnace's heat costs."""
        return None if self.fuel is None else self.fuel / self.efficiency


def heat_prices(prices: Prices, cop: float | None) -> Mapping[HeatGenerator, float]:
    """Return what a kWh of heat costs from each source of which it is known.

    `cop` is the heat pump's now, all of its electricity included; None while it is not
    known, 0 or less where it gives no heat. Resistance: p; heat pump: p / COP; furnace:
    p_fuel / AFUE.
    """
    known = {HeatGenerator.RESISTANCE: prices.electricity}
    if cop is not None and cop > 0:
        known[HeatGenerator.HEAT_PUMP] = prices.electricity / cop
    if prices.furnace is not None:
        known[HeatGenerator.FURNACE] = prices.furnace
    return known


def economic_balance_point(
    cop: Callable[[Celsius], float | None], prices: Prices
) -> Balance | None:
    """Return the outdoor temperature above which the heat pump is the cheaper one.

    `cop` is the heat pump's by outdoor temperature, defrost included; None where it is
    not known, 0 or less where it gives no heat. COLDER where the heat pump always is,
    WARMER where it never is; None without a furnace. With CO₂ in the place of money,
    the one above which it emits less.
    """
    furnace = prices.furnace
    if furnace is None:
        return None

    def surplus(outdoor: Celsius) -> float | None:
        ratio = cop(outdoor)
        if ratio is None:
            return None
        return furnace - prices.electricity / ratio if ratio > 0 else -inf

    return balance_point(surplus)


def preferred_generator(
    now: HeatGenerator,
    outdoor: Celsius | None,
    balance: Balance | None,
    hysteresis: Delta = BALANCE_HYSTERESIS,
) -> HeatGenerator:
    """Return which machine of a dual-fuel house should heat: heat pump or furnace.

    Below the balance point it is the furnace, until outdoors lies above it by the
    hysteresis. What is not known changes nothing.
    """
    if outdoor is None or balance is None:
        return now
    at = outdoor_limit(balance) + (hysteresis if now is HeatGenerator.FURNACE else 0)
    return HeatGenerator.HEAT_PUMP if at_least(outdoor, at) else HeatGenerator.FURNACE
