"""Moving all remembered moments when the clock itself was moved."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any


def with_moments_moved[T](record: T, by: timedelta) -> T:
    """Return a record in which every moment lies `by` later.

    What the record measures from a moment to now is then the same after the clock was
    set as before: a compressor that rested for two minutes still has. Days, which are
    dates, stay.
    """
    shifted: T = _with_moments_moved(record, by)
    return shifted


def _with_moments_moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, Mapping):
        return {key: _with_moments_moved(item, by) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_with_moments_moved(item, by) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            **{
                field.name: _with_moments_moved(getattr(value, field.name), by)
                for field in fields(value)
            }
        )
    return value
