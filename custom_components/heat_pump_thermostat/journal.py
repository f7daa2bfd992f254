"""What was decided, and what went wrong: for the log and for diagnostics."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Ailment:
    """A problem of one entity, or of none."""

    problem: Problem
    entity: str = ""

    @property
    def of(self) -> str:
        """Whose it is, as the end of a line."""
        return f": {self.entity}" if self.entity else ""


def _cases_of(troubles: Troubles) -> tuple[Ailment, ...]:
    return tuple(
        Ailment(problem, entity)
        for problem, entities in troubles.items()
        for entity in entities or ("",)
    )


class Journal:
    """The decisions of one thermostat, as far as they made a difference."""

    def __init__(self, entry: ConfigEntry[Any], problems: Iterable[Problem]) -> None:
        """Begin with nothing decided; of these problems was told before."""
        self._entry = entry
        self._outlasting = frozenset(problems)
        self._told: tuple[Ailment, ...] = ()
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
        """Log what has begun to be wrong, and what is over: a line for each entity."""
        name, cases = self._entry.title, _cases_of(troubles)
        for case in cases:
            if case not in self._told and case.problem not in self._outlasting:
                _LOGGER.warning("%s: problem %s%s", name, case.problem, case.of)
        gone = [Ailment(each) for each in sorted(self._outlasting.difference(troubles))]
        for case in (*gone, *self._told):
            if case not in cases:
                _LOGGER.info("%s: problem %s is over%s", name, case.problem, case.of)
        self._told, self._outlasting = cases, frozenset()

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
