"""Two thousand damaged stores: none raises, and only what was damaged is lost.

All of it without Home Assistant: what is read of them, and what becomes of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
import json
from operator import ge
import types
import typing
from typing import Any, Final, Union

import pytest

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
from custom_components.heat_pump_thermostat.engine.vocabulary import Lockout
from custom_components.heat_pump_thermostat.layouts import (
    STORE,
    STORE_VERSION,
    migrated,
)
from custom_components.heat_pump_thermostat.records import (
    DECISIVE,
    INSEPARABLE,
    NO_VALUE,
    UNKNOWN,
    Decoded,
    decoded,
    encoded,
    with_leftovers,
)
from tests.damage import Damaged, Way, damaged, released

MANY: Final = 2400
NOW: Final = datetime(2026, 1, 19, 6, 0, tzinfo=UTC)
"""A few minutes after the released store was written."""
EARLIER: Final = [(NOW - timedelta(minutes=m)).isoformat() for m in (50, 40, 30, 8)]
NEVER: Final = datetime.min.replace(tzinfo=UTC)

pytestmark = pytest.mark.slow


@cache
def intact() -> dict[str, Any]:
    """Return a store of the present version in which every protection holds."""
    found = released("store_1.json")
    data = migrated(found["data"], 1, STORE)
    del data["was_open"]
    data["guards"] |= {
        "starts": EARLIER,
        "lockouts": ["compressor", "cooling"],
        "is_freezing": True,
        "heated_at": EARLIER[0],
    }
    data["senses"] |= {"outdoor_sensor": {"known_at": EARLIER[1]}}
    data["wishes"]["vacation"] = {
        "targets": {"heat": 12.0, "cool": 30.0},
        "until": (NOW + timedelta(days=9)).isoformat(),
        "begins": (NOW + timedelta(days=2)).isoformat(),
    }
    whole = encoded(decoded(State, data).value)
    return {**found, "version": STORE_VERSION, "data": whole}


@cache
def stores() -> tuple[Damaged, ...]:
    """Return the damaged stores, always the same."""
    return tuple(islice(damaged(intact(), seed=10), MANY))


@cache
def read(each: Damaged) -> tuple[Decoded, bool]:
    """Return what of a store can be read, and whether its text is whole."""
    envelope, is_whole = torn.salvaged_json(each.text)
    data = envelope.get("data") if isinstance(envelope, dict) else None
    return decoded(State, data), is_whole


def is_told(each: Damaged) -> bool:
    """Return whether anything is found to be wrong with it."""
    found, is_whole = read(each)
    return bool(found.lost or found.missing or found.unknown or not is_whole)


def taken_up(found: Decoded) -> State:
    """Return the state after a restart with what could be read."""
    state = State() if found.value is NO_VALUE else found.value
    return resumed_state(state, NOW, (*found.lost, *found.missing))


def stepped(
    state: State, *, now: datetime = NOW, outdoor: float | None = -3
) -> Decision:
    """Return the first decision after a restart."""
    machine = Machine(
        wired=frozenset(decoded(State, intact()["data"]).value.wires.board.contacts),
        backup=Backup.FUEL,
    )
    seen = Observation(
        now=now,
        midnight=NOW - timedelta(hours=6),
        today=NOW.date(),
        next_midnight=NOW + timedelta(hours=18),
        season=NOW.date(),
        relays=dict.fromkeys(machine.wired, Relay.OFF),
        room=Reading(Celsius(19), now),
        outdoor=None if outdoor is None else Reading(Celsius(outdoor), now),
        is_outdoor_expected=True,
    )
    limits = Compressor(outage_delay=timedelta(hours=1))
    return step(Settings(machine=machine, compressor=limits), state, seen)


def test_there_are_more_than_two_thousand_of_every_kind() -> None:
    counted = Counter(each.how for each in stores())
    assert counted.total() == MANY
    assert set(counted) == {
        "mistyped",
        "missing",
        "an unknown member",
        "without a time zone",
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
        found, _ = read(each)
        decision = stepped(taken_up(found))
        plain = with_leftovers(encoded(decision.state), found.leftovers)
        again = json.loads(json.dumps(plain, allow_nan=False))
        assert again == plain, each


def test_all_of_them_are_told_of() -> None:
    silent = [str(each) for each in stores() if not is_told(each)]
    # An entry that is not there leaves no gap, and a bit may make a number another.
    gaps = [each for each in silent if not each.startswith("a bit of")]
    assert all(is_entry(tuple(each.split(" ")[1].split("."))) for each in gaps)
    assert len(silent) < MANY / 20


def test_no_more_is_lost_than_was_damaged() -> None:
    whole = intact()["data"]
    for each in stores():
        if each.way:
            found, _ = read(each)
            part = owner(each.way)
            lost = differences(whole, encoded(found.value))
            assert [way for way in lost if way[: len(part)] != part] == [], each


def test_of_what_was_cut_off_all_that_went_before_is_kept() -> None:
    whole, text = intact()["data"], json.dumps(intact())
    ends = dict(ends_of(whole, (), text.index('"data": ') + len('"data": ')))
    for each in stores():
        found, _ = read(each)
        if each.how == "cut off" and found.value is not NO_VALUE:
            lost = differences(whole, encoded(found.value))
            early = [way for way in lost if ends[owner(way)] < len(each.text)]
            assert early == [], each


def test_no_protection_is_weaker() -> None:
    before = taken_up(Decoded(decoded(State, intact()["data"]).value))
    for each in stores():
        if not is_told(each):
            continue
        after = taken_up(read(each)[0])
        assert is_as_careful(after, before), each


def test_no_vacation_begins_before_its_time() -> None:
    away = [str(each) for each in stores() if taken_up(read(each)[0]).wishes.away]
    assert away == []


def test_in_weather_of_which_nobody_tells_all_stays_locked_out() -> None:
    later = NOW + timedelta(hours=4)
    for each in stores():
        if is_told(each):
            state = taken_up(read(each)[0])
            guards = stepped(state, now=later, outdoor=None).state.guards
            assert guards.lockouts >= {Lockout.COMPRESSOR, Lockout.COOLING}, each


def is_as_careful(after: State, before: State) -> bool:
    """Return whether a state protects the machine at least as well as another."""
    mine, others = after.guards, before.guards
    count = len(others.starts)
    rests = [
        known.since >= contact.since
        and after.wires.board.is_off(terminal) <= before.wires.board.is_off(terminal)
        for terminal, contact in before.wires.board.contacts.items()
        # One that is not known is looked at now, and has just moved.
        if (known := after.wires.board.contacts.get(terminal))
    ]
    return (
        all(rests)
        and mine.lockouts >= others.lockouts
        and mine.is_freezing >= others.is_freezing
        and (mine.heated_at or NEVER) >= (others.heated_at or NEVER)
        and known_outdoors(after) >= known_outdoors(before)
        and waits_until(after) >= waits_until(before)
        and len(mine.starts) >= count
        and all(map(ge, mine.starts[-count:], others.starts, strict=True))
    )


def known_outdoors(state: State) -> datetime:
    """Return when the outdoor sensor was last believed: its verdict holds from then."""
    return state.senses.outdoor_sensor.known_at or NEVER


def waits_until(state: State) -> datetime:
    """Return until when a compressor may have to wait that was without power."""
    outage = stepped(state).state.guards.outage
    if outage.until is None:
        return NEVER
    most = Compressor().outage_delay
    lasted = most if outage.since is None else outage.until - outage.since
    return outage.until + min(lasted, most)


def differences(one: Any, other: Any, way: Way = ()) -> Iterator[Way]:
    """Return the ways to all that is not the same, a list as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one:
            yield from differences(one[name], other.get(name), (*way, name))
    elif one != other:
        yield way


def ends_of(part: Any, way: Way, begin: int) -> Iterator[tuple[Way, int]]:
    """Return where in the text of a store each part ends."""
    yield way, begin + len(json.dumps(part))
    if isinstance(part, dict):
        begin += len("{")
        for name, each in part.items():
            begin += len(f'"{name}": ')
            yield from ends_of(each, (*way, name), begin)
            begin += len(f"{json.dumps(each)}, ")


def owner(way: Way) -> Way:
    """Return the way to the smallest part that can do without what stands at a way.

    A list is one part, as its items have no name, and so is what has no field for it.
    """
    kind: Any = State
    kept: Way = ()
    for depth, name in enumerate(way):
        kind = present(kind)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (tuple, frozenset):
            break
        hints = {} if origin is Mapping else typing.get_type_hints(kind)
        if origin is Mapping or name not in hints or can_do_without(kind, name):
            kept = way[: depth + 1]
        kind = arguments[1] if origin is Mapping else hints.get(name)
        if kind is None:
            break
    return kept


def can_do_without(kind: Any, name: str) -> bool:
    """Return whether a record stands though one of its fields is lost."""
    if kind in INSEPARABLE or (kind, name) in DECISIVE:
        return False
    field = next(field for field in fields(kind) if field.name == name)
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return has_default or (kind, name) in UNKNOWN


def is_entry(way: Way) -> bool:
    """Return whether an entry of a mapping stands at a way."""
    kind: Any = State
    for name in way[:-1]:
        kind = present(kind)
        is_mapping = typing.get_origin(kind) is Mapping
        kind = (
            typing.get_args(kind)[1]
            if is_mapping
            else typing.get_type_hints(kind)[name]
        )
    return typing.get_origin(present(kind)) is Mapping


def present(kind: Any) -> Any:
    """Return what an optional kind is, where it is there."""
    if typing.get_origin(kind) in (Union, types.UnionType):
        return next(a for a in typing.get_args(kind) if a is not type(None))
    return kind
