"""What a household is asked to go without for a while: by a utility, or a battery."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .settings import Targets
from .units import Celsius, Delta, shifted

LONGEST: Final = timedelta(days=1)
"""How long one may last; whoever needs it for longer asks again."""
MOST_OFFSET: Final = Delta(5.0)
COLDEST: Final = Celsius(15.0)
WARMEST: Final = Celsius(30.0)
"""No room is let become colder, or warmer, for anybody else's sake."""


@dataclass(frozen=True, slots=True)
class Curtailment:
    """What somebody asks a household to go without, until when."""

    until: datetime
    offset: Delta = Delta(0.0)
    """By how much a heated room may be colder than it is set, and a cooled warmer."""
    backup: float | None = None
    """How much electric backup heat may draw, in kW; None: as much as it does."""

    def of(self, pair: Targets) -> Targets:
        """Return the setpoints that are left of these."""
        heat, cool = (
            shifted(pair.heat, Delta(-self.offset)),
            shifted(pair.cool, self.offset),
        )
        return Targets(
            min(pair.heat, max(heat, COLDEST)), max(pair.cool, min(cool, WARMEST))
        )

    def forbids_backup(self, power: float | None) -> bool:
        """Return whether electric backup heat of this power, in kW, is to stay off.

        One of which nobody knows the power is not known to draw little enough.
        """
        return self.backup is not None and (power is None or power > self.backup)


def strictest(asked: Iterable[Curtailment]) -> Curtailment | None:
    """Return what is left when all are heeded: the strictest of each; None: all of it.

    It stands until the first of them ends.
    """
    each = tuple(asked)
    if not each:
        return None
    return Curtailment(
        min(one.until for one in each),
        max(one.offset for one in each),
        min((one.backup for one in each if one.backup is not None), default=None),
    )
