"""What follows for this house from what is known of it: balance points and prices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import Final

from .board import Side
from .estimate import envelope
from .estimate.balance import Balance
from .estimate.calibration import Factor, Scale
from .estimate.care import Design, design_day
from .estimate.cost import Prices, Source, economic_balance_point, heat_prices
from .estimate.envelope import House, Prior, thermal_balance_point
from .estimate.estimates import Outlook
from .estimate.presets import entering
from .estimate.ratings import Output
from .model import Observation, State
from .output import full_load
from .settings import Machine, Settings
from .units import Celsius, Delta

SURE: Final = 0.5
"""The confidence from which on a learned house is good enough to blame a machine."""


def outlook(
    settings: Settings,
    state: State,
    seen: Observation,
    target: Celsius,
    full: Output | None,
) -> Outlook:
    """Return what follows; `full` is the machine heating at full load now, if known."""
    machine = settings.machine
    known = _house(machine, state)
    # Rounded, so that what is slowly learned is worked out anew only now and then.
    offset = Delta(round(known.offset, 1))
    house = replace(known, loss=round(known.loss, 3), offset=offset)
    unit = _Unit(machine, _rounded(state.scale), seen.source)
    outdoor = settings.upkeep.design_outdoor
    return Outlook(
        house=known,
        thermal_balance=_thermal(unit, house, target),
        economic_balance=economic_balance(machine, state.scale, seen),
        heat_prices=_prices(seen.prices, full),
        design=None if outdoor is None else _design(unit, house, target, outdoor),
    )


def economic_balance(
    machine: Machine, scale: Scale, seen: Observation
) -> Balance | None:
    """Return the outdoor temperature below which a furnace heats for less."""
    if seen.prices is None:
        return None
    return _economic(_Unit(machine, _rounded(scale), seen.source), seen.prices)


def margin(
    machine: Machine, state: State, seen: Observation, outdoor: Celsius, room: Celsius
) -> float | None:
    """Return the heat at full load as a multiple of what holds the room now.

    None where the capacity is not known, or the house not well enough.
    """
    known = _house(machine, state)
    capacity = _Unit(machine, state.scale, seen.source).capacity(outdoor)
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
    known = _house(machine, state)
    at = envelope.USUAL_OUTDOOR if outdoor is None else outdoor
    capacity = _Unit(machine, _rounded(state.scale), seen.source).capacity(at)
    alone = (capacity or assumed.design) - known.load(at, room)
    backup = machine.ratings.aux_power or assumed.design
    return alone / known.loss, (alone + backup) / known.loss


def learned_home(machine: Machine, state: State, seen: Observation) -> Home | None:
    """Return the house and its machine; None while the house is not known well."""
    house = _house(machine, state)
    unit = _Unit(machine, _rounded(state.scale), seen.source)
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
    unit: _Unit

    def at(self, outdoor: Celsius | None, room: Celsius) -> Full | None:
        """Return what full load is in such weather, beside what holds the room."""
        output = None if outdoor is None else self.unit.heating(outdoor)
        if outdoor is None or output is None:
            return None
        return Full(output.cop, output.capacity, self.house.load(outdoor, room))


@dataclass(frozen=True, slots=True)
class _Unit:
    """One machine as it is known, and what it draws heat from beside outdoor air."""

    machine: Machine
    scale: Scale
    source: Celsius | None

    def heating(self, outdoor: Celsius) -> Output | None:
        """Return the machine at full load in such weather."""
        at = entering(self.machine.ratings.source, outdoor, self.source)
        output = full_load(self.machine, self.scale, Side.HEAT, at)
        return output if output and output.is_sized else None

    def capacity(self, outdoor: Celsius) -> float | None:
        """Return its heat in such weather, in kW."""
        output = self.heating(outdoor)
        return output.capacity if output else None

    def cop(self, outdoor: Celsius) -> float | None:
        """Return its COP in such weather."""
        at = entering(self.machine.ratings.source, outdoor, self.source)
        output = full_load(self.machine, self.scale, Side.HEAT, at)
        return output.cop if output else None


def _house(machine: Machine, state: State) -> House:
    return envelope.house(state.envelope, prior(machine))


@lru_cache(maxsize=64)
def prior(machine: Machine) -> Prior:
    """Return what is assumed of a house for which this machine was chosen."""
    at = entering(machine.ratings.source, envelope.USUAL_BALANCE, None)
    usual = full_load(machine, Scale(), Side.HEAT, at)
    return envelope.sized(usual.capacity if usual and usual.is_sized else None)


def _rounded(scale: Scale) -> Scale:
    return Scale(
        *(Factor(round(factor.value, 2)) for factor in (scale.power, scale.capacity))
    )


@lru_cache(maxsize=256)
def _thermal(unit: _Unit, house: House, room: Celsius) -> Balance | None:
    return thermal_balance_point(house, unit.capacity, room)


@lru_cache(maxsize=256)
def _economic(unit: _Unit, prices: Prices) -> Balance | None:
    return economic_balance_point(unit.cop, prices)


@lru_cache(maxsize=256)
def _design(
    unit: _Unit, house: House, room: Celsius, outdoor: Celsius
) -> Design | None:
    return design_day(lambda at: house.load(at, room), unit.capacity, outdoor)


def _prices(prices: Prices | None, full: Output | None) -> Mapping[Source, float]:
    return heat_prices(prices, full.cop if full else None) if prices else {}
