"""What the backup heat did, as far as a household should hear of it."""

from typing import Final

from ..accounts import alerts
from ..accounts.alerts import Alerts, BackupNow
from ..meter import Count
from ..situation import Situation
from ..units import Delta, shifted
from ..vocabulary import Lockout
from ..wishes import HEATING_MODES

EASE: Final = Delta(2.0)
"""So far above the balance point the compressor carries the house with ease, …"""
EASY_MARGIN: Final = 1.3
"""… and where it makes so many times what the house loses."""

AS_IT_IS: Final = Delta(0.0)


def alerts_after(situation: Situation) -> Alerts:
    """Return the alerts after what the backup did since the last step."""
    wishes, seen = situation.wishes, situation.seen
    is_running = situation.before.is_backup_on and not _heats_by_choice(situation)
    seconds = situation.elapsed if is_running else 0.0
    is_held = seconds > 0 and _carries(situation)
    now = BackupNow(
        seconds=seconds,
        is_held=is_held,
        is_eased=is_held
        and (
            _carries(situation, margin=EASY_MARGIN)
            or _carries(situation, colder_by=EASE)
        ),
        is_emergency=wishes.emergency and wishes.mode in HEATING_MODES,
        cost=situation.state.meter.ever(Count.COST) if seen.prices else None,
    )
    return alerts.advance(situation.state.alerts, now, situation.clock.now)


def _heats_by_choice(situation: Situation) -> bool:
    """Return whether the backup heats because somebody wants it to."""
    fuel = situation.state.fuel
    is_cheaper = fuel is not None and fuel.is_cheaper
    is_locked_out = Lockout.COMPRESSOR in situation.state.guards.lockouts
    return situation.wishes.emergency or is_cheaper or is_locked_out


def _carries(
    situation: Situation, *, margin: float = 1.0, colder_by: Delta = AS_IT_IS
) -> bool:
    """Return whether the compressor alone makes so much of what the house loses.

    Not while the house is not known well enough, or its weather.
    """
    if situation.outdoor is None:
        return False
    outdoor = shifted(situation.outdoor, Delta(-colder_by))
    strength = situation.home.margin(outdoor, situation.setpoints.aim.heat)
    return strength is not None and strength >= margin
