"""What was decided, for the log and for diagnostics."""

from collections import deque
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from .engine.decision import Decision
from .engine.state import Rise
from .engine.vocabulary import Purpose, Reason

_LOGGER = logging.getLogger(__name__)

REMEMBERED: Final = 200
"""How many decisions diagnostics tell about."""


class Journal:
    """The decisions of one thermostat, as far as they made a difference."""

    def __init__(self, entry: ConfigEntry[Any]) -> None:
        """Begin with nothing decided."""
        self._entry = entry
        self._last: Decision | None = None
        self._kept: deque[Decision] = deque(maxlen=REMEMBERED)

    @property
    def decisions(self) -> list[Decision]:
        """The last decisions that did something or changed call or reason."""
        return list(self._kept)

    def write(self, decision: Decision) -> None:
        """Log what is new about a decision, and keep it if it makes a difference."""
        last, self._last = self._last, decision
        is_same = last is not None and (
            (last.call, last.reason) == (decision.call, decision.reason)
        )
        board = decision.state.wires.board  # What is told again makes no difference.
        moves = [o for o in decision.orders if board.is_on(o.terminal) is not o.on]
        if moves or not is_same:
            self._kept.append(decision)
        self._log(last, decision)

    def _log(self, before: Decision | None, decision: Decision) -> None:
        if before is None or before.reason is not decision.reason:
            _LOGGER.debug("%s: %s", self._entry.title, decision.reason)
        rise = before.state.rise if before else None
        self._log_rise(rise, decision.state.rise)
        was_lost = before is not None and before.reason is Reason.ROOM_SENSOR_LOST
        is_lost = decision.reason is Reason.ROOM_SENSOR_LOST
        if is_lost and not was_lost:
            _LOGGER.info("%s: the room temperature is lost", self._entry.title)
        if was_lost and decision.room is not None:
            _LOGGER.info("%s: the room temperature is back", self._entry.title)

    def _log_rise(self, before: Rise | None, rise: Rise | None) -> None:
        if _is_storing(rise) and not _is_storing(before):
            _LOGGER.debug("%s: heat begins to be stored", self._entry.title)
        kept = rise.setback if rise else None
        was = before.setback if before else None
        if kept is not None and (was is None or kept > was):
            _LOGGER.debug(
                "%s: the setback is made shallower: %.1f °C", self._entry.title, kept
            )


def _is_storing(rise: Rise | None) -> bool:
    return rise is not None and rise.is_on and rise.purpose is Purpose.STORE
