"""In which hours heat is worth storing."""

import pytest

from custom_components.heat_pump_thermostat.engine.house.cheap_hours import (
    WORTHWHILE_GAIN,
    Offer,
    hours_to_store,
    offer_at_price,
)

KEPT = 0.9
LOAD = 6.0
ENOUGH, LITTLE = 6.0, -6.0
"""Surplus, kW, of a machine that can do more, and of one that gives nothing."""


def chosen(*costs: float, hours: float = 1.0) -> str:
    """Return the hours in which heat is stored, as crosses; what costs 1 is backup."""
    offers = [Offer(cost, LOAD, LITTLE if cost == 1 else ENOUGH) for cost in costs]
    stored = hours_to_store(offers, KEPT, lambda _: hours)
    return "".join("x" if is_stored else "." for is_stored in stored)


def test_where_heat_always_costs_the_same_none_is_stored() -> None:
    assert chosen(0.4, 0.4, 0.4, 0.4) == "...."


def test_the_last_hour_before_a_dear_one_is_taken() -> None:
    assert chosen(0.3, 0.3, 0.3, 0.8) == "..x."


def test_as_many_hours_as_the_machine_needs() -> None:
    assert chosen(0.3, 0.3, 0.3, 0.8, 0.8, hours=1.2) == ".xx.."
    assert chosen(0.3, 0.3, 0.3, 0.8, 0.8, 0.8, hours=9) == "xxx..."


def test_an_earlier_hour_only_if_it_is_cheaper_by_more_than_leaks_away() -> None:
    assert chosen(0.29, 0.3, 0.8) == ".x."
    assert chosen(0.25, 0.3, 0.8) == "x.."


def test_it_has_to_pay_for_what_leaks_away_and_for_doubt() -> None:
    just = 0.3 / KEPT * WORTHWHILE_GAIN
    assert chosen(0.3, just - 0.001) == ".."
    assert chosen(0.3, just + 0.001) == "x."


def test_heat_for_a_distant_peak_has_leaked_away_by_then() -> None:
    assert chosen(*[0.5] * 9, 0.9) == "........x."


def test_a_machine_with_nothing_to_spare_runs_on() -> None:
    assert chosen(0.4, 0.4, 1, 1, 0.4) == ".xxx."


def test_no_more_is_stored_than_will_be_missing() -> None:
    """An hour stores 6 kWh here; what leaks away is not made up for."""
    ample = [Offer(0.3, LOAD, ENOUGH)] * 3

    def stored(*missing: float) -> int:
        dear = [Offer(1.0, LOAD, -each) for each in missing]
        return sum(hours_to_store([*ample, *dear], KEPT, lambda _: 9.0)[:3])

    assert stored(1.0) == 0
    assert stored(2.0) == 1
    assert stored(2.0, 3.0, 4.0) == 2
    assert stored(20.0) == 3


def test_a_machine_short_of_heat_that_was_not_stored_is_left_alone() -> None:
    assert chosen(1, 1, 0.4) == "..."


def test_what_was_stored_before_is_not_given_up_at_once() -> None:
    offers = [Offer(1.0, LOAD, LITTLE)] * 2 + [Offer(0.3, LOAD, ENOUGH)]
    stored = hours_to_store(offers, KEPT, lambda _: 1.0, is_storing=True)
    assert stored == (True, True, False)


def test_the_hours_to_fill_go_by_what_can_be_spared() -> None:
    spared: list[float] = []

    def hours(surplus: float) -> float:
        spared.append(surplus)
        return 1.0

    cheap = [Offer(0.3, LOAD, 4.0), Offer(0.3, LOAD, 2.0)]
    hours_to_store([*cheap, Offer(1.0, LOAD, -1.0)], KEPT, hours)
    assert spared == [3.0]


@pytest.mark.parametrize(
    ("surplus", "cost"),
    [pytest.param(0.1, 0.1, id="by its COP"), pytest.param(0.0, 0.3, id="by backup")],
)
def test_heat_costs(surplus: float, cost: float) -> None:
    offered = offer_at_price(0.3, 3.0, LOAD, surplus)
    assert offered.cost == pytest.approx(cost)
    assert offered.surplus == surplus
