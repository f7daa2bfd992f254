"""What people buy: estimates from a few known points, held against the other tests.

Beside the best of the formulas in common use, each taken through the nearest point
that is known. They are given the sink of the test; to air that is 36 °C.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
    steady_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Output,
    Rating,
    Sink,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, kelvin
from tests.engine.heat_pump.makers import (
    AIR_TO_WATER,
    COLD,
    COLDEST,
    INVERTERS,
    MILD,
    Tested,
)

CONDENSING = Celsius(36)
SMALLEST_LIFT = 15.0

type Place = tuple[Celsius, Speed]
type Formula = Callable[[float, float], float]


def parabola(*factors: float) -> Formula:
    def cop(outdoor: float, sink: float) -> float:
        lift = max(SMALLEST_LIFT, sink - outdoor)
        return factors[0] + factors[1] * lift + factors[2] * lift * lift

    return cop


def carnot(outdoor: float, sink: float) -> float:
    return 0.4 * kelvin(Celsius(sink)) / max(SMALLEST_LIFT, sink - outdoor)


FORMULAS: Mapping[str, Formula] = {
    "Carnot × 0.4": carnot,
    "Staffell": parabola(6.81, -0.121, 0.000630),
    "When2Heat": parabola(6.08, -0.0941, 0.000464),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of machines, and where they are asked about."""

    name: str
    machines: tuple[Tested, ...]
    known: tuple[Place, ...]
    asked: tuple[Place, ...]

    def told(self, machine: Tested, asked: Rating) -> Output:
        """Return the estimate of this project."""
        ratings = replace(
            machine.blank, heating=tuple(machine.at(*place) for place in self.known)
        )
        if ratings.into is Sink.WATER:
            output = heating_output(ratings, asked.outdoor, sink=asked.flow)
        else:
            output = steady_output(ratings, asked.outdoor, speed=asked.speed)
        assert output is not None
        return output

    def by_formula(self, formula: Formula) -> float:
        """Return the error of a formula that goes through the nearest known point."""
        errors = []
        for machine in self.machines:
            points = [machine.at(*place) for place in self.known]
            for asked in (machine.at(*place) for place in self.asked):
                cop = formula(asked.outdoor, sink_of(asked))
                if points:
                    near = min(points, key=lambda p: abs(p.outdoor - asked.outdoor))
                    cop *= near.cop / formula(near.outdoor, sink_of(near))
                errors.append(100 * abs(cop / asked.cop - 1))
        return fmean(errors)


def sink_of(point: Rating) -> Celsius:
    return CONDENSING if point.flow is None else point.flow


RATED, MOST, ANY = Speed.RATED, Speed.MAXIMUM, Speed.UNKNOWN
A_M7, A2, A7, A12 = ((Celsius(at), ANY) for at in (-7.0, 2.0, 7.0, 12.0))
TESTS = ((MILD, RATED), (COLD, RATED), (MILD, MOST), (COLD, MOST), (COLDEST, MOST))

CASES = (
    Case(
        "inverter, 47 and 17 °F at maximum → 5 °F",
        INVERTERS,
        ((MILD, MOST), (COLD, MOST)),
        ((COLDEST, MOST),),
    ),
    Case(
        "47 and 5 °F at maximum → 17 °F",
        INVERTERS,
        ((MILD, MOST), (COLDEST, MOST)),
        ((COLD, MOST),),
    ),
    Case("47 °F rated → 17 °F rated", INVERTERS, ((MILD, RATED),), ((COLD, RATED),)),
    Case(
        "47 °F rated → 17 °F at maximum", INVERTERS, ((MILD, RATED),), ((COLD, MOST),)
    ),
    Case(
        "47 °F rated → 5 °F at maximum", INVERTERS, ((MILD, RATED),), ((COLDEST, MOST),)
    ),
    Case("nothing known → rated", INVERTERS, (), TESTS[:2]),
    Case("nothing known → rated and maximum", INVERTERS, (), TESTS),
    Case("air to water, nothing known", AIR_TO_WATER, (), (A_M7, A2, A7, A12)),
    Case("air to water, A7", AIR_TO_WATER, (A7,), (A_M7, A2, A12)),
    Case("air to water, A−7 and A7", AIR_TO_WATER, (A_M7, A7), (A2, A12)),
)


def main() -> None:
    print("\nMachines that choose their speed: error of the COP, % in the mean\n")
    print("| case | estimate | told | the best formula |\n|---|---|---|---|")
    for case in CASES:
        outputs = [
            (case.told(machine, point), point.cop)
            for machine in case.machines
            for point in (machine.at(*place) for place in case.asked)
        ]
        error = fmean(100 * abs(output.cop / cop - 1) for output, cop in outputs)
        told = fmean(100 * output.uncertainty for output, _ in outputs)
        best, name = min(
            (case.by_formula(formula), name) for name, formula in FORMULAS.items()
        )
        print(f"| {case.name} | {error:.1f} | {told:.0f} | {best:.1f} {name} |")
