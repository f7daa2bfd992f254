"""The sensors of what is so now, as a table."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfTemperature

from ..engine.decision import Decision
from ..engine.defrost.outdoor_coil import DefrostState
from ..engine.rules.rise import shown_start
from ..engine.settings import Machine
from ..engine.vocabulary import Reason
from .existence import OF_COP, OF_HEAT, OF_POWER, RATED, Clue, where
from .kinds import (
    DIAGNOSTIC,
    HIDDEN,
    MEASUREMENT,
    OPT_IN,
    OUTDOOR_UNIT,
    Attributes,
    ThermostatSensorDescription,
    estimates,
    heat_sensor,
    power_sensor,
    share_sensor,
    temperature_sensor,
)


def _basis(decision: Decision) -> Attributes:
    """Return what an output rests on, and how far it may be off."""
    output = decision.estimates.now or decision.estimates.full
    if output is None:
        return {"basis": None, "uncertainty": None}
    return {"basis": output.basis, "uncertainty": round(output.uncertainty, 2)}


def _cop(decision: Decision) -> float | None:
    now = decision.estimates.now
    return now.cop if now else None


def _carnot(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return cycle.carnot if cycle else None


def _lift(decision: Decision) -> float | None:
    cycle = decision.estimates.cycle
    return cycle.lift if cycle else None


def _kept_setback(decision: Decision) -> float | None:
    """Return how warm the room is kept; None where the schedule's own setback holds."""
    rise = decision.state.rise
    return rise.setback if rise else None


THEORY: Final[Mapping[str, Any]] = {**OUTDOOR_UNIT, **DIAGNOSTIC, **OPT_IN}
"""What only tells an engineer something."""

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
        value=lambda decision: decision.next_change,
        # The logbook leaves out what has a unit, even one that is none.
        beside=lambda _: {ATTR_UNIT_OF_MEASUREMENT: None},
        **DIAGNOSTIC,
    ),
    ThermostatSensorDescription(
        key="preheat_start",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=lambda decision: shown_start(decision.state.rise),
        needs=(Clue.PLAN,),
        **DIAGNOSTIC,
    ),
    temperature_sensor(
        "setback",
        _kept_setback,
        degrees_beside=lambda decision: {"scheduled": decision.scheduled.heat},
        needs=(Clue.ADAPTIVE_SETBACK,),
        **HIDDEN,
    ),
)

MACHINE: tuple[ThermostatSensorDescription, ...] = (
    temperature_sensor(
        "outdoor_temperature",
        lambda decision: decision.outdoor,
        step=0.2,
        needs=(Clue.OUTDOORS,),
        **OUTDOOR_UNIT,
    ),
    ThermostatSensorDescription(
        key="cycles_per_hour",
        state_class=MEASUREMENT,
        value=lambda decision: len(decision.state.guards.starts),
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ThermostatSensorDescription(
        key="cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=_cop,
        step=0.1,
        beside=_basis,
        needs=(Clue.SOURCE,),
        follows=estimates,
        **OUTDOOR_UNIT,
    ),
    ThermostatSensorDescription(
        key="system_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=lambda decision: decision.estimates.system_cop,
        step=0.05,
        needs=OF_COP,
        follows=estimates,
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ThermostatSensorDescription(
        key="eer",
        native_unit_of_measurement="Btu/Wh",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=lambda decision: decision.estimates.eer,
        step=0.1,
        exists=where(Machine.cools),
        needs=(Clue.SOURCE,),
        follows=estimates,
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    heat_sensor(
        "heating_capacity",
        lambda decision: decision.estimates.capacity,
        beside=_basis,
        needs=(RATED,),
        follows=estimates,
        **OUTDOOR_UNIT,
    ),
    power_sensor(
        "estimated_power",
        lambda decision: decision.estimates.flows.power,
        needs=OF_POWER,
        follows=estimates,
        **OUTDOOR_UNIT,
    ),
    heat_sensor(
        "heat_output",
        lambda decision: decision.estimates.flows.heat,
        needs=OF_HEAT,
        follows=estimates,
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ThermostatSensorDescription(
        key="carnot_cop",
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_carnot,
        step=0.1,
        needs=(Clue.SOURCE,),
        follows=estimates,
        **THEORY,
    ),
    share_sensor(
        "second_law_efficiency",
        lambda decision: decision.estimates.second_law_efficiency,
        needs=(Clue.SOURCE,),
        follows=estimates,
        **THEORY,
    ),
    ThermostatSensorDescription(
        key="lift",
        device_class=SensorDeviceClass.TEMPERATURE_DELTA,
        native_unit_of_measurement=UnitOfTemperature.KELVIN,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=_lift,
        step=0.1,
        needs=(Clue.SOURCE,),
        follows=estimates,
        **THEORY,
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
        exists=where(Machine.frosts),
        **OUTDOOR_UNIT,
    ),
    share_sensor(
        "frost_level",
        lambda decision: decision.state.frost.level,
        step=20,
        exists=where(Machine.frosts),
        needs=(Clue.OUTDOORS,),
        **OUTDOOR_UNIT,
        **HIDDEN,
    ),
    share_sensor(
        "performance_ratio",
        lambda decision: decision.state.learned.drift.ratio,
        needs=(Clue.SOURCE | Clue.AIR,),
        **THEORY,
    ),
    share_sensor(
        "power_scale",
        lambda decision: decision.state.learned.scale.power.value,
        needs=(RATED | Clue.POWER_METER,),
        **THEORY,
    ),
    share_sensor(
        "capacity_scale",
        lambda decision: decision.state.learned.scale.capacity.value,
        needs=(RATED | Clue.HEAT_METER,),
        **THEORY,
    ),
)
