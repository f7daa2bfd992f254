"""What the house says first after a restart."""

from datetime import timedelta
from typing import Any

from homeassistant.const import ATTR_DEVICE_CLASS
from homeassistant.core import CoreState
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import BARE, CELSIUS, DUAL_FUEL, TWO_STAGE, House

UPTIME = "sensor.board_uptime"
WINDOW = "binary_sensor.window"


async def restart(house: House) -> None:
    """Set the thermostat up while Home Assistant is still starting."""
    await house.unload(house.entry)
    house.hass.set_state(CoreState.not_running)
    await house.set_up()
    house.hass.set_state(CoreState.running)


def shown(house: House) -> Any:
    """Return how warm the room is shown to be."""
    return house.climate.attributes["current_temperature"]


@pytest.fixture
async def silent(house: House) -> House:
    """Heat, and hear nothing of the room for an hour and a half."""
    await house.ask("heat", room=18)
    await house.wait(minutes=90)
    return house


# --- Windows -------------------------------------------------------------------------


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(("was", "is_open"), [("on", True), ("off", False)])
@pytest.mark.parametrize("lost", ["unavailable", "unknown", None])
@pytest.mark.parametrize("is_power_cut", [True, False])
async def test_a_lost_window_keeps_its_last_state_over_a_restart(
    house: House,
    hass_storage: dict[str, Any],
    was: str,
    lost: str | None,
    *,
    is_open: bool,
    is_power_cut: bool,
) -> None:
    house.hass.states.async_set(WINDOW, was)
    await house.tune(sensors={"windows": [WINDOW]})
    await house.ask("heat", room=18)
    await house.wait(minutes=2)

    if lost is None:
        house.hass.states.async_remove(WINDOW)
    else:
        house.hass.states.async_set(WINDOW, lost)
    if is_power_cut:
        await house.cut_power(hass_storage, minutes=1)
    else:
        await restart(house)
    await house.live(minutes=10)

    assert (house.status == "window_open") is is_open
    assert ("y1" in house.on) is not is_open

    house.hass.states.async_set(WINDOW, "off")
    await house.live(minutes=10)
    assert "y1" in house.on


@pytest.mark.parametrize("left", [None, [], "open", {WINDOW: []}])
async def test_windows_stored_by_nobody_are_shut(
    house: House, hass_storage: dict[str, Any], left: object
) -> None:
    await house.tune(sensors={"windows": [WINDOW]})
    await house.ask("heat", room=18)
    await house.unload(house.entry)
    hass_storage[f"{DOMAIN}.{house.entry.entry_id}"]["data"]["was_open"] = left

    await house.set_up()
    await house.ask("heat", room=18)
    await house.live(minutes=10)

    assert "y1" in house.on


# --- The room sensor -----------------------------------------------------------------


async def test_what_a_restart_brings_back_is_no_report(silent: House) -> None:
    """A sensor that died an hour and a half ago does not live for two hours more."""
    await restart(silent)
    await silent.wait(minutes=29)
    assert shown(silent) == 18

    await silent.wait(minutes=2)
    assert shown(silent) is None
    assert silent.status == "room_sensor_lost"


async def test_other_options_make_no_report_of_it_either(silent: House) -> None:
    await restart(silent)
    await silent.tune(fan={"circulate": 20})
    await silent.wait(minutes=31)

    assert shown(silent) is None


@pytest.mark.parametrize("room", [18, 18.1])
async def test_the_first_report_after_a_restart_counts(
    silent: House, room: float
) -> None:
    await restart(silent)
    await silent.wait(minutes=10)

    await silent.sense(room=room)
    await silent.wait(minutes=59)

    assert shown(silent) == room


async def test_a_thermostat_that_is_reloaded_believes_what_it_sees(
    silent: House,
) -> None:
    """The house went on meanwhile, and its states are no memories."""
    await silent.unload(silent.entry)
    await silent.set_up()
    await silent.wait(minutes=31)

    assert shown(silent) == 18


async def test_without_a_memory_a_restored_state_starts_nothing(
    shell: House,
) -> None:
    """As with a thermostat whose storage is gone: the first report is waited for."""
    shell.hass.set_state(CoreState.not_running)
    await shell.install()
    await shell.choose("set_hvac_mode", hvac_mode="heat")
    shell.hass.set_state(CoreState.running)
    await shell.wait(minutes=10)
    assert shown(shell) is None
    assert shell.on == set()

    await shell.sense(room=18)
    assert "y1" in shell.on


async def test_a_restored_fallback_is_no_report_either(house: House) -> None:
    hall = "sensor.hall"
    house.hass.states.async_set(hall, "19", CELSIUS)
    await house.tune(sensors={"fallback": hall})
    await house.ask("heat", room="unavailable")
    await house.wait(minutes=100)
    assert shown(house) == 19

    await house.unload(house.entry)
    house.hass.states.async_set(hall, "19", CELSIUS)
    house.hass.set_state(CoreState.not_running)
    await house.set_up()
    house.hass.set_state(CoreState.running)
    await house.wait(minutes=15)
    assert shown(house) == 19
    await house.wait(minutes=6)
    assert shown(house) is None

    house.hass.states.async_set(hall, "19", CELSIUS)
    await house.settle()
    assert house.climate.attributes["current_temperature"] == 19


# --- A cold compressor ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "on"), [(TWO_STAGE, {"g", "w2"}), (DUAL_FUEL, {"w1"})]
)
async def test_the_backup_heats_while_a_cold_compressor_warms_up(
    house: House, hass_storage: dict[str, Any], on: set[str]
) -> None:
    await house.ask("heat", room=19.5, outdoor=2)
    await house.live(minutes=5)

    await house.cut_power(hass_storage, hours=3)
    await house.live(hours=1, minutes=59)
    assert house.on == on
    assert house.status == "outage"
    assert "y1 on" not in house.moves

    await house.live(minutes=5)
    assert "y1" in house.on


@pytest.mark.parametrize("wiring", [BARE])
async def test_where_nothing_else_heats_nobody_waits(
    house: House, hass_storage: dict[str, Any]
) -> None:
    await house.ask("heat", room=19, outdoor=2)
    await house.live(minutes=5)

    await house.cut_power(hass_storage, hours=2)
    await house.live(minutes=6)

    assert "y1" in house.on


@pytest.mark.parametrize(
    ("compressor", "outage", "outdoor"),
    [
        pytest.param({"outage_delay": 0}, 300, 2, id="not chosen"),
        pytest.param({}, 54, 2, id="not out for long"),
        pytest.param({}, 300, 12, id="not cold"),
    ],
)
async def test_a_compressor_that_need_not_warm_up(
    house: House,
    hass_storage: dict[str, Any],
    compressor: dict[str, int],
    outage: float,
    outdoor: float,
) -> None:
    await house.tune(compressor=compressor)
    await house.ask("heat", room=19, outdoor=outdoor)
    await house.live(minutes=10)

    await house.cut_power(hass_storage, minutes=outage)
    await house.live(minutes=6)

    assert "y1" in house.on


async def test_a_second_restart_does_not_end_the_wait(
    house: House, hass_storage: dict[str, Any]
) -> None:
    await house.ask("heat", room=19, outdoor=2)
    await house.cut_power(hass_storage, hours=2)
    await house.live(minutes=10)

    await house.cut_power(hass_storage, minutes=1)
    await house.live(minutes=30)

    assert house.status == "outage"
    assert "y1" not in house.on


@pytest.mark.parametrize(
    ("kind", "started", "is_waiting"),
    [
        pytest.param("uptime", 60 * 24 * 30, False, id="the board ran on"),
        pytest.param("uptime", 1, True, id="it has started since"),
        pytest.param("timestamp", 60 * 24 * 30, True, id="another time"),
        pytest.param("uptime", None, True, id="nobody knows"),
    ],
)
async def test_a_board_that_ran_on_tells_that_the_machine_had_power(
    house: House,
    hass_storage: dict[str, Any],
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
    kind: str,
    started: float | None,
    *,
    is_waiting: bool,
) -> None:
    maker = MockConfigEntry(domain="test")
    maker.add_to_hass(house.hass)
    board = device_registry.async_get_or_create(
        config_entry_id=maker.entry_id, identifiers={("test", "board")}
    )
    for entity in (house["y1"].entity_id, UPTIME):
        domain, name = entity.split(".")
        known = entity_registry.async_get(entity)
        own = known or entity_registry.async_get_or_create(
            domain, "test", name, suggested_object_id=name
        )
        entity_registry.async_update_entity(own.entity_id, device_id=board.id)
    await house.ask("heat", room=19, outdoor=2)
    await house.live(minutes=5)

    await house.cut_power(hass_storage, hours=2)
    since = started and house.now - timedelta(minutes=started)
    told = since.isoformat() if since else "unavailable"
    house.hass.states.async_set(UPTIME, told, {ATTR_DEVICE_CLASS: kind})
    await house.live(minutes=8)

    assert (house.status == "outage") is is_waiting
    assert ("y1" in house.on) is not is_waiting
