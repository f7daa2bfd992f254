"""A sensor that is not believed: who is told, in which words, what puts it right."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import CELSIUS, OUTDOOR, ROOM, House
from .test_issues import issues
from .test_repairs import repairs_of

HALL: Final = "sensor.hall"
DEN: Final = "sensor.den"
THERMOMETER: Final = {**CELSIUS, "device_class": "temperature"}


async def told(house: House, problem: str) -> str:
    """Return what the issue of a problem says."""
    issue = issues(house)[problem]
    texts = await async_get_translations(house.hass, "en", "issues", [DOMAIN])
    stem = f"component.{DOMAIN}.issues.{issue.translation_key}"
    step = "fix_flow.step.sensor.description" if issue.is_fixable else "description"
    words = texts[f"{stem}.{step}"].format(**issue.translation_placeholders or {})
    title = texts[f"{stem}.title"].format(**issue.translation_placeholders or {})
    return f"{title}. {words}"


async def leap(house: House) -> None:
    """Let the room sensor go where no room goes."""
    await house.ask("heat", room=20)
    await house.live(minutes=10)
    house.report(room=2)
    await house.live(minutes=12)


async def test_a_room_sensor_that_leapt_is_told_with_its_name_and_why(
    house: House,
) -> None:
    await leap(house)

    shown = house.state("problem").attributes
    assert shown["problems"] == ["room_sensor_doubted"]
    assert shown["entities"] == [ROOM]
    assert shown["doubts"] == ["room_leap"]
    words = await told(house, "room_sensor_doubted")
    assert words.startswith(
        "Upstairs: the room sensor cannot be trusted. `sensor.room`"
    )
    assert "changed faster than a room can" in words


async def test_what_is_not_believed_starts_nothing_and_is_over_by_itself(
    house: House,
) -> None:
    await house.ask("heat", room=21)
    await house.live(minutes=10)
    house.report(room=2)
    await house.live(minutes=12)
    assert house.status == "idle"
    assert house.climate.attributes["current_temperature"] == 21

    house.report(room=21)
    await house.live(minutes=1)
    assert issues(house) == {}
    assert house.state("problem").state == "off"


async def test_another_sensor_can_be_chosen_for_one_that_is_not_believed(
    house: House,
) -> None:
    await leap(house)
    house.others = {HALL: 19.8}
    house.report()
    repairs = await repairs_of(house)
    form = await repairs.open("room_sensor_doubted")
    assert (form["type"], form["step_id"]) == ("form", "sensor")
    placeholders = form["description_placeholders"] or {}
    assert placeholders["entities"] == f"`{ROOM}`"
    assert "faster than a room can" in placeholders["because"]

    result = await repairs.submit(form, room_temperature=HALL)
    assert result["type"] == "create_entry"
    await house.live(minutes=6)
    assert house.entry.data["room_temperature"] == HALL
    assert house.climate.attributes["current_temperature"] == 19.8
    assert issues(house) == {}


async def test_a_sensor_that_only_stands_in_is_told_and_nothing_stops(
    house: House,
) -> None:
    house.others = {DEN: 20.0, HALL: 20.0}
    await house.tune(sensors={"fallback": DEN, "further_rooms": [HALL]})
    await house.ask("heat", room=19)
    await house.live(minutes=10)
    house.others = {DEN: 3.0, HALL: 44.0}
    await house.live(minutes=12)

    assert "y1" in house.on
    assert house.state("problem").attributes["entities"] == [DEN, HALL]
    issue = issues(house)["room_sensor_doubted"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert not issue.is_fixable
    words = await told(house, "room_sensor_doubted")
    assert f"`{DEN}`, `{HALL}` cannot be trusted" in words


@pytest.fixture
async def rooms(house: House) -> House:
    """Return a house with two further room sensors, heated to 20 °C in the cold."""
    house.others = {DEN: 19.0, HALL: 19.0}
    await house.tune(sensors={"fallback": DEN, "further_rooms": [HALL]})
    await house.ask("heat", room=19)
    await house.live(minutes=10)
    return house


@pytest.mark.parametrize("silent", [[DEN], [HALL], [DEN, HALL]])
async def test_one_of_them_that_falls_silent_is_told_within_a_quarter_in_the_cold(
    rooms: House, silent: list[str]
) -> None:
    rooms.others.update(dict.fromkeys(silent, "unavailable"))
    await rooms.live(minutes=13)
    assert issues(rooms) == {}
    await rooms.live(minutes=2)

    assert "y1" in rooms.on
    assert rooms.climate.attributes["current_temperature"] == 19
    shown = rooms.state("problem").attributes
    assert shown["problems"] == ["other_room_sensor_lost"]
    assert shown["entities"] == silent
    issue = issues(rooms)["other_room_sensor_lost"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert not issue.is_fixable
    words = await told(rooms, "other_room_sensor_lost")
    listed = ", ".join(f"`{entity}`" for entity in silent)
    assert words.startswith(
        f"Upstairs: another room sensor is silent. {listed} gives no usable temperature"
    )

    rooms.others.update(dict.fromkeys(silent, 19.0))
    await rooms.live(minutes=1)
    assert issues(rooms) == {}
    assert rooms.state("problem").state == "off"


async def test_the_rooms_own_sensor_is_told_beside_one_that_was_silent_before(
    rooms: House,
) -> None:
    rooms.others[DEN] = "unavailable"
    await rooms.live(hours=2)
    assert set(issues(rooms)) == {"other_room_sensor_lost"}
    await rooms.sense(room="unavailable")
    await rooms.live(minutes=15)

    assert "y1" in rooms.on
    own, other = (
        issues(rooms)[problem]
        for problem in ("room_sensor_lost", "other_room_sensor_lost")
    )
    assert own.severity is ir.IssueSeverity.ERROR
    assert own.is_fixable
    assert (own.translation_placeholders or {})["entities"] == f"`{ROOM}`"
    assert other.severity is ir.IssueSeverity.WARNING
    assert (other.translation_placeholders or {})["entities"] == f"`{DEN}`"

    await rooms.sense(room=19)
    assert set(issues(rooms)) == {"other_room_sensor_lost"}


async def test_one_that_falls_silent_after_another_is_named_beside_it(
    rooms: House,
) -> None:
    rooms.others[DEN] = "unavailable"
    await rooms.live(minutes=30)
    rooms.others[HALL] = "unavailable"
    await rooms.live(minutes=11)
    words = await told(rooms, "other_room_sensor_lost")
    assert f"`{DEN}`, `{HALL}` gives no usable temperature" in words


@pytest.mark.parametrize("says", ["unavailable", "44"])
async def test_what_is_no_longer_a_room_sensor_is_told_no_more(
    rooms: House, says: str
) -> None:
    rooms.others[DEN] = says
    await rooms.live(minutes=20)
    assert len(issues(rooms)) == 1
    await rooms.tune(sensors={"further_rooms": [HALL]})
    await rooms.live(minutes=1)
    assert issues(rooms) == {}


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("outdoor", "severity"),
    [(4, ir.IssueSeverity.ERROR), (20, ir.IssueSeverity.WARNING)],
)
async def test_a_doubted_sensor_is_an_error_where_no_other_serves_in_the_cold(
    house: House, outdoor: float, severity: ir.IssueSeverity
) -> None:
    await house.ask("heat", room=20, outdoor=outdoor)
    await house.live(hours=7)
    house.report(room=2)
    await house.live(minutes=20)

    assert issues(house)["room_sensor_doubted"].severity is severity


async def test_an_outdoor_sensor_that_is_contradicted_is_told(house: House) -> None:
    house.others = {"sensor.yard": 2.0}
    await house.tune(sensors={"outdoor_fallback": "sensor.yard"})
    await house.ask("heat", room=20)
    await house.live(minutes=30)
    house.report(outdoor=28)
    await house.live(minutes=12)

    assert house.state("problem").attributes["entities"] == [OUTDOOR]
    issue = issues(house)["outdoor_sensor_doubted"]
    assert issue.severity is ir.IssueSeverity.WARNING
    words = await told(house, "outdoor_sensor_doubted")
    assert "faster than the weather" in words
    assert house.state("outdoor_temperature").state == "2.0"


async def test_a_room_that_freezes_is_told_while_it_is_heated(house: House) -> None:
    await house.ask("fan_only", room=8)
    await house.sense(room=4.5)
    await house.live(minutes=6)

    assert house.status == "freeze_guard"
    issue = issues(house)["freezing"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert (await told(house, "freezing")).startswith(
        "Upstairs: a room is about to freeze. A room is below 5 °C"
    )

    await house.sense(room=7.5)
    await house.live(minutes=1)
    assert "freezing" not in issues(house)


async def test_the_words_are_those_of_the_card(house: House) -> None:
    house.hass.states.async_set(HALL, "20", CELSIUS)
    await leap(house)
    texts = await async_get_translations(house.hass, "en", "entity", [DOMAIN])
    stem = f"component.{DOMAIN}.entity.binary_sensor.problem.state_attributes.doubts"
    facts = issues(house)["room_sensor_doubted"].translation_placeholders or {}
    assert facts["because"] == texts[f"{stem}.state.room_leap"]


PORCH: Final = "sensor.porch_humidity"


@pytest.fixture
async def hygrometer(
    shell: House,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> Callable[..., None]:
    """Install a thermostat to which another device tells the room's humidity.

    Return what lets that device say temperatures.
    """
    maker = MockConfigEntry(domain="test")
    maker.add_to_hass(shell.hass)
    device = device_registry.async_get_or_create(
        config_entry_id=maker.entry_id, identifiers={("test", "porch")}
    )

    def has(entity: str, state: str, kind: Mapping[str, str]) -> None:
        domain, name = entity.split(".")
        made = entity_registry.async_get_or_create(
            domain, "test", name, suggested_object_id=name
        )
        entity_registry.async_update_entity(made.entity_id, device_id=device.id)
        shell.hass.states.async_set(entity, state, kind)

    def says(*temperatures: float) -> None:
        has(PORCH, "45", {"unit_of_measurement": "%", "device_class": "humidity"})
        for number, temperature in enumerate(temperatures):
            has(f"sensor.porch_{number}", str(temperature), THERMOMETER)

    says(20)
    await shell.install(sensors={"room_humidity": PORCH})
    return says


@pytest.mark.parametrize(
    ("says", "is_believed"),
    [
        pytest.param((24.4,), True, id="it says so too"),
        pytest.param((20,), False, id="it says otherwise"),
        pytest.param((24.4, 24.4), False, id="nobody knows which is the room's"),
    ],
)
async def test_what_the_humidity_sensor_measures_beside_speaks_for_a_leap(
    shell: House,
    hygrometer: Callable[..., None],
    says: tuple[float, ...],
    *,
    is_believed: bool,
) -> None:
    await shell.ask("heat", room=20)
    await shell.live(minutes=20)
    shell.report(room=25.5)
    hygrometer(*says)
    await shell.live(minutes=2)
    problems = shell.state("problem").attributes["problems"]
    assert ("room_sensor_doubted" not in problems) is is_believed
