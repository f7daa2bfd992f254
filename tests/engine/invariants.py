"""What must hold whenever a relay is told to move, and whenever one has moved.

Written from what a machine bears, not from the engine: a second opinion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal

Y1, Y2, G, O, B, W2, E, W1 = (  # noqa: E741 - the field's name of the wire
    Terminal.Y1,
    Terminal.Y2,
    Terminal.G,
    Terminal.O,
    Terminal.B,
    Terminal.W2,
    Terminal.E,
    Terminal.W1,
)
COMPRESSOR = frozenset({Y1, Y2})

MINIMUM = timedelta(seconds=300)
"""The default minimum on and off times of the compressor."""
TO_FURNACE = timedelta(seconds=60)
SETTLING = timedelta(seconds=5)
STAGE_2_ON = timedelta(minutes=5)
STAGE_2_OFF = timedelta(minutes=3)
HOT_FOR = timedelta(seconds=60)
"""How long the elements of electric heat need air once they are off."""
COOLED_AFTER = WARM_AFTER = timedelta(hours=1)
"""What an outage takes, and what it takes a crankcase heater at the least."""
UNREACHABLE = timedelta(minutes=2)
AT_ONCE = timedelta(seconds=60)
"""How long a stop at once may take, in steps that wait for slow relays."""
DISOBEDIENT = timedelta(seconds=5)
"""How long a relay may cling before the others no longer wait for it."""
LEFT_FOR = dict.fromkeys((W2, E, W1), timedelta(seconds=60)) | dict.fromkeys(
    COMPRESSOR, MINIMUM
)
"""How long a relay that something else keeps closing may stay closed each time."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A relay told to move, or one that has moved, and all that matters then."""

    moved: Terminal | None = None
    """The relay that has just moved."""
    told: Terminal | None = None
    """The relay that is just being told to move."""
    to: bool = False
    """Whether it goes on."""
    closed: frozenset[Terminal]
    """Where there is voltage."""
    says: Mapping[Terminal, Relay]
    says_for: Mapping[Terminal, timedelta]
    told_for: Mapping[Terminal, timedelta]
    """How long a relay has not done what it was told, and was told nothing else."""
    compressor_off_for: timedelta
    """How long no compressor contact was closed."""
    compressor_quiet_for: timedelta
    """How long every compressor relay has said off and was not told to go on."""
    running_for: timedelta
    """How long Y1 has said on."""
    unseen: frozenset[Terminal] = frozenset()
    """What somebody closed by hand, and never said so before it fell silent. Of the
    compressor that is feared all the same."""
    runs_on: bool = False
    """Whether the first stage is to go on, and has not been told otherwise of late."""
    is_cold: bool = False
    """Whether the compressor has cooled down in an outage, and not run since, in a
    house that its backup can heat."""
    is_over: bool = False
    """Whether the thermostat has no time left to look after the fan."""
    cools: bool
    """Whether the reversing valve stands for cooling."""
    is_emergency: bool = False
    disputed: frozenset[Terminal] = frozenset()
    """Relays that something else keeps moving, or did a moment ago."""
    is_freezing: bool = False
    """Whether the freeze-guard heats."""
    has_room: bool = True
    heats_blindly: bool = False
    """Whether the house is owed heat while no room temperature is known."""
    is_stop_urgent: bool = False
    """Whether OFF, emergency heat, a lost sensor or a fault may end a run at once."""
    goes_too_far: bool = False
    """Whether a room is to be heated, or cooled, that is beyond the limit of that."""
    warms_the_cooled: bool = False
    """Whether it is called to heat for no room that asks for it, nor against frost."""
    stop_due_for: timedelta = timedelta()
    """How long OFF, emergency heat or a lost sensor has asked for a stop."""

    def tells(self, *terminals: Terminal, on: bool) -> bool:
        """Return whether one of them is just being told so."""
        return self.told in terminals and self.to is on

    def are_closed(self, *terminals: Terminal) -> bool:
        """Return whether there is voltage on any of them."""
        return not self.closed.isdisjoint(terminals)

    @property
    def runs(self) -> bool:
        """Whether there is voltage on a compressor stage."""
        return not self.closed.isdisjoint(COMPRESSOR)

    @property
    def may_run(self) -> bool:
        """Whether a compressor relay is on, or may be on."""
        return any(self.says.get(y, Relay.OFF) is not Relay.OFF for y in COMPRESSOR)

    @property
    def is_unreachable(self) -> bool:
        """Whether a compressor relay has been silent for long."""
        return any(
            self.says.get(y) is Relay.UNKNOWN and self.says_for[y] >= UNREACHABLE
            for y in COMPRESSOR
        )

    def is_left(self, terminal: Terminal) -> bool:
        """Return whether a disputed relay need not have been put right yet."""
        patience = LEFT_FOR.get(terminal)
        return terminal in self.disputed and (
            patience is None or self.says_for[terminal] <= patience + AT_ONCE
        )

    def resists(self, terminal: Terminal) -> bool:
        """Return whether a relay does not do as it was told, or cannot be told."""
        is_deaf = self.told_for.get(terminal, timedelta()) >= DISOBEDIENT
        is_lost = self.says[terminal] is Relay.UNKNOWN
        return is_deaf or is_lost or self.is_left(terminal)

    def run_beside(self, *others: Terminal) -> bool:
        """Return whether the compressor runs beside what should give way to it."""
        runs, beside = self.closed & COMPRESSOR, self.closed & set(others)
        can_part = not all(self.resists(t) for t in runs) or not all(
            self.resists(t) for t in beside
        )
        return bool(runs and beside) and can_part and not self.is_unreachable

    @property
    def is_valve_torn(self) -> bool:
        """Whether both valve relays say on: only a stop lets one of them go."""
        return all(self.says.get(t) is Relay.ON for t in (O, B))

    @property
    def may_meet_backup(self) -> bool:
        """Whether backup heat that must not meet the compressor is on, or may be."""
        excluded = (W2, E, W1) if self.cools else (E, W1)
        return any(
            b in self.closed or self.says.get(b, Relay.OFF) is not Relay.OFF
            for b in excluded
        )

    @property
    def may_lack_air(self) -> bool:
        """Whether the fan that should run is off, or may be."""
        return self.says.get(G, Relay.ON) is not Relay.ON

    @property
    def are_elements_hot(self) -> bool:
        """Whether electric heat was on a moment ago, as far as its relays tell."""
        return any(
            self.says[t] is Relay.ON or self.says_for[t] < HOT_FOR
            for t in (W2, E)
            if t in self.says
        )

    @property
    def lacks_air(self) -> bool:
        """Whether heat or cold is made without a fan, and that could be helped."""
        made = (self.closed & {Y1, Y2, W2, E}) - self.unseen
        is_still = G in self.says and G not in self.closed
        return bool(made and is_still and not all(self.resists(t) for t in (G, *made)))


def _starts(m: Moment) -> bool:
    return m.moved in COMPRESSOR and m.to and m.closed & COMPRESSOR == {m.moved}


def _has_valve_settled(m: Moment) -> bool:
    return all(m.says_for[t] >= SETTLING for t in (O, B) if t in m.says)


ORDERS: Mapping[str, Callable[[Moment], bool]] = {
    "1: Y in emergency heat": lambda m: m.tells(Y1, Y2, on=True) and m.is_emergency,
    "1: E while Y may run": lambda m: (
        m.tells(E, on=True) and m.may_run and not m.is_unreachable
    ),
    "2: W1 while Y may run, or just ran": lambda m: (
        m.tells(W1, on=True)
        and (m.may_run or m.compressor_quiet_for < TO_FURNACE)
        and not (m.is_freezing and m.is_unreachable)
    ),
    "5: the valve while Y may run, or just ran": lambda m: (
        m.told in (O, B) and (m.may_run or m.compressor_quiet_for < MINIMUM)
    ),
    "5: Y before the valve has settled": lambda m: (
        m.tells(Y1, on=True) and not _has_valve_settled(m)
    ),
    "7: Y within the minimum off time": lambda m: (
        m.tells(Y1, on=True) and (m.may_run or m.compressor_quiet_for < MINIMUM)
    ),
    "8: an ordinary stop within the minimum on time": lambda m: (
        m.tells(Y1, on=False)
        and m.says[Y1] is Relay.ON
        and Y1 not in m.told_for  # It was told before: a stop that is on its way.
        and m.running_for < MINIMUM
        and not m.is_stop_urgent
        and not m.is_valve_torn
        and not m.may_meet_backup
        and not m.may_lack_air
    ),
    "9: G let go while Y may run": lambda m: m.tells(G, on=False) and m.may_run,
    "9: G let go while the elements are hot": lambda m: (
        m.tells(G, on=False)
        and m.says[G] is not Relay.OFF
        and m.are_elements_hot
        and not m.is_over
    ),
    "3: Y2 within its minimum off time": lambda m: (
        m.tells(Y2, on=True) and m.says_for[Y2] < STAGE_2_OFF
    ),
    "3: Y2 let go within its minimum on time": lambda m: (
        m.tells(Y2, on=False)
        and m.says[Y2] is Relay.ON
        and Y2 not in m.told_for
        and m.says_for[Y2] < STAGE_2_ON
        and m.runs_on
        and not m.is_stop_urgent
        and not m.may_meet_backup
        and not m.may_lack_air
    ),
    "7: heat of a compressor that is cold from an outage": lambda m: (
        m.tells(Y1, on=True) and m.is_cold and not m.cools and not m.is_freezing
    ),
    "10: a call without a room temperature": lambda m: (
        m.tells(Y1, Y2, W2, E, W1, on=True) and not m.has_room and not m.heats_blindly
    ),
}
"""What must never be asked of a relay."""

WIRES: Mapping[str, Callable[[Moment], bool]] = {
    "1: Y beside E": lambda m: m.run_beside(E),
    "2: Y beside W1": lambda m: m.run_beside(W1),
    "3: Y2 without Y1": lambda m: (
        m.are_closed(Y2) and not m.are_closed(Y1) and not m.resists(Y2)
    ),
    "4: O beside B": lambda m: (
        {O, B} <= m.closed
        # Under a compressor that does not stop, the valve must not move either.
        and (m.moved in (O, B) or (m.says[Y1] is Relay.ON and not m.resists(Y1)))
    ),
    "5: the valve moves under Y": lambda m: m.moved in (O, B) and m.runs,
    "6: backup heat while cooling": lambda m: m.cools and m.run_beside(W2, E, W1),
    "7: Y within the minimum off time": lambda m: (
        _starts(m) and m.compressor_off_for < MINIMUM
    ),
    "8: Y runs on though it had to stop at once": lambda m: (
        m.says[Y1] is Relay.ON and m.stop_due_for > AT_ONCE and not m.resists(Y1)
    ),
    "9: Y, W2 or E without G": lambda m: m.lacks_air,
    "12: a room beyond its limit goes further": lambda m: m.goes_too_far,
    "13: heat in cooling without frost": lambda m: m.warms_the_cooled,
}
"""What must never be seen on the wires, unless a hand or a fault has just done it."""


def violations(moment: Moment) -> list[str]:
    """Return which invariants an order, or else the state of the wires, breaks."""
    invariants = WIRES if moment.told is None else ORDERS
    return [name for name, is_broken in invariants.items() if is_broken(moment)]
