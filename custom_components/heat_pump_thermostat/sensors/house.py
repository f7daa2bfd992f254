"""The sensors of what was learned of the house, and what follows from it."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass

from ..engine.accounts import costs
from ..engine.accounts.outlook import Outlook
from ..engine.decision import Decision
from ..engine.heat_pump.sources import Twin
from ..engine.house.balance import Balance, Beyond
from .existence import RATED, Clue
from .kinds import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    OPT_IN,
    OUTDOOR_UNIT,
    Attributes,
    ThermostatSensorDescription,
    heat_sensor,
    outlook_told,
    temperature_sensor,
)

LEARNABLE: Final = Clue.OUTDOORS | RATED
"""What it takes to learn a house."""


def _learned[T](show: Callable[[Outlook], T]) -> Callable[[Decision], T | None]:
    """Return what shows something of the house once anything was learned of it."""

    def shown(decision: Decision) -> T | None:
        outlook = decision.estimates.outlook
        return show(outlook) if _percent_sure(outlook) else None

    return shown


def _percent_sure(outlook: Outlook) -> int:
    return round(100 * outlook.house.confidence)


def _degrees(balance: Balance | None) -> float | None:
    """Return where a balance point lies, if it lies anywhere."""
    return None if isinstance(balance, Beyond) else balance


def _beyond(balance: Balance | None) -> Attributes:
    """Return on which side of all weather it lies otherwise."""
    return {"beyond": balance if isinstance(balance, Beyond) else None}


def _confidence(decision: Decision) -> Attributes:
    """Return how sure it is what the house loses."""
    outlook = decision.estimates.outlook
    return {"days": outlook.house.days, "confidence": _percent_sure(outlook) / 100}


def _price_of(source: costs.HeatGenerator) -> Callable[[Decision], float | None]:
    """Return what shows the price of a source's heat."""
    return lambda decision: decision.estimates.outlook.heat_prices.get(source)


def _design_load(decision: Decision) -> float | None:
    design = _learned(lambda outlook: outlook.design)(decision)
    return design.needed if design else None


def _design_capacity(decision: Decision) -> Attributes:
    """Return what stands against the coldest weather's need."""
    design = _learned(lambda outlook: outlook.design)(decision)
    if design is None:
        return {}
    return {
        "needed_tons": round(design.needed_tons, 1),
        "capacity": round(design.capacity, 1),
        "capacity_tons": round(design.capacity_tons, 1),
        "backup_needed": round(design.backup, 1),
    }


PRICED_BY: Mapping[costs.HeatGenerator, Clue] = {
    costs.HeatGenerator.HEAT_PUMP: Clue.ELECTRICITY_PRICE | Clue.SOURCE,
    costs.HeatGenerator.RESISTANCE: Clue.ELECTRICITY_PRICE,
    costs.HeatGenerator.FURNACE: Clue.ELECTRICITY_PRICE | Clue.FUEL_PRICE,
}

HOUSE: tuple[ThermostatSensorDescription, ...] = (
    temperature_sensor(
        "thermal_balance_point",
        _learned(lambda outlook: _degrees(outlook.thermal_balance)),
        beside=lambda decision: {
            **_beyond(_learned(lambda outlook: outlook.thermal_balance)(decision)),
            **_confidence(decision),
        },
        follows=outlook_told,
        needs=(LEARNABLE,),
        **OUTDOOR_UNIT,
    ),
    temperature_sensor(
        "economic_balance_point",
        lambda decision: _degrees(decision.estimates.outlook.economic_balance),
        beside=lambda decision: _beyond(decision.estimates.outlook.economic_balance),
        follows=outlook_told,
        needs=(Clue.ELECTRICITY_PRICE | Clue.FUEL_PRICE,),
        **OUTDOOR_UNIT,
    ),
    ThermostatSensorDescription(
        key="heat_loss",
        native_unit_of_measurement="W/K",
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=_learned(lambda outlook: 1000 * outlook.house.loss),
        step=1,
        beside=_confidence,
        follows=outlook_told,
        needs=(LEARNABLE,),
        **HIDDEN,
    ),
    ThermostatSensorDescription(
        key="thermal_mass",
        native_unit_of_measurement="kWh/K",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: decision.estimates.outlook.thermal_mass,
        step=0.05,
        follows=outlook_told,
        needs=(LEARNABLE,),
        **DIAGNOSTIC,
        **OPT_IN,
    ),
    heat_sensor(
        "design_load",
        _design_load,
        beside=_design_capacity,
        follows=outlook_told,
        needs=(LEARNABLE | Clue.DESIGN_TEMPERATURE,),
        **HIDDEN,
    ),
    *(
        ThermostatSensorDescription(
            key=f"heat_price_{source}",
            money="{currency}/kWh",
            state_class=MEASUREMENT,
            suggested_display_precision=3,
            value=_price_of(source),
            step=0.0001,
            follows=outlook_told,
            needs=(need,),
            **OPT_IN,
        )
        for source, need in PRICED_BY.items()
    ),
    ThermostatSensorDescription(
        key="better_source",
        device_class=SensorDeviceClass.ENUM,
        options=list(Twin),
        value=lambda decision: decision.state.learned.twin,
        needs=(Clue.TWO_SOURCES,),
        **OUTDOOR_UNIT,
    ),
)
