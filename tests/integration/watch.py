"""An inspector of the wires of a house, and relays whose wires are watched."""

import asyncio
from collections.abc import Iterator, Mapping, Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import cycle
import logging
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.core import State

from custom_components.heat_pump_thermostat.controller import FAN_WITHIN
from custom_components.heat_pump_thermostat.engine.board import (
    Relay as Says,
    Side,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.rules.room_limits import SIDES
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from tests.engine.inspector import Inspector
from tests.engine.wires import SAYS, FakeRelay as Wire

from .house import ROOM
from .relays import Relay, Temper, hanging, late, obeying, raising, silent

if TYPE_CHECKING:
    from .story import Story

CALLS: Final = frozenset({"y1", "y2", "w2", "e", "w1"})
"""The terminals that heat or cool."""
MOMENT: Final = 75
"""Seconds that a stop at once may take, with an order that has to be repeated."""
LOST: Final = 15 * 60
"""Seconds for which a room sensor is believed that says nothing usable."""
SILENT: Final = 2 * 3600
"""Seconds for which one is believed that says nothing at all."""


EXPECTED = (
    ": problem ",
    "We found a custom integration",
    "not every relay confirmed its release",
    "Referenced entities switch.",
    "what was stored is not as it should be; it is gone",
)
"""What may be logged as a warning where relays do not do as they are told, or where a
story forgets."""


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


class Watch:
    """What an observer of the wires makes of what happens there."""

    def __init__(self, house: Story) -> None:
        self.broken: list[str] = []
        """Which invariants were broken, and when."""
        self._house = house
        self._inspector = Inspector(house.machine, house.wires, house.now)
        self._off_since = self._room_since = self._heated_at = house.passed
        self._interfered_at = house.passed
        self._was_known = False
        self._reported_at: datetime | None = None

    def look(self) -> None:
        """Take in what was decided last, and see whether promises are kept."""
        self._follow()
        self._see_off()
        self._see_room()

    def _follow(self) -> None:
        entry = getattr(self._house, "entry", None)
        controller = getattr(entry, "runtime_data", None)
        decision = getattr(controller, "decision", None)
        if decision is not None and decision is not self._inspector.decision:
            with self._noting():
                self._inspector.note_decision(self._house.now, decision)

    def interference(self) -> None:
        """Expect that a hand or a fault does something to a relay now."""
        self._inspector.note_interference(self._house.now)
        self.mended()

    def mended(self) -> None:
        """Expect that a relay does only now what it was told before."""
        self._interfered_at = self._house.passed

    def clock(self, by: timedelta) -> None:
        """Take in that the clock is set."""
        self._inspector.set_clock(by)

    def order(self, terminal: Terminal, *, on: bool) -> None:
        """Judge an order."""
        self._follow()
        with self._noting():
            self._inspector.note_order(self._house.now, terminal, on=on)

    @contextmanager
    def answer(self, terminal: Terminal) -> Iterator[None]:
        """Judge what becomes of a wire."""
        self._follow()
        before = replace(self._house.wires[terminal])
        yield
        with self._noting():
            self._inspector.note_answer(self._house.now, terminal, before)

    def ends(self) -> None:
        """Expect that the thermostat lets go of all relays now, in time of the fan."""
        self._inspector.ends_at = self._house.now + FAN_WITHIN

    def begins(self) -> None:
        """Expect it to go by all its rules again."""
        self._inspector.ends_at = None

    def released(self) -> None:
        """See that what obeys was let go of; the fan stays with what does not."""
        relays = self._house.watched.values()
        obey = all(relay.obeys for relay in relays)
        self._expect_rest({*CALLS, "g"} if obey else CALLS, "after a release")

    def _see_off(self) -> None:
        """See that nothing heats or cools for long when the card says off."""
        passed = self._house.passed
        self._off_since = self._off_since if self._house.is_off else passed
        if passed - max(self._off_since, self._interfered_at) > MOMENT:
            self._expect_rest(CALLS, "in OFF")

    def _see_room(self) -> None:
        """See that nothing cools for long when nobody knows the room.

        It is heated by what the house loses, whatever that makes of the room.
        """
        passed, room = self._house.passed, self._house.hass.states.get(ROOM)
        is_known = room is not None and _is_possible(room)
        reported_at = room.last_reported if room and is_known else None
        if is_known is not self._was_known or reported_at != self._reported_at:
            self._room_since = passed
        self._was_known, self._reported_at = is_known, reported_at
        patience = SILENT if is_known else LOST
        decision = self._inspector.decision
        side = SIDES.get(decision.call) if decision else None
        self._heated_at = passed if side is Side.HEAT else self._heated_at
        lasts = passed - max(self._room_since, self._interfered_at)
        if lasts > patience + MOMENT and passed - self._heated_at > MOMENT:
            self._expect_rest(CALLS, "without a room")

    def _expect_rest(self, terminals: AbstractSet[str], when: str) -> None:
        decision = self._inspector.decision
        disputed = decision.afflicted[Problem.RELAY_DISPUTED] if decision else ()
        on = {
            terminal.value
            for terminal, relay in self._house.watched.items()
            if relay.obeys and relay.wire.closed and terminal not in disputed
        }
        if on & terminals:
            self.broken.append(f"{sorted(on)} {when} at {self._house.now}")

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

    @property
    def obeys(self) -> bool:
        """Whether it does what it is told, sooner or later."""
        return self.temper in OBEDIENT and self.wire.says is not Says.UNKNOWN

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


OBEDIENT = (obeying, repeating, TEMPERS["late"])


def _is_possible(room: State) -> bool:
    """Return whether a room can be as warm as its sensor says."""
    try:
        value = float(room.state)
    except ValueError:
        return False
    is_fahrenheit = room.attributes.get("unit_of_measurement") == "°F"
    return -40 <= ((value - 32) / 1.8 if is_fahrenheit else value) <= 60
