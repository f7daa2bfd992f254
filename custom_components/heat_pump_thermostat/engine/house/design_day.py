"""The coldest day that a house has to be ready for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..units import BTU_PER_KWH, Celsius

TON: Final = 12_000 / BTU_PER_KWH
"""kW of a ton of refrigeration, 12,000 Btu/h."""


@dataclass(frozen=True, slots=True)
class DesignDay:
    """The coldest day that a house has to be ready for, kW."""

    needed: float
    capacity: float

    @property
    def needed_tons(self) -> float:
        """What is needed, in tons of refrigeration."""
        return self.needed / TON

    @property
    def capacity_tons(self) -> float:
        """What the heat pump gives then, in tons of refrigeration."""
        return self.capacity / TON

    @property
    def backup(self) -> float:
        """What a backup has to add, kW."""
        return max(0.0, self.needed - self.capacity)


def design_day(
    load: Callable[[Celsius], float],
    capacity: Callable[[Celsius], float | None],
    outdoor: Celsius,
) -> DesignDay | None:
    """Return what the house needs at its design temperature, and what stands there.

    `load` is the learned one, kW by outdoor temperature. None where the capacity at
    that temperature is not known.
    """
    stands = capacity(outdoor)
    return None if stands is None else DesignDay(load(outdoor), stands)
