"""The figures of the building and of the machine."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Rating:
    """One line of a datasheet: full stage, outdoor unit alone, no defrost."""

    outdoors: float
    capacity_watts: float
    cop: float

    @property
    def power_watts(self) -> float:
        """The electric power at this point."""
        return self.capacity_watts / self.cop


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The building and the machine.

    The building loses some 320 W/K, so that the compressor alone just holds 20 °C at
    -5 °C outdoors. The ratings are those of a common 3-ton unit at 5, 17, 35 and
    47 °F, and for cooling around 95 °F. Frost: see `_frosting` and `_coil`.
    """

    air_loss: float = 135.0  # W/K from the room air outdoors: windows, draught
    wall_loss: float = 205.0  # W/K from the structure outdoors
    coupling: float = 1600.0  # W/K between room air and structure
    air_capacity: float = 3.0e6  # J/K of the air and what stands in the rooms
    structure_capacity: float = 36.0e6  # J/K of walls, floors and ceilings
    internal_gain: float = 400.0  # W from people and appliances
    moisture_gain: float = 1.0e-4  # kg/s from people, kitchen and bath
    ventilation: float = 0.035  # kg/s of outdoor air
    moist_air: float = 3500.0  # kg of air that would store what rooms store

    heating: tuple[Rating, ...] = (
        Rating(-15.0, 5400.0, 2.35),
        Rating(-8.3, 6680.0, 2.72),
        Rating(1.7, 8880.0, 3.32),
        Rating(8.3, 10550.0, 3.69),
    )
    cooling: tuple[Rating, ...] = (
        Rating(20.0, 11500.0, 5.2),
        Rating(27.8, 11100.0, 4.2),
        Rating(35.0, 10550.0, 3.4),
        Rating(46.1, 9500.0, 2.5),
    )
    low_stage: float = 0.7  # stage 1's share of the capacity …
    low_stage_power: float = 0.7  # … and of the power
    warm_up: float = 60.0  # s, time constant of the capacity after a start
    standby_watts: float = 10.0
    crankcase_watts: float = 40.0  # warms the oil of a resting compressor …
    crankcase_below: float = 12.8  # … below this outdoor temperature (55 °F)
    airless_limit: float = 90.0  # s without indoor air that trip the unit

    strip_watts: float = 10_000.0  # behind W2 and E, and for the board's reheat
    fan_low: tuple[float, float] = (0.45, 220.0)  # kg/s (800 cfm), W
    fan_high: tuple[float, float] = (0.65, 420.0)  # kg/s (1150 cfm), W
    indoor_coil: float = 9.0  # its surface while cooling
    coil_contact: float = 0.85  # share of the air that touches it

    coil_capacity: float = 30e3  # J/K of the outdoor coil
    frost_below: float = 4.4  # above (40 °F), the passing air keeps it clear
    frosting_air: float = 0.7  # kg/s of air that leave their excess moisture on it
    full_frost: float = 3.0  # kg at which the board defrosts
    frost_fade: float = 0.15  # share of the capacity that full frost costs
    longest_run: float = 6 * 3600.0  # s of heating after which it defrosts anyway
    longest_defrost: float = 600.0  # s
    defrost_ends: float = 14.0  # coil temperature (57 °F)
    defrost_draw_watts: float = 5500.0  # heat taken out of the house
    defrost_power: float = 0.6  # share of the heating power: no fan, little lift


DESIGN = Design()


def rated(ratings: tuple[Rating, ...], outdoors: float) -> tuple[float, float]:
    """Return capacity and power (W) at an outdoor temperature.

    As AHRI 210/240 does: each on its own, linear between the rating points and along
    the last segment beyond them.
    """
    segments = pairwise(ratings)
    low, high = next((s for s in segments if outdoors <= s[1].outdoors), ratings[-2:])
    share = (outdoors - low.outdoors) / (high.outdoors - low.outdoors)
    capacity = low.capacity_watts + share * (high.capacity_watts - low.capacity_watts)
    power = low.power_watts + share * (high.power_watts - low.power_watts)
    return max(500.0, capacity), max(500.0, power)
