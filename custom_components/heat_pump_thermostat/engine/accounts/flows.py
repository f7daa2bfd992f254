"""What goes into the house and the machines now, and what it adds up to."""

from datetime import timedelta
from typing import Final

from ..board import ELECTRIC, Board, Side, Terminal
from ..defrost.outdoor_coil import DefrostState
from ..estimates import Flows
from ..heat_pump import cycling
from ..heat_pump.calibration import measured, measured_heat
from ..heat_pump.output import at_stage
from ..heat_pump.ratings import Output
from ..meter import PUBLISH_EVERY, Count, Rates
from ..situation import Situation
from .costs import FURNACE_EFFICIENCY, Prices

HOUR: Final = 3600.0
STEADY_AFTER: Final = timedelta(minutes=5)
"""How long after a start a machine is measured: heat has built up by then."""
LEAST_BACKUP: Final = 0.1
"""What backup draws at least while it heats, in kW: a meter at rest tells less."""


def ran_for(board: Board, situation: Situation) -> timedelta:
    """Return for how long the compressor has been running."""
    since = board.running_since
    if since is None:
        return timedelta()
    return max(situation.clock.now - since, timedelta())


def is_undisturbed(situation: Situation) -> bool:
    """Return whether the machine heats or cools as it is rated to."""
    frost = situation.state.frost
    return not frost.is_suspected and frost.state is not DefrostState.RECOVERING


def drawn(metered: float | None) -> float | None:
    """Return a metered power in kW; None of one below zero.

    That is what solar panels on the same wires give back, and nobody knows what of it
    the machine takes.
    """
    return None if metered is None or metered < 0 else metered


def gauged_heat(situation: Situation) -> float | None:
    """Return the heat pump's heat, or its cold, in kW as it is measured.

    Below zero while a defrost takes it from a heated room. None where it is not
    measured: a flow of air tells nothing beside a backup that heats it, and of cold
    only what is felt, not what dries the air.
    """
    seen, airflow = situation.seen, situation.settings.machine.airflow
    heats = situation.running_side is Side.HEAT
    if seen.heat is not None:
        return seen.heat if heats else abs(seen.heat)
    if airflow is None or seen.supply is None or seen.back is None:
        return None
    if not heats or _is_air_heated_twice(situation):
        return None
    return measured_heat(seen.supply, seen.back, airflow)


def _is_air_heated_twice(situation: Situation) -> bool:
    """Return whether electric backup heats the air too, ours or a defrost board's."""
    is_ours_on = any(situation.board.is_on(terminal) for terminal in ELECTRIC)
    return is_ours_on or (situation.seen.aux_power or 0.0) >= LEAST_BACKUP


def output_now(
    situation: Situation, board: Board, full: Output | None
) -> Output | None:
    """Return what a running machine delivers and takes, measured where it can be."""
    if full is None or not board.is_on(Terminal.Y1):
        return None
    modelled = at_stage(full, board)
    heat, power = gauged_heat(situation), drawn(situation.seen.power)
    if heat is None or power is None or ran_for(board, situation) < STEADY_AFTER:
        return modelled
    found = measured(heat, power, modelled.ceiling)
    return found if found and found.cop >= 1 else modelled


def flows(situation: Situation, board: Board, now: Output | None) -> Flows:
    """Return the powers while the machine does what it does now."""
    machine, prices = situation.settings.machine, situation.seen.prices
    rated = machine.ratings.aux_power if board.is_backup_on else 0.0
    metered = drawn(situation.seen.aux_power)
    electric = rated if metered is None else metered
    burns = machine.has_furnace()
    burned = rated if burns else 0.0
    efficiency = prices.efficiency if prices else FURNACE_EFFICIENCY
    return Flows(
        power=_power(situation, board, now),
        heat=_heat(situation, board, now),
        aux_power=0.0 if burns else electric,
        backup_heat=rated if burns else electric,
        fuel=None if burned is None else burned / efficiency,
    )


def _power(situation: Situation, board: Board, now: Output | None) -> float | None:
    metered = drawn(situation.seen.power)
    if metered is not None:
        return metered
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


def rates(situation: Situation, board: Board, flows: Flows) -> Rates:
    """Return what energies and money grow by each second.

    What is nothing grows nothing, and is left out, except where something runs: there
    no heat is another thing than heat that nobody knows, which is None.
    """
    heats = situation.running_side is Side.HEAT
    electricity = Count.HEATING_ELECTRICITY if heats else Count.COOLING_ELECTRICITY
    heat = Count.HEAT if heats else Count.COLD
    hourly = {
        electricity: flows.power,
        heat: flows.heat,
        Count.AUX_ELECTRICITY: flows.aux_power,
        Count.BACKUP_HEAT: flows.backup_heat,
        Count.FUEL: flows.fuel,
        Count.DEFROST_ELECTRICITY: flows.power if situation.is_defrosting else 0.0,
        Count.COST: _sum(situation.seen.prices, flows),
        Count.CARBON: _sum(situation.seen.carbon, flows),
        **(_saved(situation.seen.prices, flows) if heats else {}),
    }
    runs = {heat: board.is_on(Terminal.Y1), Count.BACKUP_HEAT: board.is_backup_on}
    known = {
        count: value / HOUR
        for count, value in hourly.items()
        if value is not None and (value or runs.get(count))
    }
    unknown = [count for count, value in hourly.items() if value is None]
    return {**known, **(dict.fromkeys(unknown) if any(runs.values()) else {})}


def _sum(each: Prices | None, flows: Flows) -> float | None:
    """Return what the powers cost, or emit, in an hour; None unless all is known."""
    if each is None or flows.fuel is None or (flows.fuel and each.fuel is None):
        return None
    if flows.power is None or flows.aux_power is None:
        return None
    taken = flows.power + flows.aux_power
    return taken * each.electricity + flows.fuel * (each.fuel or 0.0)


def _saved(prices: Prices | None, flows: Flows) -> dict[Count, float]:
    """Return what the heat pump's heat would have cost more in an hour."""
    if prices is None or flows.power is None or flows.heat is None:
        return {}
    own = flows.power * prices.electricity
    saved = {Count.SAVED_ON_RESISTANCE: flows.heat * prices.electricity - own}
    if prices.furnace is not None:
        saved[Count.SAVED_ON_FURNACE] = flows.heat * prices.furnace - own
    return saved
