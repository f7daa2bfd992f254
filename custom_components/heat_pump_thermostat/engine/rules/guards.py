"""What keeps machine and pipes from harm: lockouts, limits, freeze-guard, outages."""

from ..situation import Situation
from ..state import Guards
from . import compressor, freeze, lockout, outage, room_limits


def advance(guards: Guards, situation: Situation) -> Guards:
    """Return what keeps machine and pipes from harm now."""
    after = Guards(
        lockouts=lockout.advance(guards.lockouts, situation),
        is_freezing=freeze.advance(guards.is_freezing, situation),
        beyond=room_limits.advance(guards.beyond, situation),
        heated_at=lockout.heated_at(guards.heated_at, situation),
        deaf_until=compressor.deaf_until(guards.deaf_until, situation),
        starts=compressor.recent_starts(guards.starts, situation),
        outage=outage.advance(guards.outage, situation),
    )
    return guards if after == guards else after
