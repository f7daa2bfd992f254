"""How warm the room is, as far as its sensor lets us know: what all rules go by."""

from typing import Final

from ..belief.senses import RETURN_AIR
from ..house.envelope import USUAL_OUTDOOR
from ..observation import Reading
from ..observer.observer import Glimpse, Observer, observer_after
from ..situation import Situation
from .means import into_air

QUICK: Final = 0.26
"""What follows heat within the hour, as a share: K an hour per kW, times kW/K lost."""

SHORT_SHARE: Final = 0.6
"""Of the heat that holds a room for days, the part without which it falls within the
hour: walls give back the rest."""


def advance(observer: Observer, situation: Situation) -> Observer:
    """Return the observer after the time since the last step; anew in another room."""
    name, reading = _heard(situation)
    if name is None or reading is None:
        return observer if observer.source is None else Observer()
    if name != observer.source:
        observer = Observer(source=name, gain=observer.at_rest.gain)
    outdoor = USUAL_OUTDOOR if situation.outdoor is None else situation.outdoor
    house = situation.home.house
    seen = Glimpse(
        reading=reading,
        heat=into_air(situation, outdoor),
        held_by=SHORT_SHARE * house.load(outdoor, reading.value),
        gain=QUICK / house.loss,
        is_changing=situation.board is not situation.before,
        is_stirred=situation.seen.is_window_open or situation.is_defrosting,
    )
    return observer_after(observer, seen, situation.clock.now)


def _heard(situation: Situation) -> tuple[str | None, Reading | None]:
    """Return which sensor is the room, and its last report that is believed."""
    name = next(iter(situation.believed), None)
    if name is None:
        return None, None
    senses = situation.state.senses
    sensor = senses.air if name == RETURN_AIR else senses.rooms[name]
    return name, sensor.reading
