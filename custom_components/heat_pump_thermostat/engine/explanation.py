"""Why the machine does what it does, until when, and what comes next: as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .belief.senses import believed_rooms
from .clock import Clock
from .curtailment import Curtailment
from .decision import Decision
from .observation import Observation
from .records import replace
from .rules.rise import shown_start
from .rules.withheld import is_heating_weather
from .settings import Preset, Settings, Targets
from .vocabulary import AuxReason, Lockout, Problem, Reason
from .wishes import COOLING_MODES, Asker, Block, Hold, Mode, Wishes, targets


@dataclass(frozen=True, slots=True)
class Turn:
    """When other temperatures are asked for, and which; None where nobody knows."""

    at: datetime
    asker: Asker | None = None
    targets: Targets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something is done, or nothing: what was asked for, and what stands in it."""

    reason: Reason
    """Why the machine does what it does."""
    until: datetime | None
    """When it may change by itself."""
    mode: Mode
    asker: Asker
    """By what the temperatures in force were asked for …"""
    preset: Preset | None
    """… by which preset, where by one …"""
    targets: Targets
    next: Turn | None
    """… and what is asked for after that; None where that has no end."""
    preheats_at: datetime | None
    """When the compressor begins, or has begun, in advance of what comes next."""
    vacation: Hold | None
    """The vacation that is planned, or goes on."""
    emergency_until: datetime | None
    curtailments: Mapping[str, Curtailment]
    """What others ask to go without."""
    backup: AuxReason | Reason | None
    """Why backup heat is on; None while it is off."""
    lockouts: frozenset[Lockout]
    """What the outdoor temperature forbids."""
    is_uncooled: bool
    """Whether nothing is cooled that may need it, as no room sensor is believed."""
    problems: frozenset[Problem]


def explanation_of(
    settings: Settings, decision: Decision, seen: Observation
) -> Explanation:
    """Return why a decision was made, by what it rests on."""
    state, wishes = decision.state, decision.state.wishes
    return Explanation(
        reason=decision.reason,
        until=decision.next_change,
        mode=wishes.mode,
        asker=wishes.asker(seen.schedule),
        preset=wishes.chosen_preset,
        targets=decision.targets,
        next=next_turn(settings, decision, seen),
        preheats_at=shown_start(state.rise),
        vacation=wishes.vacation,
        emergency_until=wishes.emergency_until,
        curtailments=wishes.curtailments,
        backup=decision.backup_reason,
        lockouts=state.guards.lockouts,
        is_uncooled=_is_uncooled(settings, decision, seen),
        problems=frozenset(decision.problems),
    )


def _is_uncooled(settings: Settings, decision: Decision, seen: Observation) -> bool:
    """Return whether cooling is asked for, and nobody knows how warm the rooms are."""
    if not (decision.state.wishes.mode in COOLING_MODES and settings.machine.cools()):
        return False
    senses, stale = decision.state.senses, settings.sensors.stale
    is_known = bool(believed_rooms(senses, stale, Clock(seen.now)))
    return not (is_known or is_heating_weather(decision.outdoor, decision.side))


def next_turn(settings: Settings, decision: Decision, seen: Observation) -> Turn | None:
    """Return when what is asked for now ends, and what is asked for then."""
    wishes, schedule = decision.state.wishes, seen.schedule
    planned = None if wishes.away else wishes.vacation
    if wishes.hold:
        end, after = wishes.hold.until, replace(wishes, hold=None)
    elif wishes.away:
        end, after = wishes.away.until, replace(wishes, vacation=None)
    else:
        is_timed = schedule is not None and not wishes.preset
        end, after = (schedule.until if is_timed and schedule else None), wishes
    if planned and planned.begins and (end is None or planned.begins <= end):
        end = planned.begins
        after = replace(wishes, hold=None, vacation=replace(planned, begins=None))
    if end is None or end <= seen.now:
        return None
    return _turn(end, after, settings, decision, seen)


def _turn(
    at: datetime,
    after: Wishes,
    settings: Settings,
    decision: Decision,
    seen: Observation,
) -> Turn:
    """Return what these wishes ask for at a moment, as far as the schedule tells."""
    block, is_known = _block_at(at, seen)
    asker = after.asker(seen.schedule)
    if asker is Asker.SCHEDULE and not is_known:
        return Turn(at, asker)
    return Turn(at, asker, targets(after, settings, block, decision.side))


def _block_at(at: datetime, seen: Observation) -> tuple[Block | None, bool]:
    """Return what the schedule says at a moment, and whether that is known."""
    schedule = seen.schedule
    if schedule is None or schedule.until is None:
        return schedule, schedule != Block()
    if at < schedule.until:
        return schedule, True
    is_next = at == schedule.until and seen.upcoming is not None
    return (seen.upcoming, True) if is_next else (None, False)
