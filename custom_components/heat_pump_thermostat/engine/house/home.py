"""A house as it is known, and what its heat pump can give it in some weather."""

from dataclasses import dataclass
from functools import lru_cache
from math import hypot, inf
from typing import Final

from ..heat_pump.full_load import HeatPump
from ..heat_pump.performance import basis_of
from ..heat_pump.ratings import Basis, Ratings
from ..records import replace
from ..tables import Some
from ..units import Celsius
from .envelope import (
    USUAL_BALANCE,
    USUAL_OUTDOOR,
    Envelope,
    House,
    Prior,
    house_of,
    prior_by_capacity,
)

SURE_CONFIDENCE: Final = 0.5
"""From which on a learned house is good enough to plan by, or to blame a machine: both
may be wrong by the same share, as the heat is that they were reckoned with."""
SIZE_DOUBT: Final = 1 / 3
"""By what share the loss of a house may be wrong that has shown nothing yet."""
HEAT_DOUBT: Some[Basis, float] = {
    Basis.LEARNED: 0.05,
    Basis.DATASHEET: 0.10,
    Basis.SINGLE_POINT: 0.15,
    Basis.PRESET: 0.20,
}
"""By what share the heat may be wrong that a machine was believed to give: air and
refrigerant in the field take some of what its sheet says."""


@dataclass(frozen=True, slots=True)
class FullLoad:
    """A machine at full load, and the heat that holds the room, kW."""

    cop: float
    capacity: float
    load: float

    @property
    def surplus(self) -> float:
        """Its heat beyond the load, kW."""
        return self.capacity - self.load


@dataclass(frozen=True, slots=True)
class Home:
    """A house, learned or assumed, and the heat pump that heats it."""

    house: House
    heat_pump: HeatPump

    @property
    def is_learned(self) -> bool:
        """Whether the house is known well enough."""
        return self.house.confidence >= SURE_CONFIDENCE

    @property
    def confidence(self) -> float:
        """How sure the loss is to be told of, 0 … 1.

        Days remove the doubt in how the heat follows the weather, and only a meter that
        in the heat itself. A machine that draws otherwise than its sheet says may give
        otherwise by as much.
        """
        scale = self.heat_pump.scale
        believed = hypot(
            HEAT_DOUBT[basis_of(self.heat_pump.ratings)], scale.power.value - 1
        )
        measured = scale.capacity.share
        doubt = believed + measured * (HEAT_DOUBT[Basis.LEARNED] - believed)
        return self.house.confidence * max(0.0, 1 - doubt / SIZE_DOUBT)

    @property
    def rounded(self) -> Home:
        """The home with what its heat pump has shown in steps that count."""
        return replace(self, heat_pump=self.heat_pump.rounded)

    def margin(self, outdoor: Celsius, room: Celsius) -> float | None:
        """Return the most heat that can be had as a multiple of what holds the room.

        Of an inverter that is at its maximum speed: it runs as hard as it is needed.
        None where the capacity is not known, or the house not well enough.
        """
        capacity = self.heat_pump.most_heat(outdoor)
        load = self.house.load(outdoor, room)
        if capacity is None or not self.is_learned:
            return None
        return capacity / load if load else inf

    def surplus(self, outdoor: Celsius | None, room: Celsius) -> tuple[float, float]:
        """Return the heat at full load beyond the load, alone and with the backup.

        In kelvins' losses: the room would end so much warmer. The weather is taken to
        be mild where nobody knows it.
        """
        at = USUAL_OUTDOOR if outdoor is None else outdoor
        alone, both = self.full_heat(at)
        load = self.house.load(at, room) / self.house.loss
        return alone - load, both - load

    def full_heat(self, outdoor: Celsius) -> tuple[float, float]:
        """Return the heat at full load, alone and with the backup, in kelvins' losses.

        A machine that nobody rated is taken to be as large as houses like this one
        need.
        """
        assumed = prior_of(self.heat_pump.ratings)
        alone = self.heat_pump.rounded.capacity(outdoor) or assumed.design
        backup = self.heat_pump.ratings.aux_power or assumed.design
        return alone / self.house.loss, (alone + backup) / self.house.loss

    def at(self, outdoor: Celsius | None, room: Celsius) -> FullLoad | None:
        """Return what full load is in such weather, beside what holds the room."""
        output = None if outdoor is None else self.heat_pump.heating(outdoor)
        if outdoor is None or output is None:
            return None
        return FullLoad(output.cop, output.capacity, self.house.load(outdoor, room))


def home_of(envelope: Envelope, heat_pump: HeatPump) -> Home:
    """Return the home of a heat pump, by what was learned of the house."""
    return Home(house_of(envelope, prior_of(heat_pump.ratings)), heat_pump)


@lru_cache(maxsize=64)
def prior_of(ratings: Ratings) -> Prior:
    """Return what is assumed of a house for which this machine was chosen."""
    return prior_by_capacity(HeatPump(ratings).capacity(USUAL_BALANCE))
