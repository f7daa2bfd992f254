"""The sensors of what adds up, as a table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfEnergy, UnitOfMass, UnitOfTime

from ..engine.decision import Decision
from ..engine.meter import Count, Meter
from ..engine.settings import Machine
from .existence import OF_AUX, OF_COP, OF_HEAT, OF_POWER, Clue, and_also, where
from .kinds import (
    HIDDEN,
    MEASUREMENT,
    OPT_IN,
    OUTDOOR_UNIT,
    Attributes,
    ThermostatSensorDescription,
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
    """Return the sensor of a run time, in hours."""
    return _time_sensor(key, seconds, UnitOfTime.HOURS, 3600, **{"step": 0.1, **more})


def short_run_sensor(
    key: str, seconds: Sum, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a run time, in minutes."""
    return _time_sensor(key, seconds, UnitOfTime.MINUTES, 60, step=1, **more)


def _time_sensor(
    key: str, seconds: Sum, unit: UnitOfTime, worth: int, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a run time in a unit that is worth so many seconds.

    One that Home Assistant would convert could not be told by whole steps.
    """

    def total(meter: Meter) -> float | None:
        ran = seconds(meter)
        return None if ran is None else ran / worth

    return sum_sensor(
        key,
        total,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=unit,
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
    return _kilowatt_hours(
        key,
        known(ever, *counts),
        beside=_left_out(*counts),
        counted=counts,
        **more,
    )


def _kilowatt_hours(key: str, total: Sum, **more: Any) -> ThermostatSensorDescription:
    return sum_sensor(
        key,
        total,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        **{"suggested_display_precision": 1, "step": 0.1, **more},
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
        **{"step": 0.25, **more},
    )


def ratio_sensor(key: str, ratio: Sum, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of what one sum is of others."""
    return sum_sensor(
        key,
        ratio,
        state_class=MEASUREMENT,
        **{"suggested_display_precision": 2, "step": 0.01, **more},
    )


def backup_percentage(meter: Meter) -> float | None:
    """Return the backup's part of the season's heat, in percent."""
    share = meter.backup_share()
    return None if share is None else 100 * share


RUN_TIME_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    run_sensor(
        "aux_heat_runtime",
        ever(Count.AUX),
        exists=where(Machine.has_backup),
        **HIDDEN,
    ),
    short_run_sensor(
        "aux_heat_runtime_today", today(Count.AUX), exists=where(Machine.has_backup)
    ),
    *(
        run_sensor(
            f"{count}_heat_runtime",
            ever(count),
            exists=where(Machine.has_backup),
            **OPT_IN,
        )
        for count in (
            Count.SUPPLEMENTARY,
            Count.REHEAT,
            Count.EMERGENCY,
            Count.LOCKOUT,
        )
    ),
    run_sensor(
        "compressor_runtime",
        ever(Count.COMPRESSOR),
        step=0.2,
        **OUTDOOR_UNIT,
        **HIDDEN,
    ),
    run_sensor(
        "stage_2_runtime",
        ever(Count.STAGE_2),
        exists=where(Machine.has_stage_2),
        step=0.2,
        **OUTDOOR_UNIT,
        **HIDDEN,
    ),
    times_sensor("compressor_starts_today", today(Count.STARTS), **OUTDOOR_UNIT),
    times_sensor("compressor_starts", ever(Count.STARTS), **OUTDOOR_UNIT, **OPT_IN),
    short_run_sensor(
        "mean_run_today",
        Meter.mean_run,
        state_class=MEASUREMENT,
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    run_sensor("fan_runtime", ever(Count.FAN), exists=where(Machine.has_fan), **OPT_IN),
    times_sensor(
        "defrosts_today",
        today(Count.DEFROSTS),
        exists=where(Machine.frosts),
        **OUTDOOR_UNIT,
        **HIDDEN,
    ),
    short_run_sensor(
        "defrost_time_today",
        today(Count.DEFROST),
        exists=where(Machine.frosts),
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
)

ENERGY_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    energy_sensor(
        "heat_pump_energy",
        Count.HEATING_ELECTRICITY,
        Count.COOLING_ELECTRICITY,
        needs=OF_POWER,
        **OUTDOOR_UNIT,
    ),
    energy_sensor(
        "aux_heat_energy",
        Count.AUX_ELECTRICITY,
        exists=where(Machine.has_electric_backup),
        needs=OF_AUX,
    ),
    energy_sensor(
        "furnace_fuel_energy",
        Count.FUEL,
        exists=where(Machine.has_furnace),
        needs=(Clue.AUX_RATING,),
    ),
    energy_sensor("heat_delivered", Count.HEAT, needs=OF_HEAT, step=1, **HIDDEN),
    energy_sensor(
        "backup_heat_delivered",
        Count.BACKUP_HEAT,
        exists=where(Machine.has_backup),
        needs=OF_AUX,
        **OPT_IN,
    ),
    energy_sensor(
        "cooling_delivered",
        Count.COLD,
        exists=where(Machine.cools),
        needs=OF_HEAT,
        **OPT_IN,
    ),
    _kilowatt_hours(
        "defrost_energy_today",
        known(today, Count.DEFROST_ELECTRICITY),
        exists=where(Machine.frosts),
        needs=OF_POWER,
        counted=(Count.DEFROST_ELECTRICITY,),
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ratio_sensor(
        "seasonal_performance",
        Meter.seasonal_performance,
        needs=OF_COP,
        counted=(Count.HEAT,),
        **OUTDOOR_UNIT,
    ),
    ratio_sensor(
        "hspf_to_date",
        Meter.hspf,
        native_unit_of_measurement="Btu/Wh",
        suggested_display_precision=1,
        step=0.1,
        needs=OF_COP,
        counted=(Count.HEAT,),
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ratio_sensor(
        "aux_heat_share",
        backup_percentage,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        step=1,
        exists=where(Machine.has_backup),
        needs=and_also(OF_HEAT, *OF_AUX),
        counted=(Count.HEAT,),
    ),
)

PRICED: Final = and_also(OF_POWER, Clue.ELECTRICITY_PRICE)
"""What it takes to know what heat costs."""
PRICED_HEAT: Final = and_also(OF_COP, Clue.ELECTRICITY_PRICE)
"""What it takes to know what heat would have cost otherwise."""

MONEY_SENSORS: tuple[ThermostatSensorDescription, ...] = (
    money_sensor(
        "cost",
        known(ever, Count.COST),
        beside=_left_out(Count.COST),
        needs=PRICED,
        counted=(Count.COST,),
        **HIDDEN,
    ),
    money_sensor(
        "cost_today",
        known(today, Count.COST),
        is_of_today=True,
        needs=PRICED,
        counted=(Count.COST,),
    ),
    money_sensor(
        "saved_on_resistance",
        known(ever, Count.SAVED_ON_RESISTANCE),
        needs=PRICED_HEAT,
        counted=(Count.SAVED_ON_RESISTANCE,),
    ),
    money_sensor(
        "saved_on_furnace",
        known(ever, Count.SAVED_ON_FURNACE),
        needs=and_also(PRICED_HEAT, Clue.FUEL_PRICE),
        counted=(Count.SAVED_ON_FURNACE,),
        **OPT_IN,
    ),
    sum_sensor(
        "carbon",
        known(ever, Count.CARBON),
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.KILOGRAMS,
        suggested_display_precision=0,
        step=0.01,
        needs=and_also(OF_POWER, Clue.GRID_CARBON),
        counted=(Count.CARBON,),
        **OPT_IN,
    ),
)

SUMS: tuple[ThermostatSensorDescription, ...] = (
    *RUN_TIME_SENSORS,
    *ENERGY_SENSORS,
    *MONEY_SENSORS,
)
