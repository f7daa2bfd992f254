"""Which machine has which entity."""

from collections.abc import Callable

from ..configuration.entry import data_of
from ..const import CONF_OUTDOOR_TEMPERATURE, CONF_SENSORS
from ..controller import ThermostatConfigEntry
from ..engine.board import Side, Terminal
from ..engine.heat_pump.ratings import Source
from ..engine.settings import Backup, Machine

type Exists = Callable[[ThermostatConfigEntry], bool]


def where(machine_has: Callable[[Machine], bool]) -> Exists:
    """Return whether an entity exists, by the machine."""
    return lambda entry: machine_has(entry.runtime_data.settings.machine)


has_backup = where(lambda machine: machine.has_backup)
has_stage_2 = where(lambda machine: Terminal.Y2 in machine.wired)
has_fan = where(lambda machine: Terminal.G in machine.wired)
is_electric = where(lambda machine: machine.backup is Backup.ELECTRIC)
is_fuel = where(lambda machine: machine.backup is Backup.FUEL)
cools = where(lambda machine: machine.can(Side.COOL))
is_frosted = where(lambda machine: machine.ratings.source is Source.AIR)


def has_two_sources(entry: ThermostatConfigEntry) -> bool:
    """Return whether outdoor air and another source are both measured."""
    data = data_of(entry)
    has_source = "source_temperature" in data[CONF_SENSORS]
    return has_source and CONF_OUTDOOR_TEMPERATURE in data


def is_adaptive(entry: ThermostatConfigEntry) -> bool:
    """Return whether the schedule's setback may be made shallower."""
    return entry.runtime_data.settings.schedule.is_adaptive
