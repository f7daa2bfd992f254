"""Voice assistants know the thermostat's entities by the names a household uses."""

from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.helpers import entity_registry as er
import pytest

from .house import BARE, ROOM, TWO_STAGE, House

ASSIST = "conversation"
WITHOUT_VOICE = {"voice": False}


def aliases(house: House, key: str) -> list[str]:
    entry = er.async_get(house.hass).async_get(house.id(key))
    assert entry
    return er.async_get_entity_aliases(house.hass, entry)


def is_exposed(house: House, key: str) -> bool:
    return async_should_expose(house.hass, ASSIST, house.id(key))


async def test_the_thermostat_is_called_what_people_call_it(new_house: House) -> None:
    assert aliases(new_house, "thermostat") == ["Upstairs", "heat pump", "thermostat"]
    assert aliases(new_house, "emergency_heat") == [
        "Upstairs Emergency heat",
        "emergency heat",
    ]


@pytest.mark.parametrize(
    "key",
    [
        "thermostat",
        "emergency_heat",
        "compressor",
        "aux_heat",
        "defrosting",
        "outdoor_temperature",
        "cop",
    ],
)
async def test_what_is_asked_for_is_exposed(new_house: House, key: str) -> None:
    assert is_exposed(new_house, key)


@pytest.mark.parametrize("key", ["terminal_w2", "status", "problem", "next_change"])
async def test_what_nobody_speaks_of_is_not(new_house: House, key: str) -> None:
    assert not is_exposed(new_house, key)


async def test_without_the_box_nothing_has_a_name_of_ours(shell: House) -> None:
    await shell.install(finish=WITHOUT_VOICE)

    assert aliases(shell, "thermostat") == ["Upstairs"]
    assert not is_exposed(shell, "compressor")


async def test_a_house_without_backup_has_no_emergency_heat_to_speak_of(
    shell: House,
) -> None:
    shell.wiring = BARE
    user = {"name": "Upstairs", "room_temperature": ROOM, "backup": "none"}
    terminals = {name: f"switch.{name}" for name in BARE.terminals.split()}
    shell.entry = (await shell.fill_in(user, terminals, {}, {}))["result"]
    await shell.settle()

    assert "emergency_heat" not in shell.keys()  # noqa: SIM118
    assert aliases(shell, "thermostat") == ["Upstairs", "heat pump", "thermostat"]


async def test_what_a_person_named_or_hid_stays(new_house: House) -> None:
    registry = er.async_get(new_house.hass)
    registry.async_update_entity(new_house.id("thermostat"), aliases=["Rosie"])
    registry.async_update_entity(
        new_house.id("emergency_heat"), aliases=[er.COMPUTED_NAME]
    )
    async_expose_entity(new_house.hass, ASSIST, new_house.id("cop"), False)
    await new_house.hass.config_entries.async_reload(new_house.entry.entry_id)
    await new_house.settle()

    assert aliases(new_house, "thermostat") == ["Rosie"]
    assert aliases(new_house, "emergency_heat") == ["Upstairs Emergency heat"]
    assert not is_exposed(new_house, "cop")


async def test_names_that_are_no_longer_wanted_go(house: House) -> None:
    registry = er.async_get(house.hass)
    mine: list[er.AliasEntry] = [er.COMPUTED_NAME, "heat pump", "Rosie"]
    registry.async_update_entity(house.id("thermostat"), aliases=mine)
    user = {"name": "Upstairs", "room_temperature": ROOM, "backup": "electric"}
    terminals = {name: f"switch.{name}" for name in TWO_STAGE.terminals.split()}
    await house.reconfigure(user, terminals, {}, {}, finish=WITHOUT_VOICE)
    await house.wait(minutes=1)

    assert aliases(house, "thermostat") == ["Upstairs", "Rosie"]
    assert aliases(house, "emergency_heat") == ["Upstairs Emergency heat"]
