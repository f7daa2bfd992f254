"""Houses with heat pumps, and what the weather and a thermostat do to them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from tests.engine.plant import physics

from .weather import Weather

WINDOWS: Final = 10.3
"""Sun through windows and on walls, as square metres of level ground."""

TYPICAL: Final = physics.Design(
    air_loss=224.0,
    wall_loss=55.0,
    coupling=1150.0,
    air_capacity=5.3e6,
    structure_capacity=27e6,
    internal_gain=1110.0,
    frost_fade=0.25,
    warm_up=41.0,
    fan_high=(0.65, 435.0),
    low_stage=1.0,
    low_stage_power=1.0,
)
"""A house like the one that the benchmark is checked against in EnergyPlus.

The figures of the building are fitted to 28 days of January in three climates of it.
Frost costs 12.5 % of the capacity in the mean, as in EnergyPlus' defrost model, and
what a start costs is that of Winkler (NREL/TP-5500-52175, 2011) at a cycling loss
coefficient of 0.11. Everything else is the demo's, but for the
compressor, which has one stage.
"""


def with_two_stages(design: physics.Design) -> physics.Design:
    """Return a design whose compressor has a lower stage, as in the EnergyPlus house.

    The blower takes as much less as goes with the cube of 80 % of its air.
    """
    return replace(design, low_stage=0.72, low_stage_power=0.65, fan_low=(0.52, 223.0))


def has_two_stages(design: physics.Design) -> bool:
    """Return whether the compressor has a lower stage."""
    return design.low_stage < 1


def smaller(design: physics.Design, by: float) -> physics.Design:
    """Return a design with a heat pump of this share of its capacity."""
    ratings = tuple(
        replace(point, capacity_watts=point.capacity_watts * by)
        for point in design.heating
    )
    return replace(design, heating=ratings)


HOUSES: Final[dict[str, physics.Design]] = {
    "typical": TYPICAL,
    "light": replace(TYPICAL, air_capacity=3.5e6, structure_capacity=15e6),
    "leaky": replace(TYPICAL, air_loss=TYPICAL.air_loss + 80.0),
    "small machine": smaller(TYPICAL, 2 / 3),
}


@dataclass
class Plant:
    """A house in its weather, one minute after the other."""

    design: physics.Design
    weather: Weather
    house: physics.House = physics.House(air=20.0, structure=19.5)
    since: timedelta = timedelta()

    def __post_init__(self) -> None:
        # The board leaves the strip alone in a defrost: the thermostat alone calls it.
        self._stripless = replace(self.design, strip_watts=0.0)

    @property
    def outdoors(self) -> physics.Weather:
        """The weather of this moment."""
        return physics.Weather(
            temperature=self.weather.temperature(self.since),
            relative_humidity=self.weather.climate.relative_humidity,
            solar_watts=WINDOWS * self.weather.sun(self.since),
        )

    def advance(self, wires: physics.Relays, by: timedelta) -> None:
        """Let time pass."""
        design = self.design if wires.w2 or wires.e else self._stripless
        self.house = physics.advance(
            self.house, wires, self.outdoors, by.total_seconds(), design
        )
        self.since += by
