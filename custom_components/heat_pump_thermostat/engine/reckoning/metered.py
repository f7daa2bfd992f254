"""What the machine's own meters and sensors tell of it, less what is not its own."""

from datetime import timedelta
from typing import Final

from ..board import ELECTRIC, Board, Side, Terminal
from ..heat_pump.calibration import HEAT_IN_AIR, HEAT_IN_WATER, heat_of_flow
from ..heat_pump.ratings import Sink
from ..situation import Situation
from ..units import Celsius

MEASURED_AFTER: Final = timedelta(minutes=5)
"""How long after a start a machine is measured: heat has built up by then."""
LEAST_BACKUP: Final = 0.1
"""What backup draws at least while it heats, in kW: a meter at rest tells less."""
LEAST_RUNNING: Final = 0.2
"""What a compressor that runs adds at least to a meter that others share, in kW."""


def run_time(situation: Situation, board: Board) -> timedelta:
    """Return for how long the compressor has been running."""
    now = situation.clock.now
    return max(now - (board.running_since or now), timedelta())


def drawn_power(metered: float | None) -> float | None:
    """Return a metered power in kW; None of one below zero.

    That is what solar panels on the same wires give back, and nobody knows what of it
    the machine takes.
    """
    return None if metered is None or metered < 0 else metered


def own_power(situation: Situation, board: Board) -> float | None:
    """Return what the outdoor unit itself draws by its meter, kW; None if unknown.

    What the meter tells at rest beyond what a machine at rest draws is others'. One to
    which a running compressor adds nothing does not follow it: it is stuck, or of
    something else.
    """
    metered, others = drawn_power(situation.seen.power), _others(situation)
    if metered is None:
        return None
    own = max(0.0, metered - others)
    is_deaf = others > 0 and board.is_on(Terminal.Y1) and own < LEAST_RUNNING
    return None if is_deaf else own


def _others(situation: Situation) -> float:
    return situation.state.learned.rest.of_others


def measured_heat(situation: Situation) -> float | None:
    """Return the heat pump's heat, or its cold, in kW as it is measured.

    Below zero while a defrost takes it from a heated room. None where it is not
    measured: a flow tells nothing beside a backup that heats it, and of cold
    only what is felt, not what dries the air.
    """
    seen, machine = situation.seen, situation.settings.machine
    heats = situation.running_side is Side.HEAT
    if seen.heat is not None:
        return seen.heat if heats else abs(seen.heat)
    is_water = machine.ratings.into is Sink.WATER
    flow = machine.water_flow if is_water else machine.airflow
    if flow is None or seen.supply is None or seen.back is None:
        return None
    if not heats or is_heated_twice(situation):
        return None
    taken_up = HEAT_IN_WATER if is_water else HEAT_IN_AIR
    return heat_of_flow(seen.supply, seen.back, flow, taken_up)


def water_temperature(situation: Situation, board: Board) -> Celsius | None:
    """Return how warm heating water leaves a machine that has run for a while."""
    is_water = situation.settings.machine.ratings.into is Sink.WATER
    has_run = board.is_on(Terminal.Y1) and run_time(situation, board) >= MEASURED_AFTER
    return situation.seen.supply if is_water and has_run else None


def is_heated_twice(situation: Situation) -> bool:
    """Return whether electric backup heats the same air or water, ours or a board's."""
    is_ours_on = any(situation.board.is_on(terminal) for terminal in ELECTRIC)
    return is_ours_on or (situation.seen.aux_power or 0.0) >= LEAST_BACKUP
