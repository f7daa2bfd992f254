"""Temperatures that somebody sets: from where, and which side, they move."""

from dataclasses import replace

from .situation import Situation
from .understanding import understand
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
        state = replace(situation.state, wishes=situation.wishes.with_mode(mode))
        situation = understand(replace(situation, state=state))
    separation = situation.settings.comfort.separation
    pair = asked.moving(situation.targets, situation.side, separation)
    return situation.wishes.with_targets(pair, situation.seen.schedule)
