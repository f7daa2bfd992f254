"""A house in which everything happens, in a Home Assistant that may be killed."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
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

from custom_components.heat_pump_thermostat.configuration.options import SECTIONS
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.controller import ThermostatConfigEntry
from custom_components.heat_pump_thermostat.engine.board import Relay as Says, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Backup, Machine
from tests.engine.wires import SAYS, FakeRelay as Wire

from .conftest import SetClock
from .house import MORNING, OUTDOOR, ROOM, House, Wiring
from .watch import CALLS, TEMPERS, Log, Watch, Watched

WINDOW = "binary_sensor.window"
DEFROST = "binary_sensor.defrost"


@dataclass(frozen=True)
class Restart:
    """How the thermostat comes to be started again."""

    is_reload: bool = False
    """Whether Home Assistant goes on meanwhile."""
    is_killed: bool = False
    """Whether nobody had the time to say good-bye, or to store anything."""
    cuts_power: bool = False
    """Whether the relays fall open as well."""
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
        self.watched: Mapping[Terminal, Watched] = {}
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
        self.watch.ends()
        await self.spend(self.hass.async_stop(force=True))
        for relay in self.watched.values():
            relay.leave()
        await super().settle()
        await self._running.stop()

    @property
    def _releases(self) -> bool:
        """Whether the machine is let go of when Home Assistant stops."""
        options = self.entry.options.get("compressor", {})
        return str(options.get("on_stop", "release")) == "release"

    async def abandon(self) -> None:
        """Leave nothing behind of a story that broke off."""
        if self.hass.state is not CoreState.stopped:
            with suppress(AssertionError):
                await self.stop()
        await self._running.clear()

    async def restart(self, how: Restart) -> None:
        """Stop the thermostat, and start it again with what was stored."""
        stored = self._running.stored
        left = deepcopy(stored)
        for relay in self.watched.values():
            relay.is_cut_off = how.is_killed
        lets_go = not how.is_killed and (how.is_reload or self._releases)
        if how.is_reload:
            self.watch.ends()
            await self.unload(self.entry)
        else:
            await self.stop()
        if lets_go:
            self.watch.released()
        if how.is_killed:
            stored.clear()
            stored.update(left)
        if how.forgets:
            stored.pop(f"{DOMAIN}.{self.entry.entry_id}", None)
        if how.cuts_power:
            self._open_wires()
        self._freezer.tick(how.gap)
        self.watch.begins()
        self.watch.interference()
        if how.is_reload:
            await self.set_up()
        else:
            await self._boot(how.boots)

    def _open_wires(self) -> None:
        """Let every relay fall open."""
        self.watch.interference()
        for terminal, wire in self.wires.items():
            with self.watch.answer(terminal):
                wire.closed = False
                wire.says = Says.UNKNOWN if wire.is_lost else Says.OFF

    async def _boot(self, seconds: float) -> None:
        """Start Home Assistant; relays and sensors take a while to be there."""
        for terminal, wire in self.wires.items():
            is_there = not seconds and not wire.is_lost
            with self.watch.answer(terminal):
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
            self.watch.mended()
            await self.settle()

    async def repair(self) -> None:
        """Mend every relay."""
        self.watch.interference()
        for relay in self.watched.values():
            relay.wire.is_lost = False
            relay.mend()
        await self.settle()

    # --- What is found there -----------------------------------------------------

    @property
    def passed(self) -> float:
        """The seconds that have passed, whoever set the clock."""
        return self.hass.loop.time()

    @property
    def is_off(self) -> bool:
        """Whether the thermostat card says off."""
        state = self.hass.states.get("climate.upstairs")
        return state is not None and state.state == "off"

    # --- How it ends -------------------------------------------------------------

    async def recover(self) -> None:
        """Mend everything: the machine comes to rest when off, and heats again."""
        await self.repair()
        for entity in (WINDOW, DEFROST):
            self.hass.states.async_set(entity, "off")
        self.is_reporting = True
        await self.sense(room=18, outdoor=3)
        await self.choose("set_preset_mode", preset_mode="none")
        await self.choose("turn_off")
        await self.pass_time(seconds=1200)
        assert not self.on & CALLS, f"{self.on} in OFF"

        await self.choose("set_hvac_mode", hvac_mode="heat")
        await self.choose("set_temperature", temperature=22)
        for tenths in range(181, 214):  # As a machine in order warms it.
            await self.sense(room=tenths / 10)
            await self.pass_time(seconds=240)
        is_heating = self.on & {"y1", "w1", "w2", "e"}
        is_compared = self.status == "compressor_compared"  # Which ends by itself.
        assert is_heating or is_compared, f"{self.on} in a cold house: {self.status}"


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
        await running.start(CoreState.running)
        story = Story(running, freezer, set_clock, wiring)
        try:
            await story.build()
            await story.install()
            yield story
            await story.stop()
        finally:
            await story.abandon()
            logging.getLogger().removeHandler(log)
            loop.set_exception_handler(None)
            freezer.move_to(MORNING)
    assert log.complaints == []
    assert asyncio.all_tasks() == before
