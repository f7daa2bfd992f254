"""What keeps machine and pipes from harm: lockouts, limits, freeze-guard, outages."""

from ..board import Terminal
from ..situation import Situation
from ..state import Guards
from . import compressor, freeze, instead, lockout, outage, room_limits


def advance(guards: Guards, situation: Situation) -> Guards:
    """Return what keeps machine and pipes from harm now."""
    after = Guards(
        lockouts=lockout.advance(guards.lockouts, situation),
        is_freezing=freeze.advance(guards.is_freezing, situation),
        beyond=room_limits.advance(guards.beyond, situation),
        heated_at=lockout.heated_at(guards.heated_at, situation),
        deaf_until=compressor.deaf_until(
            guards.deaf_until, Terminal.Y1, compressor.TRIED_EVERY, situation
        ),
        sole_deaf_until=compressor.deaf_until(
            guards.sole_deaf_until, Terminal.E, instead.SOLE_TRIED_EVERY, situation
        )
        if situation.settings.machine.has_sole_heater()
        else None,
        starts=compressor.recent_starts(guards.starts, situation),
        outage=outage.advance(guards.outage, situation),
    )
    return guards if after == guards else after


def deaf_relays(guards: Guards) -> frozenset[Terminal]:
    """Return the relays that did not close when they were last told to."""
    told = {Terminal.Y1: guards.deaf_until, Terminal.E: guards.sole_deaf_until}
    return frozenset(terminal for terminal, until in told.items() if until is not None)
