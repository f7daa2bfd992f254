"""House and machine over the outdoor temperature: the balance chart."""

from dataclasses import dataclass

from ..units import Celsius
from .balance import COLDEST_BALANCE, WARMEST_BALANCE
from .home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Balancing:
    """What the house needs in some weather, and what the machine can give."""

    outdoor: Celsius
    load: float
    """The heat that holds the room, kW."""
    capacity: float | None
    """The most heat that it can give, kW; None where nobody knows its size."""
    cop: float | None
    """At full load; None where it is not known."""


def balance_chart(home: Home, room: Celsius) -> tuple[Balancing, ...]:
    """Return the chart of a room that is kept so warm, from the coldest degree on."""
    heat_pump = home.heat_pump.rounded
    degrees = map(Celsius, range(COLDEST_BALANCE, WARMEST_BALANCE + 1))
    return tuple(
        Balancing(
            outdoor=outdoor,
            load=home.house.load(outdoor, room),
            capacity=heat_pump.most_heat(outdoor),
            cop=heat_pump.cop(outdoor),
        )
        for outdoor in degrees
    )
