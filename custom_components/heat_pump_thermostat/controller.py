"""The shell round the engine: observe, step, send, publish, and wake up again."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    HassJob,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import (
    async_track_point_in_utc_time,
    async_track_state_change_event,
    async_track_state_report_event,
)

from . import issues
from .const import CONF_TERMINALS
from .engine.board import BACKUP, COMPRESSOR, Terminal
from .engine.model import Decision, Observation, Reason, State
from .engine.settings import Settings
from .engine.step import step
from .engine.wishes import Wishes
from .inputs import Inputs
from .outputs import Outputs
from .settings import OnStop, machine_of, options_of, settings_of
from .storage import Storage

_LOGGER = logging.getLogger(__name__)

RELEASE_WITHIN: Final = 10
"""Seconds that the relays are given to confirm their release before unloading."""

type ThermostatConfigEntry = ConfigEntry[Controller]


class Controller:
    """One thermostat: the owner of its state and of its single timer."""

    decision: Decision

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ThermostatConfigEntry,
        storage: Storage,
        state: State,
    ) -> None:
        """Control what a config entry wires, from the state in which it was left."""
        self.entry = entry
        self._built_for = (entry.title, entry.data)
        self._hass = hass
        self._storage = storage
        self._state = state
        self._outputs = Outputs(hass, entry.data[CONF_TERMINALS])
        self._listeners: list[CALLBACK_TYPE] = []
        self._untrack: list[CALLBACK_TYPE] = []
        self._timer: CALLBACK_TYPE | None = None
        self._context: Context | None = None
        self._was_open: dict[str, bool] = {}
        self._released = asyncio.Event()
        self._is_closing = False
        self._is_stepping = False
        self._is_outdated = False
        self._configure()

    @property
    def settings(self) -> Settings:
        """What the household and its machine are set to."""
        return self._settings

    @property
    def is_rewired(self) -> bool:
        """Whether name or wiring have changed since the controller was made."""
        return (self.entry.title, self.entry.data) != self._built_for

    @property
    def wishes(self) -> Wishes:
        """What the household chose."""
        return self._state.wishes

    @property
    def humidity(self) -> float | None:
        """The room's relative humidity in percent."""
        return self._inputs.humidity()

    @callback
    def async_start(self) -> None:
        """Look at the house now, and from then on whenever it changes."""
        self._track()
        self.refresh()
        self.entry.async_on_unload(
            self._hass.async_add_shutdown_job(HassJob(self.async_stop))
        )
        self.entry.async_on_unload(
            self.entry.add_update_listener(_async_options_changed)
        )

    @callback
    def async_reconfigure(self) -> None:
        """Take over changed options without stopping anything."""
        self._configure()
        self._track()
        self.refresh()

    @callback
    def async_wish(
        self,
        change: Callable[[Wishes, Observation], Wishes],
        context: Context | None = None,
    ) -> None:
        """Change what the household wants and act on it; orders are sent on return."""
        wishes = change(self._state.wishes, self._observe())
        self._state = replace(self._state, wishes=wishes)
        self._context = context
        self.refresh()
        self._context = None

    def foresee(self, wishes: Wishes) -> Decision:
        """Return what would be decided under these wishes; nothing is sent."""
        return step(
            self._settings, replace(self._state, wishes=wishes), self._observe()
        )

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call the listener after each decision; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_unload(self) -> None:
        """Release the machine and stop looking at the house."""
        await self.async_release()
        self._close()
        issues.clear(self._hass, self.entry)
        await self._storage.async_save()

    async def async_stop(self) -> None:
        """Let go of the machine when Home Assistant stops, where that is chosen."""
        if self._on_stop is OnStop.RELEASE:
            await self.async_release()
        self._close()
        await self._storage.async_save()

    async def async_release(self) -> None:
        """Release every relay but the valve's, and wait until they confirm."""
        self._is_closing = True
        self.refresh()
        try:
            async with asyncio.timeout(RELEASE_WITHIN):
                await self._released.wait()
        except TimeoutError:
            _LOGGER.warning(
                "%s: not every relay confirmed its release", self.entry.title
            )

    @callback
    def refresh(self, *_: Any) -> None:
        """Step until the relays have nothing more to say to the orders.

        A relay may answer while its order is being sent; that answer is taken in by the
        next round, never in the middle of this one.
        """
        if self._is_stepping:
            self._is_outdated = True
            return
        self._is_stepping = True
        try:
            self._is_outdated = True
            while self._is_outdated:
                self._is_outdated = False
                self._step()
        finally:
            self._is_stepping = False
        self._arm()
        issues.publish(self._hass, self.entry, self.decision)
        for listener in self._listeners:
            listener()

    def _step(self) -> None:
        decision = step(self._settings, self._state, self._observe())
        self._log(decision)
        self.decision = decision
        self._state = decision.state
        self._storage.save(decision.state)
        orders = [o for o in decision.orders if self._inputs.reaches(o.terminal)]
        self._outputs.send(orders, self._context)
        # A relay that does not answer is told, but not waited for.
        still_on = map(decision.state.board.is_on, (*COMPRESSOR, *BACKUP, Terminal.G))
        if self._is_closing and not any(still_on):
            self._released.set()

    def _observe(self) -> Observation:
        return self._inputs.observe(self._settings.setback, is_closing=self._is_closing)

    def _configure(self) -> None:
        machine = machine_of(self.entry)
        options = options_of(machine, self.entry.options)
        self._settings = settings_of(machine, self.entry.options)
        self._on_stop = OnStop(options["compressor"]["on_stop"])
        self._inputs = Inputs(self._hass, self.entry.data, options, self._was_open)

    def _track(self) -> None:
        self._forget()
        self._untrack = [
            async_track_state_change_event(
                self._hass, self._inputs.entities, self.refresh
            ),
            async_track_state_report_event(
                self._hass, self._inputs.reported, self.refresh
            ),
        ]

    def _forget(self) -> None:
        while self._untrack:
            self._untrack.pop()()

    def _close(self) -> None:
        self._forget()
        if self._timer:
            self._timer()
            self._timer = None

    def _arm(self) -> None:
        if self._timer:
            self._timer()
            self._timer = None
        if self.decision.wake_at:
            self._timer = async_track_point_in_utc_time(
                self._hass, self._wake, self.decision.wake_at
            )

    @callback
    def _wake(self, *_: Any) -> None:
        self._timer = None
        self.refresh()

    def _log(self, decision: Decision) -> None:
        before = getattr(self, "decision", None)
        if before is None or before.reason is not decision.reason:
            _LOGGER.debug("%s: %s", self.entry.title, decision.reason)
        was_lost = before is not None and before.reason is Reason.ROOM_SENSOR_LOST
        is_lost = decision.reason is Reason.ROOM_SENSOR_LOST
        if is_lost and not was_lost:
            _LOGGER.info("%s: the room temperature is lost", self.entry.title)
        if was_lost and decision.room is not None:
            _LOGGER.info("%s: the room temperature is back", self.entry.title)


async def _async_options_changed(
    hass: HomeAssistant, entry: ThermostatConfigEntry
) -> None:
    """Take over options live; changed wiring needs a new start."""
    controller = entry.runtime_data
    if controller.is_rewired:
        hass.config_entries.async_schedule_reload(entry.entry_id)
    else:
        controller.async_reconfigure()
