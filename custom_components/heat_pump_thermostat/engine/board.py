"""The relay board as its relays confirm it: what is on, off, or does not answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, assert_never

from .records import replace


class Terminal(StrEnum):
    """One thermostat wire of the heat pump."""

    Y1 = "y1"
    Y2 = "y2"
    G = "g"
    O = "o"  # noqa: E741 - the field's name of the wire
    B = "b"
    W2 = "w2"
    E = "e"
    W1 = "w1"


class Side(StrEnum):
    """Which way the machine moves heat."""

    HEAT = "heat"
    COOL = "cool"


OPPOSITE: Mapping[Side, Side] = {Side.HEAT: Side.COOL, Side.COOL: Side.HEAT}

COMPRESSOR: Final = (Terminal.Y1, Terminal.Y2)
VALVE: Final = (Terminal.O, Terminal.B)
FAN: Final = (Terminal.G,)
ELECTRIC: Final = (Terminal.W2, Terminal.E)
FURNACE: Final = (Terminal.W1,)
PARTS: Final = (COMPRESSOR, VALVE, FAN, ELECTRIC, FURNACE)
"""What the terminals drive: each of them one part of the machine."""

BACKUP: Final = (*ELECTRIC, *FURNACE)
HEATING: Final = (Terminal.Y1, *BACKUP)
"""What makes heat; the compressor makes cold as well."""
NEEDS_FAN: Final = (*COMPRESSOR, *ELECTRIC)
"""What makes heat or cold that only the fan carries off; a furnace runs its own."""


DOUBT: Final = timedelta(seconds=30)
"""How long a relay may still do what it was told before it was told otherwise."""


class Relay(StrEnum):
    """What a relay says of itself; unknown is not off."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contact:
    """What a relay says, since when, and what it said before."""

    relay: Relay
    since: datetime
    was: Relay = Relay.UNKNOWN
    """The position before this one, as far as it was ever told."""
    is_doubted: bool = False
    """Whether an order that nobody wants any more may still be on its way to it."""

    def confirmed(self, relay: Relay, now: datetime) -> Contact:
        """Return this contact after the relay was seen as `relay`."""
        if relay is self.relay:
            return self
        if self.is_doubted and relay is self.was and now - self.since < DOUBT:
            return self
        return Contact(relay, now, self.last_answer)

    def doubted(self, now: datetime) -> Contact:
        """Return this contact unknown, until it moves or long enough does not."""
        if self.relay is Relay.UNKNOWN:
            return replace(self, is_doubted=True)
        return Contact(Relay.UNKNOWN, now, self.relay, is_doubted=True)

    @property
    def last_answer(self) -> Relay:
        """The relay's last known position."""
        return self.was if self.relay is Relay.UNKNOWN else self.relay


@dataclass(frozen=True)
class Board:
    """All wired contacts. A terminal that is not wired is off, and always was.

    It stays the same until a relay moves: what follows from it is worked out once.
    """

    contacts: Mapping[Terminal, Contact]

    def confirmed(self, relays: Mapping[Terminal, Relay], now: datetime) -> Board:
        """Return the board after its relays were seen as `relays`."""
        contacts = {
            terminal: contact.confirmed(relay, now)
            if (contact := self.contacts.get(terminal))
            else Contact(relay, now, relay)
            for terminal, relay in relays.items()
        }
        return self if contacts == self.contacts else Board(contacts)

    def doubting(self, terminals: Iterable[Terminal], now: datetime) -> Board:
        """Return the board with these relays not believed for a while."""
        doubted = {t: self.contacts[t].doubted(now) for t in terminals}
        return Board({**self.contacts, **doubted}) if doubted else self

    def is_wired(self, terminal: Terminal) -> bool:
        """Return whether the terminal has a relay."""
        return terminal in self.contacts

    def is_on(self, terminal: Terminal) -> bool:
        """Return whether the relay confirms to be on."""
        return terminal in self._on

    def is_any_on(self, terminals: Iterable[Terminal]) -> bool:
        """Return whether any of these relays confirms to be on."""
        return not self._on.isdisjoint(terminals)

    @cached_property
    def _on(self) -> frozenset[Terminal]:
        contacts = self.contacts.items()
        return frozenset(t for t, contact in contacts if contact.relay is Relay.ON)

    def claims(self, terminal: Terminal) -> bool:
        """Return whether the relay says that it is on, believed or not."""
        return terminal in self._claiming

    @cached_property
    def _claiming(self) -> frozenset[Terminal]:
        contacts = self.contacts.items()
        return self._on.union(
            t for t, each in contacts if each.is_doubted and each.was is Relay.ON
        )

    def is_off(self, terminal: Terminal) -> bool:
        """Return whether the relay confirms to be off, or there is none."""
        contact = self.contacts.get(terminal)
        return contact is None or contact.relay is Relay.OFF

    def is_possibly_on(self, terminal: Terminal) -> bool:
        """Return whether the wire may carry voltage.

        A compressor relay that does not answer may always be on. Of any other lost
        relay its last answer is taken: it does not close by itself, unless it was told
        to before it was lost.
        """
        return terminal in self._possibly_on

    def is_any_possibly_on(self, terminals: Iterable[Terminal]) -> bool:
        """Return whether any of these wires may carry voltage."""
        return not self._possibly_on.isdisjoint(terminals)

    def is_any_unsure(self, terminals: Iterable[Terminal]) -> bool:
        """Return whether any of these may be on, and does not say so."""
        return not self._unsure.isdisjoint(terminals)

    @cached_property
    def _possibly_on(self) -> frozenset[Terminal]:
        return frozenset(filter(self._may_be_on, self.contacts))

    @cached_property
    def _unsure(self) -> frozenset[Terminal]:
        return self._possibly_on - self._on

    def _may_be_on(self, terminal: Terminal) -> bool:
        contact = self.contacts[terminal]
        match contact.relay:
            case Relay.ON:
                return True
            case Relay.OFF:
                return False
            case Relay.UNKNOWN:
                is_open = contact.was is Relay.OFF and not contact.is_doubted
                return terminal in COMPRESSOR or not is_open
            case _ as never:
                assert_never(never)

    def since(self, terminal: Terminal) -> datetime | None:
        """Return since when the relay says what it says; None where there is none."""
        contact = self.contacts.get(terminal)
        return contact.since if contact else None

    def off_since(self, terminals: Iterable[Terminal]) -> datetime | None:
        """Return since when all of them are confirmed off.

        None while one of them is not, or where none of them is wired.
        """
        contacts = [self.contacts[t] for t in terminals if t in self.contacts]
        if any(contact.relay is not Relay.OFF for contact in contacts):
            return None
        return max((contact.since for contact in contacts), default=None)

    def last_on(self, terminals: Iterable[Terminal]) -> datetime | None:
        """Return until when one of those that are not on may have been on.

        None where all of them are on, or none is wired.
        """
        contacts = [self.contacts[t] for t in terminals if t in self.contacts]
        released = (each.since for each in contacts if each.relay is not Relay.ON)
        return max(released, default=None)

    def has_started(self, before: Board) -> bool:
        """Return whether the compressor has started since.

        One that was lost while it ran, and is found running, did not stop that we know.
        """
        was = before.contacts.get(Terminal.Y1)
        ran = was is not None and was.last_answer is Relay.ON
        return self.is_on(Terminal.Y1) and not ran

    @property
    def running_since(self) -> datetime | None:
        """Since when the compressor is confirmed to run; None while it is not."""
        return self.since(Terminal.Y1) if self.is_on(Terminal.Y1) else None

    @property
    def is_backup_on(self) -> bool:
        """Whether any backup heat relay is confirmed on."""
        return self.is_any_on(BACKUP)
