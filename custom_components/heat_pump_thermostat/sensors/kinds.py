"""What a sensor shows, and the kinds of sensors there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor, log10
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

from ..devices import Place
from ..engine.accounts.outlook import Outlook
from ..engine.decision import Decision
from ..engine.estimates import Estimates
from ..engine.units import Celsius
from ..entity import Following
from .existence import Existing

type Attributes = Mapping[str, Any]
type Shown = Callable[[Decision], float | None]


@dataclass(frozen=True, kw_only=True)
class ThermostatSensorDescription(SensorEntityDescription, Existing, Following):
    """A sensor, what it shows, what it tells beside, and what it takes to be there."""

    value: Callable[[Decision], float | str | datetime | None]
    step: float | None = None
    """How finely a number is told: what changes it by less is no news."""
    beside: Callable[[Decision], Attributes] | None = None
    degrees_beside: Callable[[Decision], Mapping[str, Celsius]] | None = None
    """Temperatures that are told beside, in the household's unit."""
    money: str | None = None
    """The unit of money, or of a price: it holds the household's `{currency}`."""
    is_heat: bool = False
    """Whether it is a power of heat, not of electricity."""
    is_of_today: bool = False
    """Whether it begins with nothing at midnight without ever having to grow."""


def estimates(decision: Decision) -> Estimates:
    """Return what machine and house are estimated to do."""
    return decision.estimates


def outlook_told(decision: Decision) -> Outlook:
    """Return what follows from what is known of the house."""
    return decision.estimates.outlook


OUTDOOR_UNIT: Final[Mapping[str, Any]] = {"place": Place.OUTDOOR_UNIT}
DIAGNOSTIC: Final[Mapping[str, Any]] = {"entity_category": EntityCategory.DIAGNOSTIC}
HIDDEN: Final[Mapping[str, Any]] = {"entity_registry_visible_default": False}
"""What is there for whoever looks for it, and clutters no dashboard."""
OPT_IN: Final[Mapping[str, Any]] = {"entity_registry_enabled_default": False}
"""What says much and serves few."""
MEASUREMENT: Final = SensorStateClass.MEASUREMENT
ALMOST: Final = 0.999
"""Of a step, what counts as one: sums of decimals are not exact."""


def steadied(value: float, step: float, shown: object) -> float:
    """Return a number as it is; as it was shown until it has gone a step from that.

    Nothing at all is always told: a day that begins anew shows no rest of the last.
    """
    if value and isinstance(shown, int | float) and abs(value - shown) < step * ALMOST:
        return shown
    told = round(value, max(0, 1 - floor(log10(step))))
    return told or abs(told)  # nobody knows a −0.0


def share_sensor(key: str, share: Shown, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of a share, 0 … 1, in whole percent."""

    def percent(decision: Decision) -> float | None:
        value = share(decision)
        return None if value is None else 100 * value

    return ThermostatSensorDescription(
        key=key,
        native_unit_of_measurement=PERCENTAGE,
        state_class=MEASUREMENT,
        suggested_display_precision=0,
        value=percent,
        **{"step": 1, **more},
    )


def power_sensor(
    key: str, kilowatts: Shown, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a power."""
    return ThermostatSensorDescription(
        key=key,
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        state_class=MEASUREMENT,
        suggested_display_precision=2,
        value=kilowatts,
        step=0.1,
        **more,
    )


def heat_sensor(key: str, kilowatts: Shown, **more: Any) -> ThermostatSensorDescription:
    """Return the sensor of a heat or cold, which some households read in Btu/h."""
    return power_sensor(key, kilowatts, is_heat=True, **more)


def temperature_sensor(
    key: str, celsius: Shown, **more: Any
) -> ThermostatSensorDescription:
    """Return the sensor of a temperature, told in °C.

    Each has a category: a card of the room's area takes all others for the room's.
    """
    return ThermostatSensorDescription(
        key=key,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=MEASUREMENT,
        suggested_display_precision=1,
        value=celsius,
        **{"step": 0.1, **more},
        **DIAGNOSTIC,
    )
