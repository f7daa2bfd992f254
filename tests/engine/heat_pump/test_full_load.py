"""What the machine can deliver: its datasheet, as this unit keeps it, in its stage."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    Factor,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.full_load import (
    HeatPump,
    at_running_stage,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    HeatingCurve,
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

from ..invariants import Y1, Y2
from ..rated import COLD, HOT, MILD, heating, rated
from ..rig import NO_BACKUP, TWO_STAGE, Bench, celsius

AS_RATED = HeatPump(rated().machine.ratings)


@pytest.mark.parametrize(
    ("side", "at", "capacity", "power"),
    [
        pytest.param(Side.HEAT, COLD, 6.0, 2.4, id="heating in the cold"),
        pytest.param(Side.HEAT, MILD, 10.0, 2.5, id="heating in mild weather"),
        pytest.param(Side.COOL, HOT, 9.0, 3.0, id="cooling in the heat"),
    ],
)
def test_at_full_load_it_does_what_its_datasheet_says(
    side: Side, at: float, capacity: float, power: float
) -> None:
    output = AS_RATED.full_load(side, celsius(at))
    assert output is not None
    assert output.capacity == pytest.approx(capacity, rel=1e-3)
    assert output.power == pytest.approx(power, rel=1e-3)


@pytest.mark.parametrize(
    ("side", "at"),
    [
        pytest.param(Side.HEAT, None, id="no outdoor sensor"),
        pytest.param(Side.HEAT, -40.0, id="colder than any datasheet"),
        pytest.param(Side.HEAT, 40.0, id="nobody heats in the heat"),
        pytest.param(Side.COOL, -30.0, id="nobody cools in such cold"),
    ],
)
def test_where_nothing_is_known_nothing_is_told(side: Side, at: float | None) -> None:
    where = None if at is None else celsius(at)
    assert AS_RATED.full_load(side, where) is None


def test_a_unit_is_estimated_as_it_has_shown_to_be() -> None:
    shown = Scale(power=Factor(1.1), capacity=Factor(0.9))
    output = HeatPump(AS_RATED.ratings, shown).full_load(Side.HEAT, celsius(MILD))
    assert output is not None
    assert (output.capacity, output.power) == pytest.approx((9.0, 2.75))


INVERTS = Ratings(machine_type=MachineType.VARIABLE_SPEED)


def run_at(at_mild: Speed, at_cold: Speed | None = None, **known: Any) -> HeatPump:
    """Return a machine whose points were tested at these speeds."""
    points = (
        Rating(celsius(8.33), 10.0, 3.8, at_mild),
        Rating(celsius(-8.33), 6.5, 2.7, at_cold or at_mild),
    )
    return HeatPump(replace(INVERTS, heating=points, **known))


LESS_THAN_IT_CAN = {
    "as it is rated": run_at(Speed.RATED),
    "rated in mild weather": run_at(Speed.RATED, Speed.MAXIMUM),
    "a label of its most": HeatPump(sized_by_label(INVERTS, 10.0)),
    "no more than its rated size": HeatPump(
        sized_by(INVERTS, {celsius(8.33): 10.0}, speed=Speed.RATED)
    ),
}
ITS_MOST = {
    "one speed": AS_RATED,
    "one speed, as it is rated": run_at(
        Speed.RATED, machine_type=MachineType.SINGLE_SPEED
    ),
    "two stages": run_at(Speed.RATED, machine_type=MachineType.TWO_STAGE),
    "its most": run_at(Speed.MAXIMUM),
    "a speed that nobody tells": run_at(Speed.UNKNOWN),
    "partly so": run_at(Speed.RATED, Speed.UNKNOWN),
    "a size of a speed that nobody tells": HeatPump(
        sized_by(INVERTS, {celsius(8.33): 10.0})
    ),
    "to water": run_at(Speed.RATED, sink=Sink.WATER),
}


@pytest.mark.parametrize("heat_pump", ITS_MOST.values(), ids=ITS_MOST)
@pytest.mark.parametrize("outdoor", [-15.0, -7.0, 0.0, 8.0])
def test_a_sheet_of_all_that_it_can_tells_its_most(
    heat_pump: HeatPump, outdoor: float
) -> None:
    at = celsius(outdoor)
    assert heat_pump.most_heat(at) == heat_pump.capacity(at)


@pytest.mark.parametrize("heat_pump", LESS_THAN_IT_CAN.values(), ids=LESS_THAN_IT_CAN)
@pytest.mark.parametrize("outdoor", [-15.0, -7.0, 0.0])
def test_at_the_utmost_an_inverter_gives_more_than_it_is_rated_for(
    heat_pump: HeatPump, outdoor: float
) -> None:
    at = celsius(outdoor)
    usual, most = heat_pump.capacity(at), heat_pump.most_heat(at)
    assert usual is not None
    assert most is not None
    assert 1.02 * usual < most < 1.6 * usual


def test_a_label_tells_a_load_that_is_just_carried() -> None:
    labelled = HeatPump(sized_by_label(INVERTS, 10.0))
    assert labelled.most_heat(celsius(-7)) == pytest.approx(10.0 * 23 / 26)


def test_where_nobody_knows_how_large_it_is_its_most_is_not_known_either() -> None:
    assert HeatPump(INVERTS).most_heat(celsius(0)) is None


def test_beyond_all_weather_it_has_no_reserve() -> None:
    rated_low = LESS_THAN_IT_CAN["as it is rated"]
    assert rated_low.reserve(celsius(-60)) == rated_low.reserve(None) == 1


FLOW_55 = HeatingCurve(celsius(55), celsius(55))


@pytest.mark.parametrize(
    ("curve", "least", "most"),
    [
        pytest.param(FLOW_55, 2.85, 2.95, id="as it was tested"),
        pytest.param(HeatingCurve(celsius(35), celsius(35)), 4.0, 5.2, id="floors"),
        pytest.param(None, 2.85, 2.95, id="nobody tells: as it was tested"),
    ],
)
def test_a_brine_sheet_at_55_degrees_is_told_by_the_houses_flow(
    curve: HeatingCurve | None, least: float, most: float
) -> None:
    sheet = (Rating(celsius(0), 8.0, 2.9, flow=celsius(55)),)
    ratings = Ratings(heating=sheet, source=Source.GROUND, curve=curve)
    cop = HeatPump(ratings, source=celsius(0)).cop(celsius(-5))
    assert cop is not None
    assert least < cop < most


def test_a_breath_of_air_works_nothing_out_anew() -> None:
    """A tenth of a degree and a percent are all that an estimate can tell apart."""
    heat_pump = HeatPump(Ratings(heating=(Rating(celsius(8), 10, 4),)))

    def told(at: float, humidity: float) -> Output | None:
        damp = replace(heat_pump, humidity=humidity)
        return damp.full_load(Side.HEAT, celsius(at))

    outputs = {told(2.0, 90.0), told(2.04, 90.4), told(1.96, 89.6)}
    assert len(outputs) == 1
    assert told(2.0, 40.0) not in outputs


def test_both_stages_give_all_and_one_alone_less() -> None:
    full = Output(10.0, 2.5, *_told())
    bench = heating(rated(TWO_STAGE))
    assert bench.on >= {Y1}
    assert Y2 not in bench.on
    low = at_running_stage(full, bench.state.wires.board)
    assert (low.capacity, low.power) == pytest.approx((7.2, 1.625))

    both = Bench(rated(TWO_STAGE), room=16, outdoor=MILD)
    both.run_until(lambda b: Y2 in b.on, both.settings.compressor.stage_2_after * 2)
    assert at_running_stage(full, both.state.wires.board) == full


def test_a_machine_with_one_stage_runs_at_full_load() -> None:
    full = Output(10.0, 2.5, *_told())
    board = Bench(rated(NO_BACKUP)).state.wires.board
    assert at_running_stage(full, board) == full


def _told() -> tuple[Any, ...]:
    known = AS_RATED.full_load(Side.HEAT, celsius(MILD))
    assert known is not None
    return known.basis, known.uncertainty, known.ceiling
