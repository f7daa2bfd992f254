"""Faults of our own: they are caught, told once, and end with the next success."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
import logging
from typing import Final

from homeassistant.util import dt as dt_util

_LOGGER = logging.getLogger(__name__)

RETRIES: Final = tuple(timedelta(seconds=s) for s in (10, 20, 40, 60))
"""How long after each failure in a row it is tried again; then as the last one says."""
LASTING: Final = 2
"""After so many failures in a row the machine is let go of."""


class Lapses:
    """How one thermostat fails to decide, since when, and where else it went wrong."""

    def __init__(self, name: str) -> None:
        """Begin with nothing wrong."""
        self._name = name
        self._told: set[tuple[str, str]] = set()
        self.in_a_row = 0
        """How often nothing could be decided, up to now."""
        self.since: datetime | None = None
        """Since when nothing could be decided; None while it can."""

    @property
    def are_lasting(self) -> bool:
        """Whether it is time to let go of the machine."""
        return self.in_a_row >= LASTING

    @property
    def retry_at(self) -> datetime:
        """When to try again."""
        return dt_util.utcnow() + RETRIES[min(self.in_a_row, len(RETRIES)) - 1]

    @contextmanager
    def caught(self, doing: str, whom: object = "") -> Iterator[None]:
        """Go on whatever is raised meanwhile; each kind of it is logged once.

        What was being done, and to `whom`, is put into words only then.
        """
        try:
            yield
        except Exception as error:
            doing = f"{doing} {whom!r}" if whom else doing
            kind = (doing, repr(error))
            if kind not in self._told:
                self._told.add(kind)
                _LOGGER.exception("%s: a fault of its own while %s", self._name, doing)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count whether something could be decided."""
        is_decided = False
        with self.caught("deciding"):
            yield
            is_decided = True
        self.in_a_row = 0 if is_decided else self.in_a_row + 1
        self.since = None if is_decided else self.since or dt_util.utcnow()
