"""What a person can put right from the list of repairs."""

from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.data_entry_flow import FlowManager, FlowResult
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.setup import async_setup_component
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import BARE, CELSIUS, TWO_STAGE, House
from .relays import obeying, silent
from .test_issues import issues

MEASURED = {
    "supply_temperature": "sensor.supply",
    "return_temperature": "sensor.return",
}


class Repairs:
    """The list of repairs, as the browser uses it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._flows: FlowManager[Any, Any, Any] = house.hass.data[REPAIRS][
            "flow_manager"
        ]

    async def open(self, problem: str) -> FlowResult[Any, Any]:
        """Open the flow that repairs a problem."""
        issue = f"{self._house.entry.entry_id}_{problem}"
        form: FlowResult[Any, Any] = await self._flows.async_init(
            DOMAIN, data={"issue_id": issue}
        )
        return form

    async def look(self, form: FlowResult[Any, Any]) -> FlowResult[Any, Any]:
        """Look at what a flow shows by now."""
        result: FlowResult[Any, Any] = await self._flows.async_configure(
            form["flow_id"]
        )
        return result

    def leave(self, form: FlowResult[Any, Any]) -> None:
        """Close the flow."""
        self._flows.async_abort(form["flow_id"])

    async def submit(
        self, form: FlowResult[Any, Any], **fields: str
    ) -> FlowResult[Any, Any]:
        """Fill in a form."""
        result: FlowResult[Any, Any] = await self._flows.async_configure(
            form["flow_id"], fields
        )
        return result


async def begun(house: House, problem: str, terminal: str) -> tuple[Repairs, Any]:
    """Begin to test a relay from its repair; return what is shown then."""
    repairs = await repairs_of(house)
    menu = await repairs.open(problem)
    return repairs, await repairs.submit(menu, next_step_id=f"test_{terminal}")


async def repairs_of(house: House) -> Repairs:
    assert await async_setup_component(house.hass, REPAIRS, {})
    await house.hass.async_block_till_done()
    return Repairs(house)


async def lose_the_room(house: House) -> None:
    await house.sense(room="unavailable")
    await house.live(hours=3)
    assert set(issues(house)) == {"room_sensor_lost"}


async def fail(house: House) -> None:
    """Run for more than an hour without warming the air."""
    for entity in MEASURED.values():
        house.hass.states.async_set(entity, "20", CELSIUS)
    await house.install(sensors=MEASURED)
    await house.wait(minutes=6)
    await house.ask("heat", room=18)
    await house.live(minutes=75)


async def test_another_room_sensor_can_be_chosen(house: House) -> None:
    await house.ask("heat", room=18)
    await lose_the_room(house)
    repairs = await repairs_of(house)
    house.hass.states.async_set("sensor.hall", "18.5", CELSIUS)

    form = await repairs.open("room_sensor_lost")
    assert (form["type"], form["step_id"]) == ("form", "sensor")
    placeholders = form["description_placeholders"] or {}
    assert placeholders["entities"] == "`sensor.room`"
    result = await repairs.submit(form, room_temperature="sensor.hall")
    assert result["type"] == "create_entry"
    await house.wait(minutes=6)

    assert house.entry.data["room_temperature"] == "sensor.hall"
    assert house.climate.attributes["current_temperature"] == 18.5
    assert "y1" in house.on
    assert issues(house) == {}


async def test_a_sensor_that_does_not_exist_is_refused(house: House) -> None:
    await lose_the_room(house)
    repairs = await repairs_of(house)

    form = await repairs.open("room_sensor_lost")
    refused = await repairs.submit(form, room_temperature="sensor.nowhere")

    assert refused["errors"] == {"room_temperature": "no_such_entity"}
    assert house.entry.data["room_temperature"] == "sensor.room"
    assert set(issues(house)) == {"room_sensor_lost"}


@pytest.mark.parametrize("wiring", [TWO_STAGE])
async def test_emergency_heat_can_be_confirmed(shell: House) -> None:
    await fail(shell)
    assert issues(shell)["no_answer"].is_fixable is True
    repairs = await repairs_of(shell)

    form = await repairs.open("no_answer")
    assert (form["type"], form["step_id"]) == ("form", "confirm")
    assert shell.state("emergency_heat").state == "off"
    result = await repairs.submit(form)
    assert result["type"] == "create_entry"
    await shell.settle()

    assert shell.state("emergency_heat").state == "on"
    assert shell.on == {"g", "w2", "e"}
    assert "no_answer" not in issues(shell)


async def test_emergency_heat_that_was_forgotten_is_turned_off(house: House) -> None:
    await house.ask("cool", room=20)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.dwell(hours=23, minutes=55)
    assert "emergency_heat_forgotten" not in issues(house)
    await house.dwell(minutes=10)
    issue = issues(house)["emergency_heat_forgotten"]
    assert issue.severity is IssueSeverity.WARNING
    assert (issue.translation_placeholders or {})["hours"] == "24"
    assert house.state("problem").state == "off"

    repairs = await repairs_of(house)
    form = await repairs.open("emergency_heat_forgotten")
    assert (form["type"], form["step_id"]) == ("form", "confirm")
    assert (await repairs.submit(form))["type"] == "create_entry"
    await house.live(minutes=5)

    assert house.state("emergency_heat").state == "off"
    assert house.climate.state == "cool"
    assert issues(house) == {}


@pytest.mark.slow
async def test_it_is_no_longer_forgotten_once_somebody_turned_it_off(
    house: House,
) -> None:
    await house.use("switch", "turn_on", "emergency_heat")
    await house.dwell(hours=25)
    assert set(issues(house)) == {"emergency_heat_forgotten"}

    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=5)
    assert issues(house) == {}


@pytest.mark.parametrize("wiring", [BARE])
async def test_without_a_backup_there_is_no_emergency_heat_to_offer(
    shell: House,
) -> None:
    await fail(shell)

    issue = issues(shell)["no_answer"]
    assert issue.is_fixable is False
    assert issue.translation_key == "no_answer_without_backup"


# --- Relays --------------------------------------------------------------------------


async def fall_silent(house: House, *terminals: str) -> None:
    """Let relays obey no more while they are called, until that is an issue."""
    for terminal in terminals:
        house[terminal].temper = silent
    await house.ask("heat", room=18)
    await house.live(minutes=5)


async def test_a_relay_that_answers_again_closes_its_issue(house: House) -> None:
    await fall_silent(house, "y1")
    await house.choose("turn_off")
    house["y1"].vanish()
    await house.live(minutes=4)
    assert set(issues(house)) == {"relay_lost"}
    repairs = await repairs_of(house)
    menu = await repairs.open("relay_lost")
    assert (menu["type"], menu["step_id"]) == ("menu", "relay")
    assert menu["menu_options"] == ["test_y1"]
    facts = menu["description_placeholders"] or {}
    assert (facts["entities"], facts["y1"]) == ("`switch.y1`", "switch.y1")

    shown = await repairs.submit(menu, next_step_id="test_y1")
    assert (shown["type"], shown["progress_action"]) == ("progress", "waiting")
    house["y1"].temper = obeying
    house["y1"].come_back(on=False)
    await house.wait(minutes=5, seconds=30)
    shown = await repairs.look(shown)
    assert (shown["type"], shown["progress_action"]) == ("progress", "running")
    assert house.on == {"y1", "g"}
    await house.live(minutes=7)
    result = await repairs.look(shown)

    assert result["type"] == "create_entry"
    assert issues(house) == {}
    assert house.on == set()


async def test_a_relay_that_is_still_silent(house: House) -> None:
    repairs, shown = await lost(house)
    await house.wait(seconds=70)
    result = await repairs.look(shown)

    assert (result["type"], result["reason"]) == ("abort", "silent")
    facts = result["description_placeholders"] or {}
    assert facts["relay"] == "`switch.w2`"
    assert set(issues(house)) == {"relay_lost"}


async def lost(house: House) -> tuple[Repairs, Any]:
    """Begin to test a relay that is lost."""
    house["w2"].vanish()
    await house.live(minutes=4)
    return await begun(house, "relay_lost", "w2")


async def stick(house: House) -> None:
    """Let W2 not release after a run, until that is an issue."""
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    house["w2"].temper = silent
    await house.choose("turn_off")
    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=4)
    assert set(issues(house)) == {"relay_stuck"}


async def test_a_relay_that_still_does_not_release(house: House) -> None:
    await stick(house)
    repairs, shown = await begun(house, "relay_stuck", "w2")
    await house.wait(seconds=70)
    shown = await repairs.look(shown)
    assert shown["progress_action"] == "releasing"
    await house.wait(seconds=40)
    result = await repairs.look(shown)

    assert (result["type"], result["reason"]) == ("abort", "stuck")
    await house.wait(minutes=3)
    assert set(issues(house)) == {"relay_stuck"}


async def test_a_relay_that_releases_again(house: House) -> None:
    await stick(house)
    repairs, shown = await begun(house, "relay_stuck", "w2")
    house["w2"].temper = obeying
    await house.wait(seconds=70)
    result = await repairs.look(shown)

    assert result["type"] == "create_entry"
    assert "w2" not in house.on
    assert issues(house) == {}


async def test_a_relay_that_was_left_alone_is_tried_again(house: House) -> None:
    for _ in range(4):
        house["o"].say(on=True)
        await house.wait(seconds=2)
    assert "relay_disputed" in issues(house)
    repairs, shown = await begun(house, "relay_disputed", "o")
    assert issues(house) == {}
    await house.wait(seconds=70)
    result = await repairs.look(shown)

    assert result["type"] == "create_entry"
    await house.ask("heat", room=18)
    await house.wait(minutes=1)
    assert "o" not in house.on


async def test_a_test_is_broken_off_with_its_dialog(house: House) -> None:
    repairs, shown = await lost(house)
    assert house.on == {"g"}
    repairs.leave(shown)
    await house.wait(seconds=1)

    assert house.on == set()


async def test_only_one_test_at_a_time(house: House) -> None:
    house["w2"].vanish()
    house["e"].vanish()
    await house.live(minutes=4)
    repairs = await repairs_of(house)
    first, second = await repairs.open("relay_lost"), await repairs.open("relay_lost")
    assert first["menu_options"] == ["test_w2", "test_e"]
    await repairs.submit(first, next_step_id="test_w2")
    refused = await repairs.submit(second, next_step_id="test_e")

    assert (refused["type"], refused["reason"]) == ("abort", "test_running")
    assert (await repairs.open("relay_lost"))["type"] == "abort"


async def test_a_thermostat_that_is_unloaded_meanwhile(house: House) -> None:
    repairs, shown = await lost(house)
    await house.unload(house.entry)
    result = await repairs.look(shown)

    assert (result["type"], result["reason"]) == ("abort", "not_loaded")
