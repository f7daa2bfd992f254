"""What counts as a sign of life of the room sensor."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.const import ATTR_DEVICE_CLASS, ATTR_UNIT_OF_MEASUREMENT
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .house import CELSIUS, OUTDOOR, ROOM, House

HUMIDITY = "sensor.room_humidity"


MOIST = {ATTR_UNIT_OF_MEASUREMENT: "%", ATTR_DEVICE_CLASS: "humidity"}


@pytest.fixture
async def device(
    shell: House,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> Device:
    """Install a thermostat that follows a room sensor which measures humidity too."""
    maker = MockConfigEntry(domain="test")
    maker.add_to_hass(shell.hass)
    made = device_registry.async_get_or_create(
        config_entry_id=maker.entry_id, identifiers={("test", "room")}
    )
    shell.hass.states.async_remove(ROOM)
    device = Device(shell, entity_registry, made.id)
    device.has(ROOM)
    device.has(HUMIDITY)
    shell.report(room=18)
    shell.hass.states.async_set(HUMIDITY, "45", MOIST)
    await shell.install()
    await shell.wait(minutes=6)
    await shell.ask("heat", room=18.5)
    return device


class Device:
    """The device of the room sensor, and what belongs to it."""

    def __init__(
        self, house: House, registry: er.EntityRegistry, device_id: str
    ) -> None:
        self.house = house
        self._registry = registry
        self._device_id = device_id

    def has(self, entity: str, platform: str = "test") -> None:
        """Let an entity belong to it."""
        domain, name = entity.split(".")
        known = self._registry.async_get(entity)
        made = known or self._registry.async_get_or_create(
            domain, platform, name, suggested_object_id=name
        )
        assert made.entity_id == entity
        self._registry.async_update_entity(entity, device_id=self._device_id)

    async def report(
        self, hours: float, entity: str = HUMIDITY, state: str = "45", **more: str
    ) -> None:
        """Let one entity of it report each half hour, and the room sensor never."""
        for _ in range(round(2 * hours)):
            self.house.hass.states.async_set(entity, state, more or MOIST)
            await self.house.wait(minutes=30)

    @property
    def shown(self) -> Any:
        """The room temperature, while it is believed."""
        return self.house.climate.attributes["current_temperature"]


async def test_another_measurement_of_its_device_shows_that_a_sensor_lives(
    device: Device,
) -> None:
    """One that reports only changes says nothing while the room stays as it is."""
    await device.report(hours=3)
    assert device.shown == 18.5


@pytest.mark.parametrize(
    ("chosen", "hours"), [({}, 5.5), ({"stale": 30}, 2.5)], ids=["usual", "chosen"]
)
async def test_after_three_times_its_patience_only_the_sensor_itself_counts(
    device: Device, chosen: dict[str, int], hours: float
) -> None:
    await device.house.tune(sensors=chosen)
    await device.report(hours=hours)
    assert device.shown == 18.5
    await device.report(hours=1)
    assert device.shown is None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("entity", "hours_ago", "shown"),
    [
        ("sensor.room_last_seen", 0, 18.5),
        ("sensor.room_last_seen", -9, None),
        ("sensor.room_last_seen", 9, None),
        ("sensor.room_next_charge", 0, None),
    ],
)
async def test_a_sensor_of_when_its_device_was_heard_shows_that_it_lives(
    device: Device, entity: str, hours_ago: float, shown: float | None
) -> None:
    device.has(entity)
    for _ in range(6):
        heard = dt_util.utcnow() - timedelta(hours=hours_ago)
        moment = {ATTR_DEVICE_CLASS: "timestamp"}
        device.house.hass.states.async_set(entity, heard.isoformat(), moment)
        await device.house.wait(minutes=30)
    assert device.shown == shown


async def test_what_else_the_device_measures_is_no_second_reading(
    device: Device,
) -> None:
    device.house.hass.states.async_set(ROOM, "18.6", CELSIUS)
    await device.house.wait(minutes=10)
    device.house.hass.states.async_set(ROOM, "28", CELSIUS)
    await device.house.wait(minutes=1)
    device.house.hass.states.async_set(HUMIDITY, "46", MOIST)
    await device.house.wait(minutes=1)
    assert device.shown == 18.6


@pytest.mark.parametrize("lost", ["switch.plug", "sensor.late"])
async def test_nothing_of_a_device_counts_while_a_part_of_it_is_unavailable(
    device: Device, lost: str
) -> None:
    device.has(lost)
    device.house.hass.states.async_set(lost, "unavailable")
    await device.report(hours=3)
    assert device.shown is None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("entity", "state", "device_class"),
    [
        pytest.param("switch.y1", "off", None, id="a relay's echo"),
        pytest.param("sensor.plug", "2600", "power", id="what a relay moves"),
        pytest.param("sensor.signal", "-60", "signal_strength", id="its radio"),
        pytest.param("sensor.uptime", "3600", "duration", id="its uptime"),
        pytest.param("sensor.battery", "90", "battery", id="its battery"),
        pytest.param("sensor.counter", "5", None, id="a number of something"),
        pytest.param("number.offset", "1", "temperature", id="what somebody writes"),
        pytest.param("binary_sensor.door", "on", "door", id="a contact"),
        pytest.param("sensor.moist", "unknown", "humidity", id="no number"),
    ],
)
async def test_what_is_no_measurement_shows_nothing(
    device: Device, entity: str, state: str, device_class: str | None
) -> None:
    device.has(entity)
    more = {ATTR_DEVICE_CLASS: device_class} if device_class else {"any": "thing"}
    await device.report(3, entity, state, **more)
    assert device.shown is None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    "told", [[], ["humidity"], {}, {"a": 1}, 7, 1.5, True, None, b"humidity", object()]
)
async def test_whatever_a_device_tells_of_itself_keeps_nobody_from_deciding(
    device: Device, told: object, caplog: pytest.LogCaptureFixture
) -> None:
    await device.house.sense(room=17)
    device.has("switch.y1")
    for key in (ATTR_DEVICE_CLASS, ATTR_UNIT_OF_MEASUREMENT, "last_seen"):
        device.house.hass.states.async_set(HUMIDITY, "45", {**MOIST, key: told})
        device.house.hass.states.async_set(ROOM, "17", {**CELSIUS, key: told})
        await device.house.wait(minutes=5)
        device.house.report()
        await device.house.wait(minutes=5)
        assert device.shown == 17
    assert "y1" in device.house.on
    assert "a fault of its own" not in caplog.text


async def test_what_joins_the_device_later_counts(device: Device) -> None:
    await device.house.wait(hours=1)
    device.has("sensor.co2")
    await device.report(3, "sensor.co2", "600", device_class="carbon_dioxide")
    assert device.shown == 18.5


async def test_our_own_entities_show_nothing(device: Device) -> None:
    own = device.house.id("outdoor_temperature")
    device.has(own)
    for degrees in range(6):
        device.house.hass.states.async_set(OUTDOOR, str(degrees), CELSIUS)
        await device.house.wait(minutes=30)
    assert device.shown is None


async def test_its_own_silence_counts_where_the_device_is_silent_too(
    device: Device,
) -> None:
    await device.house.wait(minutes=119)
    assert device.shown == 18.5

    await device.house.wait(minutes=2)
    assert device.shown is None


async def test_a_report_brings_it_back(device: Device) -> None:
    await device.house.tune(freeze_guard={"heats_blindly": False})
    await device.house.wait(hours=3)
    assert "y1" not in device.house.on

    device.house.hass.states.async_set(ROOM, "18.5", CELSIUS)
    await device.house.settle()

    assert "y1" in device.house.on


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


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("way", range(7))
async def test_a_sensor_lives_as_long_as_its_bridge_hears_it(
    house: House, way: int
) -> None:
    """Which then was a sign of life without a change: it is missed after an hour."""
    seen = house.now + timedelta(minutes=90)
    assert await seen_late(house, told(seen)[way]) == 18.5

    await house.wait(minutes=11)
    assert house.climate.attributes["current_temperature"] is None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("way", range(7))
async def test_what_its_bridge_heard_long_ago_says_nothing(
    house: House, way: int
) -> None:
    seen = house.now - timedelta(minutes=60)
    assert await seen_late(house, told(seen)[way]) is None


@pytest.mark.slow_after(1)
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
