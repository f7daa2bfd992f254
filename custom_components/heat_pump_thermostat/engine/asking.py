"""Temperatures that somebody sets: from where, and which side, they move."""

from datetime import datetime

from .board import Side
from .records import replace
from .rules import changeover, rise
from .setpoints import Asked
from .settings import Preset, Targets
from .situation import Situation
from .units import Delta
from .wishes import Hold, Mode, Wishes


def with_temperatures(
    situation: Situation, asked: Asked, mode: Mode | None = None
) -> Wishes:
    """Return the wishes after temperatures were set, perhaps along with a mode.

    They move the pair that is in force, and shown: a setback that is kept shallower
    counts as it is kept. Both are one wish, as the mode alone could start what the
    temperature does not.

    In heat/cool a range stands over a single temperature that comes with it: scenes of
    HomeKit bring along one from another mode.
    """
    if mode is not None:
        now = situation.after(wishes=situation.wishes.with_mode(mode))
        now = now.after(need=changeover.advance(now.state.need, now))
        situation = now.after(rise=rise.advance(now.state.rise, now))
    is_ranged = asked.heat is not None or asked.cool is not None
    if situation.wishes.mode is Mode.HEAT_COOL and is_ranged:
        asked = replace(asked, single=None)
    pair = asked.moving(*_start_of(situation))
    return situation.wishes.with_targets(pair, situation.seen.schedule)


def with_temperatures_held(
    situation: Situation, asked: Asked, until: datetime | None = None
) -> Wishes:
    """Return the wishes after temperatures were set that hold, until then if told."""
    pair, schedule = asked.moving(*_start_of(situation)), situation.seen.schedule
    return situation.wishes.with_hold(pair, schedule, until=until)


def with_preset_held(
    situation: Situation, preset: Preset, until: datetime | None = None
) -> Wishes:
    """Return the wishes after a preset was chosen that holds, until then if told.

    Held over itself it would never end: one that was chosen before only holds now.
    """
    wishes = situation.wishes
    if wishes.preset is preset:
        wishes = replace(wishes, preset=None)
    pair, schedule = situation.settings.presets[preset], situation.seen.schedule
    return wishes.with_hold(pair, schedule, preset=preset, until=until)


def with_emergency_heat(situation: Situation, until: datetime | None = None) -> Wishes:
    """Return the wishes after emergency heat was turned on, until then if told.

    Else it ends by itself after the time that the household chose, if it chose one.
    """
    lasts = situation.settings.auxiliary.emergency_ends_after
    if until is None and lasts:
        until = situation.clock.now + lasts
    return situation.wishes.with_emergency(on=True, until=until)


def with_vacation(
    situation: Situation,
    asked: Asked,
    preset: Preset | None,
    begins: datetime,
    ends: datetime,
) -> Wishes:
    """Return the wishes with a vacation planned, of temperatures or a preset's."""
    before = situation.settings.presets[preset or Preset.AWAY]
    pair = asked.moving(before, *_start_of(situation)[1:])
    return situation.wishes.with_vacation(Hold(pair, ends, preset, begins=begins))


def _start_of(situation: Situation) -> tuple[Targets, Side, Delta]:
    """Return what temperatures move: which pair, which side of it, how far apart."""
    separation = situation.settings.comfort.separation
    return situation.setpoints.kept, situation.side, separation
