"""The house as it is learned, and what its machine can give it in some weather."""

from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Final

from ..board import Side
from ..heat_pump.calibration import Factor, Scale
from ..heat_pump.output import full_load
from ..heat_pump.presets import entering_temperature
from ..heat_pump.ratings import Output
from ..observation import Observation
from ..settings import Machine
from ..state import State
from ..units import Celsius
from . import envelope
from .envelope import House, Prior

SURE: Final = 0.5
"""The confidence from which on a learned house is good enough to blame a machine."""


def margin(
    machine: Machine, state: State, seen: Observation, outdoor: Celsius, room: Celsius
) -> float | None:
    """Return the heat at full load as a multiple of what holds the room now.

    None where the capacity is not known, or the house not well enough.
    """
    known = house_of(machine, state)
    capacity = Unit(machine, state.learned.scale, seen.source).capacity(outdoor)
    load = known.load(outdoor, room)
    if capacity is None or known.confidence < SURE:
        return None
    return capacity / load if load else inf


def surplus(
    machine: Machine,
    state: State,
    seen: Observation,
    outdoor: Celsius | None,
    room: Celsius,
) -> tuple[float, float]:
    """Return the heat at full load beyond the load, alone and with the backup.

    In kelvins' losses: the room would end so much warmer. What is not known is taken
    to be as usual: the weather mild, a machine as large as houses like this one need.
    """
    assumed = prior(machine)
    known = house_of(machine, state)
    at = envelope.USUAL_OUTDOOR if outdoor is None else outdoor
    capacity = Unit(machine, rounded(state.learned.scale), seen.source).capacity(at)
    alone = (capacity or assumed.design) - known.load(at, room)
    backup = machine.ratings.aux_power or assumed.design
    return alone / known.loss, (alone + backup) / known.loss


def learned_home(machine: Machine, state: State, seen: Observation) -> Home | None:
    """Return the house and its machine; None while the house is not known well."""
    house = house_of(machine, state)
    unit = Unit(machine, rounded(state.learned.scale), seen.source)
    return Home(house, unit) if house.confidence >= SURE else None


@dataclass(frozen=True, slots=True)
class Full:
    """A machine at full load, and the heat that holds the room, kW."""

    cop: float
    capacity: float
    load: float

    @property
    def surplus(self) -> float:
        """Its heat beyond the load, kW."""
        return self.capacity - self.load


@dataclass(frozen=True, slots=True)
class Home:
    """A learned house, and the machine that heats it."""

    house: House
    unit: Unit

    def at(self, outdoor: Celsius | None, room: Celsius) -> Full | None:
        """Return what full load is in such weather, beside what holds the room."""
        output = None if outdoor is None else self.unit.heating(outdoor)
        if outdoor is None or output is None:
            return None
        return Full(output.cop, output.capacity, self.house.load(outdoor, room))


@dataclass(frozen=True, slots=True)
class Unit:
    """One machine as it is known, and what it draws heat from beside outdoor air."""

    machine: Machine
    scale: Scale
    source: Celsius | None

    def heating(self, outdoor: Celsius) -> Output | None:
        """Return the machine at full load in such weather."""
        at = entering_temperature(self.machine.ratings.source, outdoor, self.source)
        output = full_load(self.machine, self.scale, Side.HEAT, at)
        return output if output and output.is_sized else None

    def capacity(self, outdoor: Celsius) -> float | None:
        """Return its heat in such weather, in kW."""
        output = self.heating(outdoor)
        return output.capacity if output else None

    def cop(self, outdoor: Celsius) -> float | None:
        """Return its COP in such weather."""
        at = entering_temperature(self.machine.ratings.source, outdoor, self.source)
        output = full_load(self.machine, self.scale, Side.HEAT, at)
        return output.cop if output else None


def house_of(machine: Machine, state: State) -> House:
    """Return what is known of the house, or assumed for such a machine."""
    return envelope.house_of(state.learned.envelope, prior(machine))


@lru_cache(maxsize=64)
def prior(machine: Machine) -> Prior:
    """Return what is assumed of a house for which this machine was chosen."""
    at = entering_temperature(machine.ratings.source, envelope.USUAL_BALANCE, None)
    usual = full_load(machine, Scale(), Side.HEAT, at)
    return envelope.prior_by_capacity(
        usual.capacity if usual and usual.is_sized else None
    )


def rounded(scale: Scale) -> Scale:
    """Return what was learned of a machine in steps that count."""
    return Scale(
        *(Factor(round(factor.value, 2)) for factor in (scale.power, scale.capacity))
    )
