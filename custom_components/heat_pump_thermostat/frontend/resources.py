"""What has to become of the dashboards' resources, for one module to be loaded once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

MODULE: Final = "module"
"""The type of a resource that is an ES module."""


@dataclass(frozen=True, slots=True)
class Create:
    """Add a resource."""

    url: str


@dataclass(frozen=True, slots=True)
class Update:
    """Let a resource load another file."""

    item: str
    url: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a resource."""

    item: str


type Change = Create | Update | Delete


def changes(
    items: Iterable[Mapping[str, Any]], path: str, url: str | None
) -> Iterator[Change]:
    """Return what makes one resource of those at a path: it loads this URL.

    None loads nothing. `items` are all resources as they are stored, whoever added
    them; those at other paths are left alone.
    """
    ours = [item for item in items if urlsplit(str(item["url"])).path == path]
    if url is not None:
        if ours:
            first = ours.pop(0)
            if (first["url"], first["type"]) != (url, MODULE):
                yield Update(first["id"], url)
        else:
            yield Create(url)
    yield from (Delete(item["id"]) for item in ours)
