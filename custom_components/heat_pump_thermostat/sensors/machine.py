"""The sensors of what is so now, as a table."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTemperature

from ..const import CONF_OUTDOOR_TEMPERATURE
from ..engine.decision import Decision
from ..engine.defrost.outdoor_coil import DefrostState
from ..engine.rules.rise import shown_start
from ..engine.vocabulary import Reason
from .existence import cools, is_adaptive, is_frosted
from .figure import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    Attributes,
    Figure,
    kilowatts,
    percent,
    rounded,
    temperature,
)
from .house import HOUSE


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


def _carnot(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return None if cycle is None else round(cycle.carnot, 2)


def _efficiency(decision: Decision) -> float | None:
    """Return the share of Carnot's COP that is reached, in percent."""
    now, cycle = decision.estimates.now, decision.estimates.cycle
    if now is None or cycle is None:
        return None
    return round(100 * now.cop / cycle.carnot) if cycle.carnot else None


def _setback(decision: Decision) -> float | None:
    """Return how warm the room is kept; None where the schedule's own setback holds."""
    rise = decision.state.rise
    return rise.setback if rise else None


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
        value=lambda decision: shown_start(decision.state.rise),
    ),
    temperature(
        "outdoor_temperature",
        lambda decision: decision.outdoor,
        exists=lambda entry: CONF_OUTDOOR_TEMPERATURE in entry.data,
    ),
    Figure(
        key="cycles_per_hour",
        state_class=MEASUREMENT,
        value=lambda decision: len(decision.state.guards.starts),
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
        value=lambda decision: rounded(decision.estimates.system_cop),
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
    kilowatts("heating_capacity", _sized, beside=_basis),
    kilowatts("estimated_power", lambda decision: decision.estimates.flows.power),
    kilowatts("heat_output", lambda decision: decision.estimates.flows.heat, **HIDDEN),
    Figure(
        key="carnot_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_carnot,
        **DIAGNOSTIC,
    ),
    percent("second_law_efficiency", _efficiency, **DIAGNOSTIC),
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
    percent(
        "frost_level",
        lambda decision: round(100 * decision.state.frost.level),
        exists=is_frosted,
    ),
    percent(
        "performance_ratio",
        lambda decision: (
            round(100 * ratio)
            if (ratio := decision.state.learned.drift.ratio)
            else None
        ),
        **DIAGNOSTIC,
    ),
    percent(
        "power_scale",
        lambda decision: round(100 * decision.state.learned.scale.power.value),
        **DIAGNOSTIC,
    ),
    percent(
        "capacity_scale",
        lambda decision: round(100 * decision.state.learned.scale.capacity.value),
        **DIAGNOSTIC,
    ),
)

SETBACK: tuple[Figure, ...] = (temperature("setback", _setback, exists=is_adaptive),)

FIGURES: tuple[Figure, ...] = (*CONTROL, *MACHINE, *HOUSE)
