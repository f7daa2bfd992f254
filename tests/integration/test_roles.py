"""One role an entity: in every form, in the whole house, and in what is stored."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.heat_pump_thermostat.configuration.fields import Entity
from custom_components.heat_pump_thermostat.configuration.forms import SENSOR_FIELDS
from custom_components.heat_pump_thermostat.configuration.options import SECTIONS
from custom_components.heat_pump_thermostat.configuration.roles import (
    EVERYWHERE,
    may_beat,
    refusals,
)
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.issues import tell_roles

from .gauges import GAUGES, entity, say
from .house import CELSIUS, OUTDOOR, ROOM, House
from .test_issues import issues

USER: Final = {
    "name": "Cellar",
    "room_temperature": "sensor.cellar",
    "outdoor_temperature": "sensor.yard",
    "source": "air",
    "backup": "electric",
}
TERMINALS: Final = {"y1": "switch.pump", "w2": "switch.strips"}
SHARED: Final = "sensor.shared"
WEATHER: Final = "weather.home"

type Chosen = dict[str, Any]

# --- Role by role --------------------------------------------------------------------

SWITCHED: Final = [
    *(f"terminals {terminal}" for terminal in Terminal),
    "relays heartbeat",
]
OF_DATA: Final = [f"sensors {field.key}" for field in SENSOR_FIELDS]
OF_OPTIONS: Final = [
    f"{section.key} {field.key}"
    for section in SECTIONS
    for field in section.fields
    if isinstance(field, Entity) and field.is_role
]
SEVERAL: Final = ("windows", "further_rooms", "presence")
"""The fields that take several entities."""
ROLES: Final = list(
    dict.fromkeys(
        ["room_temperature", "outdoor_temperature", *SWITCHED]
        + [f"data {role}" for role in OF_DATA]
        + OF_OPTIONS
    )
)
OF_WEATHER: Final = [
    "outdoor_temperature",
    "sensors outdoor_fallback",
    "foresight weather",
]


def test_there_are_as_many_roles_as_fields_that_take_an_entity() -> None:
    assert len(ROLES) == 2 + len(Terminal) + len(GAUGES) + len(OF_OPTIONS)
    assert len(OF_OPTIONS) >= 9


def chosen(*roles: tuple[str, str]) -> tuple[Chosen, Chosen]:
    """Return data and options in which entities have these roles."""
    data: Chosen = {"terminals": {}, "sensors": {}}
    options: Chosen = {}
    for role, name in roles:
        match role.split():
            case [key]:
                data[key] = name
            case ["terminals", key]:
                data["terminals"][key] = name
            case ["data", _, key]:
                data["sensors"][key] = name
            case [section, key]:
                told = [name] if key in SEVERAL else name
                options.setdefault(section, {})[key] = told
    return data, options


def refused(hass: HomeAssistant, *roles: tuple[str, str]) -> set[str]:
    """Return why an entity of a new thermostat cannot have these roles, if so."""
    data, options = chosen(*roles)
    return {each.why for each in refusals(hass, EVERYWHERE, data, options, None)}


def pairs(roles: list[str]) -> Iterator[tuple[str, str]]:
    return product(roles, roles)


def test_within_a_thermostat_no_two_roles_go_together(hass: HomeAssistant) -> None:
    hass.states.async_set(SHARED, "20")
    clashes = {"role_taken", "relay_twice"}
    together = [
        (one, other)
        for one, other in pairs(ROLES)
        if one != other and not refused(hass, (one, SHARED), (other, SHARED)) & clashes
    ]
    assert together == []


async def test_two_thermostats_may_share_a_role_of_what_is_not_switched(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(SHARED, "20")
    clashes = {"role_taken", "relay_taken"}
    together = set()
    for first in ROLES:
        data, options = chosen((first, SHARED))
        entry = MockConfigEntry(domain=DOMAIN, data=data, options=options)
        entry.add_to_hass(hass)
        together |= {
            (first, role)
            for role in ROLES
            if not refused(hass, (role, SHARED)) & clashes
        }
        await hass.config_entries.async_remove(entry.entry_id)
    assert together == {(role, role) for role in ROLES if role not in SWITCHED}


def test_the_weather_may_tell_many_things(hass: HomeAssistant) -> None:
    hass.states.async_set(WEATHER, "sunny", {"temperature": 3})
    for one, other in pairs(OF_WEATHER):
        assert refused(hass, (one, WEATHER), (other, WEATHER)) == set()
    for one, other in product(OF_WEATHER, SWITCHED):
        assert refused(hass, (one, WEATHER), (other, WEATHER)) != set()


def test_an_entity_of_ours_has_no_role(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    own = entity_registry.async_get_or_create("sensor", DOMAIN, "cop").entity_id
    hass.states.async_set(own, "3")
    assert [
        role for role in ROLES if refused(hass, (role, own)) != {"own_entity"}
    ] == []


# --- In every form -------------------------------------------------------------------


async def text(hass: HomeAssistant, kind: str, form: ConfigFlowResult) -> str:
    """Return the words of a form's first refusal, as the browser shows them."""
    texts = await async_get_translations(hass, "en", kind, [DOMAIN])
    error = next(iter((form["errors"] or {}).values()))
    words = texts[f"component.{DOMAIN}.{kind}.error.{error}"]
    return words.format(**(form["description_placeholders"] or {}))


def see(house: House) -> None:
    """Put up what a thermostat in the cellar would look at and switch."""
    for name in ("sensor.cellar", "sensor.yard"):
        house.hass.states.async_set(name, "12", CELSIUS)
    for name in ("switch.pump", "switch.strips"):
        house.hass.states.async_set(name, "off")


@pytest.mark.parametrize("key", [field.key for field in SENSOR_FIELDS])
@pytest.mark.parametrize(
    ("taken", "by"),
    [
        ("sensor.cellar", "Room temperature"),
        ("sensor.yard", "Outdoor temperature"),
        ("switch.strips", "W2: auxiliary heat"),
        (ROOM, "Upstairs: Room temperature"),
        ("switch.y1", "Upstairs: Y1: compressor"),
    ],
)
async def test_a_sensor_with_another_role_is_refused(
    new_house: House, key: str, taken: str, by: str
) -> None:
    see(new_house)
    form = await new_house.fill_in(USER, TERMINALS, {key: taken})

    assert form["step_id"] == "sensors"
    assert form["errors"] == {key: "role_taken"}
    told = f"This entity already has another role: {by}."
    assert await text(new_house.hass, "config", form) == told
    assert len(new_house.hass.config_entries.async_entries(DOMAIN)) == 1


async def test_a_refused_sensor_can_be_mended_and_leaves_nothing(shell: House) -> None:
    see(shell)
    wrong = {"supply_temperature": "sensor.cellar", "outdoor_fallback": "sensor.yard"}
    form = await shell.fill_in(USER, TERMINALS, wrong)
    assert form["errors"] == dict.fromkeys(wrong, "role_taken")

    result = await shell.go_on(form, {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["sensors"] == {}
    assert result["options"] == {}


@pytest.mark.parametrize(
    ("field", "taken", "error"),
    [
        ("room_temperature", "sensor.yard", "role_taken"),
        ("room_temperature", OUTDOOR, "role_taken"),
        ("outdoor_temperature", ROOM, "role_taken"),
        ("room_temperature", "switch.y1", "role_taken"),
        ("outdoor_temperature", "switch.w2", "role_taken"),
    ],
)
async def test_a_temperature_with_another_role_is_refused(
    new_house: House, field: str, taken: str, error: str
) -> None:
    see(new_house)
    form = await new_house.fill_in({**USER, field: taken})

    assert form["step_id"] == "user"
    assert (form["errors"] or {})[field] == error
    assert await text(new_house.hass, "config", form)


@pytest.mark.parametrize("terminal", sorted(set(Terminal) - {Terminal.W1}))
async def test_a_terminal_that_is_looked_at_or_beaten_is_refused(
    new_house: House, terminal: str
) -> None:
    see(new_house)
    new_house.hass.states.async_set("switch.board", "off")
    await new_house.tune(relays={"heartbeat": "switch.board"})
    for taken in ("switch.board", ROOM, "sensor.cellar"):
        form = await new_house.fill_in(USER, {**TERMINALS, terminal: taken})
        assert (form["errors"] or {})[terminal] == "role_taken"
        assert await text(new_house.hass, "config", form)


@pytest.mark.parametrize("role", OF_OPTIONS)
@pytest.mark.parametrize(
    ("taken", "by"),
    [
        (ROOM, "Room temperature"),
        ("switch.y1", "Y1: compressor"),
        ("sensor.supply_temperature", "Supply temperature"),
        ("sensor.cellar", "Cellar: Room temperature"),
        ("switch.pump", "Cellar: Y1: compressor"),
    ],
)
async def test_an_option_with_another_role_is_refused(
    shell: House, role: str, taken: str, by: str
) -> None:
    see(shell)
    section, key = role.split()
    say(shell, "supply_temperature", 30)
    await shell.install(sensors={"supply_temperature": entity("supply_temperature")})
    data = {"room_temperature": "sensor.cellar", "terminals": TERMINALS, "sensors": {}}
    MockConfigEntry(domain=DOMAIN, title="Cellar", data=data).add_to_hass(shell.hass)
    told = [taken] if key in SEVERAL else taken
    result = await shell.propose(**{section: {key: told}})

    assert result["errors"] == {key: "role_taken"}
    words = await text(shell.hass, "options", result)
    assert words.endswith(f"this entity already has another role: {by}.")
    assert shell.entry.options == {}


async def test_two_options_cannot_have_one_entity(new_house: House) -> None:
    new_house.hass.states.async_set("sensor.price", "0.3")
    both = {
        "electricity_price_entity": "sensor.price",
        "grid_carbon_entity": "sensor.price",
    }
    result = await new_house.propose(prices=both)
    assert result["errors"] == dict.fromkeys(both, "role_taken")
    assert new_house.entry.options == {}


async def test_an_old_mistake_does_not_keep_other_options_from_being_changed(
    new_house: House,
) -> None:
    store(new_house, sensors={"fallback": ROOM})
    await new_house.settle()
    await new_house.tune(fan={"circulate": 20})
    assert new_house.entry.options["fan"] == {"circulate": 1200}


async def test_reconfiguring_may_swap_sensors_and_not_take_an_options(
    new_house: House,
) -> None:
    see(new_house)
    await new_house.tune(sensors={"fallback": "sensor.cellar"})
    user = {**USER, "room_temperature": OUTDOOR, "outdoor_temperature": ROOM}
    form = await new_house.reconfigure(user)
    assert form["step_id"] == "terminals"

    form = await new_house.reconfigure({**USER, "room_temperature": "sensor.cellar"})
    assert form["errors"] == {"room_temperature": "role_taken"}


@pytest.mark.parametrize(
    ("steps", "errors"),
    [
        pytest.param(
            [{**USER, "room_temperature": "sensor.upstairs_outdoor_unit_temperature"}],
            {"room_temperature": "own_entity"},
            id="what is shown",
        ),
        pytest.param(
            [USER, {**TERMINALS, "g": "switch.upstairs_emergency_heat"}],
            {"g": "own_entity"},
            id="what is set",
        ),
        pytest.param(
            [USER, TERMINALS, {"heat_pump_power": "sensor.upstairs_outdoor_unit_cop"}],
            {"heat_pump_power": "own_entity"},
            id="what is estimated",
        ),
    ],
)
async def test_what_is_ours_is_refused(
    new_house: House, steps: list[Mapping[str, Any]], errors: Mapping[str, str]
) -> None:
    see(new_house)
    assert new_house.id("emergency_heat") == "switch.upstairs_emergency_heat"
    form = await new_house.fill_in(*steps)

    assert form["errors"] == errors
    assert "belongs to a heat pump thermostat itself" in await text(
        new_house.hass, "config", form
    )


@pytest.mark.parametrize(
    ("section", "key", "own"),
    [
        ("relays", "heartbeat", "switch.upstairs_emergency_heat"),
        ("sensors", "outdoor_fallback", "sensor.upstairs_outdoor_unit_temperature"),
        ("prices", "electricity_price_entity", "sensor.upstairs_outdoor_unit_cop"),
    ],
)
async def test_what_is_ours_is_refused_as_an_option(
    new_house: House, section: str, key: str, own: str
) -> None:
    result = await new_house.propose(**{section: {key: own}})
    assert result["errors"] == {key: "own_entity"}
    assert "belongs to a heat pump thermostat itself" in await text(
        new_house.hass, "options", result
    )
    assert new_house.entry.options == {}


async def test_an_entity_is_chosen_by_its_id_alone(
    shell: House, entity_registry: er.EntityRegistry
) -> None:
    """The name under which the registry keeps it would hide which one it is."""
    made = entity_registry.async_get_or_create(Platform.SWITCH, "test", "hidden")
    see(shell)
    form = await shell.fill_in(USER, {**TERMINALS, "g": made.id})
    assert form["errors"] == {"g": "no_such_entity"}


# --- In what is stored ---------------------------------------------------------------


def store(house: House, **options: Mapping[str, Any]) -> None:
    """Let options stand in the entry that no form would take."""
    entries = house.hass.config_entries
    entries.async_update_entry(house.entry, options=dict(options))


async def test_a_heartbeat_that_is_a_terminal_is_never_beaten(house: House) -> None:
    store(house, relays={"heartbeat": "switch.y1"})
    await house.live(minutes=20)

    assert house.moves == []
    issue = issues(house)["role_taken"]
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": "`switch.y1`",
    }

    store(house)
    await house.settle()
    assert issues(house) == {}


async def test_nor_is_another_thermostats_terminal(house: House) -> None:
    calls = async_mock_service(house.hass, "input_boolean", "toggle")
    house.hass.states.async_set("input_boolean.pump", "off")
    store(house, relays={"heartbeat": "input_boolean.pump"})
    await house.live(minutes=2)
    assert len(calls) > 0
    assert issues(house) == {}

    calls.clear()
    data = {
        "room_temperature": "sensor.cellar",
        "terminals": {"y1": "input_boolean.pump"},
        "sensors": {},
    }
    other = MockConfigEntry(domain=DOMAIN, title="Cellar", data=data)
    other.add_to_hass(house.hass)
    await house.live(minutes=5)
    assert calls == []


async def test_nor_is_what_is_ours(house: House) -> None:
    store(house, relays={"heartbeat": house.id("emergency_heat")})
    await house.live(minutes=5)

    assert house.state("emergency_heat").state == "off"
    assert set(issues(house)) == {"role_taken"}


async def test_two_thermostats_tell_of_each_other_until_one_is_removed(
    house: House,
) -> None:
    see(house)
    await house.fill_in(USER, TERMINALS, {}, {})
    await house.settle()
    cellar = next(
        entry
        for entry in house.hass.config_entries.async_entries(DOMAIN)
        if entry.title == "Cellar"
    )
    assert issues(house) == {}

    store(house, sensors={"fallback": "sensor.cellar"})
    await house.settle()
    assert set(issues(house)) == {
        "role_taken",
        f"{cellar.entry_id}_role_taken",
    }

    await house.spend(house.hass.config_entries.async_remove(cellar.entry_id))
    assert issues(house) == {}


# --- Groups, and what wraps an entity ------------------------------------------------


GROUPS: Final = {
    "switch.both": ["switch.y1", "switch.g"],
    "switch.all": ["switch.both", "switch.all"],
    "switch.lamps": ["light.hall", 7, None],
}
"""One in another, one in itself, and one that says nonsense."""


def group(hass: HomeAssistant) -> None:
    """Let there be groups of switches."""
    for name, members in GROUPS.items():
        hass.states.async_set(name, "off", {"entity_id": members})


@pytest.mark.parametrize(
    ("role", "name", "why"),
    [
        ("terminals y2", "switch.both", {"relay_twice"}),
        ("terminals y2", "switch.all", {"relay_twice"}),
        ("relays heartbeat", "switch.both", {"role_taken"}),
        ("relays heartbeat", "switch.all", {"role_taken"}),
        ("relays heartbeat", "switch.lamps", set()),
        ("terminals y2", "switch.lamps", set()),
        ("terminals y2", "switch.wrapped", {"relay_twice"}),
    ],
)
def test_a_group_has_the_roles_of_its_members(
    hass: HomeAssistant, role: str, name: str, why: set[str]
) -> None:
    group(hass)
    hass.states.async_set("switch.y1", "off")
    wrap(hass)
    assert refused(hass, ("terminals y1", "switch.y1"), (role, name)) == why


def wrap(hass: HomeAssistant) -> None:
    """Let another entity stand for the relay of Y1."""
    registry = er.async_get(hass)
    known = registry.async_get_or_create(
        "switch", "switch_as_x", "1", suggested_object_id="wrapped"
    )
    told = {"entity_id": "switch.y1"}
    registry.async_update_entity_options(known.entity_id, known.platform, told)


@pytest.mark.parametrize("name", ["switch.both", "switch.all", "switch.wrapped"])
async def test_no_second_thermostat_takes_a_group_of_the_first_ones_relays(
    house: House, name: str
) -> None:
    group(house.hass)
    wrap(house.hass)
    assert refused(house.hass, ("terminals y1", name)) == {"relay_taken"}
    assert refused(house.hass, ("relays heartbeat", name)) == {"role_taken"}
    assert not may_beat(house.hass, name)
    assert may_beat(house.hass, "switch.lamps")


async def test_a_group_of_our_own_entities_is_ours(house: House) -> None:
    house.hass.states.async_set(
        "switch.dreams", "off", {"entity_id": house.id("thermostat")}
    )
    assert refused(house.hass, ("terminals y1", "switch.dreams")) == {"own_entity"}
    assert not may_beat(house.hass, "switch.dreams")


async def test_a_group_of_anothers_relays_that_is_stored_is_told(house: House) -> None:
    group(house.hass)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Cellar",
        data={**USER, "terminals": {"y1": "switch.both", "w2": "switch.strips"}},
    )
    entry.add_to_hass(house.hass)
    tell_roles(house.hass, entry)
    assert "role_taken" in issues(house)
