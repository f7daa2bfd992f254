"""A household where everything happens, watched by an inspector of its relays.

A story is a list of events. It is lived in a Home Assistant of its own, which may be
stopped, killed and started again in the middle of it.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import cycle
import logging
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory
from homeassistant import loader
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import frame
from homeassistant.util.async_ import get_scheduled_timer_handles
from pytest_homeassistant_custom_component.common import (
    INSTANCES,
    MockConfigEntry,
    async_test_home_assistant,
    mock_storage,
)

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.controller import ThermostatConfigEntry
from custom_components.heat_pump_thermostat.engine.board import Relay as Says, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Backup, Machine
from custom_components.heat_pump_thermostat.options import SECTIONS
from tests.engine.inspector import Inspector
from tests.engine.relays import SAYS, FakeRelay as Wire

from .conftest import SetClock
from .house import MORNING, OUTDOOR, ROOM, House, Wiring
from .relays import Relay, Temper, hanging, late, obeying, raising, silent

WINDOW = "binary_sensor.window"
DEFROST = "binary_sensor.defrost"
CALLS = frozenset({"y1", "y2", "w2", "e", "w1"})
"""The terminals that heat or cool."""
EXPECTED = (
    "We found a custom integration",
    "not every relay confirmed its release",
    "Referenced entities switch.",
)
"""What may be logged as a warning where relays do not do as they are told."""


class Watch:
    """What an observer of the wires makes of what happens there."""

    def __init__(self, house: Story) -> None:
        self.broken: list[str] = []
        """Which invariants were broken, and when."""
        self._house = house
        self._inspector = Inspector(house.machine, house.wires, house.now)

    def look(self) -> None:
        """Take in what was decided last."""
        entry = getattr(self._house, "entry", None)
        controller = getattr(entry, "runtime_data", None)
        decision = getattr(controller, "decision", None)
        if decision is not None and decision is not self._inspector.decision:
            with self._noting():
                self._inspector.note_decision(self._house.now, decision)

    def interference(self) -> None:
        """Expect that a hand or a fault does something to a relay now."""
        self._inspector.note_interference(self._house.now)

    def clock(self, by: timedelta) -> None:
        """Take in that the clock is set."""
        self._inspector.set_clock(by)

    def order(self, terminal: Terminal, *, on: bool) -> None:
        """Judge an order."""
        self.look()
        with self._noting():
            self._inspector.note_order(self._house.now, terminal, on=on)

    @contextmanager
    def answer(self, terminal: Terminal) -> Iterator[None]:
        """Judge what becomes of a wire."""
        self.look()
        before = replace(self._house.wires[terminal])
        yield
        with self._noting():
            self._inspector.note_answer(self._house.now, terminal, before)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Keep what is found: whoever called a relay would take it for its failure."""
        try:
            yield
        except AssertionError as broken:
            self.broken.append(str(broken))


class Watched(Relay):
    """A relay whose wire is watched."""

    _attr_force_update = True
    """What is said twice is heard twice."""

    def __init__(self, terminal: Terminal, wire: Wire, watch: Watch) -> None:
        super().__init__(terminal.value)
        self.terminal = terminal
        self.wire = wire
        self.watch = watch
        self.is_cut_off = False
        """Whether what it is told no longer comes from a Home Assistant that lives."""
        self.delays = cycle((8.0, 1.0, 4.0))
        self._attr_is_on = wire.closed
        self._attr_available = wire.says is not Says.UNKNOWN

    @override
    async def _take(self, *, on: bool) -> None:
        if self.is_cut_off:
            return
        self.watch.order(self.terminal, on=on)
        await super()._take(on=on)

    @override
    def say(self, on: bool) -> None:
        with self.watch.answer(self.terminal):
            self.wire.closed = on
            self.wire.says = SAYS[on] if self.available else Says.UNKNOWN
        super().say(on)

    @override
    def vanish(self) -> None:
        with self.watch.answer(self.terminal):
            self.wire.says = Says.UNKNOWN
        super().vanish()

    def forget(self) -> None:
        """Be reachable, and know nothing of itself."""
        with self.watch.answer(self.terminal):
            self.wire.says = Says.UNKNOWN
        self._attr_is_on = None
        self.async_write_ha_state()

    @override
    def mend(self) -> None:
        self._attr_is_on = self.wire.closed
        super().mend()

    def leave(self) -> None:
        """Be left by a Home Assistant that ends: what was to be said is never said."""
        while self._later:
            self._later.pop()()
        self.mended.set()


def _watched(relay: Relay) -> Watched:
    assert isinstance(relay, Watched)
    return relay


async def lying(relay: Relay, on: bool) -> None:
    """Do the opposite."""
    _watched(relay).watch.interference()
    relay.say(not on)


async def juggling(relay: Relay, on: bool) -> None:
    """Answer each order so late that the next one may be answered before."""
    relay.say_later(on, next(_watched(relay).delays))


async def repeating(relay: Relay, on: bool) -> None:
    """Say it again and again."""
    for _ in range(3):
        relay.say(on)


TEMPERS: Mapping[str, Temper] = {
    "obeying": obeying,
    "late": late(4),
    "later": late(8),
    "silent": silent,
    "raising": raising,
    "hanging": hanging,
    "lying": lying,
    "juggling": juggling,
    "repeating": repeating,
}


@dataclass
class Log(logging.Handler):
    """What was logged as a warning or worse and is nobody's fault in the story."""

    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    __hash__ = object.__hash__

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if not any(expected in text for expected in EXPECTED):
            self.complaints.append(text)

    def note(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take down what nobody caught, and tasks that were destroyed."""
        self.complaints.append(f"{context['message']}: {context.get('exception')!r}")


@dataclass(frozen=True)
class Restart:
    """How the thermostat comes to be started again."""

    is_reload: bool = False
    """Whether Home Assistant goes on meanwhile."""
    is_killed: bool = False
    """Whether nobody had the time to say good-bye, or to store anything."""
    forgets: bool = False
    """Whether what was stored is lost."""
    boots: float = 0
    """Seconds until sensors and relays are there again after the thermostat is."""
    gap: float = 5
    """Seconds in which nothing runs."""


class Story(House):
    """A house in which anything may happen."""

    def __init__(
        self,
        running: Running,
        freezer: FrozenDateTimeFactory,
        set_clock: SetClock,
        wiring: Wiring,
    ) -> None:
        super().__init__(running.hass, freezer, wiring)
        self.machine = Machine(
            wired=frozenset(self.relays), backup=Backup(wiring.backup)
        )
        self.wires = {terminal: Wire() for terminal in self.relays}
        self.watch = Watch(self)
        self.is_reporting = True
        """Whether the sensors say now and then what they said before."""
        self._running = running
        self._set_clock = set_clock
        self._connect()

    # --- Home Assistant ----------------------------------------------------------

    @override
    async def settle(self) -> None:
        await super().settle()
        self.watch.look()

    def _connect(self) -> None:
        """Put in relays that are moved as those before."""
        tempers = {terminal: relay.temper for terminal, relay in self.relays.items()}
        self.watched = {
            terminal: Watched(terminal, wire, self.watch)
            for terminal, wire in self.wires.items()
        }
        self.relays = {**self.watched}
        for terminal, temper in tempers.items():
            self.relays[terminal].temper = temper

    async def stop(self) -> None:
        """Stop Home Assistant."""
        await self.spend(self.hass.async_stop(force=True))
        for relay in self.watched.values():
            relay.leave()
        await super().settle()
        await self._running.stop()

    async def restart(self, how: Restart) -> None:
        """Stop the thermostat, and start it again with what was stored."""
        stored = self._running.stored
        left = deepcopy(stored)
        for relay in self.watched.values():
            relay.is_cut_off = how.is_killed
        if how.is_reload:
            await self.unload(self.entry)
        else:
            await self.stop()
        if how.is_killed:
            stored.clear()
            stored.update(left)
        if how.forgets:
            stored.pop(f"{DOMAIN}.{self.entry.entry_id}", None)
        self._freezer.tick(how.gap)
        self.watch.interference()
        if how.is_reload:
            await self.set_up()
        else:
            await self._boot(how.boots)

    async def _boot(self, seconds: float) -> None:
        """Start Home Assistant; relays and sensors take a while to be there."""
        for wire in self.wires.values():
            is_there = not seconds and not wire.is_lost
            wire.says = SAYS[wire.closed] if is_there else Says.UNKNOWN
        await self._running.start(CoreState.starting)
        self.hass = self._running.hass
        self._connect()
        await self.build()
        if seconds:
            self.hass.states.async_remove(ROOM)
            self.hass.states.async_remove(OUTDOOR)
        self.entry = _copied(self.entry)
        self.entry.add_to_hass(self.hass)
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.wait(seconds=seconds)
        for relay in self.watched.values():
            if not relay.available and not relay.wire.is_lost:
                self.watch.interference()
                relay.come_back(on=relay.wire.closed)
        self.hass.set_state(CoreState.running)
        await self.settle()

    # --- What may happen ---------------------------------------------------------

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, with or without a word from the sensors."""
        await (self.live if self.is_reporting else self.wait)(seconds=seconds)

    async def try_to(self, domain: str, service: str, key: str, **fields: Any) -> None:
        """Use an entity, whether or not this house has it or may be used so."""
        if key in self.keys():
            with suppress(ServiceValidationError):
                await self.use(domain, service, key, **fields)

    async def set_options(self, section: str, **options: Any) -> None:
        """Change options, if this machine has them."""
        offered = next(s for s in SECTIONS if s.key == section).offered(self.machine)
        if options.keys() <= {option.key for option in offered}:
            await self.tune(**{section: options})

    async def set_clock(self, seconds: float) -> None:
        """Set the clock; no time passes."""
        by = timedelta(seconds=seconds)
        self._set_clock(by)
        self.watch.clock(by)
        await self.settle()

    async def press(self, terminal: Terminal, *, on: bool) -> None:
        """Move a relay by hand; of a lost one nobody would know."""
        relay = self.watched.get(terminal)
        if relay and relay.available:
            self.watch.interference()
            relay.say(on)
            await self.settle()

    async def lose(self, terminal: Terminal) -> None:
        """Let a relay vanish from the network."""
        if relay := self.watched.get(terminal):
            self.watch.interference()
            relay.wire.is_lost = True
            relay.vanish()
            await self.settle()

    async def find(self, terminal: Terminal, *, on: bool | None) -> None:
        """Let a relay come back, as it was or as it wakes up."""
        if relay := self.watched.get(terminal):
            self.watch.interference()
            relay.wire.is_lost = False
            relay.come_back(on=relay.wire.closed if on is None else on)
            await self.settle()

    async def blank(self, terminal: Terminal) -> None:
        """Let a relay that can be reached know nothing of itself."""
        relay = self.watched.get(terminal)
        if relay and relay.available:
            self.watch.interference()
            relay.forget()
            await self.settle()

    async def spoil(self, terminal: Terminal, temper: str) -> None:
        """Let a relay be in another temper."""
        if relay := self.watched.get(terminal):
            relay.mended.set()
            relay.mended = asyncio.Event()
            relay.temper = TEMPERS[temper]
            await self.settle()

    # --- How it ends -------------------------------------------------------------

    async def recover(self) -> None:
        """Mend everything: the machine comes to rest when off, and heats again."""
        self.watch.interference()
        for relay in self.watched.values():
            relay.wire.is_lost = False
            relay.mend()
        for entity in (WINDOW, DEFROST):
            self.hass.states.async_set(entity, "off")
        self.is_reporting = True
        await self.sense(room=15, outdoor=3)
        await self.choose("set_preset_mode", preset_mode="none")
        await self.choose("turn_off")
        await self.pass_time(seconds=1200)
        assert not self.on & CALLS, f"{self.on} in OFF"

        await self.choose("set_hvac_mode", hvac_mode="heat")
        await self.choose("set_temperature", temperature=22)
        await self.pass_time(seconds=7200)
        assert self.on & {"y1", "w1"}, f"{self.on} in a cold house: {self.status}"


class Running:
    """The Home Assistant of a house, and what it stores on its disk."""

    hass: HomeAssistant

    def __init__(self) -> None:
        self.stored: dict[str, Any] = {}
        self._stack = AsyncExitStack()

    async def start(self, state: CoreState) -> None:
        """Start one."""
        world = async_test_home_assistant(initial_state=state)
        self.hass = await self._stack.enter_async_context(world)
        self.hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        frame.async_setup(self.hass)

    async def stop(self) -> None:
        """Leave the one that has stopped behind."""
        await self._stack.aclose()

    async def clear(self) -> None:
        """Leave nothing behind, even of one in the middle of something."""
        await self._stack.aclose()
        if self.hass in INSTANCES:
            INSTANCES.remove(self.hass)
        for handle in get_scheduled_timer_handles(self.hass.loop):
            handle.cancel()


def _copied(entry: ThermostatConfigEntry) -> MockConfigEntry:
    """Return a config entry as it is read from the disk."""
    return MockConfigEntry(
        domain=DOMAIN,
        entry_id=entry.entry_id,
        title=entry.title,
        data=dict(entry.data),
        options=dict(entry.options),
    )


@asynccontextmanager
async def begun(
    freezer: FrozenDateTimeFactory, set_clock: SetClock, wiring: Wiring
) -> AsyncGenerator[Story]:
    """Install a thermostat in a new house; at the end nothing may be left of it."""
    freezer.move_to(MORNING)
    loop, log = asyncio.get_running_loop(), Log()
    before = asyncio.all_tasks()
    loop.set_exception_handler(log.note)
    logging.getLogger().addHandler(log)
    running = Running()
    with mock_storage(running.stored):
        try:
            await running.start(CoreState.running)
            story = Story(running, freezer, set_clock, wiring)
            await story.build()
            await story.install()
            yield story
            await story.stop()
        finally:
            await running.clear()
            logging.getLogger().removeHandler(log)
            loop.set_exception_handler(None)
            freezer.move_to(MORNING)
    assert log.complaints == []
    assert asyncio.all_tasks() == before
