"""The thermostat card: what it offers, what it does when used, what it shows."""

import math
from typing import Any

from homeassistant.components.climate import ClimateEntityFeature
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import (
    BARE,
    DUAL_FUEL,
    HEAT_ONLY,
    JUST_A_COMPRESSOR,
    ONE_STAGE,
    RHEEM,
    TWO_STAGE,
    House,
)

AMERICAN = pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])


def setpoints(house: House) -> tuple[Any, Any, Any]:
    """Return the single temperature, the low and the high one that are shown."""
    shown = house.climate.attributes
    return shown["temperature"], shown["target_temp_low"], shown["target_temp_high"]


# --- What it offers --------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "modes"),
    [
        (TWO_STAGE, ["off", "heat_cool", "heat", "cool", "fan_only"]),
        (RHEEM, ["off", "heat_cool", "heat", "cool", "fan_only"]),
        (BARE, ["off", "heat_cool", "heat", "cool", "fan_only"]),
        (HEAT_ONLY, ["off", "heat"]),
        (JUST_A_COMPRESSOR, ["off", "heat"]),
    ],
)
async def test_the_wiring_tells_the_modes(new_house: House, modes: list[str]) -> None:
    assert new_house.climate.attributes["hvac_modes"] == modes


@pytest.mark.parametrize(
    ("wiring", "presets"),
    [
        (ONE_STAGE, ["none", "home", "away", "sleep", "eco", "emergency_heat"]),
        (DUAL_FUEL, ["none", "home", "away", "sleep", "eco", "emergency_heat"]),
        (BARE, ["none", "home", "away", "sleep", "eco"]),
    ],
)
async def test_emergency_heat_is_a_preset_where_there_is_a_backup(
    new_house: House, presets: list[str]
) -> None:
    assert new_house.climate.attributes["preset_modes"] == presets


@pytest.mark.parametrize(
    ("wiring", "more"),
    [
        pytest.param(ONE_STAGE, ClimateEntityFeature.FAN_MODE, id="with a fan"),
        pytest.param(HEAT_ONLY, ClimateEntityFeature(0), id="without"),
    ],
)
async def test_features(new_house: House, more: ClimateEntityFeature) -> None:
    """One temperature and a range are always possible: voice assistants ask."""
    always = (
        ClimateEntityFeature.TARGET_TEMPERATURE
        | ClimateEntityFeature.TARGET_TEMPERATURE_RANGE
        | ClimateEntityFeature.PRESET_MODE
        | ClimateEntityFeature.TURN_ON
        | ClimateEntityFeature.TURN_OFF
    )
    assert new_house.climate.attributes["supported_features"] == always | more


async def test_a_new_thermostat_is_off_and_touches_nothing(new_house: House) -> None:
    await new_house.wait(minutes=10)

    assert new_house.climate.state == "off"
    assert new_house.climate.attributes["preset_mode"] == "none"
    assert new_house.climate.attributes["fan_mode"] == "auto"
    assert new_house.climate.attributes["hvac_action"] == "off"
    assert setpoints(new_house) == (20, None, None)
    assert new_house.moves == []


async def test_the_card_is_the_device(new_house: House) -> None:
    assert new_house.id("thermostat") == "climate.upstairs"
    assert new_house.climate.attributes["friendly_name"] == "Upstairs"


# --- Temperatures ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        ("heat", (21.5, None, None)),
        ("cool", (21.5, None, None)),
        ("heat_cool", (None, 21.5, 24)),
        ("fan_only", (21.5, None, None)),
        ("off", (21.5, None, None)),
    ],
)
async def test_one_temperature_can_be_set_in_every_mode(
    house: House, mode: str, shown: tuple[Any, Any, Any]
) -> None:
    await house.choose("set_hvac_mode", hvac_mode=mode)
    await house.choose("set_temperature", temperature=21.5)

    assert setpoints(house) == shown


async def test_a_range_can_be_set_in_advance(house: House) -> None:
    await house.ask("heat", room=20)
    await house.choose("set_temperature", target_temp_low=19, target_temp_high=27)
    assert setpoints(house) == (19, None, None)

    await house.choose("set_hvac_mode", hvac_mode="heat_cool")
    assert setpoints(house) == (None, 19, 27)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"temperature": 6.5}, id="too low"),
        pytest.param({"temperature": 35.5}, id="too high"),
        pytest.param({"temperature": math.inf}, id="infinite"),
        pytest.param({"temperature": math.nan}, id="no number"),
        pytest.param(
            {"target_temp_low": math.nan, "target_temp_high": 25}, id="half a range"
        ),
        pytest.param({"target_temp_low": 25, "target_temp_high": 20}, id="upside down"),
        pytest.param({"temperature": math.nan, "hvac_mode": "heat"}, id="with a mode"),
    ],
)
async def test_an_impossible_temperature_is_refused(
    house: House, fields: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError):
        await house.choose("set_temperature", **fields)

    assert setpoints(house) == (20, None, None)
    assert house.climate.state == "off"


async def test_a_temperature_may_bring_a_mode(house: House) -> None:
    await house.choose("set_temperature", temperature=25, hvac_mode="cool")

    assert house.climate.state == "cool"
    assert setpoints(house) == (25, None, None)


async def test_a_temperature_that_brings_a_mode_moves_no_relay_in_vain(
    house: House,
) -> None:
    """The mode alone would call for heat, the temperature with it does not."""
    await house.sense(room=18)
    await house.choose("set_temperature", temperature=15, hvac_mode="heat")
    await house.wait(minutes=2)

    assert house.moves == []


# --- Modes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "mode"), [(TWO_STAGE, "heat_cool"), (HEAT_ONLY, "heat")]
)
async def test_the_first_turn_on_takes_the_most_capable_mode(
    house: House, mode: str
) -> None:
    await house.choose("turn_on")

    assert house.climate.state == mode


async def test_off_shows_the_temperatures_that_turn_on_will_bring_back(
    house: House,
) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat_cool")
    await house.choose("turn_off")

    assert setpoints(house) == (None, 20, 24)


# --- Presets ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "heat", "cool"),
    [("home", 20, 24), ("away", 16, 28), ("sleep", 18, 26), ("eco", 18, 27)],
)
async def test_presets(house: House, preset: str, heat: float, cool: float) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat_cool")
    await house.choose("set_preset_mode", preset_mode=preset)
    assert house.climate.attributes["preset_mode"] == preset
    assert setpoints(house) == (None, heat, cool)


async def test_a_preset_gives_back_the_temperatures_before(house: House) -> None:
    await house.ask("heat", room=20)
    await house.choose("set_temperature", temperature=21.5)
    await house.choose("set_preset_mode", preset_mode="away")
    assert setpoints(house) == (16, None, None)

    await house.choose("set_preset_mode", preset_mode="none")
    assert setpoints(house) == (21.5, None, None)


async def test_a_temperature_holds_over_a_preset_until_the_next_one(
    house: House,
) -> None:
    await house.ask("heat", room=20)
    await house.choose("set_preset_mode", preset_mode="away")
    await house.choose("set_temperature", temperature=19)
    assert setpoints(house) == (19, None, None)
    assert house.climate.attributes["preset_mode"] == "none"
    assert house.climate.attributes["is_held"]

    await house.choose("set_preset_mode", preset_mode="eco")
    assert setpoints(house) == (18, None, None)

    await house.choose("set_preset_mode", preset_mode="none")
    assert setpoints(house) == (20, None, None)


@AMERICAN
@pytest.mark.parametrize(
    ("preset", "heat", "cool"),
    [
        ("none", 68, 75),
        ("home", 68, 75),
        ("away", 60, 82),
        ("sleep", 65, 78),
        ("eco", 65, 80),
    ],
)
async def test_a_fahrenheit_household_starts_with_whole_degrees(
    house: House, preset: str, heat: float, cool: float
) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat_cool")
    await house.choose("set_preset_mode", preset_mode=preset)
    assert setpoints(house) == (None, heat, cool)


async def test_there_is_a_way_out_of_eco_for_those_that_take_it_for_a_mode(
    house: House,
) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat")
    await house.choose("set_preset_mode", preset_mode="eco")
    await house.choose("set_hvac_mode", hvac_mode="heat")
    assert house.climate.attributes["preset_mode"] == "none"
    assert setpoints(house) == (20, None, None)


async def test_eco_is_not_shown_in_off(house: House) -> None:
    await house.choose("set_preset_mode", preset_mode="eco")
    assert house.climate.attributes["preset_mode"] == "none"


# --- Emergency heat, seen from the card --------------------------------------------


async def test_preset_and_switch_are_two_views_of_emergency_heat(house: House) -> None:
    await house.choose("set_preset_mode", preset_mode="emergency_heat")
    assert house.state("emergency_heat").state == "on"

    await house.use("switch", "turn_off", "emergency_heat")
    assert house.climate.attributes["preset_mode"] == "none"

    await house.use("switch", "turn_on", "emergency_heat")
    assert house.climate.attributes["preset_mode"] == "emergency_heat"

    await house.choose("set_preset_mode", preset_mode="none")
    assert house.state("emergency_heat").state == "off"


# --- What it shows ---------------------------------------------------------------


async def test_room_temperature_and_humidity(new_house: House) -> None:
    await new_house.sense(room=19.3)

    assert new_house.climate.attributes["current_temperature"] == 19.3
    assert "current_humidity" not in new_house.climate.attributes


@pytest.mark.parametrize(
    ("humidity", "shown"), [("45.4", 45.4), ("unavailable", None), ("180", None)]
)
async def test_humidity(shell: House, humidity: str, shown: float | None) -> None:
    shell.hass.states.async_set("sensor.humidity", "40")
    await shell.install(sensors={"room_humidity": "sensor.humidity"})
    assert shell.climate.attributes["current_humidity"] == 40

    shell.hass.states.async_set("sensor.humidity", humidity)
    await shell.settle()
    assert shell.climate.attributes.get("current_humidity") == shown


async def test_the_card_says_why_as_the_status_does(house: House) -> None:
    assert house.climate.attributes["status"] == house.status == "off"
    await house.ask("heat", room=18)
    assert house.climate.attributes["status"] == house.status == "heating_stage_2"

    house["y1"].vanish()
    await house.live(seconds=40)
    assert house.climate.attributes["status"] == house.status == "relay_lost"


async def test_it_is_never_unavailable(house: House) -> None:
    for relay in house.relays.values():
        relay.vanish()
    await house.sense(room="unavailable", outdoor="unavailable")
    await house.ask("heat")
    await house.wait(hours=1)
    assert house.climate.state == "heat"
    assert house.climate.attributes["current_temperature"] is None
    assert house.state("emergency_heat").state == "off"

    await house.choose("turn_off")
    assert house.climate.state == "off"


@AMERICAN
async def test_a_fahrenheit_household_reads_tenths(house: House) -> None:
    await house.sense(room=19.7)

    assert house.climate.attributes["current_temperature"] == 67.5
    assert house.climate.attributes["target_temp_step"] == 1
    assert house.climate.attributes["min_temp"] == 45
    assert house.climate.attributes["max_temp"] == 95


@AMERICAN
@pytest.mark.parametrize("temperature", range(60, 81))
async def test_a_fahrenheit_setpoint_stays_what_it_was_set_to(
    new_house: House, temperature: int
) -> None:
    await new_house.choose("set_temperature", temperature=temperature, hvac_mode="heat")

    assert setpoints(new_house) == (temperature, None, None)


@AMERICAN
async def test_a_fahrenheit_range_is_kept_three_degrees_apart(house: House) -> None:
    await house.ask("heat_cool", room=20)
    assert setpoints(house) == (None, 68, 75)

    await house.choose("set_temperature", target_temp_low=74, target_temp_high=75)
    assert setpoints(house) == (None, 74, 77)


async def test_a_household_may_change_its_unit(house: House) -> None:
    await house.ask("heat", room=20)
    house.hass.config.units = US_CUSTOMARY_SYSTEM
    await house.sense(room=20.1)
    assert setpoints(house) == (68, None, None)

    await house.unload(house.entry)
    await house.set_up()
    await house.sense(room=19)
    await house.live(minutes=6)
    assert setpoints(house) == (68, None, None)
    assert "y1" in house.on


# --- Refusals, and what is not there ---------------------------------------------


async def test_the_card_is_a_main_control(
    new_house: House, entity_registry: er.EntityRegistry
) -> None:
    entry = entity_registry.async_get(new_house.id("thermostat"))

    assert entry is not None
    assert entry.entity_category is None
    assert entry.disabled_by is None


@pytest.mark.parametrize("wiring", [HEAT_ONLY])
async def test_the_refusal_of_a_mode_tells_why(house: House) -> None:
    await house.choose("set_hvac_mode", hvac_mode="heat")
    with pytest.raises(ServiceValidationError) as refusal:
        await house.choose("set_temperature", temperature=25, hvac_mode="cool")

    assert refusal.value.translation_domain == DOMAIN
    assert refusal.value.translation_key == "mode_not_wired"
    assert refusal.value.translation_placeholders == {"mode": "cool"}
    assert house.climate.state == "heat"
    assert setpoints(house) == (20, None, None)


async def test_the_refusal_of_a_temperature_tells_why(house: House) -> None:
    with pytest.raises(ServiceValidationError) as refusal:
        await house.choose("set_temperature", temperature=math.nan)

    assert refusal.value.translation_domain == DOMAIN
    assert refusal.value.translation_key == "not_a_temperature"


@pytest.mark.parametrize(
    ("service", "fields"),
    [
        ("set_hvac_mode", {"hvac_mode": "cool"}),
        ("set_hvac_mode", {"hvac_mode": "heat_cool"}),
        ("set_hvac_mode", {"hvac_mode": "fan_only"}),
        ("set_hvac_mode", {"hvac_mode": "dry"}),
        ("set_preset_mode", {"preset_mode": "boost"}),
        ("set_fan_mode", {"fan_mode": "on"}),
    ],
)
@pytest.mark.parametrize("wiring", [HEAT_ONLY])
async def test_what_is_not_wired_is_refused(
    house: House, service: str, fields: dict[str, str]
) -> None:
    before = house.climate

    with pytest.raises(ServiceValidationError):
        await house.choose(service, **fields)

    assert house.climate == before
    assert "fan_modes" not in before.attributes
    assert house.moves == []


async def test_fan_modes(new_house: House) -> None:
    assert new_house.climate.attributes["fan_modes"] == ["auto", "on", "circulate"]


async def test_toggle(house: House) -> None:
    await house.choose("set_hvac_mode", hvac_mode="cool")

    await house.choose("toggle")
    assert house.climate.state == "off"

    await house.choose("toggle")
    assert house.climate.state == "cool"
