"""What manufacturers publish of their machines: outdoor °C, capacity kW, power kW."""

from dataclasses import dataclass

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    RatedWithDefrost,
    Rating,
    Ratings,
    Sink,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

BTU_H = 0.29307107
"""kW in a thousand Btu/h."""

WARMEST_ROOM = 25.0

type Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """A machine's table, and the sink it was measured with, °C."""

    name: str
    sink: float
    rows: tuple[Row, ...]
    machine_type: MachineType = MachineType.SINGLE_SPEED
    source: Source = Source.AIR

    @property
    def is_inverter(self) -> bool:
        return self.machine_type is MachineType.VARIABLE_SPEED

    @property
    def is_into_water(self) -> bool:
        """Whether it says so: fixed speed keeps to its lines whatever it heats."""
        return self.is_inverter and self.sink > WARMEST_ROOM

    def nearest(self, outdoor: float) -> Row:
        return min(self.rows, key=lambda row: abs(row[0] - outdoor))

    def up_to(self, outdoor: float) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row[0] <= outdoor)

    def rated(self, *rows: Row) -> Ratings:
        """Return the datasheet of these rows, taken as they are: frost and all."""
        return Ratings(
            heating=tuple(Rating(Celsius(t), q, q / p) for t, q, p in rows),
            source=self.source,
            sink=Sink.WATER if self.is_into_water else Sink.AIR,
            machine_type=self.machine_type,
            with_defrost=RatedWithDefrost.YES,
        )


def _goodman() -> tuple[Row, ...]:
    outdoor = (65, 60, 55, 50, 47, 45, 40, 35, 30, 25, 20, 17, 15, 10, 5, 0, -5, -10)
    thousand_btu_h = (
        *(36.53, 34.53, 32.53, 30.4, 29.0, 28.1, 26.1, 24.1, 22.6),
        *(20.9, 19.2, 18.2, 17.5, 15.7, 13.9, 12.1, 10.3, 8.5),
    )
    kilowatts = (
        *(2.40, 2.36, 2.32, 2.27, 2.25, 2.23, 2.19, 2.14, 2.20),
        *(2.15, 2.11, 2.08, 2.06, 2.01, 1.97, 1.92, 1.87, 1.83),
    )
    rows = zip(outdoor, thousand_btu_h, kilowatts, strict=True)
    return tuple((fahrenheit(t), q * BTU_H, p) for t, q, p in rows)


GOODMAN = Unit("Goodman SSZ140301", sink=21.1, rows=_goodman())
"""Service manual, 2.5 tons, single speed, ducted, indoors 70 °F."""

INVERTER = MachineType.VARIABLE_SPEED

UNITS = (
    GOODMAN,
    Unit(
        "Daikin RXM20R",
        sink=20,
        machine_type=INVERTER,
        rows=(
            (-15, 1.12, 0.33),
            (-10, 1.36, 0.35),
            (-5, 1.60, 0.37),
            (0, 1.86, 0.47),
            (7, 2.50, 0.50),
            (10, 2.73, 0.52),
        ),
    ),
    Unit(
        "Dimplex LA11AS",
        sink=35,
        rows=(
            (-7, 6.6, 2.444),
            (2, 8.8, 2.839),
            (7, 11.3, 3.139),
            (10, 12.1, 3.103),
        ),
    ),
    Unit(
        "Stiebel WPL18",
        sink=35,
        rows=(
            (-7, 9.7, 3.3),
            (2, 11.6, 3.4),
            (7, 13.0, 3.5),
            (10, 14.8, 3.7),
            (20, 16.3, 3.8),
        ),
    ),
    Unit(
        "AlphaInnotec LW80M",
        sink=35,
        rows=(
            (-7, 6.3, 2.625),
            (2, 8.0, 2.424),
            (7, 9.4, 2.410),
            (10, 10.3, 2.395),
            (15, 11.85, 2.347),
            (20, 13.19, 2.322),
        ),
    ),
    Unit(
        "Ochsner GMLW19",
        sink=35,
        rows=((-10, 11.6, 4.3), (2, 17.0, 4.4), (7, 20.2, 4.6)),
    ),
    Unit(
        "Vaillant VWL 10-1",
        sink=35,
        rows=(
            (-15, 5.842, 2.138),
            (-7, 7.523, 2.177),
            (2, 9.776, 2.444),
            (7, 10.807, 2.444),
        ),
    ),
    Unit(
        "Vitocal 200-A",
        sink=35,
        machine_type=INVERTER,
        rows=(
            (-15, 5.23, 2.220),
            (-7, 6.67, 2.310),
            (2, 6.99, 1.765),
            (7, 7.54, 1.597),
            (10, 8.10, 1.578),
            (20, 10.45, 1.601),
            (30, 11.87, 1.416),
        ),
    ),
    Unit(
        "Vitocal 251.A08",
        sink=35,
        machine_type=INVERTER,
        rows=(
            (-20, 4.49, 2.128),
            (-15, 5.17, 2.238),
            (-7, 6.47, 2.396),
            (2, 6.79, 1.835),
            (7, 8.00, 1.633),
            (10, 10.21, 2.006),
            (20, 12.33, 1.720),
            (30, 12.31, 1.465),
            (35, 13.09, 1.558),
        ),
    ),
    Unit(
        "AlphaInnotec SW170I",
        sink=35,
        source=Source.GROUND,
        rows=((-5, 14.8, 3.7), (0, 17.2, 3.6), (5, 19.1, 3.6)),
    ),
)
"""Ten machines as their makers publish them (EN 14511 and EN 255 tables but the first).

Air to water at 35 °C flow, the second air to air, the last brine to water.
"""
