"""How warm the rooms are that count, as far as their sensors let us know.

All rules go by that. Others may count from one moment to the next: somebody goes to
bed, a sensor is lost. The compressor then heats what is cold there; backup heat does
not take it for a room that fell, and gives it time: the grace.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..belief.senses import RETURN_AIR
from ..board import Side, Terminal
from ..house.envelope import USUAL_OUTDOOR
from ..observer.observer import Glimpse, Observer, observer_after
from ..observer.rooms import Rooms, Stay
from ..records import replace
from ..settings import Counting
from ..situation import Situation
from ..units import SECONDS_PER_HOUR, Celsius, Delta
from .means import into_air

QUICK: Final = 0.26
"""What follows heat within the hour, as a share: K an hour per kW, times kW/K lost."""

SHORT_SHARE: Final = 0.6
"""Of the heat that holds a room for days, the part without which it falls within the
hour: walls give back the rest."""

GRACE_FADES: Final = 0.5
"""K an hour in which a room that has come to count is to come nearer its setpoint
before backup heat helps: what a compressor makes of a house in winter."""


def advance(rooms: Rooms, situation: Situation) -> Rooms:
    """Return what is known of the rooms after the time since the last step."""
    counted = COUNTED[situation.settings.rooms.counting]
    stays = _stays_after(rooms.stays, situation)
    counting = frozenset(counted(situation, stays))
    observers = _observers_after(rooms.observers, counting, situation)
    is_same = counting == rooms.counting
    after = Rooms(
        observers=observers,
        stays=stays,
        counting=counting,
        changed_at=rooms.changed_at if is_same else situation.clock.now,
    )
    if rooms.grace or not is_same:
        return replace(after, grace=_grace_after(rooms, after, situation))
    is_still = observers is rooms.observers and stays == rooms.stays
    return rooms if is_still else after


def _grace_after(before: Rooms, after: Rooms, situation: Situation) -> Delta:
    """Return by how much it is colder only because others count now.

    Not for long, nor by more than is lacking; and one that comes back to count brings
    no other grace than it left with.
    """
    neediest_on = situation.settings.rooms.neediest_on(situation.side)
    then, now = before.view(neediest_on), after.view(neediest_on)
    if now is None:
        return Delta(0.0)
    left = max(0.0, before.grace - GRACE_FADES * situation.elapsed / SECONDS_PER_HOUR)
    if then is not None and before.counting != after.counting:
        left += then.air - now.air
    lacking = situation.setpoints.aim.shortfall(Side.HEAT, Celsius(now.air))
    return Delta(max(0.0, min(left, lacking)))


# --- Which rooms count ---------------------------------------------------------------


def _first_room(situation: Situation, _: Mapping[str, Stay]) -> Iterable[str]:
    return list(situation.believed)[:1]


def _all_rooms(situation: Situation, _: Mapping[str, Stay]) -> Iterable[str]:
    return situation.believed


def _inhabited_rooms(situation: Situation, stays: Mapping[str, Stay]) -> Iterable[str]:
    believed = situation.believed
    lived_in = [
        name
        for name in believed
        if name in stays and stays[name].lasts(situation.clock)
    ]
    return lived_in or believed


def _of_preset(situation: Situation, stays: Mapping[str, Stay]) -> Iterable[str]:
    preset = situation.wishes.lived_preset(situation.seen.schedule)
    chosen = situation.settings.rooms.of_presets
    rooms = chosen.get(preset, frozenset()) if preset else frozenset()
    counting = [name for name in situation.believed if name in rooms]
    return counting or _first_room(situation, stays)


COUNTED: Final[
    Mapping[Counting, Callable[[Situation, Mapping[str, Stay]], Iterable[str]]]
] = {
    Counting.FIRST: _first_room,
    Counting.AVERAGE: _all_rooms,
    Counting.NEEDIEST: _all_rooms,
    Counting.PRESENCE: _inhabited_rooms,
    Counting.PRESET: _of_preset,
}
"""Which of the rooms count whose sensors are believed: one of them at least."""


def _stays_after(stays: Mapping[str, Stay], situation: Situation) -> Mapping[str, Stay]:
    """Return where somebody is, of the rooms whose sensors are believed."""
    if situation.settings.rooms.counting is not Counting.PRESENCE:
        return stays if not stays else {}
    after = {}
    for name, is_seen in situation.seen.presence.items():
        stay = stays.get(name) or (Stay(situation.clock.now) if is_seen else None)
        if stay := stay and stay.after(situation.clock, is_seen=is_seen):
            after[name] = stay
    return after


# --- How warm each of them is --------------------------------------------------------


def _observers_after(
    before: Mapping[str, Observer], counting: frozenset[str], situation: Situation
) -> Mapping[str, Observer]:
    """Return what is known of each room: of one that nobody looks at, its sensor.

    Where several may count, all are looked at: one that comes to count is known then.
    """
    is_one = situation.settings.rooms.counting is Counting.FIRST
    observed = counting if is_one else situation.believed
    after = {
        name: _observer_after(
            name, before.get(name) or Observer(gain=_gain(before)), situation
        )
        for name in observed
    }
    if before.keys() - after.keys():
        sensors = situation.state.senses.rooms
        after |= {
            name: observer.at_rest if observer.guesses else observer
            for name, observer in before.items()
            if name not in after and (name in sensors or name == RETURN_AIR)
        }
    return before if after == before else after


def _observer_after(name: str, observer: Observer, situation: Situation) -> Observer:
    senses, house = situation.state.senses, situation.home.house
    sensor = senses.air if name == RETURN_AIR else senses.rooms[name]
    if sensor.reading is None:
        return observer
    outdoor = USUAL_OUTDOOR if situation.outdoor is None else situation.outdoor
    seen = Glimpse(
        reading=sensor.reading,
        heat=into_air(situation, outdoor),
        held_by=SHORT_SHARE * house.load(outdoor, sensor.reading.value),
        gain=QUICK / house.loss,
        by_backup=_heats_backup_alone(situation),
        is_heat_doubtful=not situation.state.response.is_calm,
        is_changing=situation.board is not situation.before,
        is_stirred=situation.seen.is_window_open or situation.is_defrosting,
    )
    return observer_after(observer, seen, situation.clock.now)


def _heats_backup_alone(situation: Situation) -> bool | None:
    """Return whether the backup heats, and not the compressor; None: neither does.

    E that is wired alone heats in bursts: behind a coarse sensor a room that is begun
    anew with each of them would hardly be known.
    """
    board = situation.before
    if board.is_on(Terminal.Y1) or situation.settings.machine.has_sole_heater():
        return False
    return True if board.is_backup_on else None


def _gain(observers: Mapping[str, Observer]) -> float | None:
    """Return what heat was seen to make of any room of the house, if it was."""
    return next((each.at_rest.gain for each in observers.values()), None)
