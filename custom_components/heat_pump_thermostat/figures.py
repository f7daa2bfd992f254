"""The sensors of what is so now, as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfPower,
    UnitOfTemperature,
)

from .const import CONF_OUTDOOR_TEMPERATURE
from .engine.decision import Decision
from .engine.estimate import cost
from .engine.estimate.balance import Balance, Beyond
from .engine.estimate.care import Twin
from .engine.estimate.outdoor_coil import DefrostState
from .engine.model import Reason
from .engine.recovery import told
from .existence import Exists, cools, has_two_sources, is_frosted

type Attributes = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Figure(SensorEntityDescription):
    """A sensor, what it shows, what it tells beside, and where it exists."""

    value: Callable[[Decision], float | str | datetime | None]
    beside: Callable[[Decision], Attributes] | None = None
    exists: Exists = lambda _: True
    money: str | None = None
    """The unit of money, or of a price: it holds the household's `{currency}`."""
    is_of_today: bool = False
    """Whether it begins with nothing at midnight without ever having to grow."""


HIDDEN: Final[Mapping[str, Any]] = {"entity_registry_enabled_default": False}
DIAGNOSTIC: Final[Mapping[str, Any]] = {
    "entity_category": EntityCategory.DIAGNOSTIC,
    **HIDDEN,
}
MEASUREMENT = SensorStateClass.MEASUREMENT


def _sized(decision: Decision) -> float | None:
    """Return the heat or cold at full load, where the machine's size is known."""
    full = decision.estimates.full
    return full.capacity if full and full.is_sized else None


def _cop(decision: Decision) -> float | None:
    now = decision.estimates.now
    return round(now.cop, 2) if now else None


def _basis(decision: Decision) -> Attributes:
    """Return what an output rests on, and how far it may be off."""
    output = decision.estimates.now or decision.estimates.full
    if output is None:
        return {"basis": None, "uncertainty": None}
    return {"basis": output.basis, "uncertainty": f"{output.uncertainty:.0%}"}


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


def _price_of(source: cost.Source) -> Callable[[Decision], float | None]:
    def price(decision: Decision) -> float | None:
        known = decision.estimates.outlook.heat_prices.get(source)
        return None if known is None else round(known, 4)

    return price


def _carnot(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return None if cycle is None else round(cycle.carnot, 2)


def _efficiency(decision: Decision) -> float | None:
    """Return the share of Carnot's COP that is reached, in percent."""
    now, cycle = decision.estimates.now, decision.estimates.cycle
    if now is None or cycle is None:
        return None
    return round(100 * now.cop / cycle.carnot) if cycle.carnot else None


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


def _percent(
    key: str, value: Callable[[Decision], float | None], **more: Any
) -> Figure:
    return Figure(
        key=key,
        native_unit_of_measurement=PERCENTAGE,
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=value,
        **more,
    )


def _kilowatts(
    key: str, value: Callable[[Decision], float | None], **more: Any
) -> Figure:
    return Figure(
        key=key,
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: _rounded(value(decision)),
        **more,
    )


def _rounded(value: float | None) -> float | None:
    """Return a power to the watt: what is less is no news."""
    return None if value is None else round(value, 3)


def _temperature(
    key: str, value: Callable[[Decision], float | None], **more: Any
) -> Figure:
    return Figure(
        key=key,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=value,
        **more,
    )


CONTROL: tuple[Figure, ...] = (
    Figure(
        key="status",
        device_class=SensorDeviceClass.ENUM,
        options=list(Reason),
        value=lambda decision: decision.reason,
    ),
    Figure(
        key="next_change",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: decision.next_change,
    ),
    Figure(
        key="preheat_start",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: told(decision.state.rise),
    ),
    _temperature(
        "outdoor_temperature",
        lambda decision: decision.outdoor,
        exists=lambda entry: CONF_OUTDOOR_TEMPERATURE in entry.data,
    ),
    Figure(
        key="cycles_per_hour",
        state_class=MEASUREMENT,
        value=lambda decision: len(decision.state.starts),
        **HIDDEN,
    ),
)

MACHINE: tuple[Figure, ...] = (
    Figure(
        key="cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=_cop,
        beside=_basis,
    ),
    Figure(
        key="system_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: _rounded(decision.estimates.system_cop),
        **HIDDEN,
    ),
    Figure(
        key="eer",
        native_unit_of_measurement="Btu/Wh",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: (
            decision.estimates.now.eer
            if decision.estimates.now and decision.estimates.cycle is None
            else None
        ),
        exists=cools,
        **HIDDEN,
    ),
    _kilowatts("heating_capacity", _sized, beside=_basis),
    _kilowatts("estimated_power", lambda decision: decision.estimates.flows.power),
    _kilowatts("heat_output", lambda decision: decision.estimates.flows.heat, **HIDDEN),
    Figure(
        key="carnot_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_carnot,
        **DIAGNOSTIC,
    ),
    _percent("second_law_efficiency", _efficiency, **DIAGNOSTIC),
    Figure(
        key="lift",
        device_class=SensorDeviceClass.TEMPERATURE_DELTA,
        native_unit_of_measurement=UnitOfTemperature.KELVIN,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: (
            decision.estimates.cycle.lift if decision.estimates.cycle else None
        ),
        **DIAGNOSTIC,
    ),
    Figure(
        key="defrost_state",
        device_class=SensorDeviceClass.ENUM,
        options=list(DefrostState),
        value=lambda decision: decision.state.frost.state,
        beside=lambda decision: {
            "evidence": decision.state.frost.evidence,
            "oddities": sorted(decision.state.frost.oddities),
        },
    ),
    _percent(
        "frost_level",
        lambda decision: round(100 * decision.state.frost.level),
        exists=is_frosted,
    ),
    _percent(
        "performance_ratio",
        lambda decision: (
            round(100 * ratio) if (ratio := decision.state.drift.ratio) else None
        ),
        **DIAGNOSTIC,
    ),
    _percent(
        "power_scale",
        lambda decision: round(100 * decision.state.scale.power.value),
        **DIAGNOSTIC,
    ),
    _percent(
        "capacity_scale",
        lambda decision: round(100 * decision.state.scale.capacity.value),
        **DIAGNOSTIC,
    ),
)

HOUSE: tuple[Figure, ...] = (
    _temperature(
        "thermal_balance_point",
        lambda decision: _point(decision.estimates.outlook.thermal_balance),
        beside=_thermal,
    ),
    _temperature(
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
    _kilowatts("design_load", _needed, beside=_design, **HIDDEN),
    *(
        Figure(
            key=f"heat_price_{source}",
            money="{currency}/kWh",
            state_class=MEASUREMENT,
            suggested_display_precision=3,
            value=_price_of(source),
            **HIDDEN,
        )
        for source in cost.Source
    ),
    Figure(
        key="better_source",
        device_class=SensorDeviceClass.ENUM,
        options=list(Twin),
        value=lambda decision: decision.state.twin,
        exists=has_two_sources,
    ),
)

FIGURES: tuple[Figure, ...] = (*CONTROL, *MACHINE, *HOUSE)
