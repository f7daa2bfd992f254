"""What a meter is not believed: what this machine, or any, cannot draw or give."""

from dataclasses import replace
import math

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Ratings
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.plausible import plausible

from .rated import BARE, COLD, DATASHEET, grown, heating, rated
from .rig import Bench, minutes

GLITCHES = [4_294_967.295, 65.535, -65.535, math.inf, -math.inf, math.nan]
"""In kW: what a bus says of a meter that does not answer."""
COOLING_ONLY = Ratings(cooling_capacity=14.0)


def told(ratings: Ratings, name: str, kilowatts: float | None) -> float | None:
    """Return what is left of what a meter says."""
    bench = Bench(rated(ratings=ratings))
    seen = replace(bench.observation(), **{name: kilowatts})  # type: ignore[arg-type]
    left: float | None = getattr(plausible(bench.settings.machine, seen), name)
    return left


@pytest.mark.parametrize("glitch", GLITCHES)
@pytest.mark.parametrize("name", ["power", "aux_power", "heat", "water_flow"])
@pytest.mark.parametrize("ratings", [DATASHEET, BARE])
def test_a_glitch_is_no_reading(ratings: Ratings, name: str, glitch: float) -> None:
    assert told(ratings, name, glitch) is None


@pytest.mark.parametrize(
    ("ratings", "name", "most"),
    [
        pytest.param(DATASHEET, "power", 9.0, id="three times the 3 kW that it takes"),
        pytest.param(DATASHEET, "heat", 30.0, id="three times the 10 kW that it makes"),
        pytest.param(DATASHEET, "aux_power", 15.0, id="three times the backup"),
        pytest.param(COOLING_ONLY, "heat", 42.0, id="by what it takes out of a room"),
        pytest.param(COOLING_ONLY, "power", 20.0, id="no outdoor unit draws more"),
        pytest.param(BARE, "power", 20.0, id="of which nothing is known"),
        pytest.param(BARE, "heat", 60.0, id="nor gives more"),
        pytest.param(BARE, "aux_power", 60.0, id="nor its backup"),
        pytest.param(Ratings(aux_power=0.5), "aux_power", 5.0, id="a small rating"),
    ],
)
def test_the_most_that_a_meter_is_believed(
    ratings: Ratings, name: str, most: float
) -> None:
    assert told(ratings, name, most - 0.01) == most - 0.01
    assert told(ratings, name, 0.01 - most) == 0.01 - most
    assert told(ratings, name, most + 0.01) is None


@pytest.mark.parametrize("name", ["power", "aux_power", "heat", "water_flow"])
def test_what_is_not_told_stays_so(name: str) -> None:
    assert told(DATASHEET, name, None) is None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("glitch", GLITCHES)
def test_a_glitch_adds_nothing_that_the_datasheet_would_not(glitch: float) -> None:
    hour = grown(heating(outdoor=COLD, power=glitch, heat=glitch))
    assert hour == grown(heating(outdoor=COLD))


@pytest.mark.parametrize("glitch", GLITCHES)
def test_where_nothing_else_tells_its_time_is_told(glitch: float) -> None:
    bench = heating(rated(ratings=BARE), power=glitch, heat=glitch).run(minutes(10))
    meter = bench.state.meter
    assert Count.HEATING_ELECTRICITY not in meter.totals
    assert meter.left_out[Count.HEATING_ELECTRICITY] == pytest.approx(1200, abs=60)
    assert meter.left_out[Count.HEAT] == pytest.approx(1200, abs=60)


def test_a_machine_at_rest_leaves_nothing_out() -> None:
    bench = Bench(rated(ratings=BARE), room=22.0).run(minutes(60))
    assert bench.state.meter.left_out == {}


@pytest.mark.parametrize(
    ("litres", "is_believed"),
    [
        (18.0, True),
        (1.0, True),
        (1000.0, True),
        (1001.0, False),
        (0.0, False),
        (-18.0, False),
    ],
)
def test_no_machine_heats_water_that_stands(
    litres: float, *, is_believed: bool
) -> None:
    """Litres in a minute."""
    flow = litres / 60_000
    assert told(BARE, "water_flow", flow) == (flow if is_believed else None)
