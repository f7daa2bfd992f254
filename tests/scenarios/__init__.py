"""What becomes of a house, scenario by scenario, told for every stage."""

from collections.abc import Mapping

from tests.stage import Scenario

from . import (
    auxiliary,
    compressor,
    emergency,
    fan,
    faults,
    freeze,
    furnace,
    modes,
    pauses,
    relays,
    sensors,
    valve,
)

SUBJECTS = (
    auxiliary,
    compressor,
    emergency,
    fan,
    faults,
    freeze,
    furnace,
    modes,
    pauses,
    relays,
    sensors,
    valve,
)
SCENARIOS: Mapping[str, Scenario] = {
    f"{subject.__name__.rsplit('.', maxsplit=1)[-1]}: {scenario.name}": scenario
    for subject in SUBJECTS
    for scenario in subject.SCENARIOS
}
