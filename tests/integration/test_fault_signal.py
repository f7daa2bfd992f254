"""A fault that the machine signals: what it stops, at once, and how it is told."""

from typing import Any, Final

from homeassistant.helpers import issue_registry as ir
import pytest

from .house import BARE, DUAL_FUEL, ONE_STAGE, House
from .test_forms import options
from .test_issues import issues
from .test_repairs import repairs_of
from .test_roles import text

SIGNAL: Final = "binary_sensor.drain_pan"


async def signal(house: House, state: str = "on") -> None:
    """Let the machine say whether it has a fault."""
    house.hass.states.async_set(SIGNAL, state)
    await house.wait(seconds=5)


async def watch(house: House, stops: str | None = None) -> None:
    """Choose the signal, and what it stops."""
    house.hass.states.async_set(SIGNAL, "off")
    chosen = {"fault_signal": SIGNAL} | ({"fault_stops": stops} if stops else {})
    await house.tune(sensors=chosen)


async def run(house: House, mode: str) -> None:
    """Let the compressor heat or cool, and only just have begun."""
    room, outdoor = (18.5, 8) if mode == "heat" else (26, 20)
    await house.sense(outdoor=8)
    await house.live(minutes=5)
    await house.ask(mode, room=room, outdoor=outdoor)
    await house.live(minutes=1)
    assert "y1" in house.on


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("wiring", [ONE_STAGE])
@pytest.mark.parametrize(
    ("mode", "stops", "on", "status"),
    [
        ("cool", "nothing", {"y1", "g", "o"}, "cooling"),
        ("cool", None, {"o"}, "fault_signal"),
        ("cool", "cooling", {"o"}, "fault_signal"),
        ("cool", "compressor", {"o"}, "fault_signal"),
        ("cool", "everything", {"o"}, "fault_signal"),
        ("heat", "nothing", {"y1", "g"}, "heating"),
        ("heat", None, {"y1", "g"}, "heating"),
        ("heat", "compressor", {"w2", "g"}, "fault_signal"),
        ("heat", "everything", set(), "fault_signal"),
    ],
)
async def test_a_fault_stops_what_was_chosen_without_waiting(
    house: House, mode: str, stops: str | None, on: set[str], status: str
) -> None:
    await watch(house, stops)
    await run(house, mode)
    await signal(house)
    await house.live(minutes=2)

    assert house.on == on
    assert house.status == status

    await signal(house, "off")
    await house.live(minutes=6)
    assert "y1" in house.on


@pytest.mark.parametrize(
    ("wiring", "on"),
    [
        pytest.param(DUAL_FUEL, {"w1"}, id="furnace"),
        pytest.param(BARE, set(), id="no backup"),
    ],
)
async def test_whatever_else_there_is_heats_instead(house: House, on: set[str]) -> None:
    await watch(house, "compressor")
    await run(house, "heat")
    await signal(house)
    await house.live(minutes=5)

    assert house.on == on


@pytest.mark.parametrize("stops", ["nothing", "cooling", "compressor", "everything"])
@pytest.mark.parametrize("mode", ["off", "heat"])
async def test_a_fault_is_told_at_once_whatever_it_stops(
    house: House, mode: str, stops: str
) -> None:
    await watch(house, stops)
    await house.ask(mode, room=21)
    assert issues(house) == {}
    await signal(house)

    assert house.state("problem").attributes["problems"] == ["fault_signal"]
    assert house.state("problem").attributes["entities"] == [SIGNAL]
    issue = issues(house)["fault_signal"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": f"`{SIGNAL}`",
    }
    await signal(house, "off")
    assert issues(house) == {}


@pytest.mark.parametrize(
    ("stops", "on"),
    [("cooling", {"y1", "g"}), ("compressor", {"w2", "g"}), ("everything", set())],
)
@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_against_frost_heats_what_the_fault_leaves(
    house: House, stops: str, on: set[str]
) -> None:
    await watch(house, stops)
    await house.ask("fan_only", room=8, outdoor=-5)
    await signal(house)
    await house.sense(room=4)
    await house.live(minutes=2)

    assert house.on == on
    assert house.status == ("fault_signal" if stops == "everything" else "freeze_guard")


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_a_house_of_which_nobody_knows_is_heated_by_the_backup(
    house: House,
) -> None:
    await watch(house, "compressor")
    await house.ask("heat", room=20, outdoor=-5)
    await house.live(minutes=30)
    await signal(house)
    house.others = {"sensor.room": "unavailable"}
    house.report()
    await house.live(minutes=20)
    house.forget()
    await house.live(hours=3)

    assert "w2 on" in house.moves
    assert "y1 on" not in house.moves


@pytest.mark.parametrize("fan", ["on", "circulate"])
async def test_everything_is_the_fan_too(house: House, fan: str) -> None:
    await watch(house, "everything")
    await house.ask("heat", room=21)
    await house.choose("set_fan_mode", fan_mode=fan)
    await signal(house)
    await house.live(hours=1, minutes=5)

    assert house.on == set()


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_emergency_heat_goes_on_unless_everything_stops(house: House) -> None:
    await watch(house, "compressor")
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await signal(house)
    await house.live(minutes=1)
    assert house.on == {"w2", "g"}

    await watch(house, "everything")
    await signal(house)
    await house.live(minutes=2)
    assert house.on == set()


async def test_a_signal_that_is_lost_says_what_it_said_last(house: House) -> None:
    await watch(house, "compressor")
    await run(house, "heat")
    await signal(house, "unavailable")
    assert "y1" in house.on

    await signal(house)
    await signal(house, "unavailable")
    assert house.status == "fault_signal"
    await house.reload()
    assert house.state("problem").attributes["problems"] == ["fault_signal"]


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_a_compressor_with_a_fault_is_not_tested_either(house: House) -> None:
    await watch(house, "compressor")
    await signal(house)
    flow = house.hass.config_entries.options
    menu = await flow.async_init(house.entry.entry_id)
    way: list[dict[str, Any]] = [
        {"next_step_id": "wiring_test"},
        {"next_step_id": "test_y1"},
        {"side": "heat"},
    ]
    for fields in way:
        menu = await flow.async_configure(menu["flow_id"], fields)
    await house.live(minutes=1)

    assert house.on == set()
    tested = house.entry.runtime_data.decision.state.trial.tested
    assert tested is not None
    assert (tested.finding, tested.because) == ("prevented", "fault_signal")


async def test_the_signal_is_kept_shown_again_and_taken_back(house: House) -> None:
    assert (await options(house, "sensors"))["fault_stops"] == "cooling"
    await watch(house, "everything")
    shown = await options(house, "sensors")
    assert (shown["fault_signal"], shown["fault_stops"]) == (SIGNAL, "everything")

    await house.tune(sensors={"fault_stops": "cooling"})
    assert house.entry.options["sensors"] == {}
    await signal(house)
    assert house.state("problem").state == "off"


async def test_the_signal_has_no_other_role(house: House) -> None:
    await watch(house)
    result = await house.propose(sensors={"fault_signal": SIGNAL, "windows": [SIGNAL]})

    assert result["errors"] == dict.fromkeys(("fault_signal", "windows"), "role_taken")
    words = await text(house.hass, "options", result)
    assert words.endswith("already has another role: Fault signal.")


async def test_a_fault_of_the_machine_is_nothing_to_repair_here(house: House) -> None:
    await repairs_of(house)
    await watch(house)
    await signal(house)
    assert not issues(house)["fault_signal"].is_fixable
