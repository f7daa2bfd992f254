"""Whether the room sensor follows the heat, and what is done to find out."""

from datetime import timedelta
from typing import Final

from ..belief.room import Doubt
from ..belief.senses import ROOM
from ..board import HEATING, Side, Terminal
from ..house.heeding import Heeding, Pulse, Stage, heeding_after
from ..house.tendency import least_lift
from ..situation import Situation
from ..units import Celsius, Delta
from ..wishes import HEATING_MODES
from .effort import DOUBTFUL_AFTER, shows_no_heat
from .means import giving, lived_home

LOOKED_AT_EVERY: Final = timedelta(minutes=5)
"""While it is compared: what it said last may stand."""


def advance(heeding: Heeding, situation: Situation) -> Heeding:
    """Return what the room sensor has made of the heat of late."""
    clock = situation.clock
    is_heated = situation.before.is_any_on(HEATING)
    pulse = Pulse(
        said=_own_reading(situation),
        seconds=situation.elapsed,
        is_heated=is_heated,
        lifts=_least_lift(situation, is_heated=is_heated),
        is_vain=shows_no_heat(situation, DOUBTFUL_AFTER),
        unfallen=situation.state.senses.room.unfallen,
        may_heat=_may_heat(situation),
    )
    after = heeding_after(heeding, pulse, clock.now)
    if after.stage is not Stage.WATCHING:
        clock.wake(clock.now + LOOKED_AT_EVERY)
    return heeding if after == heeding else after


def _own_reading(situation: Situation) -> Celsius | None:
    """Return what the room's own sensor says; None where it tells nothing by that.

    Another one that is believed speaks for it or against it; an open window and cold
    work on the room as well.
    """
    senses, seen = situation.state.senses, situation.seen
    cools = situation.running_side is Side.COOL
    is_cooled = cools and situation.before.is_on(Terminal.Y1)
    if seen.is_window_open or is_cooled:
        return None
    others = situation.believed.keys() - {ROOM}
    if others and not situation.is_air_the_room:
        return None
    sensor = senses.room
    if sensor.doubt is Doubt.HEEDLESS and sensor.suspect is not None:
        return sensor.suspect.value
    return situation.believed.get(ROOM)


def _least_lift(situation: Situation, *, is_heated: bool) -> Delta | None:
    """Return the least by which the heat of the last step lifts the room.

    None where nobody knows whether it was given, and in a defrost.
    """
    board, outdoor = situation.before, situation.outdoor
    is_known = not board.is_any_unsure(HEATING)
    if outdoor is None or not is_known or situation.is_defrosting:
        return None
    if not is_heated:
        return Delta(0.0)
    return least_lift(
        lived_home(situation),
        situation.state.learned.warming,
        giving(situation),
        outdoor,
        situation.elapsed,
    )


def _may_heat(situation: Situation) -> bool:
    """Return whether the house may be heated, though the room does not ask for it."""
    is_heating = situation.side is Side.HEAT and situation.wishes.mode in HEATING_MODES
    is_too_warm = Side.HEAT in situation.state.guards.beyond
    return is_heating and not is_too_warm and situation.curtailment is None
