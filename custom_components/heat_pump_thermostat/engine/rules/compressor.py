"""What protects the machines: rest, run and start limits between a wish and a call."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..board import BACKUP, COMPRESSOR, Relay, Side, Terminal
from ..clock import HOUR
from ..decision import Ruling, Urgency
from ..records import replace
from ..relays.answers import is_backup_there
from ..relays.conditions import UNREACHABLE
from ..relays.corrections import unsteady_relays
from ..relays.wiring import RIVALS
from ..situation import Situation
from ..units import Celsius
from ..vocabulary import COMPRESSOR_CALLS, COMPRESSOR_SIDE, VALVE_CALLS, Call, Reason
from .course import heat_pump_call

DEAF_AFTER: Final = timedelta(seconds=150)
"""A relay that says off for so long after it was told to close will not."""
TRIED_EVERY: Final = timedelta(minutes=10)
"""How often it is told again, while backup heats in its place."""
HARDLY_RUNS: Final = timedelta(minutes=10)
"""What lets go of a compressor sooner gives hardly any heat."""
COLD_CRANKCASE: Final = Celsius(5.0)
"""After a long outage in such cold a compressor has to warm up first."""

FIRST_STAGE: Mapping[Side, Call] = {Side.HEAT: Call.HEAT_1, Side.COOL: Call.COOL_1}
BACKUP_CALLS: Final = frozenset({Call.EMERGENCY, Call.LOCKED_OUT, Call.FURNACE})


def within_machine_limits(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling that the limits of compressor and backup allow.

    Against frost a heat pump heats while its furnace must rest.
    """
    if situation.wishes.emergency:
        wanted = replace(wanted, urgency=Urgency.AT_ONCE)
    wanted = within_compressor_limits(wanted, situation)
    allowed = within_backup_limits(wanted, situation)
    if allowed.reason is Reason.BACKUP_MINIMUM_OFF and _may_thaw(situation):
        thawing = replace(wanted, call=heat_pump_call(situation))
        return within_compressor_limits(thawing, situation)
    return allowed


def within_compressor_limits(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling that the compressor's limits allow.

    One that may have begun to defrost is not stopped without need: the coil would stay
    wet and iced.
    """
    since = situation.board.running_since
    if since is None:
        return _within_rest(wanted, situation)
    board, running = situation.board, situation.running_side
    if wanted.call is Call.DEFROST or COMPRESSOR_SIDE[wanted.call] is running:
        return wanted
    meets_backup = board.is_any_possibly_on(RIVALS[running][Terminal.Y1])
    if wanted.urgency is Urgency.ORDINARY and not meets_backup:
        minimum = situation.settings.compressor.minimum_on
        may_defrost = situation.state.frost.is_suspected
        if may_defrost or not situation.clock.passed(since, minimum):
            return Ruling(FIRST_STAGE[running], Reason.MINIMUM_ON)
    if _needs_rest(wanted.call):
        return replace(wanted, call=Call.IDLE, reason=Reason.MINIMUM_OFF)
    return wanted


def _within_rest(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling that a compressor which does not run allows.

    What had to end at once has to although nothing may follow it yet.
    """
    if not _needs_rest(wanted.call):
        return wanted
    limits, starts = situation.settings.compressor, situation.state.guards.starts
    rested_since = situation.board.off_since(COMPRESSOR)
    if rested_since is None:
        return replace(wanted, call=Call.IDLE, reason=Reason.RELAY_LOST)
    if not situation.clock.passed(rested_since, limits.rest):
        return replace(wanted, call=Call.IDLE, reason=Reason.MINIMUM_OFF)
    if wanted.call in COMPRESSOR_CALLS and len(starts) >= limits.starts_per_hour:
        situation.clock.announce(starts[-limits.starts_per_hour] + HOUR)
        return replace(wanted, call=Call.IDLE, reason=Reason.STARTS_PER_HOUR)
    return wanted


def _needs_rest(call: Call) -> bool:
    """Return whether a call takes a compressor that has rested."""
    return call in COMPRESSOR_CALLS or call in VALVE_CALLS


def within_backup_limits(wanted: Ruling, situation: Situation) -> Ruling:
    """Return the ruling that the backup's limits allow.

    Only a furnace has a minimum on time that outlasts the call; electric heat ends
    with it. Emergency heat starts at once.
    """
    settings, board, clock = situation.settings, situation.board, situation.clock
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
    return Ruling(Call.FURNACE, Reason.MINIMUM_ON)


def recent_starts(
    starts: tuple[datetime, ...], situation: Situation
) -> tuple[datetime, ...]:
    """Return the starts of the last hour, with the one that has just been confirmed."""
    now = situation.clock.now
    recent = tuple(start for start in starts if now - start < HOUR)
    return (*recent, now) if situation.board.has_started(situation.before) else recent


def deaf_until(
    before: datetime | None,
    terminal: Terminal,
    tried_every: timedelta,
    situation: Situation,
) -> datetime | None:
    """Return until when a relay that did not close, or hold, is not called again.

    None once it has closed: it is lost until then. One that lets go by itself has to
    hold once; what ran for hardly a moment is seldom tried, for each try is a start.
    """
    wires, board, clock = situation.state.wires, situation.board, situation.clock
    is_unsteady = terminal in unsteady_relays(wires.slips)
    if board.is_on(terminal):
        return min(before, clock.now) if before and is_unsteady else None
    if not (wires.goal.get(terminal) and board.is_off(terminal)):
        return before
    order = wires.pending.get(terminal)
    if order and order.on and clock.expired(order.first, DEAF_AFTER):
        return clock.now + tried_every
    if is_unsteady and situation.before.is_on(terminal):
        is_brief = max(wires.slips[terminal].stood) < HARDLY_RUNS
        return clock.now + (max(HOUR, tried_every) if is_brief else tried_every)
    return before


def is_unreachable(situation: Situation) -> bool:
    """Return whether a compressor relay has been silent, or deaf, for too long."""
    deaf = situation.state.guards.deaf_until
    if deaf is not None and not situation.clock.expired(deaf, timedelta()):
        return True
    return any(
        contact.relay is Relay.UNKNOWN
        and situation.clock.expired(contact.since, UNREACHABLE)
        for terminal in COMPRESSOR
        if (contact := situation.board.contacts.get(terminal))
    )


def is_warming_up(situation: Situation) -> bool:
    """Return whether the crankcase heater still drives refrigerant out of the oil.

    It takes as long as the outage lasted, at most as is chosen. Without a backup that
    heats meanwhile, and where pipes may freeze, nobody waits for it.
    """
    outage, outdoor = situation.state.guards.outage, situation.outdoor
    if outage.until is None or (outdoor is not None and outdoor >= COLD_CRANKCASE):
        return False
    if situation.state.guards.is_freezing or not is_backup_there(
        situation.board, situation.clock
    ):
        return False
    longest = situation.settings.compressor.outage_delay
    lasted = outage.until - outage.since if outage.since else longest
    return not situation.clock.passed(outage.until, min(lasted, longest))


def _may_thaw(situation: Situation) -> bool:
    """Return whether the heat pump may heat against frost, whatever should do so."""
    return (
        situation.state.guards.is_freezing
        and not situation.wishes.emergency
        and situation.settings.machine.can(Side.HEAT)
        and Side.HEAT not in situation.faulty_sides
        and not is_unreachable(situation)
        and not is_warming_up(situation)
    )
