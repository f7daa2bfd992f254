"""What protects the machines: rest, run and start limits between a wish and a call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from ..board import BACKUP, COMPRESSOR, Board, Side, Terminal
from ..clock import Clock
from ..relays.wiring import RIVALS
from ..settings import Compressor, Settings
from ..vocabulary import COMPRESSOR_CALLS, VALVE_CALLS, Call, Reason

HOUR: Final = timedelta(hours=1)

FIRST_STAGE: Mapping[Side, Call] = {Side.HEAT: Call.HEAT_1, Side.COOL: Call.COOL_1}
BACKUP_CALLS: Final = frozenset({Call.EMERGENCY, Call.LOCKED_OUT, Call.FURNACE})


class Urgency(Enum):
    """Whether a stop waits for the minimum on time."""

    ORDINARY = auto()
    AT_ONCE = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row of the truth table and why it was chosen."""

    call: Call
    reason: Reason
    urgency: Urgency = Urgency.ORDINARY


def counted_starts(
    starts: tuple[datetime, ...], before: Board, board: Board, now: datetime
) -> tuple[datetime, ...]:
    """Return the starts of the last hour, with the one that has just been confirmed."""
    recent = tuple(start for start in starts if now - start < HOUR)
    return (*recent, now) if board.has_started(before) else recent


def protected(
    wanted: Verdict,
    board: Board,
    running: Side,
    starts: tuple[datetime, ...],
    limits: Compressor,
    clock: Clock,
    *,
    may_defrost: bool = False,
) -> Verdict:
    """Return the verdict that the compressor's limits allow.

    `running` is the side that the compressor is on while it runs. One that may have
    begun to defrost is not stopped without need: the coil would stay wet and iced.
    """
    side = COMPRESSOR_CALLS.get(wanted.call)
    needs_rest = side is not None or wanted.call in VALVE_CALLS
    if (since := board.running_since) is not None:
        if side is running or wanted.call is Call.DEFROST:
            return wanted
        meets_backup = any(map(board.is_possibly_on, RIVALS[running][Terminal.Y1]))
        is_ordinary = wanted.urgency is Urgency.ORDINARY and not meets_backup
        if is_ordinary and (may_defrost or not clock.passed(since, limits.minimum_on)):
            return Verdict(FIRST_STAGE[running], Reason.MINIMUM_ON)
        return Verdict(Call.IDLE, Reason.MINIMUM_OFF) if needs_rest else wanted
    if not needs_rest:
        return wanted
    rested_since = board.off_since(COMPRESSOR)
    if rested_since is None:
        return Verdict(Call.IDLE, Reason.RELAY_LOST)
    if not clock.passed(rested_since, limits.rest):
        return Verdict(Call.IDLE, Reason.MINIMUM_OFF)
    if side is not None and len(starts) >= limits.starts_per_hour:
        clock.announce(starts[-limits.starts_per_hour] + HOUR)
        return Verdict(Call.IDLE, Reason.STARTS_PER_HOUR)
    return wanted


def backup_protected(
    wanted: Verdict, board: Board, settings: Settings, clock: Clock
) -> Verdict:
    """Return the verdict that the backup's limits allow.

    Only a furnace has a minimum on time that outlasts the call; electric heat ends
    with it. Emergency heat starts at once.
    """
    burns = settings.machine.has_furnace()
    limits = settings.dual_fuel if burns else settings.auxiliary
    if wanted.call in BACKUP_CALLS:
        rested_since = board.off_since(BACKUP)
        if wanted.call is Call.EMERGENCY or rested_since is None:
            return wanted
        if clock.passed(rested_since, limits.minimum_off):
            return wanted
        return replace(wanted, call=Call.IDLE, reason=Reason.BACKUP_MINIMUM_OFF)
    if wanted.urgency is Urgency.AT_ONCE or not board.is_on(Terminal.W1):
        return wanted
    burning_since = board.contacts[Terminal.W1].since
    if clock.passed(burning_since, limits.minimum_on):
        return wanted
    return Verdict(Call.FURNACE, Reason.MINIMUM_ON)
