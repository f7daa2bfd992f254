"""When electric heat runs in a compressor's place: where it cannot run beside it.

E stands for emergency heat: no machine takes it beside Y. Where it is wired alone, a
compressor that lets the room droop is replaced until the room is satisfied, as a
furnace replaces one.
"""

from datetime import timedelta
from typing import Final

from ..house.response import Phase
from ..relays.answers import is_backup_there
from ..situation import Situation
from ..state import Progress
from ..vocabulary import Lockout
from . import effort
from .auxiliary import has_house_grown_cold
from .fuel import has_drooped, shows_droop

LIFTS_WITHIN: Final = timedelta(minutes=45)
"""A compressor that has made the room warmer within this time is left alone."""
SOLE_TRIED_EVERY: Final = timedelta(hours=1)
"""How often E is told again that did not close: the compressor rests meanwhile."""


def advance(
    is_replaced: bool,  # noqa: FBT001 - the memory that is advanced
    run: Progress | None,
    situation: Situation,
) -> bool:
    """Return whether electric heat takes the compressor's place, until the call ends.

    Not where it lifts the room no more than the compressor does, and where its relay
    does not close.
    """
    is_sole = situation.settings.machine.has_sole_heater()
    if not is_sole or effort.is_in_vain(situation):
        return False
    deaf = situation.state.guards.sole_deaf_until
    is_deaf = deaf is not None and not situation.clock.expired(deaf, timedelta())
    if is_deaf or not is_backup_there(situation.board, situation.clock):
        return False
    return is_replaced or _is_too_weak(run, situation)


def _is_too_weak(run: Progress | None, situation: Situation) -> bool:
    """Return whether the compressor does not lift a room that is low.

    One that has had no chance to is at fault only in a room that is so cold that no
    outdoor limit counts. One that rests to be compared is waited for like a heat pump
    beside a furnace, and it is tried in a warm room.
    """
    clock = situation.clock
    if situation.is_compressor_compared:
        return has_drooped(situation)
    if run is None and situation.state.response.phase is Phase.TRYING:
        return shows_droop(situation)
    if run is not None and not clock.expired(run.at, LIFTS_WITHIN):
        return False
    if has_house_grown_cold(situation):
        return True
    droops_since = situation.state.course.droop_since
    is_locked_out = Lockout.AUXILIARY in situation.lockouts
    if run is None or droops_since is None or is_locked_out:
        return False
    return clock.passed(droops_since, situation.settings.dual_fuel.droop_time)
