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
LONG = {"sensors: a limit of the compressor outlasts its sensor by two days"}
"""What plays for days."""


def marks_of(name: str) -> list[pytest.MarkDecorator]:
    """Return how the tests that play a scenario are marked."""
    return [pytest.mark.slow] if name in LONG else []
