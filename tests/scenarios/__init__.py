"""What becomes of a house, scenario by scenario, told for every stage."""

from tests.stage import Scenario

from . import compressor, relays

SCENARIOS: tuple[Scenario, ...] = (*compressor.SCENARIOS, *relays.SCENARIOS)
