"""What a relay board needs to know to go on alone, and what it tells afterwards."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from .board import Side
from .decision import Decision
from .meter import Count
from .observation import Observation
from .records import replace
from .rules.lockout import LIMITS
from .setpoints import kept_apart, within_range
from .settings import Backup, Preset, Settings, Targets
from .state import State
from .units import Celsius, Delta
from .vocabulary import Lockout
from .wishes import Mode, Wishes, targets

NO_MINIMUM: Final = Celsius(-100.0)
NO_MAXIMUM: Final = Celsius(100.0)
"""Limits of the outdoor temperature that no weather reaches."""
SAME: Final = 0.05
"""Setpoints no farther apart are the same, in K: a board rounds."""
PASSING: Final = frozenset({Preset.SLEEP})
"""Presets that end by themselves in every household: nobody sleeps for days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the household wants of a board that is alone."""

    mode: Mode
    emergency: bool
    targets: Targets
    heat_differential: Delta
    cool_differential: Delta
    can_heat: bool
    can_cool: bool
    """What the compressor can do."""
    backup: Backup
    compressor_above: Celsius
    cooling_above: Celsius
    backup_below: Celsius
    minimum_off: timedelta
    minimum_on: timedelta
    starts_per_hour: int
    outdoor: Celsius | None = field(compare=False)
    """As it is believed now: other weather makes no other plan."""


def plan_of(settings: Settings, seen: Observation, decision: Decision) -> Plan:
    """Return what a board is to do from now on, should it be left alone."""
    wishes = decision.state.wishes
    machine, compressor = settings.machine, settings.compressor
    is_limited = seen.is_outdoor_expected or decision.outdoor is not None
    cooling_limit = compressor.cooling_minimum_outdoor if is_limited else None
    is_fuel = machine.has_furnace()
    backup_limit = LIMITS[Lockout.FURNACE if is_fuel else Lockout.AUXILIARY]
    return Plan(
        mode=Mode.OFF if wishes.mode is Mode.FAN_ONLY else wishes.mode,
        emergency=wishes.emergency,
        targets=lasting_targets(settings, seen, decision),
        heat_differential=settings.comfort.heat_differential,
        cool_differential=settings.comfort.cool_differential,
        can_heat=machine.can(Side.HEAT),
        can_cool=machine.can(Side.COOL),
        backup=machine.backup if machine.has_backup() else Backup.NONE,
        compressor_above=_limit_or(LIMITS[Lockout.COMPRESSOR].at(settings), NO_MINIMUM),
        cooling_above=_limit_or(cooling_limit, NO_MINIMUM),
        backup_below=_limit_or(backup_limit.at(settings), NO_MAXIMUM),
        minimum_off=compressor.minimum_off,
        minimum_on=compressor.minimum_on,
        starts_per_hour=compressor.starts_per_hour,
        outdoor=decision.outdoor,
    )


def lasting_targets(
    settings: Settings, seen: Observation, decision: Decision
) -> Targets:
    """Return the temperatures to live with, if nobody changed them for days.

    Not those of a night, or of a hold that ends with its block: of what the schedule
    asks for now and next, the more comfortable. Away stays away.
    """
    wishes = _lasting_wishes(decision.state.wishes)
    blocks = (seen.schedule, seen.upcoming) if seen.schedule else (None,)
    pairs = [targets(wishes, settings, block, decision.side) for block in blocks]
    pair = Targets(max(p.heat for p in pairs), min(p.cool for p in pairs))
    if wishes.mode is Mode.HEAT_COOL:
        return kept_apart(pair, settings.comfort.separation)
    return pair


def _lasting_wishes(wishes: Wishes) -> Wishes:
    """Return the wishes without what ends by itself."""
    is_passing = wishes.hold is not None and wishes.hold.until is not None
    preset = Preset.HOME if wishes.preset in PASSING else wishes.preset
    return replace(wishes, hold=None if is_passing else wishes.hold, preset=preset)


def _limit_or(limit: Celsius | None, otherwise: Celsius) -> Celsius:
    return otherwise if limit is None else limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the house while the board was left alone with it."""

    alone: timedelta
    room: Celsius | None
    """The mean; None where the board has no thermometer that it believes."""
    compressor: timedelta
    backup: timedelta
    starts: int
    wish: Wish | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody set at the board meanwhile."""

    mode: Mode
    targets: Targets


def with_account(
    state: State, account: Account, plan: Plan, seen: Observation
) -> State:
    """Return the state with what the board did counted, and what was wished there.

    Of today is what that day's share of the time is. `plan` is what the board would be
    told now.
    """
    ran, backed_up = account.compressor.total_seconds(), account.backup.total_seconds()
    counts = {
        Count.COMPRESSOR: ran,
        Count.AUX: backed_up,
        _kind_of_backup(plan): backed_up,
        Count.STARTS: float(account.starts),
    }
    today, lasted = seen.now - seen.midnight, account.alone
    share = today / lasted if timedelta() < today < lasted else 1.0
    meter = state.meter.with_past(counts, share_of_today=share)
    wishes = _wishes_with_those_of_board(state.wishes, account.wish, plan, seen)
    return replace(state, meter=meter, wishes=wishes)


def _kind_of_backup(plan: Plan) -> Count:
    if plan.emergency:
        return Count.EMERGENCY
    return Count.LOCKOUT if plan.backup is Backup.FUEL else Count.SUPPLEMENTARY


def _wishes_with_those_of_board(
    wishes: Wishes, wish: Wish | None, plan: Plan, seen: Observation
) -> Wishes:
    """Return the wishes with those of the board, as if they were made here and now."""
    if wish is None:
        return wishes
    if wish.mode is not plan.mode:
        wishes = wishes.with_mode(wish.mode)
    is_moved = any(
        abs(wish.targets.of(side) - plan.targets.of(side)) > SAME for side in Side
    )
    if wish.mode is Mode.OFF or not is_moved:
        return wishes
    return wishes.with_targets(within_range(wish.targets), seen.schedule)
