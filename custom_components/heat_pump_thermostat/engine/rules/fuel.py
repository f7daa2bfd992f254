"""Which of the two machines of a dual-fuel house heats: never both."""

from dataclasses import replace
from datetime import datetime

from ..clock import Clock
from ..settings import DualFuel
from ..state import Fuel
from ..vocabulary import Heater, Lockout


def advance(
    fuel: Fuel | None,
    limits: DualFuel,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    clock: Clock,
    *,
    is_satisfied: bool,
    is_cheaper: bool = False,
) -> Fuel:
    """Return which machine heats from now on.

    The furnace takes over where the compressor is locked out, where its heat is the
    cheaper one and that decides, and where the heat pump has let the room droop for
    too long, then until the room is satisfied. Any other change waits for the dwell
    time of the one before.
    """
    must = Lockout.COMPRESSOR in lockouts
    droops = (
        droop_since is not None
        and Lockout.FURNACE not in lockouts
        and clock.passed(droop_since, limits.droop_time)
    )
    finishing = (
        fuel is not None
        and fuel.until_satisfied
        and not is_satisfied
        and Lockout.FURNACE not in lockouts
    )
    until_satisfied = droops or finishing
    needs_furnace = must or until_satisfied or is_cheaper
    wanted = Heater.FURNACE if needs_furnace else Heater.HEAT_PUMP
    is_stingy = is_cheaper and not must and not until_satisfied
    if fuel is None:
        return Fuel(wanted, clock.now, until_satisfied, is_stingy)
    if wanted is fuel.heater:
        return Fuel(wanted, fuel.since, until_satisfied, is_stingy)
    if must or clock.passed(fuel.since, limits.dwell):
        return Fuel(wanted, clock.now, until_satisfied, is_stingy)
    return replace(fuel, until_satisfied=False)
