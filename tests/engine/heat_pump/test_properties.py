"""What holds for every datasheet, at every temperature."""

from math import nan

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    FACTOR_BOUNDS,
    Factor,
    Scale,
    calibrated_output,
    factor_after,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.carnot import (
    refrigerant_cycle,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.cooling import (
    cooling_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
    low_stage_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ranges import range_of
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
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

PLACES = (8.33, 1.67, -8.33, -15.0)

always = examples(max_examples=200, derandomize=True, deadline=None)

temperatures = st.floats(-60, 60).map(Celsius)
humidities = st.none() | st.floats(0, 100)
entries = st.lists(
    st.builds(
        Rating,
        outdoor=st.sampled_from(PLACES).map(Celsius),
        capacity=st.floats(0.5, 60),
        cop=st.floats(1, 8),
        speed=st.sampled_from(Speed),
        flow=st.none() | st.floats(20, 65).map(Celsius),
    ),
    max_size=4,
).map(tuple)
datasheets = st.builds(
    Ratings,
    heating=entries,
    source=st.sampled_from(Source),
    sink=st.none() | st.sampled_from(Sink),
    indoor_unit=st.sampled_from(IndoorUnit),
    machine_type=st.sampled_from(MachineType),
    with_defrost=st.sampled_from(RatedWithDefrost),
    cooling_capacity=st.none() | st.floats(0.5, 60),
    cooling_eer=st.none() | st.floats(3, 40),
)


@st.composite
def machines(draw: st.DrawFn) -> Ratings:
    """Draw a machine as it is built: the colder, the less heat and the more work."""
    capacity, cop = draw(st.floats(2, 20)), draw(st.floats(3, 5))
    points = [Rating(Celsius(PLACES[0]), capacity, cop)]
    for place in PLACES[1:]:
        colder = points[-1].outdoor - place
        capacity *= 1 - draw(st.floats(0.018, 0.028)) * colder
        cop *= 1 - draw(st.floats(0.010, 0.022)) * colder
        points.append(Rating(Celsius(place), capacity, cop))
    return Ratings(
        heating=tuple(points[: draw(st.integers(0, 4))]),
        machine_type=draw(st.sampled_from(MachineType)),
        with_defrost=draw(st.sampled_from(RatedWithDefrost)),
    )


def believable(output: Output, highest: float) -> bool:
    return output.power > 0 and 1 <= output.cop <= highest * (1 + 1e-9)


@always
@given(datasheets, temperatures, humidities, st.none() | temperatures)
def test_no_cop_beyond_carnot_eight_or_twelve(
    ratings: Ratings,
    at: Celsius,
    humidity: float | None,
    sink: Celsius | None,
) -> None:
    output = heating_output(ratings, at, humidity, sink)
    highest = 8 if ratings.into is Sink.AIR else 12
    limit = min(highest, refrigerant_cycle(ratings.into, at, sink).carnot)
    assert output is None or believable(output, limit)
    assert output is None or believable(low_stage_output(output), limit)


@pytest.mark.slow
@always
@given(datasheets, temperatures)
def test_unknown_outside_the_range(ratings: Ratings, at: Celsius) -> None:
    known = range_of(ratings)
    places = [point.outdoor for point in ratings.heating]
    low, high = min([known.low, *places]), max([known.high, *places])
    assert low <= at <= high or heating_output(ratings, at) is None


@always
@given(machines(), st.floats(-24.9, 19.8), humidities)
def test_no_step_anywhere(ratings: Ratings, at: float, humidity: float | None) -> None:
    """A tenth of a kelvin, the step of a sensor, moves nothing by more than 1.5 %."""
    here = heating_output(ratings, Celsius(at), humidity)
    there = heating_output(ratings, Celsius(at + 0.1), humidity)
    assert (
        here is None
        or there is None
        or there.capacity == pytest.approx(here.capacity, rel=0.015)
    )
    assert (
        here is None
        or there is None
        or there.power == pytest.approx(here.power, rel=0.015)
    )


@pytest.mark.slow
@always
@given(machines(), st.floats(-25, 20), st.floats(0, 10))
def test_warmer_air_gives_no_less_heat(
    ratings: Ratings, at: float, warmer: float
) -> None:
    here = heating_output(ratings, Celsius(at))
    there = heating_output(ratings, Celsius(at + warmer))
    assert here is None or there is None or there.capacity >= here.capacity - 1e-9


@pytest.mark.slow
@always
@given(datasheets, temperatures)
def test_cooling_is_believable_or_unknown(ratings: Ratings, at: Celsius) -> None:
    output = cooling_output(ratings, at)
    assert output is None or output.cop <= 8 * (1 + 1e-9)


@pytest.mark.slow
@always
@given(
    st.lists(
        st.tuples(
            st.floats(-5, 20), st.just(nan) | st.floats(-5, 50), st.floats(0, 1e6)
        )
    )
)
def test_a_learned_factor_stays_in_its_bounds(
    seen: list[tuple[float, float, float]],
) -> None:
    factor = Factor()
    for modelled, measured, seconds in seen:
        factor = factor_after(factor, modelled, measured, seconds)
        assert FACTOR_BOUNDS[0] <= factor.value <= FACTOR_BOUNDS[1]


@pytest.mark.slow
@always
@given(machines(), st.floats(-25, 20), st.floats(0.6, 1.5), st.floats(0.6, 1.5))
def test_no_calibration_breaks_the_second_law(
    ratings: Ratings, at: float, power: float, capacity: float
) -> None:
    output = heating_output(ratings, Celsius(at))
    scale = Scale(power=Factor(power), capacity=Factor(capacity))
    assert (
        output is None or calibrated_output(output, scale).cop <= output.ceiling + 1e-9
    )
