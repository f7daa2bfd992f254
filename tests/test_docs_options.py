"""The pages tell each option with default and range, and other figures, as they are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
import json
import re
from typing import Any, Final, assert_never

from homeassistant.util.unit_system import METRIC_SYSTEM, US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.configuration import forms, options
from custom_components.heat_pump_thermostat.configuration.fields import (
    Choice,
    Duration,
    Entity,
    Field,
    Flag,
    Number,
    Time,
)
from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.rules.patience import (
    FOR_EVER,
    PATIENCE,
)
from custom_components.heat_pump_thermostat.engine.rules.problems import BOTHERS_AFTER
from custom_components.heat_pump_thermostat.engine.settings import Backup, Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.quantity import Quantity

from .pages import ROOT, Page, plain, rows

ENGLISH: dict[str, Any] = json.loads(
    (ROOT / "custom_components/heat_pump_thermostat/translations/en.json").read_text(
        encoding="utf-8"
    )
)
PAGE: Final = Page("docs/options.md")
NOTHING: Final = "none"
SYSTEMS: Final = (METRIC_SYSTEM, US_CUSTOMARY_SYSTEM)
MACHINES: Final = (
    Machine(
        wired=frozenset({Terminal.Y1, Terminal.O, Terminal.W2}), backup=Backup.ELECTRIC
    ),
    Machine(
        wired=frozenset({Terminal.Y1, Terminal.O, Terminal.W1}), backup=Backup.FUEL
    ),
)
"""One with electric backup heat, and one with a furnace."""
UNITS: Final = (
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
    (timedelta(seconds=1), "s"),
)

AS_DROOP: Final = Number(Quantity.DIFFERENCE, "droop", 0, 9)

type Row = tuple[str, str, str]
"""What an option is called, its default, and its range."""


def lasting(duration: timedelta) -> str:
    """Return a duration in the largest unit that tells it whole."""
    worth, symbol = next(
        each for each in UNITS if duration >= each[0] and not duration % each[0]
    )
    return f"{duration // worth} {symbol}"


def figure(number: float) -> str:
    """Return a number as a page tells it."""
    return f"{number:g}".replace("-", "−")


def spanned(low: str, high: str) -> str:
    """Return a range; what both ends are measured in is told once."""
    (first, *unit), (last, *same) = low.split(" "), high.split(" ")
    between = " to " if low.startswith("−") or unit != same else "–"
    begins = first if unit == same else low
    return " ".join([f"{begins}{between}{last}", *same])


def measured(field: Number, *values: float) -> str:
    """Return a quantity, or a range of it, in each household's unit."""
    found = []
    for system in SYSTEMS:
        unit = field.quantity.unit(system)
        symbol = "" if unit.symbol is None else f" {unit.symbol}"
        each = [f"{figure(field.shown(value, system))}{symbol}" for value in values]
        found.append(each[0] if len(each) == 1 else spanned(*each))
    metric, customary = found
    return metric if metric == customary else f"{metric} ({customary})"


def default(field: Field, value: Any) -> str:
    """Return the default of an option as the page tells it."""
    if value is None or value == []:
        return NOTHING
    match field:
        case Number():
            return measured(field, value)
        case Duration():
            return lasting(timedelta(seconds=value)) if value else "0"
        case Choice():
            return str(ENGLISH["selector"][field.key]["options"][value])
        case Flag():
            return "on" if value else "off"
        case Entity() | Time():
            return str(value)
        case _ as never:
            assert_never(never)


def extent(field: Field) -> str:
    """Return what may be chosen, as the page tells it."""
    match field:
        case Number():
            metric = field.quantity.metric
            return measured(field, metric.kept(field.low), metric.kept(field.high))
        case Duration():
            low, high = (each * field.unit for each in (field.low, field.high))
            return spanned(
                lasting(low) if low else f"0 {lasting(high).split()[1]}", lasting(high)
            )
        case Choice():
            texts = ENGLISH["selector"][field.key]["options"]
            return " · ".join(texts[option] for option in field.options)
        case Flag():
            return "on, off"
        case Entity():
            domains: list[str] = []
            for each in field.filters:
                told = each["domain"]
                domains += [told] if isinstance(told, str) else told
            several = ", several" if field.multiple else ""
            return ", ".join(f"`{domain}`" for domain in domains) + several
        case Time():
            return "a time of day"
        case _ as never:
            assert_never(never)


def told(
    texts: Mapping[str, str], fields: Sequence[Field], *defaults: Mapping[str, Any]
) -> Iterator[Row]:
    """Return what the page has to tell of the fields of a form."""
    for field in fields:
        usual, *other = [default(field, each.get(field.key)) for each in defaults]
        if other and other != [usual]:
            usual = f"{usual}; with a furnace {other[0]}"
        yield texts[field.key], usual, extent(field)


def topic(section: options.Section) -> list[Row]:
    """Return what the page has to tell of a topic."""
    texts = ENGLISH["options"]["step"][section.key]["data"]
    defaults = [section.defaults(machine) for machine in MACHINES]
    customary = options.FAHRENHEIT.get(section.key)
    if customary is None:
        return list(told(texts, section.fields, *defaults))
    first = options.first_options(US_CUSTOMARY_SYSTEM)[section.key]
    found = []
    for field in section.fields:
        row = next(told(texts, [field], defaults[0]))
        if field.key in first and isinstance(field, Number):
            metric = f"{figure(field.shown(defaults[0][field.key], METRIC_SYSTEM))} °C"
            shown = figure(field.shown(first[field.key], US_CUSTOMARY_SYSTEM))
            row = row[0], f"{metric} ({shown} °F)", row[2]
        found.append(row)
    return found


STEPS: Mapping[str, tuple[Sequence[Field], Mapping[str, Any]]] = {
    "sensors": (forms.SENSOR_FIELDS, {}),
    "performance": (forms.PERFORMANCE_FIELDS, forms.PERFORMANCE_DEFAULTS),
    "finish": (
        (*forms.FINISH_FIELDS, forms.BOARD),
        {**forms.FINISH_DEFAULTS, forms.BOARD.key: True},
    ),
}
"""What the steps of *Reconfigure* ask, and what stands there at first."""
TABLES: Mapping[str, list[Row]] = {
    ENGLISH["options"]["step"][section.key]["title"]: topic(section)
    for section in options.SECTIONS
} | {
    ENGLISH["config"]["step"][step]["title"]: list(
        told(ENGLISH["config"]["step"][step]["data"], fields, defaults)
    )
    for step, (fields, defaults) in STEPS.items()
}


def section_rows(page: Page, heading: str) -> list[list[str]]:
    """Return the rows of the tables under a heading, in plain words."""
    (section,) = (each for each in page.sections if each.heading == heading)
    return [[plain(cell) for cell in row] for row in rows(section.text)]


def time_allowed(time: timedelta) -> str:
    """Return how a page tells what a strategy allows."""
    if time == FOR_EVER:
        return "as long as it takes"
    return lasting(time) if time else "nothing"


def test_a_page_tells_how_patient_each_strategy_is() -> None:
    names = ENGLISH["selector"]["strategy"]["options"]
    page = Page("docs/comfort_and_cost.md")
    assert section_rows(page, "When auxiliary heat helps") == [
        [
            names[strategy],
            measured(AS_DROOP, patience.droop),
            time_allowed(patience.recovery),
            time_allowed(patience.late),
        ]
        for strategy, patience in PATIENCE.items()
    ]


@pytest.mark.parametrize("problem", Problem)
def test_the_page_tells_when_a_problem_raises_its_repair(problem: Problem) -> None:
    shown = ENGLISH["entity"]["binary_sensor"]["problem"]["state_attributes"]
    name, after = shown["problems"]["state"][problem], BOTHERS_AFTER[problem]
    heading = "Each problem and its repair"
    (row,) = (
        row
        for row in section_rows(Page("docs/status.md"), heading)
        if re.sub(r" \(repair: .*\)$", "", row[0]) == name
    )
    assert re.match(f"{lasting(after) if after else 'at once'}(;|,|$)", row[1])


@pytest.mark.parametrize("title", TABLES)
def test_the_page_tells_default_and_range_of_each_option(title: str) -> None:
    there = [tuple(row[:3]) for row in section_rows(PAGE, title)]
    assert there == [tuple(map(plain, row)) for row in TABLES[title]]
