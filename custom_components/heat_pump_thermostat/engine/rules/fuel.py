"""Which of the two machines of a dual-fuel house heats: never both."""

from datetime import datetime, timedelta
from typing import Final

from ..accounts.costs import HeatGenerator, preferred_generator
from ..accounts.outlook import economic_balance
from ..board import Side
from ..clock import since
from ..records import replace
from ..situation import Situation
from ..state import Fuel
from ..units import Delta, at_least
from ..vocabulary import Heater, Lockout
from .auxiliary import is_backup_needed

ENOUGH: Final = 1.1
"""Full load over what holds the room, from which on it heats alone again."""
SINKS_FOR: Final = timedelta(minutes=5)
"""How long a room has become colder while the heat pump ran until it droops: where it
does so at once, a door is open."""
DEEPER: Final = 1.5
"""At how many times the droop such a room makes the furnace wait less."""
SOONER: Final = 1.5
"""By which factor it waits less: a light house loses 2 K an hour. So it does for a
compressor that is compared or tried."""


def advance(fuel: Fuel | None, situation: Situation) -> Fuel | None:
    """Return which machine heats from now on; None in a house without a furnace.

    The furnace takes over where the compressor is locked out, where it is known not to
    hold the room, where the furnace's heat is the cheaper one and that decides, and
    where the heat pump has let the room droop for too long, then until the room is
    satisfied. Any other change waits for the dwell time of the one before.
    """
    settings, clock = situation.settings, situation.clock
    if not settings.machine.has_furnace():
        return None
    must = not _may_heat_pump_heat(situation)
    is_short = _is_heat_pump_short(fuel, situation)
    is_cheaper = _is_furnace_cheaper(fuel, situation)
    until_satisfied = _is_needed_until_satisfied(fuel, situation)
    needs_furnace = must or is_short or until_satisfied or is_cheaper
    wanted = Heater.FURNACE if needs_furnace else Heater.HEAT_PUMP
    is_stingy = is_cheaper and not (must or is_short or until_satisfied)
    if fuel is None:
        return Fuel(wanted, clock.now, until_satisfied, is_stingy)
    if wanted is fuel.heater:
        return Fuel(wanted, fuel.since, until_satisfied, is_stingy)
    if must or clock.passed(fuel.since, settings.dual_fuel.dwell):
        return Fuel(wanted, clock.now, until_satisfied, is_stingy)
    return replace(fuel, until_satisfied=False)


def drooping_since(situation: Situation) -> datetime | None:
    """Return since when the room is so cold that a furnace should take over."""
    demand, droop = situation.state.need.demand, situation.droop
    if demand is None or droop is None or demand.side is not Side.HEAT:
        return None
    before = situation.state.course.droop_since
    droops = at_least(droop, situation.settings.dual_fuel.droop)
    return since(before, situation.clock.now, holds=droops)


def _may_heat_pump_heat(situation: Situation) -> bool:
    """Return whether the heat pump can heat, and neither limit nor rest forbids it.

    While it rests to be compared, the furnace waits like for one that runs: only equal
    times can be compared.
    """
    is_able = situation.settings.machine.can(Side.HEAT)
    is_compared = situation.is_compressor_compared
    is_resting = situation.is_compressor_held and not is_compared
    return is_able and not is_resting and Lockout.COMPRESSOR not in situation.lockouts


def _is_heat_pump_short(fuel: Fuel | None, situation: Situation) -> bool:
    """Return whether it is colder than where the heat pump just holds the room."""
    strength = situation.strength
    if strength is None or Lockout.FURNACE in situation.lockouts:
        return False
    burns = fuel is not None and fuel.heater is Heater.FURNACE
    return strength < (ENOUGH if burns else 1.0)


def _is_needed_until_satisfied(fuel: Fuel | None, situation: Situation) -> bool:
    """Return whether the furnace heats what the heat pump could not."""
    is_locked_out = Lockout.FURNACE in situation.lockouts
    if is_locked_out and not is_backup_needed(situation):
        return False
    if has_drooped(situation):
        return True
    is_helping = fuel is not None and fuel.until_satisfied
    return is_helping and situation.state.need.demand is not None


def has_drooped(situation: Situation) -> bool:
    """Return whether the room has been too cold for too long.

    Nobody waits for that in a room that falls far while nothing heats it.
    """
    droop_since, limits = drooping_since(situation), situation.settings.dual_fuel
    if droop_since is None:
        return False
    is_compared = situation.is_compressor_compared
    if is_compared and not shows_droop(situation):
        return False
    if is_compared and _is_deep(situation):
        return True
    is_on_trial = situation.state.response.is_on_trial
    is_hasty = is_on_trial or _is_sinking(situation, droop_since)
    time = limits.droop_time / (SOONER if is_hasty else 1)
    return situation.clock.passed(droop_since, time)


def shows_droop(situation: Situation) -> bool:
    """Return whether the sensor shows the droop that backup heat waits for.

    What is observed may be misled by the very compressor that is compared.
    """
    said, reach = situation.shown, situation.settings.dual_fuel.droop
    backed = situation.setpoints.backed
    return said is not None and at_least(backed.shortfall(Side.HEAT, said), reach)


def _is_sinking(situation: Situation, droop_since: datetime) -> bool:
    """Return whether the room becomes colder and colder while the heat pump runs."""
    run = situation.state.course.progress
    has_sunk = run is not None and droop_since - run.at >= SINKS_FOR
    return has_sunk and _is_deep(situation)


def _is_deep(situation: Situation) -> bool:
    """Return whether the room droops by far more than makes the furnace take over."""
    droop, reach = situation.droop, situation.settings.dual_fuel.droop
    return droop is not None and at_least(droop, Delta(reach * DEEPER))


def _is_furnace_cheaper(fuel: Fuel | None, situation: Situation) -> bool:
    """Return whether prices decide, and for the furnace."""
    if not situation.settings.economy.follows_price:
        return False
    burns = fuel is not None and fuel.is_cheaper
    now = HeatGenerator.FURNACE if burns else HeatGenerator.HEAT_PUMP
    balance = economic_balance(situation.heat_pump, situation.seen.prices)
    chosen = preferred_generator(now, situation.outdoor, balance)
    return chosen is HeatGenerator.FURNACE
