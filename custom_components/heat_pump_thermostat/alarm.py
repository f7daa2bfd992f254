"""The one timer of a thermostat."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util


class Alarm:
    """Rings once, when it is time or when there is news."""

    def __init__(self, hass: HomeAssistant, ring: Callable[[], None]) -> None:
        """Call `ring` when it rings."""
        self._hass = hass
        self._ring = ring
        self._at: datetime | None = None
        self._timer: CALLBACK_TYPE | None = None
        self._news: asyncio.Handle | None = None

    @callback
    def set(self, at: datetime | None) -> None:
        """Ring at that time, and at no other; never, if there is none."""
        self._drop_news()
        if self._timer and at == self._at:
            return
        self._stop()
        if at:
            # By the time that passes, not by a clock that may be set back meanwhile.
            wait = max(at - dt_util.utcnow(), timedelta())
            self._timer = async_call_later(self._hass, wait, self._ring_by_time)
            self._at = at

    @callback
    def ring_after(self, wait: timedelta) -> None:
        """Ring in a while, by the least that it takes."""
        self._drop_news()
        self._stop()
        handle = self._hass.loop.call_later(wait.total_seconds(), self._ring_by_time)
        self._timer, self._at = handle.cancel, None

    @callback
    def hurry(self, *_: Any) -> None:
        """Ring in a moment: what several sensors of one device say is then one news."""
        if self._news is None:
            self._news = self._hass.loop.call_soon(self._ring_for_news)

    @callback
    def cancel(self) -> None:
        """Do not ring any more."""
        self._stop()
        self._drop_news()

    def _stop(self) -> None:
        if self._timer:
            self._timer()
        self._timer = None

    def _drop_news(self) -> None:
        if self._news:
            self._news.cancel()
        self._news = None

    @callback
    def _ring_by_time(self, *_: Any) -> None:
        self._timer = None
        self._drop_news()
        self._ring()

    @callback
    def _ring_for_news(self) -> None:
        self._news = None
        self._ring()
