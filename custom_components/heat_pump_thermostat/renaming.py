"""Following entities that are renamed."""

from collections.abc import Mapping
from typing import Any


def renamed(value: Any, old: str, new: str) -> Any:
    """Return nested data with one entity id replaced by another, also as a key."""
    if isinstance(value, Mapping):
        return {
            renamed(key, old, new): renamed(item, old, new)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [renamed(item, old, new) for item in value]
    return new if value == old else value
