"""What is known beyond what the relays confirm: worked out after each decision."""

from dataclasses import replace

from ..accounts.outlook import outlook_for
from ..board import Side
from ..estimates import Estimates
from ..heat_pump.carnot import refrigerant_cycle
from ..heat_pump.ratings import Output
from ..house.home import home_of
from ..meter import running_seconds
from ..situation import Situation
from ..state import State
from .flows import flows_now, is_undisturbed, output_now, rates_of
from .learning import learn_from_step
from .watching import alerts_after


def reckon(situation: Situation, state: State) -> tuple[Estimates, State]:
    """Return what is known after a decision, and its state with what was learned.

    What has been so since the last step stands in the meter's rates; what is returned
    is so from now on.
    """
    settings, seen, board = situation.settings, situation.seen, state.wires.board
    side, outdoor = situation.running_side, situation.outdoor
    heats, heat_pump = side is Side.HEAT, situation.heat_pump
    full = heat_pump.full_load(side, outdoor, seen.humidity)
    rated = heat_pump.as_rated.full_load(side, outdoor, seen.humidity)
    now = output_now(situation, board, full)
    flows = flows_now(situation, board, now)
    seconds = running_seconds(
        board,
        is_emergency=state.wishes.emergency,
        is_defrosting=situation.is_defrosting,
    )
    growing = {**seconds, **rates_of(situation, board, flows)}
    meter = state.meter.with_rates(growing, situation.clock.now)
    state = learn_from_step(situation, state, rated if heats else None)
    state = replace(state, meter=meter, alerts=alerts_after(situation))
    known = state.learned
    at = heat_pump.entering(outdoor) if heats else None
    estimates = Estimates(
        now=_undisturbed_output(situation, now),
        full=full,
        flows=flows,
        cycle=None if at is None else refrigerant_cycle(heat_pump.ratings.source, at),
        outlook=outlook_for(
            home_of(known.envelope, replace(heat_pump, scale=known.scale)),
            situation.setpoints.kept.heat,
            seen.prices,
            full if heats else None,
            settings.upkeep.design_outdoor,
            known.warming,
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
