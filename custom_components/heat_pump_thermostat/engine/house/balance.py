"""Where two curves over the outdoor temperature cross: a balance point, if any."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Final

from ..units import Celsius

COLDEST_BALANCE: Final = -35
WARMEST_BALANCE: Final = 20
"""Outdoor temperatures between which a balance point is looked for, °C."""
HALVINGS: Final = 12
"""A kelvin halved so often is less than a thousandth."""


class Beyond(StrEnum):
    """On which side of every outdoor temperature that counts a balance point lies."""

    COLDER = "colder"
    """The heat pump is the better side, or suffices, however cold it is."""
    WARMER = "warmer"
    """It is not, however warm it is."""


LIMIT_BEYOND: Mapping[Beyond, float] = {Beyond.COLDER: -inf, Beyond.WARMER: inf}

type Balance = Celsius | Beyond
"""An outdoor temperature above which the heat pump suffices, or is cheaper."""


def outdoor_limit(balance: Balance) -> float:
    """Return a balance point as a number to compare with: ±inf beyond all weather."""
    return LIMIT_BEYOND[balance] if isinstance(balance, Beyond) else balance


def warmest_balance(*balances: Balance | None) -> Balance | None:
    """Return the balance point that rules where several have to be kept.

    Unknown ones, None, rule nothing; None where all are unknown.
    """
    known = [balance for balance in balances if balance is not None]
    return max(known, key=outdoor_limit, default=None)


def balance_point(surplus: Callable[[Celsius], float | None]) -> Balance | None:
    """Return the outdoor temperature from which on `surplus` is never negative.

    `surplus` is positive where the heat pump suffices, of any unit, and None outside
    the temperatures for which it is known; those are found first, in whole degrees
    from −35 to 20 °C, so that a dip (frost makes one near 2 °C) hides no crossing.
    Between the two degrees of the warmest one it is found by bisection, to 0.001 K.
    None where the surplus is nowhere known.
    """
    degrees = (
        Celsius(degree) for degree in range(WARMEST_BALANCE, COLDEST_BALANCE - 1, -1)
    )
    known = [(at, value) for at in degrees if (value := surplus(at)) is not None]
    if not known:
        return None
    if known[0][1] < 0:
        return Beyond.WARMER
    for (warm, _), (cold, value) in pairwise(known):
        if value < 0:
            return _end_of_surplus(surplus, cold, warm)
    return Beyond.COLDER


def _end_of_surplus(
    surplus: Callable[[Celsius], float | None], cold: Celsius, warm: Celsius
) -> Celsius:
    """Return where the surplus ends that stands at `warm` and is gone at `cold`."""
    for _ in range(HALVINGS):
        middle = Celsius((cold + warm) / 2)
        value = surplus(middle)
        if value is not None and value >= 0:
            warm = middle
        else:
            cold = middle
    return warm
