"""The sensors of what was learned of the house, and what follows from it."""

from collections.abc import Callable

from homeassistant.components.sensor import SensorDeviceClass

from ..engine.accounts import costs
from ..engine.decision import Decision
from ..engine.heat_pump.sources import Twin
from ..engine.house.balance import Balance, Beyond
from .existence import has_two_sources
from .kinds import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    Attributes,
    ThermostatSensorDescription,
    power_sensor,
    temperature_sensor,
    to_digits,
)


def _degrees(balance: Balance | None) -> float | None:
    """Return where a balance point lies, if it lies anywhere."""
    return None if isinstance(balance, Beyond) else to_digits(balance, 1)


def _beyond(balance: Balance | None) -> Attributes:
    """Return on which side of all weather it lies otherwise."""
    return {"beyond": balance if isinstance(balance, Beyond) else None}


def _confidence(decision: Decision) -> Attributes:
    """Return how sure it is what the house loses."""
    house = decision.estimates.outlook.house
    return {"days": house.days, "confidence": f"{house.confidence:.0%}"}


def _price_of(source: costs.HeatGenerator) -> Callable[[Decision], float | None]:
    """Return what shows the price of a source's heat."""
    return lambda decision: to_digits(
        decision.estimates.outlook.heat_prices.get(source), 4
    )


def _design_load(decision: Decision) -> float | None:
    design = decision.estimates.outlook.design
    return design.needed if design else None


def _design_capacity(decision: Decision) -> Attributes:
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


HOUSE: tuple[ThermostatSensorDescription, ...] = (
    temperature_sensor(
        "thermal_balance_point",
        lambda decision: _degrees(decision.estimates.outlook.thermal_balance),
        beside=lambda decision: {
            **_beyond(decision.estimates.outlook.thermal_balance),
            **_confidence(decision),
        },
    ),
    temperature_sensor(
        "economic_balance_point",
        lambda decision: _degrees(decision.estimates.outlook.economic_balance),
        beside=lambda decision: _beyond(decision.estimates.outlook.economic_balance),
    ),
    ThermostatSensorDescription(
        key="heat_loss",
        native_unit_of_measurement="W/K",
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=lambda decision: round(1000 * decision.estimates.outlook.house.loss),
        beside=_confidence,
    ),
    ThermostatSensorDescription(
        key="thermal_mass",
        native_unit_of_measurement="kWh/K",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: to_digits(decision.estimates.outlook.thermal_mass, 2),
        **DIAGNOSTIC,
    ),
    power_sensor("design_load", _design_load, beside=_design_capacity, **HIDDEN),
    *(
        ThermostatSensorDescription(
            key=f"heat_price_{source}",
            money="{currency}/kWh",
            state_class=MEASUREMENT,
            suggested_display_precision=3,
            value=_price_of(source),
            **HIDDEN,
        )
        for source in costs.HeatGenerator
    ),
    ThermostatSensorDescription(
        key="better_source",
        device_class=SensorDeviceClass.ENUM,
        options=list(Twin),
        value=lambda decision: decision.state.learned.twin,
        exists=has_two_sources,
    ),
)
