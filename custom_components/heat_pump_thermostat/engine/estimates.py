"""What is known beyond what the relays confirm: worked out after each decision."""

from dataclasses import replace

from .board import Side
from .estimate.carnot import cycle
from .estimate.estimates import Estimates
from .estimate.presets import entering
from .flows import flows, is_undisturbed, output_now, rates
from .learning import taught
from .meter import running
from .model import State
from .outlook import outlook
from .output import full_load
from .situation import Situation


def estimated(situation: Situation, state: State) -> tuple[Estimates, State]:
    """Return what is known after a decision, and its state with what was learned.

    What has been so since the last step stands in the meter's rates; what is returned
    is so from now on.
    """
    machine, seen = situation.settings.machine, situation.seen
    side, at = situation.running_side, situation.outdoor
    if side is Side.HEAT:
        at = entering(machine.ratings.source, situation.outdoor, seen.source)
    full = full_load(machine, state.scale, side, at, seen.humidity)
    state = taught(situation, state, full if side is Side.HEAT else None)
    now = output_now(situation, state.board, full)
    powers = flows(situation, state.board, now)
    seconds = running(
        state.board,
        is_emergency=state.wishes.emergency,
        is_defrosting=situation.is_defrosting,
    )
    growing = {**seconds, **rates(situation, powers)}
    heats = side is Side.HEAT and at is not None
    estimates = Estimates(
        now=now if is_undisturbed(situation) else None,
        full=full,
        flows=powers,
        cycle=cycle(machine.ratings.source, at) if heats and at is not None else None,
        outlook=outlook(
            situation.settings,
            state,
            seen,
            situation.targets.heat,
            full if side is Side.HEAT else None,
        ),
    )
    meter = state.meter.growing(growing, situation.clock.now)
    return estimates, replace(state, meter=meter)
