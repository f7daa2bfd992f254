"""What is known beyond what the relays confirm: worked out after each decision."""

from ..board import Side
from ..estimates import Estimates
from ..heat_pump.calibration import Scale
from ..heat_pump.carnot import cycle
from ..heat_pump.output import full_load
from ..heat_pump.presets import entering
from ..heat_pump.ratings import Output
from ..meter import running
from ..situation import Situation
from ..state import State
from .flows import flows, is_undisturbed, output_now, rates
from .learning import taught
from .outlook import outlook


def estimated(situation: Situation, state: State) -> tuple[Estimates, State]:
    """Return what is known after a decision, and its state with what was learned.

    What has been so since the last step stands in the meter's rates; what is returned
    is so from now on.
    """
    machine, seen = situation.settings.machine, situation.seen
    source = machine.ratings.source
    side, at = situation.running_side, situation.outdoor
    if side is Side.HEAT:
        at = entering(source, situation.outdoor, seen.source)
    full = full_load(machine, state.learned.scale, side, at, seen.humidity)
    rated = full_load(machine, Scale(), side, at, seen.humidity)
    now = output_now(situation, state.wires.board, full)
    powers = flows(situation, state.wires.board, now)
    seconds = running(
        state.wires.board,
        is_emergency=state.wishes.emergency,
        is_defrosting=situation.is_defrosting,
    )
    growing = {**seconds, **rates(situation, state.wires.board, powers)}
    meter = state.meter.growing(growing, situation.clock.now)
    state = taught(situation, state, rated if side is Side.HEAT else None, meter)
    estimates = Estimates(
        now=_shown(situation, now),
        full=full,
        flows=powers,
        cycle=None if side is Side.COOL or at is None else cycle(source, at),
        outlook=outlook(
            situation.settings,
            state,
            seen,
            situation.setpoints.kept.heat,
            full if side is Side.HEAT else None,
        ),
    )
    return estimates, state


def _shown(situation: Situation, now: Output | None) -> Output | None:
    """Return what the machine does as it is rated to; None in and after a defrost.

    None, too, where a datasheet that this unit does not keep leads below a COP of 1.
    """
    if now is None or now.cop < 1 or not is_undisturbed(situation):
        return None
    return now
