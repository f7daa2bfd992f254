"""A unit that is not understood: no reading, told soon, and refused in every form."""

from typing import Final

from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from .gauges import GAUGES, entity, equip
from .house import CELSIUS, OUTDOOR, ROOM, TERMINALS, USER, House
from .test_issues import issues
from .test_repairs import repairs_of
from .test_roles import text

MEASURING: Final = [key for key in GAUGES if key != "defrost_signal"]


def say(house: House, name: str, value: float, unit: object = "bananas") -> None:
    """Let a sensor say something in a strange unit."""
    attributes = {"device_class": "temperature", "unit_of_measurement": unit}
    house.hass.states.async_set(name, str(value), attributes)


@pytest.mark.parametrize("mode", ["off", "heat", "cool", "heat_cool", "fan_only"])
async def test_a_room_in_an_unknown_unit_is_told_within_a_quarter_of_an_hour(
    house: House, mode: str
) -> None:
    await house.ask(mode, room=21)
    say(house, ROOM, 21)
    await house.wait(minutes=1)
    assert house.state("problem").state == "on"

    await house.wait(minutes=14)
    issue = issues(house)["unknown_unit"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": f"`{ROOM}`",
    }

    await house.sense(room=21)
    assert issues(house) == {}
    assert house.state("problem").state == "off"


@pytest.mark.parametrize("unit", ["bananas", [], {}, 7, True])
async def test_it_is_no_reading_and_starts_nothing(house: House, unit: object) -> None:
    await house.tune(freeze_guard={"heats_blindly": False})
    await house.ask("heat", room=21)
    say(house, ROOM, 5, unit)
    await house.wait(hours=3)

    assert house.moves == []
    assert house.climate.attributes["current_temperature"] is None


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
@pytest.mark.parametrize("spelled", ["℃", "ºC", "C"])
async def test_a_degree_of_celsius_is_one_in_a_house_of_fahrenheit(
    house: House, spelled: str
) -> None:
    """21 °F are −6 °C: everything that heats would run for ever."""
    await house.ask("heat", room=21)
    say(house, ROOM, 21, spelled)
    await house.wait(minutes=30)

    assert house.climate.attributes["current_temperature"] == pytest.approx(69.8)
    assert house.moves == []


@pytest.mark.parametrize("key", MEASURING)
async def test_every_sensor_that_measures_is_told(shell: House, key: str) -> None:
    await equip(shell, *GAUGES)
    say(shell, entity(key), 20)
    await shell.live(minutes=15)

    assert named(shell) == f"`{entity(key)}`"


def named(house: House) -> str:
    """Return the entities of which a unit is not understood."""
    placeholders = issues(house)["unknown_unit"].translation_placeholders or {}
    return placeholders["entities"]


async def test_entities_of_options_are_told_and_all_of_them(house: House) -> None:
    strange = ("sensor.hall", "sensor.price", "sensor.grid")
    for name in strange:
        house.hass.states.async_set(name, "1")
    await house.tune(
        sensors={"fallback": "sensor.hall"},
        prices={
            "electricity_price_entity": "sensor.price",
            "grid_carbon_entity": "sensor.grid",
        },
    )
    for name in strange:
        say(house, name, 1)
    await house.live(minutes=15)
    assert named(house) == "`sensor.grid`, `sensor.hall`, `sensor.price`"

    say(house, "sensor.grid", 1, "g/kWh")
    say(house, "sensor.price", 1, "ct/kWh")
    await house.live(minutes=6)
    assert named(house) == "`sensor.hall`"


# --- Forms ---------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["room_temperature", "outdoor_temperature"])
async def test_a_temperature_in_an_unknown_unit_is_refused(
    shell: House, field: str
) -> None:
    say(shell, "sensor.strange", 20)
    form = await shell.fill_in({**USER, field: "sensor.strange"})
    assert form["errors"] == {field: "unknown_unit"}
    words = await text(shell.hass, "config", form)
    assert words.startswith("This entity's unit is not supported: bananas.")


@pytest.mark.parametrize("key", MEASURING)
async def test_a_sensor_in_an_unknown_unit_is_refused(shell: House, key: str) -> None:
    say(shell, "sensor.strange", 20)
    form = await shell.fill_in(USER, TERMINALS, {key: "sensor.strange"})
    assert form["errors"] == {key: "unknown_unit"}

    result = await shell.go_on(form, {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["sensors"] == {}


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("heat_pump_power", "°C"),
        ("heat_pump_power", "kWh"),
        ("room_humidity", "°C"),
        ("supply_temperature", "%"),
        ("supply_temperature", ["°C"]),
    ],
)
async def test_what_measures_another_thing_is_refused(
    shell: House, key: str, unit: object
) -> None:
    say(shell, "sensor.strange", 20, unit)
    form = await shell.fill_in(USER, TERMINALS, {key: "sensor.strange"})
    assert form["errors"] == {key: "unknown_unit"}


@pytest.mark.parametrize(
    ("section", "key", "label"),
    [
        ("sensors", "fallback", "Fallback room temperature"),
        ("sensors", "outdoor_fallback", "Fallback outdoor temperature"),
        ("prices", "electricity_price_entity", "Electricity price entity"),
        ("prices", "fuel_price_entity", "Fuel price entity"),
        ("prices", "grid_carbon_entity", "Carbon dioxide entity"),
    ],
)
async def test_an_option_in_an_unknown_unit_is_refused(
    new_house: House, section: str, key: str, label: str
) -> None:
    say(new_house, "sensor.strange", 20)
    result = await new_house.propose(**{section: {key: "sensor.strange"}})
    assert result["errors"] == {key: "unknown_unit"}
    words = await text(new_house.hass, "options", result)
    told = f"{label}: this entity's unit is not supported: bananas."
    assert words.startswith(told)
    assert new_house.entry.options == {}


async def test_fuel_is_understood_by_what_it_is_sold_by(new_house: House) -> None:
    say(new_house, "sensor.gas", 1, "EUR/m³")
    gas = {"fuel_price_entity": "sensor.gas"}
    result = await new_house.propose(prices=gas)
    assert result["errors"] == {"fuel_price_entity": "unknown_unit"}
    await new_house.tune(prices={**gas, "fuel_unit": "gas_m3"})


@pytest.mark.parametrize(
    ("sensor", "error"),
    [
        ("sensor.strange", "unknown_unit"),
        (OUTDOOR, "role_taken"),
        ("sensor.upstairs_outdoor_unit_temperature", "own_entity"),
    ],
)
async def test_a_repair_takes_no_sensor_that_a_form_would_not(
    house: House, sensor: str, error: str
) -> None:
    say(house, "sensor.strange", 20)
    await house.sense(room="unavailable")
    await house.wait(hours=3)
    repairs = await repairs_of(house)
    form = await repairs.open("room_sensor_lost")
    refused = await repairs.submit(form, room_temperature=sensor)

    assert refused["errors"] == {"room_temperature": error}
    assert house.entry.data["room_temperature"] == ROOM

    house.hass.states.async_set("sensor.hall", "19", CELSIUS)
    result = await repairs.submit(refused, room_temperature="sensor.hall")
    assert result["type"] == "create_entry"
