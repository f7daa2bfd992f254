"""Google Assistant, Alexa and HomeKit: whatever they can choose, they can leave again.

What they make of the thermostat is Home Assistant's own code.
"""

from collections.abc import Iterable, Mapping
from itertools import permutations
from types import SimpleNamespace
from typing import Any, Final

from homeassistant.components.alexa.smart_home import (
    AlexaConfig,
    async_handle_message as alexa_hears,
)
from homeassistant.components.google_assistant import trait as google
from homeassistant.core import Context, State
from homeassistant.helpers.entityfilter import FILTER_SCHEMA
from homeassistant.setup import async_setup_component
import pytest

from .house import BARE, HEAT_ONLY, TWO_STAGE, House, Wiring

EVERY_KIND = pytest.mark.parametrize(
    "wiring", [TWO_STAGE, HEAT_ONLY, BARE], ids=["two stages", "heat only", "no backup"]
)


def ways_between(modes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the ways from each mode to each other.

    To these bridges eco is a mode. It is a preset: what is off it leaves off.
    """
    none = ("off", "eco")
    return [
        (before, after)
        for before, after in permutations(modes, 2)
        if (before.casefold(), after.casefold()) != none
    ]


# --- Google Assistant -----------------------------------------------------------------

CONFIG: Final = SimpleNamespace(should_report_state=False)
SAID: Final = SimpleNamespace(context=Context())
EXPOSED: Final = FILTER_SCHEMA({"include_domains": ["climate", "switch"]})


def trait[T: google._Trait](house: House, kind: type[T], state: State) -> T:
    """Return a trait of an entity as Google sees it now."""
    return kind(house.hass, state, CONFIG)


def google_thermostat(house: House) -> google.TemperatureSettingTrait:
    return trait(house, google.TemperatureSettingTrait, house.climate)


async def execute(trait: Any, command: str, params: Mapping[str, Any]) -> None:
    """Let Google give a command to a trait."""
    await trait.execute(command, SAID, params, {})


def google_modes(house: House) -> list[str]:
    """Return the modes that Google offers and can show."""
    offered = google_thermostat(house).sync_attributes()["availableThermostatModes"]
    return [mode for mode in offered if mode != "on"]


async def tell_google(house: House, command: str, **params: Any) -> None:
    await execute(google_thermostat(house), command, params)
    await house.settle()


async def google_chooses(house: House, mode: str) -> None:
    command = google.COMMAND_THERMOSTAT_SET_MODE
    await tell_google(house, command, thermostatMode=mode)


def google_shows(house: House) -> Mapping[str, Any]:
    shown: Mapping[str, Any] = google_thermostat(house).query_attributes()
    return shown


@EVERY_KIND
async def test_google_goes_from_every_mode_to_every_other(new_house: House) -> None:
    for before, after in ways_between(google_modes(new_house)):
        await google_chooses(new_house, before)
        await google_chooses(new_house, after)
        assert google_shows(new_house)["thermostatMode"] == after, before


async def test_google_turns_on_what_was_on(new_house: House) -> None:
    await google_chooses(new_house, "cool")
    await google_chooses(new_house, "off")
    await google_chooses(new_house, "on")

    assert google_shows(new_house)["thermostatMode"] == "cool"


@pytest.mark.parametrize("mode", ["heat", "cool"])
async def test_google_sets_and_sees_one_temperature(
    new_house: House, mode: str
) -> None:
    await google_chooses(new_house, mode)
    command = google.COMMAND_THERMOSTAT_TEMPERATURE_SETPOINT
    await tell_google(new_house, command, thermostatTemperatureSetpoint=21.5)

    assert google_shows(new_house)["thermostatTemperatureSetpoint"] == 21.5


async def test_google_sets_and_sees_a_range(new_house: House) -> None:
    await google_chooses(new_house, "heatcool")
    command = google.COMMAND_THERMOSTAT_TEMPERATURE_SET_RANGE
    ends = {
        "thermostatTemperatureSetpointLow": 19.0,
        "thermostatTemperatureSetpointHigh": 25.0,
    }
    await tell_google(new_house, command, **ends)

    assert google_shows(new_house).items() >= ends.items()


async def test_google_sets_and_sees_every_speed_of_the_fan(new_house: House) -> None:
    def fan() -> google.FanSpeedTrait:
        return trait(new_house, google.FanSpeedTrait, new_house.climate)

    speeds = fan().sync_attributes()["availableFanSpeeds"]["speeds"]
    names = [speed["speed_name"] for speed in speeds]
    assert names == ["auto", "on", "circulate"]
    for name in names:
        command = google.COMMAND_SET_FAN_SPEED
        await execute(fan(), command, {"fanSpeed": name})
        await new_house.settle()
        assert fan().query_attributes()["currentFanSpeedSetting"] == name


async def test_google_turns_emergency_heat_on_and_off(new_house: House) -> None:
    def switch() -> google.OnOffTrait:
        return trait(new_house, google.OnOffTrait, new_house.state("emergency_heat"))

    for is_on in (True, False):
        await execute(switch(), google.COMMAND_ON_OFF, {"on": is_on})
        await new_house.settle()
        assert switch().query_attributes() == {"on": is_on}


# --- Alexa ----------------------------------------------------------------------------


async def tell_alexa(
    house: House, key: str, namespace: str, name: str, **payload: Any
) -> Mapping[str, Any]:
    """Send Alexa's directive for one of our entities, and return the answer."""
    assert await async_setup_component(house.hass, "homeassistant", {})
    config = AlexaConfig(house.hass, {"filter": EXPOSED, "locale": "en-US"})
    await config.async_initialize()
    header = {"namespace": namespace, "name": name, "messageId": "1"}
    directive = {
        "header": {**header, "correlationToken": "1", "payloadVersion": "3"},
        "endpoint": {
            "endpointId": house.id(key).replace(".", "#"),
            "scope": {"type": "BearerToken", "token": "1"},
        },
        "payload": payload,
    }
    answer = await alexa_hears(house.hass, config, {"directive": directive})
    await house.settle()
    assert answer["event"]["header"]["name"] != "ErrorResponse", answer
    told: Mapping[str, Any] = answer
    return told


async def alexa_shows(house: House, key: str = "thermostat") -> dict[str, Any]:
    """Return what Alexa knows of one of our entities, by name."""
    told = await tell_alexa(house, key, "Alexa", "ReportState")
    return {each["name"]: each["value"] for each in told["context"]["properties"]}


async def alexa_chooses(house: House, mode: str) -> None:
    value = {"value": mode}
    if mode == "CUSTOM":
        value["customName"] = "FAN"
    await tell_alexa(
        house,
        "thermostat",
        "Alexa.ThermostatController",
        "SetThermostatMode",
        thermostatMode=value,
    )


@pytest.mark.parametrize(
    ("wiring", "modes"),
    [
        pytest.param(
            TWO_STAGE, ("HEAT", "COOL", "AUTO", "OFF", "ECO", "CUSTOM"), id="all"
        ),
        pytest.param(HEAT_ONLY, ("HEAT", "OFF", "ECO"), id="heat only"),
    ],
)
async def test_alexa_goes_from_every_mode_to_every_other(
    new_house: House, wiring: Wiring, modes: tuple[str, ...]
) -> None:
    assert new_house.wiring is wiring
    for before, after in ways_between(modes):
        await alexa_chooses(new_house, before)
        await alexa_chooses(new_house, after)
        assert (await alexa_shows(new_house))["thermostatMode"] == after, before


@pytest.mark.parametrize("mode", ["HEAT", "COOL"])
async def test_alexa_sets_and_sees_one_temperature(new_house: House, mode: str) -> None:
    await alexa_chooses(new_house, mode)
    await tell_alexa(
        new_house,
        "thermostat",
        "Alexa.ThermostatController",
        "SetTargetTemperature",
        targetSetpoint={"value": 21.5, "scale": "CELSIUS"},
    )

    shown = (await alexa_shows(new_house))["targetSetpoint"]
    assert shown == {"value": 21.5, "scale": "CELSIUS"}


async def test_alexa_sets_and_sees_a_range(new_house: House) -> None:
    await alexa_chooses(new_house, "AUTO")
    ends = {
        "lowerSetpoint": {"value": 19.0, "scale": "CELSIUS"},
        "upperSetpoint": {"value": 25.0, "scale": "CELSIUS"},
    }
    await tell_alexa(
        new_house,
        "thermostat",
        "Alexa.ThermostatController",
        "SetTargetTemperature",
        **ends,
    )

    assert (await alexa_shows(new_house)).items() >= ends.items()


async def test_alexa_turns_the_thermostat_off_and_on_again(new_house: House) -> None:
    await alexa_chooses(new_house, "COOL")
    for name, mode in (("TurnOff", "OFF"), ("TurnOn", "COOL")):
        await tell_alexa(new_house, "thermostat", "Alexa.PowerController", name)
        assert (await alexa_shows(new_house))["thermostatMode"] == mode


async def test_alexa_turns_emergency_heat_on_and_off(new_house: House) -> None:
    for name, state in (("TurnOn", "ON"), ("TurnOff", "OFF")):
        await tell_alexa(new_house, "emergency_heat", "Alexa.PowerController", name)
        shown = await alexa_shows(new_house, "emergency_heat")
        assert shown["powerState"] == state
