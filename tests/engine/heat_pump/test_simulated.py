"""The model against a machine simulated by EnergyPlus, frost and all.

Three tons, single speed, demand defrosts by reversing the cycle; EnergyPlus 25.2, the
means of January's running minutes by outdoor temperature. The datasheet is what the
coil gives without frost. EnergyPlus takes an eighth off the capacity and a twentieth
off the power however little frost there is: heat and power are both told too high.
"""

from statistics import fmean

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Output,
    RatedWithDefrost,
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

DATASHEET = Ratings(
    heating=(
        Rating(Celsius(8.33), 10.61, 3.83),
        Rating(Celsius(1.67), 8.76, 3.30),
        Rating(Celsius(-8.33), 6.32, 2.50),
        Rating(Celsius(-15), 4.92, 2.06),
    ),
    with_defrost=RatedWithDefrost.NO,
)

type Minutes = tuple[float, float, float, float]

CHICAGO: tuple[Minutes, ...] = (
    (-21.2, 60, 3.37, 2.06),
    (-18.0, 52, 3.87, 2.15),
    (-14.0, 60, 4.51, 2.24),
    (-9.7, 63, 5.25, 2.31),
    (-6.1, 74, 5.81, 2.37),
    (-2.1, 79, 6.42, 2.40),
    (1.5, 75, 7.10, 2.43),
    (8.4, 69, 10.67, 2.75),
)
"""Outdoor °C, relative humidity %, heat kW, power kW."""

GOLDEN: tuple[Minutes, ...] = (
    (-16.5, 82, 4.03, 2.18),
    (-13.7, 79, 4.49, 2.24),
    (-9.7, 75, 5.15, 2.33),
    (-5.8, 75, 5.79, 2.38),
    (-2.0, 67, 6.51, 2.42),
    (1.7, 48, 7.54, 2.49),
    (9.0, 21, 10.84, 2.77),
)


def modelled(minutes: Minutes) -> Output:
    output = heating_output(DATASHEET, Celsius(minutes[0]), minutes[1])
    assert output is not None
    return output


@pytest.mark.parametrize("site", [CHICAGO, GOLDEN], ids=["Chicago", "Golden"])
def test_winter(site: tuple[Minutes, ...]) -> None:
    told = [(modelled(row), row[2], row[3]) for row in site]
    assert fmean(abs(o.cop * power / heat - 1) for o, heat, power in told) <= 0.06
    assert fmean(abs(o.capacity / heat - 1) for o, heat, _ in told) <= 0.125
    assert fmean(abs(o.power / power - 1) for o, _, power in told) <= 0.075
