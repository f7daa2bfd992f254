"""What the machine and its sensors say of the outdoor coil."""

from .board import Board, Side, Terminal
from .clock import Clock
from .estimate.defrost import advance
from .estimate.evidence import Signs
from .estimate.outdoor_coil import NEVER, Frost
from .estimate.ratings import Output, Source
from .model import Observation, State
from .output import at_stage, full_load
from .settings import Machine
from .units import Celsius

BESIDE_THE_COMPRESSOR = (Terminal.Y2, Terminal.G, Terminal.W2, Terminal.E)


def frosted(
    machine: Machine,
    state: State,
    board: Board,
    side: Side,
    seen: Observation,
    outdoor: Celsius | None,
    clock: Clock,
) -> Frost:
    """Return what is known of the coil now; only one in outdoor air ever frosts."""
    if machine.ratings.source is not Source.AIR:
        return NEVER
    output = full_load(machine, state.scale, side, outdoor, seen.humidity)
    changes = [board.since(terminal) for terminal in BESIDE_THE_COMPRESSOR]
    signs = Signs(
        running_since=board.running_since,
        is_heating=side is Side.HEAT,
        calls_changed_at=max(filter(None, changes), default=None),
        is_backup_on=board.is_backup_on,
        outdoor=outdoor if seen.outdoor is None else seen.outdoor.value,
        humidity=seen.humidity,
        signal=seen.is_defrosting,
        coil=seen.coil,
        supply=seen.supply,
        back=seen.back,
        power=seen.power,
        expected_power=_expected_power(output, board),
    )
    return advance(state.frost, signs, clock)


def _expected_power(output: Output | None, board: Board) -> float | None:
    """Return what this machine should draw; a typical one's power tells nothing."""
    return at_stage(output, board).power if output and output.is_sized else None
