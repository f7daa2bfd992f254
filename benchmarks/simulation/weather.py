"""A month of January, made from the statistics of a place."""

from dataclasses import dataclass
from datetime import timedelta
from math import cos, exp, pi, radians, sin, sqrt
from random import Random
from statistics import fmean, pstdev
from typing import Final

DAY: Final = timedelta(days=1)
DAYS: Final = 28
"""January's days that are simulated, and that the statistics are of."""
SPELL: Final = 3
"""Days of a month's cold spell."""
SPELL_DEPTH: Final = 2.5
"""How far these days are below the month's mean, in standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """What January is like in a place.

    Statistics of 1 to 28 January of the TMY3 typical year, made from the weather of
    1976 to 2005 (Wilcox and Marion, NREL/TP-581-43156, 2008).
    """

    name: str
    latitude: float  # degrees
    mean: float  # °C
    swing: float  # K, half of the mean day's range
    deviation: float  # K, standard deviation of the days' means
    persistence: float  # correlation of a day's mean with that of the day before
    sunshine: float  # kWh/m² a day on the ground
    sunshine_spread: float  # standard deviation over mean of the days' sunshine
    relative_humidity: float  # %


CLIMATES: Final = (
    Climate(
        name="Chicago",
        latitude=42.0,
        mean=-4.3,
        swing=2.7,
        deviation=6.5,
        persistence=0.69,
        sunshine=1.78,
        sunshine_spread=0.3,
        relative_humidity=70,
    ),
    Climate(
        name="Golden",
        latitude=39.7,
        mean=1.3,
        swing=4.3,
        deviation=4.5,
        persistence=0.46,
        sunshine=2.28,
        sunshine_spread=0.3,
        relative_humidity=50,
    ),
    Climate(
        name="Sterling",
        latitude=39.0,
        mean=0.7,
        swing=3.4,
        deviation=6.9,
        persistence=0.77,
        sunshine=1.88,
        sunshine_spread=0.4,
        relative_humidity=61,
    ),
)


@dataclass(frozen=True, slots=True)
class Weather:
    """The air and the sun of a month, at any moment of it."""

    climate: Climate
    anomalies: tuple[float, ...]
    """By how much each day's mean differs from the month's, K."""
    sunshine: tuple[float, ...]
    """Each day's share of what a clear sky would let through."""

    def temperature(self, since: timedelta) -> float:
        """Return the outdoor temperature, °C; a day is warmest at three o'clock.

        A day's mean is that of its noon; in between lies a straight line.
        """
        days = since / DAY
        swing = self.climate.swing * cos((days - 15 / 24) * 2 * pi)
        return self.climate.mean + swing + _between(self.anomalies, days - 0.5)

    def sun(self, since: timedelta) -> float:
        """Return the global horizontal irradiance, W/m²."""
        days = since / DAY
        clear = clear_sky(self.climate.latitude, days)
        return clear * self.sunshine[int(days) % len(self.sunshine)]


def january(climate: Climate, seed: int) -> Weather:
    """Return one January, with the statistics of the climate whatever the seed.

    The days' means are an autoregressive process of first order with one cold spell,
    as each of the typical years has it.
    """
    random = Random(f"{climate.name} {seed}")  # noqa: S311 - reproducible, not secret
    fresh = sqrt(1 - climate.persistence**2)
    means = [random.gauss()]
    for _ in range(DAYS - 1):
        means.append(climate.persistence * means[-1] + fresh * random.gauss())
    means = standardised(means)
    begin = random.randrange(DAYS - SPELL)
    means[begin : begin + SPELL] = [-SPELL_DEPTH] * SPELL
    clear = fmean(clear_sky(climate.latitude, DAYS / 2 + i / 96) for i in range(96))
    share = climate.sunshine * 1000 / 24 / clear
    spread = [climate.sunshine_spread * z for z in _standard(random, DAYS)]
    return Weather(
        climate,
        tuple(climate.deviation * z for z in standardised(means)),
        tuple(min(1.0, max(0.1, share * (1 + z))) for z in spread),
    )


def _standard(random: Random, count: int) -> list[float]:
    return standardised([random.gauss() for _ in range(count)])


def standardised(values: list[float]) -> list[float]:
    """Return the values shifted and stretched to mean 0 and standard deviation 1."""
    mean, deviation = fmean(values), pstdev(values)
    return [(value - mean) / deviation for value in values]


def clear_sky(latitude: float, days: float) -> float:
    """Return what a cloudless sky lets through onto level ground, W/m².

    `days` of solar time since the year began. Declination after Cooper (1969),
    irradiance after Haurwitz (1945).
    """
    declination = radians(23.45) * sin(2 * pi * (285 + days) / 365)
    angle = 2 * pi * (days - 0.5)
    height = sin(radians(latitude)) * sin(declination) + cos(radians(latitude)) * cos(
        declination
    ) * cos(angle)
    return 1098 * height * exp(-0.057 / height) if height > 0 else 0.0


def _between(values: tuple[float, ...], at: float) -> float:
    """Return the straight line between two values, or the first or last one."""
    at = min(max(at, 0.0), len(values) - 1.0)
    index = min(int(at), len(values) - 2)
    share = at - index
    return values[index] * (1 - share) + values[index + 1] * share
