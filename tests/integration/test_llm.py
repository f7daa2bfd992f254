"""What language models may ask of the thermostats, and tell them to do."""

from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context
from homeassistant.helpers.llm import (
    APIInstance,
    LLMContext,
    ToolInput,
    ToolResult,
    async_get_api,
)
from homeassistant.setup import async_setup_component
import pytest
import voluptuous as vol

from .house import House

ASSIST: Final = "conversation"
OURS: Final = "heat_pump_thermostat__"
TOOLS: Final = {"explain", "today", "hold", "resume_schedule", "limit", "choose"}


async def api_of(house: House, user: User | None = None) -> APIInstance:
    """Return what a language model is given that speaks for somebody."""
    assert await async_setup_component(house.hass, "llm", {})
    context = LLMContext(
        platform="test",
        context=Context(user_id=user.id if user else None),
        language="en",
        assistant=ASSIST,
        device_id=None,
    )
    return await async_get_api(house.hass, "assist", context)


async def use(
    house: House, tool: str, user: User | None = None, **arguments: Any
) -> ToolResult:
    api = await api_of(house, user)
    (found,) = (each for each in api.tools if each.name == OURS + tool)
    asked = ToolInput(OURS + tool, arguments)
    result = await found.async_call(house.hass, asked, api.llm_context)
    await house.settle()
    assert isinstance(result, ToolResult)
    return result


async def test_the_tools_are_there_and_told_of(new_house: House) -> None:
    api = await api_of(new_house)

    ours = {tool.name for tool in api.tools if tool.name.startswith(OURS)}
    assert ours == {OURS + name for name in TOOLS}
    assert "auxiliary heat" in api.api_prompt


async def test_what_is_not_exposed_is_not_spoken_of(new_house: House) -> None:
    async_expose_entity(new_house.hass, ASSIST, new_house.id("thermostat"), False)
    api = await api_of(new_house)

    assert [tool.name for tool in api.tools if tool.name.startswith(OURS)] == []


@pytest.mark.parametrize("name", [{}, {"name": "Upstairs"}, {"name": "the heat pump"}])
async def test_why_is_explained(new_house: House, name: dict[str, Any]) -> None:
    await new_house.ask("heat", room=18)
    result = await use(new_house, "explain", **name)

    assert not result.error
    assert result.data["status"] == "minimum_off"
    assert str(result.data["text"]).startswith("Compressor resting, until ")


async def test_a_thermostat_that_there_is_not_is_asked_back_for(
    new_house: House,
) -> None:
    result = await use(new_house, "explain", name="Cellar")

    assert result.error
    assert result.data == {"error": "Which thermostat?", "names": []}


async def test_today_is_told(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(hours=1)
    result = await use(house, "today")

    assert not result.error
    assert result.data["compressor_starts"] == 1
    assert result.data["compressor_hours"] == pytest.approx(1, abs=0.1)
    assert result.data["cost"] is None
    assert result.data["currency"] == "EUR"


async def test_a_temperature_is_held_and_let_go(new_house: House) -> None:
    await new_house.ask("heat")
    held = await use(new_house, "hold", temperature=22, hours=2)

    assert not held.error
    assert held.data["asked_by"] == "hold"
    assert new_house.climate.attributes["temperature"] == 22
    assert new_house.climate.attributes["is_held"]

    await use(new_house, "resume_schedule")
    assert not new_house.climate.attributes["is_held"]


async def test_a_preset_is_held(new_house: House) -> None:
    await new_house.ask("heat")
    held = await use(new_house, "hold", preset_mode="away")

    assert held.data["preset_mode"] == "away"
    assert new_house.climate.attributes["preset_mode"] == "away"


async def test_a_household_can_go_without(new_house: House) -> None:
    result = await use(new_house, "limit", offset=1, backup_power=0, hours=2)

    assert not result.error
    (limit,) = new_house.climate.attributes["limits"]
    assert limit["source"] == "assistant"
    assert (limit["offset"], limit["backup_power"]) == (1, 0)


async def test_mode_and_preset_are_chosen(new_house: House) -> None:
    chosen = await use(new_house, "choose", hvac_mode="heat", preset_mode="sleep")

    assert not chosen.error
    assert new_house.climate.state == "heat"
    assert new_house.climate.attributes["preset_mode"] == "sleep"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("hold", {"temperature": 22, "preset_mode": "away"}),
        ("hold", {"temperature": "warm"}),
        ("hold", {"temperature": 22, "hours": 1000}),
        ("limit", {"offset": 1}),
        ("limit", {"offset": 1, "hours": 48}),
        ("choose", {"hvac_mode": "turbo"}),
        ("choose", {"preset_mode": "party"}),
        ("explain", {"why": True}),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    new_house: House, tool: str, arguments: dict[str, Any]
) -> None:
    before = new_house.climate
    with pytest.raises(vol.Invalid):
        await use(new_house, tool, **arguments)

    assert new_house.climate is before


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("hold", {}),
        ("limit", {"hours": 1}),
        ("hold", {"temperature": 60}),
        ("choose", {"hvac_mode": "dry"}),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    new_house: House, tool: str, arguments: dict[str, Any]
) -> None:
    before = new_house.climate
    result = await use(new_house, tool, **arguments)

    assert result.error
    assert result.data["error"]
    assert new_house.climate is before


async def test_a_model_has_the_rights_of_whoever_it_speaks_for(
    new_house: House, hass_admin_user: User, hass_read_only_user: User
) -> None:
    refused = await use(new_house, "choose", hass_read_only_user, hvac_mode="heat")
    assert refused.error
    assert new_house.climate.state == "off"

    done = await use(new_house, "choose", hass_admin_user, hvac_mode="heat")
    assert not done.error
    assert new_house.climate.state == "heat"
