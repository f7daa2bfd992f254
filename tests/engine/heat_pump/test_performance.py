"""Heating from a datasheet, from one point and from none."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.carnot import (
    refrigerant_cycle,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
    low_stage_output,
    steady_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    IndoorUnit,
    MachineType,
    Output,
    RatedWithDefrost,
    Rating,
    Ratings,
    Sink,
    Source,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

AT_47F = Rating(Celsius(8.33), 10.55, 3.69)
AT_35F = Rating(Celsius(1.67), 8.88, 3.32)
AT_17F = Rating(Celsius(-8.33), 6.68, 2.72)
AT_5F = Rating(Celsius(-15), 5.40, 2.35)

STEADY = Ratings(
    heating=(AT_47F, AT_35F, AT_17F, AT_5F), with_defrost=RatedWithDefrost.NO
)
INTEGRATED = Ratings(
    heating=(AT_47F, Rating(Celsius(1.67), 7.9, 3.0), AT_17F),
    with_defrost=RatedWithDefrost.AUTO,
)
INVERTS = MachineType.VARIABLE_SPEED
INVERTER = Ratings(
    heating=(AT_47F, AT_17F),
    machine_type=MachineType.VARIABLE_SPEED,
    with_defrost=RatedWithDefrost.YES,
)
GROUND = Ratings(
    heating=(Rating(Celsius(0), 17.2, 4.78), Rating(Celsius(5), 19.1, 5.31)),
    source=Source.GROUND,
)


def known(
    ratings: Ratings,
    at: float,
    humidity: float | None = None,
    sink: float | None = None,
) -> Output:
    warmed = None if sink is None else Celsius(sink)
    output = heating_output(ratings, Celsius(at), humidity, warmed)
    assert output is not None
    return output


@pytest.mark.parametrize("ratings", [INTEGRATED, INVERTER], ids=["lines", "inverter"])
def test_points_that_count_defrosts_are_returned_as_they_are(ratings: Ratings) -> None:
    for rating in ratings.heating:
        output = known(ratings, rating.outdoor)
        assert output.capacity == pytest.approx(rating.capacity)
        assert output.cop == pytest.approx(rating.cop)


def test_capacity_and_power_lie_on_lines_between_points() -> None:
    (warm, cold), at = (AT_47F, AT_17F), Celsius(0)
    middle = steady_output(replace(STEADY, heating=(warm, cold)), at)
    assert middle is not None
    assert middle.capacity == pytest.approx((warm.capacity + cold.capacity) / 2)
    assert middle.power == pytest.approx((warm.power + cold.power) / 2)


@pytest.mark.parametrize(
    ("at", "humidity", "loss"),
    [
        pytest.param(8.33, 90, 0, id="mild"),
        pytest.param(1.67, None, 0.100, id="35 °F, humidity unknown"),
        pytest.param(1.67, 60, 0.037, id="35 °F, dry"),
        pytest.param(-8.33, None, 0.046, id="17 °F, humidity unknown"),
        pytest.param(-15, None, 0.026, id="5 °F"),
    ],
)
def test_steady_points_lose_capacity_to_frost(
    at: float, humidity: float | None, loss: float
) -> None:
    rated = next(point for point in STEADY.heating if point.outdoor == at)
    output = known(STEADY, at, humidity)
    assert output.capacity / rated.capacity == pytest.approx(1 - loss, abs=2e-3)
    steady = steady_output(STEADY, rated.outdoor)
    assert steady is not None
    assert steady.capacity == pytest.approx(rated.capacity)


def test_brine_does_not_frost() -> None:
    assert known(GROUND, 0, 100) == known(GROUND, 0)
    assert known(GROUND, 0).cop == pytest.approx(4.78)


@pytest.mark.parametrize(
    ("at", "capacity"),
    [
        pytest.param(10, 10.55 + 1.67 * (10.55 - 8.88) / 6.66, id="warm end"),
        pytest.param(20, 10.55 + 11.67 * (10.55 - 8.88) / 6.66, id="warmest"),
    ],
)
def test_fixed_speed_goes_on_along_its_end_slope(at: float, capacity: float) -> None:
    assert known(STEADY, at).capacity == pytest.approx(capacity)


def test_a_point_that_sags_does_not_tilt_the_warm_end() -> None:
    per_kelvin = (10.55 - 6.68) / 16.66
    assert known(INTEGRATED, 18.33).capacity == pytest.approx(10.55 + 10 * per_kelvin)


def test_with_only_a_sagging_point_below_its_line_is_what_there_is() -> None:
    ratings = Ratings(heating=(AT_47F, AT_35F), with_defrost=RatedWithDefrost.YES)
    per_kelvin = (10.55 - 8.88) / 6.66
    assert known(ratings, 18.33).capacity == pytest.approx(10.55 + 10 * per_kelvin)


def test_an_inverter_grows_to_twelve_degrees_and_no_further() -> None:
    assert known(INVERTER, 12).capacity > known(INVERTER, 8.33).capacity
    assert known(INVERTER, 18).capacity == pytest.approx(known(INVERTER, 12).capacity)


def test_beyond_its_points_an_inverter_keeps_its_second_law_efficiency() -> None:
    """Nearly: the farther it is, the more it becomes a typical one."""
    at = Celsius(-20)
    share = [
        known(ratings, at).cop / known(ratings, AT_17F.outdoor).cop
        for ratings in (INVERTER, replace(INVERTER, heating=()))
    ]
    easier = (
        refrigerant_cycle(Sink.AIR, at).carnot
        / refrigerant_cycle(Sink.AIR, AT_17F.outdoor).carnot
    )
    assert share == pytest.approx([easier, easier], rel=0.1)


def test_a_nameplate_tells_little_of_the_cold() -> None:
    """Half more at rated speed and 47 °F is a tenth more at full speed and 5 °F."""
    usual, better = (
        Ratings((Rating(Celsius(8.33), 10, cop, Speed.RATED),), machine_type=INVERTS)
        for cop in (3.4, 5.1)
    )
    at, speed = Celsius(-15), Speed.MAXIMUM
    cops = [steady_output(each, at, speed=speed) for each in (usual, better)]
    assert cops[0] is not None
    assert cops[1] is not None
    assert 1.0 < cops[1].cop / cops[0].cop < 1.1


@pytest.mark.parametrize("speed", [Speed.RATED, Speed.MAXIMUM])
def test_an_inverter_is_told_at_the_speed_of_its_sheet(speed: Speed) -> None:
    points = tuple(replace(point, speed=speed) for point in INVERTER.heating)
    output = known(replace(INVERTER, heating=points), -8.33)
    assert output.cop == pytest.approx(AT_17F.cop)


def test_the_harder_an_inverter_runs_the_lower_its_cop() -> None:
    ratings = Ratings(machine_type=INVERTS)
    told = [heating_output(ratings, Celsius(0), speed=speed) for speed in Speed]
    rated, most, unknown = (output for output in told if output is not None)
    assert most.cop < unknown.cop < rated.cop
    assert most.capacity > unknown.capacity > rated.capacity


@pytest.mark.parametrize("unit", IndoorUnit)
@pytest.mark.parametrize("at", [-15, 0, 8])
def test_air_to_water_is_known_in_every_weather(unit: IndoorUnit, at: float) -> None:
    ratings = Ratings(sink=Sink.WATER, indoor_unit=unit)
    warm, hot = known(ratings, at, sink=35), known(ratings, at, sink=55)
    assert warm.cop > 1.2 * hot.cop


def test_air_to_water_keeps_what_its_sheet_says_of_a_flow() -> None:
    at_a7 = Rating(Celsius(7), 8.0, 4.9, flow=Celsius(35))
    at_cold = Rating(Celsius(-7), 7.0, 2.9, flow=Celsius(35))
    ratings = Ratings((at_a7, at_cold), sink=Sink.WATER)
    for point in ratings.heating:
        output = known(ratings, point.outdoor, sink=35)
        assert output.cop == pytest.approx(point.cop)
        assert output.capacity == pytest.approx(point.capacity)


@pytest.mark.parametrize(
    ("ratings", "at"),
    [
        pytest.param(STEADY, -25.1, id="too cold"),
        pytest.param(STEADY, 20.1, id="too warm"),
        pytest.param(INVERTER, 25.1, id="too warm for an inverter"),
        pytest.param(GROUND, -10.1, id="brine too cold"),
        pytest.param(Ratings(source=Source.WATER), -0.1, id="water would be ice"),
        pytest.param(Ratings(source=Source.EXHAUST_AIR), 4.9, id="no room is so cold"),
        pytest.param(Ratings(), -26, id="preset too cold"),
        pytest.param(Ratings(heating=(AT_47F,)), -26, id="one point too cold"),
        pytest.param(STEADY, float("nan"), id="no number"),
    ],
)
def test_unknown_outside_what_is_known(ratings: Ratings, at: float) -> None:
    assert heating_output(ratings, Celsius(at)) is None


def test_what_the_datasheet_reaches_is_known() -> None:
    arctic = Rating(Celsius(-32), 3.0, 1.6)
    ratings = replace(STEADY, heating=(*STEADY.heating, arctic))
    assert heating_output(ratings, Celsius(-31)) is not None


@pytest.mark.parametrize(
    ("cold", "at"),
    [
        pytest.param(Rating(Celsius(-8.33), 3.5, 1.3), -20, id="no capacity is left"),
        pytest.param(Rating(Celsius(-8.33), 5.0, 1.2), -15, id="a COP below one"),
        pytest.param(Rating(Celsius(-8.33), 9.9, 5.8), -25, id="a COP above Carnot's"),
        pytest.param(Rating(Celsius(6.33), 9.9, 7.9), -25, id="no power is left"),
    ],
)
def test_unknown_where_the_end_slope_leads_to_nonsense(cold: Rating, at: float) -> None:
    ratings = replace(STEADY, heating=(AT_47F, cold))
    assert heating_output(ratings, Celsius(at)) is None


@pytest.mark.parametrize(
    ("ratings", "at", "highest"),
    [
        pytest.param(Ratings((Rating(Celsius(8.33), 9, 7.9),)), 15, 8, id="to air"),
        pytest.param(
            Ratings((Rating(Celsius(20), 9, 11),), source=Source.WATER),
            25,
            12,
            id="to water",
        ),
    ],
)
def test_no_cop_above_what_is_believed(
    ratings: Ratings, at: float, highest: float
) -> None:
    output = known(ratings, at)
    assert output.cop == pytest.approx(highest)
    assert output.ceiling == highest


@pytest.mark.parametrize(
    ("ratings", "basis", "uncertainty"),
    [
        pytest.param(STEADY, Basis.DATASHEET, 0.05, id="datasheet"),
        pytest.param(INVERTER, Basis.DATASHEET, 0.08, id="inverter's datasheet"),
        pytest.param(Ratings((AT_47F,)), Basis.SINGLE_POINT, 0.067, id="one point"),
        pytest.param(Ratings((AT_47F, AT_47F)), Basis.SINGLE_POINT, 0.067, id="twice"),
        pytest.param(Ratings(), Basis.PRESET, 0.20, id="none"),
        pytest.param(Ratings(machine_type=INVERTS), Basis.PRESET, 0.13, id="inverter"),
    ],
)
def test_what_an_estimate_rests_on(
    ratings: Ratings, basis: Basis, uncertainty: float
) -> None:
    output = known(ratings, 5)
    assert output.basis is basis
    assert output.uncertainty == pytest.approx(uncertainty, abs=5e-3)


@pytest.mark.parametrize("machine_type", MachineType)
def test_the_farther_from_what_is_known_the_less_sure(
    machine_type: MachineType,
) -> None:
    ratings = Ratings((AT_47F, AT_17F), machine_type=machine_type)
    told = [known(ratings, at).uncertainty for at in (-8.33, -12, -16, -20)]
    assert told == sorted(told)
    assert told[0] < told[-1]
    assert known(ratings, 0).uncertainty < told[-1]


def test_one_point_is_returned_where_it_was_taken() -> None:
    output = known(Ratings(heating=(AT_47F,)), AT_47F.outdoor)
    assert output.capacity == pytest.approx(AT_47F.capacity)
    assert output.cop == pytest.approx(AT_47F.cop)


def test_one_point_tells_the_others_nearly() -> None:
    """Frost aside, 17 °F from 47 °F of the same machine, taken out by dry air."""
    output = known(Ratings(heating=(AT_47F,)), -8.33, 1)
    steady = known(STEADY, -8.33, 1)
    assert output.cop == pytest.approx(steady.cop, rel=output.uncertainty)
    assert output.capacity == pytest.approx(steady.capacity, rel=0.01)


@pytest.mark.parametrize(
    ("ratings", "at", "cop"),
    [
        pytest.param(Ratings(), 8.33, 3.6, id="single speed"),
        pytest.param(
            Ratings(machine_type=MachineType.TWO_STAGE), 8.33, 3.8, id="two stages"
        ),
        pytest.param(
            Ratings(machine_type=MachineType.VARIABLE_SPEED), 8.33, 3.61, id="inverter"
        ),
        pytest.param(
            Ratings(machine_type=MachineType.COLD_CLIMATE),
            *(8.33, 3.61),
            id="cold climate",
        ),
        pytest.param(Ratings(sink=Sink.WATER), 7, 4.68, id="air to water"),
        pytest.param(Ratings(source=Source.GROUND), 0, 4.62, id="ground"),
        pytest.param(Ratings(source=Source.WATER), 10, 5.65, id="water"),
        pytest.param(Ratings(source=Source.EXHAUST_AIR), 20, 3.5, id="exhaust air"),
    ],
)
def test_presets(ratings: Ratings, at: float, cop: float) -> None:
    output = known(ratings, at)
    assert output.cop == pytest.approx(cop, abs=0.01)
    assert not output.is_sized


@pytest.mark.parametrize(
    ("machine_type", "capacity"),
    [(MachineType.SINGLE_SPEED, 9.853), (MachineType.VARIABLE_SPEED, 11.295)],
)
def test_a_cooling_rating_sizes_a_preset(
    machine_type: MachineType, capacity: float
) -> None:
    ratings = Ratings(machine_type=machine_type, cooling_capacity=10)
    output = known(ratings, 8.33)
    assert output.capacity == pytest.approx(capacity, rel=1e-3)
    assert output.is_sized
    assert output.basis is Basis.PRESET


@pytest.mark.parametrize(
    ("ratings", "at", "rated", "sink", "capacity", "cop"),
    [
        pytest.param(STEADY, 8.33, 21, 16, 1.0225, 1.155, id="a room 5 K colder"),
        pytest.param(STEADY, 8.33, 21, 22, 0.9955, 0.974, id="a room 1 K warmer"),
        pytest.param(GROUND, 0, 35, 50, 0.955, 0.685, id="radiators"),
    ],
)
def test_a_warmer_sink_costs_capacity_and_cop(
    ratings: Ratings, at: float, rated: float, sink: float, capacity: float, cop: float
) -> None:
    base, output = known(ratings, at, sink=rated), known(ratings, at, sink=sink)
    assert base == known(ratings, at)
    assert output.capacity / base.capacity == pytest.approx(capacity, abs=1e-3)
    assert output.cop / base.cop == pytest.approx(cop, abs=1e-3)


SOURCES = {Source.GROUND: 0.0, Source.WATER: 10.0, Source.EXHAUST_AIR: 20.0}


def hydronic(source: Source, flow: float | None, count: int) -> Ratings:
    """Return one or two points, told with a flow of the heating water."""
    warmed = None if flow is None else Celsius(flow)
    at = SOURCES[source]
    both = (
        Rating(Celsius(at), 8.0, 2.9, flow=warmed),
        Rating(Celsius(at + 5), 9.0, 3.2, flow=warmed),
    )
    return Ratings(heating=both[:count], source=source)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("flow", [25.0, 35.0, 45.0, 55.0])
@pytest.mark.parametrize("source", SOURCES)
def test_a_sheet_is_met_at_the_flow_that_it_was_tested_with(
    source: Source, flow: float, count: int
) -> None:
    ratings = hydronic(source, flow, count)
    for point in ratings.points:
        output = known(ratings, point.outdoor, sink=flow)
        assert output.cop == pytest.approx(point.cop)
        assert output.capacity == pytest.approx(point.capacity)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("source", SOURCES)
def test_cooler_water_than_in_the_test_takes_less(source: Source, count: int) -> None:
    ratings, at = hydronic(source, 55, count), SOURCES[source]
    cops = [known(ratings, at, sink=flow).cop for flow in (35, 45, 55)]
    assert cops == sorted(cops, reverse=True)
    assert 1.2 < cops[0] / cops[-1] < 2.5


def test_a_sheet_without_a_flow_is_of_the_usual_test() -> None:
    named, empty = (hydronic(Source.GROUND, flow, 2) for flow in (35, None))
    for sink in (35, 50):
        assert known(named, 2, sink=sink).cop == known(empty, 2, sink=sink).cop


def test_the_low_stage_delivers_less_at_a_better_cop() -> None:
    full = known(STEADY, 5)
    low = low_stage_output(full)
    assert low.capacity == pytest.approx(0.72 * full.capacity)
    assert low.cop == pytest.approx(full.cop * 0.72 / 0.65)
    assert low.uncertainty == 0.10


def test_the_low_stage_keeps_below_the_ceiling() -> None:
    full = known(Ratings(heating=(Rating(Celsius(8.33), 9, 7.9),)), 15)
    assert low_stage_output(full).cop == pytest.approx(8)
