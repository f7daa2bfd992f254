"""What comes out of a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from .accounts.care import Task
from .accounts.outlook import Outlook
from .board import Side, Terminal
from .estimates import Estimates, Flows
from .house.envelope import House
from .records import replace
from .settings import Targets
from .state import State
from .units import Celsius, Delta
from .vocabulary import Action, AuxReason, Call, Problem, Reason


class Urgency(Enum):
    """Whether a stop waits for the minimum on time."""

    ORDINARY = auto()
    AT_ONCE = auto()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A row of the truth table, and why it was chosen."""

    call: Call
    reason: Reason
    urgency: Urgency = Urgency.ORDINARY


@dataclass(frozen=True, slots=True)
class Order:
    """A relay to switch now."""

    terminal: Terminal
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do now, why, and when to ask again."""

    state: State
    call: Call
    reason: Reason
    action: Action
    orders: tuple[Order, ...]
    targets: Targets
    """The temperatures in force."""
    scheduled: Targets
    """Those that are asked for, where a setback is kept shallower than that."""
    side: Side
    """The side that a single temperature means."""
    room: Celsius | None
    outdoor: Celsius | None
    estimates: Estimates
    due: frozenset[Task]
    """What has to be done to the machine."""
    afflicted: Mapping[Problem, frozenset[Terminal]]
    """The relays behind the problems that relays can have."""
    silent: frozenset[str]
    """The room sensors that have fallen silent beside the room's own, by name."""
    repairs: frozenset[Problem]
    """The problems that have lasted long enough to bother somebody."""
    next_change: datetime | None
    """When the household may see something change by itself."""
    wake_at: datetime | None
    """When to step again although nothing was seen to change."""

    @property
    def problems(self) -> Mapping[Problem, datetime]:
        """What is wrong, and since when."""
        return self.state.problems

    @property
    def backup_reason(self) -> AuxReason | Reason | None:
        """Why backup heat is on; None while it is off."""
        state = self.state
        if not state.wires.board.is_backup_on:
            return None
        return state.course.aux or self.reason


NOTHING_KNOWN: Final = Estimates(
    outlook=Outlook(house=House(0.0, Delta(0.0), confidence=0.0, days=0)),
    flows=Flows(power=None, heat=None, aux_power=None, backup_heat=None, fuel=None),
)
OF_RELAYS: Final = frozenset(
    {Problem.RELAY_LOST, Problem.RELAY_STUCK, Problem.RELAY_DISPUTED}
)
"""The problems that relays can have."""


def undecided(state: State) -> Decision:
    """Return what stands until a first decision can be made: nothing is told to do."""
    return Decision(
        state=state,
        call=Call.IDLE,
        reason=Reason.OWN_FAULT,
        action=Action.IDLE,
        orders=(),
        targets=state.wishes.base,
        scheduled=state.wishes.base,
        side=Side.HEAT,
        room=None,
        outdoor=None,
        estimates=NOTHING_KNOWN,
        due=frozenset(),
        afflicted=dict.fromkeys(OF_RELAYS, frozenset()),
        silent=frozenset(),
        repairs=frozenset(),
        next_change=None,
        wake_at=None,
    )


def telling_of_own_fault(decision: Decision, since: datetime) -> Decision:
    """Return a decision that tells that something of ours went wrong beside it."""
    problems = {**decision.problems, Problem.OWN_FAULT: since}
    return replace(
        decision,
        state=replace(decision.state, problems=problems),
        repairs=decision.repairs | {Problem.OWN_FAULT},
    )


def with_own_fault(decision: Decision, since: datetime) -> Decision:
    """Return a decision that stands since then only because none could be made.

    What it said of the machine is over: that was let go of.
    """
    told = telling_of_own_fault(decision, since)
    return replace(
        told,
        call=Call.IDLE,
        reason=Reason.OWN_FAULT,
        action=Action.IDLE,
        estimates=replace(
            NOTHING_KNOWN, outlook=decision.estimates.outlook, full=told.estimates.full
        ),
        next_change=None,
    )
