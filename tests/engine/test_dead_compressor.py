"""A compressor that died, and told nobody, leaves no house cold, nor goes unnoticed."""

from typing import Final

import pytest

from custom_components.heat_pump_thermostat.engine.house.response import Verdict

from .storey import HOUR, OWN, House

COMFORTABLE: Final = 19.5
"""°C: half a kelvin below the setpoint nobody minds."""


def verdict(house: House) -> Verdict:
    """Return what the thermostat believes of its compressor."""
    return house.bench.state.response.verdict


@pytest.mark.slow
@pytest.mark.parametrize("outdoors", [-8.0, 0.0])
def test_three_days_without_it_are_hardly_colder_and_its_return_is_felt(
    outdoors: float,
) -> None:
    house = House(outdoors=outdoors, apart={OWN: 0.0}, sensors={OWN: "0.5K/10min"})
    house.live(24)
    house.has_compressor = False
    house.live(72)
    lacks = (COMFORTABLE - rooms[OWN] for rooms in house.log[-72 * HOUR :])
    assert sum(lack for lack in lacks if lack > 0) / HOUR <= 2
    assert verdict(house) is Verdict.DEAD

    house.has_compressor = True
    house.live(12)
    assert verdict(house) is Verdict.WELL
