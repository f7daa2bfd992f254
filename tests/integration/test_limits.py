"""How far any room may go, what serves when its sensor is lost, and what is kept so."""

from typing import Final

from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.engine.settings import FreezeGuard, Limits
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

from .house import CELSIUS, JUST_A_COMPRESSOR, ROOM, House
from .test_forms import US, options, refused
from .test_issues import issues
from .test_roles import text
from .test_unknown_units import say

HALL: Final = "sensor.hall"
ATTIC: Final = "sensor.attic"
ROOMS: Final = {"further_rooms": [HALL, ATTIC]}


# --- What is chosen ------------------------------------------------------------------


async def test_limits_are_kept_shown_again_and_taken_back(new_house: House) -> None:
    assert await options(new_house, "limits") == {"warmest": 30, "coldest": 15}

    chosen = {"warmest": 27, "coldest": 18}
    await new_house.tune(limits=chosen)
    assert new_house.entry.options["limits"] == chosen
    assert await options(new_house, "limits") == chosen
    assert new_house.entry.runtime_data.settings.limits == Limits(
        warmest=Celsius(27), coldest=Celsius(18)
    )

    await new_house.tune(limits={"warmest": 30, "coldest": 15})
    assert new_house.entry.options["limits"] == {}


@US
async def test_a_fahrenheit_household_sees_its_degrees(new_house: House) -> None:
    assert await options(new_house, "limits") == {"warmest": 86, "coldest": 59}
    guard = await options(new_house, "freeze_guard")
    assert guard["blind_temperature"] == pytest.approx(60.8, abs=0.5)

    await new_house.tune(limits={"warmest": 80}, freeze_guard={"blind_temperature": 60})
    settings = new_house.entry.runtime_data.settings
    assert settings.limits.warmest == pytest.approx(fahrenheit(80))
    assert settings.freeze_guard.blind_temperature == pytest.approx(fahrenheit(60))


@pytest.mark.parametrize(
    ("section", "field", "value", "label", "low", "high"),
    [
        ("limits", "warmest", 24, "Heat no further than", "25 °C", "35 °C"),
        ("limits", "warmest", 36, "Heat no further than", "25 °C", "35 °C"),
        ("limits", "coldest", 9, "Cool no further than", "10 °C", "20 °C"),
        ("limits", "coldest", 21, "Cool no further than", "10 °C", "20 °C"),
        (
            "freeze_guard",
            "blind_temperature",
            21,
            "Without a room sensor: heat to",
            "10 °C",
            "20 °C",
        ),
    ],
)
async def test_a_limit_out_of_range_is_refused_in_words(
    new_house: House,
    section: str,
    field: str,
    value: float,
    label: str,
    low: str,
    high: str,
) -> None:
    told = await refused(new_house, **{section: {field: value}})

    assert told == {"field": label, "low": low, "high": high}
    assert new_house.entry.options == {}


@pytest.mark.parametrize("wiring", [JUST_A_COMPRESSOR])
async def test_only_what_cools_has_a_limit_to_cooling(new_house: House) -> None:
    assert await options(new_house, "limits") == {"warmest": 30}


async def test_heating_goes_on_blindly_unless_that_is_turned_off(
    new_house: House,
) -> None:
    guard = await options(new_house, "freeze_guard")
    assert guard == {
        "guards_off": False,
        "heats_blindly": True,
        "blind_temperature": 16,
    }
    await new_house.tune(freeze_guard={**guard, "heats_blindly": False})
    assert new_house.entry.runtime_data.settings.freeze_guard == FreezeGuard(
        heats_blindly=False
    )


# --- What follows --------------------------------------------------------------------


async def test_no_room_is_heated_beyond_the_limit(house: House) -> None:
    await house.tune(limits={"warmest": 25})
    await house.choose("set_temperature", temperature=28, hvac_mode="heat")
    await house.sense(room=24)
    await house.live(minutes=10)
    assert "y1" in house.on

    await house.sense(room=25.2)
    await house.live(minutes=1)
    assert house.status == "room_too_warm"
    assert not house.on & {"y1", "w2", "e"}


async def test_a_further_room_ends_heating_too(house: House) -> None:
    house.others = {HALL: 23.0}
    await house.tune(limits={"warmest": 25}, sensors=ROOMS)
    await house.ask("heat", room=19)
    await house.live(minutes=10)
    assert "y1" in house.on

    for warmer in (24.0, 25.2):
        house.others = {HALL: warmer}
        await house.live(minutes=5)
    assert house.status == "room_too_warm"


# --- Further rooms -------------------------------------------------------------------


async def test_further_rooms_serve_in_their_order(house: House) -> None:
    house.others = {"sensor.den": 19.5, HALL: 19.0, ATTIC: 18.5}
    await house.tune(sensors={"fallback": "sensor.den", **ROOMS})
    await house.ask("heat", room=20)
    await house.live(minutes=5)
    assert house.climate.attributes["current_temperature"] == 20

    for lost, serves in ((ROOM, 19.5), ("sensor.den", 19.0), (HALL, 18.5)):
        house.others[lost] = "unavailable"
        await house.live(minutes=20)
        assert house.climate.attributes["current_temperature"] == serves
        assert house.status != "room_sensor_lost"


@pytest.mark.slow
async def test_a_further_room_is_heard_at_once_and_also_when_it_repeats_itself(
    house: House,
) -> None:
    house.others = {HALL: 19.0}
    await house.tune(sensors=ROOMS)
    await house.ask("heat", room=21)
    house.others[ROOM] = "unavailable"
    await house.live(minutes=16)
    assert house.climate.attributes["current_temperature"] == 19

    house.others[HALL] = 19.3
    house.report()
    await house.wait(seconds=5)
    assert house.climate.attributes["current_temperature"] == 19.3
    await house.live(hours=5)
    assert house.climate.attributes["current_temperature"] == 19.3


async def test_a_further_room_has_no_other_role(house: House) -> None:
    await house.tune(sensors=ROOMS)
    result = await house.propose(sensors={**ROOMS, "fallback": HALL})
    both = ("fallback", "further_rooms")
    assert result["errors"] == dict.fromkeys(both, "role_taken")

    result = await house.propose(sensors={"further_rooms": [ROOM]})
    assert result["errors"] == {"further_rooms": "role_taken"}
    words = await text(house.hass, "options", result)
    assert words.startswith("Further room temperatures: this entity already has")


async def test_a_further_room_in_an_unknown_unit_is_told_and_refused(
    house: House,
) -> None:
    await house.tune(sensors=ROOMS)
    say(house, HALL, 20)
    await house.live(minutes=15)
    told = issues(house)["unknown_unit"].translation_placeholders or {}
    assert told["entities"] == f"`{HALL}`"

    say(house, "sensor.strange", 20)
    result = await house.propose(sensors={"further_rooms": ["sensor.strange"]})
    assert result["errors"] == {"further_rooms": "unknown_unit"}


async def test_a_further_room_is_taken_back(house: House) -> None:
    await house.tune(sensors=ROOMS)
    assert (await options(house, "sensors"))["further_rooms"] == [HALL, ATTIC]
    await house.tune(sensors={})
    assert house.entry.options["sensors"] == {}


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_further_room_tells_its_own_unit(house: House) -> None:
    await house.tune(sensors=ROOMS)
    house.hass.states.async_set(HALL, "20", CELSIUS)
    house.others = {ROOM: "unavailable", HALL: 20.0}
    await house.live(minutes=20)
    assert house.climate.attributes["current_temperature"] == 68


@pytest.mark.parametrize("is_chosen", [True, False])
async def test_a_house_of_which_nobody_knows_is_heated_if_that_is_chosen(
    house: House, is_chosen: bool
) -> None:
    await house.tune(freeze_guard={"heats_blindly": is_chosen})
    await house.ask("heat", room=20, outdoor=-5)
    await house.live(minutes=30)
    house.others = {ROOM: "unavailable"}
    await house.live(minutes=20)
    house.forget()
    await house.live(hours=3)

    assert ("y1 on" in house.moves) is is_chosen
