"""What becomes of a house, scenario by scenario, told for every stage."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.stage import Scenario

SUBJECTS = {
    found.name: import_module(f"{__name__}.{found.name}")
    for found in iter_modules(__path__)
}
SCENARIOS: Mapping[str, Scenario] = {
    f"{name}: {scenario.name}": scenario
    for name, subject in SUBJECTS.items()
    for scenario in subject.SCENARIOS
}
LONG = {
    (
        "faults: a setpoint that is toggled every second starts the compressor once,"
        " and it heats as soon as it may"
    ),
    "pauses: relays that were all unavailable for hours were without power",
    "sensors: a limit of the compressor outlasts its sensor by two days",
}
"""What plays for days, or step by step."""


def _variants() -> set[str]:
    """Return the scenarios that tell of one before them under other circumstances."""
    known, variants = set[tuple[str, str]](), set[str]()
    for name in SCENARIOS:
        subject, scene, *circumstances = name.split(": ")
        if circumstances and (subject, scene) in known:
            variants.add(name)
        known.add((subject, scene))
    return variants


VARIANTS = frozenset(_variants())


def marks_of(name: str) -> list[pytest.MarkDecorator]:
    """Return how the tests that play a scenario are marked."""
    return [pytest.mark.slow] if name in VARIANTS or name in LONG else []
