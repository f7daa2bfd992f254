"""Taking up again after nothing ran: a restart, a reload, a crash, an outage."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from .belief.senses import Senses
from .board import Board, Relay
from .curtailment import LONGEST, Curtailment
from .defrost.defrost import MISTRUST
from .defrost.outdoor_coil import Frost
from .house.response import LONGEST_PHASE, Response
from .records import replace
from .state import Guards, Outage, Rise, State
from .vocabulary import Lockout
from .wishes import Hold, Wishes

MOST_STARTS: Final = 6
"""More starts in an hour are allowed to no compressor."""
FORBIDDING: Final = frozenset({Lockout.COMPRESSOR, Lockout.COOLING})
"""The outdoor limits that protect a machine."""
KNOWN_AT: Final = "senses.outdoor_sensor.known_at"

WEEK: Final = timedelta(days=8)
"""How far ahead a schedule of a week may lie, and a clock that was changed."""
YEAR: Final = timedelta(days=366)
"""How far ahead somebody plans a hold, or a vacation."""
AHEAD: Final[Mapping[tuple[type, str], timedelta]] = {
    (Hold, "until"): YEAR,
    (Hold, "begins"): YEAR,
    (Wishes, "emergency_until"): YEAR,
    (Curtailment, "until"): LONGEST,
    (Rise, "arrival"): WEEK,
    (Rise, "begins"): WEEK,
    (Rise, "helped_from"): WEEK,
    (Frost, "refractory_until"): MISTRUST,
    (Response, "until"): LONGEST_PHASE,
}
"""How far what is remembered may lie ahead; anything else has been."""


def resumed_state(state: State, now: datetime, lost: Collection[str] = ()) -> State:
    """Return a stored state as it is to be taken up at `now`.

    Nobody watched since the last step, so nothing is counted for that time, and a relay
    that was on is taken to have been on until now: found off, it rests from now; found
    on, its minimum on time counts from now. What lies ahead counts as now: the clock
    was set back meanwhile. Whether the machine was without power, too, is told by what
    is seen of it next.

    `lost` are the paths of what is not known any more of the state: of it the worst is
    assumed that may have been.
    """
    state = _not_ahead(state, now)
    contacts = {
        terminal: contact if contact.relay is Relay.OFF else replace(contact, since=now)
        for terminal, contact in state.wires.board.contacts.items()
    }
    return replace(
        state,
        at=None,
        wires=replace(state.wires, board=Board(contacts), pending={}, corrections={}),
        rooms=state.rooms.at_rest,
        senses=_with_outdoor_verdict(state.senses, now, lost),
        guards=_guarded_state(state.guards, state.at, now, lost),
        trial=replace(state.trial, testing=None),
    )


def is_lost(path: str, lost: Collection[str]) -> bool:
    """Return whether what stands at a path is lost, or a part of it."""
    return any(
        each in {"", path} or each.startswith(f"{path}.") or path.startswith(f"{each}.")
        for each in lost
    )


def _guarded_state(
    guards: Guards, at: datetime | None, now: datetime, lost: Collection[str]
) -> Guards:
    """Return what protects the machine, where something of it is lost the more so."""
    outage = replace(guards.outage, dark_since=guards.outage.dark_since or at)
    if is_lost("at", lost) or is_lost("guards.outage", lost):
        outage = Outage(until=now)
    is_heating_lost = is_lost("guards.heated_at", lost)
    return replace(
        guards,
        lockouts=guards.lockouts | _lost_lockouts(lost),
        heated_at=now if is_heating_lost else guards.heated_at,
        is_freezing=guards.is_freezing or is_lost("guards.is_freezing", lost),
        starts=guards.starts + (now,) * _lost_starts(lost),
        outage=outage,
    )


def _lost_lockouts(lost: Collection[str]) -> frozenset[Lockout]:
    """Return what may have been locked out of what is not known any more.

    Nobody cools in weather of which nobody is known to have told.
    """
    if is_lost("guards.lockouts", lost):
        return FORBIDDING
    is_weather_lost = is_lost(KNOWN_AT, lost)
    return frozenset({Lockout.COOLING}) if is_weather_lost else frozenset()


def _with_outdoor_verdict(
    senses: Senses, now: datetime, lost: Collection[str]
) -> Senses:
    """Return the senses with an outdoor sensor that has only just been lost.

    What it locked out stays so for as long as that may be.
    """
    if not is_lost(KNOWN_AT, lost):
        return senses
    before = now - timedelta.resolution
    sensor = replace(senses.outdoor_sensor, known_at=before)
    return replace(senses, outdoor_sensor=sensor)


def _lost_starts(lost: Collection[str]) -> int:
    """Return how many starts there may have been that are not known any more."""
    starts = "guards.starts"
    single = sum(path.startswith(f"{starts}.") for path in lost)
    return single if single or not is_lost(starts, lost) else MOST_STARTS


def _not_ahead(value: Any, now: datetime, latest: datetime | None = None) -> Any:
    """Return a record in which nothing lies further ahead than it may."""
    if isinstance(value, datetime):
        return min(value, latest or now)
    if isinstance(value, Mapping):
        return {key: _not_ahead(item, now) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_not_ahead(item, now) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return kind(
            **{
                name: _not_ahead(
                    getattr(value, name),
                    now,
                    now + AHEAD.get((kind, name), timedelta()),
                )
                for name in (field.name for field in fields(value))
            }
        )
    return value
