"""The second law: temperatures of the refrigerant, lift, and the COP they allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..units import Celsius, Delta, clamp, difference, kelvin, shifted
from .ratings import Sink

RATED_ROOM: Final = Celsius(21)
"""The room of a rating test (AHRI 21.1 °C, EN 14511 20 °C)."""

RATED_FLOW: Final = Celsius(35)
"""The flow of a floor heating's rating test (W35)."""


SMALLEST_LIFT: Final = Delta(10)


@dataclass(frozen=True, slots=True)
class Exchangers:
    """How far the refrigerant stands from what it takes heat from and gives it to.

    It evaporates `below` the source and condenses `above` the sink, which is the room
    or the flow of the heating water. Each kelvin of a warmer sink takes `loss` off the
    capacity.
    """

    sink: Celsius
    coldest_sink: Celsius
    warmest_sink: Celsius
    above: Delta
    below: Delta
    loss: float
    highest_cop: float
    steepness: float = 1.0
    """The power of Carnot's COP that a machine's COP follows with the sink."""


TO_AIR: Final = Exchangers(
    sink=RATED_ROOM,
    coldest_sink=Celsius(10),
    warmest_sink=Celsius(27),
    above=Delta(15),
    below=Delta(6),
    loss=0.0045,
    highest_cop=8,
)
TO_WATER: Final = Exchangers(
    sink=RATED_FLOW,
    coldest_sink=Celsius(25),
    warmest_sink=Celsius(60),
    above=Delta(2),
    below=Delta(6),
    loss=0.003,
    highest_cop=12,
    steepness=1.5,
)

EXCHANGERS: Mapping[Sink, Exchangers] = {Sink.AIR: TO_AIR, Sink.WATER: TO_WATER}
"""Offsets fitted to published tables: with them a machine's second-law efficiency
stays within a few percent of itself from −15 to 12 °C. A room of 21 °C taken as
condensing temperature makes it wander from 0.04 to 0.26. Loss of capacity: single-speed
curves of NREL/TP-5500-56354 and a published mini-split (0.4 … 0.5 % per K of room),
brine and air-to-water tables between W35 and W50 (0.2 … 0.35 % per K)."""


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
    def carnot(self) -> float:
        """Return the heating COP that no machine exceeds, over 10 K of lift or more.

        With less lift expansion valves and compressors do not work.
        """
        return kelvin(self.condensing) / max(self.lift, SMALLEST_LIFT)


def tested_sink(exchangers: Exchangers, sink: Celsius | None) -> Celsius:
    """Return the sink, that of the rating test if unknown, kept to what was tested."""
    known = exchangers.sink if sink is None else sink
    return clamp(known, exchangers.coldest_sink, exchangers.warmest_sink)


def refrigerant_cycle(
    into: Sink, source_temperature: Celsius, sink: Celsius | None = None
) -> Cycle:
    """Return the refrigerant's temperatures while heating.

    `sink` is what the condenser warms, °C: the room or the flow of the heating
    water; without it, that of the rating test. It is kept within 10 … 27 °C for a
    room and 25 … 60 °C for water.
    """
    exchangers = EXCHANGERS[into]
    warmed = tested_sink(exchangers, sink)
    return Cycle(
        evaporating=Celsius(source_temperature - exchangers.below),
        condensing=shifted(warmed, exchangers.above),
    )


def cop_ceiling(
    into: Sink, source_temperature: Celsius, sink: Celsius | None = None
) -> float:
    """Return the highest COP to be believed: Carnot's, 8 to air, 12 to water."""
    limit = refrigerant_cycle(into, source_temperature, sink).carnot
    return min(EXCHANGERS[into].highest_cop, limit)
