"""The second law: temperatures of the refrigerant, lift, and the COP they allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..units import Celsius, Delta, difference, kelvin, shifted
from .ratings import Source

ROOM: Final = Celsius(21)
"""The room of a rating test (AHRI 21.1 °C, EN 14511 20 °C)."""

WATER_FLOW: Final = Celsius(35)
"""The flow of a floor heating's rating test (W35)."""


@dataclass(frozen=True, slots=True)
class Exchangers:
    """How far the refrigerant stands from what it takes heat from and gives it to.

    It evaporates `below` the source and condenses `above` the sink.
    """

    sink: Celsius
    above: Delta
    below: Delta
    highest_cop: float


TO_AIR: Final = Exchangers(sink=ROOM, above=Delta(15), below=Delta(6), highest_cop=8)
TO_WATER: Final = Exchangers(
    sink=WATER_FLOW, above=Delta(2), below=Delta(6), highest_cop=12
)

EXCHANGERS: Mapping[Source, Exchangers] = {
    Source.AIR: TO_AIR,
    Source.GROUND: TO_WATER,
    Source.WATER: TO_WATER,
    Source.EXHAUST_AIR: TO_WATER,
}
"""Offsets fitted to published tables: with them a machine's second-law efficiency
stays within a few percent of itself from −15 to 12 °C. A room of 21 °C taken as
condensing temperature makes it wander from 0.04 to 0.26."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """The refrigerant's two temperatures, °C."""

    evaporating: Celsius
    condensing: Celsius

    @property
    def lift(self) -> Delta:
        """Return condensing less evaporating temperature, K."""
        return difference(self.condensing, self.evaporating)

    @property
    def carnot(self) -> float | None:
        """Return the heating COP that no machine exceeds; None without a lift."""
        return carnot_cop(self.evaporating, self.condensing)


def carnot_cop(cold: Celsius, hot: Celsius) -> float | None:
    """Return the Carnot heating COP, T_hot / (T_hot − T_cold) in kelvin.

    0 → 35 °C gives 8.80. None unless `hot` is above `cold`.
    """
    lift = difference(hot, cold)
    return kelvin(hot) / lift if lift > 0 else None


def cycle(
    source: Source, source_temperature: Celsius, sink: Celsius | None = None
) -> Cycle:
    """Return the refrigerant's temperatures while heating.

    `sink` is what the condenser warms, °C: the room for air, the flow for water-borne
    sources; without it, that of the rating test.
    """
    exchangers = EXCHANGERS[source]
    warmed = exchangers.sink if sink is None else sink
    return Cycle(
        evaporating=Celsius(source_temperature - exchangers.below),
        condensing=shifted(warmed, exchangers.above),
    )


def ceiling(source: Source, source_temperature: Celsius) -> float:
    """Return the highest COP to be believed: Carnot's, 8 to air, 12 to water."""
    limit = cycle(source, source_temperature).carnot
    highest = EXCHANGERS[source].highest_cop
    return highest if limit is None else min(highest, limit)


def second_law_efficiency(cop: float, at: Cycle) -> float | None:
    """Return the share of Carnot's COP that is reached, 0 … 1; None without a lift."""
    return None if at.carnot is None else cop / at.carnot
