"""Which rooms count, as it is chosen in a form, and what the household then sees."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.helpers import area_registry as ar, entity_registry as er
import pytest

from custom_components.heat_pump_thermostat.engine.settings import (
    Counting,
    CountingRooms,
    Preset,
)

from .house import ROOM, House
from .test_forms import options
from .test_roles import text

BED: Final = "sensor.bedroom"
STUDY: Final = "sensor.study"
SENSORS: Final = {"fallback": STUDY, "further_rooms": [BED]}
IN_BED: Final = "binary_sensor.bed"
AT_DESK: Final = "binary_sensor.desk"
DEFAULTS: Final = {
    "counting": "first",
    "presence": [],
    "home_rooms": [],
    "away_rooms": [],
    "sleep_rooms": [],
    "eco_rooms": [],
}


def furnish(house: House, **areas: tuple[str, ...]) -> None:
    """Register entities, each in its area."""
    registry = er.async_get(house.hass)
    for name, entities in areas.items():
        area = ar.async_get(house.hass).async_get_or_create(name)
        for entity in entities:
            domain, key = entity.split(".")
            entry = registry.async_get_or_create(
                domain, "test", key, suggested_object_id=key
            )
            registry.async_update_entity(entry.entity_id, area_id=area.id)


def see(house: House, **people: bool) -> None:
    """Let presence sensors say whether somebody is there."""
    for name, is_there in people.items():
        said = "on" if is_there else "off"
        house.hass.states.async_set(f"binary_sensor.{name}", said)


def shown(house: House) -> tuple[float, list[str]]:
    """Return what the card shows: how warm it is, and by which rooms."""
    attributes = house.climate.attributes
    return attributes["current_temperature"], attributes["counting_rooms"]


@pytest.fixture
async def rooms(house: House) -> House:
    """Return a house with three room sensors, heated to 20 °C."""
    furnish(house, bed=(BED, IN_BED), study=(STUDY, AT_DESK), hall=(ROOM,))
    house.others = {STUDY: 21.0, BED: 18.0}
    await house.tune(sensors=SENSORS)
    await house.ask("heat", room=20)
    await house.live(minutes=10)
    return house


# --- What is chosen ------------------------------------------------------------------


async def test_it_is_kept_shown_again_and_taken_back(rooms: House) -> None:
    assert await options(rooms, "rooms") == DEFAULTS
    chosen = {
        **DEFAULTS,
        "counting": "preset",
        "presence": [IN_BED],
        "sleep_rooms": [BED, ROOM],
    }
    await rooms.tune(rooms=chosen)
    assert await options(rooms, "rooms") == chosen
    assert rooms.entry.runtime_data.settings.rooms == CountingRooms(
        counting=Counting.PRESET,
        of_presets={
            Preset.HOME: frozenset(),
            Preset.AWAY: frozenset(),
            Preset.SLEEP: frozenset({BED, "room"}),
            Preset.ECO: frozenset(),
        },
    )
    await rooms.tune(rooms=DEFAULTS)
    assert rooms.entry.options["rooms"] == {}


@pytest.mark.parametrize(
    ("chosen", "errors", "words"),
    [
        pytest.param(
            {"sleep_rooms": ["sensor.cellar"]},
            {"sleep_rooms": "no_room_sensor"},
            "Sleep: rooms: `sensor.cellar` is not a room sensor",
            id="no room sensor",
        ),
        pytest.param(
            {"presence": [IN_BED, "binary_sensor.porch"]},
            {"presence": "no_room_there"},
            "Presence: `binary_sensor.porch` is not in the same area",
            id="another area",
        ),
        pytest.param(
            {"presence": ["binary_sensor.unknown"]},
            {"presence": "no_room_there"},
            "Presence: `binary_sensor.unknown` is not in the same area",
            id="no area",
        ),
    ],
)
async def test_what_is_no_room_is_refused_in_clear_words(
    rooms: House, chosen: Mapping[str, Any], errors: Mapping[str, str], words: str
) -> None:
    furnish(rooms, porch=("binary_sensor.porch",))
    result = await rooms.propose(rooms=chosen)
    assert result["errors"] == errors
    told = await text(rooms.hass, "options", result)
    assert told.startswith(words)
    assert "rooms" not in rooms.entry.options


async def test_a_presence_sensor_has_no_other_role(rooms: House) -> None:
    await rooms.tune(sensors={**SENSORS, "windows": [IN_BED]})
    result = await rooms.propose(rooms={"presence": [IN_BED]})
    assert result["errors"] == {"presence": "role_taken"}


# --- What is seen --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counting", "degrees", "counts"),
    [
        ("first", 20.0, [ROOM]),
        ("average", 19.7, [ROOM, STUDY, BED]),
        ("neediest", 18.0, [ROOM, STUDY, BED]),
        ("presence", 19.7, [ROOM, STUDY, BED]),
        ("preset", 20.0, [ROOM]),
    ],
)
async def test_the_card_shows_the_rooms_that_count(
    rooms: House, counting: str, degrees: float, counts: list[str]
) -> None:
    await rooms.tune(rooms={"counting": counting})
    await rooms.live(minutes=1)
    assert shown(rooms) == (degrees, counts)


async def test_the_coldest_room_is_heated_and_the_warmest_cooled(rooms: House) -> None:
    await rooms.tune(rooms={"counting": "neediest"})
    await rooms.live(minutes=10)
    assert "y1" in rooms.on

    await rooms.sense(outdoor=28)
    await rooms.choose("set_temperature", temperature=20, hvac_mode="cool")
    await rooms.live(minutes=30)
    assert shown(rooms)[0] == 21.0
    assert {"y1", "o"} <= rooms.on


async def test_presence_moves_what_counts_and_unavailable_presence_does_not_hold_it(
    rooms: House,
) -> None:
    await rooms.tune(rooms={"counting": "presence", "presence": [IN_BED, AT_DESK]})
    see(rooms, bed=True, desk=False)
    await rooms.live(minutes=6)
    assert shown(rooms) == (18.0, [BED])

    see(rooms, bed=False, desk=True)
    await rooms.live(minutes=6)
    assert shown(rooms) == (19.5, [STUDY, BED]), "one may sit there unseen"
    await rooms.live(minutes=30)
    assert shown(rooms) == (21.0, [STUDY])

    rooms.hass.states.async_set(AT_DESK, "unavailable")
    await rooms.live(minutes=31)
    assert shown(rooms) == (19.7, [ROOM, STUDY, BED]), "nobody is seen anywhere"


async def test_a_preset_takes_its_rooms_and_a_lost_one_gives_way(rooms: House) -> None:
    await rooms.tune(rooms={"counting": "preset", "sleep_rooms": [BED]})
    await rooms.choose("set_preset_mode", preset_mode="sleep")
    await rooms.live(minutes=1)
    assert shown(rooms) == (18.0, [BED])

    rooms.others[BED] = "unavailable"
    await rooms.live(minutes=20)
    assert shown(rooms) == (20.0, [ROOM])
    rooms.others[BED] = 18.1
    await rooms.live(minutes=6)
    assert shown(rooms) == (18.1, [BED])


async def test_a_room_that_lies_does_not_count_while_it_does(rooms: House) -> None:
    await rooms.tune(rooms={"counting": "average"})
    await rooms.live(minutes=10)
    rooms.others[BED] = 38.0
    await rooms.live(minutes=20)
    assert shown(rooms) == (20.5, [ROOM, STUDY])


async def test_rooms_keep_their_say_when_their_sensors_are_renamed(
    rooms: House,
) -> None:
    await rooms.tune(rooms={"counting": "preset", "sleep_rooms": [BED]})
    registry = er.async_get(rooms.hass)
    registry.async_update_entity(BED, new_entity_id="sensor.den")
    rooms.others = {STUDY: 21.0, "sensor.den": 18.0}
    await rooms.settle()
    await rooms.choose("set_preset_mode", preset_mode="sleep")
    await rooms.live(minutes=10)
    assert shown(rooms) == (18.0, ["sensor.den"])


async def test_what_counts_stands_over_a_restart(
    rooms: House, hass_storage: dict[str, Any]
) -> None:
    await rooms.tune(rooms={"counting": "presence", "presence": [IN_BED]})
    see(rooms, bed=True)
    await rooms.live(minutes=6)
    see(rooms, bed=False)
    await rooms.live(minutes=5)
    await rooms.cut_power(hass_storage, minutes=5)
    await rooms.live(minutes=5)
    assert shown(rooms) == (18.0, [BED])
    await rooms.live(minutes=20)
    assert shown(rooms) == (19.7, [ROOM, STUDY, BED])
