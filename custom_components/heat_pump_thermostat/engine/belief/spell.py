"""How long a sensor has been doubted, now and then.

What lies every other minute is never doubted for long, and yet says what nobody should
rely on: doubts that follow each other closely are one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..clock import Clock
from ..records import replace

CALM: Final = timedelta(minutes=10)
"""A sensor that was believed for so long is well again."""
RECURS: Final = 3
"""So many doubts in a row are one that lasts, while it is believed in between."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a sensor was doubted, now and then."""

    doubt: str
    """Why it was last."""
    until: datetime | None = None
    """When the last of the doubts ended; None while it is doubted."""
    doubts: int = 1


def spell_after(spell: Spell | None, doubt: str | None, clock: Clock) -> Spell | None:
    """Return the spell of a sensor that is doubted for this now; None: is believed."""
    if spell is not None and spell.until and clock.expired(spell.until, CALM):
        spell = None
    if spell is None:
        return None if doubt is None else Spell(doubt)
    if doubt is None:
        return spell if spell.until else replace(spell, until=clock.now)
    begins = spell.until is not None
    return replace(spell, doubt=doubt, until=None, doubts=spell.doubts + begins)


def lasting_doubt(spell: Spell | None) -> str | None:
    """Return why a sensor is doubted, or was so often that it soon will be again."""
    is_told = spell is not None and (spell.until is None or spell.doubts >= RECURS)
    return spell.doubt if spell is not None and is_told else None
