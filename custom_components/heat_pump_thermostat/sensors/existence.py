"""Which machine has which entity."""

from collections.abc import Callable

from ..configuration.entry import data_of
from ..const import CONF_OUTDOOR_TEMPERATURE, CONF_SENSORS
from ..controller import ThermostatConfigEntry
from ..engine.settings import Machine

type Exists = Callable[[ThermostatConfigEntry], bool]


def where(machine_has: Callable[[Machine], bool]) -> Exists:
    """Return whether an entity exists, by what the machine has."""
    return lambda entry: machine_has(entry.runtime_data.settings.machine)


def has_two_sources(entry: ThermostatConfigEntry) -> bool:
    """Return whether outdoor air and another source are both measured."""
    data = data_of(entry)
    has_source = "source_temperature" in data[CONF_SENSORS]
    return has_source and CONF_OUTDOOR_TEMPERATURE in data


def is_adaptive(entry: ThermostatConfigEntry) -> bool:
    """Return whether the schedule's setback may be made shallower."""
    return entry.runtime_data.settings.schedule.is_adaptive
