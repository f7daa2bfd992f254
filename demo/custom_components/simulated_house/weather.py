"""A recorded week of weather, played as often as wanted."""

from csv import DictReader
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, pi, radians, sin
from pathlib import Path
from typing import Final

from .physics import Weather

HOUR: Final = 3600.0
LATITUDE: Final = 41.98
"""Of the recorded station, in degrees."""
WINDOW_WATTS: Final = 2500.0
"""Heat through the windows under an overhead sun, clouds and shades averaged in."""
YEAR: Final = 2025
"""A year to name the dates of a typical year by."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One line of a recording: °C and %."""

    temperature: float
    relative_humidity: float


@dataclass(frozen=True, slots=True)
class Week:
    """Hourly weather from a date on; after the last hour comes the first."""

    begins: datetime
    hours: tuple[Hour, ...]

    def at(self, seconds: float) -> Weather:
        """Return the weather some seconds after the beginning."""
        index, share = divmod(seconds / HOUR, 1.0)
        near = [self.hours[(int(index) + i) % len(self.hours)] for i in (-1, 0, 1, 2)]
        humidity = _smooth([hour.relative_humidity for hour in near], share)
        return Weather(
            temperature=_smooth([hour.temperature for hour in near], share),
            relative_humidity=min(100.0, max(5.0, humidity)),
            solar_watts=WINDOW_WATTS * _sun_height(self.moment(seconds)),
        )

    def moment(self, seconds: float) -> datetime:
        """Return the recording's own date and time."""
        return self.begins + timedelta(seconds=seconds % (len(self.hours) * HOUR))


def read_week(path: Path) -> Week:
    """Read a recording: comment lines, a header, one line an hour."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = list(DictReader(line for line in lines if not line.startswith("#")))
    first = rows[0]
    return Week(
        begins=datetime(  # noqa: DTZ001 - the recording knows no time zone
            YEAR, int(first["month"]), int(first["day"]), int(first["hour"])
        ),
        hours=tuple(
            Hour(float(row["dry_bulb_c"]), float(row["relative_humidity_pct"]))
            for row in rows
        ),
    )


def _smooth(values: list[float], share: float) -> float:
    """Return the Catmull-Rom curve between the second and the third of four values."""
    before, start, end, after = values
    slope_in, slope_out = (end - before) / 2.0, (after - start) / 2.0
    rise = end - start
    return start + share * (
        slope_in
        + share * (3.0 * rise - 2.0 * slope_in - slope_out)
        + share**2 * (slope_in + slope_out - 2.0 * rise)
    )


def _sun_height(moment: datetime) -> float:
    """Return the sine of the sun's height over the horizon, 0 at night.

    Declination after Cooper (1969); solar time is taken as standard time.
    """
    day = moment.timetuple().tm_yday
    declination = radians(23.45) * sin(2.0 * pi * (284 + day) / 365.0)
    angle = radians(15.0) * (moment.hour + moment.minute / 60.0 - 12.0)
    latitude = radians(LATITUDE)
    return max(
        0.0,
        sin(latitude) * sin(declination)
        + cos(latitude) * cos(declination) * cos(angle),
    )
