"""What the compressor makes in advance: the warmth of the next block, or a store."""

from datetime import datetime, timedelta

from ..situation import Situation
from ..state import Rise
from . import recovery, storing


def advance(rise: Rise | None, situation: Situation) -> Rise | None:
    """Return the rise that has begun, or else the one to come; blocks come first."""
    recovered = recovery.advance(rise, situation)
    stored = storing.advance(rise, situation)
    is_storing = stored is not None and stored.is_on
    is_recovering = recovered is not None and recovered.is_on
    after = stored if is_storing and not is_recovering else recovered or stored
    return rise if after == rise else after


def shown_start(rise: Rise | None) -> datetime | None:
    """Return when the compressor begins, or has begun, in whole five minutes.

    None where it begins with the block, and has nothing to do before.
    """
    if rise is None or rise.begins == rise.arrival:
        return None
    begins = rise.begins.replace(second=0, microsecond=0)
    return begins - timedelta(minutes=begins.minute % 5)
