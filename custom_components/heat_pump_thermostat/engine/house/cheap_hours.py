"""In which hours heat is worth storing: cheap now, and dear before it has leaked away.

Heat costs its electricity by the machine's COP, and that of the backup once the load
is beyond the machine: colder hours and dearer ones are the same to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from math import ceil
from typing import Final

from ..units import Celsius

HOURS_AHEAD: Final = 12
"""How far ahead is looked: what is stored longer has mostly leaked away."""
WORTHWHILE_GAIN: Final = 1.15
"""By how much heat must be dearer later: what is not known costs as well."""

LEAST_PART: Final = 0.25
"""Heat that the machine makes in a shorter part of an hour is not worth a whole one."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What is forecast for an hour, or what was at its beginning."""

    at: datetime
    outdoor: Celsius | None = None
    price: float | None = None
    """Of electricity, per kWh in any currency."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a kWh of heat costs in an hour, and what the machine can give."""

    cost: float
    load: float
    """The heat that holds the room, kW."""
    surplus: float
    """Heat at full load beyond it, kW."""

    @property
    def has_spare(self) -> bool:
        """Whether the machine could do more than hold the room."""
        return self.surplus > 0

    @property
    def missing(self) -> float:
        """The heat, kW, that stored heat can save in this hour: at most the load."""
        return self.load if self.has_spare else -self.surplus


def offer_at_price(price: float, cop: float, load: float, surplus: float) -> Offer:
    """Return what heat costs at a price; where backup must help, that makes it dear."""
    return Offer(price / cop if surplus > 0 else price, load, surplus)


def hours_to_store(
    offers: Sequence[Offer],
    kept: float,
    hours_to_fill: Callable[[float], float],
    *,
    is_storing: bool = False,
) -> tuple[bool, ...]:
    """Return in which hours the room is to be warmer than is asked for.

    `kept` is the share of stored heat that is left after an hour, 0 … 1;
    `hours_to_fill` tells from a mean surplus (kW) how long the machine needs to store
    what the house can hold; `is_storing` tells whether it stored just before.

    Before each dear time the cheapest hours are taken, losses until then included,
    which are the last ones where they cost the same; no more of them than it takes to
    store what will be missing. A machine that then has nothing to spare runs on above
    the setpoint: it would lose what it cannot make good.
    """
    chosen = [False] * len(offers)
    for dear, later in enumerate(offers):
        before = [i for i in range(dear) if offers[i].has_spare]
        priced = {i: offers[i].cost / kept ** (dear - i) for i in before}
        worth = [i for i in before if priced[i] * WORTHWHILE_GAIN < later.cost]
        if not worth:
            continue
        mean = sum(offers[i].surplus for i in worth) / len(worth)
        missing = sum(each.missing for each in _as_dear(offers[dear:]))
        if missing < LEAST_PART * mean:
            continue
        needed = ceil(min(hours_to_fill(mean), missing / mean))
        for i in sorted(worth, key=lambda i: (priced[i], -i))[:needed]:
            chosen[i] = True
    for i, each in enumerate(offers):
        is_storing = chosen[i] or (is_storing and not each.has_spare)
        chosen[i] = is_storing
    return tuple(chosen)


def _as_dear(offers: Sequence[Offer]) -> Iterable[Offer]:
    """Return the first hour and those that follow it without being cheaper."""
    return takewhile(lambda each: each.cost >= offers[0].cost, offers)
