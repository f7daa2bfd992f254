"""The sensors of what is so now, as a table."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTemperature

from ..configuration.entry import data_of
from ..const import CONF_OUTDOOR_TEMPERATURE
from ..engine.decision import Decision
from ..engine.defrost.outdoor_coil import DefrostState
from ..engine.rules.rise import shown_start
from ..engine.settings import Machine
from ..engine.vocabulary import Reason
from .existence import is_adaptive, where
from .kinds import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    Attributes,
    ThermostatSensorDescription,
    power_sensor,
    share_sensor,
    temperature_sensor,
    to_digits,
)


def _basis(decision: Decision) -> Attributes:
    """Return what an output rests on, and how far it may be off."""
    output = decision.estimates.now or decision.estimates.full
    if output is None:
        return {"basis": None, "uncertainty": None}
    return {"basis": output.basis, "uncertainty": f"{output.uncertainty:.0%}"}


def _cop(decision: Decision) -> float | None:
    now = decision.estimates.now
    return round(now.cop, 2) if now else None


def _carnot(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return round(cycle.carnot, 2) if cycle else None


def _lift(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return cycle.lift if cycle else None


def _kept_setback(decision: Decision) -> float | None:
    """Return how warm the room is kept; None where the schedule's own setback holds."""
    rise = decision.state.rise
    return rise.setback if rise else None


CONTROL: tuple[ThermostatSensorDescription, ...] = (
    ThermostatSensorDescription(
        key="status",
        device_class=SensorDeviceClass.ENUM,
        options=list(Reason),
        value=lambda decision: decision.reason,
    ),
    ThermostatSensorDescription(
        key="next_change",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: decision.next_change,
    ),
    ThermostatSensorDescription(
        key="preheat_start",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: shown_start(decision.state.rise),
    ),
    temperature_sensor(
        "outdoor_temperature",
        lambda decision: decision.outdoor,
        exists=lambda entry: CONF_OUTDOOR_TEMPERATURE in data_of(entry),
    ),
    temperature_sensor(
        "setback",
        _kept_setback,
        degrees_beside=lambda decision: {"scheduled": decision.scheduled.heat},
        exists=is_adaptive,
    ),
    ThermostatSensorDescription(
        key="cycles_per_hour",
        state_class=MEASUREMENT,
        value=lambda decision: len(decision.state.guards.starts),
        **HIDDEN,
    ),
)

MACHINE: tuple[ThermostatSensorDescription, ...] = (
    ThermostatSensorDescription(
        key="cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=_cop,
        beside=_basis,
    ),
    ThermostatSensorDescription(
        key="system_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: to_digits(decision.estimates.system_cop, 3),
        **HIDDEN,
    ),
    ThermostatSensorDescription(
        key="eer",
        native_unit_of_measurement="Btu/Wh",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: decision.estimates.eer,
        exists=where(Machine.cools),
        **HIDDEN,
    ),
    power_sensor(
        "heating_capacity",
        lambda decision: decision.estimates.capacity,
        beside=_basis,
    ),
    power_sensor("estimated_power", lambda decision: decision.estimates.flows.power),
    power_sensor(
        "heat_output", lambda decision: decision.estimates.flows.heat, **HIDDEN
    ),
    ThermostatSensorDescription(
        key="carnot_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_carnot,
        **DIAGNOSTIC,
    ),
    share_sensor(
        "second_law_efficiency",
        lambda decision: decision.estimates.second_law_efficiency,
        **DIAGNOSTIC,
    ),
    ThermostatSensorDescription(
        key="lift",
        device_class=SensorDeviceClass.TEMPERATURE_DELTA,
        native_unit_of_measurement=UnitOfTemperature.KELVIN,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_lift,
        **DIAGNOSTIC,
    ),
    ThermostatSensorDescription(
        key="defrost_state",
        device_class=SensorDeviceClass.ENUM,
        options=list(DefrostState),
        value=lambda decision: decision.state.frost.state,
        beside=lambda decision: {
            "evidence": decision.state.frost.evidence,
            "oddities": sorted(decision.state.frost.oddities),
        },
    ),
    share_sensor(
        "frost_level",
        lambda decision: decision.state.frost.level,
        exists=where(Machine.frosts),
    ),
    share_sensor(
        "performance_ratio",
        lambda decision: decision.state.learned.drift.ratio,
        **DIAGNOSTIC,
    ),
    share_sensor(
        "power_scale",
        lambda decision: decision.state.learned.scale.power.value,
        **DIAGNOSTIC,
    ),
    share_sensor(
        "capacity_scale",
        lambda decision: decision.state.learned.scale.capacity.value,
        **DIAGNOSTIC,
    ),
)
