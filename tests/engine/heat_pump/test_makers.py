"""The model against machines that choose their speed, as many makers sell them."""

from statistics import fmean

import pytest

from benchmarks.machines import CASES, Case

MOST: dict[str, float] = {
    "inverter, 47 and 17 °F at maximum → 5 °F": 7.0,
    "47 and 5 °F at maximum → 17 °F": 6.0,
    "47 °F rated → 17 °F rated": 10.5,
    "47 °F rated → 17 °F at maximum": 11.0,
    "47 °F rated → 5 °F at maximum": 11.0,
    "nothing known → rated": 11.0,
    "nothing known → rated and maximum": 12.0,
    "air to water, nothing known": 8.0,
    "air to water, A7": 7.0,
    "air to water, A−7 and A7": 6.0,
}
"""The error of the COP, % in the mean."""


def errors(case: Case) -> list[float]:
    return [
        100 * abs(case.told(machine, point).cop / point.cop - 1)
        for machine in case.machines
        for point in (machine.at(*place) for place in case.asked)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_not_known_is_estimated(case: Case) -> None:
    assert fmean(errors(case)) <= MOST[case.name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_how_far_off_it_may_be_is_told(case: Case) -> None:
    told = fmean(
        100 * case.told(machine, machine.at(*place)).uncertainty
        for machine in case.machines
        for place in case.asked
    )
    assert 0.9 * fmean(errors(case)) <= told <= 2.2 * fmean(errors(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_known_is_told_as_it_is(case: Case) -> None:
    for machine in case.machines:
        for known in (machine.at(*place) for place in case.known):
            assert case.told(machine, known).cop == pytest.approx(known.cop)
