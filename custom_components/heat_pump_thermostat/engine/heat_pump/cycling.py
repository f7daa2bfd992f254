"""What starting costs: heat builds up, power is full from the first second."""

from collections.abc import Mapping
from math import exp
from typing import Final

from .ratings import MachineType

DEFAULT_CD: Final = 0.25
"""AHRI 210/240's degradation coefficient of a machine that was not tested."""

CD: Mapping[MachineType, float] = {
    MachineType.SINGLE_SPEED: 0.11,
    MachineType.TWO_STAGE: 0.11,
    MachineType.VARIABLE_SPEED: 0.24,
    MachineType.COLD_CLIMATE: 0.24,
}
"""Degradation coefficients of tested machines (NREL/OCHRE part-load curves)."""

HALF_LOAD_RUN: Final = 600.0
"""A run at half load and three cycles an hour, s: where a coefficient is tested."""


def time_constant(coefficient: float) -> float:
    """Return how slowly heat builds up after a start, s.

    At half load and 3 cycles per hour the part-load factor is 1 − Cd / 2. A capacity of
    1 − exp(−t/τ) over a run of 600 s has the mean 1 − τ/600 (1 − exp(−600/τ)), where
    the last factor is 1 within 0.1 % for every Cd up to 0.28. Hence τ = 300 s · Cd:
    33 s for 0.11, 75 s for the default 0.25.
    """
    return HALF_LOAD_RUN * coefficient / 2


def build_up(run_time: float, coefficient: float = DEFAULT_CD) -> float:
    """Return the share of capacity that is there `run_time` s after a start, 0 … 1."""
    return 1 - exp(-max(0.0, run_time) / time_constant(coefficient))


def mean_build_up(since: float, until: float, coefficient: float = DEFAULT_CD) -> float:
    """Return the mean share of capacity between two times after a start, s.

    Over minutes this is what heat is summed with; from 0 to the end of a run it is the
    part-load factor of that run length.
    """
    if until <= since:
        return build_up(until, coefficient)
    constant = time_constant(coefficient)
    missing = exp(-since / constant) - exp(-until / constant)
    return 1 - constant * missing / (until - since)
