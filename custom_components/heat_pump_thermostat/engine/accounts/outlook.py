"""What follows for this house from what is known of it: balance points and prices."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ..estimates import Outlook
from ..heat_pump.calibration import Scale
from ..heat_pump.ratings import Output
from ..house.balance import Balance
from ..house.envelope import House, thermal_balance_point
from ..house.home import Unit, house_of, rounded
from ..house.warming import thermal_mass
from ..observation import Observation
from ..settings import Machine, Settings
from ..state import State
from ..units import Celsius, Delta
from .care import Design, design_day
from .costs import Prices, Source, economic_balance_point, heat_prices


def outlook(
    settings: Settings,
    state: State,
    seen: Observation,
    target: Celsius,
    full: Output | None,
) -> Outlook:
    """Return what follows; `full` is the machine heating at full load now, if known."""
    machine = settings.machine
    known = house_of(machine, state)
    # Rounded, so that what is slowly learned is worked out anew only now and then.
    offset = Delta(round(known.offset, 1))
    house = replace(known, loss=round(known.loss, 3), offset=offset)
    unit = Unit(machine, rounded(state.learned.scale), seen.source)
    outdoor = settings.upkeep.design_outdoor
    return Outlook(
        house=known,
        thermal_balance=_thermal(unit, house, target),
        economic_balance=economic_balance(machine, state.learned.scale, seen),
        heat_prices=_prices(seen.prices, full),
        design=None if outdoor is None else _design(unit, house, target, outdoor),
        thermal_mass=thermal_mass(state.learned.warming, known.loss),
    )


def economic_balance(
    machine: Machine, scale: Scale, seen: Observation
) -> Balance | None:
    """Return the outdoor temperature below which a furnace heats for less."""
    if seen.prices is None:
        return None
    return _economic(Unit(machine, rounded(scale), seen.source), seen.prices)


@lru_cache(maxsize=256)
def _thermal(unit: Unit, house: House, room: Celsius) -> Balance | None:
    return thermal_balance_point(house, unit.capacity, room)


@lru_cache(maxsize=256)
def _economic(unit: Unit, prices: Prices) -> Balance | None:
    return economic_balance_point(unit.cop, prices)


@lru_cache(maxsize=256)
def _design(unit: Unit, house: House, room: Celsius, outdoor: Celsius) -> Design | None:
    return design_day(lambda at: house.load(at, room), unit.capacity, outdoor)


def _prices(prices: Prices | None, full: Output | None) -> Mapping[Source, float]:
    return heat_prices(prices, full.cop if full else None) if prices else {}
