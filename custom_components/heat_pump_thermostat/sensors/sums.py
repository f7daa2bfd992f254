"""The sensors of what adds up, as a table."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfEnergy, UnitOfMass, UnitOfTime

from ..engine.heat_pump.ratings import EER_TO_COP
from ..engine.meter import Count, Meter
from ..engine.settings import Machine
from .existence import where
from .figure import Figure

type Sum = Callable[[Meter], float | None]


def ever(*counts: Count) -> Sum:
    """Return what sums some counts since the thermostat was installed."""
    return lambda meter: sum(meter.total(count).ever for count in counts)


def today(*counts: Count) -> Sum:
    """Return what sums some counts since midnight."""
    return lambda meter: sum(meter.total(count).today for count in counts)


def known(sum_of: Callable[..., Sum], *counts: Count) -> Sum:
    """Return what sums some counts, or nothing before any of them was counted."""
    total = sum_of(*counts)
    return lambda meter: (
        total(meter) if any(count in meter.totals for count in counts) else None
    )


def ratio(of: Count, *to: Count, factor: float = 1.0) -> Sum:
    """Return what one sum of the season is of others; None before they grow."""

    def quotient(meter: Meter) -> float | None:
        divisor = sum(meter.total(count).season for count in to)
        if divisor <= 0:
            return None
        return round(factor * meter.total(of).season / divisor, 3)

    return quotient


def performance(factor: float = 1.0) -> Sum:
    """Return the season's heat by its electricity; None before heat was counted.

    Heat that nobody knows is not counted, and a machine draws something at rest too.
    """
    quotient = ratio(Count.HEAT, Count.HEATING_ELECTRICITY, factor=factor)
    return lambda meter: quotient(meter) if meter.total(Count.HEAT).season else None


def backup_share(meter: Meter) -> float | None:
    """Return the backup's percentage of the season's heat; None where some is unknown.

    What ran and gave no heat that was counted has no rating.
    """

    def season(count: Count) -> float:
        return meter.total(count).season

    givers = ((Count.COMPRESSOR, Count.HEAT), (Count.AUX, Count.BACKUP_HEAT))
    if any(season(ran) and not season(gave) for ran, gave in givers):
        return None
    return ratio(Count.BACKUP_HEAT, Count.HEAT, Count.BACKUP_HEAT, factor=100)(meter)


def mean_run(meter: Meter) -> float | None:
    """Return how long the compressor ran at a time today, in seconds."""
    starts = meter.total(Count.STARTS).today
    return meter.total(Count.COMPRESSOR).today / starts if starts else None


def _figure(key: str, total: Sum, **more: Any) -> Figure:
    return Figure(
        key=key,
        value=lambda decision: total(decision.state.meter),
        **{"state_class": SensorStateClass.TOTAL_INCREASING, **more},
    )


def _duration(key: str, seconds: Sum, **more: Any) -> Figure:
    return _figure(
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


def _minutes(key: str, seconds: Sum, **more: Any) -> Figure:
    return _duration(
        key,
        seconds,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        **more,
    )


def _energy(key: str, kilowatt_hours: Sum, **more: Any) -> Figure:
    return _figure(
        key,
        kilowatt_hours,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        **more,
    )


def _times(key: str, times: Sum, **more: Any) -> Figure:
    return _figure(key, lambda meter: int(times(meter) or 0), **more)


def _money(key: str, amount: Sum, **more: Any) -> Figure:
    return _figure(
        key,
        amount,
        money="{currency}",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        **more,
    )


def _ratio(key: str, value: Sum, **more: Any) -> Figure:
    return _figure(
        key,
        value,
        state_class=SensorStateClass.MEASUREMENT,
        **{"suggested_display_precision": 2, **more},
    )


HIDDEN = {"entity_registry_enabled_default": False}

RUN_TIMES: tuple[Figure, ...] = (
    _duration("aux_heat_runtime", ever(Count.AUX), exists=where(Machine.has_backup)),
    _minutes(
        "aux_heat_runtime_today", today(Count.AUX), exists=where(Machine.has_backup)
    ),
    *(
        _duration(
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
    _duration("compressor_runtime", ever(Count.COMPRESSOR)),
    _duration(
        "stage_2_runtime", ever(Count.STAGE_2), exists=where(Machine.has_stage_2)
    ),
    _times("compressor_starts_today", today(Count.STARTS)),
    _times("compressor_starts", ever(Count.STARTS), **HIDDEN),
    _minutes(
        "mean_run_today", mean_run, state_class=SensorStateClass.MEASUREMENT, **HIDDEN
    ),
    _duration("fan_runtime", ever(Count.FAN), exists=where(Machine.has_fan), **HIDDEN),
    _times("defrosts_today", today(Count.DEFROSTS), exists=where(Machine.frosts)),
    _minutes(
        "defrost_time_today",
        today(Count.DEFROST),
        exists=where(Machine.frosts),
        **HIDDEN,
    ),
)

ENERGIES: tuple[Figure, ...] = (
    _energy(
        "heat_pump_energy",
        known(ever, Count.HEATING_ELECTRICITY, Count.COOLING_ELECTRICITY),
    ),
    _energy(
        "aux_heat_energy",
        known(ever, Count.AUX_ELECTRICITY),
        exists=where(Machine.has_electric_backup),
    ),
    _energy(
        "furnace_fuel_energy",
        known(ever, Count.FUEL),
        exists=where(Machine.has_furnace),
    ),
    _energy("heat_delivered", known(ever, Count.HEAT)),
    _energy("backup_heat_delivered", known(ever, Count.BACKUP_HEAT), **HIDDEN),
    _energy(
        "cooling_delivered",
        known(ever, Count.COLD),
        exists=where(Machine.cools),
        **HIDDEN,
    ),
    _energy(
        "defrost_energy_today",
        known(today, Count.DEFROST_ELECTRICITY),
        exists=where(Machine.frosts),
        **HIDDEN,
    ),
    _ratio("seasonal_performance", performance()),
    _ratio(
        "hspf_to_date",
        performance(factor=1 / EER_TO_COP),
        native_unit_of_measurement="Btu/Wh",
        suggested_display_precision=1,
        **HIDDEN,
    ),
    _ratio(
        "aux_heat_share",
        backup_share,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        exists=where(Machine.has_backup),
    ),
)

MONEY: tuple[Figure, ...] = (
    _money("cost", known(ever, Count.COST)),
    _money("cost_today", known(today, Count.COST), is_of_today=True),
    _money("saved_on_resistance", known(ever, Count.SAVED_ON_RESISTANCE)),
    _money("saved_on_furnace", known(ever, Count.SAVED_ON_FURNACE), **HIDDEN),
    _figure(
        "carbon",
        known(ever, Count.CARBON),
        device_class=SensorDeviceClass.WEIGHT,
        native_unit_of_measurement=UnitOfMass.KILOGRAMS,
        suggested_display_precision=0,
        **HIDDEN,
    ),
)

SUMS: tuple[Figure, ...] = (*RUN_TIMES, *ENERGIES, *MONEY)
