"""A label instead of a datasheet."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.cooling import (
    cooling_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.label import (
    better_at_cooling,
    better_than_typical,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Rating,
    Ratings,
    Sink,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

HOT = Celsius(35)
INVERTER = Ratings(machine_type=MachineType.VARIABLE_SPEED)
TO_WATER = Ratings(sink=Sink.WATER)


def cop(ratings: Ratings) -> float:
    output = heating_output(ratings, Celsius(0))
    assert output is not None
    return output.cop


@pytest.mark.parametrize(
    ("ratings", "share"),
    [
        pytest.param(Ratings(), 1.0, id="no label"),
        pytest.param(Ratings(hspf2=7.5), 1.0, id="a typical one"),
        pytest.param(replace(INVERTER, hspf2=11.5), 1.1, id="a good inverter"),
        pytest.param(replace(TO_WATER, scop=5.2), 1.063, id="air to water"),
        pytest.param(replace(TO_WATER, hspf2=12), 1.0, id="a label of something else"),
    ],
)
def test_a_better_label_is_a_better_machine(ratings: Ratings, share: float) -> None:
    blank = replace(ratings, hspf2=None, scop=None)
    assert better_than_typical(ratings) == pytest.approx(share, abs=2e-3)
    assert cop(ratings) / cop(blank) == pytest.approx(share, abs=2e-3)


def test_what_was_tested_is_known_better_than_by_a_label() -> None:
    tested = replace(INVERTER, heating=(Rating(Celsius(8.33), 10, 4),))
    assert cop(replace(tested, hspf2=14)) == cop(tested)


@pytest.mark.parametrize(
    ("seer2", "share"), [(None, 1.0), (14.5, 1.0), (20, 1.174), (13.4, 0.961)]
)
def test_a_better_label_cools_better(seer2: float | None, share: float) -> None:
    blank, labelled = (
        cooling_output(Ratings(), HOT),
        cooling_output(Ratings(seer2=seer2), HOT),
    )
    assert blank is not None
    assert labelled is not None
    assert better_at_cooling(Ratings(seer2=seer2)) == pytest.approx(share, abs=2e-3)
    assert labelled.cop / blank.cop == pytest.approx(share, abs=2e-3)


def test_a_tested_eer_is_known_better_than_by_a_label() -> None:
    tested = Ratings(cooling_eer=11.5)
    assert cooling_output(replace(tested, seer2=20), HOT) == cooling_output(tested, HOT)
