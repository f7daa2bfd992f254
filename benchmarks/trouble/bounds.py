"""What is wanted of a house in which something fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from .home import Minute

type Story = Sequence[Minute]
"""The minutes since the fault began."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Something that is wanted, and whether a story kept to it."""

    text: str
    holds: Callable[[Story], bool]


def at_least(degrees: float, *, after: float = 0) -> Bound:
    """Want the room so warm, °C, from some hour on."""
    text = f"at least {degrees:g} °C" + (f" after {after:g} h" if after else "")
    return Bound(
        text, lambda story: all(m.room >= degrees for m in story if m.hour >= after)
    )


def at_most(degrees: float) -> Bound:
    """Want the room no warmer than this, °C."""
    return Bound(
        f"at most {degrees:g} °C", lambda story: all(m.room <= degrees for m in story)
    )


def between(low: float, high: float) -> tuple[Bound, Bound]:
    """Want the room within a range, °C."""
    return at_least(low), at_most(high)


def told_within(hours: float) -> Bound:
    """Want somebody bothered with it in time."""
    return Bound(
        f"told within {hours:g} h",
        lambda story: any(m.repairs for m in story if m.hour <= hours),
    )


def told_after_running(hours: float) -> Bound:
    """Want somebody bothered with it before the compressor has run so long.

    Where a furnace heats in its place, nothing can be seen of it.
    """

    def holds(story: Story) -> bool:
        told = next((m.hour for m in story if m.repairs), inf)
        minutes = sum(m.has_compressor for m in story if m.hour < told)
        return told < inf and minutes <= hours * 60

    return Bound(f"told after {hours:g} h of running", holds)


def no_compressor(*, until: float) -> Bound:
    """Want the compressor to rest until some hour."""
    return Bound(
        f"no compressor for {until:g} h",
        lambda story: not any(m.has_compressor for m in story if m.hour < until),
    )


def heated_from(hour: float, *, within: float) -> Bound:
    """Want heat again soon after some hour."""
    return Bound(
        f"heat within {within:g} h of {hour:g} h",
        lambda story: any(
            m.is_heated for m in story if hour <= m.hour <= hour + within
        ),
    )


RIGHT_WAY: Final = Bound(
    "no heat in the wrong direction", lambda story: not any(m.is_wrong for m in story)
)
UNTOLD: Final = Bound("nothing told", lambda story: not any(m.problems for m in story))
OVER: Final = Bound("ends by itself", lambda story: not story[-1].problems)
