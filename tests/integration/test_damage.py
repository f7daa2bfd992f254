"""Two thousand damaged stores: nothing raises, and only what was damaged is lost."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
import json
import types
import typing
from typing import Any, Final, Union

from custom_components.heat_pump_thermostat import torn
from custom_components.heat_pump_thermostat.engine.board import Relay
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.resume import resumed_state
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Compressor,
    Machine,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.layouts import (
    STORE,
    STORE_VERSION,
    migrated,
)
from custom_components.heat_pump_thermostat.records import (
    INSEPARABLE,
    NO_VALUE,
    UNKNOWN,
    Decoded,
    decoded,
    encoded,
    with_leftovers,
)

from .damage import Damaged, Way, damaged, released

MANY: Final = 2000
NOW: Final = datetime(2026, 1, 19, 6, 0, tzinfo=UTC)
"""A few minutes after the released store was written."""
EARLIER: Final = [(NOW - timedelta(minutes=m)).isoformat() for m in (50, 40, 30, 8)]


def store() -> dict[str, Any]:
    """Return a store of the present version in which every protection holds."""
    found = released("store_1.json")
    data = migrated(found["data"], 1, STORE)
    del data["was_open"]
    data["guards"] |= {
        "starts": EARLIER,
        "lockouts": ["compressor", "cooling"],
        "is_freezing": True,
    }
    return {**found, "version": STORE_VERSION, "data": data}


def read(text: bytes) -> tuple[Decoded, bool]:
    """Return what of a store can be read, and whether its text is whole."""
    envelope, is_whole = torn.salvaged_json(text)
    data = envelope.get("data") if isinstance(envelope, dict) else None
    return decoded(State, data), is_whole


def state_of(found: Decoded) -> State:
    state: State = State() if found.value is NO_VALUE else found.value
    return state


def stepped(state: State) -> Decision:
    """Return the first decision after a restart."""
    machine = Machine(wired=frozenset(state.wires.board.contacts), backup=Backup.FUEL)
    room = Reading(Celsius(19), NOW)
    seen = Observation(
        now=NOW,
        midnight=NOW - timedelta(hours=6),
        today=NOW.date(),
        next_midnight=NOW + timedelta(hours=18),
        season=NOW.date(),
        relays=dict.fromkeys(machine.wired, Relay.OFF),
        room=room,
        outdoor=Reading(Celsius(-3), NOW),
    )
    limits = Compressor(outage_delay=timedelta(hours=1))
    return step(Settings(machine=machine, compressor=limits), state, seen)


@cache
def stores() -> tuple[Damaged, ...]:
    return tuple(islice(damaged(store(), seed=10), MANY + 1000))


def test_there_are_two_thousand_of_every_kind() -> None:
    counted = Counter(each.how for each in stores())
    assert counted.total() >= MANY
    assert set(counted) == {
        "mistyped",
        "missing",
        "an unknown member",
        "no moment",
        "too much",
        "newer",
        "cut off",
        "a bit of",
        "no store",
        "a bomb",
        "several parts of",
    }


def test_none_of_them_raises_and_all_can_be_stored_again() -> None:
    for each in stores():
        found, _ = read(each.text)
        decision = stepped(resumed_state(state_of(found), NOW, lost_of(found)))
        plain = with_leftovers(encoded(decision.state), found.leftovers)
        again = decoded(State, json.loads(json.dumps(plain, allow_nan=False)))
        assert again.value is not NO_VALUE, each


def lost_of(found: Decoded) -> tuple[str, ...]:
    return (*found.lost, *found.missing)


def test_all_of_them_are_told_of() -> None:
    for each in stores():
        found, is_whole = read(each.text)
        is_told = found.lost or found.missing or found.unknown or not is_whole
        assert (
            is_told
            or found.value
            == read(Damaged("", (), json.dumps(store()).encode()).text)[0].value
        ), each


def test_no_more_is_lost_than_was_damaged() -> None:
    whole = encoded(decoded(State, store()["data"]).value)
    checked = 0
    for each in stores():
        if not each.way:
            continue
        found, is_whole = read(each.text)
        assert is_whole
        left = owner(each.way)
        plain = encoded(state_of(found))
        wrong = [way for way in differing(whole, plain) if way[: len(left)] != left]
        assert wrong == [], each
        checked += 1
    assert checked > 1000


def differing(one: Any, other: Any, way: Way = ()) -> Iterator[Way]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() | other.keys():
            yield from differing(one.get(name), other.get(name), (*way, name))
    elif one != other:
        yield way


def owner(way: Way) -> Way:
    """Return the way to the smallest part that can do without what was damaged."""
    kind: Any = State
    kept: Way = ()
    for depth, name in enumerate(way):
        kind = present(kind)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (tuple, frozenset):
            return kept
        if origin is Mapping:
            kind = arguments[1]
            kept = way[: depth + 1]
            continue
        hints = typing.get_type_hints(kind)
        if name not in hints:
            return way
        if can_do_without(kind, name):
            kept = way[: depth + 1]
        kind = hints[name]
    return kept


def can_do_without(kind: Any, name: str) -> bool:
    if kind in INSEPARABLE:
        return False
    field = next(field for field in fields(kind) if field.name == name)
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return has_default or (kind, name) in UNKNOWN


def present(kind: Any) -> Any:
    if typing.get_origin(kind) in (Union, types.UnionType):
        return next(a for a in typing.get_args(kind) if a is not type(None))
    return kind
