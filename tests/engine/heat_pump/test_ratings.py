"""What a datasheet says, and whether it counts defrosts."""

from collections.abc import Callable
from math import inf, nan

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.presets import (
    cooling_size,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    CAPACITIES,
    COPS,
    EER_TO_COP,
    EERS,
    HEATING_FLOWS,
    HSPF2S,
    RATED_SOURCES,
    SCOPS,
    Basis,
    HeatingCurve,
    MachineType,
    Output,
    RatedWithDefrost,
    Rating,
    Ratings,
    Sink,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

WARM = Rating(Celsius(8.3), 10.0, 3.6)
COLD = Rating(Celsius(-8.3), 6.0, 2.6)
VERY_COLD = Rating(Celsius(-15), 5.0, 2.2)


def at_35f(capacity: float) -> Rating:
    return Rating(Celsius(1.7), capacity, 3.0)


AUTO, YES, NO = RatedWithDefrost


@pytest.mark.parametrize(
    ("points", "says", "includes"),
    [
        pytest.param((COLD, at_35f(7.7), WARM), AUTO, True, id="sags"),
        pytest.param((COLD, at_35f(8.3), WARM), AUTO, False, id="on the line"),
        pytest.param((COLD, at_35f(8.0), WARM), AUTO, False, id="nearly on it"),
        pytest.param((VERY_COLD, COLD, WARM), AUTO, False, id="none near freezing"),
        pytest.param((at_35f(5.0), WARM), AUTO, False, id="no line to sag under"),
        pytest.param((), AUTO, False, id="nothing known"),
        pytest.param((COLD, at_35f(8.3), WARM), YES, True, id="says so"),
        pytest.param((WARM,), YES, False, id="says so of warm air"),
        pytest.param((), YES, False, id="says so of nothing"),
        pytest.param((COLD, at_35f(7.0), WARM), NO, False, id="denies it"),
    ],
)
def test_defrosts_counted(
    points: tuple[Rating, ...],
    says: RatedWithDefrost,
    includes: bool,
) -> None:
    assert Ratings(heating=points, with_defrost=says).includes_defrost is includes


def test_points_are_sorted_and_each_place_counts_once() -> None:
    again = Rating(WARM.outdoor, 11.0, 3.7)
    assert Ratings(heating=(WARM, COLD, again)).points == (COLD.point, again.point)


@pytest.mark.parametrize(
    ("machine_type", "source", "is_inverter"),
    [
        (MachineType.SINGLE_SPEED, Source.AIR, False),
        (MachineType.VARIABLE_SPEED, Source.AIR, True),
        (MachineType.COLD_CLIMATE, Source.AIR, True),
        (MachineType.VARIABLE_SPEED, Source.GROUND, False),
    ],
)
def test_inverters(
    machine_type: MachineType, source: Source, is_inverter: bool
) -> None:
    ratings = Ratings(machine_type=machine_type, source=source)
    assert ratings.is_inverter is is_inverter


@pytest.mark.parametrize(
    ("outdoor", "capacity", "cop"),
    [
        pytest.param(8.3, 0, 3, id="no heat"),
        pytest.param(8.3, -1, 3, id="heat below zero"),
        pytest.param(8.3, 10, 0, id="a COP of nothing"),
        pytest.param(8.3, 10, 0.9, id="worse than a stove"),
        pytest.param(8.3, nan, 3, id="heat that is no number"),
        pytest.param(8.3, 10, inf, id="heat for nothing"),
        pytest.param(nan, 10, 3, id="nowhere"),
    ],
)
def test_what_no_machine_does_is_no_rating(
    outdoor: float, capacity: float, cop: float
) -> None:
    with pytest.raises(ValueError, match="no rating"):
        Rating(Celsius(outdoor), capacity, cop)


MADE: dict[str, Callable[[float], object]] = {
    "capacity": lambda value: Rating(Celsius(8.3), value, 3.5),
    "cop": lambda value: Rating(Celsius(8.3), 10.0, value),
    "outdoor": lambda value: Rating(Celsius(value), 10.0, 3.5),
    "flow": lambda value: Rating(Celsius(7), 8.0, 4.0, flow=Celsius(value)),
    "cold end": lambda value: HeatingCurve(Celsius(value), Celsius(30)),
    "mild end": lambda value: HeatingCurve(Celsius(45), Celsius(value)),
    "cooling capacity": lambda value: Ratings(cooling_capacity=value),
    "eer": lambda value: Ratings(cooling_eer=value),
    "hspf2": lambda value: Ratings(hspf2=value),
    "scop": lambda value: Ratings(scop=value),
    "backup": lambda value: Ratings(aux_power=value),
}
EXTENTS = {
    "capacity": CAPACITIES,
    "cop": COPS,
    "outdoor": RATED_SOURCES,
    "flow": HEATING_FLOWS,
    "cold end": HEATING_FLOWS,
    "mild end": HEATING_FLOWS,
    "cooling capacity": CAPACITIES,
    "eer": EERS,
    "hspf2": HSPF2S,
    "scop": SCOPS,
    "backup": CAPACITIES,
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("value", [nan, inf, -inf, -200.0, 400.0, 10_000.0])
def test_what_no_machine_has_is_no_rating(name: str, value: float) -> None:
    with pytest.raises(ValueError, match="no rating"):
        MADE[name](value)


@pytest.mark.parametrize("name", MADE)
def test_what_machines_have_is_one_up_to_either_end(name: str) -> None:
    extent = EXTENTS[name]
    for value in (extent.low, extent.low - 0.005, extent.high, extent.high + 0.005):
        assert MADE[name](value)
    for value in (extent.low - 0.1, extent.high + 0.1):
        with pytest.raises(ValueError, match="is not within"):
            MADE[name](value)


def test_the_smallest_machine_cools_too() -> None:
    smallest = (Rating(Celsius(8.3), CAPACITIES.low, 3.0),)
    for machine_type in MachineType:
        ratings = Ratings(heating=smallest, machine_type=machine_type)
        assert cooling_size(ratings).capacity > 0


@pytest.mark.parametrize(
    ("source", "sink", "into"),
    [
        (Source.AIR, None, Sink.AIR),
        (Source.AIR, Sink.WATER, Sink.WATER),
        (Source.GROUND, None, Sink.WATER),
        (Source.WATER, None, Sink.WATER),
        (Source.EXHAUST_AIR, None, Sink.WATER),
    ],
)
def test_what_is_heated(source: Source, sink: Sink | None, into: Sink) -> None:
    assert Ratings(source=source, sink=sink).into is into


@pytest.mark.parametrize(
    ("outdoor", "flow"), [(-25, 50), (-10, 50), (2.5, 40), (15, 30), (30, 30)]
)
def test_a_heating_curve_is_a_line_between_its_ends(
    outdoor: float, flow: float
) -> None:
    curve = HeatingCurve(cold=Celsius(50), mild=Celsius(30))
    assert curve.flow(Celsius(outdoor)) == flow


def test_power_is_capacity_per_cop() -> None:
    assert WARM.power == pytest.approx(10 / 3.6)


def test_an_eer_is_a_cop_in_btu() -> None:
    output = Output(3.517, 1.0, Basis.DATASHEET, 0.05)
    assert output.cop == pytest.approx(3.517)
    assert output.eer == pytest.approx(12, rel=1e-3)
    assert pytest.approx(0.293, abs=1e-3) == EER_TO_COP
