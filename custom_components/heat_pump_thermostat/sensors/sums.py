"""The sensors of what adds up, as a table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfEnergy, UnitOfMass, UnitOfTime

from ..engine.decision import Decision
from ..engine.meter import Count, Meter
from ..engine.settings import Machine
from .existence import where
from .kinds import (
    HIDDEN,
    MEASUREMENT,
    Attributes,
    ThermostatSensorDescription,
    to_digits,
)

type Sum = Callable[[Meter], float | None]


def ever(*counts: Count) -> Sum:
    """Return what sums some counts since the thermostat was installed."""
    return lambda meter: meter.ever(*counts)


def today(*counts: Count) -> Sum:
    """Return what sums some counts since midnight."""
    return lambda meter: meter.today(*counts)


def known(sum_of: Callable[..., Sum], *counts: Count) -> Sum:
    """Return what sums some counts, or nothing before any of them was counted."""
    total = sum_of(*counts)
    return lambda meter: total(meter) if meter.has_counted(*counts) else None


def sum_sensor(key: str, total: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of a sum, or of what follows from sums."""
    return ThermostatSensorDescription(
        key=key,
        value=lambda decision: total(decision.state.meter),
        **{"state_class": SensorStateClass.TOTAL_INCREASING, **more},
    )


def run_sensor(key: str, seconds: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of a run time, shown in hours."""
    return sum_sensor(
        key,
        seconds,
        **{
            "device_class": SensorDeviceClass.DURATION,
            "native_unit_of_measurement": UnitOfTime.SECONDS,
            "suggested_unit_of_measurement": UnitOfTime.HOURS,
            "suggested_display_precision": 1,
            **more,
        },
    )


def short_run_sensor(
    key: str, seconds: Sum, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a run time, shown in minutes."""
    return run_sensor(
        key,
        seconds,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        **more,
    )


def times_sensor(key: str, times: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of how often something happened."""
    return sum_sensor(key, lambda meter: int(times(meter) or 0), **more)


def _left_out(*counts: Count) -> Callable[[Decision], Attributes]:
    """Return what tells how long something ran that a sum could not take."""

    def beside(decision: Decision) -> Attributes:
        missing = decision.state.meter.not_counted(*counts)
        return {"hours_not_counted": round(missing / timedelta(hours=1), 2)}

    return beside


def energy_sensor(key: str, *counts: Count, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of an energy since the thermostat was installed."""
    return _kilowatt_hours(key, known(ever, *counts), beside=_left_out(*counts), **more)


def _kilowatt_hours(key: str, total: Sum, **more: Any) -> ThermostatSensorDescription:
    return sum_sensor(
        key,
        total,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        **more,
    )


def money_sensor(key: str, amount: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of an amount, in the household's currency."""
    return sum_sensor(
        key,
        amount,
        money="{currency}",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        **more,
    )


def ratio_sensor(key: str, ratio: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of what one sum is of others."""
    return sum_sensor(
        key,
        lambda meter: to_digits(ratio(meter), 3),
        state_class=MEASUREMENT,
        **{"suggested_display_precision": 2, **more},
    )


def backup_percentage(meter: Meter) -> float | None:
    """Return the backup's part of the season's heat, in percent."""
    share = meter.backup_share()
    return None if share is None else 100 * share


RUN_TIME_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    run_sensor("aux_heat_runtime", ever(Count.AUX), exists=where(Machine.has_backup)),
    short_run_sensor(
        "aux_heat_runtime_today", today(Count.AUX), exists=where(Machine.has_backup)
    ),
    *(
        run_sensor(
            f"{count}_heat_runtime",
            ever(count),
            exists=where(Machine.has_backup),
            **HIDDEN,
        )
        for count in (
            Count.SUPPLEMENTARY,
            Count.REHEAT,
            Count.EMERGENCY,
            Count.LOCKOUT,
        )
    ),
    run_sensor("compressor_runtime", ever(Count.COMPRESSOR)),
    run_sensor(
        "stage_2_runtime", ever(Count.STAGE_2), exists=where(Machine.has_stage_2)
    ),
    times_sensor("compressor_starts_today", today(Count.STARTS)),
    times_sensor("compressor_starts", ever(Count.STARTS), **HIDDEN),
    short_run_sensor(
        "mean_run_today", Meter.mean_run, state_class=MEASUREMENT, **HIDDEN
    ),
    run_sensor("fan_runtime", ever(Count.FAN), exists=where(Machine.has_fan), **HIDDEN),
    times_sensor("defrosts_today", today(Count.DEFROSTS), exists=where(Machine.frosts)),
    short_run_sensor(
        "defrost_time_today",
        today(Count.DEFROST),
        exists=where(Machine.frosts),
        **HIDDEN,
    ),
)

ENERGY_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    energy_sensor(
        "heat_pump_energy", Count.HEATING_ELECTRICITY, Count.COOLING_ELECTRICITY
    ),
    energy_sensor(
        "aux_heat_energy",
        Count.AUX_ELECTRICITY,
        exists=where(Machine.has_electric_backup),
    ),
    energy_sensor("furnace_fuel_energy", Count.FUEL, exists=where(Machine.has_furnace)),
    energy_sensor("heat_delivered", Count.HEAT),
    energy_sensor("backup_heat_delivered", Count.BACKUP_HEAT, **HIDDEN),
    energy_sensor(
        "cooling_delivered",
        Count.COLD,
        exists=where(Machine.cools),
        **HIDDEN,
    ),
    _kilowatt_hours(
        "defrost_energy_today",
        known(today, Count.DEFROST_ELECTRICITY),
        exists=where(Machine.frosts),
        **HIDDEN,
    ),
    ratio_sensor("seasonal_performance", Meter.seasonal_performance),
    ratio_sensor(
        "hspf_to_date",
        Meter.hspf,
        native_unit_of_measurement="Btu/Wh",
        suggested_display_precision=1,
        **HIDDEN,
    ),
    ratio_sensor(
        "aux_heat_share",
        backup_percentage,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        exists=where(Machine.has_backup),
    ),
)

MONEY_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    money_sensor("cost", known(ever, Count.COST), beside=_left_out(Count.COST)),
    money_sensor("cost_today", known(today, Count.COST), is_of_today=True),
    money_sensor("saved_on_resistance", known(ever, Count.SAVED_ON_RESISTANCE)),
    money_sensor("saved_on_furnace", known(ever, Count.SAVED_ON_FURNACE), **HIDDEN),
    sum_sensor(
        "carbon",
        known(ever, Count.CARBON),
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.KILOGRAMS,
        suggested_display_precision=0,
        **HIDDEN,
    ),
)

SUMS: tuple[ThermostatSensorDescription, ...] = (
    *RUN_TIME_SENSORS,
    *ENERGY_SENSORS,
    *MONEY_SENSORS,
)
