"""Energies and money: what flows now, and what it adds up to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import Scale
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Sink,
)
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.settings import Auxiliary, Settings

from ..invariants import W1, W2, Y1, G
from ..rated import (
    AIRFLOW,
    BARE,
    COLD,
    DATASHEET,
    HOUR,
    KNOWN,
    MILD,
    RATED_HEAT,
    RATED_POWER,
    UNRATED,
    cooling,
    emergency,
    grown,
    heating,
    rated,
)
from ..rig import (
    DUAL_FUEL,
    Bench,
    minutes,
    settings_for,
    wired,
)

HEATERS = wired(Y1, G, W2)


def furnace(ratings: Any = DATASHEET, **measured: Any) -> Bench:
    """Return a bench on which the furnace heats: it is too cold for the heat pump."""
    settings = settings_for(replace(DUAL_FUEL, ratings=ratings))
    bench = Bench(settings, room=18.0, outdoor=COLD).measure(**measured)
    bench.run(minutes(10))
    assert W1 in bench.on
    return bench


def tempering(settings: Settings) -> Settings:
    """Return settings by which backup tempers the air of a defrost."""
    return replace(settings, auxiliary=Auxiliary(temper_defrost=True))


# --- Energies of the heat pump -------------------------------------------------------


def test_an_hour_of_heating_is_an_hour_of_its_powers() -> None:
    hour = grown(heating())
    assert hour[Count.HEAT] == pytest.approx(RATED_HEAT)
    assert hour[Count.HEATING_ELECTRICITY] == pytest.approx(RATED_POWER)
    assert Count.COLD not in hour
    assert Count.COOLING_ELECTRICITY not in hour


def test_an_hour_of_cooling_is_counted_apart() -> None:
    hour = grown(cooling())
    assert hour[Count.COLD] == pytest.approx(9.0, rel=1e-3)
    assert hour[Count.COOLING_ELECTRICITY] == pytest.approx(3.0, rel=1e-3)
    assert Count.HEAT not in hour
    assert Count.HEATING_ELECTRICITY not in hour


def test_heat_builds_up_after_a_start_and_power_does_not() -> None:
    bench = Bench(rated(), room=20.0, outdoor=MILD)
    first = grown(bench.sense(room=19.5), minutes(5))
    assert first[Count.HEATING_ELECTRICITY] == pytest.approx(RATED_POWER / 12)
    assert 0.85 < first[Count.HEAT] / (RATED_HEAT / 12) < 0.95


@pytest.mark.parametrize(
    ("measured", "count", "kilowatts"),
    [
        ({"power": 2.0}, Count.HEATING_ELECTRICITY, 2.0),
        ({"heat": 7.0}, Count.HEAT, 7.0),
        ({"supply": 30, "back": 20}, Count.HEAT, 1.206 * AIRFLOW * 10),
        ({"heat": 7.0, "supply": 30, "back": 20}, Count.HEAT, 7.0),
        ({"supply": 30}, Count.HEAT, RATED_HEAT),
        ({"back": 20}, Count.HEAT, RATED_HEAT),
    ],
)
def test_what_is_metered_wins(
    measured: dict[str, Any], count: Count, kilowatts: float
) -> None:
    bench = heating(rated(airflow=AIRFLOW), **measured)
    bench.learn(scale=Scale())
    assert grown(bench, minutes(6))[count] == pytest.approx(kilowatts / 10, rel=0.02)


def test_temperatures_of_air_tell_no_heat_without_its_flow() -> None:
    assert grown(heating(supply=30, back=20))[Count.HEAT] == pytest.approx(RATED_HEAT)


@pytest.mark.parametrize("heat", [4.0, -4.0])
def test_a_meter_counts_cold_whatever_sign_it_gives_it(heat: float) -> None:
    assert grown(cooling(heat=heat))[Count.COLD] == pytest.approx(4.0)


def test_air_that_is_dried_as_well_tells_too_little_of_the_cold() -> None:
    bench = cooling(rated(airflow=AIRFLOW), supply=14, back=24)
    assert grown(bench)[Count.COLD] == pytest.approx(9.0, rel=1e-3)


def test_a_meter_counts_at_rest_as_well() -> None:
    bench = Bench(rated(), room=20.0, outdoor=MILD).measure(power=0.05)
    hour = grown(bench)
    assert hour[Count.HEATING_ELECTRICITY] == pytest.approx(0.05)
    assert Count.HEAT not in hour


def test_at_rest_nothing_flows() -> None:
    bench = Bench(rated(), room=20.0, outdoor=MILD)
    assert grown(bench) == {}
    assert bench.decision.estimates.flows.heat == 0
    assert bench.decision.estimates.flows.power == 0


@pytest.mark.parametrize("power", [-0.5, -5.0])
def test_power_that_flows_back_is_not_the_machines(power: float) -> None:
    """Solar panels behind the same meter tell nothing of the heat pump."""
    bench = heating(power=power)
    assert bench.decision.estimates.flows.power == pytest.approx(RATED_POWER)
    assert grown(bench)[Count.HEATING_ELECTRICITY] == pytest.approx(RATED_POWER)

    resting = Bench(rated(), room=20.0, outdoor=MILD).measure(power=power)
    assert Count.HEATING_ELECTRICITY not in grown(resting)


def test_of_a_machine_of_unknown_size_no_energy_is_told() -> None:
    bench = heating(rated(ratings=BARE))
    assert not {Count.HEAT, Count.HEATING_ELECTRICITY} & grown(bench).keys()
    assert bench.decision.estimates.flows.heat is None
    assert bench.decision.estimates.flows.power is None
    assert bench.decision.estimates.now is not None


def test_but_what_is_metered_of_it_is() -> None:
    hour = grown(heating(rated(ratings=BARE), power=2.0, heat=6.0))
    assert hour[Count.HEATING_ELECTRICITY] == pytest.approx(2.0)
    assert hour[Count.HEAT] == pytest.approx(6.0)


# --- Defrosts ------------------------------------------------------------------------


def defrosting(settings: Settings | None = None, **measured: Any) -> Bench:
    """Return a bench on which the machine has just begun to defrost."""
    bench = heating(settings, outdoor=0.0, **measured).see(defrost=True)
    assert bench.state.frost.is_sensed
    return bench


def test_a_defrost_is_counted_in_time_in_number_and_in_electricity() -> None:
    bench = heating(outdoor=0.0)
    for _ in range(2):
        bench.see(defrost=True).run(minutes(5)).see(defrost=False).run(minutes(20))
    meter = bench.state.meter
    assert meter.total(Count.DEFROSTS).ever == 2
    assert meter.total(Count.DEFROST).ever == pytest.approx(600, abs=30)
    spent = meter.total(Count.DEFROST_ELECTRICITY).ever
    assert spent == pytest.approx(2.45 * meter.total(Count.DEFROST).ever / 3600)


def test_outside_a_defrost_none_of_it_is() -> None:
    assert not {Count.DEFROST, Count.DEFROST_ELECTRICITY} & grown(heating()).keys()


def test_what_is_modelled_goes_on_in_a_defrost() -> None:
    """The loss to defrosts is in the mean of the estimate already."""
    defrost = grown(defrosting(), minutes(6))
    assert defrost[Count.HEAT] == pytest.approx(0.8, rel=0.01)
    assert defrost[Count.HEATING_ELECTRICITY] == pytest.approx(0.245, rel=0.01)


@pytest.mark.parametrize(
    "measured",
    [
        pytest.param({"heat": -4.0}, id="a heat meter"),
        pytest.param({"supply": 12, "back": 20}, id="a flow of cold air"),
    ],
)
def test_heat_that_is_measured_to_be_taken_is_no_heat(
    measured: dict[str, float],
) -> None:
    bench = defrosting(rated(airflow=AIRFLOW)).measure(power=2.0, **measured)
    defrost = grown(bench, minutes(6))
    assert Count.HEAT not in defrost
    assert defrost[Count.HEATING_ELECTRICITY] == pytest.approx(0.2)
    assert (bench.decision.estimates.flows.heat or 0.0) < -3.9


def test_backup_in_a_defrost_is_reheat() -> None:
    bench = defrosting(tempering(rated(HEATERS)), ran=minutes(30))
    bench.run_until(lambda b: W2 in b.on, minutes(2))
    defrost = grown(bench, minutes(6))
    assert defrost[Count.REHEAT] == defrost[Count.AUX] == 360
    assert defrost[Count.AUX_ELECTRICITY] == pytest.approx(0.5)
    assert Count.SUPPLEMENTARY not in defrost


# --- Backup heat ---------------------------------------------------------------------


def test_electric_backup_makes_heat_of_all_its_electricity() -> None:
    hour = grown(emergency())
    assert hour[Count.AUX_ELECTRICITY] == pytest.approx(5.0)
    assert hour[Count.BACKUP_HEAT] == pytest.approx(5.0)
    assert hour[Count.EMERGENCY] == 3600
    assert not {Count.FUEL, Count.HEAT, Count.HEATING_ELECTRICITY} & hour.keys()


def test_a_meter_of_the_backup_wins() -> None:
    hour = grown(emergency(aux_power=4.2))
    assert hour[Count.AUX_ELECTRICITY] == pytest.approx(4.2)
    assert hour[Count.BACKUP_HEAT] == pytest.approx(4.2)


def test_backup_of_unknown_size_counts_time_alone() -> None:
    bench = emergency(UNRATED)
    hour = grown(bench)
    assert hour[Count.AUX] == 3600
    assert not {Count.AUX_ELECTRICITY, Count.BACKUP_HEAT} & hour.keys()
    assert Count.AUX_ELECTRICITY not in bench.state.meter.totals
    assert bench.decision.estimates.flows.aux_power is None


def test_power_that_flows_back_is_not_the_backups() -> None:
    hour = grown(emergency(aux_power=-3.0))
    assert hour[Count.AUX_ELECTRICITY] == pytest.approx(5.0)


def test_what_a_defrost_board_heats_with_is_metered_without_a_relay_of_ours() -> None:
    hour = grown(heating(aux_power=3.0))
    assert hour[Count.AUX_ELECTRICITY] == pytest.approx(3.0)
    assert Count.AUX not in hour


def test_beside_backup_an_airflow_tells_no_heat_of_the_heat_pump() -> None:
    """The same air takes up both."""
    bench = Bench(rated(HEATERS, airflow=AIRFLOW), room=17.5, outdoor=0.0)
    bench.run_until(lambda b: {Y1, W2} <= b.on, HOUR * 2)
    bench.run(minutes(6)).measure(supply=45, back=20, power=2.0)
    assert bench.decision.estimates.flows.heat == pytest.approx(8.0, rel=0.01)
    assert grown(bench, minutes(6))[Count.SUPPLEMENTARY] == 360

    board_heats = heating(rated(airflow=AIRFLOW), supply=45, back=20, aux_power=5.0)
    assert board_heats.decision.estimates.flows.heat == pytest.approx(RATED_HEAT)


def test_a_furnace_burns_its_heat_by_its_efficiency() -> None:
    hour = grown(furnace(prices=Prices(0.3, 0.1, efficiency=0.8)))
    assert hour[Count.BACKUP_HEAT] == pytest.approx(5.0)
    assert hour[Count.FUEL] == pytest.approx(5.0 / 0.8)
    assert hour[Count.LOCKOUT] == 3600
    assert Count.AUX_ELECTRICITY not in hour


def test_a_furnace_is_a_common_one_where_nobody_told() -> None:
    assert grown(furnace())[Count.FUEL] == pytest.approx(5.0 / 0.9)


def test_of_a_furnace_of_unknown_size_no_fuel_is_told() -> None:
    bench = furnace(UNRATED, prices=Prices(0.3, 0.1))
    hour = grown(bench)
    assert not {Count.FUEL, Count.BACKUP_HEAT, Count.COST} & hour.keys()
    assert Count.FUEL not in bench.state.meter.totals


# --- Money and carbon ----------------------------------------------------------------

MONEY = {
    Count.COST,
    Count.SAVED_ON_RESISTANCE,
    Count.SAVED_ON_FURNACE,
    Count.CARBON,
}


def test_without_prices_there_is_no_money() -> None:
    bench = heating()
    assert not MONEY & grown(bench).keys()
    assert not MONEY & bench.state.meter.totals.keys()


def test_an_hour_costs_its_electricity() -> None:
    hour = grown(heating(prices=Prices(0.4, 0.09, efficiency=0.9)))
    assert hour[Count.COST] == pytest.approx(RATED_POWER * 0.4)
    assert hour[Count.SAVED_ON_RESISTANCE] == pytest.approx(10 * 0.4 - 2.5 * 0.4)
    assert hour[Count.SAVED_ON_FURNACE] == pytest.approx(10 * 0.1 - 1.0, abs=1e-6)


def test_without_a_furnace_nothing_is_saved_on_it() -> None:
    hour = grown(heating(prices=Prices(0.4)))
    assert Count.SAVED_ON_FURNACE not in hour
    assert hour[Count.SAVED_ON_RESISTANCE] == pytest.approx(3.0)


def test_all_time_is_booked_at_the_price_that_it_had() -> None:
    bench = heating(prices=Prices(0.2, 0.09), carbon=Prices(0.1))
    cheap = grown(bench, HOUR / 4)
    bench.measure(prices=Prices(0.6, 0.18), carbon=Prices(0.5))
    dear = grown(bench, HOUR / 4)
    assert 4 * cheap[Count.COST] == pytest.approx(RATED_POWER * 0.2)
    assert 4 * dear[Count.COST] == pytest.approx(RATED_POWER * 0.6)
    assert 4 * cheap[Count.SAVED_ON_FURNACE] == pytest.approx(10 * 0.1 - 2.5 * 0.2)
    assert 4 * dear[Count.SAVED_ON_FURNACE] == pytest.approx(10 * 0.2 - 2.5 * 0.6)
    assert 4 * cheap[Count.CARBON] == pytest.approx(RATED_POWER * 0.1)
    assert 4 * dear[Count.CARBON] == pytest.approx(RATED_POWER * 0.5)
    assert not MONEY & grown(bench.measure(), HOUR / 4).keys()


def test_under_a_negative_price_heat_earns_money() -> None:
    hour = grown(heating(prices=Prices(-0.1)))
    assert hour[Count.COST] == pytest.approx(-0.25)
    assert hour[Count.SAVED_ON_RESISTANCE] == pytest.approx(-0.75)


def test_backup_costs_and_saves_nothing() -> None:
    hour = grown(emergency(prices=Prices(0.2)))
    assert hour[Count.COST] == pytest.approx(1.0)
    assert Count.SAVED_ON_RESISTANCE not in hour


def test_a_furnace_costs_and_emits_its_fuel() -> None:
    bench = furnace(prices=Prices(0.3, 0.09), carbon=Prices(0.4, 0.18))
    hour = grown(bench)
    assert hour[Count.COST] == pytest.approx(5.0 / 0.9 * 0.09)
    assert hour[Count.CARBON] == pytest.approx(5.0 / 0.9 * 0.18)


def test_fuel_without_a_price_is_not_free() -> None:
    bench = furnace(prices=Prices(0.3), carbon=Prices(0.4), power=0.1)
    hour = grown(bench)
    assert not MONEY & hour.keys() - {Count.SAVED_ON_RESISTANCE}
    assert hour[Count.FUEL] == pytest.approx(5.0 / 0.9)


def test_cooling_costs_and_saves_nothing() -> None:
    hour = grown(cooling(prices=Prices(0.4, 0.09), carbon=Prices(0.1)))
    assert hour[Count.COST] == pytest.approx(1.2, rel=1e-3)
    assert hour[Count.CARBON] == pytest.approx(0.3, rel=1e-3)
    assert not {Count.SAVED_ON_RESISTANCE, Count.SAVED_ON_FURNACE} & hour.keys()


def test_of_an_unknown_size_nothing_costs_anything() -> None:
    bench = heating(rated(ratings=BARE), prices=Prices(0.4, 0.09))
    assert not MONEY & grown(bench).keys()


# --- Restarts, midnight, and the season's turn ---------------------------------------


def test_restarts_again_and_again_count_nothing_twice() -> None:
    """A run that is found going on is taken to have begun: its heat builds up anew."""
    bench = heating()
    before = bench.state.meter
    for _ in range(6):
        bench.run(minutes(10)).restart(timedelta())
    after = bench.state.meter
    electricity, heat = (
        after.total(count).ever - before.total(count).ever
        for count in (Count.HEATING_ELECTRICITY, Count.HEAT)
    )
    assert electricity == pytest.approx(RATED_POWER)
    assert 0.95 * RATED_HEAT < heat < RATED_HEAT


WATER = replace(DATASHEET, sink=Sink.WATER)


def hydronic(water_flow: float | None) -> Settings:
    """Return the settings of air to water whose pump moves so much, in m³/s."""
    settings = rated(ratings=WATER)
    return replace(settings, machine=replace(settings.machine, water_flow=water_flow))


def test_water_heat_is_its_flow_and_two_temperatures() -> None:
    bench = heating(hydronic(3e-4), supply=40.0, back=35.0)
    assert bench.decision.estimates.flows.heat == pytest.approx(6.285, rel=0.01)


def test_water_that_nobody_measures_is_estimated() -> None:
    measured = heating(hydronic(None), supply=40.0, back=35.0)
    assert measured.decision.estimates.flows.heat != pytest.approx(6.285, rel=0.01)


INVERTER = replace(DATASHEET, machine_type=MachineType.VARIABLE_SPEED)


def test_an_inverter_that_nobody_meters_gives_what_the_house_takes() -> None:
    """By the house that it was chosen for, until it is known what the house takes."""
    bench = Bench(rated(ratings=INVERTER), room=19.5, outdoor=MILD)
    before = bench.run(minutes(10)).decision.estimates.now
    bench.learn(envelope=KNOWN)
    after = bench.run(minutes(1)).decision.estimates.now
    assert before is not None
    assert after is not None
    assert before.capacity == pytest.approx(0.36 * 8.5, rel=0.1)
    assert after.capacity < before.capacity
    assert after.cop > before.cop


def test_and_is_the_less_sure_the_less_is_known_of_the_house() -> None:
    bench = heating(rated(ratings=INVERTER))
    assumed = bench.decision.estimates.now
    bench.learn(envelope=KNOWN)
    learned = bench.run(minutes(1)).decision.estimates.now
    metered = bench.measure(power=1.0).run(minutes(1)).decision.estimates.now
    assert assumed is not None
    assert learned is not None
    assert metered is not None
    assert metered.uncertainty <= learned.uncertainty < assumed.uncertainty


def test_hotter_water_costs_more() -> None:
    cool, hot = (heating(hydronic(None), supply=s, back=s - 5) for s in (30.0, 50.0))
    cops = [b.decision.estimates.now for b in (cool, hot)]
    assert cops[0] is not None
    assert cops[1] is not None
    assert cops[0].cop > 1.2 * cops[1].cop
