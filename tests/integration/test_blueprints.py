"""Blueprints: each is one that Home Assistant takes, and does what it says."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
import re
import shutil
from typing import Any, Final
from urllib.parse import quote

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from .house import House

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "blueprints" / "automation" / "heat_pump_thermostat"
FILES: Final = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
DOCS: Final = (ROOT / "docs" / "automations.md").read_text()
IMPORT: Final = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
SPOKEN: Final = {"ask"}
"""Needs Assist, which is not installed here: the end-to-end tests run it."""
TELL: Final = [
    {
        "action": "test.tell",
        "data": {"title": "{{ title }}", "message": "{{ message }}"},
    }
]

type Told = list[ServiceCall]
type Automate = Callable[..., Any]


@pytest.fixture
def told(hass: HomeAssistant) -> Told:
    """What the household is told."""
    return async_mock_service(hass, "test", "tell")


@pytest.fixture
async def automate(
    new_house: House, hass: HomeAssistant, tmp_path: Path
) -> AsyncIterator[Automate]:
    """Tell how to make an automation of a blueprint."""
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")

    async def automation(house: House, name: str, **inputs: Any) -> None:
        hass.config.config_dir = str(tmp_path)
        used = {"path": f"heat_pump_thermostat/{name}.yaml", "input": inputs}
        config = {"automation": {"id": name, "use_blueprint": used}}
        assert await async_setup_component(hass, "automation", config)
        await house.settle()
        assert hass.states.async_entity_ids("automation"), "it was not taken"

    yield automation
    every = {"entity_id": hass.states.async_entity_ids("automation")}
    await hass.services.async_call("automation", "turn_off", every, blocking=True)
    await new_house.settle()


def words(call: ServiceCall) -> tuple[str, str]:
    return call.data["title"], call.data["message"]


@pytest.mark.parametrize("name", sorted(FILES.keys() - SPOKEN))
def test_home_assistant_takes_it(name: str) -> None:
    blueprint = Blueprint(
        load_yaml_dict(str(FILES[name])),
        path=FILES[name].name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    assert blueprint.inputs


@pytest.mark.parametrize("name", FILES)
def test_it_can_be_imported_by_a_link(name: str) -> None:
    (source,) = re.findall(r"source_url: (\S+)", FILES[name].read_text())

    assert source.endswith(f"/blob/main/{FILES[name].relative_to(ROOT)}")
    assert IMPORT + quote(source, safe="") in DOCS


async def test_a_problem_is_told_with_its_reason(
    house: House, automate: Automate, told: Told
) -> None:
    await automate(
        house,
        "problem",
        thermostat=house.id("thermostat"),
        problem=house.id("problem"),
        lasting={"minutes": 2},
        tell=TELL,
    )
    await house.ask("heat", room=18)
    house["w2"].vanish()
    await house.live(minutes=1)
    assert told == []

    await house.live(minutes=3)
    (call,) = told
    title, message = words(call)
    assert title == "Upstairs: a problem"
    assert message.startswith("A relay does not answer. Heating")


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        ("backup_in_mild_weather", True),
        ("backup_ran_long", True),
        ("emergency_heat_long", False),
    ],
)
async def test_auxiliary_heat_in_mild_weather_is_told(
    new_house: House, automate: Automate, told: Told, kind: str, is_told: bool
) -> None:
    alert = new_house.id("alert")
    await automate(new_house, "auxiliary_in_mild_weather", alert=alert, tell=TELL)
    facts = {"event_type": kind, "hours": 3.14, "cost": 2.5}
    new_house.hass.states.async_set(alert, dt_util.utcnow().isoformat(), facts)
    await new_house.settle()

    assert [words(call)[1] for call in told] == (
        ["3.1 hours, and 2.5 so far."] if is_told else []
    )


@pytest.mark.parametrize(("turn_off", "after"), [(False, "on"), (True, "off")])
async def test_emergency_heat_that_was_forgotten_is_told(
    new_house: House, automate: Automate, told: Told, turn_off: bool, after: str
) -> None:
    await automate(
        new_house,
        "emergency_heat_forgotten",
        emergency_heat=new_house.id("emergency_heat"),
        lasting={"hours": 2},
        turn_off=turn_off,
        tell=TELL,
    )
    await new_house.use("switch", "turn_on", "emergency_heat")
    await new_house.live(hours=1)
    assert told == []

    await new_house.live(hours=1, minutes=5)
    (call,) = told
    assert "emergency heat" in words(call)[1].casefold()
    assert new_house.state("emergency_heat").state == after


async def test_a_filter_that_is_due_is_told(
    new_house: House, automate: Automate, told: Told
) -> None:
    due = new_house.id("filter_due")
    await automate(new_house, "filter_due", filter_due=due, tell=TELL)
    new_house.hass.states.async_set(due, "on")
    await new_house.settle()

    (call,) = told
    assert words(call)[0] == "The air filter is due"


@pytest.fixture
async def people(new_house: House, automate: Automate) -> Mapping[str, str]:
    """Let two people live there, one of them at home."""
    where = {"person.anne": "home", "person.ben": "not_home"}
    for person, place in where.items():
        new_house.hass.states.async_set(person, place)
    await automate(
        new_house,
        "away",
        thermostat=new_house.id("thermostat"),
        people=list(where),
        patience={"minutes": 15},
    )
    await new_house.ask("heat")
    return where


def preset(house: House) -> str:
    return str(house.climate.attributes["preset_mode"])


@pytest.mark.usefixtures("people")
async def test_an_empty_house_is_away_and_comes_back(new_house: House) -> None:
    new_house.hass.states.async_set("person.anne", "not_home")
    await new_house.live(minutes=10)
    assert preset(new_house) == "none"

    await new_house.live(minutes=6)
    assert preset(new_house) == "away"

    new_house.hass.states.async_set("person.ben", "home")
    await new_house.settle()
    assert preset(new_house) == "none"


@pytest.mark.usefixtures("people")
async def test_who_is_soon_back_changes_nothing(new_house: House) -> None:
    new_house.hass.states.async_set("person.anne", "not_home")
    await new_house.live(minutes=10)
    new_house.hass.states.async_set("person.anne", "home")
    await new_house.live(minutes=10)

    assert preset(new_house) == "none"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("chosen", ["sleep", "emergency_heat"])
async def test_what_was_chosen_by_hand_stays(new_house: House, chosen: str) -> None:
    await new_house.choose("set_preset_mode", preset_mode=chosen)
    new_house.hass.states.async_set("person.anne", "not_home")
    await new_house.live(minutes=20)
    new_house.hass.states.async_set("person.anne", "home")
    await new_house.settle()

    assert preset(new_house) == chosen


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("coldest", "day", "is_told"),
    [(-15.5, 1, True), (-15.5, 4, False), (-3, 1, False), (None, 1, False)],
)
async def test_a_cold_snap_is_told(
    new_house: House,
    automate: Automate,
    told: Told,
    coldest: float | None,
    day: int,
    is_told: bool,
) -> None:
    async def forecast(_call: ServiceCall) -> ServiceResponse:
        days = [
            {"datetime": f"2026-01-{16 + ahead}T06:00:00+00:00", "temperature": 2}
            for ahead in range(6)
        ]
        days[day - 1] |= {"templow": coldest}
        return {"weather.home": {"forecast": days}}  # type: ignore[dict-item]

    new_house.hass.services.async_register(
        "weather", "get_forecasts", forecast, supports_response=SupportsResponse.ONLY
    )
    unit = {"temperature_unit": "°C"}
    new_house.hass.states.async_set("weather.home", "sunny", unit)
    await automate(
        new_house, "cold_snap", weather="weather.home", cold=-10, days=2, tell=TELL
    )
    await new_house.live(hours=24)

    assert [words(call)[1] for call in told] == (
        ["Down to -15.5 °C within 2 days."] if is_told else []
    )


def limits(house: House) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = house.climate.attributes["limits"]
    return found


async def test_a_house_goes_without_while_an_event_is_on(
    new_house: House, automate: Automate
) -> None:
    event = "binary_sensor.event"
    new_house.hass.states.async_set(event, "off")
    await automate(
        new_house,
        "utility_event",
        thermostat=new_house.id("thermostat"),
        event=event,
        offset=1.5,
        longest={"hours": 2},
    )
    new_house.hass.states.async_set(event, "on")
    await new_house.settle()
    (limit,) = limits(new_house)
    told = {key: limit[key] for key in ("source", "offset", "backup_power")}
    assert told == {"source": "utility", "offset": 1.5, "backup_power": 0}

    new_house.hass.states.async_set(event, "off")
    await new_house.settle()
    assert limits(new_house) == []


async def test_an_event_whose_end_is_never_heard_of_ends(
    new_house: House, automate: Automate, caplog: pytest.LogCaptureFixture
) -> None:
    event = "binary_sensor.event"
    new_house.hass.states.async_set(event, "off")
    await automate(
        new_house,
        "utility_event",
        thermostat=new_house.id("thermostat"),
        event=event,
        longest={"hours": 1},
    )
    new_house.hass.states.async_set(event, "on")
    await new_house.live(hours=1, minutes=5)
    assert limits(new_house) == []

    new_house.hass.states.async_set(event, "off")
    await new_house.settle()
    assert "no limit" not in caplog.text.casefold()
