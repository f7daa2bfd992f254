"""Hold the COP estimates against published tables, beside the formulas in common use.

Every estimate sees the same rows, up to 12 °C outdoors. The formulas are given the
sink of the table: the heating water, or for the first two the room.
"""

from collections.abc import Callable, Iterator
from statistics import fmean

from custom_components.heat_pump_thermostat.engine.heat_pump.performance import (
    heating_output,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, kelvin
from tests.engine.heat_pump.published import UNITS, Unit

from . import machines

WARMEST = 12.0

STAFFELL = {
    Source.AIR: (6.81, -0.121, 0.000630),
    Source.GROUND: (8.77, -0.150, 0.000734),
}
WHEN2HEAT = {
    Source.AIR: (6.08, -0.0941, 0.000464),
    Source.GROUND: (10.29, -0.2084, 0.001322),
}
SMALLEST_LIFT = 15.0

type Estimate = Callable[[Unit, float], float | None]


def parabola(factors: tuple[float, float, float], unit: Unit, outdoor: float) -> float:
    lift = max(SMALLEST_LIFT, unit.sink - outdoor)
    return factors[0] + factors[1] * lift + factors[2] * lift * lift


def staffell(unit: Unit, outdoor: float) -> float:
    return parabola(STAFFELL[unit.source], unit, outdoor)


def when2heat(unit: Unit, outdoor: float) -> float:
    return parabola(WHEN2HEAT[unit.source], unit, outdoor)


def carnot(unit: Unit, outdoor: float) -> float | None:
    lift = unit.sink - outdoor
    return 0.4 * kelvin(Celsius(unit.sink)) / lift if lift > 0 else None


def modelled(ratings: Ratings, outdoor: float) -> float | None:
    output = heating_output(ratings, Celsius(outdoor))
    return None if output is None else output.cop


def two_points(unit: Unit, outdoor: float) -> float | None:
    return modelled(unit.rated(unit.nearest(-8), unit.nearest(7)), outdoor)


def one_point(unit: Unit, outdoor: float) -> float | None:
    return modelled(unit.rated(unit.nearest(7)), outdoor)


def preset(unit: Unit, outdoor: float) -> float | None:
    return modelled(unit.rated(), outdoor)


ESTIMATES: dict[str, Estimate] = {
    "two points": two_points,
    "one point": one_point,
    "preset": preset,
    "Carnot×0.4": carnot,
    "Staffell": staffell,
    "When2Heat": when2heat,
}


def errors(unit: Unit, estimate: Estimate) -> Iterator[float]:
    """Yield the relative errors of the COP, %."""
    for outdoor, capacity, power in unit.up_to(WARMEST):
        cop = estimate(unit, outdoor)
        if cop is not None:
            yield 100 * abs(cop * power / capacity - 1)


def main() -> None:
    print("Error of the COP on published tables, % mean / worst\n")
    print("| machine |", " | ".join(ESTIMATES), "|")
    print("|---" * (len(ESTIMATES) + 1) + "|")
    means: dict[str, list[float]] = {name: [] for name in ESTIMATES}
    for unit in UNITS:
        cells = []
        for name, estimate in ESTIMATES.items():
            off = list(errors(unit, estimate))
            means[name].append(fmean(off))
            cells.append(f"{fmean(off):.1f} / {max(off):.0f}")
        print(f"| {unit.name} |", " | ".join(cells), "|")
    total = " | ".join(f"**{fmean(mean):.1f}**" for mean in means.values())
    print(f"| mean | {total} |")
    machines.main()


if __name__ == "__main__":
    main()
