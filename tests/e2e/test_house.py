"""A household lives with its thermostats, from the first start to the last.

The tests follow the day: those at the end take apart what the others look at.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, takewhile
from typing import Final

import pytest

from .client import DOMAIN, HomeAssistant
from .conftest import House
from .household import (
    BASEMENT,
    CABIN,
    DOWNSTAIRS,
    HUMIDITY,
    MINIMUM_OFF,
    SHED,
    THERMOSTATS,
    UPSTAIRS,
    Thermostat,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

REST: Final = MINIMUM_OFF.total_seconds() + 30
"""Seconds in which a compressor that is wanted has started for sure."""
SETTLING: Final = timedelta(seconds=5)
"""How long a reversing valve stands before the compressor starts."""
VALVE: Final = {"o", "b"}

ALWAYS: Final = {
    "thermostat",
    "status",
    "next_change",
    "outdoor_temperature",
    "compressor_runtime",
    "compressor_starts_today",
    "compressor",
    "problem",
}
WITH_BACKUP: Final = {
    "emergency_heat",
    "aux_heat",
    "aux_heat_runtime",
    "aux_heat_runtime_today",
}


async def test_onboarding_is_done(home_assistant: HomeAssistant) -> None:
    done = {step["step"] for step in home_assistant.onboarding if step["done"]}

    assert done == {"user", "core_config", "analytics", "integration"}


@pytest.mark.parametrize(
    ("step", "answer", "refusal"),
    [
        pytest.param(
            "terminals",
            {"y1": DOWNSTAIRS.relay("y1")},
            {"y1": "This relay already belongs to the thermostat Downstairs."},
            id="relay of another thermostat",
        ),
        pytest.param(
            "performance",
            {"heating_cop_47f": 20},
            {
                "heating_cop_47f": (
                    "COP at 8.3 °C (47 °F): enter a value between 1 and 8."
                )
            },
            id="impossible figure",
        ),
    ],
)
async def test_a_wrong_answer_is_refused_in_plain_words(
    house: House, step: str, answer: dict[str, object], refusal: dict[str, str]
) -> None:
    home_assistant = house.home_assistant
    before = takewhile(lambda item: item[0] != step, SHED.answers.items())
    form = await home_assistant.fill_in({**dict(before), step: answer})
    texts = await home_assistant.translations("config")
    await home_assistant.leave(form)
    told = {
        field: texts[f"config.error.{error}"].format(**form["description_placeholders"])
        for field, error in form["errors"].items()
    }

    assert form["step_id"] == step
    assert told == refusal


@pytest.mark.parametrize("thermostat", THERMOSTATS, ids=lambda t: t.slug)
async def test_every_thermostat_has_its_entities(
    house: House, thermostat: Thermostat
) -> None:
    entry_id = house.entries[thermostat]
    backup = WITH_BACKUP if {"w2", "e"} & {*thermostat.wires} else set()
    terminals = {f"terminal_{wire}" for wire in thermostat.wires}
    expected = {f"{entry_id}_{key}" for key in ALWAYS | backup | terminals}
    entities = await house.home_assistant.entities(entry_id)

    assert entities.keys() >= expected
    assert all(unique_id.startswith(f"{entry_id}_") for unique_id in entities)
    for unique_id in expected:
        assert entities[unique_id]["disabled_by"] is None
        shown = house.history.now(entities[unique_id]["entity_id"])
        assert shown.state != "unavailable"


@pytest.mark.parametrize("thermostat", THERMOSTATS, ids=lambda t: t.slug)
async def test_every_thermostat_shows_its_room(
    house: House, thermostat: Thermostat
) -> None:
    def shown() -> tuple[float, float]:
        attributes = house.history.now(thermostat.climate).attributes
        return attributes["current_temperature"], attributes["current_humidity"]

    await house.history.until(
        lambda: shown() == (thermostat.room, HUMIDITY), 10, "it shows the room"
    )


async def test_assist_sets_the_temperature(house: House) -> None:
    response = await house.home_assistant.say("set Downstairs to 21 degrees")

    assert response["response_type"] == "action_done", response
    await house.history.until(
        lambda: house.setpoint(DOWNSTAIRS) == 21, 10, "Downstairs is set to 21 °C"
    )


async def test_emergency_heat_is_there_at_once(house: House) -> None:
    asked = datetime.now(UTC)
    await house.home_assistant.act("switch.turn_on", CABIN.emergency_heat)
    await house.history.until_state(CABIN.status, "emergency_heat")
    await house.history.until(
        lambda: len(_moves(house, CABIN, asked)) >= 3, 10, "the backup heats"
    )
    moves = _moves(house, CABIN, asked)
    await house.until_action(CABIN, "heating")
    climate = house.history.now(CABIN.climate)

    assert moves[0] == "g on"
    assert {*moves[1:]} == {"w2 on", "e on"}
    assert climate.state == "heat"
    assert climate.attributes["preset_mode"] == "emergency_heat"


async def test_the_relays_are_released_when_home_assistant_stops(house: House) -> None:
    asked, stopped = house.restart.asked, house.restart.stopped
    moves = house.history.switched(*BASEMENT.terminals.values(), since=asked)
    released = [
        (change.entity, change.state) for change in moves if change.at < stopped
    ]

    assert released == [(BASEMENT.relay("y1"), "off"), (BASEMENT.relay("g"), "off")]


async def test_after_a_restart_the_compressor_rests_from_the_stop_on(
    house: House,
) -> None:
    started = house.restart.running
    await house.history.until(
        lambda: bool(house.history.switched(BASEMENT.relay("y1"), since=started)),
        REST,
        "the compressor starts again",
    )
    by_hand, stop, start = house.history.switched(BASEMENT.relay("y1"))

    assert by_hand.at < house.restart.asked < stop.at < house.restart.stopped
    assert start.at - stop.at >= MINIMUM_OFF
    await house.history.until_state(BASEMENT.status, "heating")


async def test_heating_starts_the_fan_before_the_compressor(house: House) -> None:
    await house.history.until_state(DOWNSTAIRS.status, "heating_stage_2", REST)
    await house.history.until_state(DOWNSTAIRS.relay("y2"), "on")
    first_start, *_ = house.history.switched(DOWNSTAIRS.relay("y1"))
    await house.until_action(DOWNSTAIRS, "heating")

    assert _moves(house, DOWNSTAIRS) == ["g on", "y1 on", "y2 on"]
    assert first_start.at - _added(house, DOWNSTAIRS) >= MINIMUM_OFF


async def test_cooling_moves_the_valve_before_the_compressor(house: House) -> None:
    compressor = await house.history.until_state(UPSTAIRS.relay("y1"), "on", REST)
    valve, *_ = house.history.switched(UPSTAIRS.relay("o"))
    moves = _moves(house, UPSTAIRS)

    assert moves in (["o on", "g on", "y1 on"], ["g on", "o on", "y1 on"])
    assert compressor.at - valve.at >= SETTLING
    assert compressor.at - _added(house, UPSTAIRS) >= MINIMUM_OFF
    await house.history.until_state(UPSTAIRS.status, "cooling")
    await house.until_action(UPSTAIRS, "cooling")


async def test_emergency_heat_never_starts_the_compressor(house: House) -> None:
    others_start = await house.history.until_state(BASEMENT.relay("y1"), "on", REST)

    assert others_start.at - _added(house, CABIN) >= MINIMUM_OFF
    assert house.history.switched(CABIN.relay("y1")) == []
    assert house.history.now(CABIN.relay("w2")).state == "on"


async def test_emergency_heat_by_voice_replaces_a_running_compressor(
    house: House,
) -> None:
    asked = datetime.now(UTC)
    await house.home_assistant.say("turn on Downstairs emergency heat")
    await house.history.until_state(DOWNSTAIRS.relay("w2"), "on")

    assert _moves(house, DOWNSTAIRS, asked) == ["y2 off", "y1 off", "w2 on"]
    assert house.history.now(DOWNSTAIRS.relay("g")).state == "on"


async def test_a_reload_releases_the_relays_and_keeps_the_rest(house: House) -> None:
    asked = datetime.now(UTC)
    await house.home_assistant.reload(house.entries[UPSTAIRS])
    await house.history.until_state(UPSTAIRS.status, "minimum_off")
    stop, *_ = house.history.switched(UPSTAIRS.relay("y1"), since=asked)
    next_change = await house.home_assistant.state(UPSTAIRS.next_change)

    assert _moves(house, UPSTAIRS, asked) == ["y1 off", "g off"]
    assert datetime.fromisoformat(next_change) - stop.at >= MINIMUM_OFF


async def test_a_removed_thermostat_leaves_nothing_behind(house: House) -> None:
    asked, entry_id = datetime.now(UTC), house.entries[CABIN]
    await house.home_assistant.remove(entry_id)
    await house.history.until_state(CABIN.relay("g"), "off")

    assert {*_moves(house, CABIN, asked)} == {"w2 off", "e off", "g off"}
    assert _moves(house, CABIN, asked)[-1] == "g off"
    assert await house.home_assistant.entities(entry_id) == {}
    folder = house.home_assistant.process.folder / ".storage"
    assert list(folder.glob(f"{DOMAIN}.{entry_id}*")) == []


async def test_nothing_needs_repair(home_assistant: HomeAssistant) -> None:
    answer = await home_assistant.command("repairs/list_issues")

    assert [issue for issue in answer["issues"] if issue["domain"] == DOMAIN] == []


async def test_at_the_end_everything_is_released_and_the_log_is_clean(
    house: House,
) -> None:
    await house.home_assistant.stop()
    relays = {
        relay
        for thermostat in THERMOSTATS
        for wire, relay in thermostat.terminals.items()
        if wire not in VALVE
    }

    assert {relay: house.history.now(relay).state for relay in relays} == dict.fromkeys(
        relays, "off"
    )
    assert house.home_assistant.process.complaints() == []


@pytest.mark.parametrize("thermostat", THERMOSTATS, ids=lambda t: t.slug)
async def test_no_relay_ever_moved_against_the_rules(
    house: House, thermostat: Thermostat
) -> None:
    moves = list(house.history.boards(thermostat, since=house.restart.asked))

    assert moves
    for before, after in moves:
        moved, compressor = before ^ after, (before | after) & {"y1", "y2"}
        assert not (compressor and "e" in after)
        assert not ("y2" in after and "y1" not in after)
        assert not after >= VALVE
        assert not (compressor and moved & VALVE)
        assert not (after & {"y1", "y2", "w2", "e"} and "g" not in after)


@pytest.mark.parametrize("thermostat", THERMOSTATS, ids=lambda t: t.slug)
async def test_no_compressor_ever_started_without_its_rest(
    house: House, thermostat: Thermostat
) -> None:
    switched = house.history.switched(thermostat.relay("y1"))
    rests = [
        later.at - earlier.at
        for earlier, later in pairwise(switched)
        if later.state == "on"
    ]

    assert all(rest >= MINIMUM_OFF for rest in rests)


def _moves(
    house: House, thermostat: Thermostat, since: datetime | None = None
) -> list[str]:
    """Return how a thermostat's relays moved, as "g on"."""
    wires = {relay: wire for wire, relay in thermostat.terminals.items()}
    return [
        f"{wires[change.entity]} {change.state}"
        for change in house.history.switched(*wires, since=since)
    ]


def _added(house: House, thermostat: Thermostat) -> datetime:
    """Return when a thermostat saw its relays for the first time, or a moment later."""
    return house.history.first(thermostat.climate).at
