"""Everything a person would click together: the user, the house, the thermostat."""

import json
from pathlib import Path
from typing import Final

from .client import Answers, HomeAssistant, say

USER: Final = "demo"
PASSWORD: Final = "demo"  # noqa: S105 - a demo on one's own machine

NAME: Final = "Heat pump thermostat"
VOICE: Final = (
    Path(__file__).parents[1] / "custom_components/heat_pump_thermostat/voice/languages"
)
CLIMATE: Final = "climate.heat_pump_thermostat"
SETPOINT: Final = 20
ROOM: Final = "sensor.simulated_house_room_temperature"

THERMOSTAT: Final[Answers] = {
    "user": {
        "name": NAME,
        "room_temperature": ROOM,
        "outdoor_temperature": "sensor.simulated_house_outdoor_temperature",
        "source": "air",
        "backup": "electric",
    },
    "terminals": {
        wire: f"switch.relay_board_{wire}" for wire in ("y1", "y2", "g", "o", "w2", "e")
    },
    "sensors": {
        "room_humidity": "sensor.simulated_house_room_humidity",
        "outdoor_humidity": "sensor.simulated_house_outdoor_humidity",
        "outdoor_coil_temperature": "sensor.simulated_house_outdoor_coil_temperature",
        "supply_temperature": "sensor.simulated_house_supply_temperature",
        "return_temperature": "sensor.simulated_house_return_temperature",
        "heat_pump_power": "sensor.simulated_house_heat_pump_power",
        "aux_power": "sensor.simulated_house_auxiliary_heat_power",
        "defrost_signal": "binary_sensor.simulated_house_defrost_signal",
    },
    "performance": {
        "machine_type": "two_stage",
        "heating_capacity_47f": 10.55,
        "heating_cop_47f": 3.69,
        "heating_capacity_35f": 8.88,
        "heating_cop_35f": 3.32,
        "heating_capacity_17f": 6.68,
        "heating_cop_17f": 2.72,
        "heating_capacity_5f": 5.4,
        "heating_cop_5f": 2.35,
        "cooling_capacity_95f": 10.55,
        "cooling_eer_95f": 11.6,
        "aux_rating": 10,
    },
    "finish": {},
}
"""How a person would fill in the config flow; capacities in kW."""
REST: Final = 180
OPTIONS: Final[Answers] = {
    # As brisk as a compressor may be treated, for a house whose time flies.
    "compressor": {"minimum_off": {"seconds": REST}, "starts_per_hour": 6},
    "prices": {"electricity_price": 0.16},
    "upkeep": {"design_outdoor": -20},
}
"""What a person would choose, by topic. Prices are per kWh."""
ENERGIES: Final = {
    "Heat pump": "sensor.heat_pump_thermostat_outdoor_unit_heat_pump_energy",
    "Auxiliary heat": "sensor.heat_pump_thermostat_auxiliary_heat_energy",
}
"""What the Energy dashboard shows, by its names there."""
LOCALE: Final = ("number_format", "time_format", "date_format", "first_weekday")
"""What the user's profile leaves to the language."""
CLUTTER: Final = ("google_translate", "met", "radio_browser", "shopping_list")
"""What the onboarding adds of its own accord."""


async def provision(home_assistant: HomeAssistant, language: str) -> None:
    """Bring Home Assistant to where the demo begins; leave alone what is there."""
    to_do = await home_assistant.until_listening()
    await _sign_in(home_assistant, to_do)
    await home_assistant.until_running()
    if to_do:
        await _finish_onboarding(home_assistant, to_do)
    if not await home_assistant.entries("simulated_house"):
        say("building the house")
        # Its past comes first: what counters say before must not be kept.
        await home_assistant.call("/api/services/recorder/disable", {})
        await home_assistant.create_entry("simulated_house", {})
    await home_assistant.until_exists(ROOM)
    if not await home_assistant.entries("heat_pump_thermostat"):
        await _mount_thermostat(home_assistant)
    if to_do:
        await _tidy_up(home_assistant)
    await _speak(home_assistant, language)


async def _speak(home_assistant: HomeAssistant, language: str) -> None:
    """Choose the language of the house and of its user.

    The thermostat was mounted in English, so entity ids are the same in every language;
    its names follow as its entities are added anew.
    """
    config = await home_assistant.call("/api/config", method="GET")
    if config["language"] != language:
        say(f"speaking {language}")
        await home_assistant.command("config/core/update", language=language)
        for entry_id in await home_assistant.entries("heat_pump_thermostat"):
            await home_assistant.command(
                "config_entries/update", entry_id=entry_id, title=_name_in(language)
            )
            path = f"/api/config/config_entries/entry/{entry_id}/reload"
            await home_assistant.call(path)
    by_language = dict.fromkeys(LOCALE, "language")
    await home_assistant.command(
        "frontend/set_user_data",
        key="language",
        value={**by_language, "language": language, "time_zone": "local"},
    )


def _name_in(language: str) -> str:
    """Return what a household calls a thermostat."""
    file = VOICE / f"{language}.json"
    if language == "en" or not file.exists():
        return NAME
    names = json.loads(file.read_text(encoding="utf-8"))["names"]["thermostat"]
    return str(names[0])


async def _tidy_up(home_assistant: HomeAssistant) -> None:
    for domain in CLUTTER:
        for entry_id in await home_assistant.entries(domain):
            await home_assistant.remove_entry(entry_id)


async def _sign_in(home_assistant: HomeAssistant, to_do: list[str]) -> None:
    client_id = home_assistant.client_id
    if "user" in to_do:
        say(f"creating the user {USER}")
        person = {"name": USER, "username": USER, "password": PASSWORD}
        answer = await home_assistant.call(
            "/api/onboarding/users",
            person | {"client_id": client_id, "language": "en"},
        )
        await home_assistant.authorise(answer["auth_code"])
        return
    flow = await home_assistant.call(
        "/auth/login_flow",
        {
            "client_id": client_id,
            "handler": ["homeassistant", None],
            "redirect_uri": client_id,
        },
    )
    answer = await home_assistant.call(
        f"/auth/login_flow/{flow['flow_id']}",
        {"client_id": client_id, "username": USER, "password": PASSWORD},
    )
    await home_assistant.authorise(answer["result"])


async def _finish_onboarding(home_assistant: HomeAssistant, to_do: list[str]) -> None:
    """Skip what the onboarding asks, and open with the demo's dashboard."""
    say("skipping the onboarding")
    client_id = home_assistant.client_id
    questions = {
        "core_config": {},
        "analytics": {},
        "integration": {"client_id": client_id, "redirect_uri": client_id},
    }
    for step, answer in questions.items():
        if step in to_do:
            await home_assistant.call(f"/api/onboarding/{step}", answer)
    await home_assistant.command(
        "frontend/set_system_data", key="core", value={"default_panel": "heat-pump"}
    )


async def _mount_thermostat(home_assistant: HomeAssistant) -> None:
    say("mounting the thermostat")
    entry_id = await home_assistant.create_entry("heat_pump_thermostat", THERMOSTAT)
    for topic, answer in OPTIONS.items():
        way = {"init": {"next_step_id": topic}, topic: answer}
        await home_assistant.set_options(entry_id, way)
    await home_assistant.until_exists(CLIMATE)
    say("letting ten days pass (that takes some seconds)")
    await home_assistant.call("/api/services/simulated_house/live_through_days", {})
    await home_assistant.until_exists(CLIMATE)
    await home_assistant.command(
        "energy/save_prefs",
        device_consumption=[
            {"name": name, "stat_consumption": energy}
            for name, energy in ENERGIES.items()
        ],
    )
    say(f"heating to {SETPOINT} °C, once the compressor has rested for {REST} s")
    await home_assistant.call(
        "/api/services/climate/set_temperature",
        {"entity_id": CLIMATE, "temperature": SETPOINT, "hvac_mode": "heat"},
    )
