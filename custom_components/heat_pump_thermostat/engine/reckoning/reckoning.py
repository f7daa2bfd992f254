"""What is known beyond what the relays confirm: worked out after each decision."""

from typing import TypedDict

from ..accounts.alerts import Alerts
from ..accounts.care import Care, counting_every_task
from ..accounts.outlook import outlook_for
from ..board import Board, Side
from ..estimates import Estimates
from ..heat_pump.carnot import refrigerant_cycle
from ..heat_pump.ratings import Output
from ..house.home import Home, home_of
from ..meter import Meter, running_seconds
from ..records import replace
from ..situation import Situation
from ..state import Learned
from .flows import (
    felt_output,
    flows_now,
    output_now,
    rates_of,
)
from .learning import learned_from_step
from .metered import is_undisturbed, water_temperature
from .watching import alerts_after


class Reckoned(TypedDict):
    """What a step adds to its memory once it has decided."""

    meter: Meter
    learned: Learned
    care: Care
    alerts: Alerts


def reckon(situation: Situation, board: Board) -> tuple[Estimates, Reckoned]:
    """Return what is known after a decision, and what to remember of it.

    What has been so since the last step stands in the meter's rates; what is returned
    is so from now on, as the board stands.
    """
    settings, seen, state = situation.settings, situation.seen, situation.state
    side, outdoor = situation.running_side, situation.outdoor
    heats, heat_pump = side is Side.HEAT, situation.heat_pump
    flow = water_temperature(situation, board)
    full = heat_pump.full_load(side, outdoor, flow)
    rated = heat_pump.as_rated.steady(side, outdoor, flow)
    now = output_now(situation, board, full)
    flows = flows_now(situation, board, now)
    seconds = running_seconds(
        board,
        is_emergency=state.wishes.emergency,
        is_defrosting=situation.is_defrosting,
    )
    growing = {**seconds, **rates_of(situation, board, flows)}
    meter = state.meter.with_rates(growing, situation.clock.now)
    known = learned_from_step(situation, board, rated if heats else None)
    at = heat_pump.entering(outdoor) if heats else None
    estimates = Estimates(
        now=_undisturbed_output(situation, board, now),
        full=full,
        flows=flows,
        cycle=None
        if at is None
        else refrigerant_cycle(heat_pump.ratings.into, at, flow),
        outlook=outlook_for(
            _home_from_now_on(situation, known),
            situation.setpoints.kept.heat,
            seen.prices,
            full if heats else None,
            settings.upkeep.design_outdoor,
            known.warming,
        ),
    )
    care = counting_every_task(state.care, state.meter.fan_time, seen.now)
    return estimates, Reckoned(
        meter=meter, learned=known, care=care, alerts=alerts_after(situation)
    )


def _home_from_now_on(situation: Situation, known: Learned) -> Home:
    """Return the home by what a step has taught of it: mostly nothing."""
    home, before = situation.home, situation.state.learned.envelope
    heat_pump, after = home.heat_pump, known.envelope
    is_same_house = after.by_day is before.by_day and after.by_night is before.by_night
    if is_same_house and known.scale is heat_pump.scale:
        return home
    return home_of(after, replace(heat_pump, scale=known.scale))


def _undisturbed_output(
    situation: Situation, board: Board, now: Output | None
) -> Output | None:
    """Return what the machine does as it is rated to; None in and after a defrost.

    None, too, where a datasheet that this unit does not keep leads below a COP of 1.
    """
    if now is None or not is_undisturbed(situation):
        return None
    felt = felt_output(situation, board, now)
    return felt if felt.cop >= 1 else None
