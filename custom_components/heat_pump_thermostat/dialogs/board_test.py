"""The test of the relay board: we fall silent on purpose, and it has to take over."""

import asyncio
from datetime import timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant, callback

from ..controller import Controller
from ..engine.plan import Account

SILENT_FOR: Final = timedelta(minutes=6)
"""A minute more than a board waits, unless it was told to wait longer."""
TELLS_WITHIN: Final = 30
"""Seconds until a board that took over has told what it did."""


class BoardTestFlow(OptionsFlow):
    """The steps of that test."""

    _silence: asyncio.Task[None] | None = None
    _account: Account | None = None

    async def async_step_test_board(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what will happen; begin once that is read."""
        if user_input is not None:
            return await self.async_step_board_run()
        return self.async_show_form(step_id="test_board")

    async def async_step_board_run(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Keep silent, and wait for what the board tells of it."""
        controller: Controller = self.config_entry.runtime_data
        if self._silence is None:
            self._silence = self.config_entry.async_create_background_task(
                self.hass, self._async_keep_silent(controller), "silence"
            )
        if not self._silence.done():
            return self.async_show_progress(
                step_id="board_run",
                progress_action="board_silence",
                progress_task=self._silence,
            )
        self._silence = None
        kept = self._account is not None
        done = "result_board_kept" if kept else "result_board_idle"
        return self.async_show_progress_done(next_step_id=done)

    async def _async_keep_silent(self, controller: Controller) -> None:
        heard = asyncio.Event()

        def hear(account: Account) -> None:
            self._account = account
            heard.set()

        self._account = None
        forget = controller.async_fall_silent(SILENT_FOR, hear)
        try:
            async with asyncio.timeout(SILENT_FOR.total_seconds() + TELLS_WITHIN):
                await heard.wait()
        except TimeoutError:
            pass
        finally:
            forget()

    def board_facts(self, hass: HomeAssistant) -> dict[str, str]:
        """Return what there is to tell about the test."""
        unit = hass.config.units.temperature_unit
        account = self._account
        if account is None or account.room is None:
            return {"room": ""}
        room = hass.config.units.temperature(account.room, "°C")
        return {"room": f"{room:.1f} {unit}"}

    @callback
    @override
    def async_remove(self) -> None:
        """End the silence with the dialog."""
        if self._silence is not None:
            self._silence.cancel()
        super().async_remove()
