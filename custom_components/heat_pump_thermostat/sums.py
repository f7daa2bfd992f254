"""The sensors of what adds up, as a table."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfEnergy, UnitOfTime

from .controller import ThermostatConfigEntry
from .engine.board import Side, Terminal
from .engine.meter import Count, Meter
from .engine.settings import Machine
from .figures import Figure

type Sum = Callable[[Meter], float | None]


def ever(*counts: Count) -> Sum:
    """Return what sums some counts since the thermostat was installed."""
    return lambda meter: sum(meter.total(count).ever for count in counts)


def today(*counts: Count) -> Sum:
    """Return what sums some counts since midnight."""
    return lambda meter: sum(meter.total(count).today for count in counts)


def _where(machine_has: Callable[[Machine], bool]) -> Callable[..., bool]:
    def exists(entry: ThermostatConfigEntry) -> bool:
        return machine_has(entry.runtime_data.settings.machine)

    return exists


with_backup = _where(lambda machine: machine.has_backup)
with_stage_2 = _where(lambda machine: Terminal.Y2 in machine.wired)
with_fan = _where(lambda machine: Terminal.G in machine.wired)
with_cooling = _where(lambda machine: machine.can(Side.COOL))


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


HIDDEN = {"entity_registry_enabled_default": False}

SUMS: tuple[Figure, ...] = (
    _duration("aux_heat_runtime", ever(Count.AUX), exists=with_backup),
    _minutes("aux_heat_runtime_today", today(Count.AUX), exists=with_backup),
    *(
        _duration(f"{count}_heat_runtime", ever(count), exists=with_backup, **HIDDEN)
        for count in (
            Count.SUPPLEMENTARY,
            Count.REHEAT,
            Count.EMERGENCY,
            Count.LOCKOUT,
        )
    ),
    _duration("compressor_runtime", ever(Count.COMPRESSOR)),
    _duration("stage_2_runtime", ever(Count.STAGE_2), exists=with_stage_2),
    _times("compressor_starts_today", today(Count.STARTS)),
    _times("compressor_starts", ever(Count.STARTS), **HIDDEN),
    _duration("fan_runtime", ever(Count.FAN), exists=with_fan, **HIDDEN),
)
