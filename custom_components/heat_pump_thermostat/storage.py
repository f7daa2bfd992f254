"""What survives a restart, as JSON: the engine's State, and what windows said last."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
import types
import typing
from typing import Any, Final, NewType, Union

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .engine.resume import resumed_state
from .engine.state import State

VERSION: Final = 1
WAS_OPEN: Final = "was_open"
DELAY: Final = 30
"""Seconds for which counters may wait to be written."""


class Storage:
    """The stored state of one thermostat."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep the state of a config entry."""
        self._hass = hass
        self._store = Store[dict[str, Any]](hass, VERSION, f"{DOMAIN}.{entry_id}")
        self._state = State()
        self.was_open: dict[str, bool] = {}
        """What each window said last; whoever asks the windows keeps it up to date."""
        self._is_due = False
        """Whether the state will be written soon anyway."""

    async def async_load(self) -> State:
        """Return the stored state, or a new one where nothing usable is stored."""
        stored = await self._store.async_load()
        if stored is not None:
            try:
                self._state = decoded(State, stored)
                windows = stored.get(WAS_OPEN, {})
                self.was_open = decoded(Mapping[str, bool], windows)
            except KeyError, TypeError, ValueError, AttributeError:
                self._state = State()
        return resumed_state(self._state, dt_util.utcnow())

    def save(self, state: State) -> None:
        """Store a state: at once where a relay or a wish has changed, else soon."""
        before, self._state = self._state, state
        is_urgent = (
            before.wishes != state.wishes
            or before.wires.board is not state.wires.board
            or before.wires.goal != state.wires.goal
        )
        if is_urgent:
            self._hass.async_create_task(
                self._store.async_save(self._encoded()), f"{DOMAIN} save"
            )
        elif not self._is_due:
            self._is_due = True
            self._store.async_delay_save(self._encoded, DELAY)

    async def async_save(self) -> None:
        """Store the last state now."""
        await self._store.async_save(self._encoded())

    async def async_remove(self) -> None:
        """Forget the state."""
        await self._store.async_remove()

    def _encoded(self) -> dict[str, Any]:
        self._is_due = False
        plain: dict[str, Any] = encoded(self._state)
        return {**plain, WAS_OPEN: dict(self.was_open)}


def encoded(value: Any) -> Any:
    """Return a value as plain JSON types."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {encoded(key): encoded(item) for key, item in value.items()}
        case tuple() | frozenset():
            return [encoded(item) for item in value]
        case _ if is_dataclass(value):
            return {f.name: encoded(getattr(value, f.name)) for f in fields(value)}
    return value


def decoded(kind: Any, value: Any) -> Any:
    """Return the value of a type that `encoded` made plain.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: It was not made from that type.

    """
    if isinstance(kind, NewType):
        return decoded(kind.__supertype__, value)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        present = next(a for a in arguments if a is not type(None))
        return None if value is None else decoded(present, value)
    if origin in (tuple, frozenset):
        return origin(decoded(arguments[0], item) for item in value)
    if origin is Mapping:
        return {
            decoded(arguments[0], key): decoded(arguments[1], item)
            for key, item in value.items()
        }
    if is_dataclass(kind):
        return _decoded_record(kind, value)
    return PLAIN.get(kind, kind)(value)


def _decoded_record(kind: Any, value: Mapping[str, Any]) -> Any:
    """Return a record from the fields that it still has; new ones get their default."""
    hints = typing.get_type_hints(kind)
    known = hints.keys() & value.keys()
    return kind(**{name: decoded(hints[name], value[name]) for name in known})


PLAIN: Mapping[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    timedelta: lambda seconds: timedelta(seconds=seconds),
}
"""What is not simply made by calling its type."""
