"""What was measured: heat, COP, and how this unit differs from its datasheet."""

from dataclasses import dataclass
from math import exp
from typing import Final

from ..records import replace
from ..units import Celsius, difference
from .ratings import Basis, Output

HEAT_IN_AIR: Final = 1.206
"""Heat that a cubic metre of air at 20 °C and sea level takes up, kJ/(m³ K)."""

HEAT_IN_WATER: Final = 4190.0
"""Heat that a cubic metre of water takes up, kJ/(m³ K)."""

MEASURED_ERROR: Final = 0.10
"""Relative error of a measured COP: half a kelvin of ten, and the flow."""

FACTOR_BOUNDS: Final = (0.6, 1.5)
"""A unit further from its datasheet is not another unit but a wrong entry."""

PLAUSIBLE_RATIOS: Final = (0.5, 1.7)
"""Measured over modelled; what lies outside says nothing of the machine."""

SIZE_BOUNDS: Final = (0.1, 6.0)
"""A machine that nobody rated, beside one of typical size."""

LEARNED_ERROR: Final = 0.05
"""Relative error of the COP of a unit whose heat and power were measured for days."""

KNOWN_SHARE: Final = 0.75
"""From which share of its own measurements on an estimate rests on them."""

REST_FOLLOWS: Final = 1800.0
"""Over how many seconds the mean of a meter at rest is taken."""
REST_OF_MACHINE: Final = 0.1
"""What the outdoor unit itself draws at rest, kW: its oil is kept warm."""
WAVERING_HEAT: Final = 0.1
"""By how much the mean of a sound heat meter at rest may differ from none, kW."""
LEAST_RUNNING: Final = 0.2
LEAST_HEAT: Final = 0.5
"""What a machine that runs adds at least to what a meter tells at rest, of power and of
heat, kW."""
LEAST_SHARE: Final = 0.1
"""The same as a share of what is told at rest: the mean of that is not exact."""

LONGEST_MEMORY: Final = 40 * 3600.0
"""Running time over which old measurements fade, s: days of winter running."""

FIRST_MEMORY: Final = 4 * 3600.0
"""Running time that the datasheet weighs before anything was measured, s."""

LARGEST_STEP: Final = 0.2
"""One measurement counts as at most this far from what is learned."""


@dataclass(frozen=True, slots=True)
class Factor:
    """Measured over modelled, and the running time that it was learned in, s."""

    value: float = 1.0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """What measurements count in it beside what was believed before, 0 … 1."""
        return self.seconds / (self.seconds + FIRST_MEMORY)


@dataclass(frozen=True, slots=True)
class Scale:
    """How this unit differs from its datasheet."""

    power: Factor = Factor()
    capacity: Factor = Factor()

    @property
    def rounded(self) -> Scale:
        """What was learned in steps that count, whenever it was."""
        return Scale(
            *(Factor(round(each.value, 2)) for each in (self.power, self.capacity))
        )


@dataclass(frozen=True, slots=True)
class Rest:
    """What the meters tell while nothing runs, kW.

    It is no part of what a machine gives and takes. Of a meter of the whole house it is
    the house's; of one that is stuck it is all that it tells.
    """

    power: float = 0.0
    heat: float = 0.0

    def after(self, power: float | None, heat: float | None, seconds: float) -> Rest:
        """Return the means after some more seconds at rest."""
        weight = 1 - exp(-seconds / REST_FOLLOWS)
        known = ((self.power, power), (self.heat, heat))
        return Rest(
            *(old if new is None else old + weight * (new - old) for old, new in known)
        )

    def own_power(self, metered: float | None, *, runs: bool) -> float | None:
        """Return what of a metered power the outdoor unit itself draws, kW.

        What the meter tells at rest beyond what a machine at rest draws is others'.
        None where a machine that runs adds nothing to that: such a meter does not
        follow it, it is stuck or of something else. And None below zero, which is what
        solar panels on the same wires give back: nobody knows what of it it takes.
        """
        if metered is None or metered < 0:
            return None
        others = max(0.0, self.power - REST_OF_MACHINE)
        own = max(0.0, metered - others)
        least = max(LEAST_RUNNING, LEAST_SHARE * others)
        return None if runs and others > 0 and own < least else own

    def own_heat(self, metered: float | None, *, runs: bool) -> float | None:
        """Return what of a metered heat is the heat pump's, kW; of either sign.

        What it tells at rest nothing gives. None where it does not follow a machine.
        """
        if metered is None:
            return None
        false = 0.0 if abs(self.heat) < WAVERING_HEAT else self.heat
        least = max(LEAST_HEAT, LEAST_SHARE * abs(false))
        own = metered - false
        is_deaf = runs and abs(false) >= LEAST_HEAT and abs(own) < least
        return None if is_deaf else own


def heat_of_flow(
    supply: Celsius, back: Celsius, flow: float, heat_capacity: float = HEAT_IN_AIR
) -> float:
    """Return the heat delivered, kW, from supply, return and flow in m³/s.

    `heat_capacity` (kJ/(m³ K)) is that of `HEAT_IN_AIR` or `HEAT_IN_WATER`. Negative
    where the supply is the colder one, as in a defrost.
    """
    return heat_capacity * flow * difference(supply, back)


def measured_output(heat: float, power: float, ceiling: float) -> Output | None:
    """Return an output from measured heat and power, kW.

    None where sensors contradict each other: no power, no heat, or a COP that no
    machine reaches between these temperatures. Starts and defrosts measure as they
    are: leave them out of a COP that is shown, never of energies.
    """
    if power <= 0 or not 0 < heat / power <= ceiling:
        return None
    return Output(heat, power, Basis.MEASURED, MEASURED_ERROR, ceiling)


def size_after(
    size: Factor, modelled: float, measured: float, seconds: float
) -> Factor:
    """Return the size of a machine beside a typical one that nobody rated.

    Or any other mean that starts from nothing and forgets over days of running.
    """
    ratio = measured / modelled
    if seconds <= 0 or not SIZE_BOUNDS[0] <= ratio <= SIZE_BOUNDS[1]:
        return size
    memory = min(LONGEST_MEMORY, size.seconds + seconds)
    value = size.value + (ratio - size.value) * min(1.0, seconds / memory)
    return Factor(value, size.seconds + seconds)


def factor_after(
    factor: Factor, modelled: float, measured: float, seconds: float
) -> Factor:
    """Return a factor that has seen a machine run steadily for some seconds more.

    A mean that starts from the datasheet and forgets over days of running. Outliers
    are ignored, what is far off counts as less far, and the result is bounded.
    """
    if (
        modelled <= 0
        or not PLAUSIBLE_RATIOS[0] <= measured / modelled <= PLAUSIBLE_RATIOS[1]
    ):
        return factor
    off = max(-LARGEST_STEP, min(LARGEST_STEP, measured / modelled - factor.value))
    memory = min(LONGEST_MEMORY, FIRST_MEMORY + factor.seconds)
    value = factor.value + off * (1 - exp(-seconds / memory))
    bounded = max(FACTOR_BOUNDS[0], min(FACTOR_BOUNDS[1], value))
    return Factor(value=bounded, seconds=factor.seconds + seconds)


def calibrated_output(
    output: Output, scale: Scale, *, modulates: bool = False
) -> Output:
    """Return an output as this unit has shown it, with a COP up to its ceiling.

    The longer both heat and power were measured, the surer is its COP. Of power alone
    nobody knows whether the machine draws so much or its meter is wrong: the COP is
    in doubt by all that it was moved. A machine that `modulates` teaches its
    power by both together.
    """
    capacity = output.capacity * scale.capacity.value
    power = output.power * scale.power.value
    heat_share = scale.power.share if modulates else scale.capacity.share
    share = min(heat_share, scale.power.share)
    surest = min(LEARNED_ERROR, output.uncertainty)
    alone = (1 - heat_share) * abs(1 / scale.power.value - 1)
    # Built field by field: it is asked for many times a step.
    return Output(
        capacity=capacity,
        power=max(power, capacity / output.ceiling),
        basis=Basis.LEARNED if share >= KNOWN_SHARE else output.basis,
        uncertainty=max(
            output.uncertainty + share * (surest - output.uncertainty), alone
        ),
        ceiling=output.ceiling,
        is_sized=output.is_sized,
    )


def sized_output(output: Output, size: Factor) -> Output:
    """Return an output of typical size as large as the machine was seen to be."""
    if output.is_sized or size.seconds < FIRST_MEMORY:
        return output
    return replace(
        output,
        capacity=output.capacity * size.value,
        power=output.power * size.value,
        is_sized=True,
    )
