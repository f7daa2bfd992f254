"""What a fault that the machine itself signals keeps from running.

An alarm contact of the outdoor unit, or a float switch in the drain pan, knows better
than any rule. What it stops is chosen, and stops at once.
"""

from ..board import Side
from ..decision import Ruling, Urgency
from ..records import replace
from ..situation import Situation
from ..vocabulary import COMPRESSOR_SIDE, Call, Reason
from .duty import REPLACEMENT


def fault_ruling(situation: Situation) -> Ruling | None:
    """Stop everything, where that is what the fault stops."""
    if not situation.is_everything_stopped:
        return None
    return Ruling(Call.IDLE, Reason.FAULT_SIGNAL, Urgency.AT_ONCE)


def within_fault(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling without a compressor that the fault stops.

    What else can heat does so in its place. A run that the fault ends does not wait for
    the minimum on time.
    """
    side = _compressor_side(wanted.call, situation)
    if side in situation.faulty_sides:
        return _without_compressor(wanted, side, situation)
    is_running = situation.board.running_since is not None
    if is_running and situation.running_side in situation.faulty_sides:
        return replace(wanted, urgency=Urgency.AT_ONCE)
    return wanted


def _compressor_side(call: Call, situation: Situation) -> Side | None:
    """Return which way a call lets the compressor move heat; None where it rests."""
    if call is Call.DEFROST:
        return situation.running_side
    return COMPRESSOR_SIDE[call]


def _without_compressor(wanted: Ruling, side: Side, situation: Situation) -> Ruling:
    backup = situation.settings.machine.backup
    is_freezing = wanted.reason is Reason.FREEZE_GUARD
    return Ruling(
        REPLACEMENT[backup] if side is Side.HEAT else Call.IDLE,
        wanted.reason if is_freezing else Reason.FAULT_SIGNAL,
        Urgency.AT_ONCE,
    )
