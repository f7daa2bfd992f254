"""When auxiliary heat joins a compressor that heats, and when it leaves."""

from datetime import datetime, timedelta
from math import inf
from typing import Final

from ..belief.room import SENSOR_STEP
from ..board import COMPRESSOR, ELECTRIC, Terminal
from ..clock import HOUR, since
from ..house.envelope import USUAL_OUTDOOR
from ..house.response import Phase
from ..situation import Situation
from ..state import Climb, Course, Progress, Rise
from ..units import Delta, at_least, difference
from ..vocabulary import AuxReason, Lockout, Purpose
from .means import compressor_heat
from .patience import FOR_EVER, patience

FIRST_MINUTES: Final = timedelta(minutes=10)
"""The compressor is given this long before anything is concluded."""
FAR_DROOP: Final = Delta(1.2)
"""A droop that no steady house shows: the setpoint was raised, or the house aired."""
LOOK_AHEAD: Final = 0.25
"""Hours within which the compressor alone is to lift a room that is low …"""
LIFTED: Final = Delta(0.03)
"""… by so much, to be left alone."""
COLD_BY: Final = Delta(2.0)
COLD_FOR: Final = timedelta(hours=1)
"""A droop for so long overrides the outdoor limit of backup heat, until the room is
satisfied."""


def advance(course: Course, situation: Situation) -> AuxReason | None:
    """Return why auxiliary heat runs beside the compressor; None where it does not.

    It needs its wire, and a compressor that runs and cannot do without help. It waits
    for its minimum times, and stays off where the weather is too mild for it, unless
    the house has grown cold nevertheless, and where others ask to go without.
    """
    droop = situation.droop
    is_beside = _is_beside_compressor(situation)
    if droop is None or not (is_beside or _stays_on(droop, situation)):
        return None
    before = course.aux
    wanted = _reason_to_help(course, droop, situation) if is_beside else AuxReason.DROOP
    if Lockout.AUXILIARY in situation.lockouts and not is_backup_needed(situation):
        wanted = None
    if situation.is_backup_curtailed:
        wanted = None
    is_change = (wanted is None) is not (before is None)
    is_too_early = is_change and not had_its_minimum_time(before, situation)
    return before if is_too_early else wanted


def is_backup_needed(situation: Situation) -> bool:
    """Return whether no outdoor limit counts for backup heat of any kind."""
    return situation.is_compressor_dead or has_house_grown_cold(situation)


def has_house_grown_cold(situation: Situation) -> bool:
    """Return whether the heat pump has let the house grow cold, for whatever reason.

    Then no outdoor limit counts for backup heat of any kind.
    """
    since = situation.state.course.cold_since
    return since is not None and situation.clock.expired(since, COLD_FOR)


def cold_since(
    before: datetime | None, droop: Delta, situation: Situation
) -> datetime | None:
    """Return since when the room is so cold that no outdoor limit counts.

    Once it has been so for long enough it counts as cold until its call ends.
    """
    clock = situation.clock
    is_overridden = before is not None and clock.expired(before, COLD_FOR)
    return since(before, clock.now, holds=is_overridden or at_least(droop, COLD_BY))


def had_its_minimum_time(aux: AuxReason | None, situation: Situation) -> bool:
    """Return whether auxiliary heat has been on, or off, for its minimum time."""
    board, clock = situation.board, situation.clock
    limits = situation.settings.auxiliary
    if aux is None:
        if board.is_on(Terminal.W2):
            return True
        rested = board.off_since(ELECTRIC)
        return rested is not None and clock.passed(rested, limits.minimum_off)
    if not board.is_on(Terminal.W2):
        return True
    return clock.passed(board.contacts[Terminal.W2].since, limits.minimum_on)


def far_climb(
    before: Climb | None, run: Progress | None, situation: Situation
) -> Climb | None:
    """Return the way to a setpoint that was far, until the compressor can finish."""
    room, droop = situation.room, situation.droop
    if run is None or room is None or droop is None:
        return None
    if at_least(patience(situation).enough, droop):
        return None
    if before is not None and not situation.are_same_rooms_since(before.at):
        before = None
    if before is None and at_least(droop, FAR_DROOP):
        return Climb(room, situation.clock.now)
    return before


def _is_beside_compressor(situation: Situation) -> bool:
    is_wired = Terminal.W2 in situation.settings.machine.wired
    return is_wired and situation.board.is_on(Terminal.Y1)


def _stays_on(droop: Delta, situation: Situation) -> bool:
    """Return whether it has held a low room while the compressor rested, to be tried.

    A room that both together hardly warm does not wait for what it has already.
    """
    is_tried = situation.state.response.phase is Phase.TRYING
    is_low = at_least(droop, patience(situation).droop)
    return is_tried and is_low and situation.board.is_on(Terminal.W2)


def _reason_to_help(
    course: Course, droop: Delta, situation: Situation
) -> AuxReason | None:
    """Return why the compressor needs help; None where it does not.

    One that warms the room can meet the load, and is left alone (ASHRAE 90.1,
    6.4.3.5), unless the way to a far setpoint would take it longer than the strategy
    allows. Help leaves while the room is still low: the compressor finishes alone.
    """
    clock, strategy = situation.clock, patience(situation)
    if course.aux is not None:
        return None if at_least(strategy.enough, droop) else course.aux
    since = _full_since(course, situation)
    if since is None or not clock.passed(since, FIRST_MINUTES):
        return None
    if at_least(droop, strategy.droop):
        if _is_beyond_compressor(situation):
            return AuxReason.DROOP
        if _time_to_setpoint(course, droop, situation) > _time_allowed(situation):
            return AuxReason.RECOVERY
    return None


def _block_ahead(situation: Situation) -> Rise | None:
    """Return the rise to a schedule's next block, once it has begun."""
    rise = situation.preheating
    return rise if rise and rise.purpose is Purpose.BLOCK else None


def _time_allowed(situation: Situation) -> timedelta:
    """Return how long the way to a far setpoint may take: no block is to be late."""
    strategy, rise = patience(situation), _block_ahead(situation)
    if rise is None:
        return strategy.recovery
    rest = max(rise.arrival - situation.clock.now, timedelta())
    return min(strategy.recovery, rest + strategy.late)


def _full_since(course: Course, situation: Situation) -> datetime | None:
    """Return since when the compressor gives all it can; None while it does not.

    A second stage that is called and does not come has nothing to give, once it has
    had its time.
    """
    board = situation.board
    stages = [board.contacts[stage].since for stage in COMPRESSOR if board.is_on(stage)]
    called = course.full_since
    return None if called is None else max(called, *stages)


def _is_beyond_compressor(situation: Situation) -> bool:
    """Return whether full output would not lift the room within the next while."""
    view = situation.view
    return view is not None and view.rise(LOOK_AHEAD, _full_heat(situation)) < LIFTED


def _time_to_setpoint(course: Course, droop: Delta, situation: Situation) -> timedelta:
    """Return how long the rest of a long way takes at the pace so far.

    Or to where help would leave, under full output and as far as the room is known,
    where that is sooner: ten minutes with a defrost in them are no pace. On the way to
    a block nobody waits until there is one.
    """
    way, room, clock = course.climb, situation.room, situation.clock
    if situation.view and _block_ahead(situation):
        return _time_as_known(situation)
    if way is None or room is None or not clock.passed(way.at, FIRST_MINUTES):
        return timedelta()
    known, risen = _time_as_known(situation), difference(room, way.room)
    if risen < SENSOR_STEP:
        return timedelta() if risen > -SENSOR_STEP else known
    return min(known, (clock.now - way.at) * (droop / risen))


def _time_as_known(situation: Situation) -> timedelta:
    """Return how long full output takes to where help would leave, as observed."""
    edge = situation.setpoints.backed.heat - patience(situation).enough
    hours = situation.view.until(edge, _full_heat(situation)) if situation.view else inf
    return FOR_EVER if hours == inf else hours * HOUR


def _full_heat(situation: Situation) -> float:
    """Return what the compressor gives at full output, kW: nothing where it is dead."""
    outdoor = situation.outdoor
    if situation.is_compressor_dead:
        return 0.0
    return compressor_heat(situation, USUAL_OUTDOOR if outdoor is None else outdoor)
