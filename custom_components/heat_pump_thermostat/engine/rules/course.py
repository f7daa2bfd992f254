"""How the answer to a call goes on: how far it has come, and what joins."""

from typing import Final

from ..board import Side
from ..clock import since
from ..records import replace
from ..situation import Situation
from ..state import Course
from ..vocabulary import AuxReason, Call
from . import auxiliary, fuel, instead, progress, staging

NO_CALL: Final = Course()


def advance(course: Course, situation: Situation) -> Course:
    """Return how the answer to the room's call goes on; without one nothing is on."""
    demand, droop = situation.state.need.demand, situation.droop
    if demand is None or droop is None:
        return NO_CALL
    if rise := situation.preheating:
        # From then on the droop is measured by what the next block asks for.
        situation.clock.wake(rise.helped_from)
    heats = demand.side is Side.HEAT
    run = progress.advance(course.progress, situation)
    is_stage_2 = staging.advance(course.is_stage_2, situation)
    is_full = is_stage_2 or not situation.settings.machine.has_stage_2()
    after = Course(
        droop_since=fuel.drooping_since(situation),
        cold_since=auxiliary.cold_since(course.cold_since, droop, situation)
        if heats
        else None,
        progress=run,
        climb=auxiliary.far_climb(course.climb, run, situation),
        is_stage_2=is_stage_2,
        is_beyond=course.is_beyond or course.aux is AuxReason.DROOP,
        full_since=since(course.full_since, situation.clock.now, holds=is_full),
        aux=course.aux,
        is_replaced=heats and instead.advance(course.is_replaced, run, situation),
    )
    aux = auxiliary.advance(after, situation) if heats else None
    if aux is not course.aux:
        return replace(after, aux=aux)
    return course if after == course else after


def heat_pump_call(situation: Situation) -> Call:
    """Return how much of the heat pump heats, and whether auxiliary heat helps."""
    course = situation.state.course
    if course.aux:
        return Call.HEAT_AUX
    return Call.HEAT_2 if course.is_stage_2 else Call.HEAT_1
