"""Every YAML example of the documentation is taken by Home Assistant, and works."""

from collections.abc import Iterator, Mapping
from logging import WARNING
from pathlib import Path
import re
from typing import Any, Final

from homeassistant.components.automation import DOMAIN as AUTOMATION
from homeassistant.components.schedule import DOMAIN as SCHEDULE
from homeassistant.components.script import DOMAIN as SCRIPT
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.heat_pump_thermostat.frontend.registration import URL_PATH

from .house import House

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK: Final = re.compile(r"^( *)```yaml\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
ENTITY: Final = re.compile(r"\b(?:binary_sensor|button|climate|sensor)\.upstairs\w*")
ANOTHER: Final = "climate.upstairs_new"
"""Another thermostat: here there is one."""
PARTS: Final[Mapping[str, Any]] = {
    "triggers": {"trigger": "event", "event_type": "test"},
    "conditions": [],
    "actions": [],
}
"""What makes an automation of a part of one."""

type Example = Mapping[str, Any]


def examples(*keys: str) -> Iterator[Any]:
    """Yield the examples that have one of these keys, or all of them."""
    for page in PAGES:
        text = page.read_text()
        for found in BLOCK.finditer(text):
            indent, block = found.groups()
            example: Any = parse_yaml(
                re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
            )
            line = text[: found.start()].count("\n") + 1
            if not keys or not example.keys().isdisjoint(keys):
                yield pytest.param(example, id=f"{page.name} line {line}")


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged that somebody should look at."""
    return [r.getMessage() for r in caplog.records if r.levelno >= WARNING]


@pytest.fixture
async def full_house(shell: House, everything_enabled: None) -> House:
    """Install a thermostat that has been told all that makes entities."""
    _ = everything_enabled
    await shell.install(
        performance={
            "heating_capacity_47f": 10.5,
            "heating_cop_47f": 3.7,
            "aux_rating": 10.0,
        }
    )
    await shell.tune(prices={"electricity_price": 0.2})
    await shell.ask("heat", room=20)
    return shell


@pytest.mark.parametrize("example", examples())
def test_an_example_is_of_a_kind_that_is_tried(example: Example) -> None:
    kinds = {*PARTS, "action", "sequence", "views", "lovelace", SCHEDULE}
    assert kinds & example.keys()


@pytest.mark.parametrize("example", examples(*PARTS))
async def test_an_automation_is_taken(
    full_house: House, example: Example, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    config = {AUTOMATION: {"alias": "example", **PARTS, **example}}
    assert await async_setup_component(full_house.hass, AUTOMATION, config)
    await full_house.settle()

    (state,) = full_house.hass.states.async_all(AUTOMATION)
    assert (state.state, complaints(caplog)) == (STATE_ON, [])
    await full_house.hass.services.async_call(
        AUTOMATION, "turn_off", {"entity_id": state.entity_id}, blocking=True
    )


@pytest.mark.parametrize("example", examples("action", "sequence"))
async def test_a_script_runs(
    full_house: House, example: Example, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    hass = full_house.hass
    told = async_mock_service(hass, "notify", "notify")
    sequence = example.get("sequence", [example])
    config = {SCRIPT: {"example": {"sequence": of_one_house(sequence)}}}
    assert await async_setup_component(hass, SCRIPT, config)
    await hass.services.async_call(SCRIPT, "example", blocking=True)

    assert complaints(caplog) == []
    assert all(call.data["message"] for call in told)


def of_one_house(text: Any) -> Any:
    """Return an example of two thermostats as one of a thermostat with itself."""
    match text:
        case str():
            return text.replace(ANOTHER, "climate.upstairs")
        case list():
            return [of_one_house(each) for each in text]
        case dict():
            return {key: of_one_house(each) for key, each in text.items()}
    return text


async def test_entities_of_examples_are_there(
    hass: HomeAssistant, full_house: House
) -> None:
    assert full_house.entry
    text = "".join(page.read_text() for page in PAGES)
    named = {*ENTITY.findall(text)} - {ANOTHER}
    assert named <= er.async_get(hass).entities.keys()


@pytest.mark.parametrize("example", examples("views"))
def test_a_view_is_made_by_our_strategy(example: Example) -> None:
    parts = {"control", "today", "money", "machine", "house", "upkeep"}
    for view in example["views"]:
        assert view["strategy"]["type"] == "custom:heat-pump-thermostat"
        assert view["strategy"].get("part", "machine") in parts


@pytest.mark.parametrize("example", examples("lovelace"))
def test_a_resource_is_where_the_card_is(example: Example) -> None:
    (resource,) = example["lovelace"]["resources"]
    assert resource == {"url": URL_PATH, "type": "module"}
