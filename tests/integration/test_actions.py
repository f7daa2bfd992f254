"""The actions: who may call them, what they change, what they answer."""

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
import json
import math
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.components.schedule.const import WEEKDAY_TO_CONF
from homeassistant.core import Context, SupportsResponse
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
from custom_components.heat_pump_thermostat.engine.accounts.care import Task
from custom_components.heat_pump_thermostat.engine.state import Learned
from custom_components.heat_pump_thermostat.records import encoded
from tests.damage import released

from .house import BARE, MORNING, House

BEYOND: Final = (
    ("until", "9999-12-31T23:59:59-12:00", "too_far_ahead"),
    ("until", "9999-12-31 23:59:59", "too_far_ahead"),
    ("until", "0001-01-01T00:00:00+14:00", "is_over"),
    ("for", {"hours": 1e308}, "too_far_ahead"),
    ("for", {"seconds": math.inf}, "too_far_ahead"),
)
"""Ends that no calendar holds."""

SMALLEST: dict[str, dict[str, Any]] = {
    "hold": {"temperature": 22},
    "resume_schedule": {},
    "explain": {},
    "vacation": {"to": "2026-02-01 12:00"},
    "end_vacation": {},
    "emergency_heat": {},
    "limit": {"source": "utility", "offset": 2, "for": "01:00:00"},
    "end_limit": {"source": "utility"},
    "service_done": {"task": "filter"},
    "export": {},
    "import_learned": {"learned": encoded(Learned())},
    "reset_learned": {"of": "house"},
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
        return_response=DEEDS[name].answers is SupportsResponse.ONLY,
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
    await act(house, "vacation", to="2026-02-01 12:00")
    await act(house, "limit", source="utility", offset=2, until="12:00")
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


@pytest.mark.slow
@pytest.mark.parametrize(
    "held",
    [
        pytest.param({"temperature": 19}, id="a temperature"),
        pytest.param({"preset_mode": "home"}, id="a preset"),
    ],
)
async def test_a_permanent_hold_ends_with_no_block(
    scheduled: House, held: dict[str, Any]
) -> None:
    await act(scheduled, "hold", permanent=True, **held)
    assert (shown(scheduled, "is_held"), shown(scheduled, "hold_until")) == (True, None)
    warm = shown(scheduled, "temperature")

    await scheduled.live(hours=13)
    assert (shown(scheduled, "is_held"), shown(scheduled, "temperature")) == (
        True,
        warm,
    )

    await act(scheduled, "resume_schedule")
    assert not shown(scheduled, "is_held")


@pytest.mark.parametrize("end", [{"until": "22:00"}, {"permanent": True}])
async def test_a_hold_survives_a_reload(house: House, end: dict[str, Any]) -> None:
    await house.ask("heat", room=20)
    await act(house, "hold", temperature=22, **end)
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
        *(
            pytest.param({"temperature": 20, end: at}, why, id=f"{end} {at}")
            for end, at, why in BEYOND
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
        pytest.param(
            {"temperature": 20, "for": 60, "permanent": True}, id="an end that is none"
        ),
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
    assert answer["text"].startswith("Nothing to do")
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


async def test_explain_says_that_nothing_is_cooled_without_a_room_sensor(
    house: House,
) -> None:
    await house.ask("cool", room=27, outdoor=32)
    said = "Nothing is cooled until a room sensor is back."
    assert said not in (await act(house, "explain"))["text"]
    await house.sense(room="unavailable")
    await house.live(minutes=20)
    answer = await act(house, "explain")
    assert f"Room sensor lost. {said}" in answer["text"]
    assert answer["not_cooled"] is True


@pytest.mark.parametrize("wiring", [BARE])
async def test_explain_answers_in_any_state(new_house: House) -> None:
    await new_house.sense(room="unavailable", outdoor="unknown")
    answer = await act(new_house, "explain", language="en")
    assert answer["text"]


# --- Vacation -----------------------------------------------------------------------


async def test_a_vacation_sets_back_to_away_and_ends(house: House) -> None:
    await house.ask("heat", room=20)
    begins, ends = "2026-01-15 07:00", "2026-01-15 09:00"
    await act(house, "vacation", **{"from": begins, "to": ends})
    assert shown(house, "vacation_from") == at(MORNING + timedelta(hours=1))
    assert shown(house, "temperature") == 20
    answer = await act(house, "explain")
    assert answer["text"].endswith("A vacation begins at 07:00.")
    assert (answer["next"]["asked_by"], answer["next"]["target_temp_low"]) == (
        "vacation",
        16,
    )

    await house.live(minutes=60)
    assert (shown(house, "preset_mode"), shown(house, "temperature")) == ("away", 16)
    assert shown(house, "vacation_from") is None
    answer = await act(house, "explain")
    assert "Vacation until 09:00: 16 °C. Then 20 °C." in answer["text"]
    assert answer["vacation"]["preset_mode"] == "away"

    await house.live(minutes=121)
    assert (shown(house, "preset_mode"), shown(house, "temperature")) == ("none", 20)
    assert shown(house, "vacation_until") is None


async def test_a_vacation_may_have_temperatures_of_its_own(house: House) -> None:
    await house.ask("heat", room=20)
    await act(house, "vacation", to="2026-02-01 12:00", temperature=12)
    assert (shown(house, "preset_mode"), shown(house, "temperature")) == ("none", 12)


async def test_a_vacation_survives_a_restart_and_can_be_ended(house: House) -> None:
    await house.ask("heat", room=20)
    await act(house, "vacation", to="2026-02-01 12:00")
    await house.reload()
    assert shown(house, "temperature") == 16

    await act(house, "end_vacation")
    assert shown(house, "temperature") == 20
    with pytest.raises(ServiceValidationError) as refused:
        await act(house, "end_vacation")
    assert refused.value.translation_key == "no_vacation"


# --- Emergency heat, limits ----------------------------------------------------------


async def test_emergency_heat_ends_after_a_while(house: House) -> None:
    await house.ask("cool", room=20)
    await act(house, "emergency_heat", **{"for": "01:00:00"})
    assert house.state("emergency_heat").state == "on"
    assert shown(house, "emergency_heat_until")[:16] == "2026-01-15T07:06"
    answer = await act(house, "explain")
    assert "Emergency heat ends at 07:06." in answer["text"]

    await house.live(minutes=61)
    assert house.state("emergency_heat").state == "off"
    assert house.climate.state == "cool"


async def test_emergency_heat_without_a_time_ends_when_the_household_chose(
    house: House,
) -> None:
    await house.tune(auxiliary={"emergency_ends_after": 2})
    await act(house, "emergency_heat")
    assert shown(house, "emergency_heat_until")[:16] == "2026-01-15T08:06"


@pytest.mark.parametrize("wiring", [BARE])
async def test_emergency_heat_needs_a_backup(house: House) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await act(house, "emergency_heat")
    assert refused.value.translation_key == "no_backup"


async def test_limits_are_shown_and_ended_by_name(house: House) -> None:
    await house.ask("heat", room=20.5)
    await act(house, "limit", source="utility", offset=2, until="09:00")
    await act(house, "limit", source="battery", backup_power=0, until="08:00")
    nine, eight = (at(MORNING + timedelta(hours=hours)) for hours in (3, 2))
    assert shown(house, "limits") == [
        {"source": "utility", "until": nine, "offset": 2, "backup_power": None},
        {"source": "battery", "until": eight, "offset": 0, "backup_power": 0},
    ]

    await house.sense(room=18.5)
    await house.live(minutes=5)
    assert (house.status, house.on) == ("curtailed", set())
    assert shown(house, "temperature") == 20
    answer = await act(house, "explain")
    assert answer["limits"] == shown(house, "limits")
    assert "utility asks to use less until 09:00." in answer["text"]

    await house.reload()
    assert [limit["source"] for limit in shown(house, "limits")] == [
        "utility",
        "battery",
    ]
    await act(house, "end_limit", source="utility")
    await house.live(minutes=6)
    assert "y1" in house.on
    with pytest.raises(ServiceValidationError) as refused:
        await act(house, "end_limit", source="utility")
    assert refused.value.translation_placeholders == {
        "source": "utility",
        "sources": "battery",
    }


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_an_offset_is_in_the_degrees_of_the_household(house: House) -> None:
    await act(house, "limit", source="utility", offset=4, until="09:00")
    assert shown(house, "limits")[0]["offset"] == 4
    asked = house.entry.runtime_data.wishes.curtailments["utility"]
    assert asked.offset == pytest.approx(4 / 1.8)


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("limit", {"offset": 2}, "limit_needs_end"),
        ("limit", {"offset": 2, "for": {"days": 2}}, "limit_too_long"),
        ("limit", {"offset": 9, "for": 60}, "offset_too_large"),
        ("limit", {"offset": -1, "for": 60}, "offset_too_large"),
        ("limit", {"for": 60}, "limits_nothing"),
        ("end_limit", {}, "no_such_limit"),
        ("vacation", {"to": "2020-01-01"}, "is_over"),
        *(("limit", {"offset": 2, end: at}, why) for end, at, why in BEYOND),
        *(("emergency_heat", {end: at}, why) for end, at, why in BEYOND),
        *(("vacation", {"to": at}, why) for end, at, why in BEYOND if end == "until"),
        ("vacation", {"from": BEYOND[0][1], "to": "2026-02-01 12:00"}, BEYOND[0][2]),
        (
            "vacation",
            {"from": "2026-02-02 12:00", "to": "2026-02-01 12:00"},
            "ends_before_it_begins",
        ),
        (
            "vacation",
            {"to": "2026-02-01 12:00", "preset_mode": "eco", "temperature": 20},
            "hold_one_of",
        ),
        ("import_learned", {"learned": {}}, "not_learned"),
        ("import_learned", {"learned": {"scale": 3}}, "not_learned"),
        ("import_learned", {"learned": {"wisdom": 3}}, "not_learned"),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    house: House, name: str, fields: dict[str, Any], why: str
) -> None:
    before = house.climate, house.entry.runtime_data.decision.state.learned
    of = {"source": "utility"} if "limit" in name else {}
    with pytest.raises(ServiceValidationError) as refused:
        await act(house, name, **of, **fields)
    assert refused.value.translation_key == why
    assert before == (house.climate, house.entry.runtime_data.decision.state.learned)


# --- What was learned, and what was done ---------------------------------------------


async def test_what_was_learned_goes_to_another_and_is_forgotten(
    disk_of_learned: House,
) -> None:
    house = disk_of_learned
    answer = await act(house, "export")
    json.dumps(answer)
    known = house.entry.runtime_data.decision.state.learned
    assert known.envelope.days > 0

    await act(house, "reset_learned", of=["house", "machine"])
    assert house.entry.runtime_data.decision.state.learned.envelope.days == 0

    await act(house, "import_learned", learned=answer["learned"])
    assert house.entry.runtime_data.decision.state.learned == known


@pytest.fixture
async def disk_of_learned(house: House, hass_storage: dict[str, Any]) -> House:
    """Know the house of a released store."""
    stored = released("store_1.json")
    await house.unload(house.entry)
    hass_storage[f"{DOMAIN}.{house.entry.entry_id}"] = stored
    await house.set_up()
    return house


async def test_what_was_done_is_noted(house: House) -> None:
    before = house.entry.runtime_data.decision.state.care
    await house.live(minutes=5)
    await act(house, "service_done", task="filter")
    after = house.entry.runtime_data.decision.state.care
    assert after.done[Task.FILTER].at > before.done[Task.FILTER].at
