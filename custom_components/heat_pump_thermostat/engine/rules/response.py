"""Whether the house feels its compressor, and what follows where it does not.

A compressor that runs and does nothing is found by room and weather alone. While it is
believed dead whatever else can heat does so, in any weather, and it is tried again.
"""

from datetime import datetime, timedelta
from typing import Final

from ..board import Side, Terminal
from ..house.duty import house_as_lived_in
from ..house.home import prior_of
from ..house.intake import Shell, Sight, shell
from ..house.response import Response
from ..house.trial import response_after, response_unseen
from ..records import replace
from ..situation import Situation
from ..units import Delta, difference
from .means import heat_given

STIRRED_BY: Final = Delta(2.5)
"""K within half an hour, beyond what the machine moves a house so fast …"""
STIRRED_DOWN_BY: Final = Delta(6.0)
"""K that a compressor may cool it by that should heat it."""
LEAPT: Final = Delta(1.5)
"""K at once, beyond that: the sensor is carried, or hangs in a draught. Between two
reports a furnace lifts a light room by more."""
STIRRED_FOR: Final = timedelta(hours=1)
"""… and so long after that the room tells nothing of the machine."""


def advance(response: Response, situation: Situation) -> Response:
    """Return what the house has answered to its compressor of late."""
    outdoor, clock = situation.outdoor, situation.clock
    if not situation.settings.machine.can(Side.HEAT):
        return response
    if _is_room_stirred(situation):
        response = replace(response, stirred_at=clock.now)
    stirred = response.stirred_at
    is_stirred = stirred is not None and not clock.expired(stirred, STIRRED_FOR)
    if outdoor is None or situation.is_room_sensor_lost or is_stirred:
        return response_unseen(response, clock.now)
    heat = heat_given(situation, outdoor)
    has_furnace = situation.settings.machine.has_furnace()
    takes_turns = situation.settings.machine.takes_turns()
    sight = Sight(
        room=situation.first,
        outdoor=outdoor,
        measured=None if takes_turns else situation.first_measured_at,
        compressor=heat.compressor,
        # Nobody rates a furnace here: what it gives is hardly known.
        backup=None if heat.backup and has_furnace else heat.backup,
        is_backup_rated=not has_furnace,
        takes_turns=takes_turns,
        is_disturbed=_is_disturbed(situation),
    )
    after = response_after(response, sight, _shell(situation), clock.now)
    if after.until is not None:
        clock.wake(after.until)
    return after


def _is_room_stirred(situation: Situation) -> bool:
    """Return whether the room went further than a machine moves it: a draught, sun."""
    sensor, last = situation.state.senses.room, situation.state.response.track.room
    if sensor.reading is None or sensor.pace is None:
        return False
    room, paced = sensor.reading.value, sensor.paced
    leap = Delta(0.0) if last is None else difference(room, last)
    up = STIRRED_BY if situation.before.is_backup_on else LEAPT
    if not min(-LEAPT, paced.least) <= leap <= max(up, paced.most):
        return True
    has_run = _has_run_since(sensor.pace.at, situation)
    down = STIRRED_DOWN_BY if has_run else STIRRED_BY
    risen = difference(room, sensor.pace.value)
    return not min(-down, paced.least) <= risen <= max(STIRRED_BY, paced.most)


def _has_run_since(begin: datetime, situation: Situation) -> bool:
    """Return whether the compressor has run since then, one way or the other."""
    until = situation.before.last_on((Terminal.Y1,))
    is_on = situation.before.is_on(Terminal.Y1)
    return is_on or (until is not None and until > begin)


def _is_disturbed(situation: Situation) -> bool:
    """Return whether the room tells nothing of the heat that it is given."""
    cools = situation.running_side is Side.COOL
    is_cooling = cools and situation.before.is_on(Terminal.Y1)
    return situation.seen.is_window_open or situation.is_defrosting or is_cooling


def _shell(situation: Situation) -> Shell:
    learned = situation.state.learned
    house = house_as_lived_in(learned.past, situation.home.house)
    prior = prior_of(situation.settings.machine.ratings)
    return shell(house, prior, learned.warming)
