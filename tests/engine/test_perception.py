"""What is taken in before anything is decided."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import OutdoorDoubt

from .rig import Bench, minutes


def _falling(by: float, outdoor: float, during: timedelta, **more: float) -> Bench:
    """Return a bench whose room falls while its compressor runs."""
    bench = Bench(room=19.5, outdoor=outdoor, is_reporting=True).run(minutes(1))
    for step in range(10):
        bench.measure(**more)
        bench.sense(room=19.5 - by * (step + 1) / 10).run(during / 10)
    return bench


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("by", "outdoor", "hours", "doubt"),
    [
        pytest.param(1.0, 15, 2, OutdoorDoubt.COLDER, id="no mild weather does that"),
        pytest.param(0.6, 15, 2, None, id="a house falls a little"),
        pytest.param(1.0, 15, 1, None, id="or is aired for an hour"),
        pytest.param(1.0, 10, 2, None, id="and more in the cold"),
    ],
)
def test_a_house_that_falls_under_its_compressor_refutes_mild_weather(
    by: float, outdoor: float, hours: float, doubt: OutdoorDoubt | None
) -> None:
    bench = _falling(by, outdoor, minutes(60 * hours))
    assert bench.state.senses.outdoor_sensor.doubt is doubt
