"""Whatever the thermostat does wrong itself, it lets go of the machine and tells."""

from collections.abc import Iterator
from datetime import timedelta
import importlib
import inspect
from itertools import count
import logging
import re
from types import ModuleType
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, StateMachine
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components import heat_pump_thermostat as integration
from custom_components.heat_pump_thermostat import (
    alarm,
    concerned,
    controller,
    devices,
    handover,
    issues,
    journal,
    outputs,
    storage,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem
from custom_components.heat_pump_thermostat.frontend import registration
from custom_components.heat_pump_thermostat.reading import inputs

from .conftest import SetClock
from .faults import failing
from .house import House
from .test_issues import issues as issues_of

PACKAGE = "custom_components.heat_pump_thermostat"
HEARTBEAT = "button.alive"
SELDOM = {
    # Asked only where relays are kept alive, a datasheet is known, or a room falls.
    *("reminders", "at_running_stage", "difference"),
    # Asked only where there is a schedule, a forecast, a price, or a room's device …
    *("block_of", "hour_of", "hours_ahead", "hourly_prices", "moment", "number"),
    *("fuel_price_per_kwh", "per_kwh", "rooms_around", "attempted"),
    # … or once, before anything is decided.
    *("measuring_entities", "room_names", "outdoor_sources"),
}


def called_by(module: ModuleType) -> Iterator[tuple[ModuleType, str]]:
    """Yield the functions of other modules of ours that one of them calls."""
    source = inspect.getsource(module)
    for name, found in vars(module).items():
        if inspect.isfunction(found) and found.__module__.startswith(PACKAGE):
            if found.__module__ != module.__name__:
                yield module, name
        elif inspect.ismodule(found) and found.__name__.startswith(PACKAGE):
            for called in sorted(set(re.findall(rf"\b{name}\.(\w+)\(", source))):
                yield found, called


PLACES: tuple[tuple[Any, str], ...] = (
    (inputs.Inputs, "observe"),
    (inputs.Inputs, "has_fault"),
    (inputs, "_is_out_of_reach"),
    (storage.Storage, "save"),
    *called_by(inputs),
    (controller, "step"),
    (journal.Journal, "write"),
    *called_by(importlib.import_module(f"{PACKAGE}.engine.step")),
    *called_by(importlib.import_module(f"{PACKAGE}.engine.orders")),
    *called_by(importlib.import_module(f"{PACKAGE}.engine.perception")),
)
DECIDING = [
    pytest.param(owner, name, id=f"{owner.__name__.rpartition('.')[2]} {name}")
    for owner, name in PLACES
    if name not in SELDOM
]
"""All that takes part in every decision."""
LATER = {"home_as_lived_in", "tendency", "running_side", "taken_to_be"}
"""What of it has no part in the first one of all."""
FIRST = [each for each in DECIDING if each.values[1] not in LATER]
BLINDING = {"temperature"}
"""What of it leaves the room unread, too."""


def told_by_others(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what is logged as an error, unless it is us who tell of a fault."""
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    return [text for text in errors if "a fault of its own" not in text]


async def heating(house: House) -> None:
    """Let the house be heated."""
    await house.sense(room=17)
    await house.choose("set_hvac_mode", hvac_mode="heat")
    await house.live(minutes=12)
    assert {"y1", "g"} <= house.on


@pytest.mark.slow_after(8)
@pytest.mark.parametrize(("owner", "name"), DECIDING)
async def test_a_decision_that_fails_lets_go_within_a_minute_and_is_told(
    house: House,
    caplog: pytest.LogCaptureFixture,
    owner: Any,
    name: str,
) -> None:
    await heating(house)
    await house.wait(seconds=1)
    with failing(owner, name):
        await house.live(seconds=70)
        assert house.on & {"y1", "y2", "g", "w2", "e"} == set()
        assert house.state("problem").state == "on"
        assert house.status == "own_fault"
        issue = issues_of(house).get("own_fault")
        assert issue is not None
        assert issue.severity is ir.IssueSeverity.ERROR
        assert "own_fault" in house.state("problem").attributes["problems"]
        assert house.climate.attributes["status"] == "own_fault"
        assert house.climate.attributes["hvac_action"] == "idle"
        await house.live(minutes=5)
        assert house.on & {"y1", "y2", "g", "w2", "e"} == set()
    assert caplog.text.count("a fault of its own while deciding") == 1
    assert caplog.text.count("Upstairs: problem own_fault") == 1
    caplog.clear()
    await house.live(minutes=8)
    assert "y1" in house.on
    assert house.state("problem").state == "off"


async def test_one_failure_alone_changes_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await heating(house)
    with failing(controller, "step"):
        await house.sense(room=17.1)
        assert "y1" in house.on
    await house.live(minutes=1)
    assert "y1" in house.on
    assert house.status != "own_fault"
    caplog.clear()


@pytest.mark.parametrize("service", ["turn_off", "set_hvac_mode"])
async def test_off_is_off_although_nothing_can_be_read(
    house: House, caplog: pytest.LogCaptureFixture, service: str
) -> None:
    await heating(house)
    mode = {"hvac_mode": "off"} if service == "set_hvac_mode" else {}
    with failing(inputs.Inputs, "observe"):
        await house.choose(service, **mode)
        await house.live(seconds=70)
    await house.live(minutes=10)
    assert house.climate.state == "off"
    assert house.on == set()
    caplog.clear()


async def test_a_freezing_house_is_heated_all_the_same(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await heating(house)
    with failing(controller, "step"):
        await house.live(minutes=2)
        assert house.on == set()
        await house.sense(room=4)
        await house.live(minutes=2)
        assert {"g", "w2"} <= house.on
        await house.sense(room=8)
        await house.live(minutes=2)
        assert house.on & {"g", "w2", "e", "y1"} == set()
    caplog.clear()


async def test_whether_it_freezes_is_asked_of_every_room(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.others["sensor.bedroom"] = 18
    house.report()
    await house.tune(sensors={"fallback": "sensor.bedroom"})
    await heating(house)
    with failing(controller, "step"):
        await house.sense(room=0)
        await house.live(minutes=5)
        assert house.on == set(), "the bedroom is warm"
        await house.sense(room=None)
        house.others["sensor.bedroom"] = 4
        await house.live(minutes=5)
        assert {"g", "w2"} <= house.on
    caplog.clear()


@pytest.mark.slow
@pytest.mark.parametrize(("owner", "name"), FIRST)
async def test_set_up_it_looks_after_the_house_before_anything_could_be_decided(
    house: House,
    caplog: pytest.LogCaptureFixture,
    owner: Any,
    name: str,
) -> None:
    await house.sense(room=4)
    await house.choose("set_hvac_mode", hvac_mode="heat")
    with failing(owner, name):
        await house.reload()
        await house.live(minutes=3)
        assert house.entry.state is ConfigEntryState.LOADED
        assert house.status == "own_fault"
        assert "own_fault" in house.state("problem").attributes["problems"]
        issue = issues_of(house).get("own_fault")
        assert issue is not None
        if name not in BLINDING:
            assert {"g", "w2"} <= house.on, "against frost"
    assert told_by_others(caplog) == []
    caplog.clear()
    await house.live(minutes=8)
    assert house.climate.state == "heat"
    assert "y1" in house.on
    assert house.status != "own_fault"
    assert "own_fault" not in house.state("problem").attributes["problems"]


async def test_off_can_be_said_before_anything_could_be_decided(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.sense(room=17)
    await house.choose("set_hvac_mode", hvac_mode="heat")
    with failing(controller, "step"):
        await house.reload()
        assert house.status == "own_fault"
        assert "own_fault" in house.state("problem").attributes["problems"]
        await house.choose("turn_off")
    await house.live(minutes=8)
    assert house.climate.state == "off"
    caplog.clear()


async def test_relays_that_nobody_can_read_are_let_go_of_all_the_same(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The fan stays: nobody knows that what needs it has let go."""
    await heating(house)
    with failing(StateMachine, "get"):
        await house.wait(seconds=70)
        assert house.on <= {"g"}
    assert house.status == "own_fault"
    caplog.clear()


HOUSEKEEPING = [
    pytest.param(controller, "step", id="decide"),
    pytest.param(inputs.Inputs, "has_fault", id="read the fault signal"),
    pytest.param(inputs.Inputs, "changed_at", id="read when relays moved"),
    pytest.param(controller, "plan_of", id="plan for the board"),
    pytest.param(handover.Handover, "is_left_with", id="ask for the board"),
    pytest.param(alarm.Alarm, "set", id="set the timer"),
    pytest.param(storage.Storage, "save", id="remember"),
    pytest.param(concerned, "room_names", id="name the rooms"),
    pytest.param(controller, "troubles_of", id="name what is wrong"),
    pytest.param(issues.Repairs, "publish", id="tell of it"),
    pytest.param(journal.Journal, "tell", id="log it"),
]
"""What has to be done on the way out, and may go wrong."""


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(("owner", "name"), HOUSEKEEPING)
async def test_unloading_lets_go_whatever_fails(
    house: House, caplog: pytest.LogCaptureFixture, owner: Any, name: str
) -> None:
    await heating(house)
    with failing(owner, name):
        await house.unload(house.entry)
        assert house.on & {"y1", "y2", "w2", "e", "g"} == set()
    assert house.entry.state is ConfigEntryState.NOT_LOADED
    assert told_by_others(caplog) == []
    caplog.clear()


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(("owner", "name"), HOUSEKEEPING)
async def test_a_stop_of_home_assistant_lets_go_whatever_fails(
    hass: HomeAssistant,
    house: House,
    caplog: pytest.LogCaptureFixture,
    owner: Any,
    name: str,
) -> None:
    await heating(house)
    with failing(owner, name):
        await house.spend(hass.async_stop())
        assert house.on & {"y1", "y2", "w2", "e", "g"} == set()
    assert told_by_others(caplog) == []
    caplog.clear()


async def test_a_timer_that_cannot_be_set_is_set_all_the_same(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """A sensor that falls silent rings nobody: only the timer finds that out."""
    await house.tune(freeze_guard={"heats_blindly": False})
    await heating(house)
    with failing(alarm.Alarm, "set"):
        await house.wait(hours=4)
        assert house.on & {"y1", "y2", "w2", "e", "g"} == set()
    assert caplog.text.count("a fault of its own") == 1
    caplog.clear()


async def test_what_fails_otherwise_each_time_is_logged_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """It may tell a reading, or the time."""
    times = count()

    def fail(*_: object) -> None:
        raise ValueError(next(times))

    await heating(house)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(controller, "step", fail)
        await house.live(minutes=10)
    assert next(times) > 10
    assert caplog.text.count("a fault of its own while deciding") == 1
    caplog.clear()


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        pytest.param(issues.Repairs, "publish", id="repairs"),
        pytest.param(journal.Journal, "tell", id="log"),
        pytest.param(controller, "troubles_of", id="problems"),
        pytest.param(alarm.Alarm, "set", id="timer"),
        pytest.param(outputs.Outputs, "beat", id="heartbeat"),
    ],
)
async def test_what_fails_beside_a_decision_keeps_nothing_else_from_going_on(
    house: House,
    caplog: pytest.LogCaptureFixture,
    owner: Any,
    name: str,
) -> None:
    house.hass.states.async_set(HEARTBEAT, "unknown")
    await house.tune(relays={"heartbeat": HEARTBEAT})
    with failing(owner, name):
        await heating(house)
        assert house.status != "own_fault"
        decision = house.entry.runtime_data.decision
        assert Problem.OWN_FAULT in decision.problems, "but it is told"
        assert Problem.OWN_FAULT in decision.repairs
    await house.live(minutes=11)
    assert house.state("problem").state == "off", "until all has gone well for a while"
    caplog.clear()


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        pytest.param(devices, "async_register_devices", id="devices"),
        pytest.param(issues, "tell_roles", id="roles"),
        pytest.param(issues, "tell_disabled", id="card"),
        pytest.param(integration, "hide_relays", id="relays"),
        pytest.param(integration, "async_listen", id="voice"),
        pytest.param(registration, "async_load", id="pictures"),
    ],
)
async def test_what_fails_beside_setting_up_keeps_no_house_cold(
    house: House, caplog: pytest.LogCaptureFixture, owner: Any, name: str
) -> None:
    await house.sense(room=17)
    await house.choose("set_hvac_mode", hvac_mode="heat")
    with failing(owner, name):
        await house.reload()
    assert house.entry.state is ConfigEntryState.LOADED
    await house.live(minutes=8)
    assert {"y1", "g"} <= house.on
    assert "own_fault" in house.state("problem").attributes["problems"]
    assert told_by_others(caplog) == []
    caplog.clear()


async def test_a_thermostat_that_cannot_be_shown_leaves_nothing_on(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await heating(house)
    entries = house.hass.config_entries
    with failing(entries, "async_forward_entry_setups"):
        await house.spend(entries.async_reload(house.entry.entry_id))
    assert house.entry.state is ConfigEntryState.SETUP_ERROR
    await house.wait(minutes=12)
    assert house.on & {"y1", "y2", "w2", "e", "g"} == set()
    caplog.clear()


@pytest.mark.parametrize("hours", [2, -2])
async def test_what_was_told_of_it_ends_in_time_by_a_clock_that_was_set(
    house: House, caplog: pytest.LogCaptureFixture, set_clock: SetClock, hours: float
) -> None:
    with failing(journal.Journal, "tell"):
        await heating(house)
    set_clock(timedelta(hours=hours))
    await house.live(minutes=5)
    assert house.state("problem").state == "on"
    await house.live(minutes=6)
    assert house.state("problem").state == "off"
    caplog.clear()


async def test_what_fails_beside_a_decision_is_not_said_to_have_stopped_the_machine(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await heating(house)
    with failing(journal.Journal, "tell"):
        await house.live(minutes=2)
        issue = issues_of(house).get("own_fault")
        assert issue is not None
        assert issue.translation_key == "own_fault_beside"
        assert "y1" in house.on
    caplog.clear()


async def test_a_wish_that_cannot_be_looked_into_is_refused_in_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await heating(house)
    with (
        failing(inputs.Inputs, "observe"),
        pytest.raises(HomeAssistantError) as refused,
    ):
        await house.choose("set_temperature", temperature=21)
    assert refused.value.translation_key == "own_fault"
    await house.live(minutes=2)
    assert house.climate.attributes["temperature"] == 20
    caplog.clear()


async def test_a_listener_that_fails_silences_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    thermostat = house.entry.runtime_data
    forget = thermostat.async_add_listener(fail)
    heard: list[str] = []
    thermostat.async_add_listener(lambda: heard.append("heard"))
    await house.sense(room=18.5)
    assert heard
    assert house.climate.attributes["current_temperature"] == 18.5
    forget()
    caplog.clear()
