"""Relays are hidden from dashboards and voice where that was chosen, and come back."""

from collections.abc import Mapping

from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from .house import BARE, ROOM, TWO_STAGE, House

ASSIST = "conversation"
RELAYS = tuple(f"switch.{name}" for name in TWO_STAGE.terminals.split())
HIDER = er.RegistryEntryHider


@pytest.fixture(autouse=True)
async def core(time_stands_still: None, hass: HomeAssistant) -> None:  # noqa: ARG001
    """Set up what every Home Assistant has: here, who is exposed to whom."""
    assert await async_setup_component(hass, "homeassistant", {})


def hidden(house: House) -> Mapping[str, er.RegistryEntryHider | None]:
    registry = er.async_get(house.hass)
    found = {relay: registry.async_get(relay) for relay in RELAYS}
    return {relay: entry.hidden_by for relay, entry in found.items() if entry}


def exposed(house: House) -> set[str]:
    return {r for r in RELAYS if async_should_expose(house.hass, ASSIST, r)}


async def test_a_new_thermostat_keeps_its_relays_to_itself(shell: House) -> None:
    assert exposed(shell) == {*RELAYS}
    await shell.install()

    assert hidden(shell) == dict.fromkeys(RELAYS, HIDER.INTEGRATION)
    assert exposed(shell) == set()


async def test_relays_stay_where_they_are_if_nobody_wants_them_hidden(
    shell: House,
) -> None:
    await shell.install(finish={"hide_relays": False})

    assert hidden(shell) == dict.fromkeys(RELAYS)
    assert exposed(shell) == {*RELAYS}


async def test_a_hidden_relay_obeys_as_ever(house: House) -> None:
    await house.ask("heat", room=18)

    assert house.on == {"g", "y1", "y2"}


async def test_what_a_person_brings_back_stays(house: House) -> None:
    er.async_get(house.hass).async_update_entity("switch.g", hidden_by=None)
    async_expose_entity(house.hass, ASSIST, "switch.g", should_expose=True)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()

    assert hidden(house)["switch.g"] is None
    assert exposed(house) == {"switch.g"}


async def test_relays_come_back_with_the_box(house: House) -> None:
    user = {"name": "Upstairs", "room_temperature": ROOM, "backup": "electric"}
    terminals = {name: f"switch.{name}" for name in TWO_STAGE.terminals.split()}
    no = {"hide_relays": False}
    await house.reconfigure(user, terminals, {}, {}, finish=no)
    await house.settle()
    await house.wait(minutes=1)

    assert hidden(house) == dict.fromkeys(RELAYS)
    assert exposed(house) == {*RELAYS}


async def test_a_relay_that_is_no_longer_wired_comes_back(house: House) -> None:
    await house.rewire(BARE)
    await house.wait(minutes=1)

    back = {"switch.y2", "switch.w2", "switch.e"}
    assert {relay for relay, by in hidden(house).items() if by is None} == back
    assert exposed(house) == back


async def test_relays_come_back_when_the_thermostat_is_removed(house: House) -> None:
    await house.spend(house.hass.config_entries.async_remove(house.entry.entry_id))

    assert hidden(house) == dict.fromkeys(RELAYS)
    assert exposed(house) == {*RELAYS}


@pytest.mark.parametrize("by", [HIDER.USER, HIDER.INTEGRATION])
async def test_what_somebody_else_hid_stays_hidden(
    shell: House, by: er.RegistryEntryHider
) -> None:
    registry = er.async_get(shell.hass)
    registry.async_update_entity("switch.w2", hidden_by=by)
    async_expose_entity(shell.hass, ASSIST, "switch.w2", should_expose=False)
    await shell.install()
    await shell.spend(shell.hass.config_entries.async_remove(shell.entry.entry_id))

    assert hidden(shell)["switch.w2"] is by
    assert exposed(shell) == {*RELAYS} - {"switch.w2"}


async def test_a_renamed_relay_comes_back_under_its_new_name(house: House) -> None:
    registry = er.async_get(house.hass)
    registry.async_update_entity("switch.g", new_entity_id="switch.blower")
    await house.settle()
    await house.spend(house.hass.config_entries.async_remove(house.entry.entry_id))

    entry = registry.async_get("switch.blower")
    assert entry
    assert entry.hidden_by is None
    assert async_should_expose(house.hass, ASSIST, "switch.blower")
