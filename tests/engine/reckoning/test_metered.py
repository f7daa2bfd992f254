"""What a meter tells of the machine itself: it is shared, or stuck, or wrong."""

from collections.abc import Callable
from dataclasses import replace
from math import exp

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    HEAT_IN_WATER,
    Factor,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    HeatingCurve,
    MachineType,
    Ratings,
    Sink,
)
from custom_components.heat_pump_thermostat.engine.meter import Count

from ..invariants import Y1
from ..rated import (
    BARE,
    DATASHEET,
    HOUR,
    MILD,
    RATED_HEAT,
    RATED_POWER,
    grown,
    heating,
    rated,
)
from ..rig import Bench, celsius, minutes
from .test_learning import given

INVERTER = replace(DATASHEET, machine_type=MachineType.VARIABLE_SPEED)
OTHERS = 1.5
"""What the rest of a house draws beside the machine, kW."""


def after_rest(
    ratings: Ratings = DATASHEET, *, at_rest: dict[str, float], **running: float
) -> Bench:
    """Return a bench whose meters told the one for hours at rest, the other running."""
    bench = Bench(rated(ratings=ratings), room=22.0, outdoor=MILD)
    bench.measure(**at_rest).run(HOUR * 4)
    assert Y1 not in bench.on
    bench.sense(room=18.5).measure(**running).run(minutes(30))
    assert Y1 in bench.on
    return bench


def shared(ratings: Ratings = DATASHEET, *, own: float, **running: float) -> Bench:
    """Return a bench whose power meter is that of the whole house."""
    at_rest = {"power": OTHERS + 0.1, **dict.fromkeys(running, 0.0)}
    return after_rest(ratings, at_rest=at_rest, power=OTHERS + own, **running)


# --- Power that others share ---------------------------------------------------------


def test_a_measured_cop_is_by_the_machines_own_power() -> None:
    now = shared(own=RATED_POWER, heat=RATED_HEAT).decision.estimates.now
    assert now is not None
    assert now.cop == pytest.approx(RATED_HEAT / RATED_POWER, rel=0.02)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 1.0])
def test_an_inverters_load_is_told_by_its_own_power(share: float) -> None:
    own = share * RATED_POWER * exp(-0.45 * (1 - share))
    of_all = shared(INVERTER, own=own).decision.estimates.now
    alone = heating(rated(ratings=INVERTER), power=own, ran=HOUR)
    assert of_all is not None
    assert alone.decision.estimates.now is not None
    assert of_all.capacity == pytest.approx(
        alone.decision.estimates.now.capacity, rel=0.03
    )


def test_only_the_machines_own_power_is_counted() -> None:
    hour = grown(shared(own=RATED_POWER))
    assert hour[Count.HEATING_ELECTRICITY] == pytest.approx(RATED_POWER, rel=0.01)


def test_at_rest_too() -> None:
    bench = Bench(rated(), room=22.0, outdoor=MILD).measure(power=OTHERS + 0.1)
    hour = grown(bench.run(HOUR * 4))
    assert hour[Count.HEATING_ELECTRICITY] == pytest.approx(0.1, abs=0.01)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("ratings", [DATASHEET, INVERTER], ids=["one speed", "many"])
@pytest.mark.parametrize("stuck", [0.8, 2.0, 3.4])
def test_a_power_that_no_run_moves_is_not_believed(
    ratings: Ratings, stuck: float
) -> None:
    bench = after_rest(ratings, at_rest={"power": stuck}, power=stuck)
    unmetered = after_rest(ratings, at_rest={})
    assert bench.decision.estimates.now == unmetered.decision.estimates.now
    assert bench.decision.estimates.flows == unmetered.decision.estimates.flows


def test_a_machine_that_draws_nothing_on_a_meter_of_its_own_draws_nothing() -> None:
    bench = after_rest(at_rest={"power": 0.05}, power=0.0)
    assert bench.decision.estimates.flows.power == 0.0


MACHINES = (
    pytest.param(DATASHEET, 4.0, id="one speed"),
    pytest.param(BARE, 3.6, id="nobody rated it"),
    pytest.param(INVERTER, 4.0, id="many speeds"),
)
"""Machines, and the COP that they have at full load."""


def lived_with(ratings: Ratings, meter: Callable[[float], float]) -> Bench:
    """Return a bench after days of runs and rests beside a meter.

    `meter` makes what is told of what the machine draws, kW.
    """
    bench = Bench(rated(ratings=ratings), room=22.0, outdoor=MILD)
    for half_hour in range(DAYS * 48):
        rests = half_hour % 6 < 2
        tenths = half_hour % 4 / 10
        own = RATED_POWER if Y1 in bench.on else 0.05
        bench.measure(power=meter(own))
        bench.now += minutes(30)
        bench.sense(room=(22.0 if rests else 18.5) + tenths, outdoor=MILD + tenths / 2)
    return bench.measure(power=meter(RATED_POWER if Y1 in bench.on else 0.05))


DAYS = 4


def linear(by: float, more: float = 0.0) -> Callable[[float], float]:
    """Return a meter that tells so many times what is drawn, and so much more."""
    return lambda own: by * own + more


METERS = {
    **{
        f"{by} times too much": linear(by)
        for by in (0.3, 0.5, 0.7, 0.9, 1.1, 1.4, 1.6, 2.6, 4.0)
    },
    **{f"stuck at {at} kW": linear(0.0, at) for at in (0.0, 0.8, 2.0, 2.5, 3.4, 6.0)},
    **{f"{more} kW of others": linear(1.0, more) for more in (0.3, 1.5, 4.0)},
}


@pytest.mark.slow_after(3)
@pytest.mark.parametrize("meter", METERS.values(), ids=METERS)
@pytest.mark.parametrize(("ratings", "cop"), MACHINES)
def test_whatever_a_meter_tells_a_cop_is_no_further_off_than_it_says(
    ratings: Ratings, cop: float, meter: Callable[[float], float]
) -> None:
    full = lived_with(ratings, meter).decision.estimates.full
    assert full is not None
    assert abs(full.cop / cop - 1) <= full.uncertainty + 0.02
    assert full.basis is not Basis.LEARNED


@pytest.mark.parametrize("ratings", [DATASHEET, INVERTER], ids=["one speed", "many"])
@pytest.mark.parametrize("by", [2.6, 4.0, 40.0])
def test_more_power_than_the_machine_can_draw_is_not_its_own(
    ratings: Ratings, by: float
) -> None:
    at_rest = {"power": 0.05}
    bench = after_rest(ratings, at_rest=at_rest, power=by * RATED_POWER)
    unmetered = after_rest(ratings, at_rest={})
    assert bench.decision.estimates.now == unmetered.decision.estimates.now
    assert bench.decision.estimates.flows == unmetered.decision.estimates.flows


def test_nor_is_a_cop_measured_by_it() -> None:
    at_rest = {"power": 0.05, "heat": 0.0}
    bench = after_rest(at_rest=at_rest, power=2.6 * RATED_POWER, heat=RATED_HEAT)
    now = bench.decision.estimates.now
    assert now is not None
    assert now.basis is not Basis.MEASURED


@pytest.mark.parametrize("share", [0.1, 1.0, 1.5])
def test_what_it_can_draw_is_counted(share: float) -> None:
    bench = after_rest(at_rest={"power": 0.05}, power=share * RATED_POWER)
    assert bench.decision.estimates.flows.power == share * RATED_POWER


# --- Heat that is not the machine's --------------------------------------------------


def known_without(bench: Bench, ratings: Ratings = DATASHEET) -> None:
    """Assert that what a heat meter tells is left out of what is told and learned."""
    unmetered = after_rest(ratings, at_rest={"power": 0.05}, power=RATED_POWER)
    assert bench.decision.estimates.now == unmetered.decision.estimates.now
    assert bench.decision.estimates.flows == unmetered.decision.estimates.flows
    assert bench.state.learned.scale.capacity == Factor()
    assert given(bench) == pytest.approx(given(unmetered), rel=0.1)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("ratings", [DATASHEET, INVERTER], ids=["one speed", "many"])
@pytest.mark.parametrize("stuck", [2.0, 6.0, -6.0, 9.0])
def test_a_heat_that_no_run_moves_is_not_believed(
    ratings: Ratings, stuck: float
) -> None:
    at_rest = {"power": 0.05, "heat": stuck}
    bench = after_rest(ratings, at_rest=at_rest, power=RATED_POWER, heat=stuck)
    known_without(bench, ratings)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("ratings", [DATASHEET, INVERTER], ids=["one speed", "many"])
@pytest.mark.parametrize("heat", [2.6 * RATED_HEAT, 1.9 * RATED_HEAT])
def test_nor_more_than_the_machine_can_give(ratings: Ratings, heat: float) -> None:
    at_rest = {"power": 0.05, "heat": 0.0}
    bench = after_rest(ratings, at_rest=at_rest, power=RATED_POWER, heat=heat)
    known_without(bench, ratings)


def test_nor_far_less_than_one_speed_gives() -> None:
    at_rest = {"power": 0.05, "heat": 0.0}
    bench = after_rest(at_rest=at_rest, power=RATED_POWER, heat=0.4 * RATED_HEAT)
    known_without(bench)


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_which_an_inverter_may_give(share: float) -> None:
    at_rest = {"power": 0.05, "heat": 0.0}
    heat = share * RATED_HEAT
    bench = after_rest(INVERTER, at_rest=at_rest, power=share * RATED_POWER, heat=heat)
    assert bench.decision.estimates.flows.heat == heat
    assert bench.decision.estimates.now is not None
    assert bench.decision.estimates.now.capacity == heat


def test_what_a_heat_meter_tells_at_rest_is_taken_off() -> None:
    at_rest = {"power": 0.05, "heat": 1.0}
    bench = after_rest(at_rest=at_rest, power=RATED_POWER, heat=1.0 + RATED_HEAT)
    flows = bench.decision.estimates.flows
    assert flows.heat == pytest.approx(RATED_HEAT, rel=0.01)
    assert given(bench) == pytest.approx(RATED_HEAT, rel=0.01)


def test_of_a_machine_of_unknown_size_any_heat_may_be() -> None:
    bench = heating(rated(ratings=BARE), power=5.0, heat=20.0)
    assert bench.decision.estimates.flows.heat == 20.0


HYDRONIC = replace(DATASHEET, sink=Sink.WATER)


@pytest.mark.parametrize(
    ("share", "is_believed"), [(0.3, True), (2.0, True), (2.6, False)]
)
def test_of_one_that_heats_water_and_is_tested_at_part_load_more_may_be(
    share: float, *, is_believed: bool
) -> None:
    bench = heating(rated(ratings=HYDRONIC))
    heat = share * (bench.decision.estimates.capacity or 0.0)
    told = bench.measure(heat=heat).decision.estimates.flows.heat
    assert (told == heat) is is_believed


# --- How warm water flows ------------------------------------------------------------

FIXED_FLOW = replace(HYDRONIC, curve=HeatingCurve(celsius(40), celsius(40)))


def flowing(
    supply: float | None, back: float | None = None, ratings: Ratings = FIXED_FLOW
) -> Bench:
    """Return a bench whose water leaves and returns so warm while it heats."""
    bench = heating(rated(ratings=ratings), ran=minutes(20))
    return bench.measure(supply=supply, back=back).run(minutes(1))


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("supply", [-40.0, -10.0, 5.0, 20.0, 95.0, 140.0])
@pytest.mark.parametrize("ratings", [FIXED_FLOW, HYDRONIC], ids=["fixed", "a curve"])
def test_water_that_cannot_heat_is_told_by_the_curve(
    supply: float, ratings: Ratings
) -> None:
    told = flowing(supply, ratings=ratings).decision.estimates
    assert told == flowing(None, ratings=ratings).decision.estimates


def test_nor_can_water_that_comes_back_warmer() -> None:
    told = flowing(30.0, 35.0).decision.estimates
    assert told == flowing(None).decision.estimates


@pytest.mark.parametrize("supply", [24.0, 28.0, 34.0, 46.0, 55.0])
def test_water_as_warm_as_heating_water_is_tells_how_hard_it_is(supply: float) -> None:
    cop, usual = (flowing(each).decision.estimates.full for each in (supply, None))
    assert cop is not None
    assert usual is not None
    assert (cop.cop > usual.cop) is (supply < 40.0)


@pytest.mark.parametrize("heat", [-40.0, -90.0])
def test_no_defrost_takes_more_than_the_machine_gives(heat: float) -> None:
    bench = heating(rated(ratings=HYDRONIC)).measure(heat=heat)
    assert (bench.decision.estimates.flows.heat or 0.0) > 0


@pytest.mark.parametrize(
    ("told", "metered", "counts"),
    [
        pytest.param(None, 3e-4, 3e-4, id="as it is metered"),
        pytest.param(2e-4, 3e-4, 3e-4, id="rather than as it was told"),
        pytest.param(2e-4, None, 2e-4, id="which serves while the meter is silent"),
        pytest.param(2e-4, 0.0, 2e-4, id="or stands"),
        pytest.param(2e-4, 71_582.0, 2e-4, id="or talks nonsense"),
        pytest.param(None, 0.0, None, id="and without either it is no measure"),
    ],
)
def test_water_takes_up_heat_by_its_flow(
    told: float | None, metered: float | None, counts: float | None
) -> None:
    machine = replace(rated().machine, ratings=HYDRONIC, water_flow=told)
    settings = replace(rated(), machine=machine)
    bench = heating(settings, supply=35.0, back=30.0, water_flow=metered)
    estimated = heating(settings, supply=35.0).decision.estimates.flows.heat
    heat = estimated if counts is None else 5 * counts * HEAT_IN_WATER
    assert bench.decision.estimates.flows.heat == pytest.approx(heat)


@pytest.mark.parametrize(("supply", "back"), [(20.0, 20.5), (95.0, 93.0), (5.0, 4.0)])
def test_water_that_cannot_heat_tells_no_heat(supply: float, back: float) -> None:
    machine = replace(rated().machine, ratings=HYDRONIC, water_flow=3e-4)
    bench = heating(replace(rated(), machine=machine), supply=supply, back=back)
    unmeasured = heating(rated(ratings=HYDRONIC)).decision.estimates.flows
    assert bench.decision.estimates.flows == unmeasured
