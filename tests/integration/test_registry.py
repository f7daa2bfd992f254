"""What becomes of a thermostat whose entities are renamed or removed."""

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest

from .house import BARE, CELSIUS, ROOM, TWO_STAGE, House
from .test_issues import issues


@pytest.fixture
def room(house: House, entity_registry: er.EntityRegistry) -> str:
    """Register the room sensor."""
    house.hass.states.async_remove(ROOM)
    entry = entity_registry.async_get_or_create(
        "sensor", "test", "room", suggested_object_id="room"
    )
    assert entry.entity_id == ROOM
    house.report()
    return entry.entity_id


@pytest.mark.parametrize("terminal", ["y1", "g"])
async def test_a_renamed_relay_stops_nothing_and_obeys(
    house: House, entity_registry: er.EntityRegistry, terminal: str
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=1)
    controller, on = house.entry.runtime_data, house.on
    house.forget()

    entity_registry.async_update_entity(
        f"switch.{terminal}", new_entity_id="switch.other"
    )
    await house.hass.async_block_till_done()
    await house.live(minutes=5)

    assert house.entry.data["terminals"][terminal] == "switch.other"
    assert house.entry.runtime_data is controller
    assert house.on == on
    assert [move for move in house.moves if move.endswith("off")] == []
    assert house.state("problem").state == "off"

    await house.choose("turn_off")
    await house.wait(minutes=2)
    assert house.on == set()


async def test_a_renamed_room_sensor_is_followed(
    house: House, entity_registry: er.EntityRegistry, room: str
) -> None:
    await house.ask("heat", room=18)
    controller, on = house.entry.runtime_data, house.on
    house.forget()

    entity_registry.async_update_entity(room, new_entity_id="sensor.hall")
    house.hass.states.async_remove(room)
    await house.settle()
    house.hass.states.async_set("sensor.hall", "19.5", CELSIUS)
    await house.settle()

    assert house.entry.data["room_temperature"] == "sensor.hall"
    assert house.climate.attributes["current_temperature"] == 19.5
    assert house.entry.runtime_data is controller
    assert house.moves == []
    assert house.on == on

    house.hass.states.async_set("sensor.hall", "22", CELSIUS)
    await house.live(minutes=6)
    assert "y1" not in house.on


@pytest.mark.parametrize(
    ("section", "key"),
    [("sensors", "fallback"), ("sensors", "outdoor_fallback"), ("relays", "heartbeat")],
)
async def test_an_entity_of_the_options_is_followed(
    house: House, entity_registry: er.EntityRegistry, section: str, key: str
) -> None:
    domain = "input_button" if key == "heartbeat" else "sensor"
    entity = entity_registry.async_get_or_create(domain, "test", "spare").entity_id
    house.hass.states.async_set(entity, "20", CELSIUS)
    await house.tune(**{section: {key: entity}})

    entity_registry.async_update_entity(entity, new_entity_id=f"{domain}.better")
    await house.settle()

    assert house.entry.options[section] == {key: f"{domain}.better"}


@pytest.mark.parametrize("was", ["on", "off"])
async def test_a_renamed_window_that_is_lost_keeps_its_last_state(
    house: House, entity_registry: er.EntityRegistry, was: str
) -> None:
    window = entity_registry.async_get_or_create("binary_sensor", "test", "w").entity_id
    house.hass.states.async_set(window, was)
    await house.tune(sensors={"windows": [window]})
    await house.ask("heat", room=18)
    house.hass.states.async_set(window, "unavailable")

    entity_registry.async_update_entity(window, new_entity_id="binary_sensor.pane")
    house.hass.states.async_remove(window)
    await house.live(minutes=10)

    assert house.entry.options["sensors"] == {"windows": ["binary_sensor.pane"]}
    assert (house.status == "window_open") is (was == "on")


async def test_a_sensor_that_only_serves_diagnosis_is_followed(
    shell: House, entity_registry: er.EntityRegistry
) -> None:
    entity = entity_registry.async_get_or_create("sensor", "test", "supply").entity_id
    await shell.install(sensors={"supply_temperature": entity})

    entity_registry.async_update_entity(entity, new_entity_id="sensor.blows")
    await shell.settle()

    assert shell.entry.data["sensors"] == {"supply_temperature": "sensor.blows"}


async def test_a_new_name_in_passing_changes_nothing(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    data = house.entry.data

    entity_registry.async_update_entity("switch.y1", name="Compressor")
    await house.settle()

    assert house.entry.data is data


async def test_a_removed_entity_is_worth_an_issue_until_it_is_back(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    entry = entity_registry.async_get("switch.w2")
    assert entry is not None
    entity_registry.async_remove("switch.w2")
    await house.hass.async_block_till_done()

    issue = issues(house)["entity_removed"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": "`switch.w2`",
    }

    entity_registry.async_get_or_create(
        "switch", entry.platform, entry.unique_id, suggested_object_id="w2"
    )
    await house.settle()
    assert "entity_removed" not in issues(house)


async def test_another_choice_withdraws_the_issue(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    entity = entity_registry.async_get_or_create("sensor", "test", "hall").entity_id
    house.hass.states.async_set(entity, "20", CELSIUS)
    await house.tune(sensors={"fallback": entity})
    entity_registry.async_remove(entity)
    await house.settle()
    assert set(issues(house)) == {"entity_removed"}

    await house.tune(sensors={})

    assert issues(house) == {}


# --- Its own card ------------------------------------------------------------------


async def test_a_disabled_card_is_worth_an_issue_until_it_is_enabled(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    card = house.id("thermostat")
    entity_registry.async_update_entity(card, disabled_by=er.RegistryEntryDisabler.USER)
    await house.settle()

    issue = issues(house)["thermostat_disabled"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": f"`{card}`",
    }

    entity_registry.async_update_entity(card, disabled_by=None)
    await house.settle()
    assert issues(house) == {}


async def test_a_card_that_is_disabled_when_the_thermostat_starts(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    await house.unload(house.entry)
    entity_registry.async_update_entity(
        house.id("thermostat"), disabled_by=er.RegistryEntryDisabler.USER
    )
    assert issues(house) == {}

    await house.set_up()
    assert set(issues(house)) == {"thermostat_disabled"}

    await house.unload(house.entry)
    assert issues(house) == {}


async def test_another_name_of_a_disabled_card_is_told(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    card = house.id("thermostat")
    entity_registry.async_update_entity(card, disabled_by=er.RegistryEntryDisabler.USER)
    entity_registry.async_update_entity(card, new_entity_id="climate.loft")
    await house.settle()

    named = issues(house)["thermostat_disabled"].translation_placeholders or {}
    assert named["entities"] == "`climate.loft`"


async def test_a_thermostat_that_is_disabled_as_a_whole_is_no_issue(
    house: House,
) -> None:
    entries, by = house.hass.config_entries, ConfigEntryDisabler.USER
    await house.spend(entries.async_set_disabled_by(house.entry.entry_id, by))
    assert issues(house) == {}

    await house.spend(entries.async_set_disabled_by(house.entry.entry_id, None))
    assert issues(house) == {}


# --- Another machine ---------------------------------------------------------------

GONE = {
    "terminal_y2",
    "terminal_w2",
    "terminal_e",
    "emergency_heat",
    "aux_heat",
    "aux_heat_runtime",
    "aux_heat_runtime_today",
    "outdoor_temperature",
}
"""What a two-stage machine with a backup has, and a bare one without sensors not."""


async def test_rewiring_leaves_no_entities_of_the_machine_before(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    before = house.keys()
    stays = house.id("terminal_y1")
    entity_registry.async_update_entity(stays, name="Compressor relay")

    await house.rewire(BARE)

    assert before - house.keys() >= GONE
    assert house.keys() <= before
    assert entity_registry.entities[stays].name == "Compressor relay"
    assert all(
        house.hass.states.get(entry.entity_id)
        for entry in er.async_entries_for_config_entry(
            entity_registry, house.entry.entry_id
        )
        if entry.disabled_by is None
    )


async def test_what_is_wired_again_is_back(house: House) -> None:
    """All but what rests on the outdoor sensor, which is not named again."""
    before = house.keys()
    await house.rewire(BARE)
    await house.rewire(TWO_STAGE)

    assert before - house.keys() == {
        "outdoor_temperature",
        "cop",
        "eer",
        "carnot_cop",
        "second_law_efficiency",
        "lift",
        "frost_level",
    }


async def test_a_disabled_entity_is_no_former_one(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    disabled = house.id("terminal_y1")
    entity_registry.async_update_entity(
        disabled, disabled_by=er.RegistryEntryDisabler.USER
    )
    before = house.keys()

    await house.unload(house.entry)
    await house.set_up()

    assert house.keys() == before
    assert entity_registry.entities[disabled].disabled
