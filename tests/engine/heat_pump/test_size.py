"""The size of a machine without a full point."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.cooling import (
    cooling_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    MachineType,
    Output,
    Rating,
    Ratings,
    Sink,
    Source,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.size import (
    sized_by,
    sized_by_label,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

INVERTER = Ratings(machine_type=MachineType.VARIABLE_SPEED)
TO_WATER = Ratings(sink=Sink.WATER, scop=4.6)
MACHINES = pytest.mark.parametrize(
    "ratings", [Ratings(), INVERTER, TO_WATER], ids=["fixed", "inverter", "water"]
)


def heats(ratings: Ratings, at: float, speed: Speed | None = None) -> Output:
    output = heating_output(ratings, Celsius(at), speed=speed)
    assert output is not None
    return output


@MACHINES
@pytest.mark.parametrize("at", [8.33, 2, -15])
def test_a_capacity_alone_is_the_size_wherever_it_was_told(
    ratings: Ratings, at: float
) -> None:
    sized = sized_by(ratings, {Celsius(at): 6.0})
    output = heats(sized, at)
    assert output.capacity == pytest.approx(6)
    assert output.is_sized
    assert output.basis is Basis.PRESET
    assert output.cop == pytest.approx(heats(ratings, at).cop)


@MACHINES
def test_a_design_load_is_carried_at_minus_seven(ratings: Ratings) -> None:
    sized = sized_by_label(ratings, 10)
    assert heats(sized, -7, Speed.MAXIMUM).capacity == pytest.approx(8.846, abs=1e-3)
    assert heats(sized, -7).is_sized


@pytest.mark.parametrize("source", [each for each in Source if each != Source.AIR])
def test_a_design_load_sizes_every_source(source: Source) -> None:
    sized = sized_by_label(Ratings(source=source), 10)
    assert sized.rated_capacity == pytest.approx(8.8, abs=0.4)


def test_what_is_told_of_where_it_never_heats_is_no_size() -> None:
    well = Ratings(source=Source.WATER)
    assert sized_by(well, {Celsius(-15): 8}) == well


def test_several_capacities_tell_the_size_together() -> None:
    small, large = (sized_by(Ratings(), {at: 6.0}) for at in (Celsius(7), Celsius(-7)))
    both = sized_by(Ratings(), {Celsius(7): 6.0, Celsius(-7): 6.0})
    sizes = [each.rated_capacity or 0 for each in (small, both, large)]
    assert sizes == sorted(sizes)
    assert sizes[1] ** 2 == pytest.approx(sizes[0] * sizes[2])


def test_a_heating_size_sizes_cooling() -> None:
    output = cooling_output(replace(Ratings(), rated_capacity=10), Celsius(35))
    assert output is not None
    assert output.is_sized
    assert output.capacity == pytest.approx(10.15, abs=0.01)


@pytest.mark.parametrize(
    ("ratings", "is_sized"),
    [
        (Ratings(scop=4.6, hspf2=9, seer2=18, cooling_eer=12), False),
        (Ratings(cooling_capacity=10), True),
        (Ratings(rated_capacity=10), True),
        (Ratings(heating=(Rating(Celsius(7), 8, 4),)), True),
    ],
)
def test_what_tells_how_large_a_machine_is(ratings: Ratings, is_sized: bool) -> None:
    assert ratings.is_sized is is_sized
