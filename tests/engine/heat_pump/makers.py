"""An extract of two public lists of machines: facts, by anonymous makers.

`inverters.csv`: 27 variable-speed machines of 14 makes from the NEEP cold-climate list
of 2018 (ashp.neep.org), at rated and maximum speed, indoors 21 °C, without defrosts.
`air_to_water.csv`: a machine of each of 23 makers from the Heat Pump Keymark (through
hplib's database, CC BY 4.0), EN 14825, average climate, with the flow temperature of
the standard's schedule.
"""

from collections.abc import Iterator
import csv
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    IndoorUnit,
    MachineType,
    RatedWithDefrost,
    Rating,
    Ratings,
    Sink,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

HERE = Path(__file__).parent

MILD, COLD, COLDEST = fahrenheit(47), fahrenheit(17), fahrenheit(5)


@dataclass(frozen=True, slots=True)
class Tested:
    """A machine and all its tests."""

    blank: Ratings
    """What is known of it without any."""
    points: tuple[Rating, ...]

    def at(self, outdoor: float, speed: Speed = Speed.UNKNOWN) -> Rating:
        """Return one of the tests."""
        return next(
            point
            for point in self.points
            if point.outdoor == outdoor and point.speed is speed
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(newline="") as file:
        yield from csv.DictReader(file)


def _inverters() -> Iterator[Tested]:
    for (_, unit), rows in groupby(
        _rows("inverters.csv"), lambda row: (row["make"], row["indoor_unit"])
    ):
        yield Tested(
            Ratings(
                machine_type=MachineType.COLD_CLIMATE,
                with_defrost=RatedWithDefrost.NO,
                indoor_unit=IndoorUnit(unit),
            ),
            tuple(
                Rating(
                    fahrenheit(float(row["outdoor_f"])),
                    float(row["capacity_kw"]),
                    float(row["cop"]),
                    Speed(row["speed"]),
                )
                for row in rows
            ),
        )


def _air_to_water() -> Iterator[Tested]:
    for _, rows in groupby(
        _rows("air_to_water.csv"), lambda row: (row["machine"], row["flow_class"])
    ):
        yield Tested(
            Ratings(machine_type=MachineType.VARIABLE_SPEED, sink=Sink.WATER),
            tuple(
                Rating(
                    Celsius(float(row["outdoor_c"])),
                    float(row["capacity_kw"]),
                    float(row["cop"]),
                    flow=Celsius(float(row["flow_c"])),
                )
                for row in rows
            ),
        )


INVERTERS = tuple(_inverters())
AIR_TO_WATER = tuple(_air_to_water())
