"""What counts as a sign of life of the room sensor."""

from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .house import CELSIUS, ROOM, House

BATTERY = "sensor.room_battery"


@pytest.fixture
async def with_battery(
    shell: House,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> House:
    """Install a thermostat that follows a room sensor with a battery."""
    maker = MockConfigEntry(domain="test")
    maker.add_to_hass(shell.hass)
    device = device_registry.async_get_or_create(
        config_entry_id=maker.entry_id, identifiers={("test", "room")}
    )
    shell.hass.states.async_remove(ROOM)
    for name in ("room", "room_battery"):
        entity_registry.async_get_or_create(
            "sensor", "test", name, suggested_object_id=name, device_id=device.id
        )
    shell.report(room=18)
    shell.hass.states.async_set(BATTERY, "90")
    await shell.install()
    await shell.wait(minutes=6)
    await shell.ask("heat", room=18.5)
    return shell


@pytest.mark.parametrize(
    ("battery", "is_believed"), [("90", True), ("unavailable", False)]
)
async def test_any_report_of_its_device_shows_that_a_sensor_lives(
    with_battery: House, battery: str, *, is_believed: bool
) -> None:
    """One that reports only changes says nothing while the room stays as it is."""
    house = with_battery
    for _ in range(6):
        house.hass.states.async_set(BATTERY, battery)
        await house.wait(minutes=30)

    shown = house.climate.attributes["current_temperature"]
    assert shown == (18.5 if is_believed else None)


async def test_its_own_silence_counts_where_the_device_is_silent_too(
    with_battery: House,
) -> None:
    await with_battery.wait(minutes=119)
    assert with_battery.climate.attributes["current_temperature"] == 18.5

    await with_battery.wait(minutes=2)
    assert with_battery.climate.attributes["current_temperature"] is None


async def test_a_report_brings_it_back(with_battery: House) -> None:
    await with_battery.wait(hours=3)
    assert "y1" not in with_battery.on

    with_battery.hass.states.async_set(ROOM, "18.5", CELSIUS)
    await with_battery.settle()

    assert "y1" in with_battery.on
