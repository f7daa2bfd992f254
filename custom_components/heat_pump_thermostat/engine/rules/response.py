"""Whether the house feels its compressor, and what follows where it does not.

A compressor that runs and does nothing is found by room and weather alone. While it is
believed dead whatever else can heat does so, in any weather, and it is tried again.
"""

from ..board import Side, Terminal
from ..house.duty import lived
from ..house.home import prior_of
from ..house.intake import Shell, Sight, shell
from ..house.response import Response, response_after, unseen
from ..situation import Situation
from .means import given


def advance(response: Response, situation: Situation) -> Response:
    """Return what the house has answered to its compressor of late."""
    outdoor, clock = situation.outdoor, situation.clock
    if not situation.settings.machine.can(Side.HEAT):
        return response
    if outdoor is None or situation.is_room_sensor_lost:
        return unseen(response, clock.now)
    heat = given(situation, outdoor)
    burns = bool(heat.backup) and situation.settings.machine.has_furnace()
    sight = Sight(
        room=situation.room,
        outdoor=outdoor,
        compressor=heat.compressor,
        # Nobody rates a furnace here: what it gives is hardly known.
        backup=None if burns else heat.backup,
        is_disturbed=_is_disturbed(situation),
    )
    after = response_after(response, sight, _shell(situation), clock.now)
    if after.until is not None:
        clock.wake(after.until)
    return after


def _is_disturbed(situation: Situation) -> bool:
    """Return whether the room tells nothing of the heat that it is given."""
    cools = situation.running_side is Side.COOL
    is_cooling = cools and situation.before.is_on(Terminal.Y1)
    return situation.seen.is_window_open or situation.is_defrosting or is_cooling


def _shell(situation: Situation) -> Shell:
    learned = situation.state.learned
    house = lived(learned.past, situation.home.house)
    prior = prior_of(situation.settings.machine.ratings)
    return shell(house, prior, learned.warming)
