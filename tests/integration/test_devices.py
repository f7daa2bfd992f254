"""The two devices of a thermostat, what stands on them, and how much of it is seen."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import EntityCategory
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.const import DOMAIN

from .gauges import GAUGES, equip
from .house import BARE, DUAL_FUEL, ONE_STAGE, ROOM, TWO_STAGE, House
from .test_estimates import tell_all

SIMPLE = 20
EVERYTHING = 30
"""How many entities a household may see, by what it has told of its machine."""

OUTDOORS = {
    "outdoor_temperature",
    "compressor",
    "compressor_runtime",
    "compressor_starts_today",
    "cop",
    "defrost_state",
    "defrosting",
    "estimated_power",
    "heat_pump_energy",
    "heating_capacity",
    "thermal_balance_point",
    "coil_due",
    "service_done",
}
INDOORS = {
    "thermostat",
    "emergency_heat",
    "status",
    "next_change",
    "aux_heat",
    "aux_heat_runtime_today",
    "heat_loss",
    "problem",
    "filter_due",
    "filter_done",
    "terminal_y1",
}


def views(house: House) -> list[er.RegistryEntry]:
    """Return what the registry knows of the thermostat's entities."""
    registry = er.async_get(house.hass)
    return er.async_entries_for_config_entry(registry, house.entry.entry_id)


def devices(house: House) -> Mapping[str, dr.DeviceEntry]:
    """Return the devices of the thermostat by how their identifiers end."""
    registry, entry_id = dr.async_get(house.hass), house.entry.entry_id
    found = dr.async_entries_for_config_entry(registry, entry_id)
    return {
        name.removeprefix(entry_id): device
        for device in found
        for _, name in device.identifiers
    }


def standing_on(house: House, device: str) -> set[str]:
    """Return the keys of the entities of a device."""
    device_id = devices(house)[device].id
    return {
        view.unique_id.removeprefix(f"{house.entry.entry_id}_")
        for view in views(house)
        if view.device_id == device_id
    }


def seen(house: House) -> list[str]:
    """Return the entities that a household sees."""
    return [
        view.entity_id
        for view in views(house)
        if view.disabled_by is None and view.hidden_by is None
    ]


# --- Two devices ---------------------------------------------------------------------


async def test_the_outdoor_unit_is_a_device_of_its_own(shell: House) -> None:
    await equip(shell)
    room, outdoors = devices(shell)[""], devices(shell)["_outdoor"]

    assert (room.name, outdoors.name) == ("Upstairs", "Upstairs outdoor unit")
    assert outdoors.via_device_id == room.id
    assert standing_on(shell, "_outdoor") >= OUTDOORS
    assert standing_on(shell, "") >= INDOORS


@pytest.mark.parametrize(
    ("wiring", "model"),
    [
        (TWO_STAGE, "two-stage, air source, electric backup"),
        (DUAL_FUEL, "one-stage, air source, furnace backup"),
        (BARE, "one-stage, air source, no backup"),
    ],
)
async def test_the_model_is_what_is_wired(new_house: House, model: str) -> None:
    for device in devices(new_house).values():
        assert device.model == model
        assert device.sw_version


@pytest.mark.parametrize(
    ("language", "model", "outdoor_unit"),
    [
        ("nl", "tweetraps, warmte uit lucht, elektrische reserve", "buitenunit"),
        ("ja", "2段、空気熱源、電気バックアップ", "室外機"),
        ("xx", "two-stage, air source, electric backup", "outdoor unit"),
    ],
)
async def test_devices_are_told_in_the_language_of_the_house(
    new_house: House, language: str, model: str, outdoor_unit: str
) -> None:
    new_house.hass.config.language = language
    await new_house.reload()

    assert {device.model for device in devices(new_house).values()} == {model}
    assert outdoor_unit in str(devices(new_house)["_outdoor"].name)


async def test_the_room_is_where_its_sensor_is(
    shell: House, area_registry: ar.AreaRegistry, entity_registry: er.EntityRegistry
) -> None:
    shell.hass.states.async_remove(ROOM)
    entity_registry.async_get_or_create(
        "sensor", "test", "room", suggested_object_id="room"
    )
    area = area_registry.async_create("Living room")
    entity_registry.async_update_entity(ROOM, area_id=area.id)
    shell.report()
    await shell.install()

    assert devices(shell)[""].area_id == area.id
    assert devices(shell)["_outdoor"].area_id is None


async def test_where_a_person_puts_it_it_stays(
    new_house: House, device_registry: dr.DeviceRegistry, area_registry: ar.AreaRegistry
) -> None:
    area = area_registry.async_create("Hall")
    device_registry.async_update_device(devices(new_house)[""].id, area_id=area.id)

    await new_house.reload()

    assert devices(new_house)[""].area_id == area.id


async def test_no_card_of_an_area_takes_our_figures_for_the_rooms(
    shell: House, entity_registry: er.EntityRegistry
) -> None:
    await tell_all(shell)
    rooms = {
        view.entity_id
        for view in views(shell)
        if view.entity_category is None
        and view.original_device_class in {"temperature", "humidity"}
    }

    assert rooms == set()
    switch = entity_registry.async_get(shell.id("emergency_heat"))
    assert switch is not None
    assert switch.entity_category is EntityCategory.CONFIG


# --- How much is seen ----------------------------------------------------------------


@pytest.mark.parametrize("wiring", [ONE_STAGE, TWO_STAGE])
async def test_a_simple_house_sees_twenty_at_most(new_house: House) -> None:
    assert len(seen(new_house)) <= SIMPLE, seen(new_house)


@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL])
async def test_a_house_with_everything_sees_thirty_at_most(shell: House) -> None:
    await tell_all(shell)

    assert len(seen(shell)) <= EVERYTHING, seen(shell)


@pytest.mark.parametrize("wiring", [ONE_STAGE, DUAL_FUEL, BARE])
async def test_nothing_that_is_seen_is_unknown_for_ever(shell: House) -> None:
    """While it heats, only what nothing is to be told of now is unknown."""
    await shell.install()
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=40)

    later = {"next_change", "alert", "cop", "resume_schedule"}
    unknown = [
        key
        for key in shell.keys()  # noqa: SIM118 - no mapping
        if shell.id(key) in seen(shell) and shell.state(key).state == "unknown"
    ]
    assert set(unknown) <= later


# --- Installations of before ---------------------------------------------------------


async def test_entities_of_before_keep_their_ids_on_the_new_device(
    shell: House,
    entity_registry: er.EntityRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """One device had all of them, and every one of them was seen."""
    data: dict[str, Any] = {
        "room_temperature": ROOM,
        "outdoor_temperature": "sensor.outdoor",
        "source": "air",
        "backup": "electric",
        "terminals": {
            terminal.value: relay.entity_id for terminal, relay in shell.relays.items()
        },
        "sensors": {},
        "performance": {"heating_capacity_47f": 10, "heating_cop_47f": 4},
    }
    entry = MockConfigEntry(domain=DOMAIN, title="Upstairs", data=data)
    entry.add_to_hass(shell.hass)
    device = device_registry.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, entry.entry_id)},
        name="Upstairs",
    )
    before = {
        key: entity_registry.async_get_or_create(
            domain,
            DOMAIN,
            f"{entry.entry_id}_{key}",
            config_entry=entry,
            device_id=device.id,
            suggested_object_id=f"upstairs_{key}",
        ).entity_id
        for domain, key in (
            ("sensor", "outdoor_temperature"),
            ("sensor", "cop"),
            ("sensor", "cost_today"),
            ("sensor", "compressor_runtime"),
            ("binary_sensor", "terminal_y1"),
            ("switch", "emergency_heat"),
        )
    }
    await shell.hass.config_entries.async_setup(entry.entry_id)
    await shell.settle()
    shell.entry = entry

    stays = before.keys() - {"cost_today"}
    assert {key: shell.id(key) for key in stays} == {key: before[key] for key in stays}
    assert {before[key] for key in stays} <= set(seen(shell))
    assert standing_on(shell, "_outdoor") >= {"outdoor_temperature", "cop"}
    assert standing_on(shell, "") >= {"terminal_y1", "emergency_heat"}
    # No price was ever told: it could never have shown anything.
    assert "cost_today" not in shell.keys()  # noqa: SIM118 - no mapping


async def test_every_gauge_may_be_there(shell: House) -> None:
    await equip(shell, *GAUGES)

    assert len(seen(shell)) <= EVERYTHING
