"""The actions: who may call them, what they change, what they answer."""

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
import json
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components.schedule.const import WEEKDAY_TO_CONF
from homeassistant.core import Context
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest
from pytest_homeassistant_custom_component.common import MockUser
import voluptuous as vol

from custom_components.heat_pump_thermostat.actions import DEEDS
from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import BARE, MORNING, House

SMALLEST: dict[str, dict[str, Any]] = {
    "hold": {"temperature": 22},
    "resume_schedule": {},
    "explain": {},
}
"""The least that each action takes."""


async def act(house: House, name: str, **fields: Any) -> Any:
    """Call an action of the thermostat; return what it answers."""
    return await act_as(house, name, None, fields)


async def act_as(
    house: House, name: str, user: User | None, fields: Mapping[str, Any]
) -> Any:
    """Do the same as somebody of the household."""
    answer = await house.hass.services.async_call(
        DOMAIN,
        name,
        {"entity_id": house.id("thermostat"), **fields},
        blocking=True,
        context=Context(user_id=user.id) if user else None,
        return_response=name == "explain",
    )
    await house.settle()
    return answer and answer[house.id("thermostat")]


def shown(house: House, attribute: str) -> Any:
    return house.climate.attributes[attribute]


def at(moment: datetime) -> str:
    """Return a moment as attributes tell it."""
    return dt_util.as_local(moment).isoformat()


@pytest.fixture
async def scheduled(
    house: House, entity_registry: er.EntityRegistry
) -> AsyncGenerator[House]:
    """Heat by a schedule: 21 °C from six in the evening until ten, else 18 °C."""
    block = {"from": "18:00:00", "to": "22:00:00", "data": {"temperature": 21}}
    week = {day: [block] for day in WEEKDAY_TO_CONF.values()}
    config = {"schedule": {"week": {"name": "Week", **week}}}
    assert await async_setup_component(house.hass, "schedule", config)
    await house.tune(schedule={"schedule": "schedule.week"})
    await house.ask("heat", room=20)
    yield house
    entity_registry.async_remove("schedule.week")
    await house.settle()


# --- Who may call them -------------------------------------------------------------


def test_every_action_is_tried_here() -> None:
    assert SMALLEST.keys() == DEEDS.keys()


async def person(house: House, *, may_control: bool) -> User:
    """Return somebody of the household, who may control the card or only look at it."""
    MockUser(is_owner=True).add_to_hass(house.hass)  # Or else the first one is it.
    user = MockUser().add_to_hass(house.hass)
    user.mock_policy({"entities": {"all": {"read": True, "control": may_control}}})
    return user


@pytest.mark.parametrize("name", SMALLEST)
async def test_who_may_not_control_the_card_is_refused(house: House, name: str) -> None:
    reader = await person(house, may_control=False)
    before = house.climate
    with pytest.raises(Unauthorized):
        await act_as(house, name, reader, SMALLEST[name])
    assert house.climate == before


@pytest.mark.parametrize("name", SMALLEST)
async def test_who_may_control_the_card_may_call_them(house: House, name: str) -> None:
    user = await person(house, may_control=True)
    await act_as(house, name, user, SMALLEST[name])


async def test_they_are_there_before_any_thermostat_and_after(shell: House) -> None:
    await shell.install()
    await shell.unload(shell.entry)
    assert set(SMALLEST) <= shell.hass.services.async_services()[DOMAIN].keys()


# --- Hold ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        pytest.param({}, None, id="for good"),
        pytest.param({"for": "02:30:00"}, MORNING + timedelta(hours=2.5), id="for"),
        pytest.param(
            {"for": {"days": 3}}, MORNING + timedelta(days=3), id="for three days"
        ),
        pytest.param(
            {"until": "22:00"}, MORNING + timedelta(hours=16), id="until tonight"
        ),
        pytest.param(
            {"until": "05:00"}, MORNING + timedelta(hours=23), id="until tomorrow"
        ),
        pytest.param(
            {"until": "2026-01-20 12:00"},
            MORNING + timedelta(days=5, hours=6),
            id="until a date",
        ),
    ],
)
async def test_a_hold_tells_when_it_ends(
    new_house: House, fields: dict[str, Any], ends: datetime | None
) -> None:
    await new_house.ask("heat", room=20)
    await act(new_house, "hold", temperature=22, **fields)

    assert shown(new_house, "temperature") == 22
    assert shown(new_house, "is_held")
    assert shown(new_house, "hold_until") == (ends and at(ends))


async def test_a_hold_ends_by_itself(house: House) -> None:
    await house.ask("heat", room=20)
    await act(house, "hold", temperature=22, **{"for": "00:30:00"})
    await house.live(minutes=29)
    assert shown(house, "temperature") == 22

    await house.live(minutes=2)
    assert shown(house, "temperature") == 20
    assert (shown(house, "is_held"), shown(house, "hold_until")) == (False, None)


async def test_a_preset_can_be_held(house: House) -> None:
    await house.ask("heat_cool", room=20)
    await act(house, "hold", preset_mode="away", **{"for": "01:00:00"})
    assert shown(house, "preset_mode") == "away"
    assert shown(house, "target_temp_low") == 16

    await house.live(minutes=61)
    assert shown(house, "preset_mode") == "none"
    assert shown(house, "target_temp_low") == 20


async def test_a_temperature_that_is_set_over_a_schedule_ends_with_its_block(
    scheduled: House,
) -> None:
    assert shown(scheduled, "temperature") == 18

    await scheduled.choose("set_temperature", temperature=19)
    assert shown(scheduled, "hold_until") == at(MORNING + timedelta(hours=12))

    await act(scheduled, "resume_schedule")
    assert shown(scheduled, "temperature") == 18
    assert shown(scheduled, "hold_until") is None


async def test_the_button_resumes_the_schedule_also_from_a_preset(
    scheduled: House,
) -> None:
    await scheduled.choose("set_preset_mode", preset_mode="away")
    await act(scheduled, "hold", temperature=22)

    await scheduled.use("button", "press", "resume_schedule")
    assert shown(scheduled, "preset_mode") == "none"
    assert shown(scheduled, "temperature") == 18


async def test_a_hold_survives_a_reload(house: House) -> None:
    await house.ask("heat", room=20)
    await act(house, "hold", temperature=22, until="22:00")
    before = house.climate.attributes
    await house.reload()
    for attribute in ("temperature", "hold_until", "is_held"):
        assert shown(house, attribute) == before[attribute]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({}, "hold_one_of", id="nothing"),
        pytest.param(
            {"temperature": 20, "preset_mode": "away"}, "hold_one_of", id="both"
        ),
        pytest.param({"temperature": 2}, "beyond_the_dial", id="too cold"),
        pytest.param({"temperature": "nan"}, "not_a_temperature", id="none at all"),
        pytest.param(
            {"target_temp_low": 24, "target_temp_high": 20}, "upside_down", id="a range"
        ),
        pytest.param({"temperature": 20, "for": 0}, "is_over", id="no time"),
        pytest.param(
            {"temperature": 20, "until": "2020-01-01 12:00"}, "is_over", id="over"
        ),
        pytest.param(
            {"temperature": 20, "for": {"days": 4000}}, "too_far_ahead", id="ten years"
        ),
    ],
)
async def test_what_cannot_be_held_is_refused_and_changes_nothing(
    house: House, fields: dict[str, Any], why: str
) -> None:
    before = house.climate
    with pytest.raises(ServiceValidationError) as refused:
        await act(house, "hold", **fields)
    assert (refused.value.translation_domain, refused.value.translation_key) == (
        DOMAIN,
        why,
    )
    assert house.climate == before


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"temperature": 20, "for": 60, "until": "12:00"}, id="two ends"),
        pytest.param({"target_temp_low": 20}, id="half a range"),
        pytest.param({"preset_mode": "emergency_heat"}, id="no preset of temperatures"),
        pytest.param({"temperature": 20, "until": "noon"}, id="no time"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    house: House, fields: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await act(house, "hold", **fields)


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_fahrenheit_household_holds_fahrenheit(house: House) -> None:
    await house.ask("heat", room=20)
    await act(house, "hold", temperature=71)
    assert shown(house, "temperature") == 71


# --- Explain ------------------------------------------------------------------------


async def test_explain_says_why_until_when_and_what_comes_next(
    scheduled: House,
) -> None:
    answer = await act(scheduled, "explain")
    assert answer["text"].startswith("Satisfied")
    assert "The schedule asks for 18 °C until 18:00. Then 21 °C." in answer["text"]
    assert (answer["status"], answer["asked_by"]) == ("idle", "schedule")
    evening = at(MORNING + timedelta(hours=12))
    assert answer["next"] == {
        "at": evening,
        "asked_by": "schedule",
        "target_temp_low": 21,
        "target_temp_high": 24,
    }

    await act(scheduled, "hold", temperature=19, until="2026-01-17 08:00")
    held = await act(scheduled, "explain")
    assert "19 °C is held until 2026-01-17 08:00." in held["text"]
    assert (held["asked_by"], held["target_temp_low"]) == ("hold", 19)


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_explain_speaks_as_the_household_reads(house: House) -> None:
    await house.ask("heat_cool", room=20)
    await act(house, "hold", target_temp_low=66, target_temp_high=75, until="22:00")
    answer = await act(house, "explain")
    assert "66–75 °F is held until 10:00 PM." in answer["text"]
    json.dumps(answer)


async def test_explain_says_nothing_of_temperatures_in_off(house: House) -> None:
    answer = await act(house, "explain")
    assert answer["text"] == "Off."


@pytest.mark.parametrize("wiring", [BARE])
async def test_explain_answers_in_any_state(new_house: House) -> None:
    await new_house.sense(room="unavailable", outdoor="unknown")
    answer = await act(new_house, "explain", language="en")
    assert answer["text"]
