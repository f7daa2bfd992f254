"""Which entities there are: by what the machine has, and what can be known of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from functools import reduce
from operator import or_
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from ..configuration.entry import data_of, outdoor_sources
from ..configuration.options import options_of
from ..configuration.settings import machine_of
from ..const import CONF_PERFORMANCE, CONF_SENSORS
from ..controller import ThermostatConfigEntry
from ..devices import Place
from ..engine.meter import Count
from ..engine.settings import Machine

type Exists = Callable[[ThermostatConfigEntry], bool]


def where(machine_has: Callable[[Machine], bool]) -> Exists:
    """Return whether an entity exists, by what the machine has."""
    return lambda entry: machine_has(entry.runtime_data.settings.machine)


class Clue(Flag):
    """What a household may tell the thermostat beyond its relays and its room."""

    OUTDOORS = auto()
    SOURCE = auto()
    """How warm it is where the heat comes from."""
    DATASHEET = auto()
    AUX_RATING = auto()
    POWER_METER = auto()
    AUX_METER = auto()
    HEAT_METER = auto()
    AIR = auto()
    """The temperatures of what leaves for the house, and of what comes back."""
    TWO_SOURCES = auto()
    ELECTRICITY_PRICE = auto()
    FUEL_PRICE = auto()
    GRID_CARBON = auto()
    DESIGN_TEMPERATURE = auto()
    PLAN = auto()
    """A schedule, a forecast or prices to come: something to begin early for."""
    ADAPTIVE_SETBACK = auto()


@dataclass(frozen=True, slots=True)
class Installation:
    """All that is chosen for a thermostat."""

    machine: Machine
    data: Mapping[str, Any]
    options: Mapping[str, Mapping[str, Any]]

    def has_sensors(self, *keys: str) -> bool:
        """Return whether all these sensors of the machine were chosen."""
        return all(self.data[CONF_SENSORS].get(key) for key in keys)

    def has_option(self, section: str, *keys: str) -> bool:
        """Return whether any of these options is more than nothing."""
        return any(self.options[section].get(key) for key in keys)

    def has_price(self, kind: str) -> bool:
        """Return whether a price is told, by an entity or for good."""
        return self.has_option("prices", kind, f"{kind}_entity")

    @property
    def knows_outdoors(self) -> bool:
        """Whether the weather is told."""
        return bool(outdoor_sources(self.data, self.options))

    @property
    def measures_air(self) -> bool:
        """Whether what comes and goes is measured."""
        return self.has_sensors("supply_temperature", "return_temperature")

    @property
    def knows_flow(self) -> bool:
        """Whether it is known how much air or water that is."""
        is_told = not {"airflow", "water_flow"}.isdisjoint(self.data[CONF_PERFORMANCE])
        return is_told or self.has_sensors("flow_meter")


CLUES: Mapping[Clue, Callable[[Installation], bool]] = {
    Clue.OUTDOORS: lambda told: told.knows_outdoors,
    Clue.SOURCE: lambda told: told.knows_outdoors or not told.machine.frosts(),
    Clue.DATASHEET: lambda told: told.machine.ratings.is_sized,
    Clue.AUX_RATING: lambda told: "aux_rating" in told.data[CONF_PERFORMANCE],
    Clue.POWER_METER: lambda told: told.has_sensors("heat_pump_power"),
    Clue.AUX_METER: lambda told: told.has_sensors("aux_power"),
    Clue.HEAT_METER: lambda told: (
        told.has_sensors("heat_meter") or (told.measures_air and told.knows_flow)
    ),
    Clue.AIR: lambda told: told.measures_air,
    Clue.TWO_SOURCES: lambda told: (
        told.knows_outdoors and told.has_sensors("source_temperature")
    ),
    Clue.ELECTRICITY_PRICE: lambda told: told.has_price("electricity_price"),
    Clue.FUEL_PRICE: lambda told: told.has_price("fuel_price"),
    Clue.GRID_CARBON: lambda told: told.has_price("grid_carbon"),
    Clue.DESIGN_TEMPERATURE: lambda told: (
        told.options["upkeep"].get("design_outdoor") is not None
    ),
    Clue.PLAN: lambda told: (
        told.has_option("schedule", "schedule")
        or told.has_option("foresight", "weather", "shifts_to_cheap_hours")
    ),
    Clue.ADAPTIVE_SETBACK: lambda told: told.has_option("schedule", "is_adaptive"),
}
"""By what each shows."""

RATED: Final = Clue.SOURCE | Clue.DATASHEET
"""What it takes to know in kW, without any meter, what the machine does."""

type Needs = tuple[Clue, ...]
"""What something takes to be known: any one of these will do; nothing if empty."""

OF_POWER: Final[Needs] = (RATED, Clue.POWER_METER)
OF_HEAT: Final[Needs] = (RATED, Clue.HEAT_METER)
OF_COP: Final[Needs] = (RATED, Clue.HEAT_METER | Clue.POWER_METER)
OF_AUX: Final[Needs] = (Clue.AUX_RATING, Clue.AUX_METER)


def and_also(needs: Needs, *more: Clue) -> Needs:
    """Return the needs of what takes one of some more as well."""
    return tuple(need | one for need in needs for one in more)


def clues_of(entry: ConfigEntry[Any]) -> Clue:
    """Return what the household of a config entry has told."""
    machine = machine_of(entry)
    all_of_it = Installation(
        machine, data_of(entry), options_of(machine, entry.options)
    )
    told = (clue for clue, is_told in CLUES.items() if is_told(all_of_it))
    return reduce(or_, told, Clue(0))


@dataclass(frozen=True, kw_only=True)
class Existing:
    """Of which device an entity is, and what it takes for it to be there."""

    place: Place = Place.ROOM
    exists: Exists = lambda _: True
    """Whether this machine has it."""
    needs: Needs = ()
    """What it takes to show anything."""
    counted: tuple[Count, ...] = ()
    """What it goes on showing when it was once known."""

    def is_known_by(self, clues: Clue) -> bool:
        """Return whether so much is enough for it to show anything."""
        return not self.needs or any(need in clues for need in self.needs)

    def is_there(self, entry: ThermostatConfigEntry, clues: Clue) -> bool:
        """Return whether the machine has it, and it can be known, or was before."""
        meter = entry.runtime_data.decision.state.meter
        is_known = self.is_known_by(clues) or meter.has_counted(*self.counted)
        return self.exists(entry) and is_known
