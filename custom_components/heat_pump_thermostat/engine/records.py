"""A record with some of its parts replaced.

As `dataclasses.replace` does, which asks every record anew which parts it has. Here
each kind of record is asked once: a step replaces parts of two dozen of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

type Part = tuple[Callable[[Any], Any], Callable[[Any, Any], None]]
"""How a part is taken from a record, and put into another one."""


@cache
def _parts_in_slots_of(kind: type) -> Mapping[str, Part]:
    """Return how the slots of a record are read and filled; none where it has none."""
    if "__slots__" not in vars(kind):
        return {}
    parts = {each.name: getattr(kind, each.name) for each in fields(kind)}
    return {name: (part.__get__, part.__set__) for name, part in parts.items()}


if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(record: Any, /, **others: Any) -> Any:
        """Return a record like this one but for the parts that are given.

        Of records that refuse nothing as they are made, and keep nothing beside their
        parts.
        """
        kind = record.__class__
        after = object.__new__(kind)
        if slots := _parts_in_slots_of(kind):
            for name, (get, put) in slots.items():
                put(after, others[name] if name in others else get(record))
        else:
            vars(after).update(vars(record), **others)
        return after
