"""Figures that pages tell in sentences are those that the code goes by."""

from datetime import timedelta
from typing import Final

import pytest

from custom_components.heat_pump_thermostat.controller import FAN_WITHIN
from custom_components.heat_pump_thermostat.dialogs.board_test import SILENT_FOR
from custom_components.heat_pump_thermostat.engine.accounts import alerts
from custom_components.heat_pump_thermostat.engine.belief import room, standing
from custom_components.heat_pump_thermostat.engine.heat_pump import drift
from custom_components.heat_pump_thermostat.engine.reckoning import watching
from custom_components.heat_pump_thermostat.engine.relays import conditions, corrections
from custom_components.heat_pump_thermostat.engine.rules import (
    compressor,
    outage,
    recovery,
    testing,
)
from custom_components.heat_pump_thermostat.engine.rules.auxiliary import (
    COLD_BY,
    COLD_FOR,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    FREEZE_BELOW,
    FREEZE_UNTIL,
    Auxiliary,
    Comfort,
    Compressor,
    Fan,
    FreezeGuard,
    Limits,
    Sensors,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta
from custom_components.heat_pump_thermostat.journal import REMEMBERED
from custom_components.heat_pump_thermostat.lapses import LASTING
from custom_components.heat_pump_thermostat.quantity import Quantity

from .pages import Page, plain

WORDS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
TIMES: Final = {1: "once", 2: "twice"}
UNITS: Final = {
    "an hour": timedelta(hours=1),
    "a minute": timedelta(minutes=1),
    "a second": timedelta(seconds=1),
}


def count(number: float) -> str:
    """Return a number as a sentence tells it."""
    return WORDS[int(number)] if number in range(len(WORDS)) else f"{number:g}"


def times(number: int) -> str:
    """Return how often, in words."""
    return TIMES.get(number, f"{count(number)} times")


def span(duration: timedelta) -> str:
    """Return a duration in words, in the largest unit that it fills."""
    one, worth = next((one, worth) for one, worth in UNITS.items() if duration >= worth)
    number = duration / worth
    return one if number == 1 else f"{count(number)} {one.split()[1]}s"


def degrees(value: Celsius) -> str:
    """Return a temperature in both units."""
    metric, customary = (unit.shown(value) for unit in Quantity.TEMPERATURE.value)
    return f"{round(metric, 1):g} °C ({round(customary, 1):g} °F)"


def kelvins(value: Delta) -> str:
    """Return a difference in both units."""
    metric, customary = (unit.shown(value) for unit in Quantity.DIFFERENCE.value)
    return f"{round(metric, 2):g} K ({round(customary, 2):g} °F)"


AUX_LIMIT = Auxiliary().maximum_outdoor
COOLING_LIMIT = Compressor().cooling_minimum_outdoor
assert AUX_LIMIT is not None
assert COOLING_LIMIT is not None

FIGURES: Final = {
    "docs/data.md": (f"the last {REMEMBERED} decisions",),
    "docs/get_started.md": (
        f"the fan for {span(testing.RUN)}",
        f"the compressor for {span(testing.COMPRESSOR_RUN)}",
        f"for up to {span(Compressor().minimum_off)}, since nobody knows",
    ),
    "docs/board.md": (f"silent on purpose for {span(SILENT_FOR)}",),
    "docs/safety.md": (
        f"the fan runs on for at least {span(conditions.HOT_FOR)}",
        f"as late as Home Assistant waits for it, {span(FAN_WITHIN)}",
        f"no heating above {degrees(Limits().warmest)}",
        f"no cooling below {degrees(Limits().coldest)}",
        f"a room below {degrees(FREEZE_BELOW)} is heated until {degrees(FREEZE_UNTIL)}",
        f"without power below {degrees(compressor.COLD_CRANKCASE)} outdoors",
        f"After more than {span(outage.LONG)} without power",
        f"at most {span(Compressor().outage_delay)} (changeable)",
        f"put right {times(corrections.AT_MOST)} in {span(corrections.WITHIN)}",
        f"only after {span(corrections.LEFT_ALONE_FOR)} each time",
        f"cannot decide {times(LASTING)} in a row",
    ),
    "docs/status.md": (
        f"for {span(Compressor().minimum_off)} after each run",
        f"{count(Compressor().starts_per_hour)} starts in the last hour",
        f"at most {span(Compressor().outage_delay)}; the backup heats",
        f"more than {span(alerts.LONG_IN_A_DAY)} of 24",
        f"{span(alerts.IN_EASY_WEATHER)} of 24 in weather",
        f"{watching.EASE:g} K above the thermal balance point",
        f"{watching.EASY_MARGIN:g} times what the house loses",
    ),
    "docs/troubleshooting.md": (
        f"beyond the setpoint, by {kelvins(Comfort().heat_differential)}",
        f"at {degrees(AUX_LIMIT)} and above",
        f"below {degrees(COOLING_LIMIT)} outdoors",
        f"had been {count(COLD_BY)} kelvins too cold for {span(COLD_FOR)}",
        f"after {span(room.STOOD_FOR)} at a usual temperature",
        f"without heat for up to {span(standing.RESTED)}",
        f"after {span(room.SERVES_FOR)} without any of them",
        f"it stays near {degrees(FreezeGuard().blind_temperature)}",
        f"for {span(Sensors().stale)} after its last report",
        f"for {span(room.SERVES_FOR)} once it is unavailable",
    ),
    "docs/use.md": (
        f"runs the fan always, or {span(Fan().circulate)} of every hour",
        f"at most {span(recovery.EARLIEST)} ahead",
        f"after {span(drift.BASELINE_RUN)} of running",
        f"less than {drift.WEAK_RATIO:.0%} for a day".replace("%", " %"),
    ),
}
"""What stands on each page, word for word."""


@pytest.mark.parametrize(
    ("path", "told"), [(path, told) for path in FIGURES for told in FIGURES[path]]
)
def test_a_page_tells_a_figure_as_the_code_goes_by_it(path: str, told: str) -> None:
    assert told.casefold() in plain(Page(path).prose).casefold()
