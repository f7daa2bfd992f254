"""What was decided, and what went wrong: for the log and for diagnostics."""

from collections import deque
from collections.abc import Iterable
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from .concerned import Troubles
from .engine.decision import Decision
from .engine.state import Rise
from .engine.vocabulary import Problem, Purpose

_LOGGER = logging.getLogger(__name__)

REMEMBERED: Final = 200
"""How many decisions diagnostics tell about."""


class Journal:
    """The decisions of one thermostat, as far as they made a difference."""

    def __init__(self, entry: ConfigEntry[Any], problems: Iterable[Problem]) -> None:
        """Begin with nothing decided; of these problems was told before."""
        self._entry = entry
        self._told = frozenset(problems)
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

    def tell(self, troubles: Troubles) -> None:
        """Log what has begun to be wrong, and what is over: one line for each."""
        name = self._entry.title
        for problem, entities in troubles.items():
            if problem not in self._told:
                whose = f": {', '.join(entities)}" if entities else ""
                _LOGGER.warning("%s: problem %s%s", name, problem, whose)
        for problem in sorted(self._told.difference(troubles)):
            _LOGGER.info("%s: problem %s is over", name, problem)
        self._told = frozenset(troubles)

    def _log(self, before: Decision | None, decision: Decision) -> None:
        if before is None or before.reason is not decision.reason:
            _LOGGER.debug("%s: %s", self._entry.title, decision.reason)
        rise = before.state.rise if before else None
        self._log_rise(rise, decision.state.rise)

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
