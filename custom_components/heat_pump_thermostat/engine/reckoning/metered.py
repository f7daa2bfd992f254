"""What the machine's own meters and sensors tell of it, less what is not its own."""

from datetime import timedelta
from typing import Final

from ..board import ELECTRIC, Board, Side, Terminal
from ..defrost.outdoor_coil import DefrostState
from ..heat_pump.calibration import (
    HEAT_IN_AIR,
    HEAT_IN_WATER,
    PLAUSIBLE_RATIOS,
    heat_of_flow,
)
from ..heat_pump.full_load import at_running_stage
from ..heat_pump.ratings import Sink
from ..situation import Situation
from ..units import Celsius, Delta

MEASURED_AFTER: Final = timedelta(minutes=5)
"""How long after a start a machine is measured: heat has built up by then."""
LEAST_BACKUP: Final = 0.1
"""What backup draws at least while it heats, in kW: a meter at rest tells less."""
HEATING_WATER: Final = (Celsius(22), Celsius(80))
"""Between which temperatures water leaves a machine that heats: from floors in mild
weather to a tank that is heated against germs."""
FLOW_DOUBT: Final = Delta(1.5)
"""By so much supply and return may be off together."""
MOST_OF_PART_LOAD: Final = 2.5
"""What a machine that heats water may give beside its datasheet: in mild weather it is
tested at part load."""


def run_time(situation: Situation, board: Board) -> timedelta:
    """Return for how long the compressor has been running."""
    now = situation.clock.now
    return max(now - (board.running_since or now), timedelta())


def is_undisturbed(situation: Situation) -> bool:
    """Return whether the machine heats or cools as it is rated to."""
    frost = situation.state.frost
    return not frost.is_suspected and frost.state is not DefrostState.RECOVERING


def own_power(situation: Situation, board: Board) -> float | None:
    """Return what the outdoor unit itself draws by its meter, kW; None if unknown.

    None, too, where no machine of its size draws so much: others do, or the meter tells
    another unit. One that draws little may be broken.
    """
    rest, runs = situation.state.learned.rest, board.is_on(Terminal.Y1)
    own = rest.own_power(situation.seen.power, runs=runs)
    full = situation.heat_pump.as_sized.utmost(
        situation.running_side, situation.outdoor
    )
    if own is None or full is None or not full.is_sized:
        return own
    return own if own <= PLAUSIBLE_RATIOS[1] * full.power else None


def measured_heat(situation: Situation, board: Board) -> float | None:
    """Return the heat pump's heat, or its cold, in kW as it is measured.

    Below zero while a defrost takes it from a heated room. None where it is not
    measured, and where the machine cannot give so much, or so little.
    """
    metered = situation.seen.heat
    told = _heat_of_flow(situation) if metered is None else _own_heat(situation, board)
    return told if told is None or _can_be(told, situation, board) else None


def _own_heat(situation: Situation, board: Board) -> float | None:
    """Return what a heat meter tells of the heat pump; cold without its sign."""
    rest, runs = situation.state.learned.rest, board.is_on(Terminal.Y1)
    own = rest.own_heat(situation.seen.heat, runs=runs)
    is_cold = situation.running_side is Side.COOL
    return abs(own) if is_cold and own is not None else own


def _can_be(heat: float, situation: Situation, board: Board) -> bool:
    """Return whether a machine of this size may give so much heat, or cold, in kW.

    An inverter gives little as it pleases, and so does any machine in a defrost or
    just started; one that gives nothing may be broken. A defrost takes no more.
    """
    known, side = situation.heat_pump.as_sized, situation.running_side
    full = known.utmost(side, situation.outdoor)
    if full is None or not full.is_sized:
        return True
    machine = situation.settings.machine
    least, most = PLAUSIBLE_RATIOS
    if machine.ratings.into is Sink.WATER:
        most = MOST_OF_PART_LOAD
    is_steady = run_time(situation, board) >= MEASURED_AFTER
    is_whole = is_steady and is_undisturbed(situation) and not machine.modulates()
    expected = at_running_stage(full, board).capacity
    is_little = side is Side.HEAT and is_whole and 0 < heat < least * expected
    return abs(heat) <= most * full.capacity and not is_little


def _heat_of_flow(situation: Situation) -> float | None:
    """Return the heat in kW that a known flow of air or water takes up.

    None where it tells nothing: beside a backup that heats it, and of cold, of which
    only what is felt shows, not what dries the air.
    """
    seen, machine = situation.seen, situation.settings.machine
    heats = situation.running_side is Side.HEAT
    is_water = machine.ratings.into is Sink.WATER
    flow = _water_flow(situation) if is_water else machine.airflow
    if flow is None or seen.supply is None or seen.back is None:
        return None
    if not heats or is_heated_twice(situation):
        return None
    if is_water and is_undisturbed(situation) and not _heats_room(situation):
        return None
    taken_up = HEAT_IN_WATER if is_water else HEAT_IN_AIR
    return heat_of_flow(seen.supply, seen.back, flow, taken_up)


def _water_flow(situation: Situation) -> float | None:
    """Return how much water goes, m³/s: as it is metered, or as it was told."""
    metered = situation.seen.water_flow
    return situation.settings.machine.water_flow if metered is None else metered


def water_temperature(situation: Situation, board: Board) -> Celsius | None:
    """Return how warm heating water leaves a machine that has run for a while.

    None where nothing tells, or nothing that can be: then the heating curve does.
    """
    is_water = situation.settings.machine.ratings.into is Sink.WATER
    has_run = board.is_on(Terminal.Y1) and run_time(situation, board) >= MEASURED_AFTER
    supply = situation.seen.supply
    return supply if is_water and has_run and _heats_room(situation) else None


def _heats_room(situation: Situation) -> bool:
    """Return whether water is as warm as heating water is, and warmer than it returns.

    What is not so in a machine that heats is a sensor's fault.
    """
    supply, back = situation.seen.supply, situation.seen.back
    is_warm = supply is not None and HEATING_WATER[0] <= supply <= HEATING_WATER[1]
    is_cooled = supply is not None and back is not None and supply - back < -FLOW_DOUBT
    return is_warm and not is_cooled


def is_heated_twice(situation: Situation) -> bool:
    """Return whether electric backup heats the same air or water, ours or a board's."""
    is_ours_on = any(situation.board.is_on(terminal) for terminal in ELECTRIC)
    return is_ours_on or (situation.seen.aux_power or 0.0) >= LEAST_BACKUP
