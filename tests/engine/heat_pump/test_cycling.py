"""Starts: heat comes late, power at once."""

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.cycling import (
    CD,
    DEFAULT_CD,
    HALF_LOAD_RUN,
    build_up,
    mean_build_up,
    time_constant,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
)


@pytest.mark.parametrize("coefficient", [0.05, 0.11, 0.24, DEFAULT_CD])
def test_half_load_loses_half_the_coefficient(coefficient: float) -> None:
    part_load_factor = mean_build_up(0, HALF_LOAD_RUN, coefficient)
    assert part_load_factor == pytest.approx(1 - coefficient / 2, abs=1e-3)


def test_time_constant() -> None:
    assert time_constant(DEFAULT_CD) == 75
    assert time_constant(CD[MachineType.SINGLE_SPEED]) == pytest.approx(33)


@pytest.mark.parametrize(
    ("run_time", "share"),
    [
        pytest.param(-5, 0, id="before the start"),
        pytest.param(0, 0, id="at the start"),
        pytest.param(75, 0.632, id="one time constant"),
        pytest.param(300, 0.982, id="five minutes"),
        pytest.param(3600, 1, id="an hour"),
    ],
)
def test_build_up(run_time: float, share: float) -> None:
    assert build_up(run_time) == pytest.approx(share, abs=1e-3)


def test_minutes_add_up_to_the_run() -> None:
    minutes = [mean_build_up(60 * m, 60 * (m + 1)) for m in range(12)]
    assert sum(minutes) / 12 == pytest.approx(mean_build_up(0, 720))


def test_the_mean_over_no_time_is_the_moment() -> None:
    assert mean_build_up(90, 90) == build_up(90)


def test_long_runs_lose_less_than_short_ones() -> None:
    assert mean_build_up(0, 3600) > mean_build_up(0, 600) > mean_build_up(0, 180)
