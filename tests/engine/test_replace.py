"""A record with some of its parts replaced is what the library makes of it."""

import dataclasses
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import Frost
from custom_components.heat_pump_thermostat.engine.records import replace
from custom_components.heat_pump_thermostat.engine.state import State

from .rig import NOON


@pytest.mark.parametrize("record", [Frost(), State()], ids=["in slots", "in none"])
def test_it_is_what_the_library_makes_of_it(record: Any) -> None:
    after = replace(record, at=NOON)
    assert after == dataclasses.replace(record, at=NOON)
    assert after.at == NOON
    assert record.at is None
