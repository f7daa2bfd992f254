"""What the weather will mean: balance points, prices of heat, the coldest day."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import (
    HeatGenerator,
    Prices,
)
from custom_components.heat_pump_thermostat.engine.accounts.outlook import (
    Outlook,
    outlook_for,
)
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    DefrostState,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    Factor,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.full_load import HeatPump
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Rating,
    Ratings,
    Source,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.sources import Twin
from custom_components.heat_pump_thermostat.engine.house import envelope
from custom_components.heat_pump_thermostat.engine.house.balance import Beyond
from custom_components.heat_pump_thermostat.engine.house.chart import balance_chart
from custom_components.heat_pump_thermostat.engine.house.envelope import (
    thermal_balance_point,
)
from custom_components.heat_pump_thermostat.engine.house.home import (
    Home,
    home_of,
    prior_of,
)
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.settings import Upkeep

from ..rated import BARE, COLD, DATASHEET, KNOWN, MILD, cooling, heating, rated
from ..rig import Bench, celsius, minutes, targets

BRINE = Ratings(
    heating=(Rating(celsius(0), 8.0, 4.0), Rating(celsius(10), 10.0, 5.0)),
    source=Source.GROUND,
)
COLDEST = -20.0


def seen(bench: Bench) -> Outlook:
    """Return what is told of the weather to come."""
    return bench.decision.estimates.outlook


def resting(
    ratings: Ratings = DATASHEET, outdoor: float | None = 0.0, **measured: Any
) -> Outlook:
    """Return what a machine at rest is told."""
    return seen(Bench(rated(ratings=ratings), outdoor=outdoor).measure(**measured))


# --- The thermal balance point -------------------------------------------------------


def test_an_unknown_house_is_as_large_as_its_heat_pump_suits() -> None:
    outlook = resting()
    assert outlook.thermal_balance == pytest.approx(-3, abs=0.1)
    assert outlook.house.days == 0


def test_it_needs_no_weather_to_be_told() -> None:
    assert resting(outdoor=None).thermal_balance == resting().thermal_balance


def test_it_is_told_in_summer_too() -> None:
    assert seen(cooling()).thermal_balance == resting().thermal_balance


def test_a_warmer_room_needs_help_sooner() -> None:
    bench = Bench(rated(), outdoor=0.0)
    usual = seen(bench).thermal_balance
    bench.wish(lambda wishes: wishes.with_targets(targets(23, 27), None))
    assert isinstance(usual, float)
    warmer = seen(bench).thermal_balance
    assert isinstance(warmer, float)
    assert warmer > usual + 1


def test_a_machine_that_has_shown_to_be_weak_needs_help_sooner() -> None:
    bench = Bench(rated(), outdoor=0.0)
    usual = seen(bench).thermal_balance
    bench.learn(scale=Scale(capacity=Factor(0.7)))
    weak = seen(bench.settle()).thermal_balance
    assert isinstance(usual, float)
    assert isinstance(weak, float)
    assert weak > usual + 2


def test_without_a_size_there_is_none() -> None:
    outlook = resting(BARE)
    assert outlook.thermal_balance is None
    assert outlook.house.loss == pytest.approx(envelope.USUAL_LOSS)


def speeding(speed: Speed, machine_type: MachineType) -> Home:
    """Return a learned home whose machine was tested at a speed."""
    points = tuple(replace(point, speed=speed) for point in DATASHEET.heating)
    ratings = replace(DATASHEET, heating=points, machine_type=machine_type)
    return home_of(KNOWN, HeatPump(ratings))


INVERTS, ONE_SPEED = MachineType.VARIABLE_SPEED, MachineType.SINGLE_SPEED
ALL_IT_CAN = [
    pytest.param(Speed.RATED, ONE_SPEED, id="one speed"),
    pytest.param(Speed.MAXIMUM, INVERTS, id="an inverter at its maximum"),
    pytest.param(Speed.UNKNOWN, INVERTS, id="at a speed that nobody tells"),
]
OUTDOORS = [celsius(at) for at in (-15, -8, 0, 6)]


def balance_of(home: Home) -> float:
    """Return the thermal balance point of a home whose room is kept at 20 °C."""
    found = outlook_for(home, celsius(20), None, None, None, Warming()).thermal_balance
    assert isinstance(found, float)
    return found


@pytest.mark.parametrize(("speed", "machine_type"), ALL_IT_CAN)
def test_margin_and_balance_are_by_what_the_datasheet_tells(
    speed: Speed, machine_type: MachineType
) -> None:
    home = speeding(speed, machine_type)
    capacity = home.heat_pump.capacity
    assert balance_of(home) == thermal_balance_point(
        home.house.rounded, capacity, celsius(20)
    )
    assert [home.margin(at, celsius(20)) for at in OUTDOORS] == [
        (capacity(at) or 0.0) / home.house.load(at, celsius(20)) for at in OUTDOORS
    ]


def test_an_inverter_that_is_rated_low_carries_the_house_further() -> None:
    """It runs as hard as it is needed: its rating is not its most."""
    low, most = (speeding(speed, INVERTS) for speed in (Speed.RATED, Speed.MAXIMUM))
    assert balance_of(low) < balance_of(most) - 1
    for at in OUTDOORS:
        margins = [home.margin(at, celsius(20)) for home in (low, most)]
        assert None not in margins
        assert (margins[0] or 0.0) > 1.05 * (margins[1] or 0.0)


def test_and_is_short_of_less_on_the_coldest_day() -> None:
    low, most = (speeding(speed, INVERTS) for speed in (Speed.RATED, Speed.MAXIMUM))
    days = [
        outlook_for(home, celsius(20), None, None, celsius(COLDEST), Warming()).design
        for home in (low, most)
    ]
    assert days[0]
    assert days[1]
    assert days[0].capacity > 1.1 * days[1].capacity
    assert days[0].needed == days[1].needed


def test_the_chart_crosses_where_the_balance_point_is() -> None:
    low = speeding(Speed.RATED, INVERTS)
    short = [
        day.outdoor
        for day in balance_chart(low, celsius(20))
        if day.capacity is not None and day.capacity < day.load
    ]
    assert max(short) < balance_of(low) <= max(short) + 1


# --- The economic balance point ------------------------------------------------------

AT_ZERO = 8.0 / 2.45
"""The COP of the datasheet at 0 °C."""


def furnace(cop: float, electricity: float = 0.3) -> Prices:
    """Return prices at which a furnace is as cheap as a heat pump of this COP."""
    return Prices(electricity, electricity / cop * 0.8, efficiency=0.8)


@pytest.mark.parametrize(
    ("prices", "balance"),
    [
        pytest.param(furnace(2.5), COLD, id="at the COP of the cold"),
        pytest.param(furnace(AT_ZERO), 0.0, id="at the COP of frost"),
        pytest.param(furnace(4.0), MILD, id="at the COP of mild weather"),
    ],
)
def test_the_furnace_is_cheaper_below_the_cop_that_pays(
    prices: Prices, balance: float
) -> None:
    assert resting(prices=prices).economic_balance == pytest.approx(balance, abs=0.1)


# --- What a kWh of heat costs --------------------------------------------------------


def test_what_heat_costs_now() -> None:
    prices = resting(outdoor=MILD, prices=Prices(0.4, 0.08, efficiency=0.8)).heat_prices
    assert prices[HeatGenerator.RESISTANCE] == pytest.approx(0.4)
    assert prices[HeatGenerator.HEAT_PUMP] == pytest.approx(0.1)
    assert prices[HeatGenerator.FURNACE] == pytest.approx(0.1)


def test_only_what_is_known_has_a_price() -> None:
    assert resting().heat_prices == {}
    assert resting(outdoor=None, prices=Prices(0.4)).heat_prices == {
        HeatGenerator.RESISTANCE: 0.4
    }


def test_the_price_of_cold_is_none_of_heat() -> None:
    prices = seen(cooling(prices=Prices(0.4))).heat_prices
    assert HeatGenerator.HEAT_PUMP not in prices


# --- The coldest day -----------------------------------------------------------------


def test_what_the_coldest_day_asks_for() -> None:
    settings = replace(rated(), upkeep=Upkeep(design_outdoor=celsius(COLDEST)))
    outlook = seen(Bench(settings, outdoor=MILD))
    assert outlook.design is not None
    assert outlook.design.capacity == pytest.approx(3.0, rel=1e-3)
    loss = 7.25 / 20
    assert outlook.design.needed == pytest.approx(loss * (20 - 3 - COLDEST), rel=0.01)
    assert outlook.design.backup == pytest.approx(
        outlook.design.needed - outlook.design.capacity
    )


@pytest.mark.parametrize(
    ("ratings", "coldest"),
    [
        pytest.param(DATASHEET, None, id="nobody told how cold"),
        pytest.param(BARE, COLDEST, id="unknown size"),
        pytest.param(DATASHEET, -40.0, id="colder than any datasheet"),
    ],
)
def test_which_nobody_knows_without(ratings: Ratings, coldest: float | None) -> None:
    outdoor = None if coldest is None else celsius(coldest)
    settings = replace(rated(ratings=ratings), upkeep=Upkeep(design_outdoor=outdoor))
    assert seen(Bench(settings, outdoor=MILD)).design is None


# --- Other sources than outdoor air --------------------------------------------------


@pytest.mark.parametrize(
    ("source", "cop"),
    [
        pytest.param(None, 9.0 / 2, id="usual brine of 5 °C"),
        pytest.param(0.0, 4.0, id="cold brine"),
        pytest.param(10.0, 5.0, id="warm brine"),
    ],
)
@pytest.mark.parametrize("outdoor", [None, -15.0, 8.0])
def test_a_ground_source_machine_feels_its_brine_alone(
    source: float | None, cop: float, outdoor: float | None
) -> None:
    bench = heating(rated(ratings=BRINE), outdoor, source=source)
    assert bench.decision.estimates.now is not None
    assert bench.decision.estimates.now.cop == pytest.approx(cop)
    assert bench.state.frost.state is DefrostState.NOT_APPLICABLE


def test_its_house_is_as_large_as_it_suits_at_usual_brine() -> None:
    """9 kW at −3 °C outdoors, 20 K below where the house needs heat."""
    assert prior_of(BRINE).loss == pytest.approx(9.0 / 20)
    outlook = resting(BRINE)
    assert outlook.thermal_balance == pytest.approx(-3, abs=0.1)


def test_warm_brine_holds_a_colder_day() -> None:
    warm = resting(BRINE, source=10.0).thermal_balance
    assert isinstance(warm, float)
    assert warm == pytest.approx(17 - 10 / 0.45, abs=0.1)


def test_brine_makes_the_furnace_cheaper_always_or_never() -> None:
    assert resting(BRINE, prices=furnace(4.4)).economic_balance is Beyond.COLDER
    assert resting(BRINE, prices=furnace(4.6)).economic_balance is Beyond.WARMER


def test_a_sensor_in_the_ground_tells_nothing_of_a_machine_in_the_air() -> None:
    beside, alone = heating(source=20.0), heating()
    assert beside.decision.estimates.now == alone.decision.estimates.now
    assert seen(beside) == seen(alone)


# --- Two sources ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outdoor", "source", "better"),
    [
        pytest.param(12.0, 8.0, Twin.AIR, id="mild air"),
        pytest.param(-5.0, 8.0, Twin.GROUND, id="cold air"),
        pytest.param(None, 8.0, Twin.GROUND, id="unknown air"),
        pytest.param(12.0, None, Twin.GROUND, id="unknown ground"),
    ],
)
def test_the_better_of_two_sources(
    outdoor: float | None, source: float | None, better: Twin
) -> None:
    bench = heating(rated(ratings=BRINE), outdoor, source=source)
    assert bench.state.learned.twin is better


def test_it_stays_while_neither_is_known_to_be_better() -> None:
    bench = heating(rated(ratings=BRINE), 12.0, source=8.0)
    assert bench.measure().run(minutes(5)).state.learned.twin is Twin.AIR
    bench.measure(source=8.0)
    bench.sense(outdoor=7.5).run(minutes(15))
    assert bench.state.learned.twin is Twin.AIR
    assert bench.sense(outdoor=5.0).run(minutes(15)).state.learned.twin is Twin.GROUND
