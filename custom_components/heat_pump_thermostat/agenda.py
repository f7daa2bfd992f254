"""The week of a schedule helper: what it will say, where its state tells what is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.components.schedule.const import (
    CONF_DATA,
    CONF_FROM,
    CONF_TO,
    DOMAIN,
    SERVICE_GET,
    WEEKDAY_TO_CONF,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_state_report_event,
)
from homeassistant.util import dt as dt_util

type Week = Mapping[str, list[Mapping[str, Any]]]
"""The blocks of each day."""

BETWEEN: Final[Mapping[str, Any] | None] = None
"""What a week says between its blocks."""


class Agenda:
    """The week of one schedule helper, asked for anew whenever the helper speaks."""

    def __init__(
        self, hass: HomeAssistant, schedule: str | None, tell: Callable[[], None]
    ) -> None:
        """Ask this schedule, if there is one, and tell when its week is another."""
        self._hass = hass
        self._schedule = schedule
        self._tell = tell
        self._week: Week | None = None

    @property
    def is_known(self) -> bool:
        """Whether the week has been told."""
        return self._week is not None

    def at(self, moment: datetime) -> Mapping[str, Any] | None:
        """Return the data of the block that holds at a moment; None between blocks.

        Blocks are times of the day on the wall, whatever the clock is set to.
        """
        local = dt_util.as_local(moment)
        day = self._week[WEEKDAY_TO_CONF[local.weekday()]] if self._week else []
        for block in day:
            if block[CONF_FROM] <= local.time() < block[CONF_TO]:
                data: Mapping[str, Any] = block.get(CONF_DATA) or {}
                return data
        return BETWEEN

    @callback
    def follow(self) -> CALLBACK_TYPE:
        """Ask now, and again whenever the schedule speaks; return how to stop that.

        A schedule of which a later block was edited says the same again.
        """
        if self._schedule is None:
            return lambda: None
        stops = [
            track(self._hass, [self._schedule], self._ask)
            for track in (
                async_track_state_change_event,
                async_track_state_report_event,
            )
        ]
        self._ask()

        def stop() -> None:
            for each in stops:
                each()

        return stop

    @callback
    def _ask(self, *_: Any) -> None:
        self._hass.async_create_task(self._look(), "heat_pump_thermostat agenda")

    async def _look(self) -> None:
        """Ask for the week; a schedule that is no helper has none."""
        try:
            answer = await self._hass.services.async_call(
                DOMAIN,
                SERVICE_GET,
                {"entity_id": self._schedule},
                blocking=True,
                return_response=True,
            )
        except HomeAssistantError:
            answer = None
        week: Any = (answer or {}).get(self._schedule or "")
        if week != self._week:
            self._week = week
            self._tell()
