"""The second law: what no machine exceeds."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.carnot import (
    Cycle,
    cop_ceiling,
    refrigerant_cycle,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Sink
from custom_components.heat_pump_thermostat.engine.units import Celsius


@pytest.mark.parametrize(
    ("cold", "hot", "cop"),
    [
        pytest.param(0, 35, 8.80, id="freezing to floor heating"),
        pytest.param(-15, 35, 6.16, id="hard frost"),
        pytest.param(20, 20, 29.32, id="no lift counts as ten kelvins"),
        pytest.param(21, 20, 29.32, id="downhill too"),
    ],
)
def test_carnot(cold: float, hot: float, cop: float) -> None:
    at = Cycle(Celsius(cold), Celsius(hot))
    assert at.carnot == pytest.approx(cop, abs=0.01)


def test_a_joule_of_work_gives_ten_at_a_lift_of_a_tenth() -> None:
    at = Cycle(Celsius(0), Celsius(273.15 / 9))
    assert at.carnot == pytest.approx(10)


@pytest.mark.parametrize(
    ("into", "at", "sink", "evaporating", "condensing"),
    [
        pytest.param(Sink.AIR, 0, None, -6, 36, id="air to a rated room"),
        pytest.param(Sink.AIR, 0, 18, -6, 33, id="air to a cool room"),
        pytest.param(Sink.AIR, 0, 5, -6, 25, id="to a room colder than tested"),
        pytest.param(Sink.AIR, 0, 40, -6, 42, id="to a room warmer than tested"),
        pytest.param(Sink.WATER, 5, None, -1, 37, id="brine to floor heating"),
        pytest.param(Sink.WATER, 10, 50, 4, 52, id="water to radiators"),
    ],
)
def test_refrigerant_stands_off_source_and_sink(
    into: Sink, at: float, sink: float | None, evaporating: float, condensing: float
) -> None:
    found = refrigerant_cycle(
        into, Celsius(at), None if sink is None else Celsius(sink)
    )
    assert found == Cycle(Celsius(evaporating), Celsius(condensing))
    assert found.lift == condensing - evaporating


def test_carnot_of_a_heating_curve_in_the_field() -> None:
    """Flow 35 °C, outdoors 6 °C, 2 K and 6 K off: 8.38."""
    assert refrigerant_cycle(Sink.WATER, Celsius(6)).carnot == pytest.approx(
        8.38, abs=5e-3
    )


def test_a_vanishing_lift_counts_as_ten_kelvin() -> None:
    assert Cycle(Celsius(30), Celsius(31)).carnot == pytest.approx(304.15 / 10)


@pytest.mark.parametrize(
    ("into", "at", "highest"),
    [
        pytest.param(Sink.AIR, -25, 309.15 / 67, id="Carnot in the cold"),
        pytest.param(Sink.AIR, 15, 8, id="air to air"),
        pytest.param(Sink.WATER, 0, 310.15 / 43, id="Carnot of cold brine"),
        pytest.param(Sink.WATER, 20, 12, id="warm water"),
    ],
)
def test_ceiling(into: Sink, at: float, highest: float) -> None:
    assert cop_ceiling(into, Celsius(at)) == pytest.approx(highest)
