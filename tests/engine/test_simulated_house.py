"""What the demo's outdoor unit does when freezing rain has covered its coil."""

from typing import Any

import pytest

from .plant import physics

HEATING = {"y1": True, "y2": True, "g": True}
STEP = 5


def heated(outdoors: float) -> Any:
    """Return a house that has been heated for a while."""
    house = physics.House(air=20.0, structure=20.0)
    return later(house, outdoors, 900)


def later(house: Any, outdoors: float, seconds: float, **wires: bool) -> Any:
    """Return the house after a while of heating, or of other wires."""
    relays = physics.Relays(**(wires or HEATING))
    return physics.advance(house, relays, weather(outdoors), seconds)


def weather(outdoors: float) -> Any:
    """Return dry and still air."""
    return physics.Weather(temperature=outdoors)


@pytest.mark.parametrize("outdoors", [-12.0, 0.0, 8.0])
def test_an_iced_coil_is_defrosted_in_four_minutes(outdoors: float) -> None:
    house = physics.iced(heated(outdoors))
    lasted = 0
    while lasted == 0 or house.unit.operation is physics.Operation.DEFROSTING:
        house = later(house, outdoors, STEP)
        lasted += STEP
    assert 180 <= lasted <= 360
    assert house.unit.operation is physics.Operation.HEATING
    assert house.unit.frost == 0
    assert house.unit.coil > 10


def test_what_a_defrost_looks_like() -> None:
    """The valve is reversed, and the board lets the strip make up for it."""
    before = heated(-5)
    defrosting = later(physics.iced(before), -5, 60)
    assert defrosting.unit.operation is physics.Operation.DEFROSTING
    assert defrosting.heat_watts < 0
    assert defrosting.aux_watts > 0
    assert defrosting.supply < before.supply - 3
    assert defrosting.heat_pump_watts < 0.8 * before.heat_pump_watts
    assert defrosting.unit.coil > before.unit.coil + 5


def test_a_unit_that_rests_defrosts_when_it_heats_next() -> None:
    resting = later(physics.iced(heated(-5)), -5, 60, g=True)
    assert resting.unit.operation is physics.Operation.OFF

    assert later(resting, -5, 5).unit.operation is physics.Operation.HEATING
    assert later(resting, -5, 15).unit.operation is physics.Operation.DEFROSTING


def test_there_is_no_ice_in_summer() -> None:
    house = later(physics.iced(physics.House()), 30, 3600, g=True)
    assert house.unit.frost == 0
