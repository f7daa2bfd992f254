"""An inspector who watches the relays and knows the invariants by heart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from custom_components.heat_pump_thermostat.engine.board import Relay, Side, Terminal
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.house.duty import DutyHeater
from custom_components.heat_pump_thermostat.engine.rules.room_limits import SIDES
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import (
    COMPRESSOR,
    COOLED_AFTER,
    W1,
    W2,
    WARM_AFTER,
    Y1,
    B,
    E,
    Moment,
    O,
    violations,
)
from .wires import FakeRelay

COLD = 5.0
"""How cold it is outdoors where a crankcase cools down, in °C."""
LONG = timedelta(days=1)
ON_ITS_WAY = timedelta(seconds=30)
"""How long a reminder may be overtaken: its relay then closes once more by a fault."""
REACTION = timedelta(seconds=60)
"""How long the thermostat has to put right what a hand or a fault did."""


@dataclass
class Inspector:
    """What an observer of the relays remembers, without asking the thermostat."""

    machine: Machine
    relays: Mapping[Terminal, FakeRelay]
    now: datetime
    says_since: dict[Terminal, datetime] = field(init=False)
    told: dict[Terminal, tuple[bool, datetime]] = field(default_factory=dict)
    """What a relay was told since it last spoke, and since when."""
    may_be_on: set[Terminal] = field(default_factory=set)
    """The relays that said on when they last spoke, or were told to go on since."""
    decision: Decision | None = None
    interfered_at: datetime = field(init=False)
    ran_at: datetime = field(init=False)
    """When a compressor contact last moved."""
    noisy_at: datetime = field(init=False)
    """When a compressor relay last said anything but off, or was called back."""
    reminded_at: dict[Terminal, datetime] = field(default_factory=dict)
    """When a relay that was on was last told so: what was said since may overtake."""
    disputed_at: dict[Terminal, datetime] = field(default_factory=dict)
    """When a relay was last disputed."""
    is_unwanted: bool = False
    """Whether Y1 went on after it was told to go off again: a late start."""
    seen_at: datetime = field(init=False)
    """When a meter last saw the machine draw, or all that was before was forgotten."""
    powered_at: datetime = field(init=False)
    """When the last outage ended in which every relay was silent for long."""
    ends_at: datetime | None = None
    """By when a thermostat that is shut down has to let go of the fan, too."""
    stop_due_at: datetime | None = None
    """Since when the compressor has to stop at once."""

    def __post_init__(self) -> None:
        long_ago = self.now - LONG
        self.interfered_at = self.ran_at = self.noisy_at = long_ago
        self.seen_at = self.powered_at = long_ago
        self.says_since = dict.fromkeys(self.relays, long_ago)

    def note_interference(self, now: datetime) -> None:
        """Remember that a relay was moved by hand, lost or found."""
        self.interfered_at = now

    def set_clock(self, by: timedelta) -> None:
        """Move all that is remembered along with the clock."""
        self.interfered_at += by
        self.ran_at += by
        self.noisy_at += by
        self.seen_at += by
        self.powered_at += by
        self.says_since = {t: at + by for t, at in self.says_since.items()}
        self.reminded_at = {t: at + by for t, at in self.reminded_at.items()}
        self.disputed_at = {t: at + by for t, at in self.disputed_at.items()}
        self.told = {t: (on, at + by) for t, (on, at) in self.told.items()}
        if self.stop_due_at is not None:
            self.stop_due_at += by

    def note_decision(self, now: datetime, decision: Decision) -> None:
        """Remember what was decided, and see whether the wires are as they may be."""
        # What was disputed until this decision may be put right only by its orders.
        for known in filter(None, (self.decision, decision)):
            for terminal in known.afflicted[Problem.RELAY_DISPUTED]:
                self.disputed_at[terminal] = now
        self.decision = decision
        overdue = [what for what, until in _ends(decision.state) if until <= now]
        assert not overdue, f"{overdue} at {now:%H:%M:%S}"
        is_freezing = decision.state.guards.is_freezing
        assert not (is_freezing and decision.reason is Reason.CURTAILED)
        if not _is_stop_due(decision):
            self.stop_due_at = None
        elif self.stop_due_at is None:
            self.stop_due_at = now
        self._check(now)

    def note_order(self, now: datetime, terminal: Terminal, *, on: bool) -> None:
        """See whether an order is allowed; a reminder moves nothing."""
        if on and self.relays[terminal].says is Relay.ON:
            self.reminded_at[terminal] = now
            return
        self._check(now, told=terminal, to=on)
        if on:
            self.may_be_on.add(terminal)
        was_told_on, _ = self.told.get(terminal, (None, now))
        if was_told_on is not on:
            self.told[terminal] = (on, now)
        if terminal in COMPRESSOR and was_told_on and not on:
            self.noisy_at = now

    def note_answer(self, now: datetime, terminal: Terminal, was: FakeRelay) -> None:
        """Remember what a relay said, and see whether it may stand where it stands."""
        relay = self.relays[terminal]
        is_compressor = terminal in COMPRESSOR
        self._note_shown(terminal, relay.says)
        if was.says is Relay.UNKNOWN is not relay.says and self._was_dark(now):
            self.powered_at = now
        if terminal is Y1 and relay.says is Relay.ON:
            self.powered_at = now - LONG  # A compressor that runs is warm.
        if relay.says is not was.says:
            self.says_since[terminal] = now
            told_on, _ = self.told.pop(terminal, (None, now))
            if terminal is Y1 and relay.says is Relay.ON:
                self.is_unwanted = told_on is False
        if relay.closed is not was.closed:
            if relay.closed and now - self._reminded_at(terminal) <= ON_ITS_WAY:
                self.note_interference(now)
            self._check(now, moved=terminal, to=relay.closed)
            self.ran_at = now if is_compressor else self.ran_at
        if is_compressor and not relay.says is was.says is Relay.OFF:
            self.noisy_at = now

    def _note_shown(self, terminal: Terminal, says: Relay) -> None:
        """Remember whether a relay may be on, by what it says."""
        if says is Relay.ON:
            self.may_be_on.add(terminal)
        elif says is Relay.OFF:
            self.may_be_on.discard(terminal)

    def _was_dark(self, now: datetime) -> bool:
        """Return whether every relay was silent until now, and for long."""
        others = [relay.says is Relay.UNKNOWN for relay in self.relays.values()]
        since = max(self.seen_at, *self.says_since.values())
        return sum(others) == len(others) - 1 and now - since >= COOLED_AFTER

    def _is_cold(self, now: datetime) -> bool:
        """Return whether the compressor must warm up, and something heats meanwhile."""
        readings = self.decision.state.senses.outdoor if self.decision else ()
        is_frosty = all(reading.value < COLD for reading in readings)
        backup = [t for t in (W2, E, W1) if t in self.relays]
        answers = any(self.relays[t].says is not Relay.UNKNOWN for t in backup)
        return is_frosty and answers and now - self.powered_at < WARM_AFTER

    def _reminded_at(self, terminal: Terminal) -> datetime:
        return self.reminded_at.get(terminal, self.says_since[terminal] - LONG)

    def _check(
        self,
        now: datetime,
        *,
        moved: Terminal | None = None,
        told: Terminal | None = None,
        to: bool = False,
    ) -> None:
        moment = self._moment(now, moved, told, to=to)
        is_forgiven = told is None and now - self.interfered_at <= REACTION
        found = [] if is_forgiven else violations(moment)
        assert not found, f"{found} at {now:%H:%M:%S}: {moment}"

    def _moment(
        self,
        now: datetime,
        moved: Terminal | None,
        told: Terminal | None,
        *,
        to: bool,
    ) -> Moment:
        closed = frozenset(t for t, relay in self.relays.items() if relay.closed)
        decision = self.decision
        return Moment(
            moved=moved,
            told=told,
            to=to,
            closed=closed,
            says={t: relay.says for t, relay in self.relays.items()},
            says_for={t: now - since for t, since in self.says_since.items()},
            unseen=frozenset(
                t
                for t in closed - self.may_be_on - COMPRESSOR
                if self.relays[t].says is Relay.UNKNOWN
            ),
            told_for={
                t: now - since
                for t, (on, since) in self.told.items()
                if on is not (self.relays[t].says is Relay.ON)
            },
            compressor_off_for=now - self.ran_at,
            compressor_quiet_for=now - self.noisy_at,
            running_for=now - self.says_since[Y1],
            runs_on=decision is not None and self._goes_on(decision),
            is_cold=self._is_cold(now),
            is_over=self.ends_at is not None and now >= self.ends_at,
            cools=self._cools(closed),
            is_emergency=decision is not None and decision.state.wishes.emergency,
            disputed=frozenset(
                t for t, at in self.disputed_at.items() if now - at <= REACTION
            ),
            is_freezing=decision is not None and decision.state.guards.is_freezing,
            has_room=decision is not None and decision.room is not None,
            heats_blindly=decision is not None and _heats_blindly(decision),
            is_stop_urgent=(
                self.stop_due_at is not None
                or self.is_unwanted
                or (decision is not None and decision.state.guards.is_freezing)
                or (decision is not None and bool(decision.state.guards.beyond))
                or (decision is not None and Problem.FAULT_SIGNAL in decision.problems)
                or now - self.interfered_at <= REACTION
            ),
            goes_too_far=decision is not None and _goes_too_far(decision),
            warms_the_cooled=decision is not None and _warms_the_cooled(decision),
            stop_due_for=now - (self.stop_due_at or now),
        )

    def _goes_on(self, decision: Decision) -> bool:
        """Return whether the first stage is to run on, and was not just told off."""
        is_told_off = self.told.get(Y1, (True, decision))[0] is False
        return decision.state.wires.goal.get(Y1, False) and not is_told_off

    def _cools(self, closed: frozenset[Terminal]) -> bool:
        """Return whether the valve stands for cooling."""
        if O in self.machine.wired:
            return O in closed
        if B in self.machine.wired:
            return B not in closed
        return self.machine.without_valve is Side.COOL


def _heats_blindly(decision: Decision) -> bool:
    """Return whether the house is owed heat, whatever keeps it from being given."""
    is_owed = decision.state.duty.heater is not DutyHeater.NOTHING
    return is_owed and decision.room is None and decision.reason is not Reason.STOPPING


def _goes_too_far(decision: Decision) -> bool:
    """Return whether a call goes on beyond the limit of a room; a test is watched."""
    is_watched = decision.state.trial.testing is not None
    side = SIDES[decision.call]
    return side in decision.state.guards.beyond and not is_watched


def _warms_the_cooled(decision: Decision) -> bool:
    """Return whether a house is heated in mode cool, but for frost or a test."""
    state = decision.state
    is_for_frost = state.guards.is_freezing or decision.room is None
    is_watched = state.trial.testing is not None
    return (
        state.wishes.mode is Mode.COOL
        and SIDES[decision.call] is Side.HEAT
        and decision.reason not in (Reason.MINIMUM_ON, Reason.SWITCHING)
        and not is_watched
        and not is_for_frost
    )


def _ends(state: State) -> Iterator[tuple[str, datetime]]:
    """Return when what was asked for a while is over."""
    wishes = state.wishes
    for what, asked in (("hold", wishes.hold), ("vacation", wishes.vacation)):
        if asked and asked.until:
            yield what, asked.until
    if wishes.emergency and wishes.emergency_until:
        yield "emergency heat", wishes.emergency_until
    for source, curtailment in wishes.curtailments.items():
        yield source, curtailment.until


def _is_stop_due(decision: Decision) -> bool:
    """Return whether a compressor that runs has to stop at once."""
    wishes, reason = decision.state.wishes, decision.reason
    if wishes.emergency or reason is Reason.STOPPING:
        return True
    if _heats_blindly(decision):
        return False
    is_off = wishes.mode is Mode.OFF and decision.state.trial.testing is None
    if is_off and not decision.state.guards.is_freezing:
        return True
    return decision.room is None and reason is not Reason.WAITING_FOR_ROOM
