"""In which hours heat is worth storing: cheap now, and dear before it has leaked away.

Heat costs its electricity by the machine's COP, and that of the backup once the load
is beyond the machine: colder hours and dearer ones are the same to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from ..units import Celsius

HOURS: Final = 12
"""How far ahead is looked: what is stored longer has mostly leaked away."""
GAIN: Final = 1.15
"""By how much heat must be dearer later: what is not known costs as well."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What is forecast for an hour, or what was at its beginning."""

    at: datetime
    outdoor: Celsius | None = None
    price: float | None = None
    """Of electricity, per kWh in any currency."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a kWh of heat costs in an hour, and whether the machine can do more."""

    cost: float
    surplus: float
    """Heat at full load beyond the load, kW."""

    @property
    def has_spare(self) -> bool:
        """Whether the machine could do more than hold the room."""
        return self.surplus > 0


def offer(price: float, cop: float, surplus: float) -> Offer:
    """Return what heat costs at a price; where backup must help, that makes it dear."""
    return Offer(price / cop if surplus > 0 else price, surplus)


def storing(
    offers: Sequence[Offer], kept: float, hours_to_fill: Callable[[float], float]
) -> tuple[bool, ...]:
    """Return in which hours the room is to be warmer than is asked for.

    `kept` is the share of stored heat that is left after an hour, 0 … 1;
    `hours_to_fill` tells from a mean surplus (kW) how long the machine needs to store
    what the house can hold. The cheapest hours before a dear one are taken, losses
    until then included, which are the last ones where they cost the same. While the
    machine has nothing to spare it is to run on: what it gives is backup heat saved.
    """
    chosen = [not each.has_spare for each in offers]
    for dear, later in enumerate(offers):
        before = [i for i in range(dear) if offers[i].has_spare]
        priced = {i: offers[i].cost / kept ** (dear - i) for i in before}
        worth = [i for i in before if priced[i] * GAIN < later.cost]
        if not worth:
            continue
        mean = sum(offers[i].surplus for i in worth) / len(worth)
        needed = ceil(hours_to_fill(mean))
        for i in sorted(worth, key=lambda i: (priced[i], -i))[:needed]:
            chosen[i] = True
    return tuple(chosen)
