"""The shell round the engine: observe, step, send, publish, and wake up again."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Any, Final, assert_never

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    CoreState,
    Event,
    HassJob,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
    async_track_state_report_event,
)
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from . import issues
from .alarm import Alarm
from .concerned import Troubles, troubles_of
from .configuration.entry import data_of
from .configuration.options import OnStop, options_of
from .configuration.roles import may_beat
from .configuration.settings import machine_of, settings_of, with_entity_renamed
from .const import DOMAIN
from .engine import last_resort
from .engine.board import ELECTRIC, Relay, Side, Terminal
from .engine.clock import earliest
from .engine.decision import (
    Decision,
    telling_of_own_fault,
    undecided,
    with_own_fault,
)
from .engine.observation import Observation
from .engine.perception import perceive
from .engine.plan import Account, Plan, plan_of, with_account
from .engine.relays.answers import is_machine_released
from .engine.relays.conditions import HOT_FOR
from .engine.resume import resumed_state
from .engine.rules.testing import begin_test, stop_test
from .engine.settings import Settings
from .engine.shift import with_moments_moved
from .engine.situation import Situation
from .engine.state import State
from .engine.step import step
from .engine.wishes import Mode, Wishes
from .handover import Handover
from .journal import Journal
from .lapses import RETRIES, Caught, Lapses, attempted
from .outputs import Outputs
from .reading.agenda import Agenda
from .reading.forecast import Forecast
from .reading.inputs import Inputs
from .reading.reports import Reports
from .rooms import room_names
from .storage import Storage
from .wall_clock import ClockWatch

_LOGGER = logging.getLogger(__name__)

BEAT_EVERY: Final = timedelta(seconds=60)
"""How often the relay board hears that the thermostat lives."""
RELEASE_WITHIN: Final = 16
"""Seconds that the relays are given to confirm their release before unloading.

Home Assistant waits for 20 when it stops, and what is remembered is yet to be stored.
"""
FAN_WITHIN: Final = timedelta(seconds=12)
"""How long after that begins the fan may still cool the elements of electric heat."""

type ThermostatConfigEntry = ConfigEntry[Controller]
type Watched = Callable[[Controller], object]
"""What a listener looks at: the same thing for as long as it has not changed."""


class Controller:
    """One thermostat: the owner of its state and of its single timer."""

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
        self.seen = Observation.of_nothing(dt_util.utcnow())
        """What was seen last."""
        self.decision = undecided(state)
        """What was decided from that."""
        self.has_decided = False
        """Whether anything was ever decided."""
        self.views: set[str] = set()
        """The unique ids of the entities that this machine has, disabled ones too."""
        self._listeners: list[tuple[CALLBACK_TYPE, Watched | None]] = []
        self._watched: dict[Watched, object] = {}
        """What listeners watch, as it was with the last decision."""
        self._untrack: list[CALLBACK_TYPE] = []
        self._alarm = Alarm(hass, self.refresh)
        self._agenda = Agenda(hass, self._alarm.hurry)
        self._forecast = Forecast(hass, self._alarm.hurry)
        self._context: Context | None = None
        self._released = asyncio.Event()
        self._clock = ClockWatch()
        self._reports = Reports(is_starting=not hass.is_running)
        # The log begins anew with Home Assistant, but not with a reload.
        self._journal = Journal(entry, state.problems if hass.is_running else ())
        self._repairs = issues.Repairs(hass, entry)
        self._lapses = Lapses(entry.title)
        self._handover = Handover(hass, entry, self._adopt)
        self._heartbeat: str | None = None
        self._silent_until: datetime | None = None
        """Until when we are as if we were not there, to see what the board does."""
        self._is_freezing = False
        """Whether a house that nobody decides for was about to freeze."""
        self._ends_at: datetime | None = None
        """By when all has to be let go of; None unless it is being shut down."""
        self._beat_at: datetime | None = None
        self._troubles: tuple[Decision | None, Troubles] = (None, {})
        """What is wrong, and in which decision: it is asked several times each."""
        self._is_stepping = False
        self._is_outdated = False
        self._configure()

    @property
    def settings(self) -> Settings:
        """What the household and its machine are set to."""
        return self._settings

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Every option that is in force, by its section."""
        return self._options

    @property
    def counting_rooms(self) -> list[str]:
        """The room sensors by which the house is heated and cooled, in their order."""
        counting = self.decision.state.rooms.counting
        return [entity for entity, name in self._rooms.items() if name in counting]

    @property
    def is_rewired(self) -> bool:
        """Whether name or wiring have changed since the controller was made."""
        return (self.entry.title, self.entry.data) != self._built_for

    @property
    def wishes(self) -> Wishes:
        """What the household chose."""
        return self._state.wishes

    @property
    def situation(self) -> Situation:
        """What the rules made of the last observation."""
        return perceive(self._settings, self._state, self.seen)

    @property
    def decisions(self) -> list[Decision]:
        """The last decisions that did something or changed the reason."""
        return self._journal.decisions

    @property
    def troubles(self) -> Troubles:
        """What is wrong, and the entities that it concerns."""
        decision = self.decision
        if self._troubles[0] is not decision:
            troubles: Troubles = dict.fromkeys(decision.problems, ())
            with self._lapses.caught("telling whom problems concern"):
                troubles = troubles_of(self._data, self._options, decision, self.seen)
            self._troubles = decision, troubles
        return self._troubles[1]

    @callback
    def async_start(self) -> None:
        """Look at the house now, and from then on whenever it changes."""
        self._track()
        self.entry.async_on_unload(self._handover.async_listen())
        self.refresh()
        self.entry.async_on_unload(async_at_started(self._hass, self.refresh))
        self.entry.async_on_unload(
            self._hass.async_add_shutdown_job(HassJob(self.async_stop))
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
        change: Callable[[Situation], Wishes],
        context: Context | None = None,
    ) -> None:
        """Change what the household wants and act on it; orders are sent on return.

        Whoever may use the thermostat need not be allowed to switch its relays: they
        are ordered by the thermostat itself, though because of what was wished.
        """
        try:
            situation = perceive(self._settings, self._state, self._observe())
        except Exception as error:
            self._lapses.tell("looking at the house", error)
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="own_fault"
            ) from error
        self._wish(self._state, change(situation), context)

    def _wish(self, state: State, wishes: Wishes, context: Context | None) -> None:
        self._state = replace(state, wishes=wishes)
        self._context = Context(parent_id=context.id) if context else None
        self.refresh()
        self._context = None

    @callback
    def async_note(self, change: Callable[[State], State]) -> None:
        """Change what is remembered beside wishes, and act on it."""
        self._follow_clock()
        self._state = change(self._state)
        self.refresh()

    @callback
    def async_turn_off(self, context: Context | None = None) -> None:
        """Turn everything off, also a test that runs in mode off.

        Whatever the house says, and whether that can be read or not.
        """
        state = stop_test(self._state)
        self._wish(state, state.wishes.with_mode(Mode.OFF), context)

    @callback
    def async_test(self, terminal: Terminal, side: Side) -> None:
        """Energise a terminal for a while, so that a person can see what it does."""
        now = self._now()
        self._state = begin_test(self._state, self._settings, terminal, side, now)
        self.refresh()

    @callback
    def async_end_test(self) -> None:
        """End a test before its time."""
        self._state = stop_test(self._state)
        self.refresh()

    @callback
    def async_add_listener(
        self, listener: CALLBACK_TYPE, watched: Watched | None = None
    ) -> CALLBACK_TYPE:
        """Call the listener after each decision; return how to stop that.

        One that watches a part alone is called only where that is another thing than it
        was: it is looked at once for all who do.
        """
        added = listener, watched
        self._listeners.append(added)
        if watched:
            self._watched.setdefault(watched)
        return lambda: self._listeners.remove(added)

    async def async_unload(self) -> None:
        """Release the machine and stop looking at the house."""
        await self.async_release()
        self._close()
        issues.clear(self._hass, self.entry)
        await self._storage.async_save()

    async def async_give_up(self) -> None:
        """Let go of a machine of which nothing can be shown."""
        await self.async_release()
        self._close()
        await self._storage.async_save()

    async def async_stop(self) -> None:
        """Let go of the machine when Home Assistant stops, where that is chosen."""
        goes_on = False
        with self._lapses.caught("asking whether the relay board goes on"):
            goes_on = self.is_left_with_board
        match self._on_stop:
            case OnStop.RELEASE if goes_on:
                _LOGGER.debug("%s: the relay board goes on", self.entry.title)
            case OnStop.RELEASE:
                await self.async_release()
            case OnStop.LEAVE:
                pass
            case _ as never:
                assert_never(never)
        self._close()
        await self._storage.async_save()

    async def async_release(self) -> None:
        """Release every relay but the valve's, and wait until they confirm."""
        self._ends_at = self._now() + FAN_WITHIN
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
        is_silent = is_heard = False
        with self._lapses.caught("keeping silent"):
            is_silent = self._keeps_silent()
        if is_silent:
            return
        self._is_stepping = True
        with self._lapses.caught("telling the board that it lives"):
            # First: a board that takes itself to be alone refuses orders.
            is_heard = self._beat()
        with self._lapses.counted():
            self._is_outdated = True
            while self._is_outdated:
                self._is_outdated = False
                self._step()
        self._is_stepping = False
        if self._lapses.are_lasting or (self._lapses.since and self._is_closing):
            with self._lapses.caught("letting go of the machine"):
                self._let_go()
        if is_heard:
            with self._lapses.caught("telling the board its plan"):
                self._tell_plan()
        is_armed = False
        with self._lapses.caught("setting the timer"):
            self._arm()
            is_armed = True
        if not is_armed:
            self._alarm.ring_after(RETRIES[-1])
        self._publish()

    def _publish(self) -> None:
        """Tell what was decided, and what is wrong, ourselves included."""
        if since := self._lapses.erring_since:
            self.decision = telling_of_own_fault(self.decision, since)
        with self._lapses.caught("telling of problems"):
            self._repairs.publish(self.decision, self.troubles)
        with self._lapses.caught("logging problems"):
            self._log_problems()
        listeners = [listener for listener, _ in self._listeners]
        with self._lapses.caught("looking for news"):
            listeners = self._listeners_with_news()
        self._lapses.call_each("showing", listeners)

    def _listeners_with_news(self) -> list[CALLBACK_TYPE]:
        before = self._watched
        now = self._watched = {watched: watched(self) for watched in before}
        news = {each for each in now if now[each] != before[each]}
        return [
            listener
            for listener, watched in self._listeners
            if watched is None or watched in news
        ]

    def _log_problems(self) -> None:
        """Log problems, but not what only has yet to start, or to stop, with us."""
        if self._hass.state is CoreState.running and not self._is_closing:
            self._journal.tell(self.troubles)

    @property
    def _is_closing(self) -> bool:
        return self._ends_at is not None

    def _let_go(self) -> None:
        """Do the least that is safe, by what the relays say, and tell of it.

        What cannot be read is not known: it keeps nobody from letting go.
        """
        now = dt_util.utcnow()
        since = self._lapses.since or now
        self.decision = with_own_fault(self.decision, since)
        inputs, is_closing = self._inputs, self._is_closing
        relays, rooms = inputs.relays_and_rooms()
        was_freezing = self._is_freezing and not is_closing
        self._is_freezing = last_resort.is_freezing(rooms, was_freezing=was_freezing)
        are_hot = self._are_elements_hot(relays, now)
        has_fault = attempted(inputs.has_fault, None)
        stops = self._settings.sensors.fault_stops
        orders = last_resort.orders(
            self._settings.machine,
            relays,
            forbidden=last_resort.STOPPED[stops] if has_fault else frozenset(),
            failing_for=now - since,
            is_freezing=self._is_freezing and not is_closing,
            are_elements_hot=are_hot,
        )
        self._outputs.send(orders, None)
        if is_closing and not orders and not are_hot:
            self._released.set()

    def _are_elements_hot(
        self, relays: Mapping[Terminal, Relay], now: datetime
    ) -> bool:
        """Return whether the fan, if it runs, still cools what electric heat left."""
        if self._ends_at is not None and now >= self._ends_at:
            return False
        changed_at = attempted(lambda: self._inputs.changed_at(ELECTRIC), None)
        is_recent = changed_at is not None and now - changed_at < HOT_FOR
        return is_recent and relays.get(Terminal.G, Relay.OFF) is not Relay.OFF

    def _step(self) -> None:
        self.seen = seen = self._observe()
        decision = step(self._settings, self._state, seen)
        self._journal.write(decision)
        self.decision, self.has_decided = decision, True
        self._state = decision.state
        self._storage.save(decision.state)
        self._outputs.send(decision.orders, self._context)
        if self._is_closing and is_machine_released(
            decision.state.wires.board, seen.absent
        ):
            self._released.set()

    def _follow_clock(self) -> None:
        """Move all that is remembered with a clock that was set."""
        if by := self._clock.was_set_by(dt_util.utcnow()):
            _LOGGER.info("%s: the clock was set by %s", self.entry.title, by)
            wishes = self._state.wishes  # A hold ends by the clock on the wall.
            self._state = replace(with_moments_moved(self._state, by), wishes=wishes)
            self._reports.move(by)
            self._beat_at = self._beat_at and self._beat_at + by
            self._ends_at = self._ends_at and self._ends_at + by
            self._silent_until = self._silent_until and self._silent_until + by
            self._lapses.move(by)

    def caught(self, doing: str) -> Caught:
        """Go on whatever is raised meanwhile: it is told as a fault of our own."""
        return self._lapses.caught(doing)

    def _now(self) -> datetime:
        """Return the time, once all that is remembered has followed its clock."""
        with self._lapses.caught("following the clock"):
            self._follow_clock()
        return dt_util.utcnow()

    def _observe(self) -> Observation:
        self._follow_clock()
        setback = self._settings.schedule.setback
        return self._inputs.observe(
            setback, is_closing=self._is_closing, ends_at=self._ends_at
        )

    def _configure(self) -> None:
        machine = machine_of(self.entry)
        self._data = data_of(self.entry)
        self._options = options = options_of(machine, self.entry.options)
        self._rooms = room_names(self._data, options)
        self._settings = settings_of(machine, self.entry.options, self._rooms)
        self._on_stop = OnStop(options["compressor"]["on_stop"])
        if self._heartbeat != (heartbeat := options["relays"].get("heartbeat")):
            self._heartbeat = heartbeat
            self._handover.leave()
        self._agenda.enquiry.address(options["schedule"].get("schedule"))
        self._forecast.enquiry.address(options["foresight"].get("weather"))
        self._inputs = Inputs(
            self._hass,
            self._data,
            options,
            self._storage.was_open,
            self._reports,
            self._agenda,
            self._forecast,
        )
        self._outputs = Outputs(self._hass, self.entry)

    def _track(self) -> None:
        self._forget()
        self._untrack = [
            async_track_state_change_event(
                self._hass, self._inputs.relays, self.refresh
            ),
            async_track_state_change_event(
                self._hass, self._inputs.sensors, self._alarm.hurry
            ),
            async_track_state_report_event(
                self._hass, self._inputs.reported, self._alarm.hurry
            ),
            async_track_entity_registry_updated_event(
                self._hass, self._inputs.named, self._follow_registry
            ),
            self._agenda.enquiry.follow(self._inputs.is_absent),
            self._forecast.enquiry.follow(self._inputs.is_absent),
        ]

    @callback
    def _follow_registry(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Follow an entity that was renamed; tell of one that was removed."""
        data = event.data
        if data["action"] == "remove":
            issues.tell_removed(self._hass, self.entry, data["entity_id"])
        if data["action"] == "create":
            issues.forget_removed(self._hass, self.entry)
        if data["action"] != "update" or "old_entity_id" not in data:
            return
        old, new = data["old_entity_id"], data["entity_id"]
        changed = {
            "data": with_entity_renamed(self.entry.data, old, new),
            "options": with_entity_renamed(self.entry.options, old, new),
        }
        self._storage.was_open = with_entity_renamed(self._storage.was_open, old, new)
        self._built_for = (self.entry.title, changed["data"])
        self._hass.config_entries.async_update_entry(self.entry, **changed)
        self.async_reconfigure()

    def _forget(self) -> None:
        while self._untrack:
            self._untrack.pop()()

    def _close(self) -> None:
        self._forget()
        self._alarm.cancel()

    def _beat(self) -> bool:
        """Tell the relay board that we live: each minute, and when it is back.

        Return whether that was due.
        """
        if not self._heartbeat or self._is_closing:
            return False
        if self._inputs.is_absent(self._heartbeat):
            self._beat_at = None
            self._handover.forget()
            return False
        now = self._now()
        if self._beat_at and now - self._beat_at < BEAT_EVERY:
            return False
        self._beat_at = now
        if not may_beat(self._hass, self._heartbeat):
            return False
        self._outputs.beat(self._heartbeat)
        return True

    def _tell_plan(self) -> None:
        """Tell the relay board what it is to do alone."""
        if self.has_decided:
            now = dt_util.utcnow()
            self._handover.tell(self._heartbeat, self._plan, now, self._outputs)

    @callback
    def async_fall_silent(
        self, lasts: timedelta, hear: Callable[[Account], None]
    ) -> CALLBACK_TYPE:
        """Be as if we were not there, for a while; return how to end that.

        What the board tells of it is told to `hear`.
        """
        self._silent_until = self._now() + lasts
        self._handover.listener = hear
        self.refresh()

        def end() -> None:
            self._handover.listener = None
            if self._silent_until is not None:
                self._silent_until = dt_util.utcnow()
                self.refresh()

        return end

    def _keeps_silent(self) -> bool:
        """Return whether nothing is to be decided, ordered or told yet.

        Afterwards it is taken up again like after a restart. A stop ends it.
        """
        if self._silent_until is None:
            return False
        now = self._now()
        if now < (until := self._silent_until) and not self._is_closing:
            self._alarm.set(until)
            return True
        self._silent_until = self._beat_at = None
        self._handover.forget()
        self._state = resumed_state(self._state, now)
        return False

    @property
    def _plan(self) -> Plan:
        """What the relay board is to do, should it be left alone."""
        return plan_of(self._settings, self.seen, self.decision)

    @property
    def is_left_with_board(self) -> bool:
        """Whether a relay board knows what to do, should we be gone."""
        return self.has_decided and self._handover.is_left_with(
            self._heartbeat, self._plan
        )

    @callback
    def _adopt(self, account: Account) -> None:
        """Count what the relay board did alone, and heed what was wished there."""
        self.async_note(
            lambda state: with_account(state, account, self._plan, self.seen)
        )

    def _arm(self) -> None:
        """Be woken for the next step, also where there is nothing to go by."""
        if self._lapses.since:
            is_ending = self._ends_at and self._ends_at > dt_util.utcnow()
            ends_at = self._ends_at if is_ending else None
            self._alarm.set(earliest(ends_at, self._lapses.retry_at))
            return
        wake_at = self.decision.wake_at
        if self._heartbeat:
            beat_at = self._beat_at or dt_util.utcnow()
            wake_at = earliest(wake_at, beat_at + BEAT_EVERY)
        if forgiven_at := self._lapses.forgiven_at:
            wake_at = earliest(wake_at, forgiven_at)
        self._alarm.set(wake_at)
