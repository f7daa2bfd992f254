"""What goes into the house and the machines now, and what it adds up to."""

from collections.abc import Mapping
from math import hypot
from typing import Final

from ..accounts.costs import FURNACE_EFFICIENCY, Prices
from ..board import Board, Side, Terminal
from ..estimates import Flows
from ..heat_pump import cycling
from ..heat_pump.calibration import measured_output
from ..heat_pump.full_load import at_running_stage
from ..heat_pump.part_load import at_load, gain_of, load_by_power
from ..heat_pump.ratings import Basis, Output
from ..house.home import SIZE_DOUBT
from ..meter import COUNT_EVERY, Count, Rates
from ..records import replace
from ..situation import Situation
from ..units import SECONDS_PER_HOUR, Delta
from .metered import (
    MEASURED_AFTER,
    is_heated_twice,
    measured_heat,
    own_power,
    run_time,
)

ELECTRICITY: Mapping[Side, Count] = {
    Side.HEAT: Count.HEATING_ELECTRICITY,
    Side.COOL: Count.COOLING_ELECTRICITY,
}
MOVED_BY: Mapping[Side, Count] = {Side.HEAT: Count.HEAT, Side.COOL: Count.COLD}
"""What the sums of the outdoor unit's power, and of what it moves, are called."""

BLOWER_WARMS: Final = Delta(0.65)
"""What the indoor fan itself warms its air by: 0.375 W per cfm, as RESNET takes it."""
LEAST_LIFT: Final = Delta(4)
"""What the backup has to add to the supply's temperature, to gauge the air by it."""
FELT_SHARES: Final = (0.5, 1.3)
"""What a coil's frost makes of the mean heat; more or less is a sensor's fault."""
CLEAR_KNOWN_AFTER: Final = 600.0
"""Run time with a clear coil, s, after which it is known what the air is warmed by."""


def output_now(
    situation: Situation, board: Board, full: Output | None
) -> Output | None:
    """Return what a running machine delivers and takes, measured where it can be."""
    if full is None or not board.is_on(Terminal.Y1):
        return None
    modelled = at_running_stage(full, board)
    heat, power = measured_heat(situation, board), own_power(situation, board)
    if run_time(situation, board) < MEASURED_AFTER:
        return modelled
    if heat is None or power is None:
        return _at_its_load(situation, modelled, power)
    found = measured_output(heat, power, modelled.ceiling)
    return found if found and found.cop >= 1 else modelled


def _at_its_load(situation: Situation, full: Output, power: float | None) -> Output:
    """Return what an inverter does at the load it has: its relay tells only that it is.

    Its power tells it, where that is measured; else what the house takes, as far as
    that is known.
    """
    machine, room, outdoor = (
        situation.settings.machine,
        situation.room,
        situation.outdoor,
    )
    if not machine.modulates() or situation.running_side is not Side.HEAT:
        return full
    gain, most = gain_of(machine.ratings), situation.heat_pump.reserve(outdoor)
    if power is not None and full.is_sized:
        return at_load(full, load_by_power(full, power, gain, most), gain, most)
    if not full.is_sized or room is None or outdoor is None:
        return full
    house = situation.home.house
    share = house.load(outdoor, room) / full.capacity
    told = at_load(full, share, gain, most)
    doubt = gain * share * SIZE_DOUBT * (1 - house.confidence)
    return replace(told, uncertainty=hypot(told.uncertainty, doubt))


def gauged_heat(situation: Situation) -> float | None:
    """Return the heat in kW as the backup gauges it, where nothing measures it.

    What the backup's known power warms the supply by tells how much air there is, as
    technicians do it; the fan's own warmth is not the machine's. None where it was not
    seen, or heats the air now.
    """
    normal, rise = situation.state.frost.normals.rise, situation.seen.rise
    machine = situation.settings.machine
    known = machine.ratings.aux_power
    if normal is None or normal.lift is None or rise is None or known is None:
        return None
    is_gauge = machine.has_electric_backup() and normal.lift >= LEAST_LIFT
    if not is_gauge or is_heated_twice(situation):
        return None
    return (rise - BLOWER_WARMS) * known / normal.lift


def felt_output(situation: Situation, board: Board, now: Output) -> Output:
    """Return an output with the heat that the air shows at this moment.

    Frost takes more of it from minute to minute, of which a model knows the mean. That
    takes air whose flow stays as it is: a machine with one speed.
    """
    is_steady = run_time(situation, board) >= MEASURED_AFTER
    has_one_speed = not (
        situation.settings.machine.modulates() or board.is_wired(Terminal.Y2)
    )
    heats = situation.running_side is Side.HEAT
    if now.basis is Basis.MEASURED or not (is_steady and has_one_speed and heats):
        return now
    gauged = gauged_heat(situation)
    heat = _heat_beside_clear(situation) if gauged is None else gauged
    if heat is None or not FELT_SHARES[0] <= heat / now.capacity <= FELT_SHARES[1]:
        return now
    own = own_power(situation, board)
    power = now.power if own is None else own
    return replace(now, capacity=heat, power=max(power, heat / now.ceiling))


def _heat_beside_clear(situation: Situation) -> float | None:
    """Return the heat in kW by what the air is warmed by, beside a clear coil's."""
    rise, known = situation.seen.rise, situation.state.learned
    is_known = known.air.seconds >= CLEAR_KNOWN_AFTER
    if rise is None or not is_known or is_heated_twice(situation):
        return None
    return known.scale.capacity.value * (rise - BLOWER_WARMS) / known.air.value


def drawn_power(metered: float | None) -> float | None:
    """Return a metered power in kW; None of one below zero, which is no machine's."""
    return None if metered is None or metered < 0 else metered


def flows_now(situation: Situation, board: Board, now: Output | None) -> Flows:
    """Return the powers while the machine does what it does now."""
    machine, prices = situation.settings.machine, situation.seen.prices
    rated = machine.ratings.aux_power if board.is_backup_on else 0.0
    metered = drawn_power(situation.seen.aux_power)
    electric = rated if metered is None else metered
    burns = machine.has_furnace()
    burned = rated if burns else 0.0
    efficiency = prices.efficiency if prices else FURNACE_EFFICIENCY
    return Flows(
        power=_outdoor_unit_power(situation, board, now),
        heat=_heat_pump_heat(situation, board, now),
        aux_power=0.0 if burns else electric,
        backup_heat=rated if burns else electric,
        fuel=None if burned is None else burned / efficiency,
    )


def _outdoor_unit_power(
    situation: Situation, board: Board, now: Output | None
) -> float | None:
    own = own_power(situation, board)
    if own is not None:
        return own
    if not board.is_on(Terminal.Y1):
        return 0.0
    return now.power if now and now.is_sized else None


def _heat_pump_heat(
    situation: Situation, board: Board, now: Output | None
) -> float | None:
    if not board.is_on(Terminal.Y1):
        return 0.0
    measured = measured_heat(situation, board)
    if measured is not None:
        return measured
    if now is None or not now.is_sized:
        return None
    coefficient = cycling.CD[situation.settings.machine.ratings.machine_type]
    run = run_time(situation, board).total_seconds()
    minute = COUNT_EVERY.total_seconds()
    build_up = cycling.mean_build_up(run, run + minute, coefficient)
    return now.capacity * build_up


def rates_of(situation: Situation, board: Board, flows: Flows) -> Rates:
    """Return what energies and money grow by each second.

    What is nothing grows nothing, and is left out, except where something runs: there
    no heat is another thing than heat that nobody knows, which is None.
    """
    side = situation.running_side
    moved, is_heating = MOVED_BY[side], side is Side.HEAT
    hourly = {
        ELECTRICITY[side]: flows.power,
        moved: flows.heat,
        Count.AUX_ELECTRICITY: flows.aux_power,
        Count.BACKUP_HEAT: flows.backup_heat,
        Count.FUEL: flows.fuel,
        Count.DEFROST_ELECTRICITY: flows.power if situation.is_defrosting else 0.0,
        Count.COST: _bill(situation.seen.prices, flows),
        Count.CARBON: _bill(situation.seen.carbon, flows),
        **(_savings(situation.seen.prices, flows) if is_heating else {}),
    }
    runs = {moved: board.is_on(Terminal.Y1), Count.BACKUP_HEAT: board.is_backup_on}
    known = {
        count: value / SECONDS_PER_HOUR
        for count, value in hourly.items()
        if value is not None and (value or runs.get(count))
    }
    unknown = [count for count, value in hourly.items() if value is None]
    return {**known, **(dict.fromkeys(unknown) if any(runs.values()) else {})}


def _bill(prices: Prices | None, flows: Flows) -> float | None:
    """Return what the powers cost, or emit, in an hour; None unless all is known."""
    if prices is None or flows.fuel is None or (flows.fuel and prices.fuel is None):
        return None
    if flows.power is None or flows.aux_power is None:
        return None
    taken = flows.power + flows.aux_power
    return taken * prices.electricity + flows.fuel * (prices.fuel or 0.0)


def _savings(prices: Prices | None, flows: Flows) -> dict[Count, float]:
    """Return what an hour of the heat pump's heat would have cost more."""
    if prices is None or flows.power is None or flows.heat is None:
        return {}
    own = flows.power * prices.electricity
    saved = {Count.SAVED_ON_RESISTANCE: flows.heat * prices.electricity - own}
    if prices.furnace is not None:
        saved[Count.SAVED_ON_FURNACE] = flows.heat * prices.furnace - own
    return saved
