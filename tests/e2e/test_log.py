"""What the tests take for a complaint in Home Assistant's log."""

import pytest

from .process import complaints

NOTICE = (
    "2026-11-21 06:16:05.620+00:00 WARNING (SyncWorker_1) [homeassistant.loader] We"
    " found a custom integration heat_pump_thermostat which has not been tested by Home"
    " Assistant."
)
DEBUG = (
    "2026-11-21 06:16:06.001 DEBUG (MainThread)"
    " [custom_components.heat_pump_thermostat.controller] Downstairs: heating"
)
OTHERS = "2026-11-21 06:16:11.074+00:00 ERROR (MainThread) [metno] no answer"
WARNING = (
    "2026-11-21 06:16:12.000 WARNING (MainThread)"
    " [custom_components.heat_pump_thermostat.controller] not every relay confirmed"
)
DEPRECATION = (
    "2026-11-21 06:16:13.000 WARNING (MainThread) [homeassistant.helpers.frame]"
    " Detected that custom integration 'heat_pump_thermostat' does what is deprecated"
)
TRACEBACK = """\
2026-11-21 06:16:14.000 ERROR (MainThread) [homeassistant] Error doing job
Traceback (most recent call last):
  File "/config/custom_components/heat_pump_thermostat/inputs.py", line 1, in observe
ValueError"""


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([NOTICE, DEBUG, OTHERS], [], id="nothing of ours"),
        pytest.param([NOTICE, WARNING, OTHERS], [WARNING], id="warning"),
        pytest.param([DEPRECATION, DEBUG], [DEPRECATION], id="deprecation"),
        pytest.param([DEBUG, TRACEBACK, OTHERS], [TRACEBACK], id="traceback"),
        pytest.param(
            [TRACEBACK.partition("\n")[2]],
            [TRACEBACK.partition("\n")[2]],
            id="traceback without a logger",
        ),
    ],
)
def test_complaints(log: list[str], expected: list[str]) -> None:
    assert complaints("\n".join(log)) == expected
