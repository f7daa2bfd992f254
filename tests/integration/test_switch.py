"""Emergency heat: backup alone, at once, until somebody turns it off again."""

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from .house import (
    BARE,
    DUAL_FUEL,
    EMERGENCY_ONLY,
    HEAT_ONLY,
    JUST_A_COMPRESSOR,
    ONE_STAGE,
    TWO_STAGE,
    House,
)


async def turn(house: House, state: str) -> None:
    """Turn the switch on or off."""
    await house.use("switch", f"turn_{state}", "emergency_heat")


async def test_the_switch_is_one_of_the_main_controls(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    entry = entity_registry.async_get(house.id("emergency_heat"))

    assert entry is not None
    assert entry.entity_category is None
    assert entry.disabled_by is None
    assert house.state("emergency_heat").state == "off"


@pytest.mark.parametrize("wiring", [BARE, JUST_A_COMPRESSOR])
async def test_without_a_backup_there_is_no_emergency_heat(house: House) -> None:
    assert not house.keys() & {"emergency_heat"}

    with pytest.raises(ServiceValidationError):
        await house.choose("set_preset_mode", preset_mode="emergency_heat")
    assert house.climate.state == "off"


@pytest.mark.parametrize(
    ("wiring", "on"),
    [
        pytest.param(TWO_STAGE, {"g", "w2", "e"}, id="W2 and E"),
        pytest.param(ONE_STAGE, {"g", "w2"}, id="W2"),
        pytest.param(EMERGENCY_ONLY, {"g", "e"}, id="E"),
        pytest.param(HEAT_ONLY, {"w2"}, id="no fan"),
        pytest.param(DUAL_FUEL, {"w1"}, id="furnace"),
    ],
)
@pytest.mark.parametrize("outdoor", [-30, 0, 18, "unavailable"])
async def test_it_heats_with_the_backup_whatever_the_weather(
    house: House, outdoor: float | str, on: set[str]
) -> None:
    await house.sense(room=18, outdoor=outdoor)
    await house.live(minutes=12)

    await turn(house, "on")

    assert house.on == on
    assert house.status == "emergency_heat"
    assert house.climate.attributes["hvac_action"] == "heating"


async def test_it_replaces_a_compressor_that_has_just_started(house: House) -> None:
    await house.ask("heat", room=18)
    await house.wait(seconds=10)

    await turn(house, "on")

    assert house.on == {"g", "w2", "e"}


async def test_it_heats_to_the_setpoint_and_again(house: House) -> None:
    await turn(house, "on")
    await house.sense(room=18)
    assert house.on == {"g", "w2", "e"}

    await house.live(minutes=10)
    await house.sense(room=20.5)
    await house.live(minutes=5)
    assert house.on == set()
    assert house.climate.attributes["hvac_action"] == "idle"

    await house.sense(room=19.5)
    assert house.on == {"g", "w2", "e"}
    assert "y1 on" not in house.moves


async def test_the_compressor_returns_after_it(house: House) -> None:
    await house.ask("heat", room=18)
    await turn(house, "on")
    await house.live(minutes=10)

    await turn(house, "off")
    await house.live(minutes=6)

    assert "y1" in house.on
    assert "e" not in house.on


# --- The mode that it sets and gives back ------------------------------------------


@pytest.mark.parametrize("mode", ["off", "heat", "cool", "heat_cool", "fan_only"])
async def test_it_sets_heat_and_restores_the_mode(house: House, mode: str) -> None:
    await house.choose("set_hvac_mode", hvac_mode=mode)

    await turn(house, "on")
    assert house.climate.state == "heat"

    await turn(house, "off")
    assert house.climate.state == mode


@pytest.mark.parametrize("mode", ["heat", "cool", "heat_cool"])
async def test_preset_none_restores_the_mode_as_well(house: House, mode: str) -> None:
    await house.choose("set_hvac_mode", hvac_mode=mode)
    await house.choose("set_preset_mode", preset_mode="emergency_heat")
    assert house.climate.state == "heat"

    await house.choose("set_preset_mode", preset_mode="none")
    assert house.climate.state == mode
    assert house.state("emergency_heat").state == "off"


async def test_a_mode_chosen_meanwhile_stays(house: House) -> None:
    await house.choose("set_hvac_mode", hvac_mode="cool")
    await turn(house, "on")
    await house.choose("set_hvac_mode", hvac_mode="heat_cool")

    await turn(house, "off")

    assert house.climate.state == "heat_cool"


async def test_turning_it_on_twice_forgets_nothing(house: House) -> None:
    await house.choose("set_hvac_mode", hvac_mode="cool")
    await turn(house, "on")
    await turn(house, "on")

    await turn(house, "off")

    assert house.climate.state == "cool"


async def test_off_heats_nothing(house: House) -> None:
    await house.ask("heat", room=15)
    await turn(house, "on")

    await house.choose("turn_off")
    await house.live(minutes=2)
    assert house.on == set()
    assert house.climate.attributes["hvac_action"] == "off"
    assert house.state("emergency_heat").state == "on"

    await house.choose("turn_on")
    assert house.on == {"g", "w2", "e"}


@pytest.mark.parametrize("mode", ["cool", "heat_cool"])
async def test_it_never_cools(house: House, mode: str) -> None:
    await turn(house, "on")
    await house.ask(mode, room=30, outdoor=30)
    await house.live(minutes=15)

    assert house.moves == []
    assert house.climate.attributes["hvac_action"] == "idle"


async def test_it_heats_in_heat_cool(house: House) -> None:
    await turn(house, "on")
    await house.ask("heat_cool", room=15)

    assert house.on == {"g", "w2", "e"}


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


async def test_it_survives_a_reload(house: House) -> None:
    await house.ask("cool", room=18)
    await turn(house, "on")

    await house.spend(house.hass.config_entries.async_reload(house.entry.entry_id))
    await house.settle()
    assert house.state("emergency_heat").state == "on"
    assert house.status == "emergency_heat"

    await turn(house, "off")
    assert house.climate.state == "cool"


async def test_it_can_be_chosen_while_everything_is_lost(house: House) -> None:
    for relay in house.relays.values():
        relay.vanish()
    await house.sense(room="unavailable", outdoor="unavailable")
    await house.wait(hours=1)

    await turn(house, "on")
    assert house.state("emergency_heat").state == "on"

    await turn(house, "off")
    assert house.state("emergency_heat").state == "off"
