"""What a meter tells of the machine itself: others share it, or it is stuck."""

from dataclasses import replace
from math import exp

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import MachineType
from custom_components.heat_pump_thermostat.engine.meter import Count

from ..invariants import Y1
from ..rated import (
    DATASHEET,
    HOUR,
    MILD,
    RATED_HEAT,
    RATED_POWER,
    grown,
    heating,
    rated,
)
from ..rig import Bench, minutes

INVERTER = replace(DATASHEET, machine_type=MachineType.VARIABLE_SPEED)
OTHERS = 1.5
"""What the rest of a house draws beside the machine, kW."""


def after_rest(
    ratings: object = DATASHEET, *, at_rest: dict[str, float], **running: float
) -> Bench:
    """Return a bench whose meters told the one for hours at rest, the other running."""
    bench = Bench(rated(ratings=ratings), room=22.0, outdoor=MILD)  # type: ignore[arg-type]
    bench.measure(**at_rest).run(HOUR * 4)
    assert Y1 not in bench.on
    bench.sense(room=18.5).measure(**running).run(minutes(30))
    assert Y1 in bench.on
    return bench


def shared(ratings: object = DATASHEET, *, own: float, **running: float) -> Bench:
    """Return a bench whose power meter is that of the whole house."""
    at_rest = {"power": OTHERS + 0.1, **dict.fromkeys(running, 0.0)}
    return after_rest(ratings, at_rest=at_rest, power=OTHERS + own, **running)


# --- Power that others share ---------------------------------------------------------


def test_a_measured_cop_is_by_the_machines_own_power() -> None:
    now = shared(own=RATED_POWER, heat=RATED_HEAT).decision.estimates.now
    assert now is not None
    assert now.cop == pytest.approx(RATED_HEAT / RATED_POWER, rel=0.02)


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


@pytest.mark.parametrize("ratings", [DATASHEET, INVERTER], ids=["one speed", "many"])
@pytest.mark.parametrize("stuck", [0.8, 2.0, 3.4])
def test_a_power_that_no_run_moves_is_not_believed(
    ratings: object, stuck: float
) -> None:
    bench = after_rest(ratings, at_rest={"power": stuck}, power=stuck)
    unmetered = after_rest(ratings, at_rest={})
    assert bench.decision.estimates.now == unmetered.decision.estimates.now
    assert bench.decision.estimates.flows == unmetered.decision.estimates.flows


def test_a_machine_that_draws_nothing_on_a_meter_of_its_own_draws_nothing() -> None:
    bench = after_rest(at_rest={"power": 0.05}, power=0.0)
    assert bench.decision.estimates.flows.power == 0.0
