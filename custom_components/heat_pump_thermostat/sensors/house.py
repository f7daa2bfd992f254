"""The sensors of what was learned of the house, and what follows from it."""

from collections.abc import Callable

from homeassistant.components.sensor import SensorDeviceClass

from ..engine.accounts import costs
from ..engine.decision import Decision
from ..engine.heat_pump.sources import Twin
from ..engine.house.balance import Balance, Beyond
from ..engine.house.warming import lightness
from .existence import has_two_sources
from .figure import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    Attributes,
    Figure,
    kilowatts,
    temperature,
)


def _point(balance: Balance | None) -> float | None:
    if balance is None or isinstance(balance, Beyond):
        return None
    return round(balance, 1)


def _learned(decision: Decision) -> Attributes:
    """Return how sure it is what the house loses."""
    house = decision.estimates.outlook.house
    return {"days": house.days, "confidence": f"{house.confidence:.0%}"}


def _beyond(balance: Balance | None) -> Attributes:
    return {"beyond": balance if isinstance(balance, Beyond) else None}


def _thermal(decision: Decision) -> Attributes:
    balance = decision.estimates.outlook.thermal_balance
    return {**_beyond(balance), **_learned(decision)}


def _price_of(source: costs.HeatGenerator) -> Callable[[Decision], float | None]:
    def price(decision: Decision) -> float | None:
        known = decision.estimates.outlook.heat_prices.get(source)
        return None if known is None else round(known, 4)

    return price


def _design(decision: Decision) -> Attributes:
    """Return what stands against the coldest weather's need."""
    design = decision.estimates.outlook.design
    if design is None:
        return {}
    return {
        "needed_tons": round(design.needed_tons, 1),
        "capacity": round(design.capacity, 1),
        "capacity_tons": round(design.capacity_tons, 1),
        "backup_needed": round(design.backup, 1),
    }


def _needed(decision: Decision) -> float | None:
    design = decision.estimates.outlook.design
    return None if design is None else design.needed


def thermal_mass(decision: Decision) -> float | None:
    """Return what a kelvin of room temperature stores within an hour, in kWh.

    None until a recovery has shown something of it.
    """
    warming = decision.state.learned.warming
    if not warming.sums.weight:
        return None
    return decision.estimates.outlook.house.loss / lightness(warming)


def _mass(decision: Decision) -> float | None:
    mass = thermal_mass(decision)
    return None if mass is None else round(mass, 2)


HOUSE: tuple[Figure, ...] = (
    temperature(
        "thermal_balance_point",
        lambda decision: _point(decision.estimates.outlook.thermal_balance),
        beside=_thermal,
    ),
    temperature(
        "economic_balance_point",
        lambda decision: _point(decision.estimates.outlook.economic_balance),
        beside=lambda decision: _beyond(decision.estimates.outlook.economic_balance),
    ),
    Figure(
        key="heat_loss",
        native_unit_of_measurement="W/K",
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=lambda decision: round(1000 * decision.estimates.outlook.house.loss),
        beside=_learned,
    ),
    Figure(
        key="thermal_mass",
        native_unit_of_measurement="kWh/K",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_mass,
        **DIAGNOSTIC,
    ),
    kilowatts("design_load", _needed, beside=_design, **HIDDEN),
    *(
        Figure(
            key=f"heat_price_{source}",
            money="{currency}/kWh",
            state_class=MEASUREMENT,
            suggested_display_precision=3,
            value=_price_of(source),
            **HIDDEN,
        )
        for source in costs.HeatGenerator
    ),
    Figure(
        key="better_source",
        device_class=SensorDeviceClass.ENUM,
        options=list(Twin),
        value=lambda decision: decision.state.learned.twin,
        exists=has_two_sources,
    ),
)
