"""What follows for a house from what is known of it: balance points and prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..heat_pump.full_load import HeatPump
from ..heat_pump.ratings import Output
from ..house.balance import Balance
from ..house.design_day import DesignDay, design_day
from ..house.envelope import House, thermal_balance_point
from ..house.home import Home
from ..house.warming import Warming, thermal_mass
from ..records import replace
from ..units import Celsius
from .costs import HeatGenerator, Prices, economic_balance_point, heat_prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the weather will mean for machine and bill."""

    house: House
    """With how sure it is to be told of."""
    thermal_balance: Balance | None = None
    """Below it the heat pump alone does not hold the room."""
    economic_balance: Balance | None = None
    """Below it the furnace's heat is the cheaper one."""
    heat_prices: Mapping[HeatGenerator, float] = field(default_factory=dict)
    """What a kWh of heat costs now."""
    design: DesignDay | None = None
    """What the coldest weather asks for."""
    thermal_mass: float | None = None
    """What a kelvin of room temperature stores within an hour, in kWh.

    None until a recovery has shown something of it.
    """


@lru_cache(maxsize=256)
def outlook_for(
    home: Home,
    target: Celsius,
    prices: Prices | None,
    full: Output | None,
    design_outdoor: Celsius | None,
    warming: Warming,
) -> Outlook:
    """Return what follows for a room that is kept so warm, and has warmed like that.

    `full` is the machine heating at full load now, `design_outdoor` the coldest weather
    that the house is to be heated in: each if it is known. All of it is asked for far
    more often than it changes.
    """
    # Rounded, so that what is slowly learned is worked out anew only now and then.
    heat_pump, house = home.heat_pump.rounded, home.house.rounded
    return Outlook(
        house=replace(home.house, confidence=home.confidence),
        thermal_balance=_thermal_balance(heat_pump, house, target),
        economic_balance=economic_balance(heat_pump, prices),
        heat_prices=heat_prices(prices, full.cop if full else None) if prices else {},
        design=(
            None
            if design_outdoor is None
            else _design_day(heat_pump, house, target, design_outdoor)
        ),
        thermal_mass=thermal_mass(warming, home.house.loss),
    )


def economic_balance(heat_pump: HeatPump, prices: Prices | None) -> Balance | None:
    """Return the outdoor temperature below which a furnace heats for less."""
    return None if prices is None else _economic_balance(heat_pump.rounded, prices)


@lru_cache(maxsize=256)
def _thermal_balance(
    heat_pump: HeatPump, house: House, room: Celsius
) -> Balance | None:
    return thermal_balance_point(house, heat_pump.most_heat, room)


@lru_cache(maxsize=256)
def _economic_balance(heat_pump: HeatPump, prices: Prices) -> Balance | None:
    return economic_balance_point(heat_pump.cop, prices)


@lru_cache(maxsize=256)
def _design_day(
    heat_pump: HeatPump, house: House, room: Celsius, outdoor: Celsius
) -> DesignDay | None:
    return design_day(lambda at: house.load(at, room), heat_pump.most_heat, outdoor)
