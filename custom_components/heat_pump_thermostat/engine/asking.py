"""Temperatures that somebody sets: from where, and which side, they move."""

from .rules import changeover, rise
from .situation import Situation
from .wishes import Asked, Mode, Wishes


def with_temperatures(
    situation: Situation, asked: Asked, mode: Mode | None = None
) -> Wishes:
    """Return the wishes after temperatures were set, perhaps along with a mode.

    They move the pair that is in force, and shown: a setback that is kept shallower
    counts as it is kept. Both are one wish, as the mode alone could start what the
    temperature does not.
    """
    if mode is not None:
        now = situation.after(wishes=situation.wishes.with_mode(mode))
        now = now.after(need=changeover.advance(now.state.need, now))
        situation = now.after(rise=rise.advance(now.state.rise, now))
    separation = situation.settings.comfort.separation
    pair = asked.moving(situation.setpoints.kept, situation.side, separation)
    return situation.wishes.with_targets(pair, situation.seen.schedule)
