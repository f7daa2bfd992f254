"""What keeps pipes from freezing, whatever else is wished."""

from datetime import timedelta
from typing import Final

from ..clock import Clock
from ..settings import FreezeGuard
from ..state import Room
from ..units import Celsius
from ..wishes import Mode

BELOW: Final = Celsius(5.0)
UNTIL: Final = Celsius(7.0)
"""The freeze-guard heats a room that is colder than the first until the second."""

BLIND_RUN: Final = timedelta(minutes=10)
BLIND_PERIOD: Final = timedelta(minutes=60)
"""How long to heat, and how often, while nobody knows how cold the room is."""


def guards(
    is_freezing: bool,  # noqa: FBT001 - the state that is advanced
    rooms: tuple[Celsius, ...],
    mode: Mode,
    settings: FreezeGuard,
) -> bool:
    """Return whether the freeze-guard heats, by the coldest sensor that is believed."""
    if not rooms or (mode is Mode.OFF and not settings.guards_off):
        return False
    return min(rooms) < (UNTIL if is_freezing else BELOW)


def heats_blindly(
    room: Room,
    outdoor: Celsius | None,
    mode: Mode,
    settings: FreezeGuard,
    clock: Clock,
) -> bool:
    """Return whether to heat by the clock: no room sensor reports in the cold."""
    if not settings.heats_blindly or mode is Mode.OFF:
        return False
    if outdoor is None or outdoor >= BELOW:
        return False
    since = room.lost_since or (room.reading and room.reading.at) or clock.now
    into_period = (clock.now - since) % BLIND_PERIOD
    begun = clock.now - into_period
    if clock.passed(begun, BLIND_RUN):
        clock.announce(begun + BLIND_PERIOD)
        return False
    return True
