"""Which of the two machines of a dual-fuel house heats: never both."""

from dataclasses import replace
from datetime import datetime

from .board import Side
from .clock import Clock
from .model import Fuel, Heater, Lockout
from .settings import DualFuel, Machine


def advance(
    fuel: Fuel | None,
    machine: Machine,
    limits: DualFuel,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    clock: Clock,
    *,
    is_satisfied: bool,
) -> Fuel:
    """Return which machine heats from now on.

    The furnace takes over where the compressor is locked out by cold, and where the
    heat pump has let the room droop for too long, then until the room is satisfied.
    Any other change waits for the dwell time of the one before.
    """
    must = Lockout.COMPRESSOR in lockouts or not machine.can(Side.HEAT)
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
    wanted = Heater.FURNACE if must or until_satisfied else Heater.HEAT_PUMP
    if fuel is None:
        return Fuel(wanted, clock.now, until_satisfied)
    if wanted is fuel.heater:
        return Fuel(wanted, fuel.since, until_satisfied)
    if must or clock.passed(fuel.since, limits.dwell):
        return Fuel(wanted, clock.now, until_satisfied)
    return replace(fuel, until_satisfied=False)
