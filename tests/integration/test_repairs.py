"""What a person can put right from the list of repairs."""

from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.data_entry_flow import FlowManager, FlowResult
from homeassistant.setup import async_setup_component
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import BARE, CELSIUS, TWO_STAGE, House
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

    async def submit(
        self, form: FlowResult[Any, Any], **fields: str
    ) -> FlowResult[Any, Any]:
        """Fill in a form."""
        result: FlowResult[Any, Any] = await self._flows.async_configure(
            form["flow_id"], fields
        )
        return result


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


@pytest.mark.parametrize("wiring", [BARE])
async def test_without_a_backup_there_is_no_emergency_heat_to_offer(
    shell: House,
) -> None:
    await fail(shell)

    issue = issues(shell)["no_answer"]
    assert issue.is_fixable is False
    assert issue.translation_key == "no_answer_without_backup"
