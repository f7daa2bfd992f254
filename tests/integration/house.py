"""A house with a heat pump, a relay board and a thermostat, in simulated time."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlowContext,
    ConfigFlowResult,
)
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_UNIT_OF_MEASUREMENT,
    EVENT_STATE_CHANGED,
    UnitOfTemperature,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, event
from homeassistant.setup import async_setup_component
from homeassistant.util.async_ import get_scheduled_timer_handles
from homeassistant.util.unit_system import METRIC_SYSTEM
import pytest
from pytest_homeassistant_custom_component.common import setup_test_component_platform

from custom_components.heat_pump_thermostat.configuration.fields import Duration
from custom_components.heat_pump_thermostat.configuration.options import SECTIONS
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.controller import ThermostatConfigEntry
from custom_components.heat_pump_thermostat.engine.board import Terminal

from .relays import Relay

MORNING: Final = datetime(2026, 1, 15, 14, 0, tzinfo=UTC)
"""Six in the morning where the tests live."""
ROOM: Final = "sensor.room"
OUTDOOR: Final = "sensor.outdoor"
ROUNDS: Final = 15
"""How often the event loop turns for what takes no time."""
STEP: Final = 1.0
FRONT: Final = 15.0
"""How far a room, and the weather, go at once, in K."""
REPORTS_EVERY: Final = timedelta(minutes=5)
HEATERS: Final = frozenset({"y1", "w2", "e", "w1"})


@dataclass(frozen=True)
class Wiring:
    """What is wired, and what heats beside the compressor."""

    backup: str
    terminals: str


TWO_STAGE: Final = Wiring("electric", "y1 y2 g o w2 e")
ONE_STAGE: Final = Wiring("electric", "y1 g o w2")
RHEEM: Final = Wiring("electric", "y1 g b w2")
BOTH_VALVES: Final = Wiring("electric", "y1 g o b w2")
EMERGENCY_ONLY: Final = Wiring("electric", "y1 g o e")
DUAL_FUEL: Final = Wiring("fuel", "y1 g o w1")
BARE: Final = Wiring("none", "y1 g o")
HEAT_ONLY: Final = Wiring("electric", "y1 w2")
JUST_A_COMPRESSOR: Final = Wiring("none", "y1")
WIRINGS: Final = (
    *(TWO_STAGE, ONE_STAGE, RHEEM, BOTH_VALVES, EMERGENCY_ONLY),
    *(DUAL_FUEL, BARE, HEAT_ONLY, JUST_A_COMPRESSOR),
)

USER: Final[Mapping[str, Any]] = {
    "name": "Upstairs",
    "room_temperature": ROOM,
    "source": "air",
    "backup": "electric",
}
TERMINALS: Final = {name: f"switch.{name}" for name in ("y1", "g", "o", "w2")}
"""What a person fills in who has one stage."""


class House:
    """What a test does in a house, and what it finds there."""

    entry: ThermostatConfigEntry

    def __init__(
        self, hass: HomeAssistant, freezer: FrozenDateTimeFactory, wiring: Wiring
    ) -> None:
        self.hass = hass
        self.wiring = wiring
        self.relays = {Terminal(name): Relay(name) for name in wiring.terminals.split()}
        self.moves: list[str] = []
        """Every move of a relay, in order: "y1 on"."""
        self.moved: list[tuple[datetime, str]] = []
        """The same with their times."""
        self.history: list[set[str]] = []
        """What was on after each of them."""
        self.events: list[Event[EventStateChangedData]] = []
        """What Home Assistant made of each of them."""
        self._freezer = freezer
        self._room: float | str = 20.0
        self._outdoor: float | str = 0.0
        self.others: dict[str, float | str] = {}
        """What further thermometers say."""

    # --- Building it -----------------------------------------------------------

    async def build(self) -> None:
        """Put in the relays and the sensors."""
        setup_test_component_platform(self.hass, "switch", self.relays.values())
        platform = {"switch": {"platform": "test"}}
        assert await async_setup_component(self.hass, "switch", platform)
        self.report()
        self.hass.bus.async_listen(EVENT_STATE_CHANGED, self._record)
        await self.settle()

    async def install(self, **more: Mapping[str, Any]) -> None:
        """Set the thermostat up as a person does; `more` are further steps' fields."""
        outdoors = {"outdoor_temperature": OUTDOOR}
        user = {**USER, **outdoors, "backup": self.wiring.backup}
        steps = (
            more.get("user", user),
            {
                terminal.value: relay.entity_id
                for terminal, relay in self.relays.items()
            },
            more.get("sensors", {}),
            more.get("performance", {}),
        )
        result = await self.fill_in(*steps, finish=more.get("finish"))
        assert result["type"] is FlowResultType.CREATE_ENTRY, result
        self.entry = result["result"]
        await self.settle()

    async def tune(self, **sections: Mapping[str, Any]) -> None:
        """Change these sections of the options."""
        result = await self.propose(**sections)
        assert result["type"] is FlowResultType.CREATE_ENTRY, result

    async def propose(self, **sections: Mapping[str, Any]) -> ConfigFlowResult:
        """Return what comes of changing these sections of the options, one by one."""
        options = self.hass.config_entries.options
        for section, fields in sections.items():
            form = await self.settings(section)
            result = await options.async_configure(
                form["flow_id"], as_entered(section, fields)
            )
            await self.settle()
            if result["type"] is not FlowResultType.CREATE_ENTRY:
                break
        return result

    async def settings(self, section: str) -> ConfigFlowResult:
        """Return the form of a section of the options."""
        options = self.hass.config_entries.options
        menu = await options.async_init(self.entry.entry_id)
        way = {"next_step_id": section}
        return await options.async_configure(menu["flow_id"], way)

    async def rewire(self, wiring: Wiring) -> None:
        """Go through the same forms again, with another wiring of the relays here."""
        terminals = {name: self[name].entity_id for name in wiring.terminals.split()}
        user = {"name": self.entry.title, "room_temperature": ROOM}
        user |= {"backup": wiring.backup}
        result = await self.reconfigure(user, terminals, {}, {})
        assert result["reason"] == "reconfigure_successful", result
        await self.settle()

    async def reconfigure(
        self, *steps: Mapping[str, Any], finish: Mapping[str, bool] | None = None
    ) -> ConfigFlowResult:
        """Return where the same forms lead to when they are gone through again."""
        context = ConfigFlowContext(
            source=SOURCE_RECONFIGURE, entry_id=self.entry.entry_id
        )
        flow = self.hass.config_entries.flow
        form = await flow.async_init(DOMAIN, context=context)
        return await self.go_on(form, *steps, finish=finish)

    async def fill_in(
        self, *steps: Mapping[str, Any], finish: Mapping[str, bool] | None = None
    ) -> ConfigFlowResult:
        """Return where these forms of the config flow lead to."""
        flow = self.hass.config_entries.flow
        context = ConfigFlowContext(source=SOURCE_USER)
        form = await flow.async_init(DOMAIN, context=context)
        return await self.go_on(form, *steps, finish=finish)

    async def go_on(
        self,
        result: ConfigFlowResult,
        *steps: Mapping[str, Any],
        finish: Mapping[str, bool] | None = None,
    ) -> ConfigFlowResult:
        """Return where these forms lead to from one that is open.

        The last form may be sent as it is: so it is, unless `finish` says otherwise.
        """
        flow = self.hass.config_entries.flow
        for fields in steps:
            result = await flow.async_configure(result["flow_id"], dict(fields))
        if result.get("step_id") == "finish":
            result = await flow.async_configure(result["flow_id"], dict(finish or {}))
        return result

    async def tear_down(self) -> None:
        """Mend the relays, and let the thermostats go of them."""
        for relay in self.relays.values():
            relay.mend()
        for entry in self.hass.config_entries.async_loaded_entries(DOMAIN):
            await self.unload(entry)

    async def cut_power(
        self, stored: dict[str, Any], *, relays: Iterable[str] = (), **outage: float
    ) -> None:
        """Start again after an outage with what was stored, and these relays on."""
        file = f"{DOMAIN}.{self.entry.entry_id}"
        left = deepcopy(stored[file])
        await self.unload(self.entry)
        stored[file] = left
        for terminal, relay in self.relays.items():
            relay.say(terminal in relays)
        await self.wait(**outage)
        self.forget()
        await self.set_up()

    async def set_up(self) -> None:
        """Set the thermostat up that is installed already."""
        self.report()
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()

    async def reload(self) -> None:
        """Reload the thermostat."""
        reload = self.hass.config_entries.async_reload(self.entry.entry_id)
        assert await self.spend(reload)
        await self.settle()

    async def unload(self, entry: ConfigEntry) -> None:
        """Unload a thermostat, however long it waits for its relays."""
        await self.spend(self.hass.config_entries.async_unload(entry.entry_id))

    async def spend[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Let time pass until some work is done."""
        task = asyncio.create_task(work)
        await self.settle()
        while not task.done():
            await self.wait(seconds=1)
        return task.result()

    # --- Its weather, its people, its time ---------------------------------------

    def report(
        self, *, room: float | str | None = None, outdoor: float | str | None = None
    ) -> None:
        """Let the sensors report: something new, or the same again."""
        self._room = self._room if room is None else room
        self._outdoor = self._outdoor if outdoor is None else outdoor
        self._say()

    def _say(self) -> None:
        said = {ROOM: self._room, OUTDOOR: self._outdoor, **self.others}
        for entity, value in said.items():
            self.hass.states.async_set(entity, str(value), CELSIUS)

    async def wait(self, **duration: float) -> None:
        """Let time pass, from one timer to the next, in a house that says nothing."""
        end = self.now + timedelta(**duration)
        await self.settle()
        while self.now < end:
            self._freezer.tick(min(end - self.now, self._until_next_timer()))
            self._fire_timers()
            await self.settle()

    async def live(self, **duration: float) -> None:
        """Let time pass while the sensors report every five minutes."""
        end = self.now + timedelta(**duration)
        while self.now < end:
            self.report()
            await self.wait(seconds=min(end - self.now, REPORTS_EVERY).total_seconds())

    async def dwell(self, **duration: float) -> None:
        """The same, in a room that cools, and warms while something heats it."""
        end = self.now + timedelta(**duration)
        while self.now < end:
            warmer = 0.1 if self.on & HEATERS else -0.05
            if isinstance(self._room, float | int):
                self._room = round(self._room + warmer, 2)
            await self.live(minutes=min(5, (end - self.now) / timedelta(minutes=1)))

    async def sense(
        self, *, room: float | str | None = None, outdoor: float | str | None = None
    ) -> None:
        """Let both sensors report, and the thermostat take it in.

        However far the room is, it gets there step by step, as rooms do; and no
        weather goes as far at once as makes a sensor doubtful.
        """
        *stages, outdoor = on_the_way(self._outdoor, outdoor, FRONT)
        for value in stages:
            self.report(outdoor=value)
            await self.wait(minutes=1)
        for value in on_the_way(self._room, room):
            self.report(room=value, outdoor=outdoor)
            await self.settle()

    async def settle(self) -> None:
        """Let Home Assistant do what takes no time; what hangs goes on hanging."""
        for _ in range(ROUNDS):
            await asyncio.sleep(0)

    async def ask(
        self,
        mode: str,
        *,
        room: float | str | None = None,
        outdoor: float | None = None,
    ) -> None:
        """Let it be like this for a while, and choose a mode."""
        if outdoor not in (None, self._outdoor):
            await self.sense(outdoor=outdoor)
            await self.wait(minutes=10)
        await self.sense(room=room)
        await self.choose("set_hvac_mode", hvac_mode=mode)

    async def choose(self, service: str, **fields: Any) -> None:
        """Use the thermostat card."""
        await self.use("climate", service, "thermostat", **fields)

    async def use(self, domain: str, service: str, key: str, **fields: Any) -> None:
        """Call a service of one of the thermostat's entities."""
        await self.hass.services.async_call(
            domain, service, {"entity_id": self.id(key), **fields}, blocking=True
        )
        await self.settle()

    def forget(self) -> None:
        """Look only at what moves from now on."""
        self.moves.clear()
        self.moved.clear()
        self.history.clear()
        self.events.clear()

    # --- What is found there -----------------------------------------------------

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self._freezer().replace(tzinfo=UTC)

    @property
    def on(self) -> set[str]:
        """The terminals whose relays are on."""
        return {
            terminal.value for terminal, relay in self.relays.items() if relay.is_on
        }

    @property
    def climate(self) -> State:
        """The thermostat card."""
        return self.state("thermostat")

    @property
    def status(self) -> str:
        """Why the machine does what it does."""
        return self.state("status").state

    def __getitem__(self, terminal: str) -> Relay:
        return self.relays[Terminal(terminal)]

    def id(self, key: str) -> str:
        """Return the entity id behind a key."""
        unique_id = f"{self.entry.entry_id}_{key}"
        registry = er.async_get(self.hass).entities.values()
        return next(e.entity_id for e in registry if e.unique_id == unique_id)

    def state(self, key: str) -> State:
        """Return the state behind a key."""
        state = self.hass.states.get(self.id(key))
        assert state is not None
        return state

    def keys(self) -> set[str]:
        """Return the keys of all entities of the thermostat."""
        entries = er.async_entries_for_config_entry(
            er.async_get(self.hass), self.entry.entry_id
        )
        return {e.unique_id.removeprefix(f"{self.entry.entry_id}_") for e in entries}

    def when(self, move: str) -> datetime:
        """Return when a relay made a move for the last time."""
        return {made: at for at, made in self.moved}[move]

    def since(self, move: str, *, until: str | None = None) -> float:
        """Return the seconds from a move until another one, or until now."""
        end = self.when(until) if until else self.now
        return (end - self.when(move)).total_seconds()

    @callback
    def _record(self, event: Event[EventStateChangedData]) -> None:
        domain, name = event.data["entity_id"].split(".")
        old, new = event.data["old_state"], event.data["new_state"]
        is_relay = domain == "switch" and name in self.wiring.terminals.split()
        if is_relay and old and new and old.state != new.state:
            self.moves.append(f"{name} {new.state}")
            self.moved.append((self.now, self.moves[-1]))
            self.history.append(self.on)
            self.events.append(event)

    def _fire_timers(self) -> None:
        """Let all timers fire that are due, and take it for their time.

        Home Assistant spreads its timers over the first half of a second.
        """
        spread = timedelta(microseconds=event.RANDOM_MICROSECOND_MAX)
        now, latest = self.now + spread, self.hass.loop.time() + spread.total_seconds()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(event, "time_tracker_utcnow", lambda: now)
            patch.setattr(event, "time_tracker_timestamp", now.timestamp)
            for handle in list(get_scheduled_timer_handles(self.hass.loop)):
                if not handle.cancelled() and handle.when() <= latest:
                    handle._run()
                    handle.cancel()

    def _until_next_timer(self) -> timedelta:
        """Return the whole seconds to the next timer that is still to come."""
        loop = self.hass.loop
        due = (
            math.ceil(handle.when() - loop.time() - 0.001)
            for handle in get_scheduled_timer_handles(loop)
            if not handle.cancelled()
        )
        return timedelta(seconds=min((s for s in due if s > 0), default=3600))


def as_entered(section: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person enters: durations by hours, minutes and seconds."""
    durations = {
        field.key: field
        for part in SECTIONS
        if part.key == section
        for field in part.fields
        if isinstance(field, Duration)
    }
    return {
        key: durations[key].shown(
            (value * durations[key].unit).total_seconds(), METRIC_SYSTEM
        )
        if key in durations and isinstance(value, int | float)
        else value
        for key, value in fields.items()
    }


def on_the_way[T: (float | str | None)](
    before: float | str, after: T, step: float = STEP
) -> list[float | T]:
    """Return what a sensor says on its way from one reading to another."""
    if not isinstance(before, float | int) or not isinstance(after, float | int):
        return [after]
    steps = int(abs(after - before) / step)
    way = step if after > before else -step
    return [*(before + way * number for number in range(1, steps + 1)), after]


CELSIUS: Final = {
    ATTR_UNIT_OF_MEASUREMENT: UnitOfTemperature.CELSIUS,
    ATTR_DEVICE_CLASS: "temperature",
}
