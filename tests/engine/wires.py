"""Fake relays: they obey, come late, stand still, lie, stammer, or are lost."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from custom_components.heat_pump_thermostat.engine.board import Relay

NO_TIME = timedelta()
SAYS = {True: Relay.ON, False: Relay.OFF}
POLLED = timedelta(seconds=5)
"""After how long a word that was overtaken is put right."""

type Event = tuple[datetime, bool | None, Relay | None]
"""When something happens to a relay, where its contact goes, and what it says then."""


@dataclass(slots=True)
class FakeRelay:
    """A relay: where its contact stands, and what it says of itself."""

    closed: bool = False
    says: Relay = Relay.OFF
    delay: timedelta = NO_TIME
    """How long it takes to do what it was told."""
    lag: timedelta = NO_TIME
    """How long after that its word arrives; one may overtake another."""
    is_silent: bool = False
    """Whether it ignores what it is told, and goes on saying where it stands."""
    lies_for: timedelta = NO_TIME
    """How long it claims to have obeyed before it admits that it did not."""
    is_lost: bool = False
    """Whether it says and hears nothing; what it heard before, it still does."""
    coming: list[Event] = field(default_factory=list)
    """What is about to happen."""

    def tell(self, now: datetime, *, on: bool) -> None:
        """Give an order."""
        if self.is_lost or self.is_silent:
            return
        if self.lies_for:
            self.coming += [
                (now, None, SAYS[on]),
                (now + self.lies_for, None, SAYS[self.closed]),
            ]
            return
        self._move(now + self.delay, on=on)

    def _move(self, at: datetime, *, on: bool) -> None:
        if self.lag:
            self.coming += [(at, on, None), (at + self.lag, None, SAYS[on])]
        else:
            self.coming.append((at, on, SAYS[on]))

    def press(self, now: datetime, *, on: bool) -> None:
        """Move it by hand; what happens to a lost relay nobody could know."""
        if not self.is_lost:
            self._move(now, on=on)

    def lose(self, now: datetime) -> None:
        """Let it vanish from the network."""
        self.is_lost = True
        self.coming.append((now, self.closed, Relay.UNKNOWN))

    def find(self, now: datetime, *, on: bool | None = None) -> None:
        """Let it come back, as it was or as it wakes up."""
        self.is_lost = False
        closed = self.closed if on is None else on
        self.coming.append((now, closed, SAYS[closed]))

    @property
    def due(self) -> datetime | None:
        """When something happens to it next."""
        return min((at for at, *_ in self.coming), default=None)

    @property
    def is_wrong(self) -> bool:
        """Whether what it says of itself is not so."""
        return self.says is SAYS[not self.closed]

    def advance(self, now: datetime) -> bool:
        """Let the next thing that is due happen; return whether there was one."""
        if self.due is None or self.due > now:
            return False
        self.coming.sort(key=lambda event: event[0])
        _, closed, says = self.coming.pop(0)
        self.closed = self.closed if closed is None else closed
        self.says = Relay.UNKNOWN if self.is_lost else says or self.says
        if self.is_wrong and not self.coming:
            self.coming.append((now + POLLED, None, SAYS[self.closed]))
        return True
