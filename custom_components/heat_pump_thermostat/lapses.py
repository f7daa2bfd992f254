"""Faults of our own: they are caught, told once, and end with the next success."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from types import TracebackType
from typing import Final

from homeassistant.util import dt as dt_util

_LOGGER = logging.getLogger(__name__)

RETRIES: Final = tuple(timedelta(seconds=s) for s in (10, 20, 40, 60))
"""How long after each failure in a row it is tried again; then as the last one says."""
FORGIVEN_AFTER: Final = timedelta(minutes=10)
"""So long after the last thing that went wrong nothing is said of it any more."""
LASTING: Final = 2
"""After so many failures in a row the machine is let go of."""


@dataclass(frozen=True, slots=True)
class Caught:
    """A stretch of code whose exceptions are told, and end there."""

    lapses: Lapses
    doing: str

    def __enter__(self) -> None:
        """Begin it."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Tell of an exception, and go on; nothing holds up what ends the program."""
        if not isinstance(error, Exception):
            return False
        self.lapses.tell(self.doing, error)
        return True


def _named(whom: object) -> str:
    """Return how something describes itself, if it is able to."""
    try:
        return repr(whom)
    except Exception:  # noqa: BLE001 - it is what has just failed
        return object.__repr__(whom)


def attempted[T](ask: Callable[[], T], otherwise: T) -> T:
    """Return what is asked for, or something else if that raises, without a word.

    For the least that is done when nothing else goes: it is told that nothing does.
    """
    try:
        return ask()
    except Exception:  # noqa: BLE001 - whatever it is, it must not keep Y1 on
        return otherwise


def _place_of(error: BaseException) -> tuple[str, int]:
    """Return where something was raised: the file, and the line."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    return (frame.tb_frame.f_code.co_filename, frame.tb_lineno) if frame else ("", 0)


class Lapses:
    """How one thermostat fails to decide, since when, and where else it went wrong."""

    def __init__(self, name: str) -> None:
        """Begin with nothing wrong."""
        self._name = name
        self._told: set[tuple[object, ...]] = set()
        self.in_a_row = 0
        """How often nothing could be decided, up to now."""
        self.since: datetime | None = None
        """Since when nothing could be decided; None while it can."""
        self._erred: tuple[datetime, datetime] | None = None
        """When anything first went wrong, and when it last did."""

    @property
    def erring_since(self) -> datetime | None:
        """Since when something goes wrong now and then; None while all is well."""
        return self._erred[0] if self._erred and self.forgiven_at else None

    @property
    def forgiven_at(self) -> datetime | None:
        """When nothing is said of it any more; None where nothing is now."""
        at = self._erred and self._erred[1] + FORGIVEN_AFTER
        return at if at and at > dt_util.utcnow() else None

    @property
    def are_lasting(self) -> bool:
        """Whether it is time to let go of the machine."""
        return self.in_a_row >= LASTING

    @property
    def retry_at(self) -> datetime:
        """When to try again."""
        return dt_util.utcnow() + RETRIES[min(self.in_a_row, len(RETRIES)) - 1]

    def move(self, by: timedelta) -> None:
        """Move what is remembered with a clock that was set."""
        self.since = self.since and self.since + by
        if self._erred:
            first, last = self._erred
            self._erred = first + by, last + by

    def caught(self, doing: str) -> Caught:
        """Go on whatever is raised meanwhile; each kind of it is logged once."""
        return Caught(self, doing)

    def call_each(self, doing: str, listeners: Iterable[Callable[[], None]]) -> None:
        """Call them all, whatever one of them raises: dozens of times a step.

        Whom it was is put into words only then.
        """
        for listener in listeners:
            try:
                listener()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                self.tell(f"{doing} {_named(listener)}", error)

    def tell(self, doing: str, error: Exception) -> None:
        """Log what was raised meanwhile, unless it was told before.

        It is the same that happens in the same place, whatever it says of the moment.
        """
        now = dt_util.utcnow()
        self._erred = self.erring_since or now, now
        kind = (doing, type(error), *_place_of(error))
        if kind in self._told:
            return
        self._told.add(kind)
        _LOGGER.error(
            "%s: a fault of its own while %s", self._name, doing, exc_info=error
        )

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count whether something could be decided."""
        is_decided = False
        with self.caught("deciding"):
            yield
            is_decided = True
        if is_decided and self.in_a_row:
            self._erred = None
        self.in_a_row = 0 if is_decided else self.in_a_row + 1
        self.since = None if is_decided else self.since or dt_util.utcnow()
