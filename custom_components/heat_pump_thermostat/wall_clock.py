"""Whether the wall clock goes on as time does."""

from datetime import datetime, timedelta
import time
from typing import Final

from homeassistant.util import dt as dt_util

WAS_SET: Final = timedelta(seconds=2)
"""A clock that gained or lost more than this between two looks was set."""


class ClockWatch:
    """Compares the wall clock with the time that passes."""

    def __init__(self) -> None:
        """Begin now."""
        self._now = dt_util.utcnow()
        self._passed = time.monotonic()

    def was_set_by(self, now: datetime) -> timedelta:
        """Return by how much the clock was set since the last look; 0 if it was not."""
        passed = time.monotonic()
        by = now - self._now - timedelta(seconds=passed - self._passed)
        self._now, self._passed = now, passed
        return by if abs(by) > WAS_SET else timedelta()
