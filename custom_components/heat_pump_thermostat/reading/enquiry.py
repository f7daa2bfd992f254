"""What entities answer to actions that only answer, where a state is too short."""

from asyncio import Task, timeout
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
import logging
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_state_report_event,
    async_track_time_interval,
)

_LOGGER = logging.getLogger(__name__)

ASKED_EVERY: Final = timedelta(hours=1)
"""How often an entity is asked that says nothing: a forecast goes on without a word."""
ANSWERED_WITHIN: Final = timedelta(minutes=1)
"""How long an answer is waited for: what hangs is asked again another time."""


@dataclass(frozen=True, slots=True)
class Question:
    """An action that does nothing but answer."""

    domain: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    kept: Callable[[Any], Any] = lambda answer: answer
    """What is made of an answer at once: it may be of any length and shape."""


class Enquiry:
    """What one entity answered last, asked for anew whenever it speaks."""

    def __init__(
        self, hass: HomeAssistant, question: Question, tell: Callable[[], None]
    ) -> None:
        """Ask this of nobody yet, and tell when the answer is another."""
        self._hass = hass
        self._entity: str | None = None
        self._question = question
        self._tell = tell
        self._is_absent: Callable[[str], bool] = lambda _: True
        self._is_followed = False
        self._asking: Task[None] | None = None
        self._is_overtaken = False
        """Whether the entity has spoken while it was asked."""
        self.answer: Any = None
        """None where it gave none."""

    @callback
    def address(self, entity: str | None) -> None:
        """Ask this entity from now on, if there is one; its answer is kept."""
        if entity != self._entity:
            self._entity, self.answer = entity, None

    @callback
    def follow(self, is_absent: Callable[[str], bool]) -> CALLBACK_TYPE:
        """Ask now, each hour, and whenever the entity speaks; return how to stop that.

        The same words count as well: a schedule of which a later block was edited says
        what it said before.
        """
        self._is_absent = is_absent
        if self._entity is None:
            return lambda: None
        stops = [
            async_track_state_change_event(self._hass, self._entity, self._ask),
            async_track_state_report_event(self._hass, self._entity, self._ask),
            async_track_time_interval(self._hass, self._ask, ASKED_EVERY),
        ]
        self._is_followed = True
        self._ask()

        def stop() -> None:
            self._is_followed = False
            for each in stops:
                each()
            if self._asking:
                self._asking.cancel()
                self._asking = None

        return stop

    @callback
    def _ask(self, *_: Any) -> None:
        # Home Assistant warns of each call of an entity that is not there.
        if not self._entity or self._is_absent(self._entity):
            return
        if self._asking and not self._asking.done():
            self._is_overtaken = True
            return
        # Nobody waits for it: it must not hold up a start or a stop of Home Assistant.
        self._asking = self._hass.async_create_background_task(
            self._look(self._entity), "heat_pump_thermostat enquiry"
        )

    async def _look(self, entity: str) -> None:
        """Ask, and once more where the entity has spoken meanwhile.

        Not for ever: one may speak because it is asked.
        """
        for _ in range(2):
            self._is_overtaken = False
            await self._hear(entity)
            if not self._is_overtaken:
                return

    async def _hear(self, entity: str) -> None:
        """Ask; an entity that does not know the action, or fails, has no answer."""
        try:
            async with timeout(ANSWERED_WITHIN.total_seconds()):
                answers = await self._hass.services.async_call(
                    self._question.domain,
                    self._question.action,
                    {"entity_id": entity, **self._question.fields},
                    blocking=True,
                    return_response=True,
                )
        except Exception as error:  # noqa: BLE001 - whatever an entity's driver raises
            _LOGGER.debug("%s does not answer: %r", entity, error)
            answers = None
        # A service may answer so late that nobody, or another one, is asked by now.
        is_current = self._is_followed and entity == self._entity
        told = answers.get(entity) if isinstance(answers, Mapping) else None
        answer = None if told is None else self._question.kept(told)
        if is_current and answer != self.answer:
            self.answer = answer
            self._tell()
