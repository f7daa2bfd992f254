"""What goes into the house and the machines now, and what it adds up to."""

from datetime import timedelta
from typing import Final

from .board import ELECTRIC, Board, Side, Terminal
from .estimate import cycling
from .estimate.calibration import measured, measured_heat
from .estimate.estimates import Flows
from .estimate.outdoor_coil import DefrostState
from .estimate.ratings import Output
from .meter import PUBLISH_EVERY, Count, Rates
from .output import at_stage
from .settings import Backup
from .situation import Situation

HOUR: Final = 3600.0
STEADY_AFTER: Final = timedelta(minutes=5)
"""How long after a start a machine is measured: heat has built up by then."""


def ran_for(board: Board, situation: Situation) -> timedelta:
    """Return for how long the compressor has been running."""
    contact = board.contacts.get(Terminal.Y1)
    if contact is None or not board.is_on(Terminal.Y1):
        return timedelta()
    return max(situation.clock.now - contact.since, timedelta())


def is_undisturbed(situation: Situation) -> bool:
    """Return whether the machine heats or cools as it is rated to."""
    frost = situation.state.frost
    return not frost.is_suspected and frost.state is not DefrostState.RECOVERING


def gauged_heat(situation: Situation) -> float | None:
    """Return the heat pump's heat as it is measured, in kW; None where it is not."""
    seen, airflow = situation.seen, situation.settings.machine.airflow
    if seen.heat is not None:
        return abs(seen.heat)
    if airflow is None or seen.supply is None or seen.back is None:
        return None
    if any(situation.board.is_on(terminal) for terminal in ELECTRIC):
        return None  # The backup heats the same air.
    return abs(measured_heat(seen.supply, seen.back, airflow))


def output_now(
    situation: Situation, board: Board, full: Output | None
) -> Output | None:
    """Return what a running machine delivers and takes, measured where it can be."""
    if full is None or not board.is_on(Terminal.Y1):
        return None
    modelled = at_stage(full, board)
    heat, power = gauged_heat(situation), situation.seen.power
    if heat is None or power is None or ran_for(board, situation) < STEADY_AFTER:
        return modelled
    return measured(heat, power, modelled.ceiling) or modelled


def flows(situation: Situation, board: Board, now: Output | None) -> Flows:
    """Return the powers while the machine does what it does now."""
    machine, seen = situation.settings.machine, situation.seen
    backup = machine.ratings.aux_power if board.is_backup_on else 0.0
    if machine.backup is Backup.FUEL:
        efficiency = seen.prices.efficiency if seen.prices else 1.0
        burned = None if backup is None else backup / efficiency
        electric: float | None = 0.0
        heat = backup
    else:
        burned = 0.0
        electric = heat = backup if seen.aux_power is None else seen.aux_power
    return Flows(
        power=_power(situation, board, now),
        heat=_heat(situation, board, now),
        aux_power=electric,
        backup_heat=heat,
        fuel=burned,
    )


def _power(situation: Situation, board: Board, now: Output | None) -> float | None:
    if situation.seen.power is not None:
        return situation.seen.power
    if not board.is_on(Terminal.Y1):
        return 0.0
    return now.power if now and now.is_sized else None


def _heat(situation: Situation, board: Board, now: Output | None) -> float | None:
    if not board.is_on(Terminal.Y1):
        return 0.0
    gauged = gauged_heat(situation)
    if gauged is not None:
        return gauged
    if now is None or not now.is_sized:
        return None
    coefficient = cycling.CD[situation.settings.machine.ratings.machine_type]
    run = ran_for(board, situation).total_seconds()
    minute = PUBLISH_EVERY.total_seconds()
    build_up = cycling.mean_build_up(run, run + minute, coefficient)
    return now.capacity * build_up


def rates(situation: Situation, flows: Flows) -> Rates:
    """Return what energies and money grow by each second."""
    heats = situation.running_side is Side.HEAT
    electricity = Count.HEATING_ELECTRICITY if heats else Count.COOLING_ELECTRICITY
    hourly = {
        electricity: flows.power,
        Count.HEAT if heats else Count.COLD: flows.heat,
        Count.AUX_ELECTRICITY: flows.aux_power,
        Count.BACKUP_HEAT: flows.backup_heat,
        Count.FUEL: flows.fuel,
        Count.DEFROST_ELECTRICITY: flows.power if situation.is_defrosting else 0.0,
        **_money(situation, flows, heats=heats),
    }
    return {count: value / HOUR for count, value in hourly.items() if value}


def _money(
    situation: Situation, flows: Flows, *, heats: bool
) -> dict[Count, float | None]:
    """Return what the powers cost, save and emit in an hour."""
    prices, carbon = situation.seen.prices, situation.seen.carbon
    if flows.power is None or flows.aux_power is None or flows.fuel is None:
        return {}
    taken = flows.power + flows.aux_power
    hourly: dict[Count, float | None] = {}
    if carbon is not None:
        burned = flows.fuel * (carbon.fuel or 0.0)
        hourly[Count.CARBON] = taken * carbon.electricity + burned
    if prices is None:
        return hourly
    hourly[Count.COST] = taken * prices.electricity + flows.fuel * (prices.fuel or 0.0)
    if heats and flows.heat is not None:
        own = flows.power * prices.electricity
        hourly[Count.SAVED_ON_RESISTANCE] = flows.heat * prices.electricity - own
        if prices.furnace is not None:
            hourly[Count.SAVED_ON_FURNACE] = flows.heat * prices.furnace - own
    return hourly
