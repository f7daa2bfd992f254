"""Emergency heat: backup alone, at once, until somebody turns it off again."""

from homeassistant.const import EntityCategory
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from .house import (
    BARE,
    JUST_A_COMPRESSOR,
    House,
)


async def turn(house: House, state: str) -> None:
    """Turn the switch on or off."""
    await house.use("switch", f"turn_{state}", "emergency_heat")


async def test_the_switch_is_shown_but_on_no_card_of_the_room(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    entry = entity_registry.async_get(house.id("emergency_heat"))

    assert entry is not None
    assert entry.entity_category is EntityCategory.CONFIG
    assert entry.disabled_by is None
    assert entry.hidden_by is None
    assert house.state("emergency_heat").state == "off"


@pytest.mark.parametrize("wiring", [BARE, JUST_A_COMPRESSOR])
async def test_without_a_backup_there_is_no_emergency_heat(house: House) -> None:
    assert not house.keys() & {"emergency_heat"}

    with pytest.raises(ServiceValidationError):
        await house.choose("set_preset_mode", preset_mode="emergency_heat")
    assert house.climate.state == "off"


# --- Beside presets, restarts and lost sensors ---------------------------------------


async def test_another_preset_sets_the_temperatures_and_is_remembered(
    house: House,
) -> None:
    await house.ask("heat", room=17)
    await turn(house, "on")
    assert house.on == {"g", "w2", "e"}

    await house.choose("set_preset_mode", preset_mode="away")
    await house.live(minutes=6)
    assert house.on == set()
    assert house.climate.attributes["temperature"] == 16
    assert house.climate.attributes["preset_mode"] == "emergency_heat"

    await turn(house, "off")
    assert house.climate.attributes["preset_mode"] == "away"


async def test_a_preset_from_before_goes_on(house: House) -> None:
    await house.ask("heat", room=17)
    await house.choose("set_preset_mode", preset_mode="sleep")

    await turn(house, "on")
    assert house.climate.attributes["temperature"] == 18

    await turn(house, "off")
    assert house.climate.attributes["preset_mode"] == "sleep"


async def test_it_can_be_chosen_while_everything_is_lost(house: House) -> None:
    for relay in house.relays.values():
        relay.vanish()
    await house.sense(room="unavailable", outdoor="unavailable")
    await house.wait(hours=1)

    await turn(house, "on")
    assert house.state("emergency_heat").state == "on"

    await turn(house, "off")
    assert house.state("emergency_heat").state == "off"
