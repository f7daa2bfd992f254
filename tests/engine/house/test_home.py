"""How sure a house is known whose heat was only believed."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    Factor,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.full_load import HeatPump
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.house.home import SIZE_DOUBT, Home
from custom_components.heat_pump_thermostat.engine.units import Celsius

from .dwelling import WALLED, Learner, Weather, heated

COLD, MILD = Rating(Celsius(-8.33), 5.3, 2.5), Rating(Celsius(8.33), 8.5, 3.6)
SHEET, NAMEPLATE, NOTHING = (
    Ratings(heating=points) for points in ((COLD, MILD), (MILD,), ())
)
MEASURED = Scale(capacity=Factor(1.0, 30 * 3600.0))


def home(believed: float = 1.0, ratings: Ratings = SHEET, days: int = 21) -> Home:
    """Return a home whose machine gives something else than is believed of it."""
    moments = heated(WALLED, Weather(1, span=10), days)
    told = ((now, replace(seen, heat=seen.heat * believed)) for now, seen in moments)
    return Home(Learner().watch(told).house, HeatPump(ratings))


@pytest.mark.slow
@pytest.mark.parametrize("believed", [0.8, 1.0, 1.25])
def test_a_capacity_believed_wrong_is_within_the_doubt_that_is_told(
    believed: float,
) -> None:
    known = home(believed)
    off = abs(known.house.loss / WALLED.loss - 1)
    assert known.house.confidence > 0.75
    assert off <= 2 * SIZE_DOUBT * (1 - known.confidence)


def test_what_is_known_of_the_machine_makes_it_surer() -> None:
    known = home(days=3)
    told = [
        replace(known, heat_pump=heat_pump).confidence
        for heat_pump in (
            HeatPump(NOTHING),
            HeatPump(NAMEPLATE),
            HeatPump(SHEET),
            HeatPump(SHEET, MEASURED),
        )
    ]
    assert told == sorted(set(told))
    assert 0 < told[0] < told[-1] < known.house.confidence


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("drawn", [0.8, 1.2])
def test_a_machine_that_draws_otherwise_than_its_sheet_says_makes_it_less_sure(
    drawn: float,
) -> None:
    """Unless its heat is measured, too."""
    by_sheet, by_meter = (
        replace(home(days=3), heat_pump=HeatPump(SHEET, scale)).confidence
        for scale in (Scale(), MEASURED)
    )
    power = Factor(drawn, 30 * 3600.0)
    doubtful, measured = (
        replace(home(days=3), heat_pump=HeatPump(SHEET, replace(scale, power=power)))
        for scale in (Scale(), MEASURED)
    )
    assert doubtful.confidence < by_sheet / 2
    assert measured.confidence == pytest.approx(by_meter, rel=0.1)
