"""Fake relays: they obey, come late, stand still, lie, or are lost."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from custom_components.heat_pump_thermostat.engine.board import Relay

NO_TIME = timedelta()
SAYS = {True: Relay.ON, False: Relay.OFF}


@dataclass(slots=True)
class FakeRelay:
    """A relay: where its contact stands, and what it says of itself."""

    closed: bool = False
    says: Relay = Relay.OFF
    delay: timedelta = NO_TIME
    """How long it takes to do, and to say, what it was told."""
    is_silent: bool = False
    """Whether it ignores what it is told, and goes on saying where it stands."""
    lies_for: timedelta = NO_TIME
    """How long it claims to have obeyed before it admits that it did not."""
    is_lost: bool = False
    """Whether it says and hears nothing; what it heard before, it still does."""
    coming: list[tuple[datetime, bool, Relay]] = field(default_factory=list)
    """What is about to happen: when, where the contact goes, what the relay says."""

    def tell(self, now: datetime, *, on: bool) -> None:
        """Give an order."""
        if self.is_lost or self.is_silent:
            return
        if self.lies_for:
            self.coming += [
                (now, self.closed, SAYS[on]),
                (now + self.lies_for, self.closed, SAYS[self.closed]),
            ]
            return
        self.coming.append((now + self.delay, on, SAYS[on]))

    def press(self, now: datetime, *, on: bool) -> None:
        """Move it by hand; what happens to a lost relay nobody could know."""
        if not self.is_lost:
            self.coming.append((now, on, SAYS[on]))

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

    def advance(self, now: datetime) -> bool:
        """Let the next thing that is due happen; return whether there was one."""
        if self.due is None or self.due > now:
            return False
        self.coming.sort(key=lambda event: event[0])
        _, self.closed, says = self.coming.pop(0)
        self.says = Relay.UNKNOWN if self.is_lost else says
        return True
