"""How long the machine was without power, told by what was seen of it.

Nobody sees it while no relay of the compressor answers, or while the thermostat itself
does not run. A meter on which the machine draws tells otherwise; and where relay board
or meter say since when they have had power, the outage was over by then.
"""

from datetime import datetime, timedelta
from typing import Final

from ..board import COMPRESSOR, Relay
from ..records import replace
from ..situation import Situation
from ..state import Outage

LONG: Final = timedelta(hours=1)
"""How long nothing must have run for a compressor to have cooled down."""
DRAWS: Final = 0.01
"""What a machine draws at least that has power, in kW; less may be a meter's error."""


def advance(outage: Outage, situation: Situation) -> Outage:
    """Return what is known of the last outage, or of the one that may go on."""
    if _is_dark(situation):
        return _outage_since(outage, outage.dark_since or situation.clock.now)
    if situation.board.running_since is not None:
        return Outage()
    ended = _ended_outage(outage, situation.clock.now)
    return _as_the_board_tells(ended, situation.seen.powered_since)


def _is_dark(situation: Situation) -> bool:
    """Return whether nothing is seen of the compressor.

    Other wires may hang on a second board, or on one that has another supply.
    """
    contacts, power = situation.board.contacts, situation.seen.power
    draws = power is not None and power >= DRAWS
    stages = [contacts[each] for each in COMPRESSOR if each in contacts]
    return not draws and all(each.relay is Relay.UNKNOWN for each in stages)


def _outage_since(outage: Outage, dark_since: datetime) -> Outage:
    same = outage.dark_since == dark_since
    return outage if same else replace(outage, dark_since=dark_since)


def _ended_outage(outage: Outage, now: datetime) -> Outage:
    """Return the outage that has just ended; a short one leaves the one before it."""
    began = outage.dark_since
    if began is None:
        return outage
    if now - began < LONG:
        return replace(outage, dark_since=None)
    return Outage(since=began, until=now)


def _as_the_board_tells(outage: Outage, powered_since: datetime | None) -> Outage:
    """Return the outage by who has had power since then: over by then, or none."""
    until, since = outage.until, outage.since
    if powered_since is None or until is None or powered_since >= until:
        return outage
    if since is not None and powered_since - since < LONG:
        return Outage()
    return replace(outage, until=powered_since)
