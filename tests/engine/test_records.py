"""Records as JSON and back, and what each version kept elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
import json
import types
import typing
from typing import Any, Final, NewType, Union

import pytest

from custom_components.heat_pump_thermostat import torn
from custom_components.heat_pump_thermostat.engine.board import Contact, Relay
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import Factor
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.observer.manner import Stands
from custom_components.heat_pump_thermostat.engine.settings import Preset
from custom_components.heat_pump_thermostat.engine.state import Demand, State
from custom_components.heat_pump_thermostat.engine.wishes import Hold, Mode, Wishes
from custom_components.heat_pump_thermostat.layouts import (
    STORE,
    STORE_VERSION,
    Layout,
    is_new,
    migrated,
)
from custom_components.heat_pump_thermostat.records import (
    LATEST,
    NO_VALUE,
    PLAIN,
    POSSIBLE,
    decoded,
    encoded,
    with_leftovers,
)
from tests.damage import released, stores

WISHES: Final = encoded(Wishes(mode=Mode.HEAT))


def wishes(**other: Any) -> dict[str, Any]:
    return {**WISHES, **other}


def nested(depth: int) -> Any:
    """Return lists in lists."""
    part: list[Any] = []
    for _ in range(depth):
        part = [part]
    return part


# --- What is understood --------------------------------------------------------------


def kinds(kind: Any) -> Iterator[Any]:
    """Return all kinds of which a record is made."""
    if isinstance(kind, NewType):
        yield kind
        yield from kinds(kind.__supertype__)
    elif typing.get_origin(kind) in (Union, types.UnionType, tuple, frozenset, Mapping):
        for each in typing.get_args(kind):
            yield from kinds(each)
    elif is_dataclass(kind):
        for each in typing.get_type_hints(kind).values():
            yield from kinds(each)
    elif kind not in (type(None), ...):
        yield kind


def test_every_kind_of_which_a_state_is_made_can_be_read() -> None:
    strange = {
        kind
        for kind in kinds(State)
        if not (
            (isinstance(kind, NewType) and kind in POSSIBLE)
            or (isinstance(kind, type) and (kind in PLAIN or issubclass(kind, Enum)))
        )
    }
    assert strange == set()


@pytest.mark.parametrize("name", stores())
def test_a_released_store_is_read_and_written_again_as_it_is_kept_now(
    name: str,
) -> None:
    store = released(name)
    data = migrated(store["data"], store["version"], STORE)
    del data["was_open"]
    found = decoded(State, data)

    assert (found.lost, found.unknown, found.leftovers) == ((), (), ())
    version = store["version"]
    assert [path for path in found.missing if not is_new(path, version, STORE)] == []
    again = decoded(State, json.loads(json.dumps(encoded(found.value))))
    assert again.value == found.value
    assert again.missing == ()


def test_what_was_known_of_the_one_room_is_known_of_it_among_several() -> None:
    store = released("store_4.json")
    before = dict(store["data"]["observer"])
    rooms = decoded(State, migrated(store["data"], store["version"], STORE)).value.rooms
    now = encoded(rooms.observers)
    assert now["room"].pop("stands") == encoded(Stands())
    assert now["room"].pop("by_backup") is False
    assert {before.pop("source"): before} == now


def test_the_newest_released_store_is_not_newer_than_this_version() -> None:
    assert max(released(name)["version"] for name in stores()) <= STORE_VERSION


# --- What is not ---------------------------------------------------------------------


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("field", "found"),
    [
        pytest.param("mode", "dry", id="an unknown member"),
        pytest.param("mode", 5, id="a number for a member"),
        pytest.param("mode", [], id="a list for a member"),
        pytest.param("emergency", 1, id="a number for a flag"),
        pytest.param("base", [20, 24], id="a list for a record"),
        pytest.param("hold", {"targets": None}, id="no record where one must be"),
        pytest.param("hold", "long", id="a text for a record"),
        pytest.param("mode", nested(100_000), id="no end of lists for a member"),
        pytest.param("hold", nested(100_000), id="no end of lists for a record"),
    ],
)
def test_a_field_that_is_not_understood_is_lost_alone(field: str, found: Any) -> None:
    read = decoded(Wishes, wishes(fan="on", **{field: found}))

    assert read.lost == (f"{field}",)
    assert read.value == decoded(Wishes, {**wishes(fan="on"), **rest(field)}).value


def rest(field: str) -> dict[str, Any]:
    return {field: encoded(Wishes())[field]}


@pytest.mark.parametrize(
    "since",
    [
        pytest.param("2026-01-15T14:00:00", id="no time zone"),
        pytest.param("yesterday", id="no moment"),
        pytest.param("1970-01-01T00:00:00+00:00", id="long ago"),
        pytest.param("9999-12-31T23:59:59-12:00", id="never"),
        pytest.param(1768485600, id="a number"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_moment_that_is_not_known_is_the_latest(since: Any) -> None:
    read = decoded(Contact, {"relay": "off", "since": since, "was": "off"})

    assert read.value == Contact(Relay.OFF, LATEST, Relay.OFF, is_doubted=True)
    assert read.lost == ("since",)
    assert read.missing == ("is_doubted",)


def test_a_moment_may_be_told_in_another_time_zone() -> None:
    noon = {"side": "heat", "since": "2026-01-15T14:00:00+02:00"}
    moment = datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert decoded(Demand, noon).value.since == moment


@pytest.mark.parametrize(
    "heat", [float("nan"), float("inf"), 6.9, 36, 1e300, "20", True]
)
def test_a_setpoint_that_cannot_be_is_lost(heat: Any) -> None:
    read = decoded(Wishes, wishes(base={"heat": heat, "cool": 25}))
    assert read.lost == ("base.heat",)
    assert (read.value.base.heat, read.value.base.cool) == (20, 25)


def test_sums_that_cannot_be_of_any_points_are_lost_as_a_whole() -> None:
    sums = {"weight": 2.0, "x": 10.0, "q": 1.0, "xx": 1.0, "xq": 3.0}
    assert decoded(LineSums, sums).value is NO_VALUE
    assert decoded(LineSums, {**sums, "xx": 60.0}).value == LineSums(
        2.0, 10.0, 1.0, 60.0, 3.0
    )


@pytest.mark.parametrize("size", [0.15, 0.4, 3.0, 5.5])
def test_a_machine_of_any_size_outlives_a_restart(size: float) -> None:
    learned = Factor(size, 20_000.0)
    assert decoded(Factor, encoded(learned)).value == learned


def test_an_entry_that_is_not_understood_is_lost_alone() -> None:
    of = Mapping[Mode, tuple[timedelta, ...]]
    read = decoded(of, {"heat": [5, "?", 7], "dry": [1], "cool": 3})

    assert read.value == {Mode.HEAT: (timedelta(seconds=5), timedelta(seconds=7))}
    assert read.lost == ("heat.1", "dry", "cool")


@pytest.mark.parametrize("found", [None, [], "text", 5, {"contacts": 3}])
def test_of_what_is_no_record_nothing_is_left(found: Any) -> None:
    read = decoded(Hold, found)
    assert read.value is NO_VALUE
    assert read.lost == ("",)
    assert read.leftovers == ()


PLANNED: Final = encoded(
    Hold(
        Wishes().base,
        datetime(2026, 8, 9, tzinfo=UTC),
        Preset.AWAY,
        begins=datetime(2026, 8, 1, tzinfo=UTC),
    )
)


@pytest.mark.parametrize(
    "vacation",
    [
        pytest.param({**PLANNED, "begins": "2026-08-01T00:00:00"}, id="no time zone"),
        pytest.param({**PLANNED, "begins": "some day"}, id="no moment"),
        pytest.param({**PLANNED, "begins": 5}, id="a number"),
        pytest.param(
            {name: part for name, part in PLANNED.items() if name != "begins"},
            id="missing",
        ),
    ],
)
def test_a_vacation_does_not_begin_for_want_of_a_beginning(vacation: Any) -> None:
    read = decoded(Wishes, wishes(vacation=vacation))
    assert read.value.vacation is None
    assert read.lost == ("vacation",)
    assert saved(wishes(vacation=vacation))["vacation"] == vacation


# --- What is carried along -----------------------------------------------------------


def saved(found: dict[str, Any], now: Wishes | None = None) -> Any:
    """Return what is written after this was read, if there are other wishes now."""
    read = decoded(Wishes, found)
    return with_leftovers(encoded(now or read.value), read.leftovers)


def test_what_was_not_understood_stays_where_it_was() -> None:
    found = wishes(mode="dry", base={"heat": "mild", "cool": 25.0}, frills=[{"a": 1}])
    assert saved(found) == found


def test_what_is_kept_since_comes_before_what_was_not_understood() -> None:
    found = wishes(mode="dry", fan="hurricane")
    later = decoded(Wishes, found).value.with_mode(Mode.COOL)
    assert saved(found, later) == {
        **encoded(later),
        "fan": "hurricane",
    }


def test_a_record_that_was_not_understood_stays_until_there_is_another() -> None:
    found = wishes(hold={"targets": 5, "until": None})
    assert saved(found)["hold"] == {"targets": 5, "until": None}
    assert saved(found, Wishes(hold=Hold(Wishes().base, None)))["hold"]["until"] is None


def test_what_its_record_is_gone_for_goes_with_it() -> None:
    hold = {"targets": WISHES["base"], "until": None, "begins": None, "frills": 1}
    assert saved(wishes(hold=hold))["hold"].items() >= hold.items()
    assert saved(wishes(hold=hold), Wishes())["hold"] is None


@pytest.mark.parametrize(
    "part", [float("nan"), [float("inf")], 2**70, {"a": "\ud800"}, {"\ud800": 1}]
)
def test_what_cannot_be_written_is_not_carried_along(part: Any) -> None:
    assert "frills" not in saved(wishes(frills=part))
    assert (
        "Frühling" in saved(wishes(frills={"Frühling": [1, 2.5, None, True]}))["frills"]
    )


# --- Versions ------------------------------------------------------------------------

LAYOUTS: Final = {
    2: Layout(renamed={"board": "wires.board", "noise": None}),
    3: Layout(
        renamed={"wires.board": "relays.board"},
        meant={"tide.high": True},
        added=frozenset({"moon.*.at"}),
    ),
}


@pytest.mark.parametrize(
    ("version", "found", "now"),
    [
        pytest.param(1, {"board": 5}, {"wires": {}, "relays": {"board": 5}}, id="1"),
        pytest.param(
            2,
            {"wires": {"board": 5, "a": 1}},
            {"wires": {"a": 1}, "relays": {"board": 5}},
            id="2",
        ),
        pytest.param(3, {"board": 5}, {"board": 5}, id="3"),
        pytest.param(4, {"board": 5, "noise": 1}, {"board": 5, "noise": 1}, id="newer"),
        pytest.param(1, {"noise": 5, "a": 1}, {"a": 1}, id="given up"),
        pytest.param(1, {"a": 1}, {"a": 1}, id="not there"),
        pytest.param(2, {"wires": 3}, {"wires": 3}, id="no mapping on the way"),
        pytest.param(
            1, {"board": 5, "wires": 3}, {"board": 5, "wires": 3}, id="no place to go"
        ),
        pytest.param(
            2,
            {"wires": {"board": 5}, "relays": {"board": 4, "b": 1}},
            {"wires": {}, "relays": {"board": 5, "b": 1}},
            id="what was kept last wins",
        ),
        pytest.param(2, {"tide": {}}, {"tide": {"high": True}}, id="not said"),
        pytest.param(2, {"tide": {"high": 0}}, {"tide": {"high": 0}}, id="said"),
        pytest.param(2, {"tide": 5}, {"tide": 5}, id="nowhere to say it"),
        pytest.param(3, {"tide": {}}, {"tide": {}}, id="not said any more"),
        pytest.param(1, [1], [1], id="a list"),
        pytest.param(1, None, None, id="nothing"),
    ],
)
def test_what_a_version_kept_elsewhere_is_moved(
    version: int, found: Any, now: Any
) -> None:
    before = json.dumps(found)
    assert migrated(found, version, LAYOUTS) == now
    assert json.dumps(found) == before


@pytest.mark.parametrize(
    ("path", "version", "is_it"),
    [
        ("moon.full.at", 2, True),
        ("moon.full.at.once", 1, True),
        ("moon.full", 2, False),
        ("moon.full.at", 3, False),
    ],
)
def test_what_a_version_did_not_have_is_not_missed(
    path: str, version: int, *, is_it: bool
) -> None:
    assert is_new(path, version, LAYOUTS) is is_it


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("version", [1, STORE_VERSION - 1, STORE_VERSION, 99])
def test_however_deep_a_part_is_nested_nothing_else_is_lost(version: int) -> None:
    store = released("store_1.json")
    whole = migrated(store["data"], version, STORE)
    for depth in range(50, 5001, 50):
        deep = nested(depth)
        found = migrated({**store["data"], "deep": deep}, version, STORE)
        assert found.pop("deep") is deep
        assert found == whole
        for part in ("deep", "wishes", "senses"):
            told = decoded(State, {**whole, part: deep})
            assert {*told.lost, *told.unknown} >= {part}
            assert [left.path for left in told.leftovers if left.found is deep] == []


# --- Text that is damaged ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(b'{"a": 1, "b": [1, 2], "c": {"d": 3}}', None, id="whole"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', {"a": 1}, id="with a mark before it"),
        pytest.param(b'{"a": 1, "b": 2', {"a": 1}, id="cut off in a number"),
        pytest.param(b'{"a": 1, "b": "x,y', {"a": 1}, id="cut off in a text"),
        pytest.param(b'{"a": 1, "b": "\\",', {"a": 1}, id="cut off after a quote"),
        pytest.param(b'{"a": {"b": 1, "c"', {"a": {"b": 1}}, id="cut off in a mapping"),
        pytest.param(b'{"a": 1, "b": [1, 2', {"a": 1}, id="cut off in a list"),
        pytest.param(b'{"a": [{"b": 1}, {"c": 2}', {}, id="cut off in a deeper list"),
        pytest.param(b'{"a": 1, "b": oops, "c": 2}', {"a": 1}, id="nonsense in it"),
        pytest.param(b'{"a": 1} and more', {"a": 1}, id="something after it"),
        pytest.param(b'{"a": "\xff"}', {"a": "\ufffd"}, id="bytes of no text"),
        pytest.param(b'{"a": 1, "b": ' + b"[" * 99_999, {"a": 1}, id="a bomb"),
        pytest.param(b"", NO_VALUE, id="nothing"),
        pytest.param(b"}", NO_VALUE, id="less than nothing"),
    ],
)
def test_of_a_damaged_text_all_is_read_that_is_complete(text: bytes, said: Any) -> None:
    told, _ = torn.salvaged_json(text)
    if said is NO_VALUE:
        assert told is None
    else:
        assert told == (json.loads(text) if said is None else said)


def test_numbers_of_any_length_can_be_read() -> None:
    told, is_whole = torn.salvaged_json(
        b'{"a": ' + b"9" * 9999 + b', "b": NaN, "c": 17}'
    )
    assert is_whole
    assert told["a"] == float("inf")
    assert told["c"] == 17
