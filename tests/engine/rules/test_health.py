"""Whether the machine does what its relays say."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.rules import health
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..rig import TWO_STAGE, Bench, celsius, minutes, seconds, settings_for

HEAT, COOL = Side.HEAT, Side.COOL
SHEET = Ratings(
    heating=(Rating(celsius(8), 8, 4), Rating(celsius(-8), 6, 2)),
)
"""It draws at least 2 kW."""
RATED = settings_for(replace(TWO_STAGE, ratings=SHEET))


@pytest.mark.parametrize(
    ("supply", "back", "side", "lift"),
    [
        pytest.param(35, 20, HEAT, 15, id="warms"),
        pytest.param(12, 24, COOL, 12, id="cools"),
        pytest.param(12, 24, HEAT, -12, id="the wrong way"),
        pytest.param(None, 20, HEAT, None, id="no supply sensor"),
        pytest.param(35, None, HEAT, None, id="no return sensor"),
        pytest.param(0, 0, HEAT, 0, id="0 °C is a temperature"),
    ],
)
def test_the_lift(
    supply: float | None, back: float | None, side: Side, lift: float | None
) -> None:
    seen = Bench().measure(supply=supply, back=back).observation()
    assert health.lift(seen, side) == lift


def _heating() -> Bench:
    return Bench(RATED, room=19.6)


def _cooling() -> Bench:
    return Bench(RATED, mode=Mode.COOL, room=24.4).run(seconds(5))


@pytest.mark.parametrize(
    ("supply", "is_wrong"),
    [
        pytest.param(17.9, True, id="the air comes out cold"),
        pytest.param(18.0, False, id="a little is nothing"),
        pytest.param(35.0, False, id="warm"),
    ],
)
def test_the_valve_tells_after_a_quarter_of_an_hour(
    supply: float, *, is_wrong: bool
) -> None:
    """And stays so for longer than a defrost takes, which blows cold air as well."""
    bench = _heating().measure(supply=supply, back=20).run(minutes(17) - seconds(1))
    assert bench.decision.problems == {}
    bench.run(seconds(1))
    assert (Problem.WRONG_VALVE in bench.decision.repairs) is is_wrong


def test_cooling_with_a_wrong_valve_warms() -> None:
    bench = _cooling().measure(supply=30, back=24).run(minutes(17))
    assert bench.decision.repairs == {Problem.WRONG_VALVE}


def test_without_a_run_nothing_is_concluded() -> None:
    bench = Bench(RATED).measure(supply=10, back=20, power=0).run(minutes(90))
    assert bench.decision.problems == {}


def test_a_defrost_blows_cold_air_rightly() -> None:
    bench = _heating().run(minutes(6)).see(defrost=True).measure(supply=10, back=20)
    assert bench.decision.problems == {}


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("supply", "power", "is_silent"),
    [
        pytest.param(20.5, None, True, id="no lift"),
        pytest.param(23.0, None, False, id="enough lift"),
        pytest.param(None, 0.1, True, id="no power"),
        pytest.param(None, 0.0, True, id="none at all"),
        pytest.param(None, 0.3, False, id="some power"),
        pytest.param(35.0, 0.1, True, id="warm without power"),
        pytest.param(None, None, False, id="nothing is measured"),
    ],
)
def test_a_machine_that_does_not_answer_for_an_hour(
    supply: float | None, power: float | None, *, is_silent: bool
) -> None:
    bench = _heating().measure(supply=supply, back=20, power=power)
    bench.run(minutes(72) - seconds(1))
    assert bench.decision.problems == {}
    bench.run(seconds(1))
    assert bench.decision.repairs == ({Problem.NO_ANSWER} if is_silent else set())


def test_without_a_rating_power_tells_nothing() -> None:
    bench = Bench(room=19.6).measure(power=0).run(minutes(61))
    assert bench.decision.problems == {}
