"""Setting up, reloading, unloading and stopping, in whatever state the house is."""

import asyncio
from contextlib import nullcontext

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.heat_pump_thermostat import controller

from .faults import failing
from .house import House, Wiring
from .relays import Temper, hanging, late, lying, raising, silent

# --- Letting go --------------------------------------------------------------------


@pytest.mark.parametrize("is_failing", [False, True])
async def test_unloading_lets_the_fan_cool_electric_heat_while_it_can(
    house: House, caplog: pytest.LogCaptureFixture, *, is_failing: bool
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=11)
    assert "w2" in house.on
    house.forget()
    start = house.now

    with failing(controller, "step") if is_failing else nullcontext():
        await house.unload(house.entry)

    assert house.moves == ["w2 off", "y2 off", "y1 off", "g off"]
    assert (house.now - start).total_seconds() == pytest.approx(12, abs=1)
    caplog.clear()


async def test_unloading_waits_for_late_relays(house: House) -> None:
    await house.ask("heat", room=18)
    for relay in house.relays.values():
        relay.temper = late(2)

    await house.unload(house.entry)

    assert house.on == set()
    assert house.moves[-3:] == ["y2 off", "y1 off", "g off"]


@pytest.mark.parametrize("terminal", ["g", "y1", "y2"])
async def test_unloading_overtakes_an_order_that_is_on_its_way(
    house: House, terminal: str
) -> None:
    """A relay that obeys late would close when nobody looks any more."""
    house[terminal].temper = late(3)
    await house.ask("heat", room=18)

    await house.unload(house.entry)
    await house.wait(minutes=1)

    assert house.on == set()


@pytest.mark.parametrize("temper", [silent, raising, lying, hanging])
async def test_unloading_does_not_wait_for_ever(
    house: House, caplog: pytest.LogCaptureFixture, temper: Temper
) -> None:
    await house.ask("heat", room=18)
    house["y1"].temper = temper
    start = house.now

    await house.unload(house.entry)

    assert house.on == {"g", "y1"}
    assert (house.now - start).total_seconds() < 20  # Home Assistant waits no longer.
    assert "Upstairs: not every relay confirmed its release" in caplog.messages


async def test_a_relay_that_is_mended_just_before_is_let_go_of(house: House) -> None:
    """Whatever has been tried in vain: there is no time to wait for the next turn."""
    await house.ask("heat", room=18)
    house["y1"].temper = hanging
    await house.ask("off")
    await house.wait(seconds=80)
    assert house.on == {"g", "y1"}
    house["y1"].mend()

    await house.unload(house.entry)

    assert house.on == set()


async def test_an_order_that_hangs_ends_with_the_thermostat(house: House) -> None:
    """Home Assistant would wait for it when it stops."""
    await house.ask("heat", room=18)
    house["y1"].temper = hanging

    await house.unload(house.entry)
    await house.settle()

    names = [task.get_name() for task in asyncio.all_tasks()]
    assert [name for name in names if "switch." in name] == []


async def test_unloading_does_not_wait_for_a_relay_that_is_lost(house: House) -> None:
    await house.ask("heat", room=18)
    house["w2"].vanish()
    await house.wait(minutes=1)
    start = house.now

    await house.unload(house.entry)

    assert house.now == start
    assert house.on == set()


@pytest.mark.parametrize(
    ("lost", "on", "seconds"), [("y1", {"g", "y1"}, 0), ("w2", {"g", "w2"}, 5)]
)
async def test_unloading_leaves_the_fan_to_a_machine_that_cannot_be_reached(
    house: House,
    caplog: pytest.LogCaptureFixture,
    lost: str,
    on: set[str],
    seconds: float,
) -> None:
    """Nothing would come of waiting for it; a compressor gives its backup a while."""
    await house.ask("heat", room=18)
    await house.live(minutes=25)
    assert on <= house.on
    house[lost].vanish()
    start = house.now

    await house.unload(house.entry)

    assert house.on == on
    assert (house.now - start).total_seconds() == seconds
    assert "Upstairs: not every relay confirmed its release" not in caplog.messages


async def test_unloading_waits_for_those_that_can_be_reached(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=25)
    house["y2"].temper = house["w2"].temper = late(3)
    house["y1"].vanish()
    start = house.now

    await house.unload(house.entry)

    assert house.on == {"g", "y1"}
    assert (house.now - start).total_seconds() == pytest.approx(6, abs=1)


async def test_an_unloaded_thermostat_keeps_its_hands_off(house: House) -> None:
    await house.ask("heat", room=18)
    await house.unload(house.entry)
    assert house.entry.state is ConfigEntryState.NOT_LOADED

    house["y1"].say(True)
    await house.live(minutes=30)

    assert house.on == {"y1"}
    assert house.climate.state == "unavailable"


@pytest.mark.parametrize(
    ("options", "on"),
    [
        pytest.param({}, set[str](), id="release"),
        pytest.param({"on_stop": "leave"}, {"g", "y1", "y2"}, id="leave"),
    ],
)
async def test_when_home_assistant_stops(
    hass: HomeAssistant, house: House, options: dict[str, str], on: set[str]
) -> None:
    await house.tune(compressor=options)
    await house.ask("heat", room=18)

    await house.spend(hass.async_stop())

    assert house.on == on


async def test_rewiring_takes_hold_of_the_new_relays(house: House) -> None:
    await house.ask("heat", room=18)
    await house.rewire(Wiring("electric", "y1 g o w2"))
    await house.live(minutes=10)
    assert house.on == {"g", "y1"}

    house["y2"].say(True)
    await house.live(minutes=5)
    assert "y2" in house.on


# --- Taking hold -------------------------------------------------------------------


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("gone", ["y1", "y2", "g", "o", "w2", "e"])
async def test_a_relay_that_appears_later_is_taken_hold_of(
    house: House, gone: str
) -> None:
    """Its integration may well be slower to start."""
    await house.unload(house.entry)
    house[gone].vanish()
    await house.wait(minutes=1)
    await house.set_up()
    await house.ask("heat", room=18)
    await house.live(minutes=10)
    assert house.entry.state is ConfigEntryState.LOADED

    house[gone].come_back(on=False)
    await house.live(minutes=40)

    assert house.on == {"g", "y1", "y2", "w2"}


async def test_a_house_without_anything_is_set_up_all_the_same(
    hass: HomeAssistant, house: House
) -> None:
    await house.unload(house.entry)
    for relay in house.relays.values():
        relay.vanish()
    for sensor in ("sensor.room", "sensor.outdoor"):
        hass.states.async_remove(sensor)
    began = house.now

    assert await hass.config_entries.async_setup(house.entry.entry_id)
    assert house.now == began, "it waits for nobody"
    await house.wait(minutes=10)

    assert house.entry.state is ConfigEntryState.LOADED
    assert house.climate.state == "off"
    assert house.state("problem").state == "on"


async def test_input_booleans_will_do_as_relays(
    hass: HomeAssistant, shell: House
) -> None:
    helpers = {"g": {"name": "G"}, "y1": {"name": "Y1"}}
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": helpers}
    )
    user = {"name": "Upstairs", "room_temperature": "sensor.room", "backup": "none"}
    terminals = {name: f"input_boolean.{name}" for name in helpers}
    shell.entry = (await shell.fill_in(user, terminals, {}, {}))["result"]
    await shell.wait(minutes=6)

    await shell.ask("heat", room=18)

    assert all(hass.states.is_state(relay, "on") for relay in terminals.values())


async def test_options_can_be_changed_while_it_is_unloaded(house: House) -> None:
    await house.unload(house.entry)
    await house.tune(presets={"home_heat": 22})
    await house.set_up()

    await house.choose("set_preset_mode", preset_mode="home")
    assert house.climate.attributes["temperature"] == 22


async def test_a_renamed_thermostat_renames_its_device(
    hass: HomeAssistant, house: House
) -> None:
    hass.config_entries.async_update_entry(house.entry, title="Loft")
    await house.wait(minutes=1)

    assert house.climate.name == "Loft"
    assert house.entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("wiring", [Wiring("none", "y1 y2")])
async def test_two_thermostats_live_side_by_side(house: House) -> None:
    first = house.entry
    await house.rewire(Wiring("none", "y1"))
    user = {"name": "Cellar", "room_temperature": "sensor.room", "backup": "none"}
    result = await house.fill_in(user, {"y1": "switch.y2"}, {}, {})
    house.entry = result["result"]
    await house.wait(minutes=6)

    await house.ask("heat", room=18)
    assert house.on == {"y2"}

    house.entry = first
    await house.choose("set_hvac_mode", hvac_mode="heat")
    assert house.on == {"y1", "y2"}
