"""What happened in Home Assistant, in the order in which it happened."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from .household import Thermostat


@dataclass(frozen=True, slots=True)
class Change:
    """A state that an entity took."""

    at: datetime
    entity: str
    state: str
    attributes: Mapping[str, Any]

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Self:
        """Return the change that led to a state, as Home Assistant tells it."""
        return cls(
            datetime.fromisoformat(state["last_updated"]),
            state["entity_id"],
            state["state"],
            state["attributes"],
        )


class History:
    """All states that were seen, the oldest first; one can wait for more."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._now: dict[str, Change] = {}
        self._grew = asyncio.Event()

    def add(self, change: Change) -> None:
        """Add a change."""
        self._changes.append(change)
        self._now[change.entity] = change
        self._grew.set()

    def now(self, entity: str) -> Change:
        """Return the last change of an entity."""
        return self._now[entity]

    def first(self, entity: str) -> Change:
        """Return the first change of an entity."""
        return next(change for change in self._changes if change.entity == entity)

    def of(self, entity: str) -> list[Change]:
        """Return all changes of an entity."""
        return [change for change in self._changes if change.entity == entity]

    def switched(self, *entities: str, since: datetime | None = None) -> list[Change]:
        """Return how these entities were turned on and off, without repetitions."""
        switched: list[Change] = []
        last: dict[str, str] = {}
        for change in self._changes:
            known = change.entity in entities and change.state in ("on", "off")
            if known and last.get(change.entity, "off") != change.state:
                last[change.entity] = change.state
                switched.append(change)
        return [change for change in switched if since is None or change.at > since]

    async def until(
        self, condition: Callable[[], bool], within: float, what: str
    ) -> None:
        """Wait until a condition on this history holds."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    self._grew.clear()
                    await self._grew.wait()
        except TimeoutError:
            message = f"not within {within} s: {what}\n{self._told()}"
            raise AssertionError(message) from None

    async def until_state(self, entity: str, state: str, within: float = 10) -> Change:
        """Wait until an entity is in a state, and return how it came into it."""
        await self.until(
            lambda: entity in self._now and self._now[entity].state == state,
            within,
            f"{entity} is {state}",
        )
        return self._now[entity]

    def _told(self) -> str:
        relays = {change.entity for change in self._changes if _is_relay(change.entity)}
        return "\n".join(
            f"{change.at:%H:%M:%S.%f} {change.entity} {change.state}"
            for change in self.switched(*relays)
        )

    def boards(
        self, thermostat: Thermostat, since: datetime
    ) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
        """Return the wires that were on before and after each move of a relay."""
        wires = {relay: wire for wire, relay in thermostat.terminals.items()}
        before: frozenset[str] = frozenset()
        for change in self.switched(*wires):
            after = before ^ {wires[change.entity]}
            if change.at > since:
                yield before, after
            before = after


def _is_relay(entity: str) -> bool:
    return entity.startswith(("input_boolean.", "switch."))
