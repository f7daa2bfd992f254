"""Records as JSON and back: what is not understood is told, and lost alone.

A record is read field by field, a mapping and a list entry by entry. What this version
cannot read, or what cannot be, is left out, told by its path, and handed on as it was
found, so that the next save need not destroy it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
import math
import types
import typing
from typing import Any, Final, NewType, Union

from .engine.board import Contact, Relay
from .engine.curtailment import MOST_OFFSET, Curtailment
from .engine.defrost.defrost import LEAST_FULL_EXPOSURE, MOST_FULL_EXPOSURE
from .engine.defrost.normal import Normal
from .engine.defrost.outdoor_coil import Frost
from .engine.heat_pump.calibration import SIZE_BOUNDS, Factor
from .engine.heat_pump.drift import Drift
from .engine.house.envelope import SECONDS_PER_DAY
from .engine.house.line import LineSums
from .engine.house.span import Span
from .engine.house.trend import Trend
from .engine.observer.guess import Guess
from .engine.observer.manner import Manner, Stands
from .engine.observer.observer import Observer
from .engine.observer.rooms import Rooms
from .engine.settings import DEFAULT_TARGETS, HIGHEST_SETPOINT, LOWEST_SETPOINT, Targets
from .engine.state import Demand, Fuel, Learned, Steady
from .engine.units import TOLERANCE, Celsius, Delta
from .engine.wishes import Hold, Wishes

type Bounds = tuple[float, float]
type Path = tuple[str, ...]

NO_VALUE: Final = object()
"""What stands where nothing stands, or nothing that is understood."""

SETPOINTS: Final[Bounds] = (LOWEST_SETPOINT - TOLERANCE, HIGHEST_SETPOINT + TOLERANCE)
HUGE: Final = 1e12

POSSIBLE: Final[Mapping[Any, Bounds]] = {
    int: (0, 1_000_000),
    float: (-HUGE, HUGE),
    timedelta: (0, 1e10),
    Celsius: (-90, 150),
    Delta: (-200, 200),
    (Wishes, "base"): SETPOINTS,
    (Hold, "targets"): SETPOINTS,
    (Frost, "full"): (LEAST_FULL_EXPOSURE, MOST_FULL_EXPOSURE),
    (Frost, "exposure"): (0, HUGE),
    (Normal, "spread"): (0, HUGE),
    (Curtailment, "offset"): (0, MOST_OFFSET),
    (Curtailment, "backup"): (0, HUGE),
    (Factor, "value"): SIZE_BOUNDS,
    (Factor, "seconds"): (0, HUGE),
    (Trend, "error"): (0, HUGE),
    (Trend, "lean"): (-1, 1),
    (Span, "elapsed"): (0, 2 * SECONDS_PER_DAY),
    (Span, "known"): (0, 2 * SECONDS_PER_DAY),
    (LineSums, "weight"): (0, HUGE),
    (LineSums, "xx"): (0, HUGE),
    (Manner, "changes"): (0, 200),
    (Stands, "lasts"): (0, HUGE),
    (Stands, "lasted"): (0, HUGE),
    (Manner, "repeated"): (0, 1),
    (Manner, "regular"): (0, 1),
    (Observer, "gain"): (0, HUGE),
    (Rooms, "grace"): (0, 200),
}
"""What a number may be, by its kind or by the field that it, or its record, stands in;
durations in seconds. What is no finite number is never within them."""

NEVER: Final[Bounds] = (1, 0)

YEARS: Final = (2000, 2100)
"""In these lies all that was ever remembered."""
LATEST: Final = datetime(YEARS[1], 1, 1, tzinfo=UTC)
"""A moment that is not known any more: when the state is taken up, it becomes now."""

UNKNOWN: Final[Mapping[tuple[type, str], Any]] = {
    (Contact, "relay"): Relay.UNKNOWN,
    (Contact, "since"): LATEST,
    (Contact, "is_doubted"): True,
    (Demand, "since"): LATEST,
    (Steady, "since"): LATEST,
    (Fuel, "since"): LATEST,
    (Hold, "until"): None,
    (Targets, "heat"): DEFAULT_TARGETS.heat,
    (Targets, "cool"): DEFAULT_TARGETS.cool,
}
"""What is assumed of a lost field of which the rest of its record can do without."""

DECISIVE: Final = frozenset({(Hold, "begins")})
"""Fields without which a record is none, though it can be made without: what begins
some day would begin at once."""

INSEPARABLE: Final = frozenset({LineSums, Span, Factor, Drift, Guess, Manner, Stands})
"""Records of which no field means anything without all the others."""

CONSISTENT: Final[Mapping[type, Callable[[Any], bool]]] = {
    LineSums: lambda sums: sums.xx * sums.weight >= sums.x**2 * (1 - 1e-9),
}
"""What must hold between the fields of a record: here, that points have these sums."""

DEEPEST_LEFTOVER: Final = 50
"""How deep a part may be nested to be handed on; what is written may not be deeper."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A part that was not understood, as it was found."""

    path: Path
    found: Any
    instead: Any
    """What was taken to stand there as it was read."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What could be read, and what could not."""

    value: Any
    """`NO_VALUE`, where nothing could be read at all."""
    lost: tuple[str, ...] = ()
    """Paths of what is there, but cannot be understood."""
    missing: tuple[str, ...] = ()
    """Paths of what is not there."""
    unknown: tuple[str, ...] = ()
    """Paths of what this version has no field for."""
    leftovers: tuple[Leftover, ...] = ()


LONGEST_NUMBER: Final = 64
"""Bits of a whole number that can be written."""


def encoded(value: Any) -> Any:
    """Return a value as plain JSON types."""
    return _encoder_of(value.__class__)(value)


@cache
def _encoder_of(kind: type) -> Callable[[Any], Any]:
    """Return how values of a type are made plain: a state has hundreds of them."""
    if is_dataclass(kind):
        names = [each.name for each in fields(kind)]
        return lambda record: {name: encoded(getattr(record, name)) for name in names}
    return next(
        (encode for base, encode in ENCODERS.items() if issubclass(kind, base)),
        lambda value: value,
    )


ENCODERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    Enum: lambda value: value.value,
    date: lambda value: value.isoformat(),
    timedelta: lambda value: value.total_seconds(),
    Mapping: lambda value: {encoded(k): encoded(item) for k, item in value.items()},
    tuple: lambda value: [encoded(item) for item in value],
    frozenset: lambda value: sorted(encoded(item) for item in value),
}
"""How values are made plain that are no records, by the first type that they are of."""


def decoded(kind: Any, found: Any) -> Decoded:
    """Return the value of a type that `encoded` made plain, as far as it is one."""
    reader = _Reader()
    value = reader.read(kind, found, ())
    plain = None if value is NO_VALUE else encoded(value)
    return Decoded(
        value,
        tuple(map(_dotted, reader.lost)),
        tuple(map(_dotted, reader.missing)),
        tuple(map(_dotted, reader.unknown)),
        tuple(
            Leftover(path, part, _at(plain, path))
            for path, part in reader.left
            if path and _is_writable(part)
        ),
    )


def learned_of(found: Any) -> Learned | None:
    """Return what a thermostat has learned; None where not all of it is understood."""
    told = decoded(Learned, found)
    is_whole = told.value is not NO_VALUE and not (told.lost or told.unknown)
    return told.value if is_whole and found else None


def with_leftovers(plain: dict[str, Any], leftovers: Iterable[Leftover]) -> Any:
    """Return what is to be written, with what was not understood back in its place.

    A part stays as it was found until there is something else to be kept there.
    """
    for leftover in leftovers:
        *way, last = leftover.path
        place = _at(plain, tuple(way))
        if isinstance(place, dict) and place.get(last, NO_VALUE) == leftover.instead:
            place[last] = leftover.found
    return plain


class _Reader:
    """Reads plain JSON types, and notes what it does not understand."""

    def __init__(self) -> None:
        self.lost: list[Path] = []
        self.missing: list[Path] = []
        self.unknown: list[Path] = []
        self.left: list[tuple[Path, Any]] = []

    def read(
        self, kind: Any, found: Any, path: Path, limits: Bounds | None = None
    ) -> Any:
        """Return a value; `NO_VALUE` where it is lost, which is noted and left over."""
        if isinstance(kind, NewType):
            own = limits or POSSIBLE[kind]
            return self.read(kind.__supertype__, found, path, own)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (Union, types.UnionType):
            present = next(a for a in arguments if a is not type(None))
            return None if found is None else self.read(present, found, path, limits)
        if origin in (tuple, frozenset):
            return self._list(origin, arguments[0], found, path)
        if origin is Mapping:
            return self._mapping(arguments, found, path)
        if is_dataclass(kind):
            return self._record(kind, found, path, limits)
        try:
            return _scalar(kind, found, limits)
        except TypeError, ValueError, OverflowError, RecursionError:
            return self._lose(path, found)

    def _record(self, kind: Any, found: Any, path: Path, limits: Bounds | None) -> Any:
        if not isinstance(found, Mapping):
            return self._lose(path, found)
        lost, left = len(self.lost), len(self.left)
        values = self._fields(kind, found, path, limits)
        for name in found:
            if name not in _hints(kind):
                self.unknown.append((*path, name))
                self.left.append(((*path, name), found[name]))
        if _needed(kind) <= values.keys():
            record = kind(**values)
            if CONSISTENT.get(kind, _always)(record):
                return record
        del self.lost[lost:], self.left[left:]
        return self._lose(path, found)

    def _fields(
        self, kind: Any, found: Mapping[str, Any], path: Path, limits: Bounds | None
    ) -> dict[str, Any]:
        values = {}
        for name, hint in _hints(kind).items():
            at, value = (*path, name), NO_VALUE
            if name in found:
                own = POSSIBLE.get((kind, name), limits)
                value = self.read(hint, found[name], at, own)
            else:
                self.missing.append(at)
            if value is NO_VALUE:
                value = UNKNOWN.get((kind, name), NO_VALUE)
            if value is not NO_VALUE:
                values[name] = value
        return values

    def _mapping(self, kinds: tuple[Any, ...], found: Any, path: Path) -> Any:
        if not isinstance(found, Mapping):
            return self._lose(path, found)
        of_keys, of_items = kinds
        entries = {}
        for key, item in found.items():
            at = (*path, key)
            name = self.read(of_keys, key, at)
            if name is NO_VALUE:
                self.left[-1] = (at, item)
            elif (value := self.read(of_items, item, at)) is not NO_VALUE:
                entries[name] = value
        return entries

    def _list(self, origin: Any, kind: Any, found: Any, path: Path) -> Any:
        if not isinstance(found, list | tuple):
            return self._lose(path, found)
        left = len(self.left)
        items = [self.read(kind, item, (*path, str(i))) for i, item in enumerate(found)]
        if len(self.left) > left:
            # Items have no name to stay under: the list stays as it is, or is another.
            self.left[left:] = [(path, found)]
        return origin(item for item in items if item is not NO_VALUE)

    def _lose(self, path: Path, found: Any) -> Any:
        self.lost.append(path)
        self.left.append((path, found))
        return NO_VALUE


def _scalar(kind: Any, found: Any, limits: Bounds | None) -> Any:
    """Return a value that has no parts.

    Raises:
        TypeError, ValueError, OverflowError, RecursionError: It is none of this kind,
            or cannot be.

    """
    if issubclass(kind, Enum):
        return kind(found)
    return PLAIN[kind](found, limits or POSSIBLE.get(kind, NEVER))


def _exactly(kind: Any, found: Any) -> Any:
    if type(found) is not kind:
        raise TypeError
    return found


def _in_limits(found: Any, limits: Bounds) -> float:
    low, high = limits
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError
    if not low <= found <= high:
        raise ValueError
    return found


def _utc_moment(found: datetime) -> datetime:
    """Return a moment in UTC, in which all are written.

    One that does not tell its time zone is not taken for UTC: it would make a rest that
    has just begun hours old wherever clocks are behind.
    """
    if found.tzinfo is None:
        raise ValueError
    return _in_years(found.astimezone(UTC))


def _in_years[D: date](found: D) -> D:
    if not YEARS[0] <= found.year < YEARS[1]:
        raise ValueError
    return found


def _duration(found: Any, limits: Bounds) -> timedelta:
    return timedelta(seconds=_in_limits(found, limits))


def _count(found: Any, limits: Bounds) -> int:
    return int(_in_limits(_exactly(int, found), limits))


PLAIN: Final[Mapping[type, Callable[[Any, Bounds], Any]]] = {
    bool: lambda found, _: _exactly(bool, found),
    str: lambda found, _: _exactly(str, found),
    int: _count,
    float: lambda found, limits: float(_in_limits(found, limits)),
    timedelta: _duration,
    date: lambda found, _: _in_years(date.fromisoformat(_exactly(str, found))),
    datetime: lambda found, _: _utc_moment(
        datetime.fromisoformat(_exactly(str, found))
    ),
}
"""How what has no parts is read, by its kind."""


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    """Return the kinds of a record's fields."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _needed(kind: Any) -> frozenset[str]:
    """Return the fields without which there is no record."""
    if kind in INSEPARABLE:
        return frozenset(_hints(kind))
    return frozenset(
        field.name
        for field in fields(kind)
        if (kind, field.name) in DECISIVE
        or (field.default is MISSING and field.default_factory is MISSING)
    )


def _always(_record: Any) -> bool:
    return True


def _dotted(path: Path) -> str:
    return ".".join(path)


def _at(plain: Any, path: Path) -> Any:
    """Return what stands at a path; `NO_VALUE` where there is none."""
    for name in path:
        if not isinstance(plain, dict) or name not in plain:
            return NO_VALUE
        plain = plain[name]
    return plain


def _is_writable(found: Any) -> bool:
    """Return whether a part that was read can be written again."""
    level = [found]
    for _ in range(DEEPEST_LEFTOVER):
        if not level:
            return True
        if not all(map(_is_plain, level)):
            return False
        level = [part for whole in level for part in _parts(whole)]
    return False


def _parts(whole: Any) -> Iterable[Any]:
    match whole:
        case dict():
            return [*whole, *whole.values()]
        case list() | tuple():
            return whole
    return ()


def _is_plain(found: Any) -> bool:
    match found:
        case float():
            return math.isfinite(found)
        case int():
            return found.bit_length() < LONGEST_NUMBER
        case str():
            return found.isascii() or found.encode(errors="ignore").decode() == found
    return True
