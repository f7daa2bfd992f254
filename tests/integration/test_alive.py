"""What counts as a sign of life of the room sensor."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
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


# --- When a bridge last heard it ------------------------------------------------------


async def seen_late(house: House, last_seen: object) -> Any:
    """Return what is shown when a sensor has said nothing more for over two hours."""
    await house.ask("heat", room=18)
    attributes = {**CELSIUS, "last_seen": last_seen}
    house.hass.states.async_set(ROOM, "18.5", attributes)
    await house.wait(minutes=140)
    return house.climate.attributes["current_temperature"]


def told(at: datetime) -> list[object]:
    """Return the ways in which bridges tell a moment."""
    local = dt_util.as_local(at)
    return [
        at,
        at.isoformat(),
        local.isoformat(),
        local.replace(tzinfo=None).isoformat(),
        f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        at.timestamp(),
        round(at.timestamp() * 1000),
    ]


@pytest.mark.parametrize("way", range(7))
async def test_a_sensor_lives_as_long_as_its_bridge_hears_it(
    house: House, way: int
) -> None:
    """Which then was a sign of life without a change: it is missed after an hour."""
    seen = house.now + timedelta(minutes=90)
    assert await seen_late(house, told(seen)[way]) == 18.5

    await house.wait(minutes=11)
    assert house.climate.attributes["current_temperature"] is None


@pytest.mark.parametrize("way", range(7))
async def test_what_its_bridge_heard_long_ago_says_nothing(
    house: House, way: int
) -> None:
    seen = house.now - timedelta(minutes=60)
    assert await seen_late(house, told(seen)[way]) is None


@pytest.mark.parametrize(
    "nonsense",
    [None, "", "yesterday", "2026-13-45T00:00:00", True, [], 1e30, float("nan")],
)
async def test_nonsense_says_nothing(house: House, nonsense: object) -> None:
    assert await seen_late(house, nonsense) is None


async def test_a_time_to_come_says_nothing(house: House) -> None:
    """A clock in a bridge may be wrong; a dead sensor must not live by it."""
    seen = house.now + timedelta(days=1)
    assert await seen_late(house, seen.isoformat()) is None


async def test_a_fallback_sensor_lives_by_its_bridge_as_well(house: House) -> None:
    seen = house.now + timedelta(minutes=90)
    attributes = {**CELSIUS, "last_seen": seen.isoformat()}
    house.hass.states.async_set("sensor.hall", "19", attributes)
    await house.tune(sensors={"fallback": "sensor.hall"})
    await house.sense(room="unavailable")

    await house.wait(minutes=149)
    assert house.climate.attributes["current_temperature"] == 19
    await house.wait(minutes=2)
    assert house.climate.attributes["current_temperature"] is None
