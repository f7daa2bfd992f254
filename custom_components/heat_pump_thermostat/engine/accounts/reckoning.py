"""What is known beyond what the relays confirm: worked out after each decision."""

from ..board import Side
from ..estimates import Estimates
from ..heat_pump.calibration import Scale
from ..heat_pump.carnot import refrigerant_cycle
from ..heat_pump.output import full_load
from ..heat_pump.presets import entering_temperature
from ..heat_pump.ratings import Output
from ..meter import running_seconds
from ..situation import Situation
from ..state import State
from .flows import flows_now, is_undisturbed, output_now, rates_of
from .learning import learn_from_step
from .outlook import outlook_for


def reckon(situation: Situation, state: State) -> tuple[Estimates, State]:
    """Return what is known after a decision, and its state with what was learned.

    What has been so since the last step stands in the meter's rates; what is returned
    is so from now on.
    """
    machine, seen = situation.settings.machine, situation.seen
    source = machine.ratings.source
    side, at = situation.running_side, situation.outdoor
    if side is Side.HEAT:
        at = entering_temperature(source, situation.outdoor, seen.source)
    full = full_load(machine, state.learned.scale, side, at, seen.humidity)
    rated = full_load(machine, Scale(), side, at, seen.humidity)
    now = output_now(situation, state.wires.board, full)
    powers = flows_now(situation, state.wires.board, now)
    seconds = running_seconds(
        state.wires.board,
        is_emergency=state.wishes.emergency,
        is_defrosting=situation.is_defrosting,
    )
    growing = {**seconds, **rates_of(situation, state.wires.board, powers)}
    meter = state.meter.with_rates(growing, situation.clock.now)
    state = learn_from_step(
        situation, state, rated if side is Side.HEAT else None, meter
    )
    estimates = Estimates(
        now=_undisturbed_output(situation, now),
        full=full,
        flows=powers,
        cycle=None
        if side is Side.COOL or at is None
        else refrigerant_cycle(source, at),
        outlook=outlook_for(
            situation.settings,
            state,
            seen,
            situation.targets.heat,
            full if side is Side.HEAT else None,
        ),
    )
    return estimates, state


def _undisturbed_output(situation: Situation, now: Output | None) -> Output | None:
    """Return what the machine does as it is rated to; None in and after a defrost.

    None, too, where a datasheet that this unit does not keep leads below a COP of 1.
    """
    if now is None or now.cop < 1 or not is_undisturbed(situation):
        return None
    return now
